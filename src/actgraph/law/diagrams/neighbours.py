"""The neighbours of a node: all that points to it and all that it points to, as a networkx graph."""

from collections import defaultdict
from typing import TYPE_CHECKING

from actgraph.core.prefixes import ACT, ALL_GUIDELINES, AMENDING, CODES, IMPLEMENTING, SUMMARY, shorten_iri
from actgraph.graph.day import Day
from actgraph.law import links
from actgraph.law.coverage import can_have_coverage, find_coverage
from actgraph.law.link_paths import LINK_TYPES
from actgraph.law.links import GraphLink

if TYPE_CHECKING:
    from networkx import MultiDiGraph

MAX_NEIGHBOURS = 40
# For a part of a text only the links between texts; for any other node all links.
_TEXT_LINKS = ("ag:covers", "ag:isSaidToCover", "ag:addresses", "ag:explains", "eli:cites", "ag:refersTo")
_PART_LINKS = "eli:is_part_of", "dcterms:isPartOf"
_TEXTS = (ACT, AMENDING, IMPLEMENTING, *CODES, *ALL_GUIDELINES, SUMMARY)
_HIDDEN_KINDS = {"Page", "CodeStatement"}
_WHOLE_KINDS = {
    *("Article", "Annex", "Recital", "Commitment", "Appendix", "Form", "CodeObjective", "IntroductoryNote"),
    *("GuidelineSection", "SummarySection"),
}
_PLURALS = {name: f"{name.lower()}s" for name in ("Article", "Recital", "Paragraph", "Point", "Commitment", "Measure")}


def build_neighbour_graph(day: Day, iri: str) -> "MultiDiGraph[str]":
    """Build the graph of what points to a node and what it points to; links of its parts count as its own.

    Returns:
        Nodes are IRIs with label, title and kind; edges have link (IRI), kind (declared, stated, editorial, computed,
        derived, part), source (IRI of the page or provision; empty for a part) and told, the link in words.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> around = build_neighbour_graph(day, day.cite("Article 54"))
    >>> [around.nodes[one]["label"] for one in around.successors(day.cite("Article 54"))]
    ['Chapter V', 'Chapter V, Section 2', 'Article 53', 'Article 55', 'Annex XI']
    """
    texts = iri.startswith(_TEXTS) and bool(day.get_node(iri).order)
    which = _TEXT_LINKS if texts else [link for link in LINK_TYPES if link not in _PART_LINKS]
    inside = links.find_subtree(day, iri)
    found = [*links.find_links(day, which, inside, inside), *links.find_links(day, _PART_LINKS, [iri], [iri])]
    found = [one for one in found if not any(_is_hidden(day, end, iri) for end in (one.start, one.end))]
    graph = links.build_link_graph(day, [*found, *_find_derived_links(day, iri)], _map_parts_to_node(day, iri, found))
    if iri not in graph:
        graph.add_node(iri, **links.get_node_attributes(day, iri))
    return graph


def _is_hidden(day: Day, end: str, iri: str) -> bool:
    return end != iri and day.get_node(end).kind in _HIDDEN_KINDS


def reduce_neighbour_graph(
    day: Day, iri: str, graph: "MultiDiGraph[str]", limit: int = MAX_NEIGHBOURS
) -> "MultiDiGraph[str]":
    """Reduce a graph that is too large to draw: merge parts into their wholes, and many of a kind into one node.

    Nothing is lost: the title and the links of a node name all that it stands for.

    Args:
        iri: the node in the middle.
        graph: of `build_neighbour_graph`.
        limit: how many neighbours to keep; one that is linked in two ways counts twice.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> iri = day.cite("Article 5")
    >>> graph = reduce_neighbour_graph(day, iri, build_neighbour_graph(day, iri), 12)
    >>> [data["label"] for _, data in graph.nodes(data=True) if data["kind"] == "Group"][:1]
    ['13 more recitals']
    """
    if sum(map(len, group_by_link(iri, graph).values())) > limit:
        graph = _merge_parts(day, iri, graph)
    around = group_by_link(iri, graph)
    cap = max(map(len, around.values()), default=0)
    while cap > 1 and sum(min(len(others), cap) for others in around.values()) > limit:
        cap -= 1
    out = graph.copy()
    for number, ((forward, link), others) in enumerate(around.items(), 1):
        if len(others) > cap:
            _fold_neighbours(out, iri, f"urn:more:{number}", forward, link, others[cap - 1 :])
    return out


def group_by_link(iri: str, graph: "MultiDiGraph[str]") -> dict[tuple[bool, str], list[str]]:
    """Group the neighbours of a node by how they are linked: declared ones first, then in the order of the texts.

    Args:
        iri: the node in the middle.
        graph: of `build_neighbour_graph` or `reduce_neighbour_graph`.

    Returns:
        Whether the link leads from the node, and IRI of the property → IRIs of the others.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> iri = day.cite("53(6)")
    >>> [shorten_iri(link) for _, link in group_by_link(iri, build_neighbour_graph(day, iri))]
    ['ag:explains', 'eli:cites', 'eli:cites', 'eli:is_part_of']
    """
    ranks: dict[tuple[bool, str], dict[str, int]] = defaultdict(dict)
    for start, end, data in graph.edges(data=True):
        side, other = (start == iri, data["link"]), end if start == iri else start
        rank = links.KIND_ORDER.index(data["kind"])
        ranks[side][other] = min(rank, ranks[side].get(other, rank))
    order, which = list(graph), [*_TEXT_LINKS, *LINK_TYPES]
    return {
        side: sorted(ranks[side], key=lambda other: (ranks[side][other], order.index(other)))
        for side in sorted(ranks, key=lambda side: (side[0], which.index(shorten_iri(side[1]))))
    }


def _map_parts_to_node(day: Day, iri: str, found_links: list[GraphLink]) -> dict[str, str]:
    """Map every part of the node that a link names to the node."""
    parts = links.find_subtree(day, iri) - {iri}
    return {end: iri for one in found_links for end in (one.start, one.end) if end in parts}


def _find_derived_links(day: Day, iri: str) -> list[GraphLink]:
    """Find the coverage that holds only through a whole or a commitment."""
    if not can_have_coverage(day, iri):
        return []
    return [
        GraphLink(
            row["measure"] or row["commitment"] or "",
            row["provision"] or "",
            "ag:covers",
            "derived",
            row["source"] or "",
        )
        for row in find_coverage(day, iri).rows
        if row["link"] == "derived" and iri in (row["measure"], row["commitment"], row["provision"])
    ]


def _merge_parts(day: Day, iri: str, graph: "MultiDiGraph[str]") -> "MultiDiGraph[str]":
    import networkx as nx

    above, parts = {one.iri for one in day.list_ancestors(iri)}, {one.iri for one in day.list_parts(iri)}
    shown = {}
    for other, data in graph.nodes(data=True):
        wholes = (
            [one.iri for one in day.list_ancestors(other) if one.kind in _WHOLE_KINDS]
            if data["kind"] not in _WHOLE_KINDS
            else []
        )
        keep = other == iri or other in parts
        shown[other] = wholes[-1] if wholes and wholes[-1] not in {iri, *above} and not keep else other
    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for one in sorted(set(shown.values()), key=lambda one: links.get_sort_key(day, one)):
        out.add_node(one, **links.get_node_attributes(day, one))
    for start, end, data in graph.edges(data=True):
        out.add_edge(shown[start], shown[end], **data)
    for start, end, key, data in list(out.edges(keys=True, data=True)):
        # A derived link adds nothing where the same link is stated of the whole that is shown.
        said = {one["kind"] for one in out.get_edge_data(start, end).values() if one["link"] == data["link"]}
        if data["kind"] == "derived" and said != {"derived"}:
            out.remove_edge(start, end, key)
    return out


def _fold_neighbours(
    graph: "MultiDiGraph[str]", iri: str, group_iri: str, forward: bool, link: str, others: list[str]
) -> None:
    """Replace some neighbours that are linked in one way by a single node."""
    kinds = {graph.nodes[one]["kind"] for one in others}
    what = _PLURALS.get(kinds.pop(), "more") if len(kinds) == 1 else "more"
    label = f"{len(others)} more" if what == "more" else f"{len(others)} more {what}"
    graph.add_node(group_iri, label=label, title="; ".join(graph.nodes[one]["label"] for one in others), kind="Group")
    for one in others:
        start, end = (iri, one) if forward else (one, iri)
        for key, data in list(graph.get_edge_data(start, end).items()):
            if data["link"] == link:
                graph.remove_edge(start, end, key)
                graph.add_edge(*((iri, group_iri) if forward else (group_iri, iri)), **data)
        if not graph.degree(one):
            graph.remove_node(one)
