"""The same by pyshacl, the reference: slower, and for shapes that are not put into queries."""

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from actgraph.validation.shacl.shapes_graph import SH, Term
from actgraph.validation.shacl.violation import Violation

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


def run_pyshacl(shapes: "Graph", facts: Iterable[Triple | Quad]) -> list[Violation]:
    """What does not conform.

    Args:
        shapes: as `graph` makes them.
        facts: the data.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = f"<a:s> <{SH}targetSubjectsOf> <a:p> ; <{SH}nodeKind> <{SH}BlankNode> ."
    >>> shapes = to_rdflib_graph(parse(turtle, format=RdfFormat.TURTLE))
    >>> [one.focus.value for one in run_pyshacl(shapes, parse("<a:a> <a:p> 1 .", format=RdfFormat.TURTLE))]
    ['a:a']
    """
    import pyshacl
    from rdflib import Graph, URIRef

    with _silence_rdflib():
        data = Graph(bind_namespaces="none")
        back: dict[Node, Term] = {}  # rdflib's terms are not the engine's
        for fact in facts:
            statement = _to_rdflib_triple(fact)
            data.add(statement)
            back[statement[0]], back[statement[2]] = fact.subject, fact.object
        _, report, _ = pyshacl.validate(
            data, shacl_graph=shapes, inference="none", advanced=False, js=False, do_owl_imports=False
        )
    assert isinstance(report, Graph)
    found = []
    # By sh:result: what led to a result is in the report too, as its detail.
    for node in report.objects(None, URIRef(SH + "result")):
        said = {str(predicate).removeprefix(SH): value for predicate, value in report.predicate_objects(node)}
        shape, component = said["sourceShape"], str(said["sourceConstraintComponent"])
        at = NamedNode(str(said["resultPath"])) if component == SH + "ClosedConstraintComponent" else None
        value = back.get(said["value"]) if "value" in said else None
        named = NamedNode(str(shape)) if isinstance(shape, URIRef) else BlankNode(str(shape))
        found.append(
            Violation(named, component, back.get(said["focusNode"]) or _to_named_node(said["focusNode"]), at, value)
        )
    return found


def to_rdflib_graph(shapes: Iterable[Triple | Quad]) -> "Graph":
    """Shapes as pyshacl takes them.

    Args:
        shapes: their statements.

    >>> len(to_rdflib_graph([Triple(NamedNode("a:s"), NamedNode(SH + "minCount"), Literal(1))]))
    1
    """
    from rdflib import Graph

    found = Graph(bind_namespaces="none")
    with _silence_rdflib():
        for one in shapes:
            found.add(_to_rdflib_triple(one))
    return found


def _to_rdflib_triple(fact: Triple | Quad) -> "tuple[Node, Node, Node]":
    from rdflib import URIRef

    return _to_rdflib_term(fact.subject), URIRef(fact.predicate.value), _to_rdflib_term(fact.object)


def _to_rdflib_term(term: object) -> "Node":
    from rdflib import XSD, BNode, URIRef
    from rdflib import Literal as Written

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return Written(term.value, lang=term.language)
    if term.datatype.value == str(XSD.string):
        return Written(term.value)
    datatype = URIRef(term.datatype.value)
    read = Written(term.value, datatype=datatype, normalize=False)
    # What is written in two ways is one value ("1" and true); what cannot be read stays as it is written.
    return read if read.ill_typed else Written(term.value, datatype=datatype, normalize=True)


def _to_named_node(node: "Node") -> Term:
    """A node that the shapes name and the data does not have."""
    from rdflib import URIRef

    assert isinstance(node, URIRef), node
    return NamedNode(str(node))


@contextmanager
def _silence_rdflib() -> Iterator[None]:
    """Without what rdflib says of values that it cannot read: a finding says it."""
    log = logging.getLogger("rdflib.term")
    was = log.disabled
    log.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = was
