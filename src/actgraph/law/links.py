"""The links of a day, with who says so and where it is written, as a networkx graph."""

import functools
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from actgraph.citation.labels import CHAPTERS
from actgraph.core.prefixes import ACT, CODE, prefixes, shorten
from actgraph.graph.day import Day
from actgraph.law.link_paths import LINKS, label

if TYPE_CHECKING:
    from networkx import MultiDiGraph

ORDER = ("declared", "stated", "editorial", "computed", "derived", "part")


class Link(NamedTuple):
    """One link, as the graph has it.

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


def read(
    day: Day, which: Collection[str], starts: Iterable[str] | None = None, ends: Iterable[str] | None = None
) -> list[Link]:
    """The links of some properties, each once for each place where it is written.

    Args:
        day: the graph of the day.
        which: short names of properties, of `chains.LINKS`.
        starts: nodes; with those that lead from one of them.
        ends: nodes; with those that lead to one of them. All links where neither is given.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> [shorten(one.end) for one in read(day, ["ag:covers"], [day.cite("Copyright Commitment 1")])]
    ['act:art_53.par_1.pnt_c']
    """
    every, leading, arriving = _every(day)
    if starts is None and ends is None:
        return [one for one in every if one.link in which]
    places = {place for iri in starts or () for place in leading.get(iri, ())}
    places |= {place for iri in ends or () for place in arriving.get(iri, ())}
    return [every[place] for place in sorted(places) if every[place].link in which]


@functools.lru_cache(maxsize=4)  # all of them take half a second, and a server is asked for one node after another
def _every(day: Day) -> tuple[list[Link], Mapping[str, list[int]], Mapping[str, list[int]]]:
    """All links, and the places of those that lead from and to each node."""
    heads = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
    found = [_link(row) for row in day.rows(f"{heads}{_QUERY}".replace("WHICH_ARE", ", ".join(LINKS)))]
    # What is computed of a recital counts no more once somebody has read it, whatever it was found to explain.
    known = {one.start for one in found if (one.link, one.kind) == ("ag:explains", "editorial")}
    kept = [one for one in found if (one.link, one.kind) != ("ag:explains", "computed") or one.start not in known]
    leading: dict[str, list[int]] = {}
    arriving: dict[str, list[int]] = {}
    for place, one in enumerate(kept):
        leading.setdefault(one.start, []).append(place)
        arriving.setdefault(one.end, []).append(place)
    return kept, leading, arriving


def under(day: Day, iri: str) -> set[str]:
    """A node and all that stands under it.

    Args:
        day: the graph of the day.
        iri: a node of it.

    >>> from actgraph.graph.day import on
    >>> len(under(on("2026-11-24"), on("2026-11-24").cite("Copyright Commitment 1")))
    6
    """
    part_of = f"(<{prefixes()['eli']}is_part_of>|<{prefixes()['dcterms']}isPartOf>)"
    return {iri, *(row["part"] or "" for row in day.rows(f"SELECT ?part {{ ?part {part_of}+ <{iri}> }}"))}


def graph_of(day: Day, found: Iterable[Link], shown: Mapping[str, str]) -> "MultiDiGraph[str]":
    """The graph of some links, in an order that is always the same.

    Args:
        day: the graph of the day.
        found: the links.
        shown: node → the node as which it is shown, where that is another, but for what is part of what; a link
            between two that are shown as one is left out.

    Returns:
        Nodes are IRIs, with label, title and kind; edges have link (IRI), kind, source (IRI), and told: the link in
        words, as it was before its ends were shown as others.

    >>> from actgraph.graph.day import on
    >>> list(graph_of(on("2026-11-24"), [Link("urn:a", "urn:b", "ag:covers", "declared", "")], {}))
    ['urn:a', 'urn:b']
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ends = [
        (one.start, one.end, one)
        if one.kind == "part"
        else (shown.get(one.start, one.start), shown.get(one.end, one.end), one)
        for one in found
    ]
    ends = [end for end in ends if end[0] != end[1]]
    for iri in sorted({iri for start, end, _ in ends for iri in (start, end)}, key=lambda iri: place(day, iri)):
        graph.add_node(iri, **node(day, iri))
    for start, end, one in sorted(ends, key=lambda end: (place(day, end[0]), place(day, end[1]), _rank(end[2]))):
        link = prefixes()[one.link.partition(":")[0]] + one.link.partition(":")[2]
        facts = {"link": link, "kind": one.kind, "source": one.source, "told": told(day, one)}
        if facts not in (graph.get_edge_data(start, end) or {}).values():
            graph.add_edge(start, end, **facts)
    return graph


def node(day: Day, iri: str) -> dict[str, str]:
    """What a graph says of a node: label, title and kind.

    Args:
        day: the graph of the day.
        iri: of the node.

    >>> from actgraph.graph.day import on
    >>> node(on("2026-11-24"), "https://w3id.org/actgraph/eli/reg/2024/1689/art_54")["kind"]
    'Article'
    """
    return {"label": label(day, iri), "title": day.node(iri).title, "kind": day.node(iri).kind}


def told(day: Day, one: Link) -> str:
    """A link in words: what it leads from and to, who says so, and where.

    Args:
        day: the graph of the day.
        one: the link.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> told(day, Link(day.cite("Copyright Commitment 1"), day.cite("53(1)(c)"), "ag:covers", "declared", ""))
    'Copyright Commitment 1 covers Article 53(1)(c) (declared)'
    """
    written = [label(day, one.source)] if one.source and one.source not in (one.start, one.end) else []
    says = ", ".join([one.kind, *written])
    return f"{label(day, one.start)} {LINKS[one.link].forward} {label(day, one.end)} ({says})"


def place(day: Day, iri: str) -> tuple[int, int, int, str]:
    """Where a node stands among others: by its text, in the order of the text.

    Args:
        day: the graph of the day.
        iri: of the node.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> sorted(map(day.cite, ["Article 5", "Article 40", "Recital 9"]), key=lambda iri: place(day, iri))[0][-5:]
    'art_5'
    """
    chapter = iri.removeprefix(CODE).partition(".")[0]
    texts = 0 if iri.startswith(ACT) else 1 if iri.startswith(CODE) else 2
    # Recitals stand at the front of the Act, and are what is asked for last.
    before = list(CHAPTERS).index(chapter) if chapter in CHAPTERS else int("/rct_" in iri)
    return texts, before, day.node(iri).order, iri


def _link(row: Mapping[str, str | None]) -> Link:
    start, end, link = row["from"] or "", row["to"] or "", shorten(row["link"] or "")
    kind = shorten(row["kind"] or "").removeprefix("ag:") or LINKS[link].kind
    # A reference without a node of its own is written where it leads from.
    return Link(start, end, link, kind, row["source"] or ("" if kind == "part" else start))


def _rank(one: Link) -> tuple[str, int, str, str, str]:
    return one.link, ORDER.index(one.kind), one.source, one.start, one.end


# The same as chains have it: what is written on a page is no link to it, but a statement of ours stands on a provision.
_QUERY = """SELECT DISTINCT ?from ?link ?to ?kind ?source WHERE {
  ?from ?link ?to .
  FILTER(?link IN (WHICH_ARE))
  FILTER(isIRI(?to))
  OPTIONAL {
    ?node ag:subject ?from ; ag:predicate ?link ; ag:object ?to ; ag:linkKind ?kind ; dcterms:source ?source .
  }
  FILTER(?link != dcterms:source || EXISTS { ?from ag:reviewStatus ?read . ?to ag:order ?place . })
  FILTER(EXISTS { ?from rdfs:label ?named . } || EXISTS { ?from eli:is_part_of ?whole . })
}"""
