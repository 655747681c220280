"""Results → the validation report of SHACL, as Turtle: one report a profile."""

import functools
from collections.abc import Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from actgraph import results
from actgraph.names import expand, prefixes
from actgraph.results import SH, Result, Term, shapes


def as_turtle(found: Sequence[tuple[str, Sequence[Result]]]) -> str:
    """The reports of some profiles.

    Args:
        found: name of each profile, and what was found in it.

    >>> "sh:conforms true" in as_turtle([("m.ttl", [])])
    True
    """
    written: list[Triple] = []
    for number, (name, ours) in enumerate(found):
        report = BlankNode(f"report{number}")
        written += [
            _triple(report, "rdf:type", NamedNode(SH + "ValidationReport")),
            _triple(report, "rdfs:label", Literal(name)),
            _triple(report, "sh:conforms", Literal(not ours)),
        ]
        for result in sorted(ours, key=str):
            written += _of(report, BlankNode(f"result{len(written)}"), result)
    text = serialize(written, format=RdfFormat.TURTLE, prefixes=prefixes()) or b""
    return text.decode().rstrip()


def _of(report: BlankNode, node: BlankNode, result: Result) -> list[Triple]:
    shape = shapes()[result.shape]
    severity = shape.severity.capitalize()
    found = [
        _triple(report, "sh:result", node),
        _triple(node, "rdf:type", NamedNode(SH + "ValidationResult")),
        _triple(node, "sh:focusNode", result.focus),
        _triple(node, "sh:sourceShape", NamedNode(shape.iri)),
        _triple(node, "sh:sourceConstraintComponent", NamedNode(result.component)),
        _triple(node, "sh:resultSeverity", NamedNode(SH + severity)),
        _triple(node, "sh:resultMessage", Literal(result.message or shape.message, language="en")),
        _triple(node, "dcterms:source", NamedNode(result.source or shape.source)),
    ]
    path, more = _path(shape.iri, node.value)
    if path is None and result.path:
        path = NamedNode(result.path)
    if path is not None:
        found += [_triple(node, "sh:resultPath", path), *more]
    if result.value is not None:
        found.append(_triple(node, "sh:value", result.value))
    return found


def _path(shape: str, result: str) -> tuple[Term | None, list[Triple]]:
    """The path of a shape with the blank nodes that it is made of, anew for each result; None where it has no path."""
    said = _said()
    found: list[Triple] = []

    def copy(node: Term) -> Term:
        if not isinstance(node, BlankNode):
            return node
        copied = BlankNode(f"{result}{node.value}")
        found.extend(Triple(copied, predicate, copy(value)) for predicate, value in said.get(node, []))
        return copied

    path = next((value for predicate, value in said[NamedNode(shape)] if predicate.value == SH + "path"), None)
    return (None if path is None else copy(path)), found


@functools.cache
def _said() -> dict[Term, list[tuple[NamedNode, Term]]]:
    said: dict[Term, list[tuple[NamedNode, Term]]] = {}
    for quad in results.triples():
        said.setdefault(quad.subject, []).append((quad.predicate, quad.object))
    return said


def _triple(subject: Term, predicate: str, value: Term) -> Triple:
    return Triple(subject, NamedNode(expand(predicate) or predicate), value)
