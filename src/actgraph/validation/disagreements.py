"""Build the results of contradictions, and find the statements of a profile that disagree."""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.xsd import is_well_formed
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.profile import written_values
from actgraph.profile.schema import SH, RdfTerm, Shape, get_term_value, load_shapes
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.readability import RDF_TYPE
from actgraph.validation import vocabulary_checks
from actgraph.validation.result import ValidationResult
from actgraph.validation.results import find_path_statements, group_by_property

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
            yield ValidationResult(
                shape=_SHP + ("Contradiction-possible" if found.is_possible else "Contradiction"),
                component=SH + "MaxCountConstraintComponent",
                focus_node=triple.subject,
                path=HAS_CONTRADICTION.value,
                value=triple.object,
                triple=stated[0] if stated else None,
                message=" ".join(
                    filter(
                        None,
                        [
                            _describe_cases(triple, found, derived) or found.node.description,
                            _describe_named_texts(triple, derived),
                        ],
                    )
                ),
                remedy=found.remedy,
                source=" ".join(found.sources),
                statements=tuple(stated),
            )


_PLACE = re.compile(r"\{([\w.:-]+)\}")
_SENTENCE_END = re.compile(r"(?<=\.) (?=[A-Z{])")
_MAX_VALUES = 4  # of one property, named in one message


def _describe_cases(triple: Triple, contradiction: _Contradiction, derived: DerivedProfile) -> str:
    """Say which cases of a contradiction are met, with the values; empty where the contradiction has no cases.

    A case is met where the rule has matched every property that its words name in braces. `{property}` stands for the
    compared properties by which the profile names the node.
    """
    values: dict[str, set[str]] = {}
    for way in derived.get_derivations(triple) if contradiction.cases else ():
        for one in way.premises:
            name = shorten_iri(one.predicate.value)
            if any(f"{{{name}}}" in case for case in contradiction.cases):
                values.setdefault(name, set()).add(describe_value(one.object, derived.day.undated))
            if one.object == triple.subject and one.predicate.value in contradiction.compares:
                values.setdefault("property", set()).add(name)
    words = {name: _join_words(_shorten_list(sorted(some))) for name, some in values.items()}
    met = [case for case in contradiction.cases if words.keys() >= set(_PLACE.findall(case))]
    # Cases that are met together share sentences.
    sentences = (one for case in met for one in _SENTENCE_END.split(case))
    return " ".join(_PLACE.sub(lambda place: words[place[1]], one) for one in dict.fromkeys(sentences))


def _shorten_list(words: Sequence[str]) -> Sequence[str]:
    more = len(words) - _MAX_VALUES
    return [*words[:_MAX_VALUES], f"{more} more"] if more > 0 else words


def describe_value(value: RdfTerm, day: Day) -> str:
    """Describe a value in a sentence: the label of a node of the graph, a day or a month in words, a short number.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-28").undated
    >>> values = {"double": "3.0e0", "date": "2026-05-11", "gYearMonth": "2026-05", "string": "3.0"}
    >>> xsd = load_prefixes()["xsd"]
    >>> [describe_value(Literal(text, datatype=NamedNode(xsd + kind)), day) for kind, text in values.items()]
    ['3', '11 May 2026', 'May 2026', '3.0']
    >>> describe_value(NamedNode(_AG + "microenterprise"), day)
    'microenterprise'
    """
    if isinstance(value, NamedNode):
        label = day.get_node(value.value).label
        is_name = any(sign.isupper() or sign.isdigit() for sign in label[1:])
        return (label if is_name else label[:1].lower() + label[1:]) or shorten_iri(value.value)
    if isinstance(value, Literal) and is_well_formed(value):
        kind = value.datatype.value.removeprefix(load_prefixes()["xsd"])
        if kind in ("date", "gYearMonth") and _PLAIN_DAY.fullmatch(value.value):
            return (
                written_values.format_day(value.value) if kind == "date" else written_values.format_month(value.value)
            )
        if kind in _NUMBERS:
            return written_values.shorten_number(value.value)
    return get_term_value(value)


_NUMBERS = ("double", "float", "decimal", "integer")
_PLAIN_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")


def _describe_named_texts(triple: Triple, derived: DerivedProfile) -> str:
    """Say how the licence text that a licence names differs from what is stated of it; empty for anything else."""
    own = [one for one in derived.stated if one.subject == triple.subject]
    terms = {get_term_value(one.object) for one in own if one.predicate.value == _AG + "hasTerm"}
    rights = {get_term_value(one.object) for one in own if one.predicate.value == _AG + "permits"}
    withheld = {get_term_value(one.object) for one in own if one.predicate.value == _AG + "withholds"}
    premises = (one for way in derived.get_derivations(triple) for one in way.premises)
    names = {get_term_value(one.object) for one in premises if one.predicate.value == _AG + "knownAs"}
    parts, surplus = [], set(terms)
    for name in sorted(names):
        said = derived.day.undated.find_outgoing(name)
        can = (get_term_value(one.object) for one in said if one.predicate.value in _HAS_TERM)
        surplus.difference_update(can)
        label = derived.day.undated.get_node(name).label
        lacking = {get_term_value(one.object) for one in said if one.predicate.value == _AG + "imposes"} - terms
        parts += [f"The text “{label}” has {_join(lacking)}; the description does not state that."] if lacking else []
        narrow = {get_term_value(one.object) for one in said if one.predicate.value == _AG + "refuses"} & rights
        parts += [f"The text “{label}” does not give {_join(narrow)} in full."] if narrow else []
        given = {get_term_value(one.object) for one in said if one.predicate.value == _AG + "grants"} & withheld
        parts += [f"The text “{label}” gives {_join(given)}; the description says that it does not."] if given else []
    parts += [f"No text that it names has {_join(surplus)}, which the description states."] if names and surplus else []
    return " ".join(parts)


_HAS_TERM = (_AG + "imposes", _AG + "mayImpose")


def _join(iris: Iterable[str]) -> str:
    return _join_words(sorted(map(shorten_iri, iris)))


def _join_words(words: Sequence[str]) -> str:
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last


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
            led = find_path_statements(shape.path, result.focus_node, group_by_property(facts))
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
