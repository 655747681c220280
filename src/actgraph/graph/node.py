"""What the triples about a node say of it, as plain values."""

import functools
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from actgraph.core.prefixes import prefixes
from actgraph.graph.engine import Node


@functools.cache
def term(curie: str) -> NamedNode:
    """The node of a short name.

    Args:
        curie: with a prefix of `ontology/prefixes.ttl`.

    Raises:
        KeyError: its prefix is another.

    >>> term("ag:covers").value
    'https://w3id.org/actgraph/ns/covers'
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(prefixes()[prefix] + local)


def node_of(iri: str, quads: Iterable[Quad]) -> Node:
    """A node by what is said of it.

    Args:
        iri: the node.
        quads: the triples whose subject it is.

    >>> node_of("urn:nothing", []).label
    ''
    >>> node = NamedNode("urn:x")
    >>> quads = [Quad(node, term("dcterms:source"), NamedNode(f"urn:{number}")) for number in (10, 9)]
    >>> node_of("urn:x", quads).source
    'urn:9'
    """
    facts: dict[str, str] = {}
    kinds: list[str] = []
    for quad in quads:
        value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
        if quad.predicate == term("rdf:type"):
            kinds.append(value)
        else:
            # Of several values the same one from every store: the shortest, so that paragraph 9 is before paragraph 10
            known = facts.setdefault(quad.predicate.value, value)
            facts[quad.predicate.value] = min(known, value, key=lambda one: (len(one), one))

    def said(*names: str) -> str:
        return next((value for name in names if (value := facts.get(term(name).value))), "")

    spaces = (prefixes()["ag"], prefixes()["skos"], prefixes()["eli"])
    return Node(
        iri=iri,
        label=said("rdfs:label"),
        kind=next(
            (kind.removeprefix(space) for space in spaces for kind in sorted(kinds) if kind.startswith(space)), ""
        ),
        number=said("ag:number"),
        title=said("dcterms:title"),
        description=said("dcterms:description", "skos:definition"),
        role=said("ag:role"),
        place=said("eli:is_part_of", "dcterms:isPartOf"),
        page=said("foaf:page"),
        source=said("dcterms:source"),
        order=int(said("ag:order") or 0),
    )
