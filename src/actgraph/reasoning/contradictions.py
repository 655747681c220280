"""What a profile states in two ways, or as nothing can be, so that no duty is lifted by it: it is unknown."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import prefixes, shorten
from actgraph.profile import schema
from actgraph.profile.schema import SH, Shape, shapes
from actgraph.reasoning.derived import Derived, Term

_DAY = re.compile(r"(?!0000)\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?", re.ASCII)  # other years no calendar here has


def behind(derived: Derived, triple: Triple) -> list[tuple[Triple, Shape]]:
    """The statements behind a derived one that have another value too, where there may be one, or an impossible one.

    Args:
        derived: the profile with all that follows from it.
        triple: a derived statement.

    Returns:
        Each with the shape that asks for one value, once for a property of a node.

    >>> from actgraph.graph import day
    >>> from actgraph.core.prefixes import expand
    >>> model, term = NamedNode("urn:m"), lambda name: NamedNode(expand(name) or "")
    >>> stated = [Triple(model, term("rdf:type"), term("ag:Model"))]
    >>> stated += [Triple(model, term("ag:wideRangeOfTasks"), Literal(one)) for one in (True, False)]
    >>> concluded = Triple(model, term("rdf:type"), term("ag:NotGeneralPurposeModel"))
    >>> [shorten(found.predicate.value) for found, _ in behind(Derived(stated, day.on("2026-11-24")), concluded)]
    ['ag:wideRangeOfTasks']
    """
    found: dict[tuple[object, NamedNode], tuple[Triple, Shape]] = {}
    for one in _premises(derived, triple, set()):
        shape = _shape(derived, one)
        if shape and isinstance(one.subject, NamedNode):
            values = derived.objects(one.subject, shorten(shape.path[0]))
            if len(values) > 1 or not all(_is_possible(value, shape) for value in values):
                found.setdefault((one.subject, one.predicate), (one, shape))
    return list(found.values())


def _premises(derived: Derived, triple: Triple, seen: set[Triple]) -> Iterator[Triple]:
    """All that the first way to a statement rests on; first ways never turn in a circle."""
    if triple in seen:
        return
    seen.add(triple)
    yield triple
    for way in derived.why(triple)[:1]:
        for premise in way.premises:
            yield from _premises(derived, premise, seen)


def _is_possible(value: Term, shape: Shape) -> bool:
    """Whether a value is of the datatype that the shape wants, and not below the least that it allows."""
    if not shape.datatype:
        return True
    if not isinstance(value, Literal) or value.datatype.value != shape.datatype:
        return False
    kind = shape.datatype.removeprefix(prefixes()["xsd"])
    if kind == "date":
        return _DAY.fullmatch(value.value) is not None
    if kind != "double":
        return True
    least = _least().get(shape.iri)
    try:
        figure = float(value.value)
    except ValueError:
        return False
    return figure == figure and (least is None or figure > least)


def _shape(derived: Derived, stated: Triple) -> Shape | None:
    """The shape by which a node has one value of a property: that of its class, where several classes have one."""
    kinds = {schema.text(one) for one in derived.objects(stated.subject, "rdf:type")}  # type: ignore[arg-type]
    found = _once().get(stated.predicate.value, ())
    own = [shape for of, shape in found if of & kinds]
    every = own or [shape for _, shape in found]
    return every[-1] if every else None


@functools.cache
def _once() -> Mapping[str, Sequence[tuple[frozenset[str], Shape]]]:
    """Property → the shapes by which a node has one value of it, a datatype's last, with their classes."""
    said = [(schema.text(one.subject), one.predicate.value, schema.text(one.object)) for one in schema.triples()]
    found: dict[str, list[tuple[frozenset[str], Shape]]] = {}
    for shape in sorted(shapes().values(), key=lambda shape: bool(shape.datatype)):
        if shape.at_most_one and len(shape.path) == 1:
            nodes = {node for node, name, value in said if name == f"{SH}property" and value == shape.iri}
            of = frozenset(value for node, name, value in said if name == f"{SH}targetClass" and node in nodes)
            found.setdefault(shape.path[0], []).append((of, shape))
    return found


@functools.cache
def _least() -> Mapping[str, float]:
    """Shape → the amount that its values must be above."""
    return {
        schema.text(quad.subject): float(schema.text(quad.object))
        for quad in schema.triples()
        if quad.predicate.value == f"{SH}minExclusive"
    }
