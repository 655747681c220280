"""The graph of one day: its editions, its nodes and SPARQL queries over it."""

import functools
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from actgraph.citation import parser
from actgraph.core.errors import CitationError
from actgraph.graph import catalog, engine, not_in_force
from actgraph.graph.catalog import Edition, NamedGraph
from actgraph.graph.engine import Row, Table
from actgraph.graph.internal_queries import load_internal_query
from actgraph.graph.node import Node, build_node, to_named_node
from actgraph.graph.store import COPY_AFTER, copy_in_background, get_store, open_store

if TYPE_CHECKING:
    import datetime

T = TypeVar("T")


class Day:
    """The graph as it is on one day, or all its editions together.

    Args:
        date: ISO 8601 date; empty for all editions.
        graphs: its named graphs.
        store: a store that holds these graphs; by default the prebuilt one is opened.

    Attributes:
        undated: the same graphs without the date: what days share, is best cached by it.

    >>> "https://w3id.org/actgraph/eli/reg/2024/1689/art_75a" in open_day("2026-07-26")
    False
    """

    def __init__(self, date: str, graphs: Sequence[NamedGraph], store: Store | None = None) -> None:
        self.date = date
        self.graphs = graphs
        self.undated = self
        self._store = open_store(graphs) if store is None else store
        self._query_count = 0
        self._labels: dict[str, str] | None = None
        self._nodes: dict[str, Node] = {}

    @property
    def editions(self) -> Sequence[Edition]:
        """The editions of the texts of this day, each once.

        >>> [edition.start for edition in open_day("2025-07-10").editions]
        ['2024-08-01', '2024-08-01', '2025-07-10']
        """
        return catalog.list_editions(self.graphs)

    @property
    def basis(self) -> str:
        """The date and editions that an answer is based on, in one line.

        >>> open_day("2024-08-01").basis
        'as of 2024-08-01: AI Act as published on 12 July 2024; recitals as published on 12 July 2024'
        """
        when = f"as of {self.date}" if self.date else "all editions"
        return f"{when}: {'; '.join(edition.label for edition in self.editions)}"

    @property
    def short_basis(self) -> str:
        """The date and the edition of the Act that an answer is based on.

        >>> open_day("2026-11-27").short_basis
        'as of 27 Nov 2026 · Act as amended 27 July 2026'
        """
        if not self.date:
            return "all editions"
        labels = [edition.short_label for edition in self.editions if edition.short_label]
        return " · ".join([f"as of {catalog.format_date(self.date, 3)}", *labels])

    def __contains__(self, iri: str) -> bool:
        """Return whether an IRI is a node that a citation can name: one with a label.

        >>> "https://w3id.org/actgraph/eli/reg/2024/1689/art_999" in open_day("2026-11-24")
        False
        """
        try:
            node = NamedNode(iri)
        except ValueError:  # not a valid IRI
            return False
        return bool(
            self._read_or_rebuild(
                lambda store: list(store.quads_for_pattern(node, to_named_node("rdfs:label"), None, None))
            )
        )

    def get_labels(self) -> dict[str, str]:
        """Map labels to IRIs: of provisions, parts of the codes, providers and, as "term provider", of defined terms.

        >>> open_day("2026-11-24").get_labels()["Copyright Measure 1.2"]
        'https://w3id.org/actgraph/code-of-practice/cpy.com_1.mea_2'
        """
        if self._labels is None:
            rows = self.select_rows(load_internal_query("labels"))
            found = {row["label"]: row["iri"] for row in rows[::-1] if row["label"] and row["iri"]}
            self._labels = dict(reversed(found.items()))  # of two companies of one name, the first stands
        return self._labels

    def cite(self, text: str) -> str:
        """Return the IRI of the node of this day that a citation names.

        Raises:
            CitationError: it names no node, more than one, or a node of another day; the message says which.

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
            (iri, label),
            self.date,
            spans,
            whole.select_rows(load_internal_query("amendments-around-node", node=f"<{iri}>")),
        )

    def is_in_edition(self, iri: str, edition: Edition) -> bool:
        """Return whether an edition, one of those of this graph, has a node.

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
        """Run a SELECT query; a row maps variable names to plain strings, or to None where unbound.

        Raises:
            SyntaxError: it is not SPARQL 1.1.
            TypeError: it is a query of another form.

        >>> len(open_day("2026-11-24").select_rows("SELECT ?one { ?one a <https://w3id.org/actgraph/ns/Commitment> }"))
        20
        """
        found = self.query(query)
        if not isinstance(found, Table):
            raise TypeError("rows are for SELECT queries")
        return found.rows

    def query(self, query: str) -> "Table | bool | list[Triple]":
        """Run a query of any form.

        Returns:
            A table for SELECT, a bool for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises:
            SyntaxError: it is not SPARQL 1.1.

        >>> open_day("2026-11-24").query("ASK { ?one a <https://w3id.org/actgraph/ns/Commitment> }")
        True
        """
        self._query_count += 1
        if self._query_count == COPY_AFTER:
            copy_in_background(self._store, partial(setattr, self, "_store"))
        return self._read_or_rebuild(partial(engine.run_query, query))

    def _read_or_rebuild(self, reader: Callable[[Store], T]) -> T:
        """Read from the store; rebuild it once where the engine finds a damaged block, which only a read can show."""
        try:
            return reader(self._store)
        except RuntimeError:
            self._store = open_store(self.graphs, check=True)
            return reader(self._store)

    def get_node(self, iri: str) -> Node:
        """Return the record of one node; its fields are empty where the graph says nothing.

        >>> open_day("2026-11-24").get_node("https://w3id.org/actgraph/eli/reg/2024/1689/art_53").title
        'Obligations for providers of general-purpose AI models'
        """
        if iri in self._nodes:
            return self._nodes[iri]
        quads = self.find_outgoing(iri)
        found = build_node(iri, quads)
        if quads:  # unknown IRIs are not cached: their number has no limit
            self._nodes[iri] = found
        return found

    def find_outgoing(self, iri: str | BlankNode) -> list[Quad]:
        """Find the triples whose subject is a node, in the default graph.

        Raises:
            ValueError: it is no IRI.

        >>> day = open_day("2026-11-24")
        >>> predicates = {quad.predicate.value for quad in day.find_outgoing(day.cite("53(1)"))}
        >>> "https://w3id.org/actgraph/ns/number" in predicates
        True
        """
        node = NamedNode(iri) if isinstance(iri, str) else iri
        return self._read_or_rebuild(lambda store: list(store.quads_for_pattern(node, None, None, DefaultGraph())))

    def find_incoming(self, predicate: str, iri: str) -> list[Quad]:
        """Find the triples with a predicate, given by its short name, whose object is a node, in the default graph.

        Raises:
            ValueError: it is no IRI.

        >>> day = open_day("2026-11-24")
        >>> [quad.subject.value.rpartition("/")[2] for quad in day.find_incoming("ag:covers", day.cite("53(1)(c)"))]
        ['cpy.com_1']
        """
        at = to_named_node(predicate), NamedNode(iri)
        return self._read_or_rebuild(lambda store: list(store.quads_for_pattern(None, *at, DefaultGraph())))

    def list_parts(self, iri: str) -> list[Node]:
        """List the direct parts of a node, in the order of the text; pages are not parts.

        >>> day = open_day("2026-11-24")
        >>> [part.label for part in day.list_parts(day.cite("Copyright Commitment 1"))][:2]
        ['Copyright Measure 1.1', 'Copyright Measure 1.2']
        """
        found: dict[str, Node] = {}
        for place in ("eli:is_part_of", "dcterms:isPartOf"):
            for quad in self.find_incoming(place, iri):
                if isinstance(quad.subject, NamedNode) and quad.subject.value not in found:
                    found[quad.subject.value] = self.get_node(quad.subject.value)
        return sorted((node for node in found.values() if node.kind != "Page"), key=lambda node: node.sort_key)

    def list_ancestors(self, iri: str) -> list[Node]:
        """List the nodes that contain a node, the nearest last.

        >>> day = open_day("2026-11-24")
        >>> [ancestor.label for ancestor in day.list_ancestors(day.cite("53(2)"))]
        ['Chapter V', 'Chapter V, Section 2', 'Article 53']
        """
        above: list[Node] = []
        place = self.get_node(iri).parent
        while place and place in self:
            above.insert(0, self.get_node(place))
            place = above[0].parent
        return above


def open_day(date: "str | datetime.date | None" = None) -> Day:
    """Open the graph of a day.

    Args:
        date: ISO 8601 date, or a `datetime.date`; today (UTC) by default.

    Raises:
        InputError: it is not a date, or no text of the graph is in force on it.

    >>> open_day("2025-01-01").date
    '2025-01-01'
    """
    return _open_cached_day(catalog.parse_date(date))


@functools.cache
def open_all_editions() -> Day:
    """Open one graph with all editions of all texts.

    >>> "https://w3id.org/actgraph/eli/reg/2024/1689/art_75a" in open_all_editions()
    True
    """
    return Day("", catalog.load_catalog())


@functools.lru_cache(maxsize=16)  # limited: a server may be asked for thousands of days
def _open_cached_day(date: str) -> Day:
    day = Day(date, graphs := catalog.find_valid_graphs(date), get_store(tuple(graphs)))
    day.undated = _open_undated_day(tuple(graphs))
    return day


@functools.cache
def _open_undated_day(graphs: tuple[NamedGraph, ...]) -> Day:
    return Day("", graphs, get_store(graphs))
