"""RDF export of a day's statements, or of those about one node, always in the same order, and its JSON-LD context."""

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

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.tables import dump_json
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.law import links

JsonLdContext = dict[str, Any]


def collect_node_quads(day: Day, iri: str = "") -> list[Quad]:
    """Collect the statements of a day, or of one node, with their named graphs.

    Args:
        iri: a node, to select what is said of it, of all under it, of their links (and of the nodes that say where
            these links are written), and of the gaps of the mapping; all statements where it is empty.

    Returns:
        Sorted; blank nodes are canonicalized (RDFC-1.0), so that their names are stable.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> len({quad.subject for quad in collect_node_quads(day, day.cite("Copyright Measure 1.4"))})
    2
    """
    read = Dataset(
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph.iri))
        for graph in day.graphs
        for quad in parse(graph.read(), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    )
    read.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    found = sorted(read, key=str)
    return _select_quads(found, links.find_subtree(day, iri)) if iri else found


def serialize_turtle(quads: Iterable[Quad]) -> str:
    """Serialize statements as Turtle, without their graphs.

    >>> quad = Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:g"))
    >>> serialize_turtle([quad]).splitlines()[-1]
    '<urn:a> <urn:b> "c" .'
    """
    written = serialize(_to_unique_triples(quads), format=RdfFormat.TURTLE, prefixes=load_prefixes())
    lines = (written or b"").decode().splitlines()
    heads = [line for line in lines if line.startswith("@prefix ")]
    return "\n".join([*sorted(heads), "", *lines[len(heads) :]])


def serialize_nquads(quads: Iterable[Quad]) -> str:
    """Serialize statements as N-Quads, each with its graph.

    >>> serialize_nquads([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:g"))])
    '<urn:a> <urn:b> "c" <urn:g> .'
    """
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode().rstrip("\n")


def serialize_jsonld(quads: Iterable[Quad]) -> str:
    """Serialize statements as JSON-LD with its context, without their graphs; values are always lists.

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


def build_jsonld_context() -> JsonLdContext:
    """Build the JSON-LD context from `ontology/prefixes.ttl` and the vocabulary.

    A property whose values are nodes has `@type: @id`, one whose values have a datatype has that; strings have none.

    >>> build_jsonld_context()["covers"], build_jsonld_context()["order"], build_jsonld_context()["Article"]
    ({'@id': 'ag:covers', '@type': '@id'}, {'@id': 'ag:order', '@type': 'xsd:integer'}, {'@id': 'ag:Article'})
    """
    ag, xsd = load_prefixes()["ag"], load_prefixes()["xsd"]
    kinds: dict[str, set[str]] = {}
    ranges: dict[str, str] = {}
    for quad in parse(catalog.read_core(), format=RdfFormat.TURTLE):
        if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
            continue
        if quad.predicate.value == load_prefixes()["rdf"] + "type":
            kinds.setdefault(quad.subject.value, set()).add(quad.object.value.removeprefix(load_prefixes()["owl"]))
        elif quad.predicate.value == load_prefixes()["rdfs"] + "range":
            ranges[quad.subject.value] = quad.object.value
    found: JsonLdContext = dict(sorted(load_prefixes().items()))
    for iri in sorted(iri for iri in kinds if iri.startswith(ag)):
        term: dict[str, str] = {"@id": f"ag:{iri.removeprefix(ag)}"}
        datatype = ranges.get(iri, "")
        if "ObjectProperty" in kinds[iri]:
            term["@type"] = "@id"
        elif "DatatypeProperty" in kinds[iri] and datatype.startswith(xsd) and datatype != xsd + "string":
            term["@type"] = f"xsd:{datatype.removeprefix(xsd)}"
        elif not kinds[iri] & {"Class", "DatatypeProperty"}:
            continue  # a node, such as a role
        found[iri.removeprefix(ag)] = term
    return found


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
    """Drop the graphs and the duplicates, as a statement may stand in two graphs."""
    return list(dict.fromkeys(Triple(quad.subject, quad.predicate, quad.object) for quad in quads))


def _get_iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _to_short_name(term: object) -> str:
    """Return the name of a node in JSON-LD: short where it has a prefix; that of a blank node as it is."""
    return shorten_iri(term.value) if isinstance(term, NamedNode) else str(term)


def _to_context_term(term: object, jsonld_context: JsonLdContext) -> str:
    """Return the term of a class or property in the context, else its name."""
    name = _to_short_name(term)
    return name.removeprefix("ag:") if name.removeprefix("ag:") in jsonld_context else name


def _to_jsonld_value(term: object, definition: JsonLdContext) -> Any:
    """Return a string where the term of the context has the type, else an object that has it."""
    if not isinstance(term, Literal):
        return _to_short_name(term) if definition.get("@type") == "@id" else {"@id": _to_short_name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = shorten_iri(term.datatype.value)
    plain = "" if datatype == "xsd:string" else datatype
    if definition.get("@type", "") == plain:
        return term.value
    return {"@value": term.value, "@type": datatype}
