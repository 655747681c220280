"""What stands around a node: all that points to it and all that it points to, as a networkx graph."""

from collections import defaultdict
from typing import TYPE_CHECKING

from actgraph.core.prefixes import ACT, AMENDING, CODE, GUIDELINES, IMPLEMENTING, SUMMARY, shorten
from actgraph.graph.day import Day
from actgraph.law import links
from actgraph.law.coverage import can_cover, covers
from actgraph.law.link_paths import LINKS
from actgraph.law.links import Link

if TYPE_CHECKING:
    from networkx import MultiDiGraph

MOST = 40
# Of a text, what texts have to do with each other; of anything else, all that is known.
_OF_TEXTS = ("ag:covers", "ag:isSaidToCover", "ag:addresses", "ag:explains", "eli:cites", "ag:refersTo")
_PARTS = "eli:is_part_of", "dcterms:isPartOf"
_WHOLES = {
    *("Article", "Annex", "Recital", "Commitment", "Appendix", "Form", "CodeObjective", "IntroductoryNote"),
    *("GuidelineSection", "SummarySection"),
}
_MANY = {name: f"{name.lower()}s" for name in ("Article", "Recital", "Paragraph", "Point", "Commitment", "Measure")}


def neighbours(day: Day, iri: str) -> "MultiDiGraph[str]":
    """What points to a node and what it points to; the links of its parts are told as its own.

    Args:
        day: the graph of the day.
        iri: a node of it.

    Returns:
        Nodes are IRIs with label, title and kind; edges have link (IRI), kind (declared, stated, editorial, computed,
        derived, part), source (IRI of the page or provision; empty for a part) and told, the link in words.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> around = neighbours(day, day.cite("Article 54"))
    >>> [around.nodes[one]["label"] for one in around.successors(day.cite("Article 54"))]
    ['Chapter V', 'Chapter V, Section 2', 'Article 53', 'Article 55', 'Annex XI']
    """
    texts = iri.startswith((ACT, AMENDING, IMPLEMENTING, CODE, GUIDELINES, SUMMARY)) and bool(day.node(iri).order)
    which = _OF_TEXTS if texts else [link for link in LINKS if link not in _PARTS]
    inside = links.under(day, iri)
    found = [*links.read(day, which, inside, inside), *links.read(day, _PARTS, [iri], [iri])]
    found = [one for one in found if "Page" not in (day.node(one.start).kind, day.node(one.end).kind)]
    graph = links.graph_of(day, [*found, *_derived(day, iri)], _as_the_node(day, iri, found))
    if iri not in graph:
        graph.add_node(iri, **links.node(day, iri))
    return graph


def grouped(day: Day, iri: str, graph: "MultiDiGraph[str]", most: int = MOST) -> "MultiDiGraph[str]":
    """The same where it is too much for a picture: parts are shown as their wholes, and many of a kind as one.

    Nothing is left out: what a node stands for is told by its title and by its links.

    Args:
        day: the graph of the day.
        iri: the node in the middle.
        graph: of `neighbours`.
        most: how many neighbours may be shown; one that is linked in two ways counts twice.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> around = grouped(day, day.cite("Article 5"), neighbours(day, day.cite("Article 5")), 12)
    >>> [data["label"] for _, data in around.nodes(data=True) if data["kind"] == "Group"][:1]
    ['13 more recitals']
    """
    if sum(map(len, sides(iri, graph).values())) > most:
        graph = _by_whole(day, iri, graph)
    around = sides(iri, graph)
    cap = max(map(len, around.values()), default=0)
    while cap > 1 and sum(min(len(others), cap) for others in around.values()) > most:
        cap -= 1
    out = graph.copy()
    for number, ((forward, link), others) in enumerate(around.items(), 1):
        if len(others) > cap:
            _fold(out, iri, f"urn:more:{number}", forward, link, others[cap - 1 :])
    return out


def sides(iri: str, graph: "MultiDiGraph[str]") -> dict[tuple[bool, str], list[str]]:
    """The neighbours of a node, by how they are linked: first what is declared, then in the order of the texts.

    Args:
        iri: the node in the middle.
        graph: of `neighbours` or `grouped`.

    Returns:
        Whether the link leads from the node, and IRI of the property → IRIs of the others.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> [shorten(link) for _, link in sides(day.cite("53(6)"), neighbours(day, day.cite("53(6)")))]
    ['ag:explains', 'eli:cites', 'eli:cites', 'eli:is_part_of']
    """
    ranks: dict[tuple[bool, str], dict[str, int]] = defaultdict(dict)
    for start, end, data in graph.edges(data=True):
        side, other = (start == iri, data["link"]), end if start == iri else start
        rank = links.ORDER.index(data["kind"])
        ranks[side][other] = min(rank, ranks[side].get(other, rank))
    order, which = list(graph), [*_OF_TEXTS, *LINKS]
    return {
        side: sorted(ranks[side], key=lambda other: (ranks[side][other], order.index(other)))
        for side in sorted(ranks, key=lambda side: (side[0], which.index(shorten(side[1]))))
    }


def _as_the_node(day: Day, iri: str, found: list[Link]) -> dict[str, str]:
    """Every part of the node that a link names, to be shown as the node."""
    parts = links.under(day, iri) - {iri}
    return {end: iri for one in found for end in (one.start, one.end) if end in parts}


def _derived(day: Day, iri: str) -> list[Link]:
    """What covers it, or is covered by it, through its whole or its commitment alone."""
    if not can_cover(day, iri):
        return []
    return [
        Link(
            row["measure"] or row["commitment"] or "",
            row["provision"] or "",
            "ag:covers",
            "derived",
            row["source"] or "",
        )
        for row in covers(day, iri).rows
        if row["link"] == "derived" and iri in (row["measure"], row["commitment"], row["provision"])
    ]


def _by_whole(day: Day, iri: str, graph: "MultiDiGraph[str]") -> "MultiDiGraph[str]":
    import networkx as nx

    above, parts = {one.iri for one in day.places(iri)}, {one.iri for one in day.parts(iri)}
    shown = {}
    for other, data in graph.nodes(data=True):
        wholes = [one.iri for one in day.places(other) if one.kind in _WHOLES] if data["kind"] not in _WHOLES else []
        keep = other == iri or other in parts
        shown[other] = wholes[-1] if wholes and wholes[-1] not in {iri, *above} and not keep else other
    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for one in sorted(set(shown.values()), key=lambda one: links.place(day, one)):
        out.add_node(one, **links.node(day, one))
    for start, end, data in graph.edges(data=True):
        out.add_edge(shown[start], shown[end], **data)
    for start, end, key, data in list(out.edges(keys=True, data=True)):
        # That a measure stands under its commitment is no news where the commitment itself is shown.
        said = {one["kind"] for one in out.get_edge_data(start, end).values() if one["link"] == data["link"]}
        if data["kind"] == "derived" and said != {"derived"}:
            out.remove_edge(start, end, key)
    return out


def _fold(graph: "MultiDiGraph[str]", iri: str, more: str, forward: bool, link: str, others: list[str]) -> None:
    """Show some of the others that are linked in one way as a single node."""
    kinds = {graph.nodes[one]["kind"] for one in others}
    what = _MANY.get(kinds.pop(), "more") if len(kinds) == 1 else "more"
    label = f"{len(others)} more" if what == "more" else f"{len(others)} more {what}"
    graph.add_node(more, label=label, title="; ".join(graph.nodes[one]["label"] for one in others), kind="Group")
    for one in others:
        start, end = (iri, one) if forward else (one, iri)
        for key, data in list(graph.get_edge_data(start, end).items()):
            if data["link"] == link:
                graph.remove_edge(start, end, key)
                graph.add_edge(*((iri, more) if forward else (more, iri)), **data)
        if not graph.degree(one):
            graph.remove_node(one)
