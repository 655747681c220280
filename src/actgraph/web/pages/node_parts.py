"""A node and all that stands on its page, part by part, with what is said of each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from actgraph.core.prefixes import CODE, prefixes
from actgraph.graph.day import Day
from actgraph.graph.engine import Node, Row
from actgraph.law import annotations, wording
from actgraph.law.coverage import Coverage, role_of, told_link
from actgraph.web.http.node_paths import FRAGMENTS, fragment


class Link(NamedTuple):
    """One line of what covers a provision, or of what a part of the Code covers.

    Attributes:
        subject: the part of the Code.
        provision: what it covers.
        role: what the provision mainly does, in words: some that are named are no duty.
        kind: declared, stated, editorial or derived.
        told: how, and where that is written.
        source: IRI of the page.
    """

    subject: Node
    provision: Node
    role: str
    kind: str
    told: str
    source: str


class Part(NamedTuple):
    """One part of a page, from the whole down to the last point.

    Attributes:
        node: the part.
        fragment: its place on the page; empty for the whole.
        role: what a provision mainly does, in words.
        words: its own official words, where the user has loaded them.
        readings: what we read into it, a row a statement.
        links: what covers it, or what it covers, the strongest kind first.
        cites: what it cites, a row a reference.
        cited_by: who cites it.
        terms: the defined terms that its own words use.
        parts: what stands under it on the same page.
        pages: what stands under it on pages of its own.
    """

    node: Node
    fragment: str
    role: str
    words: str
    readings: Sequence[Row]
    links: Sequence[Link]
    cites: Sequence[Row]
    cited_by: Sequence[Row]
    terms: Sequence[Node]
    parts: Sequence["Part"]
    pages: Sequence[Node]


class Said(NamedTuple):
    """What is said of all parts of a page: node → rows.

    Attributes:
        words: of `wording.own`.
        readings: of `reading.readings`.
        links: of what covers.
        cites: of `cites.cites`.
        cited_by: of `cites.cited_by`.
        terms: the defined terms that its words use.
    """

    words: Mapping[str, str]
    readings: Mapping[str, Sequence[Row]]
    links: Mapping[str, Sequence[Link]]
    cites: Mapping[str, Sequence[Row]]
    cited_by: Mapping[str, Sequence[Row]]
    terms: Mapping[str, Sequence[Node]]


def nodes_of(day: Day, iri: str) -> Iterator[str]:
    """A node and all under it that stands on its page.

    Args:
        day: the graph of the day.
        iri: the node that the page is about.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> [day.node(one).label for one in nodes_of(day, day.cite("Article 56"))][:3]
    ['Article 56', 'Article 56(1)', 'Article 56(2)']
    """
    yield iri
    for part in day.parts(iri):
        if part.kind in FRAGMENTS:
            yield from nodes_of(day, part.iri)


def whole(day: Day, iri: str, found: Coverage, cites: Sequence[Row], cited_by: Sequence[Row]) -> Part:
    """The page of a node, part by part.

    Args:
        day: the graph of the day.
        iri: the node that the page is about.
        found: what covers it, or what it covers.
        cites: what it and its parts cite.
        cited_by: who cites it or its parts.

    >>> from actgraph.law.coverage import covers
    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> page = whole(day, day.cite("53"), covers(day, day.cite("53")), [], [])
    >>> page.parts[0].parts[2].links[0].told
    'Copyright chapter, page 4'
    """
    nodes = list(nodes_of(day, iri))
    said = Said(
        words=wording.own(day, nodes),
        readings=_by("about", annotations.readings(day, iri)),
        links=_links(day, iri, found),
        cites=_by("from", cites),
        cited_by=_by("cited", cited_by),
        terms=_terms(day, nodes),
    )
    return _part(day, day.node(iri), day.node(iri), said)


def _part(day: Day, node: Node, page: Node, said: Said) -> Part:
    under = day.parts(node.iri)
    return Part(
        node=node,
        fragment="" if node == page else fragment(node.iri, page.iri),
        role=day.node(node.role).label if node.role else "",
        words=said.words.get(node.iri, ""),
        readings=said.readings.get(node.iri, []),
        links=said.links.get(node.iri, []),
        cites=said.cites.get(node.iri, []),
        cited_by=said.cited_by.get(node.iri, []),
        terms=said.terms.get(node.iri, []),
        parts=[_part(day, one, page, said) for one in under if one.kind in FRAGMENTS],
        pages=[one for one in under if one.kind not in FRAGMENTS],
    )


_STRENGTH = ("declared", "stated", "editorial", "computed", "derived")


def _links(day: Day, iri: str, found: Coverage) -> Mapping[str, Sequence[Link]]:
    """The links by the part that they are told at: of the Code its own part, of the law the provision."""
    of_code = iri.startswith(CODE)
    links: dict[str, list[Link]] = defaultdict(list)
    for number, row in enumerate(found.rows):
        subject, provision = row["measure"] or row["commitment"] or "", row["provision"] or ""
        how = told_link(day, row).removeprefix(row["link"] or "").lstrip(",: ")  # the kind stands beside
        told = "; ".join(filter(None, [how, found.narrowed.get(number, "")]))
        does = role_of(day, provision)
        link = Link(day.node(subject), day.node(provision), does, row["link"] or "", told, row["source"] or "")
        links[iri if of_code else provision].append(link)
    return {one: sorted(of, key=lambda link: _STRENGTH.index(link.kind)) for one, of in links.items()}


def _terms(day: Day, nodes: Sequence[str]) -> Mapping[str, Sequence[Node]]:
    values = " ".join(f"<{iri}>" for iri in nodes)
    ag, skos = prefixes()["ag"], prefixes()["skos"]
    rows = day.rows(
        f"SELECT ?node ?term {{ VALUES ?node {{ {values} }} ?node <{ag}usesTerm> ?term . ?term a <{skos}Concept> }}"
        " ORDER BY ?term"
    )
    found: dict[str, list[Node]] = defaultdict(list)
    for row in rows:
        found[row["node"] or ""].append(day.node(row["term"] or ""))
    return found


def _by(name: str, rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get(name) or ""].append(row)  # of another act no part is cited
    return found
