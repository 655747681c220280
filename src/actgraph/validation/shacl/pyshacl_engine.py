"""Run shapes by pyshacl, the reference engine: slower, and for shapes that cannot be compiled to queries."""

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
    """Report the violations in the facts; `shapes` come from `to_rdflib_graph`.

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
        back: dict[Node, Term] = {}  # rdflib term → pyoxigraph term
        for fact in facts:
            statement = _to_rdflib_triple(fact)
            data.add(statement)
            back[statement[0]], back[statement[2]] = fact.subject, fact.object
        _, report, _ = pyshacl.validate(
            data, shacl_graph=shapes, inference="none", advanced=False, js=False, do_owl_imports=False
        )
    assert isinstance(report, Graph)
    found = []
    # Follow sh:result only: the report also contains nested results, as sh:detail.
    for node in report.objects(None, URIRef(SH + "result")):
        properties = {str(predicate).removeprefix(SH): value for predicate, value in report.predicate_objects(node)}
        shape, component = properties["sourceShape"], str(properties["sourceConstraintComponent"])
        at = NamedNode(str(properties["resultPath"])) if component == SH + "ClosedConstraintComponent" else None
        value = back.get(properties["value"]) if "value" in properties else None
        named = NamedNode(str(shape)) if isinstance(shape, URIRef) else BlankNode(str(shape))
        found.append(
            Violation(
                named,
                component,
                back.get(properties["focusNode"]) or _to_named_node(properties["focusNode"]),
                at,
                value,
            )
        )
    return found


def to_rdflib_graph(shapes: Iterable[Triple | Quad]) -> "Graph":
    """Convert the triples of shapes to an rdflib graph.

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
    # Normalize, so that "1" and "true" are one value; keep an ill-typed literal as it is written.
    return read if read.ill_typed else Written(term.value, datatype=datatype, normalize=True)


def _to_named_node(node: "Node") -> Term:
    """Convert a node that the shapes name and the data do not have."""
    from rdflib import URIRef

    assert isinstance(node, URIRef), node
    return NamedNode(str(node))


@contextmanager
def _silence_rdflib() -> Iterator[None]:
    """Silence the warnings of rdflib about unreadable values: a finding reports them."""
    log = logging.getLogger("rdflib.term")
    was = log.disabled
    log.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = was
