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
from actgraph.core.prefixes import prefixes, shorten
from actgraph.core.tables import dumps
from actgraph.graph.day import Day
from actgraph.law import links
from actgraph.law.jsonld_context import Context, context


def statements(day: Day, iri: str = "") -> list[Quad]:
    """The statements of a day with the named graph that each stands in.

    Args:
        day: the graph of the day.
        iri: a node of it: only what is said of it, of all that stands under it and of their links; the nodes of these
            links, which say where they are written, and the gaps of the mapping. All statements where there is none.

    Returns:
        Sorted; a blank node has the same name each time.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> len({quad.subject for quad in statements(day, day.cite("Copyright Measure 1.4"))})
    2
    """
    read = Dataset(
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph.iri))
        for graph in day.graphs
        for quad in parse(path=paths.data("ontology", graph.file), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    )
    read.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    found = sorted(read, key=str)
    return _of(found, links.under(day, iri)) if iri else found


def ttl(found: Iterable[Quad]) -> str:
    """Statements as Turtle, without their graphs.

    Args:
        found: of `statements`.

    >>> ttl([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:g"))]).splitlines()[-1]
    '<urn:a> <urn:b> "c" .'
    """
    written = serialize(_triples(found), format=RdfFormat.TURTLE, prefixes=prefixes())
    lines = (written or b"").decode().splitlines()
    heads = [line for line in lines if line.startswith("@prefix ")]
    return "\n".join([*sorted(heads), "", *lines[len(heads) :]])


def nq(found: Iterable[Quad]) -> str:
    """Statements as N-Quads, each with its graph.

    Args:
        found: of `statements`.

    >>> nq([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:g"))])
    '<urn:a> <urn:b> "c" <urn:g> .'
    """
    return (serialize(found, format=RdfFormat.N_QUADS) or b"").decode().rstrip("\n")


def jsonld(found: Iterable[Quad]) -> str:
    """Statements as JSON-LD, without their graphs; its context is in it, and values are lists, of one too.

    Args:
        found: of `statements`.

    >>> import json
    >>> json.loads(jsonld([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))]))["@graph"]
    [{'@id': 'urn:a', 'urn:b': ['c']}]
    """
    known = context()
    nodes: dict[str, dict[str, Any]] = {}
    for triple in _triples(found):
        node = nodes.setdefault(str(triple.subject), {"@id": _name(triple.subject)})
        if triple.predicate.value == prefixes()["rdf"] + "type":
            node.setdefault("@type", []).append(_term(triple.object, known))
        else:
            key = _term(triple.predicate, known)
            node.setdefault(key, []).append(_value(triple.object, known.get(key, {})))
    return dumps({"@context": known, "@graph": list(nodes.values())})


WRITERS: Mapping[str, Callable[[Iterable[Quad]], str]] = {"ttl": ttl, "nq": nq, "jsonld": jsonld}


def _of(found: list[Quad], inside: set[str]) -> list[Quad]:
    ag = prefixes()["ag"]
    ends = {ag + name for name in ("subject", "object", "concerns")}
    kinds = {ag + "Link", ag + "MappingGap"}
    typed = {quad.subject for quad in found if _text(quad.object) in kinds}
    near = {
        quad.subject
        for quad in found
        if quad.subject in typed and quad.predicate.value in ends and _text(quad.object) in inside
    }
    said: dict[object, dict[str, object]] = {}
    for quad in found:
        if quad.subject in near:
            said.setdefault(quad.subject, {})[quad.predicate.value.removeprefix(ag)] = quad.object
    asserted = {(one.get("subject"), one.get("predicate"), one.get("object")) for one in said.values()}
    return [
        quad
        for quad in found
        if _text(quad.subject) in inside
        or quad.subject in near
        or (quad.subject, quad.predicate, quad.object) in asserted
    ]


def _triples(found: Iterable[Quad]) -> list[Triple]:
    """Each once, in its order: a statement may stand in two graphs."""
    return list(dict.fromkeys(Triple(quad.subject, quad.predicate, quad.object) for quad in found))


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _name(term: object) -> str:
    """The name of a node in JSON-LD: a short one where there is one; that of a blank node as it is."""
    return shorten(term.value) if isinstance(term, NamedNode) else str(term)


def _term(term: object, known: Context) -> str:
    """The name of a class or property: its term in the context where it has one."""
    name = _name(term)
    return name.removeprefix("ag:") if name.removeprefix("ag:") in known else name


def _value(term: object, known: Context) -> Any:
    """What a term of the context lets stand as a string, or an object that says its type itself."""
    if not isinstance(term, Literal):
        return _name(term) if known.get("@type") == "@id" else {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = shorten(term.datatype.value)
    plain = "" if datatype == "xsd:string" else datatype
    if known.get("@type", "") == plain:
        return term.value
    return {"@value": term.value, "@type": datatype}
