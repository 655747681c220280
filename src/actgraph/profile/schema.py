"""What a shape finds in a profile, before it is told to people; and the shapes as they stand in `shapes/`."""

import functools
import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from actgraph.core import paths
from actgraph.core.prefixes import prefixes
from actgraph.validation.findings import SEVERITIES, Severity

SH = "http://www.w3.org/ns/shacl#"
HOUSE = ("graph.ttl", "reading.ttl")  # rules for our own data
Term = NamedNode | BlankNode | Literal | Triple  # the last as the engine has it: profiles have none


class Shape(NamedTuple):
    """A shape that finds things in profiles; several may stand in one node shape.

    Attributes:
        iri: its name.
        message: what is missing or wrong, in plain words.
        severity: violation, warning or info.
        sources: IRIs of the provisions, measures or paragraphs that it stands on, in the order of the file.
        remedy: what to do.
        path: the properties that its path names, in their order; none where it has no path.
        datatype: IRI of the datatype that it wants; empty where it wants none.
        at_most_one: whether there may be one value only.
        compares: whether it compares the values of two properties.
    """

    iri: str
    message: str
    severity: Severity
    sources: tuple[str, ...]
    remedy: str
    path: tuple[str, ...]
    datatype: str
    at_most_one: bool
    compares: bool


class Result(NamedTuple):
    """What a shape found.

    Attributes:
        shape: its IRI.
        component: IRI of the kind of constraint, as SHACL names it.
        focus: the node it is about.
        path: IRI of the property; empty where it is about none.
        value: the offending value; None where something is missing.
        at: the statement that is wrong, of the profile; None where something is missing.
        message: more than the shape's own; empty where that says all.
        remedy: likewise.
        source: likewise.
    """

    shape: str
    component: str
    focus: Term
    path: str = ""
    value: Term | None = None
    at: Triple | None = None
    message: str = ""
    remedy: str = ""
    source: str = ""


@functools.cache
def files() -> tuple[str, ...]:
    """The files of shapes for profiles, below `shapes/`.

    >>> "duties.ttl" in files()
    True
    """
    return tuple(
        name for name in sorted(os.listdir(paths.data("shapes"))) if name.endswith(".ttl") and name not in HOUSE
    )


@functools.cache
def triples() -> tuple[Quad, ...]:
    """All that these files state.

    >>> len(triples()) > 1000
    True
    """
    return tuple(
        quad
        for name in files()
        for quad in parse(path=paths.data("shapes", name), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    )


@functools.cache
def shapes() -> Mapping[str, Shape]:
    """IRI → shape, of every shape that can find something in a profile.

    >>> shapes()["https://w3id.org/actgraph/shapes/Owes_53.1.a-evidence"].severity
    'violation'
    """
    facts: dict[Term, dict[str, Term]] = {}
    sources: dict[Term, list[str]] = {}
    source, remedy = prefixes()["dcterms"] + "source", prefixes()["ag"] + "remedy"
    for quad in triples():
        facts.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
        if quad.predicate.value == source:
            sources.setdefault(quad.subject, []).append(text(quad.object))
    return {
        node.value: Shape(
            iri=node.value,
            message=text(said.get(SH + "message")),
            severity=_severity(text(said.get(SH + "severity"))),
            sources=tuple(sources[node]),
            remedy=text(said.get(remedy)),
            path=tuple(_properties(said.get(SH + "path"), facts)),
            datatype=text(said.get(SH + "datatype")),
            at_most_one=SH + "maxCount" in said,
            compares=SH + "lessThan" in said or SH + "lessThanOrEquals" in said,
        )
        for node, said in facts.items()
        if isinstance(node, NamedNode) and SH + "message" in said
    }


@functools.cache
def datatypes() -> Mapping[str, str]:
    """IRI of a property → that of the datatype that its shape wants.

    >>> datatypes()["https://w3id.org/actgraph/ns/ownCompute"]
    'http://www.w3.org/2001/XMLSchema#double'
    """
    return {shape.path[0]: shape.datatype for shape in shapes().values() if shape.datatype and len(shape.path) == 1}


@functools.cache
def terms() -> tuple[frozenset[str], frozenset[str]]:
    """The properties and the classes that shapes for profiles look at.

    >>> properties, classes = terms()
    >>> prefixes()["ag"] + "ownCompute" in properties, prefixes()["ag"] + "Model" in classes
    (True, True)
    """
    type_ = prefixes()["rdf"] + "type"
    said = [(text(quad.subject), quad.predicate.value.removeprefix(SH), text(quad.object)) for quad in triples()]
    at = {iri for subject, predicate, iri in said if predicate.startswith("target") and predicate.endswith("Of")}
    types = {shape.iri for shape in shapes().values() if shape.path == (type_,)}
    classes = {
        iri
        for subject, predicate, iri in said
        if predicate == "targetClass" or (predicate == "hasValue" and subject in types)
    }
    paths = {iri for shape in shapes().values() for iri in shape.path}
    return frozenset(at | paths), frozenset(classes)


@functools.cache
def choices(path: str) -> list[str]:
    """The IRIs among which the shape of a property lets one choose; none where it does not.

    Args:
        path: IRI of the property.

    >>> len(choices(prefixes()["ag"] + "modalityIn"))
    6
    """
    said: dict[tuple[Term | None, str], Term] = {
        (quad.subject, quad.predicate.value): quad.object for quad in triples()
    }
    first, rest = prefixes()["rdf"] + "first", prefixes()["rdf"] + "rest"
    found: list[str] = []
    for shape in shapes().values():
        node = said.get((NamedNode(shape.iri), SH + "in")) if shape.path == (path,) else None
        while (node, first) in said:
            item, node = said[node, first], said[node, rest]
            found += [item.value] if isinstance(item, NamedNode) else []
    return found


def _severity(iri: str) -> Severity:
    return next((one for one in SEVERITIES if iri == SH + one.capitalize()), "violation")  # as SHACL has it


def _properties(path: Term | None, facts: Mapping[Term, Mapping[str, Term]]) -> Iterator[str]:
    """The properties of a path: of one property, of lists, of inverse and alternative ones."""
    if isinstance(path, NamedNode):
        if path.value != prefixes()["rdf"] + "nil":
            yield path.value
    elif path is not None:
        for part in facts.get(path, {}).values():
            yield from _properties(part, facts)


def text(term: Term | None) -> str:
    """The IRI of a node, the name of a blank one, the words of a literal.

    Args:
        term: any; nothing is said of None.

    >>> text(Literal(True))
    'true'
    """
    return "" if term is None else str(getattr(term, "value", term))
