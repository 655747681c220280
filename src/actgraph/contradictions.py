"""What a profile states in two ways, so that nothing may rest on either: what would be no duty by it is unknown."""

import functools
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from actgraph.derived import Derived
from actgraph.names import shorten
from actgraph.results import Shape, shapes


def behind(derived: Derived, triple: Triple) -> list[tuple[Triple, Shape]]:
    """The statements behind a derived one that the profile gives another value too, where there may be one value only.

    Args:
        derived: the profile with all that follows from it.
        triple: a derived statement.

    Returns:
        Each with the shape that asks for one value, once for a property of a node.

    >>> from pyoxigraph import Literal
    >>> from actgraph import graph
    >>> from actgraph.names import expand
    >>> model, term = NamedNode("urn:m"), lambda name: NamedNode(expand(name) or "")
    >>> stated = [Triple(model, term("rdf:type"), term("ag:Model"))]
    >>> stated += [Triple(model, term("ag:wideRangeOfTasks"), Literal(one)) for one in (True, False)]
    >>> concluded = Triple(model, term("rdf:type"), term("ag:NotGeneralPurposeModel"))
    >>> [shorten(found.predicate.value) for found, _ in behind(Derived(stated, graph.on("2026-11-24")), concluded)]
    ['ag:wideRangeOfTasks']
    """
    found: dict[tuple[object, NamedNode], tuple[Triple, Shape]] = {}
    for one in _premises(derived, triple, set()):
        shape = _once().get(one.predicate.value)
        if (
            shape
            and isinstance(one.subject, NamedNode)
            and len(derived.objects(one.subject, shorten(shape.path[0]))) > 1
        ):
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


@functools.cache
def _once() -> Mapping[str, Shape]:
    """Property → the shape by which a node has one value of it."""
    return {shape.path[0]: shape for shape in shapes().values() if shape.at_most_one and len(shape.path) == 1}
