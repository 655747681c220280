"""The shortest chains of links between two nodes: how a measure comes to an article, or one article to another."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from actgraph.answers import Row
from actgraph.graph import Day
from actgraph.label import AMENDING_ACT, IMPLEMENTING_ACT
from actgraph.names import CODE, GUIDELINES, SUMMARY, prefixes, shorten

if TYPE_CHECKING:
    from networkx import MultiDiGraph

COLUMNS = ("chain", "from", "fromLabel", "link", "kind", "direction", "to", "toLabel", "source")
MOST = 5

# That two provisions stand in one chapter, or both cite the TFEU, says little of them: to enter or leave what so much
# has to do with costs as much as three steps.
_HUB_COST = 3

_ELI = "http://data.europa.eu/eli/{}/oj"
_ACTS = {
    _ELI.format("reg/2024/1689"): "AI Act",
    _ELI.format("reg/2026/1744"): AMENDING_ACT,
    _ELI.format("reg_impl/2026/1755"): IMPLEMENTING_ACT,
}

_PLACES = ("eli:is_part_of", "dcterms:isPartOf")
_LINKS = """SELECT ?from ?link ?to ?kind ?source WHERE {
  ?from ?link ?to .
  FILTER(?link IN (ag:covers, ag:isSaidToCover, ag:addresses, ag:refersTo, ag:explains, eli:cites, ag:amends,
    ag:amendingPoint, ag:definedIn, eli:is_part_of, dcterms:isPartOf))
  FILTER(isIRI(?to))
  OPTIONAL { ?node ag:subject ?from ; ag:predicate ?link ; ag:object ?to ; ag:linkKind ?kind ; dcterms:source ?source }
} ORDER BY ?from ?link ?to"""


class Step(NamedTuple):
    """One link of a chain, as it is gone along.

    Attributes:
        start: the node that it is gone from.
        end: the node that it is gone to.
        link: IRI of the property.
        kind: declared, stated, editorial, computed, or part: who says that it holds.
        forward: whether the link itself points that way.
        source: IRI of the page or provision where it is written, or empty.
    """

    start: str
    end: str
    link: str
    kind: str
    forward: bool
    source: str


def chains(day: Day, start: str, end: str) -> list[list[Step]]:
    """The shortest chains between two nodes, at most `MOST` of them, in an order that is always the same.

    Args:
        day: the graph of the day.
        start: a node of it.
        end: another.

    Returns:
        A list of chains, each a list of steps; empty where nothing links the two.

    >>> from actgraph.graph import on
    >>> day = on("2026-11-24")
    >>> found = chains(day, day.cite("53(1)(c)"), day.cite("Copyright Measure 1.1"))
    >>> [(step.kind, step.forward) for step in found[0]]
    [('editorial', False)]
    """
    import networkx as nx

    links = _links(day)
    both: nx.Graph[str] = nx.Graph()
    both.add_edges_from((one, other, {"cost": _cost(one, other)}) for one, other in links.edges() if one != other)
    if start not in both or end not in both:
        return []
    try:
        found = sorted(islice(nx.all_shortest_paths(both, start, end, weight="cost"), 200))
    except nx.NetworkXNoPath:
        return []
    return [[_step(links, *pair) for pair in pairwise(path)] for path in found[:MOST]]


def rows(day: Day, found: list[list[Step]]) -> Iterator[Row]:
    """The rows of some chains, with the columns of `COLUMNS`.

    Args:
        day: the graph of the day.
        found: the chains.
    """
    for number, chain in enumerate(found, 1):
        for step in chain:
            yield {
                "chain": str(number),
                "from": step.start,
                "fromLabel": label(day, step.start),
                "link": step.link,
                "kind": step.kind,
                "direction": "forward" if step.forward else "back",
                "to": step.end,
                "toLabel": label(day, step.end),
                "source": step.source or None,
            }


def label(day: Day, iri: str) -> str:
    """How a node of a chain is called; the two acts as wholes are no nodes of the graph.

    Args:
        day: the graph of the day.
        iri: the node.
    """
    return day.node(iri).label or _ACTS.get(iri) or shorten(iri)


def _links(day: Day) -> "MultiDiGraph[str]":
    import networkx as nx

    heads = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in day.rows(heads + _LINKS):
        start, end, link = row["from"] or "", row["to"] or "", shorten(row["link"] or "")
        kind = shorten(row["kind"] or "").removeprefix("ag:") or ("part" if link in _PLACES else "stated")
        graph.add_edge(start, end, link=row["link"], kind=kind, source=row["source"] or "")
    return graph


def _cost(one: str, other: str) -> int:
    return 1 if _hub(one) == _hub(other) else _HUB_COST


def _hub(iri: str) -> bool:
    """Whether it is a whole act or text, a chapter, or a section of the guidelines or the template."""
    name = iri.rpartition("/")[2]
    whole_text = iri == SUMMARY + "template" or ("." not in name and iri.startswith((CODE, GUIDELINES)))
    return whole_text or name.startswith("cpt_") or "sec_" in name or iri.startswith("http://data.europa.eu/")


def _step(links: "MultiDiGraph[str]", start: str, end: str) -> Step:
    """The link between two neighbours: what a text says before where it stands, the one that points along first."""
    forward = [(data, True) for data in (links.get_edge_data(start, end) or {}).values()]
    back = [(data, False) for data in (links.get_edge_data(end, start) or {}).values()]
    data, along = min(forward + back, key=lambda one: (one[0]["kind"] == "part", not one[1], one[0]["link"]))
    return Step(start, end, data["link"], data["kind"], along, data["source"])
