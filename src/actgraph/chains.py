"""The shortest chains of links between two nodes: how a measure comes to an article, or one article to another."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from actgraph.graph import Day, Row
from actgraph.label import AMENDING_ACT
from actgraph.names import ACT, CODE, prefixes, shorten

if TYPE_CHECKING:
    from networkx import MultiDiGraph

COLUMNS = ("chain", "from", "fromLabel", "link", "kind", "direction", "to", "toLabel", "source")
MOST = 5

# That a text is part of a chapter says little: a chain goes that way where nothing else leads on or it was asked for.
_DIVISION_COST = 4

_ELI = "http://data.europa.eu/eli/reg/{}/oj"
_ACTS = {_ELI.format("2024/1689"): "AI Act", _ELI.format("2026/1744"): AMENDING_ACT}

_LINKS = """SELECT ?from ?link ?to ?kind ?source ?confidence WHERE {
  ?from ?link ?to .
  FILTER(?link IN (ag:covers, ag:isSaidToCover, ag:refersTo, ag:explains, eli:cites, ag:amends, ag:amendingPoint,
    ag:definedIn, eli:is_part_of, dcterms:isPartOf))
  FILTER(isIRI(?to))
  OPTIONAL { ?node ag:subject ?from ; ag:predicate ?link ; ag:object ?to ; ag:linkKind ?kind ; dcterms:source ?source .
    OPTIONAL { ?node ag:confidence ?confidence } }
}"""


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
    [('declared', False), ('part', False)]
    """
    import networkx as nx

    links = _links(day)
    both: nx.Graph[str] = nx.Graph()
    asked = _division(start) or _division(end)
    for one, other, data in links.edges(data=True):
        cost = 1 if asked else data["cost"]
        if one != other and cost < both.get_edge_data(one, other, {"cost": _DIVISION_COST + 1})["cost"]:
            both.add_edge(one, other, cost=cost)
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
        kind = shorten(row["kind"] or "").removeprefix("ag:") or ("part" if "art" in link else "stated")
        graph.add_edge(start, end, link=row["link"], kind=kind, source=row["source"] or "", cost=_cost(link, end))
    return graph


def _cost(link: str, end: str) -> int:
    """What one step costs: to be part of a chapter, of an act or of the Code costs most."""
    return _DIVISION_COST if link in ("eli:is_part_of", "dcterms:isPartOf") and _division(end) else 1


def _division(iri: str) -> bool:
    """Whether it holds so much that two nodes have little to do with each other because both stand in it."""
    local = iri.removeprefix(ACT).removeprefix(CODE)
    whole = iri.startswith(CODE) and "." not in local
    return whole or local.startswith("cpt_") or not iri.startswith((ACT, CODE))


def _step(links: "MultiDiGraph[str]", start: str, end: str) -> Step:
    """The link between two neighbours: the one that costs least, the one that points along first."""
    forward = [(data["cost"], 0, data["link"], data) for data in (links.get_edge_data(start, end) or {}).values()]
    back = [(data["cost"], 1, data["link"], data) for data in (links.get_edge_data(end, start) or {}).values()]
    _, turned, link, data = min(forward + back, key=lambda one: one[:3])
    return Step(start, end, link, data["kind"], not turned, data["source"])
