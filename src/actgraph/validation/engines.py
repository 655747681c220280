"""Run the shapes for profiles by one of two SHACL engines: compiled SPARQL queries, or pyshacl.

The queries can run over any number of profiles at once; pyshacl covers shapes that queries cannot express. Tests check
that both report the same.
"""

import functools
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from actgraph.core.prefixes import load_prefixes
from actgraph.profile import schema
from actgraph.profile.schema import SH, load_shapes
from actgraph.validation.shacl import checks, engine
from actgraph.validation.shacl.checks import Check
from actgraph.validation.shacl.joined_checks import JoinedCheck, join_checks
from actgraph.validation.shacl.shapes_graph import ShapesGraph, UnsupportedShapeError
from actgraph.validation.shacl.violation import Violation

if TYPE_CHECKING:
    from rdflib import Graph


class ShapeSelection(Enum):
    """Which shapes to run."""

    ALL = 1
    COMPARING = 2
    NOT_COMPARING = 3


class ShaclEngine(Enum):
    """The engine that runs the shapes."""

    QUERIES = "queries"
    PYSHACL = "pyshacl"


def choose_engine() -> tuple[ShaclEngine, str]:
    """Return the default engine and, where it is not the queries, the reason.

    >>> choose_engine()
    (<ShaclEngine.QUERIES: 'queries'>, '')
    """
    try:
        _compile_checks(ShapeSelection.ALL, False)
    except UnsupportedShapeError as error:
        return ShaclEngine.PYSHACL, f"the shapes were checked by pyshacl: {error}"
    return ShaclEngine.QUERIES, ""


def run_engine(store: Store, selection: ShapeSelection, chosen_engine: ShaclEngine | None = None) -> list[Violation]:
    """Report the violations in the default graph of a store.

    Args:
        store: profiles with their derived triples, without the law, which may be in another graph.
        selection: the shapes to run.
        chosen_engine: the engine; the default one if None.

    >>> run_engine(Store(), ShapeSelection.ALL)
    []
    """
    if (chosen_engine or choose_engine()[0]) is ShaclEngine.QUERIES:
        inherits = NamedNode(load_prefixes()["rdfs"] + "subClassOf")
        subclasses = any(True for _ in store.quads_for_pattern(None, inherits, None, DefaultGraph()))
        return engine.run_checks(compile_queries(selection, subclasses), store)
    from actgraph.validation.shacl import pyshacl_engine

    # Pass a list: another thread may free what pyshacl keeps of a call, and a store iterator must not be freed there.
    return pyshacl_engine.run_pyshacl(
        _build_rdflib_graph(selection), list(store.quads_for_pattern(None, None, None, DefaultGraph()))
    )


def compile_queries(selection: ShapeSelection, subclasses: bool) -> Sequence[Check | JoinedCheck]:
    """Compile the shapes to queries, which also run at a remote store.

    Args:
        selection: the shapes to compile.
        subclasses: whether the data state rdfs:subClassOf.

    Raises:
        UnsupportedShapeError: queries cannot express a shape.

    >>> len(compile_queries(ShapeSelection.ALL, False)) > 300
    True
    """
    return _compile_joined(selection, subclasses)


def _select_shapes(selection: ShapeSelection) -> list[Quad]:
    """Return the triples of the selected shapes."""
    wrong = {ShapeSelection.ALL: None, ShapeSelection.COMPARING: False, ShapeSelection.NOT_COMPARING: True}[selection]
    left_out = {shape.iri for shape in load_shapes().values() if shape.is_comparison is wrong}
    return [
        quad
        for quad in schema.load_shape_quads()
        if getattr(quad.subject, "value", "") not in left_out
        and not (quad.predicate.value == SH + "property" and getattr(quad.object, "value", "") in left_out)
    ]


@functools.cache
def _compile_checks(selection: ShapeSelection, subclasses: bool) -> Sequence[Check]:
    return checks.compile_checks(ShapesGraph(_select_shapes(selection)), subclasses)


@functools.cache
def _compile_joined(selection: ShapeSelection, subclasses: bool) -> Sequence[Check | JoinedCheck]:
    return join_checks(_compile_checks(selection, subclasses))


@functools.cache
def _build_rdflib_graph(selection: ShapeSelection) -> "Graph":
    from actgraph.validation.shacl import pyshacl_engine

    return pyshacl_engine.to_rdflib_graph(_select_shapes(selection))


def clear_shape_caches() -> None:
    """Clear the caches, so that the shapes are read again."""
    _compile_checks.cache_clear()
    _compile_joined.cache_clear()
    _build_rdflib_graph.cache_clear()
