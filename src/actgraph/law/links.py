"""The links between nodes of a day, each with who states it and where it is written, as a networkx graph."""

import functools
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from actgraph.citation.labels import CODE_CHAPTERS
from actgraph.core.prefixes import ACT, CODE, CODES, load_prefixes, shorten_iri
from actgraph.graph.day import Day
from actgraph.graph.internal_queries import load_internal_query
from actgraph.law.link_paths import LINK_TYPES, get_link_node_label

if TYPE_CHECKING:
    from networkx import MultiDiGraph

KIND_ORDER = ("declared", "stated", "editorial", "computed", "derived", "part")


class GraphLink(NamedTuple):
    """One link of the graph.

    Attributes:
        start: IRI of the node that it leads from.
        end: IRI of the node that it leads to.
        link: short name of the property.
        kind: who says that it holds: declared, stated, editorial, computed, derived, or part.
        source: IRI of the page or provision where it is written; empty for a part.
    """

    start: str
    end: str
    link: str
    kind: str
    source: str


def find_links(
    day: Day, properties: Collection[str], starts: Iterable[str] | None = None, ends: Iterable[str] | None = None
) -> list[GraphLink]:
    """Find the links of some properties, one for each place where a link is written.

    Args:
        properties: short names, as in `LINK_TYPES`.
        starts: nodes; adds the links that lead from one of them.
        ends: nodes; adds the links that lead to one of them. All links where neither is given.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [shorten_iri(one.end) for one in find_links(day, ["ag:covers"], [day.cite("Copyright Commitment 1")])]
    ['act:art_53.par_1.pnt_c']
    """
    every, leading, arriving = _load_links(day)
    if starts is None and ends is None:
        return [one for one in every if one.link in properties]
    places = {place for iri in starts or () for place in leading.get(iri, ())}
    places |= {place for iri in ends or () for place in arriving.get(iri, ())}
    return [every[place] for place in sorted(places) if every[place].link in properties]


@functools.lru_cache(maxsize=4)  # loading all links takes half a second, and a server needs them for each node
def _load_links(day: Day) -> tuple[list[GraphLink], Mapping[str, list[int]], Mapping[str, list[int]]]:
    """Load all links, with the positions of those that lead from and to each node."""
    rows = day.select_rows(load_internal_query("links", properties=", ".join(LINK_TYPES)))
    # Sorted here: ORDER BY nearly doubles the time of the query.
    rows.sort(key=lambda row: [row[name] or "" for name in ("from", "link", "to", "kind", "source")])
    found = [_parse_link_row(row) for row in rows]
    # Editorial ag:explains links of a recital replace all computed ones, whatever these explain.
    known = {one.start for one in found if (one.link, one.kind) == ("ag:explains", "editorial")}
    kept = [one for one in found if (one.link, one.kind) != ("ag:explains", "computed") or one.start not in known]
    leading: dict[str, list[int]] = {}
    arriving: dict[str, list[int]] = {}
    for place, one in enumerate(kept):
        leading.setdefault(one.start, []).append(place)
        arriving.setdefault(one.end, []).append(place)
    return kept, leading, arriving


def find_subtree(day: Day, iri: str) -> set[str]:
    """Find a node and all that stands under it.

    >>> from actgraph.graph.day import open_day
    >>> len(find_subtree(open_day("2026-11-24"), open_day("2026-11-24").cite("Copyright Commitment 1")))
    6
    """
    part_of = f"(<{load_prefixes()['eli']}is_part_of>|<{load_prefixes()['dcterms']}isPartOf>)"
    return {iri, *(row["part"] or "" for row in day.select_rows(f"SELECT ?part {{ ?part {part_of}+ <{iri}> }}"))}


def build_link_graph(day: Day, links: Iterable[GraphLink], representatives: Mapping[str, str]) -> "MultiDiGraph[str]":
    """Build the graph of some links, in an order that is always the same.

    Args:
        representatives: node → the node that stands for it in the graph, but for links of part and whole; a link
            between two nodes with one representative is left out.

    Returns:
        Nodes are IRIs, with label, title and kind; edges have link (IRI), kind, source (IRI), and told: the link in
        words, with its own ends.

    >>> from actgraph.graph.day import open_day
    >>> list(build_link_graph(open_day("2026-11-24"), [GraphLink("urn:a", "urn:b", "ag:covers", "declared", "")], {}))
    ['urn:a', 'urn:b']
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ends = [
        (one.start, one.end, one)
        if one.kind == "part"
        else (representatives.get(one.start, one.start), representatives.get(one.end, one.end), one)
        for one in links
    ]
    ends = [end for end in ends if end[0] != end[1]]
    for iri in sorted({iri for start, end, _ in ends for iri in (start, end)}, key=lambda iri: get_sort_key(day, iri)):
        graph.add_node(iri, **get_node_attributes(day, iri))
    for start, end, one in sorted(
        ends, key=lambda end: (get_sort_key(day, end[0]), get_sort_key(day, end[1]), _get_link_sort_key(end[2]))
    ):
        link = load_prefixes()[one.link.partition(":")[0]] + one.link.partition(":")[2]
        facts = {"link": link, "kind": one.kind, "source": one.source, "told": describe_link(day, one)}
        if facts not in (graph.get_edge_data(start, end) or {}).values():
            graph.add_edge(start, end, **facts)
    return graph


def get_node_attributes(day: Day, iri: str) -> dict[str, str]:
    """Return the label, title and kind of a node for a graph.

    >>> from actgraph.graph.day import open_day
    >>> get_node_attributes(open_day("2026-11-24"), "https://w3id.org/actgraph/eli/reg/2024/1689/art_54")["kind"]
    'Article'
    """
    return {"label": get_link_node_label(day, iri), "title": day.get_node(iri).title, "kind": day.get_node(iri).kind}


def describe_link(day: Day, link: GraphLink) -> str:
    """Describe a link: its ends, who states it, and where.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> start, end = day.cite("Copyright Commitment 1"), day.cite("53(1)(c)")
    >>> describe_link(day, GraphLink(start, end, "ag:covers", "declared", ""))
    'Copyright Commitment 1 covers Article 53(1)(c) (declared)'
    """
    written = (
        [get_link_node_label(day, link.source)] if link.source and link.source not in (link.start, link.end) else []
    )
    says = ", ".join([link.kind, *written])
    start, end = get_link_node_label(day, link.start), get_link_node_label(day, link.end)
    return f"{start} {LINK_TYPES[link.link].forward} {end} ({says})"


def get_sort_key(day: Day, iri: str) -> tuple[int, int, int, str]:
    """Return the sort key of a node: by its text, then in the order of the text.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> sorted(map(day.cite, ["Article 5", "Article 40", "Recital 9"]), key=lambda iri: get_sort_key(day, iri))[0][-5:]
    'art_5'
    """
    chapter = iri.removeprefix(CODE).partition(".")[0]
    texts = 0 if iri.startswith(ACT) else next((n for n, code in enumerate(CODES, 1) if iri.startswith(code)), 3)
    # Recitals stand at the front of the Act, but matter least.
    before = list(CODE_CHAPTERS).index(chapter) if chapter in CODE_CHAPTERS else int("/rct_" in iri)
    return texts, before, day.get_node(iri).order, iri


def _parse_link_row(row: Mapping[str, str | None]) -> GraphLink:
    start, end, link = row["from"] or "", row["to"] or "", shorten_iri(row["link"] or "")
    kind = shorten_iri(row["kind"] or "").removeprefix("ag:") or LINK_TYPES[link].kind
    # A reference without a node of its own is written where it leads from.
    return GraphLink(start, end, link, kind, row["source"] or ("" if kind == "part" else start))


def _get_link_sort_key(link: GraphLink) -> tuple[str, int, str, str, str]:
    return link.link, KIND_ORDER.index(link.kind), link.source, link.start, link.end
