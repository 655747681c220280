"""The W3C test cases of SHACL Core: one Turtle file each, with data, shapes and the expected report."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

from actgraph.validation.shacl.shapes_graph import RDF, SH, ShapesGraph, Term
from actgraph.validation.shacl.violation import Violation
from tests.conftest import ROOT

SUITE_FOLDER = ROOT.parent / "shared/suites/shacl-core"
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_SHT = "http://www.w3.org/ns/shacl-test#"


class SuiteCase(NamedTuple):
    """A test case; `expected` is None if the shapes must be rejected."""

    name: str
    data: list[Quad]
    shapes: list[Quad]
    expected: Counter | None


def list_suite_cases() -> list[SuiteCase]:
    return [case for file in sorted(SUITE_FOLDER.glob("*/*.ttl")) for case in _read_suite_cases(file)]


def _read_suite_cases(file: Path) -> list[SuiteCase]:
    graph = ShapesGraph(_read_quads(file))
    found = []
    for node in graph.list_subjects():
        if NamedNode(_SHT + "Validate") in graph.get_values(node, RDF + "type"):
            action, result = graph.get_value(node, _MF + "action"), graph.get_value(node, _MF + "result")
            data, shapes = (
                _read_quads(Path(graph.get_value(action, _SHT + name).value.removeprefix("file://")))
                for name in ("dataGraph", "shapesGraph")
            )
            failure = result == NamedNode(_SHT + "Failure")
            expected = None if failure else count_violations(_read_violations(graph, result))
            found.append(SuiteCase(str(file.relative_to(SUITE_FOLDER)), data, shapes, expected))
    return found


def _read_violations(graph: ShapesGraph, report: Term) -> list[Violation]:
    found = []
    for result in graph.get_values(report, SH + "result"):
        said = {
            name: graph.get_value(result, SH + name) for name in ("sourceShape", "focusNode", "resultPath", "value")
        }
        component = graph.get_value(result, SH + "sourceConstraintComponent").value
        at = said["resultPath"] if component.endswith("#ClosedConstraintComponent") else None
        found.append(Violation(said["sourceShape"], component, said["focusNode"], at, said["value"]))
    return found


def count_violations(violations: list[Violation]) -> Counter:
    """Count violations, without blank nodes (their names differ), and with numbers normalised as in the store."""
    return Counter(tuple(_normalize_term(term) for term in violation) for violation in violations)


def _normalize_term(term: object) -> object:
    if term is None or isinstance(term, str | NamedNode):
        return term
    return None if isinstance(term, BlankNode) else _round_trip_term(term)


def _round_trip_term(term: Term) -> Term:
    store, node = Store(), NamedNode("a:a")
    store.add(Quad(node, node, term))
    return next(iter(store)).object


def _read_quads(file: Path) -> list[Quad]:
    return list(parse(path=file, format=RdfFormat.TURTLE, base_iri=file.as_uri()))
