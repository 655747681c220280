"""The shortest paths of links between two nodes: how a measure comes to an article, or one article to another."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from actgraph.citation.labels import AMENDING_ACT, IMPLEMENTING_ACT
from actgraph.core.prefixes import ALL_GUIDELINES, CODES, SUMMARY, TERMS, load_prefixes, shorten_iri
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.graph.internal_queries import load_internal_query

if TYPE_CHECKING:
    from networkx import MultiDiGraph

COLUMNS = ("chain", "from", "fromLabel", "link", "kind", "direction", "to", "toLabel", "source")
MAX_PATHS = 5

# That two provisions stand in one chapter, or both cite the TFEU, says little about them: to enter or leave a node with
# so many links costs as much as three steps.
_HUB_COST = 3

_ELI = "http://data.europa.eu/eli/{}/oj"
_ACT_LABELS = {
    _ELI.format("reg/2024/1689"): "AI Act",
    _ELI.format("reg/2026/1744"): AMENDING_ACT,
    _ELI.format("reg_impl/2026/1755"): IMPLEMENTING_ACT,
}


class LinkType(NamedTuple):
    """A property that paths follow.

    Attributes:
        kind: who states the link where no link node tells: stated, editorial, computed, derived, or part.
        forward: how it reads along its direction.
        back: how it reads against it.
    """

    kind: str
    forward: str
    back: str


LINK_TYPES = {
    "ag:addresses": LinkType("editorial", "addresses", "is addressed by"),
    "ag:amendingPoint": LinkType("stated", "is made by", "makes"),
    "ag:amends": LinkType("stated", "amends", "is amended by"),
    "ag:appliesBy": LinkType("derived", "applies by", "is the date of"),
    "ag:appliesWith": LinkType("editorial", "is made for", "has the annex"),
    "ag:bearer": LinkType("editorial", "falls to", "has"),
    "ag:breachOf": LinkType("editorial", "punishes the breach of", "is breached at the price of"),
    "ag:concerns": LinkType("editorial", "concerns", "is concerned by"),
    "ag:conditionOn": LinkType("editorial", "depends on", "is a condition of"),
    "ag:contentIn": LinkType("editorial", "has its contents in", "says what is in"),
    "ag:covers": LinkType("declared", "covers", "is covered by"),
    "ag:definedIn": LinkType("stated", "is defined in", "defines"),
    "ag:dueWithin": LinkType("editorial", "is due within", "is the period of"),
    "ag:exempts": LinkType("editorial", "exempts from", "is lifted by"),
    "ag:explains": LinkType("computed", "explains", "is explained by"),
    "ag:forChapter": LinkType("stated", "is for", "is signed by"),
    "ag:interprets": LinkType("editorial", "interprets", "is interpreted by"),
    "ag:isSaidToCover": LinkType("stated", "is said to cover", "is said to be covered by"),
    "ag:keptFor": LinkType("editorial", "is kept for", "is the time for which to keep"),
    "ag:onList": LinkType("stated", "stands on", "has the entry"),
    "ag:provider": LinkType("stated", "is the entry of", "has the entry"),
    "ag:punishes": LinkType("editorial", "punishes the breach of", "is breached at the price of"),
    "ag:refersTo": LinkType("stated", "refers to", "is referred to by"),
    "ag:shownBy": LinkType("editorial", "is shown by", "shows"),
    "ag:supersededBy": LinkType("editorial", "is overtaken by", "overtakes"),
    "ag:treats": LinkType("editorial", "deals with", "is dealt with by"),
    "ag:underConcept": LinkType("editorial", "falls under", "takes in"),
    "ag:usesTerm": LinkType("computed", "uses", "is used in"),
    "dcterms:isPartOf": LinkType("part", "is part of", "has part"),
    "dcterms:source": LinkType("editorial", "is read in", "is what is read into it:"),
    "eli:cites": LinkType("stated", "cites", "is cited by"),
    "eli:is_part_of": LinkType("part", "is part of", "has part"),
}


class PathStep(NamedTuple):
    """One link of a path, in the direction of the path.

    Attributes:
        start: the node that the step leaves.
        end: the node that the step reaches.
        link: IRI of the property.
        kind: who states the link: declared, stated, editorial, computed, derived, or part.
        forward: whether the link itself points that way.
        source: IRI of the page or provision where it is written, or empty.
    """

    start: str
    end: str
    link: str
    kind: str
    forward: bool
    source: str


def find_link_paths(day: Day, start: str, end: str) -> list[list[PathStep]]:
    """Find the shortest paths between two nodes, at most `MAX_PATHS`, in an order that is always the same.

    Returns:
        A list of steps per path; empty where nothing links the two.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> found = find_link_paths(day, day.cite("53(1)(c)"), day.cite("Copyright Measure 1.1"))
    >>> [(step.kind, step.forward) for step in found[0]]
    [('editorial', False)]
    """
    import networkx as nx

    links = _build_graph(day)
    both: nx.Graph[str] = nx.Graph()
    both.add_edges_from(
        (one, other, {"cost": _compute_cost(one, other)}) for one, other in links.edges() if one != other
    )
    if start not in both or end not in both:
        return []
    try:
        found = sorted(islice(nx.all_shortest_paths(both, start, end, weight="cost"), 200))
    except nx.NetworkXNoPath:
        return []
    return [[_choose_step(links, *pair) for pair in pairwise(path)] for path in found[:MAX_PATHS]]


def build_path_rows(day: Day, paths: list[list[PathStep]]) -> Iterator[Row]:
    """Build the rows of some paths, with the columns of `COLUMNS`.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> step = PathStep(day.cite("53(1)(c)"), day.cite("Copyright Measure 1.1"), "ag:addresses", "editorial", False, "")
    >>> [(row["fromLabel"], row["direction"], row["toLabel"]) for row in build_path_rows(day, [[step]])]
    [('Article 53(1)(c)', 'back', 'Copyright Measure 1.1')]
    """
    for number, chain in enumerate(paths, 1):
        for step in chain:
            yield {
                "chain": str(number),
                "from": step.start,
                "fromLabel": get_link_node_label(day, step.start),
                "link": step.link,
                "kind": step.kind,
                "direction": "forward" if step.forward else "back",
                "to": step.end,
                "toLabel": get_link_node_label(day, step.end),
                "source": step.source or None,
            }


def get_link_node_label(day: Day, iri: str) -> str:
    """Return the label of a node of a path; the acts as wholes are no nodes of the graph.

    >>> from actgraph.graph.day import open_day
    >>> get_link_node_label(open_day("2026-11-24"), "http://data.europa.eu/eli/reg/2024/1689/oj")
    'AI Act'
    """
    return day.get_node(iri).label or _ACT_LABELS.get(iri) or shorten_iri(iri)


def _build_graph(day: Day) -> "MultiDiGraph[str]":
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found = []
    for row in day.select_rows(load_internal_query("links", properties=", ".join(LINK_TYPES))):
        start, end, link = row["from"] or "", row["to"] or "", shorten_iri(row["link"] or "")
        kind = shorten_iri(row["kind"] or "").removeprefix("ag:") or LINK_TYPES[link].kind
        found.append((start, end, {"link": row["link"], "kind": kind, "source": row["source"] or ""}))
    # Editorial ag:explains links of a recital replace all computed ones.
    explains = load_prefixes()["ag"] + "explains"
    read = {start for start, _, data in found if (data["link"], data["kind"]) == (explains, "editorial")}
    graph.add_edges_from(
        one for one in found if (one[2]["link"], one[2]["kind"]) != (explains, "computed") or one[0] not in read
    )
    return graph


def _compute_cost(iri: str, other: str) -> int:
    return 1 if _is_hub(iri) == _is_hub(other) else _HUB_COST


def _is_hub(iri: str) -> bool:
    """Return whether a node is a whole text, chapter, section of guidelines or template, date, term, or actor."""
    name = iri.rpartition("/")[2]
    if name.startswith("mls_") or iri.startswith((TERMS, load_prefixes()["ag"])):
        return True
    whole_text = iri == SUMMARY + "template" or ("." not in name and iri.startswith((*CODES, *ALL_GUIDELINES)))
    return whole_text or name.startswith("cpt_") or "sec_" in name or iri.startswith("http://data.europa.eu/")


def _choose_step(links: "MultiDiGraph[str]", start: str, end: str) -> PathStep:
    """Choose the link between two neighbours: a statement before part and whole, then one in the path's direction."""
    forward = [(data, True) for data in (links.get_edge_data(start, end) or {}).values()]
    back = [(data, False) for data in (links.get_edge_data(end, start) or {}).values()]
    data, along = min(forward + back, key=lambda one: (one[0]["kind"] == "part", not one[1], one[0]["link"]))
    return PathStep(start, end, data["link"], data["kind"], along, data["source"])
