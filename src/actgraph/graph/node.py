"""The record of a node, built from its triples."""

import functools
from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from actgraph.core.prefixes import load_prefixes


class Node(NamedTuple):
    """The record of one node; fields are empty where the graph says nothing.

    Attributes:
        iri: IRI of the node.
        label: its citation, or its name.
        kind: the local name of its class, such as `Article`.
        number: its number, as the text prints it.
        title: its title, as the text prints it.
        description: our description, or the definition of a term.
        role: IRI of the main role of a provision.
        parent: IRI of the node that directly contains it.
        page: URL of the official page.
        source: IRI of the provision or page that it is taken from.
        order: its position in its text, from 1; 0 where it has none.
    """

    iri: str
    label: str
    kind: str
    number: str
    title: str
    description: str
    role: str
    parent: str
    page: str
    source: str
    order: int

    @property
    def sort_key(self) -> tuple[int, str, str]:
        """Its place among parts of the same text; the chapters of a code, each of which counts from 1, by number."""
        return self.order, self.number, self.iri


@functools.cache
def to_named_node(curie: str) -> NamedNode:
    """Convert a short name to a node.

    Raises:
        KeyError: its prefix is not in `ontology/prefixes.ttl`.

    >>> to_named_node("ag:covers").value
    'https://w3id.org/actgraph/ns/covers'
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(load_prefixes()[prefix] + local)


def build_node(iri: str, quads: Iterable[Quad]) -> Node:
    """Build the record of a node from the triples whose subject it is.

    >>> build_node("urn:nothing", []).label
    ''
    >>> node = NamedNode("urn:x")
    >>> quads = [Quad(node, to_named_node("dcterms:source"), NamedNode(f"urn:{number}")) for number in (10, 9)]
    >>> build_node("urn:x", quads).source
    'urn:9'
    """
    facts: dict[str, str] = {}
    kinds: list[str] = []
    for quad in quads:
        value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
        if quad.predicate == to_named_node("rdf:type"):
            kinds.append(value)
        else:
            # Choose the same one of several values in every store: the shortest, so that 9 comes before 10.
            known = facts.setdefault(quad.predicate.value, value)
            facts[quad.predicate.value] = min(known, value, key=lambda one: (len(one), one))

    def pick_value(*names: str) -> str:
        return next((value for name in names if (value := facts.get(to_named_node(name).value))), "")

    spaces = (load_prefixes()["ag"], load_prefixes()["skos"], load_prefixes()["eli"])
    return Node(
        iri=iri,
        label=pick_value("rdfs:label"),
        kind=next(
            (kind.removeprefix(space) for space in spaces for kind in sorted(kinds) if kind.startswith(space)), ""
        ),
        number=pick_value("ag:number"),
        title=pick_value("dcterms:title"),
        description=pick_value("dcterms:description", "skos:definition"),
        role=pick_value("ag:role"),
        parent=pick_value("eli:is_part_of", "dcterms:isPartOf"),
        page=pick_value("foaf:page"),
        source=pick_value("dcterms:source"),
        order=int(pick_value("ag:order") or 0),
    )
