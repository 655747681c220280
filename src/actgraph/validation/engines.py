"""The shapes for profiles, held against a store by one of two engines: queries, or pyshacl where those do not reach.

What both find is the same, and tests hold them to it. Queries look at any number of profiles at once.
"""

import functools
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from actgraph.core.prefixes import prefixes
from actgraph.profile import schema
from actgraph.profile.schema import SH, shapes
from actgraph.validation.shacl import checks, engine
from actgraph.validation.shacl.checks import Check
from actgraph.validation.shacl.joined_checks import Joined, joined
from actgraph.validation.shacl.shapes_graph import ShapesGraph, UnsupportedShapeError
from actgraph.validation.shacl.violation import Violation

if TYPE_CHECKING:
    from rdflib import Graph


class Part(Enum):
    """Which of the shapes are tried."""

    ALL = 1
    COMPARING = 2
    NOT_COMPARING = 3


class Engine(Enum):
    """What holds the shapes against the data."""

    QUERIES = "queries"
    PYSHACL = "pyshacl"


def usual() -> tuple[Engine, str]:
    """The engine that is taken where none is asked for, and why it is not the usual one; empty where it is.

    >>> usual()
    (<Engine.QUERIES: 'queries'>, '')
    """
    try:
        _checks(Part.ALL, False)
    except UnsupportedShapeError as error:
        return Engine.PYSHACL, f"the shapes were checked by pyshacl: {error}"
    return Engine.QUERIES, ""


def run(store: Store, part: Part, by: Engine | None = None) -> list[Violation]:
    """What does not conform in the default graph of a store.

    Args:
        store: profiles, with what follows from them, and without the law, which may stand in another graph.
        part: of the shapes.
        by: the engine; the usual one where there is none.

    >>> run(Store(), Part.ALL)
    []
    """
    if (by or usual()[0]) is Engine.QUERIES:
        inherits = NamedNode(prefixes()["rdfs"] + "subClassOf")
        subclasses = any(True for _ in store.quads_for_pattern(None, inherits, None, DefaultGraph()))
        return engine.run(queries(part, subclasses), store)
    from actgraph.validation.shacl import pyshacl_engine

    # A list: what pyshacl keeps of a call may be dropped by another thread, which an iterator of the store must not.
    return pyshacl_engine.run(_graph(part), list(store.quads_for_pattern(None, None, None, DefaultGraph())))


def queries(part: Part, subclasses: bool) -> Sequence[Check | Joined]:
    """The shapes as queries, for who runs them elsewhere.

    Args:
        part: of the shapes.
        subclasses: whether classes have subclasses in the data.

    Raises:
        UnsupportedShapeError: a shape asks what queries do not reach.

    >>> len(queries(Part.ALL, False)) > 300
    True
    """
    return _joined(part, subclasses)


def _part(part: Part) -> list[Quad]:
    """The statements of the shapes, without those that are not tried."""
    wrong = {Part.ALL: None, Part.COMPARING: False, Part.NOT_COMPARING: True}[part]
    left_out = {shape.iri for shape in shapes().values() if shape.compares is wrong}
    return [
        quad
        for quad in schema.triples()
        if getattr(quad.subject, "value", "") not in left_out
        and not (quad.predicate.value == SH + "property" and getattr(quad.object, "value", "") in left_out)
    ]


@functools.cache
def _checks(part: Part, subclasses: bool) -> Sequence[Check]:
    return checks.checks(ShapesGraph(_part(part)), subclasses)


@functools.cache
def _joined(part: Part, subclasses: bool) -> Sequence[Check | Joined]:
    return joined(_checks(part, subclasses))


@functools.cache
def _graph(part: Part) -> "Graph":
    from actgraph.validation.shacl import pyshacl_engine

    return pyshacl_engine.graph(_part(part))


def forget() -> None:
    """Read the shapes anew when they are next asked for."""
    # No example: nothing is seen of it.
    _checks.cache_clear()
    _joined.cache_clear()
    _graph.cache_clear()
