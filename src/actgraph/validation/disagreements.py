"""Build the results of contradictions, and find the statements of a profile that disagree."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.profile.schema import SH, RdfTerm, get_term_value, load_shapes
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation.result import ValidationResult

_AG, _SHP = load_prefixes()["ag"], load_prefixes()["shp"]
HAS_CONTRADICTION = NamedNode(_AG + "hasContradiction")


class _Contradiction(NamedTuple):
    node: Node
    remedy: str
    compares: frozenset[str]
    is_possible: bool


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
            stated = [one for one in list_stated_premises([triple], derived) if one.predicate.value in found.compares]
            yield ValidationResult(
                shape=_SHP + ("Contradiction-possible" if found.is_possible else "Contradiction"),
                component=SH + "MaxCountConstraintComponent",
                focus_node=triple.subject,
                path=HAS_CONTRADICTION.value,
                value=triple.object,
                triple=stated[0] if stated else None,
                message=found.node.description,
                remedy=found.remedy,
                source=found.node.source,
                statements=tuple(stated),
            )


@functools.lru_cache(maxsize=200)
def _load_contradiction(iri: str, day: Day) -> _Contradiction:
    said: dict[str, list[str]] = {}
    for quad in day.find_outgoing(iri):
        said.setdefault(quad.predicate.value.removeprefix(_AG), []).append(get_term_value(quad.object))
    compares = frozenset(said.get("compares", ()))
    return _Contradiction(day.get_node(iri), said["remedy"][0], compares, said.get("isPossible") == ["true"])


def add_disagreeing_statements(
    result: ValidationResult, derived_triples: Iterable[Triple], derived: DerivedProfile
) -> ValidationResult:
    """Add to a result of a shape the statements of the profile that disagree; unchanged where it compares none.

    Args:
        result: the result, with its triple as the rules know it.
        derived_triples: what the rules derived.
        derived: the profile, with the derivations of the triples that the shape compares.

    >>> from actgraph.graph.day import open_day
    >>> result = ValidationResult(_SHP + "Owes_53.1.a-evidence", "", NamedNode("urn:m"))
    >>> add_disagreeing_statements(result, [], DerivedProfile([], open_day("2026-11-28"))).statements
    ()
    """
    shape = load_shapes()[result.shape]
    if shape.compared and result.triple is not None:
        others = _select_statements([*derived.stated, *derived_triples], result.focus_node, shape.compared)
        stated = list_stated_premises([result.triple, *others], derived)
        alike = [one for one in stated if _get_datatype(one) == _get_datatype(result.triple)]
        return result._replace(statements=tuple(alike)) if len(alike) > 1 else result
    if shape.is_single_valued and len(shape.path) == 1 and result.value is None:
        several = _select_statements(derived.stated, result.focus_node, shape.path[0])
        if len(several) > 1:
            return result._replace(statements=tuple(list_stated_premises(several[:_MAX_NAMED], derived)))
    return result


def _get_datatype(triple: Triple) -> str:
    return triple.object.datatype.value if isinstance(triple.object, Literal) else ""


_MAX_NAMED = 20  # values of one property; a message has room for few


def _select_statements(facts: Iterable[Triple], subject: RdfTerm, path: str) -> list[Triple]:
    return [one for one in facts if one.predicate.value == path and one.subject == subject]


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
        premises = [one for way in derived.get_derivations(triple) for one in way.premises if one not in seen]
        seen.update(premises)
        todo += reversed(dict.fromkeys(premises))
    return list(found)
