"""Build the results of contradictions, and find the statements of a profile that disagree."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.core.xsd import is_well_formed
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.profile.schema import SH, RdfTerm, Shape, get_term_value, load_shapes
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.readability import RDF_TYPE
from actgraph.validation import contradiction_cases, licence_texts, vocabulary_checks
from actgraph.validation.result import ValidationResult
from actgraph.validation.results import FactIndex, find_path_statements

_AG, _SHP = load_prefixes()["ag"], load_prefixes()["shp"]
_ON_DAY = _AG + "onDay"  # the day asked for is no statement of the profile
# What these say is no statement that a message names; what they follow from is not looked for.
NOT_FOLLOWED = frozenset(
    {RDF_TYPE.value, *(_AG + name for name in ("evidence", "isProvidedBy", "duty", "dutyOf", "dutyStatus"))}
)
HAS_CONTRADICTION = NamedNode(_AG + "hasContradiction")


class _Contradiction(NamedTuple):
    node: Node
    remedy: str
    compares: frozenset[str]
    is_possible: bool
    sources: tuple[str, ...]
    cases: tuple[str, ...]


def build_contradiction_results(
    derived_triples: Iterable[Triple], derived: DerivedProfile
) -> Iterator[ValidationResult]:
    """Build a result for each contradiction that the rules derived, with the statements that disagree.

    Args:
        derived_triples: what the rules derived; triples of other properties are left out.
        derived: the profile, with the derivations of these triples.

    >>> from actgraph.graph.day import open_day
    >>> list(build_contradiction_results([], DerivedProfile([], open_day("2026-11-28"))))
    []
    """
    for triple in derived_triples:
        if triple.predicate == HAS_CONTRADICTION and isinstance(triple.object, NamedNode):
            found = _load_contradiction(triple.object.value, derived.day.undated)
            if found is None:
                continue  # the text that it stands on is not in force
            premises = list_stated_premises([triple], derived)
            stated = sorted((one for one in premises if one.predicate.value in found.compares), key=str)
            cases = contradiction_cases.describe_cases(triple, found.cases, found.compares, derived)
            texts = licence_texts.describe_named_texts(triple, derived)
            yield ValidationResult(
                shape=_SHP + ("Contradiction-possible" if found.is_possible else "Contradiction"),
                component=SH + "MaxCountConstraintComponent",
                focus_node=triple.subject,
                path=HAS_CONTRADICTION.value,
                value=triple.object,
                triple=stated[0] if stated else None,
                message=" ".join(filter(None, [texts, cases or found.node.description])),
                remedy=found.remedy,
                source=" ".join(found.sources),
                statements=tuple(stated),
            )


@functools.lru_cache(maxsize=200)
def _load_contradiction(iri: str, day: Day) -> _Contradiction | None:
    said: dict[str, list[str]] = {}
    for quad in day.find_outgoing(iri):
        said.setdefault(quad.predicate.value.removeprefix(_AG), []).append(get_term_value(quad.object))
    if "remedy" not in said:
        return None
    sources = said[load_prefixes()["dcterms"] + "source"]
    return _Contradiction(
        node=day.get_node(iri),
        remedy=said["remedy"][0],
        compares=frozenset(said.get("compares", ())),
        is_possible=said.get("isPossible") == ["true"],
        sources=tuple(sorted(sources, key=lambda source: (source.rpartition("/")[0], len(source), source))),
        cases=tuple(sorted(said.get("caseMessage", ()))),
    )


def name_statements(
    results: Iterable[ValidationResult], contradictions: Iterable[Triple], derived: DerivedProfile
) -> list[ValidationResult]:
    """Add to results of shapes what disagrees, and the results of contradictions; the rules run here for that.

    Args:
        results: the results of the shapes.
        contradictions: the triples that the rules derived of contradictions, there where the profile is kept.
        derived: the whole profile.

    >>> from actgraph.graph.day import open_day
    >>> name_statements([], [], DerivedProfile([], open_day("2026-11-28")))
    []
    """
    named = [add_disagreeing_statements(one, derived.derived_triples, derived) for one in results]
    named = [vocabulary_checks.suggest_described_nodes(one, derived.stated) for one in named]
    return [*build_contradiction_results(contradictions, derived), *named]


def names_statements(result: ValidationResult) -> bool:
    """Tell whether the message of a result names statements that disagree, or a described node with a near name.

    >>> names_statements(ValidationResult(_SHP + "Owes_53.1.a-evidence", "", NamedNode("urn:m")))
    False
    """
    shape = load_shapes()[result.shape]
    return bool(shape.compared) or _allows_one_value(shape, result) or result.path == RDF_TYPE.value


def add_disagreeing_statements(
    result: ValidationResult, derived_triples: Iterable[Triple], derived: DerivedProfile
) -> ValidationResult:
    """Add to a result of a shape the statements of the profile that disagree; unchanged where it compares none.

    Args:
        result: the result.
        derived_triples: what the rules derived.
        derived: the profile, with the derivations of the triples that the shape compares.

    >>> from actgraph.graph.day import open_day
    >>> result = ValidationResult(_SHP + "Owes_53.1.a-evidence", "", NamedNode("urn:m"))
    >>> add_disagreeing_statements(result, [], DerivedProfile([], open_day("2026-11-28"))).statements
    ()
    """
    shape = load_shapes()[result.shape]
    if shape.compared and result.path == _ON_DAY:
        days = [one for one in _select_values(derived_triples, shape.compared) if one.subject == result.focus_node]
        own = [one for one in list_stated_premises(days, derived) if isinstance(one.object, Literal)]
        own = [one for one in own if one.subject == result.focus_node]
        return result._replace(triple=min(own, key=str)) if own else result
    if shape.compared and result.value is not None:
        facts = [*derived.stated, *derived_triples]
        if result.triple is not None and result.triple.predicate.value == shape.path[-1]:
            own = [result.triple]
        else:  # a store says no statement
            led = find_path_statements(shape.path, result.focus_node, FactIndex(facts))
            own = [one for one in _select_values(led, shape.path[-1]) if _is_same_value(one.object, result.value)]
        others = [one for one in _select_values(facts, shape.compared) if one.subject == result.focus_node]
        stated = list_stated_premises([*own, *others], derived)
        alike = sorted((one for one in stated if _get_datatype(one.object) == _get_datatype(result.value)), key=str)
        return result._replace(statements=tuple(alike)) if len(alike) > 1 else result
    if _allows_one_value(shape, result):
        several = [one for one in _select_values(derived.stated, shape.path[0]) if one.subject == result.focus_node]
        if len(several) > 1:
            return result._replace(
                statements=tuple(sorted(list_stated_premises(several[:_MAX_NAMED], derived), key=str))
            )
    return result


_MAX_NAMED = 20  # values of one property; a message has room for few


def _allows_one_value(shape: Shape, result: ValidationResult) -> bool:
    return shape.is_single_valued and len(shape.path) == 1 and result.value is None


def _select_values(facts: Iterable[Triple], path: str) -> list[Triple]:
    return [one for one in facts if one.predicate.value == path]


def _get_datatype(term: RdfTerm) -> str:
    return term.datatype.value if isinstance(term, Literal) else ""


def _is_same_value(one: RdfTerm, other: RdfTerm) -> bool:
    """Tell whether two terms are the same, also where stores write a number in different ways."""
    if not isinstance(one, Literal) or not isinstance(other, Literal) or one == other:
        return one == other
    numbers = all(term.datatype.value.endswith("#double") and is_well_formed(term) for term in (one, other))
    return numbers and float(one.value) == float(other.value)


def list_stated_premises(triples: Sequence[Triple], derived: DerivedProfile) -> list[Triple]:
    """List the statements of a profile from which some triples follow, as they are written, each once.

    Args:
        triples: stated or derived triples.
        derived: the profile, with their derivations.

    >>> from actgraph.graph.day import open_day
    >>> list_stated_premises([], DerivedProfile([], open_day("2026-11-28")))
    []
    """
    found: dict[Triple, None] = {}
    todo, seen = list(reversed(triples)), set(triples)
    while todo:
        triple = todo.pop()
        if triple in derived.originals:
            found.setdefault(derived.originals[triple])
            continue
        ways = derived.get_derivations(triple)
        followed = (one for way in ways for one in way.premises if one.predicate.value not in NOT_FOLLOWED)
        premises = [one for one in followed if one not in seen]
        seen.update(premises)
        todo += reversed(dict.fromkeys(premises))
    return list(found)
