"""The graph of a day: what holds then, its nodes, and the engine that answers from it."""

import functools
from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from actgraph import catalog, citation
from actgraph.catalog import Edition, Graph
from actgraph.errors import CitationError, InputError
from actgraph.names import prefixes
from actgraph.store import open_store


class Node(NamedTuple):
    """What the graph itself says of one node; empty where it says nothing."""

    iri: str
    label: str
    kind: str
    number: str
    title: str
    description: str
    role: str
    place: str
    page: str
    source: str
    order: int


class Day:
    """The graph as it is on one day, or all editions of it together.

    Args:
        day: ISO 8601 date; empty for all editions.
        graphs: the named graphs that it is made of.

    >>> "https://w3id.org/actgraph/eli/reg/2024/1689/art_75a" in on("2026-07-26")
    False
    """

    def __init__(self, day: str, graphs: Sequence[Graph]) -> None:
        self.day = day
        self.graphs = graphs
        self.store: Store = open_store(graphs)

    @property
    def editions(self) -> Sequence[Edition]:
        """The editions of the texts that hold."""
        return catalog.editions(self.graphs)

    @property
    def basis(self) -> str:
        """What an answer rests on, in one line."""
        when = f"as of {self.day}" if self.day else "all editions"
        return f"{when}: {'; '.join(edition.label for edition in self.editions)}"

    def __contains__(self, iri: str) -> bool:
        """Whether the IRI is a node that a citation can name: one with a label."""
        try:
            node = NamedNode(iri)
        except ValueError:  # no IRI at all
            return False
        return any(True for _ in self.store.quads_for_pattern(node, _term("rdfs:label"), None, None))

    def labels(self) -> dict[str, str]:
        """Label → IRI of every provision and every part of the Code."""
        rows = self.rows(
            "SELECT ?label ?iri WHERE { ?iri <http://www.w3.org/2000/01/rdf-schema#label> ?label ;"
            " <https://w3id.org/actgraph/ns/order> ?order } ORDER BY ?order ?iri"
        )
        return {row["label"]: row["iri"] for row in rows if row["label"] and row["iri"]}

    def cite(self, words: str) -> str:
        """Read a citation against the nodes of this day.

        Args:
            words: what somebody wrote.

        Returns:
            The IRI.

        Raises:
            CitationError: it names nothing, more than one thing, or something of another day, and says which.
        """
        try:
            return citation.read(words, self)
        except CitationError as error:
            if not self.day:
                raise
            raise self._of_another_day(words) or error from None

    def _of_another_day(self, words: str) -> CitationError | None:
        try:
            iri = citation.read(words, everything())
        except CitationError:
            return None
        node = everything().node(iri)
        spans = [edition for edition in everything().editions if iri in _edition_nodes(edition.iri)]
        told = " and ".join(f"{span.start} to {span.end or 'today'} ({span.label})" for span in spans)
        first = spans[0]
        return CitationError(
            f"{node.label} does not hold on {self.day}: it holds from {told}",
            todo=f"Ask with --on {first.end or first.start}, or see it in all editions with: show --all-editions.",
        )

    def rows(self, query: str) -> list[dict[str, str | None]]:
        """The rows of a SELECT query: variable name → plain string, None where unbound.

        Args:
            query: SPARQL 1.1.
        """
        found = self.store.query(query)
        if not isinstance(found, QuerySolutions):
            raise TypeError("rows() is for SELECT queries")
        names = [variable.value for variable in found.variables]
        return [{name: _plain(row[name]) for name in names} for row in found]

    def node(self, iri: str) -> Node:
        """What the graph says of one node.

        Args:
            iri: a node of this day.

        >>> on("2026-11-24").node("https://w3id.org/actgraph/eli/reg/2024/1689/art_53").title
        'Obligations for providers of general-purpose AI models'
        """
        facts: dict[str, str] = {}
        kinds: list[str] = []
        for quad in self.about(iri):
            value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
            if quad.predicate == _term("rdf:type"):
                kinds.append(value)
            else:
                facts.setdefault(quad.predicate.value, value)
        ours = prefixes()["ag"]
        return Node(
            iri=iri,
            label=facts.get(_term("rdfs:label").value, ""),
            kind=next((kind.removeprefix(ours) for kind in kinds if kind.startswith(ours)), ""),
            number=facts.get(_term("ag:number").value, ""),
            title=facts.get(_term("dcterms:title").value, ""),
            description=facts.get(_term("dcterms:description").value, ""),
            role=facts.get(_term("ag:role").value, ""),
            place=facts.get(_term("eli:is_part_of").value) or facts.get(_term("dcterms:isPartOf").value, ""),
            page=facts.get(_term("foaf:page").value, ""),
            source=facts.get(_term("dcterms:source").value, ""),
            order=int(facts.get(_term("ag:order").value, 0)),
        )

    def about(self, iri: str) -> list[Quad]:
        """The triples whose subject is a node, of the default graph.

        Args:
            iri: a node of this day.
        """
        return list(self.store.quads_for_pattern(NamedNode(iri), None, None, DefaultGraph()))

    def parts(self, iri: str) -> list[Node]:
        """The nodes that stand directly under one, in the order of the text; pages are no parts.

        Args:
            iri: a node of this day.
        """
        found: dict[str, Node] = {}
        for place in ("eli:is_part_of", "dcterms:isPartOf"):
            for quad in self.store.quads_for_pattern(None, _term(place), NamedNode(iri), None):
                if isinstance(quad.subject, NamedNode) and quad.subject.value not in found:
                    found[quad.subject.value] = self.node(quad.subject.value)
        return sorted((node for node in found.values() if node.kind != "Page"), key=lambda node: node.order)

    def places(self, iri: str) -> list[Node]:
        """The nodes that one stands under, the nearest last.

        Args:
            iri: a node of this day.
        """
        above: list[Node] = []
        place = self.node(iri).place
        while place and place in self:
            above.insert(0, self.node(place))
            place = above[0].place
        return above


def on(day: str | None = None) -> Day:
    """The graph of a day.

    Args:
        day: ISO 8601 date; today where there is none.

    Raises:
        InputError: it is no date, or nothing of the graph holds on it.
    """
    import datetime

    try:
        date = datetime.date.fromisoformat(day) if day else datetime.datetime.now(tz=datetime.UTC).date()
    except ValueError:
        raise InputError(f"“{day}” is no date", where="--on", todo="Write it like 2026-11-24.") from None
    return _day(date.isoformat())


@functools.cache
def everything() -> Day:
    """All editions of all texts in one graph."""
    return Day("", catalog.graphs())


@functools.cache
def _day(day: str) -> Day:
    return Day(day, catalog.holding(day))


@functools.cache
def _edition_nodes(edition: str) -> frozenset[str]:
    quads = [
        quad
        for graph in catalog.graphs()
        if graph.edition and graph.edition.iri == edition
        for quad in everything().store.quads_for_pattern(None, _term("ag:number"), None, NamedNode(graph.iri))
    ]
    return frozenset(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))


@functools.cache
def _term(curie: str) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode(prefixes()[prefix] + local)


def _plain(term: object) -> str | None:
    return None if term is None else str(getattr(term, "value", term))
