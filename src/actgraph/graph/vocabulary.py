"""The vocabulary of `ontology/core/`: classes, properties and individuals."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from actgraph.core.prefixes import TERMS, load_prefixes
from actgraph.graph import catalog
from actgraph.graph.node import Node

_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_PROPERTY_KINDS = {f"{_OWL}{kind}Property": kind.lower() for kind in ("Object", "Datatype", "Annotation")}


@dataclass(frozen=True)
class Property:
    """A property of the vocabulary.

    Attributes:
        iri: its IRI.
        kind: `object`, `datatype` or `annotation`.
        domain: its stated domain, classes; may be empty.
        range: its stated range, classes or datatypes; may be empty.
    """

    iri: str
    kind: str
    domain: tuple[str, ...]
    range: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All terms of the vocabulary, by IRI.

    Attributes:
        classes: class → its stated superclasses.
        properties: IRI → property.
        individuals: individual → its classes.
        labels: term → its label.
    """

    classes: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, Property]
    individuals: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]


@functools.cache
def load_vocabulary() -> Vocabulary:
    """Load the vocabulary; it is cached.

    >>> value = load_vocabulary().properties["https://w3id.org/actgraph/ns/value"]
    >>> value.kind, value.range
    ('datatype', ('http://www.w3.org/2001/XMLSchema#double',))
    """
    facts: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for quad in parse(catalog.read_core(), format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            facts.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    classes: dict[str, tuple[str, ...]] = {}
    properties: dict[str, Property] = {}
    individuals: dict[str, tuple[str, ...]] = {}
    labels: dict[str, str] = {}
    for iri, said in facts.items():
        types, parents, domain, range_ = (
            tuple(value.value for value in said.get(predicate, ()))
            for predicate in (f"{_RDF}type", f"{_RDFS}subClassOf", f"{_RDFS}domain", f"{_RDFS}range")
        )
        kinds = [_PROPERTY_KINDS[kind] for kind in types if kind in _PROPERTY_KINDS]
        if f"{_OWL}Class" in types:
            classes[iri] = parents
        elif kinds:
            properties[iri] = Property(iri, kinds[0], domain, range_)
        elif own := tuple(kind for kind in types if kind.startswith(load_prefixes()["ag"])):
            individuals[iri] = own
        for label in said.get(f"{_RDFS}label", ()):
            labels[iri] = label.value
    return Vocabulary(classes, properties, individuals, labels)


def describe_kind(node: Node) -> str:
    """Describe the kind of a node in words.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> describe_kind(day.get_node(day.cite("recital 110"))), describe_kind(day.get_node(day.cite("systemic risk")))
    ('Recital', 'Defined term')
    """
    terms = load_vocabulary()
    if node.iri in terms.classes or node.iri in terms.properties:
        return "Class" if node.iri in terms.classes else "Property"
    if node.iri.startswith(TERMS) and node.kind == "Concept":  # skos:Concept, not that of the guidelines
        return "Defined term"
    return terms.labels.get(load_prefixes()["ag"] + node.kind, node.kind)


def is_amount_property(iri: str) -> bool:
    """Return whether a property, given by its IRI, has amounts as values: its range is `xsd:double` alone.

    >>> is_amount_property("https://w3id.org/actgraph/ns/value")
    True
    """
    found = load_vocabulary().properties.get(iri)
    return found is not None and found.range == (f"{_XSD}double",)
