"""Test the checks of our own data: they hold on every day, and each finds a planted defect."""

import functools
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib import RDF, Graph, Namespace, URIRef

import actgraph
from actgraph.core import sparql_tokens
from actgraph.graph import catalog
from tests.conftest import ROOT
from tests.support.looping import each

CHECKS = sorted((ROOT / "queries/checks").glob("*.rq"))
DAYS = [
    "2024-08-01",
    "2025-07-10",
    "2025-07-18",
    "2025-07-24",
    "2026-07-26",
    "2026-07-27",
    "2026-08-10",
    "2026-11-24",
    "",
]  # the last one: all editions together
SH = Namespace("http://www.w3.org/ns/shacl#")


@functools.lru_cache(maxsize=1)  # group the tests by day
def _build_store(day: str, more: str = "") -> Store:
    from actgraph.graph.store_files import fill_store

    graphs = catalog.find_valid_graphs(day) if day else catalog.load_catalog()
    store = fill_store(Store(), graphs, [graph.read() for graph in graphs])
    store.load(more.encode(), format=RdfFormat.TURTLE)
    store.load(more.encode(), format=RdfFormat.TURTLE, to_graph=NamedNode("https://example.org/planted"))
    return store


def _run_check(store: Store, check: Path) -> list[list[str]]:
    found = store.query(sparql_tokens.escape_dots(check.read_text(encoding="utf-8")))
    assert [variable.value for variable in found.variables] == ["entity", "property", "value"]
    return [[str(value) for value in row] for row in found]


@each("check", CHECKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("day", DAYS, ids=lambda day: day or "all")
def test_graph_has_no_defect(check, day):
    assert _run_check(_build_store(day), check) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_planted_defect_is_found(check):
    defect = (ROOT / "tests/cases/checks" / f"{check.stem}.ttl").read_text(encoding="utf-8")
    found = _run_check(_build_store("2026-11-24", defect), check)
    assert found, "the planted defect is not found"
    assert len(found) <= 5, "more is found than was planted"


def test_missing_measure_is_found():
    store = _build_store("2026-11-24", "# of its own, as it is changed")
    measure = NamedNode("https://w3id.org/actgraph/content-code/sec_1.com_3.mea_4")
    for quad in store.quads_for_pattern(measure, NamedNode(str(RDF.type)), None, None):
        store.remove(quad)
    found = _run_check(store, ROOT / "queries/checks/code-part-missing.rq")
    _build_store.cache_clear()
    assert [row[2] for row in found] == ['"missing"']


OF_TEMPLATE = ["edge-to-nowhere", "node-incomplete", "statement-without-source", "triple-without-statement"]


@pytest.mark.parametrize("name", OF_TEMPLATE)
def test_template_defect_is_found(name):
    defect = (ROOT / "tests/cases/checks" / f"{name}.ttl").read_text(encoding="utf-8")
    found = _run_check(_build_store("2026-11-24", defect), ROOT / f"queries/checks/{name}.rq")
    assert [row for row in found if "/training-summary/" in row[0]]


SHAPES = Graph().parse(ROOT / "shapes/graph.ttl").parse(ROOT / "shapes/reading.ttl")
SHAPES_WITH_MESSAGE = sorted(SHAPES.subjects(SH.message))


def _find_violations(data: Graph) -> set[URIRef]:
    _, report, _ = pyshacl.validate(data, shacl_graph=SHAPES, inference="none", advanced=False)
    return set(report.objects(None, SH.sourceShape))


@pytest.mark.slow
@pytest.mark.proof("graph-consistent")
@pytest.mark.parametrize("day", ["2025-01-01", "2026-07-26", "2026-11-24"])
def test_every_node_fits_graph_shapes(day):
    data = Graph()
    for graph in actgraph.load(on=day).graphs():
        data += graph
    assert _find_violations(data) == set()


@pytest.mark.parametrize("name", ["good", "good.reading"])
def test_good_case_has_no_finding(name):
    assert _find_violations(Graph().parse(ROOT / f"tests/cases/shapes/{name}.ttl")) == set()


@pytest.mark.parametrize("shape", SHAPES_WITH_MESSAGE, ids=lambda shape: shape.rpartition("/")[2])
def test_each_shape_has_own_case(shape):
    name = shape.rpartition("/")[2]
    case = (ROOT / "tests/cases/shapes" / f"{name}.ttl").read_text(encoding="utf-8")
    data = Graph().parse(data=case)
    assert _find_violations(data) == {shape}
