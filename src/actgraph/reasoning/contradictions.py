"""Find the statements of a profile that contradict each other."""

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.profile import schema
from actgraph.profile.schema import SH, Shape, load_shapes
from actgraph.reasoning import rule_sets
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.readability import RDF_TYPE

_PAIR_KINDS = ("disjoint", "lessThan", "lessThanOrEquals")


def find_contradictions(derived: DerivedProfile) -> list[tuple[list[Triple], Shape]]:
    """Find the statements of a profile that contradict each other, each time with the shape that reports them.

    These are several values of a property that allows one, the same value of two properties that exclude each other,
    and two values of which one must not be more, or later, than the other.

    >>> from actgraph.graph.day import open_day
    >>> find_contradictions(DerivedProfile([], open_day("2026-11-28")))
    []
    """
    values: dict[tuple[object, NamedNode], list[Triple]] = {}
    for fact in derived.readable:
        values.setdefault((fact.subject, fact.predicate), []).append(fact)
    found = []
    for (subject, predicate), triples in values.items():
        if len(triples) > 1 and predicate.value in _index_single_value_shapes():
            kinds = {schema.get_term_value(one.object) for one in values.get((subject, RDF_TYPE), ())}
            found.append((triples, _choose_shape(predicate.value, kinds)))
    for (subject, predicate), triples in values.items():
        for pair in _index_pairs().get(predicate.value, ()):
            for other in values.get((subject, NamedNode(pair.other)), ()):
                found += [([one, other], pair.shape) for one in triples if _is_contradiction(one, other, pair.kind)]
    return [(triples, shape) for triples, shape in found if shape is not None]


class _Pair(NamedTuple):
    """Two properties of a node whose values can contradict each other, by a constraint of SHACL."""

    shape: Shape
    kind: str
    other: str


@functools.cache
def _index_pairs() -> Mapping[str, Sequence[_Pair]]:
    """Map each property to the pairs of which it is the first, as far as the rules on verdicts use both."""
    paths = {
        quad.subject: quad.object.value
        for quad in schema.load_shape_quads()
        if quad.predicate.value == SH + "path" and isinstance(quad.object, NamedNode)
    }
    found: dict[str, list[_Pair]] = {}
    for quad in schema.load_shape_quads():
        kind = quad.predicate.value.removeprefix(SH)
        used = {paths.get(quad.subject, ""), schema.get_term_value(quad.object)} <= rule_sets.list_verdict_terms()
        if kind in _PAIR_KINDS and used:
            pair = _Pair(load_shapes()[schema.get_term_value(quad.subject)], kind, schema.get_term_value(quad.object))
            found.setdefault(paths[quad.subject], []).append(pair)
    return found


def _is_contradiction(one: Triple, other: Triple, kind: str) -> bool:
    if kind == "disjoint":
        return one.object == other.object
    first, second = one.object, other.object
    if not isinstance(first, Literal) or not isinstance(second, Literal) or first.datatype != second.datatype:
        return False
    if first.datatype.value.endswith("#double"):
        return float(first.value) > float(second.value)
    return first.value[:10] >= second.value[:10] if kind == "lessThan" else first.value[:10] > second.value[:10]


def _choose_shape(path: str, kinds: set[str]) -> Shape | None:
    """Choose the shape that allows one value of a property: that for the class of the node if there are several."""
    shapes = _index_single_value_shapes()[path]
    own = [shape for classes, shape in shapes if classes & kinds]
    every = own or [shape for _, shape in shapes]
    return every[-1] if every else None


@functools.cache
def _index_single_value_shapes() -> Mapping[str, Sequence[tuple[frozenset[str], Shape]]]:
    """Map each property to the shapes that allow one value of it, each with its target classes.

    Shapes with a datatype come last.
    """
    targets = schema.load_target_classes()
    found: dict[str, list[tuple[frozenset[str], Shape]]] = {}
    for shape in sorted(load_shapes().values(), key=lambda shape: bool(shape.datatype)):
        if shape.is_single_valued and len(shape.path) == 1:
            found.setdefault(shape.path[0], []).append((targets.get(shape.iri, frozenset()), shape))
    return found
