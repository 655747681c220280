"""The statements of a day as RDF: all of them, or those of a node and of what stands under it; always in one order."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from actgraph.core import paths
from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.tables import dump_json
from actgraph.graph.day import Day
from actgraph.law import links
from actgraph.law.jsonld_context import JsonLdContext, build_jsonld_context


def collect_node_quads(day: Day, iri: str = "") -> list[Quad]:
    """The statements of a day with the named graph that each stands in.

    Args:
        day: the graph of the day.
        iri: a node of it: only what is said of it, of all that stands under it and of their links; the nodes of these
            links, which say where they are written, and the gaps of the mapping. All statements where there is none.

    Returns:
        Sorted; a blank node has the same name each time.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> len({quad.subject for quad in collect_node_quads(day, day.cite("Copyright Measure 1.4"))})
    2
    """
    read = Dataset(
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph.iri))
        for graph in day.graphs
        for quad in parse(
            path=paths.get_data_path("ontology", graph.file), format=RdfFormat.TURTLE, rename_blank_nodes=True
        )
    )
    read.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    found = sorted(read, key=str)
    return _select_quads(found, links.find_subtree(day, iri)) if iri else found


def serialize_turtle(quads: Iterable[Quad]) -> str:
    """Statements as Turtle, without their graphs.

    Args:
        quads: of `statements`.

    >>> serialize_turtle([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:g"))]).splitlines()[-1]
    '<urn:a> <urn:b> "c" .'
    """
    written = serialize(_to_unique_triples(quads), format=RdfFormat.TURTLE, prefixes=load_prefixes())
    lines = (written or b"").decode().splitlines()
    heads = [line for line in lines if line.startswith("@prefix ")]
    return "\n".join([*sorted(heads), "", *lines[len(heads) :]])


def serialize_nquads(quads: Iterable[Quad]) -> str:
    """Statements as N-Quads, each with its graph.

    Args:
        quads: of `statements`.

    >>> serialize_nquads([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:g"))])
    '<urn:a> <urn:b> "c" <urn:g> .'
    """
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode().rstrip("\n")


def serialize_jsonld(quads: Iterable[Quad]) -> str:
    """Statements as JSON-LD, without their graphs; its context is in it, and values are lists, of one too.

    Args:
        quads: of `statements`.

    >>> import json
    >>> json.loads(serialize_jsonld([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))]))["@graph"]
    [{'@id': 'urn:a', 'urn:b': ['c']}]
    """
    known = build_jsonld_context()
    nodes: dict[str, dict[str, Any]] = {}
    for triple in _to_unique_triples(quads):
        node = nodes.setdefault(str(triple.subject), {"@id": _to_short_name(triple.subject)})
        if triple.predicate.value == load_prefixes()["rdf"] + "type":
            node.setdefault("@type", []).append(_to_context_term(triple.object, known))
        else:
            key = _to_context_term(triple.predicate, known)
            node.setdefault(key, []).append(_to_jsonld_value(triple.object, known.get(key, {})))
    return dump_json({"@context": known, "@graph": list(nodes.values())})


WRITERS: Mapping[str, Callable[[Iterable[Quad]], str]] = {
    "ttl": serialize_turtle,
    "nq": serialize_nquads,
    "jsonld": serialize_jsonld,
}


def _select_quads(quads: list[Quad], inside: set[str]) -> list[Quad]:
    ag = load_prefixes()["ag"]
    ends = {ag + name for name in ("subject", "object", "concerns")}
    kinds = {ag + "Link", ag + "MappingGap"}
    typed = {quad.subject for quad in quads if _get_iri(quad.object) in kinds}
    near = {
        quad.subject
        for quad in quads
        if quad.subject in typed and quad.predicate.value in ends and _get_iri(quad.object) in inside
    }
    said: dict[object, dict[str, object]] = {}
    for quad in quads:
        if quad.subject in near:
            said.setdefault(quad.subject, {})[quad.predicate.value.removeprefix(ag)] = quad.object
    asserted = {(one.get("subject"), one.get("predicate"), one.get("object")) for one in said.values()}
    return [
        quad
        for quad in quads
        if _get_iri(quad.subject) in inside
        or quad.subject in near
        or (quad.subject, quad.predicate, quad.object) in asserted
    ]


def _to_unique_triples(quads: Iterable[Quad]) -> list[Triple]:
    """Each once, in its order: a statement may stand in two graphs."""
    return list(dict.fromkeys(Triple(quad.subject, quad.predicate, quad.object) for quad in quads))


def _get_iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _to_short_name(term: object) -> str:
    """The name of a node in JSON-LD: a short one where there is one; that of a blank node as it is."""
    return shorten_iri(term.value) if isinstance(term, NamedNode) else str(term)


def _to_context_term(term: object, jsonld_context: JsonLdContext) -> str:
    """The name of a class or property: its term in the context where it has one."""
    name = _to_short_name(term)
    return name.removeprefix("ag:") if name.removeprefix("ag:") in jsonld_context else name


def _to_jsonld_value(term: object, definition: JsonLdContext) -> Any:
    """What a term of the context lets stand as a string, or an object that says its type itself."""
    if not isinstance(term, Literal):
        return _to_short_name(term) if definition.get("@type") == "@id" else {"@id": _to_short_name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = shorten_iri(term.datatype.value)
    plain = "" if datatype == "xsd:string" else datatype
    if definition.get("@type", "") == plain:
        return term.value
    return {"@value": term.value, "@type": datatype}
