"""Find contradictory or impossible values; a duty that depends on one is unknown, never lifted."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.profile import schema
from actgraph.profile.schema import SH, Shape, load_shapes
from actgraph.reasoning.derived import DerivedProfile, GroundTerm

_DATE = re.compile(r"(?!0000)\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?", re.ASCII)  # years 0001 to 9999 only


def find_contradictions(derived: DerivedProfile, triple: Triple) -> list[tuple[Triple, Shape]]:
    """Find the premises of a derived triple that have a second value where one is allowed, or an impossible value.

    Returns:
        Each such triple with the shape that allows one value, once for each property of a node.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.reasoning.derived import expand_node
    >>> model = NamedNode("urn:m")
    >>> stated = [Triple(model, expand_node("rdf:type"), expand_node("ag:Model"))]
    >>> stated += [Triple(model, expand_node("ag:wideRangeOfTasks"), Literal(value)) for value in (True, False)]
    >>> derived = DerivedProfile(stated, open_day("2026-11-24"))
    >>> concluded = Triple(model, expand_node("rdf:type"), expand_node("ag:NotGeneralPurposeModel"))
    >>> [shorten_iri(found.predicate.value) for found, _ in find_contradictions(derived, concluded)]
    ['ag:wideRangeOfTasks']
    """
    found: dict[tuple[object, NamedNode], tuple[Triple, Shape]] = {}
    for one in _iterate_premises(derived, triple, set()):
        shape = _find_single_value_shape(derived, one)
        if shape and isinstance(one.subject, NamedNode):
            values = derived.get_objects(one.subject, shorten_iri(shape.path[0]))
            if len(values) > 1 or not all(_is_possible(value, shape) for value in values):
                found.setdefault((one.subject, one.predicate), (one, shape))
    return list(found.values())


def _iterate_premises(derived: DerivedProfile, triple: Triple, seen: set[Triple]) -> Iterator[Triple]:
    """Yield a triple and all that its first derivation depends on; first derivations never loop."""
    if triple in seen:
        return
    seen.add(triple)
    yield triple
    for way in derived.get_derivations(triple)[:1]:
        for premise in way.premises:
            yield from _iterate_premises(derived, premise, seen)


def _is_possible(value: GroundTerm, shape: Shape) -> bool:
    """Tell whether a value has the datatype of the shape and is above its `sh:minExclusive`."""
    if not shape.datatype:
        return True
    if not isinstance(value, Literal) or value.datatype.value != shape.datatype:
        return False
    kind = shape.datatype.removeprefix(load_prefixes()["xsd"])
    if kind == "date":
        return _DATE.fullmatch(value.value) is not None
    if kind != "double":
        return True
    least = _load_lower_bounds().get(shape.iri)
    try:
        figure = float(value.value)
    except ValueError:
        return False
    return figure == figure and (least is None or figure > least)


def _find_single_value_shape(derived: DerivedProfile, triple: Triple) -> Shape | None:
    """Find the shape that allows a node one value of a property; the one for its class if several classes have one."""
    kinds = {schema.get_term_value(one) for one in derived.get_objects(triple.subject, "rdf:type")}  # type: ignore[arg-type]
    found = _index_single_value_shapes().get(triple.predicate.value, ())
    own = [shape for classes, shape in found if classes & kinds]
    every = own or [shape for _, shape in found]
    return every[-1] if every else None


@functools.cache
def _index_single_value_shapes() -> Mapping[str, Sequence[tuple[frozenset[str], Shape]]]:
    """Map each property to the shapes that allow one value of it, each with its target classes.

    Shapes with a datatype come last.
    """
    triples = [
        (schema.get_term_value(one.subject), one.predicate.value, schema.get_term_value(one.object))
        for one in schema.load_shape_quads()
    ]
    found: dict[str, list[tuple[frozenset[str], Shape]]] = {}
    for shape in sorted(load_shapes().values(), key=lambda shape: bool(shape.datatype)):
        if shape.is_single_valued and len(shape.path) == 1:
            nodes = {node for node, name, value in triples if name == f"{SH}property" and value == shape.iri}
            classes = frozenset(value for node, name, value in triples if name == f"{SH}targetClass" and node in nodes)
            found.setdefault(shape.path[0], []).append((classes, shape))
    return found


@functools.cache
def _load_lower_bounds() -> Mapping[str, float]:
    """Map each shape to its `sh:minExclusive`."""
    return {
        schema.get_term_value(quad.subject): float(schema.get_term_value(quad.object))
        for quad in schema.load_shape_quads()
        if quad.predicate.value == f"{SH}minExclusive"
    }
