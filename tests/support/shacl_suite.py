"""The W3C's test cases of SHACL Core: one Turtle file each, with data, shapes and the report that is expected."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

from actgraph.validation.shacl.shapes_graph import RDF, SH, ShapesGraph, Term
from actgraph.validation.shacl.violation import Violation
from tests.conftest import ROOT

FOLDER = ROOT.parent / "shared/suites/shacl-core"
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_SHT = "http://www.w3.org/ns/shacl-test#"


class Case(NamedTuple):
    """A case; `expected` is None where the shapes must be refused."""

    name: str
    data: list[Quad]
    shapes: list[Quad]
    expected: Counter | None


def cases() -> list[Case]:
    return [case for file in sorted(FOLDER.glob("*/*.ttl")) for case in _in(file)]


def _in(file: Path) -> list[Case]:
    graph = ShapesGraph(_read(file))
    found = []
    for node in graph.list_subjects():
        if NamedNode(_SHT + "Validate") in graph.get_values(node, RDF + "type"):
            action, result = graph.get_value(node, _MF + "action"), graph.get_value(node, _MF + "result")
            data, shapes = (
                _read(Path(graph.get_value(action, _SHT + name).value.removeprefix("file://")))
                for name in ("dataGraph", "shapesGraph")
            )
            failure = result == NamedNode(_SHT + "Failure")
            expected = None if failure else told(_results(graph, result))
            found.append(Case(str(file.relative_to(FOLDER)), data, shapes, expected))
    return found


def _results(graph: ShapesGraph, report: Term) -> list[Violation]:
    found = []
    for result in graph.get_values(report, SH + "result"):
        said = {
            name: graph.get_value(result, SH + name) for name in ("sourceShape", "focusNode", "resultPath", "value")
        }
        component = graph.get_value(result, SH + "sourceConstraintComponent").value
        at = said["resultPath"] if component.endswith("#ClosedConstraintComponent") else None
        found.append(Violation(said["sourceShape"], component, said["focusNode"], at, said["value"]))
    return found


def told(found: list[Violation]) -> Counter:
    """What was found, as often; blank nodes have other names in each reading, figures other spellings in the store."""
    return Counter(tuple(_known(term) for term in violation) for violation in found)


def _known(term: object) -> object:
    if term is None or isinstance(term, str | NamedNode):
        return term
    return None if isinstance(term, BlankNode) else _stored(term)


def _stored(term: Term) -> Term:
    store, node = Store(), NamedNode("a:a")
    store.add(Quad(node, node, term))
    return next(iter(store)).object


def _read(file: Path) -> list[Quad]:
    return list(parse(path=file, format=RdfFormat.TURTLE, base_iri=file.as_uri()))
