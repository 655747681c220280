"""The graph of a day: what holds then, its nodes, and the engine that answers from it."""

import functools
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from actgraph.citation import parser
from actgraph.core.errors import CitationError
from actgraph.core.prefixes import load_prefixes
from actgraph.graph import catalog, engine, not_in_force, store_memory
from actgraph.graph.catalog import Edition, NamedGraph
from actgraph.graph.engine import Node, Row, Table
from actgraph.graph.node import build_node, to_named_node
from actgraph.graph.store import get_store, open_store

T = TypeVar("T")


class Day:
    """The graph as it is on one day, or all editions of it together.

    Args:
        date: ISO 8601 date; empty for all editions.
        graphs: the named graphs that it is made of.
        store: that these are in; opened where there is none.

    >>> "https://w3id.org/actgraph/eli/reg/2024/1689/art_75a" in open_day("2026-07-26")
    False
    """

    def __init__(self, date: str, graphs: Sequence[NamedGraph], store: Store | None = None) -> None:
        self.date = date
        self.graphs = graphs
        self._store = open_store(graphs) if store is None else store
        self._query_count = 0
        self._labels: dict[str, str] | None = None
        self._nodes: dict[str, Node] = {}

    @property
    def editions(self) -> Sequence[Edition]:
        """The editions of the texts that hold, each once.

        >>> [edition.start for edition in open_day("2025-07-10").editions]
        ['2024-08-01', '2024-08-01', '2025-07-10']
        """
        return catalog.list_editions(self.graphs)

    @property
    def basis(self) -> str:
        """What an answer rests on, in one line.

        >>> open_day("2024-08-01").basis
        'as of 2024-08-01: AI Act as published on 12 July 2024; recitals as published on 12 July 2024'
        """
        when = f"as of {self.date}" if self.date else "all editions"
        return f"{when}: {'; '.join(edition.label for edition in self.editions)}"

    def __contains__(self, iri: str) -> bool:
        """Whether the IRI is a node that a citation can name: one with a label.

        Args:
            iri: anything; what is no IRI names nothing.

        >>> "https://w3id.org/actgraph/eli/reg/2024/1689/art_999" in open_day("2026-11-24")
        False
        """
        try:
            node = NamedNode(iri)
        except ValueError:  # no IRI at all
            return False
        return bool(
            self._read_or_rebuild(
                lambda store: list(store.quads_for_pattern(node, to_named_node("rdfs:label"), None, None))
            )
        )

    def get_labels(self) -> dict[str, str]:
        """Label → IRI of every provision, part of the Code and provider and, as "term provider", of every term.

        >>> open_day("2026-11-24").get_labels()["Copyright Measure 1.2"]
        'https://w3id.org/actgraph/code-of-practice/cpy.com_1.mea_2'
        """
        if self._labels is None:
            rdfs, skos, ag = (load_prefixes()[name] for name in ("rdfs", "skos", "ag"))
            rows = self.select_rows(
                f"SELECT ?label ?iri WHERE {{ {{ ?iri <{rdfs}label> ?label ; <{ag}order> ?order }} UNION"
                f" {{ ?iri <{ag}definedIn> ?place ; <{rdfs}label>|<{skos}altLabel> ?name"
                ' BIND(CONCAT("term ", ?name) AS ?label) } UNION'
                f" {{ ?iri a <{ag}Provider> ; <{rdfs}label> ?label }} }} ORDER BY ?order ?iri"
            )
            self._labels = {row["label"]: row["iri"] for row in rows if row["label"] and row["iri"]}
        return self._labels

    def cite(self, text: str) -> str:
        """Read a citation against the nodes of this day.

        Args:
            text: what somebody wrote.

        Returns:
            The IRI.

        Raises:
            CitationError: it names nothing, more than one thing, or something of another day, and says which.

        >>> open_day("2026-11-24").cite("Art. 53(1), point (a)")
        'https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_a'
        """
        try:
            return parser.parse_citation(text, self)
        except CitationError as error:
            if not self.date:
                raise
            raise self._explain_absence(text) or error from None

    def _explain_absence(self, text: str) -> CitationError | None:
        try:
            iri = parser.parse_citation(text, open_all_editions())
        except CitationError:
            return None
        whole = open_all_editions()
        spans = [edition for edition in whole.editions if whole.is_in_edition(iri, edition)]
        if not spans:
            return None
        label = whole.get_node(iri).label
        return not_in_force.make_not_in_force_error(
            (iri, label), self.date, spans, whole.select_rows(not_in_force.build_amendments_query(iri))
        )

    def is_in_edition(self, iri: str, edition: Edition) -> bool:
        """Whether a graph of an edition has a node.

        Args:
            iri: the node.
            edition: one of the editions of this graph.

        >>> both = open_all_editions()
        >>> [edition.start for edition in both.editions if both.is_in_edition(both.cite("Article 75a"), edition)]
        ['2026-07-27']
        """
        node, label = NamedNode(iri), to_named_node("rdfs:label")
        names = [NamedNode(one.iri) for one in self.graphs if one.edition == edition]
        return any(
            self._read_or_rebuild(
                lambda store: [list(store.quads_for_pattern(node, label, None, one)) for one in names]
            )
        )

    def select_rows(self, query: str) -> list[Row]:
        """The rows of a SELECT query: variable name → plain string, None where unbound.

        Args:
            query: SPARQL 1.1, a SELECT.

        Raises:
            SyntaxError: it is no query.
            TypeError: it is a query of another form.

        >>> len(open_day("2026-11-24").select_rows("SELECT ?one { ?one a <https://w3id.org/actgraph/ns/Commitment> }"))
        12
        """
        found = self.query(query)
        if not isinstance(found, Table):
            raise TypeError("rows are for SELECT queries")
        return found.rows

    def query(self, query: str) -> "Table | bool | list[Triple]":
        """The answer to a query of whatever form: a table, yes or no, or triples.

        Args:
            query: SPARQL 1.1.

        Raises:
            SyntaxError: it is no query.

        >>> open_day("2026-11-24").query("ASK { ?one a <https://w3id.org/actgraph/ns/Commitment> }")
        True
        """
        self._query_count += 1
        if self._query_count == store_memory.COPY_AFTER:
            self._store = self._read_or_rebuild(store_memory.copy_to_memory)
        return self._read_or_rebuild(partial(engine.run_query, query))

    def _read_or_rebuild(self, reader: Callable[[Store], T]) -> T:
        """What is read from the store; a block of it that is damaged is only met on the way, and it is made anew."""
        try:
            return reader(self._store)
        except RuntimeError:
            self._store = open_store(self.graphs, check=True)
            return reader(self._store)

    def get_node(self, iri: str) -> Node:
        """What the graph says of one node.

        Args:
            iri: a node of this day.

        >>> open_day("2026-11-24").get_node("https://w3id.org/actgraph/eli/reg/2024/1689/art_53").title
        'Obligations for providers of general-purpose AI models'
        """
        if iri in self._nodes:
            return self._nodes[iri]
        quads = self.find_outgoing(iri)
        found = build_node(iri, quads)
        if quads:  # what is nowhere is not kept: there is no end of it
            self._nodes[iri] = found
        return found

    def find_outgoing(self, iri: str | BlankNode) -> list[Quad]:
        """The triples whose subject is a node, of the default graph.

        Args:
            iri: a node of this day; one without a name as another's triples have it.

        Raises:
            ValueError: it is no IRI.

        >>> day = open_day("2026-11-24")
        >>> {quad.predicate.value.rpartition("/")[2] for quad in day.find_outgoing(day.cite("53(1)"))} >= {"number", "order"}
        True
        """
        node = NamedNode(iri) if isinstance(iri, str) else iri
        return self._read_or_rebuild(lambda store: list(store.quads_for_pattern(node, None, None, DefaultGraph())))

    def find_incoming(self, predicate: str, iri: str) -> list[Quad]:
        """The triples whose object is a node, of the default graph.

        Args:
            predicate: its short name.
            iri: a node of this day.

        Raises:
            ValueError: it is no IRI.

        >>> day = open_day("2026-11-24")
        >>> [quad.subject.value.rpartition("/")[2] for quad in day.find_incoming("ag:covers", day.cite("53(1)(c)"))]
        ['cpy.com_1']
        """
        at = to_named_node(predicate), NamedNode(iri)
        return self._read_or_rebuild(lambda store: list(store.quads_for_pattern(None, *at, DefaultGraph())))

    def list_parts(self, iri: str) -> list[Node]:
        """The nodes that stand directly under one, in the order of the text; pages are no parts.

        Args:
            iri: a node of this day.

        >>> [part.label for part in open_day("2026-11-24").list_parts(open_day("2026-11-24").cite("Copyright Commitment 1"))][:2]
        ['Copyright Measure 1.1', 'Copyright Measure 1.2']
        """
        found: dict[str, Node] = {}
        for place in ("eli:is_part_of", "dcterms:isPartOf"):
            for quad in self.find_incoming(place, iri):
                if isinstance(quad.subject, NamedNode) and quad.subject.value not in found:
                    found[quad.subject.value] = self.get_node(quad.subject.value)
        return sorted((node for node in found.values() if node.kind != "Page"), key=lambda node: node.order)

    def list_ancestors(self, iri: str) -> list[Node]:
        """The nodes that one stands under, the nearest last.

        Args:
            iri: a node of this day.

        >>> [place.label for place in open_day("2026-11-24").list_ancestors(open_day("2026-11-24").cite("53(2)"))]
        ['Chapter V', 'Chapter V, Section 2', 'Article 53']
        """
        above: list[Node] = []
        place = self.get_node(iri).parent
        while place and place in self:
            above.insert(0, self.get_node(place))
            place = above[0].parent
        return above


def open_day(date: str | None = None) -> Day:
    """The graph of a day.

    Args:
        date: ISO 8601 date; today where there is none.

    Raises:
        InputError: it is no date, or nothing of the graph holds on it.

    >>> open_day("2025-01-01").date
    '2025-01-01'
    """
    return _open_cached_day(catalog.parse_date(date))


@functools.cache
def open_all_editions() -> Day:
    """All editions of all texts in one graph.

    >>> "https://w3id.org/actgraph/eli/reg/2024/1689/art_75a" in open_all_editions()
    True
    """
    return Day("", catalog.load_catalog())


@functools.lru_cache(maxsize=16)  # a server can be asked for any day of ten thousand
def _open_cached_day(date: str) -> Day:
    graphs = catalog.find_valid_graphs(date)
    return Day(date, graphs, get_store(tuple(graphs)))
