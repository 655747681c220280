"""Open the RDF dataset that a query names, by FROM and FROM NAMED or by the SPARQL protocol.

A name is the IRI of a named graph in the catalogue, or of an edition of a text. An edition stands for all graphs that
are valid on a day of that edition: a query on the Act as published is a query on the law of that time.
"""

import functools
from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from actgraph.core.errors import UnansweredError
from actgraph.core.prefixes import shorten_iri
from actgraph.core.suggestions import suggest_labels
from actgraph.graph import catalog
from actgraph.graph.catalog import Edition, NamedGraph
from actgraph.graph.store import get_store


class QueryDataset(NamedTuple):
    """The RDF dataset of a query (SPARQL 1.1 Query, section 13).

    Attributes:
        store: the store with the default graph and the named graphs.
        named_graphs: IRIs of the named graphs that GRAPH may match; None for all in the store.
        basis: the graphs that the query named, in words; empty if it named none.
    """

    store: Store
    named_graphs: tuple[str, ...] | None = None
    basis: str = ""


def open_dataset(day: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> QueryDataset:
    """Open a store with exactly the given graphs, or with all graphs of a day if none are given.

    Args:
        day: ISO 8601 date.
        default_graphs: IRIs of graphs or editions for the default graph.
        named_graphs: IRIs of graphs or editions for GRAPH.

    Raises:
        UnansweredError: there is no such graph or edition.

    >>> act = "https://w3id.org/actgraph/graphs/edition.act.2024-07-12"
    >>> then, now = (open_dataset("2026-11-24", names, []) for names in ([act], []))
    >>> article_75a = NamedNode("https://w3id.org/actgraph/eli/reg/2024/1689/art_75a")
    >>> [any(one.store.quads_for_pattern(article_75a, None, None)) for one in (then, now)]
    [False, True]
    """
    today = tuple(catalog.find_valid_graphs(day))
    if not default_graphs and not named_graphs:
        return QueryDataset(get_store(today))
    graphs = tuple(dict.fromkeys(one for name in default_graphs for one in find_graphs(name, day)))
    within = tuple(dict.fromkeys(one for name in named_graphs for one in find_graphs(name, day)))
    if graphs == today and not within:  # the store of the day has exactly these
        return QueryDataset(get_store(today), (), describe_dataset(default_graphs, named_graphs, day))
    return QueryDataset(
        _compose_store(graphs, within),
        tuple(one.iri for one in within),
        describe_dataset(default_graphs, named_graphs, day),
    )


def describe_dataset(default_graphs: Sequence[str], named_graphs: Sequence[str], day: str) -> str:
    """Describe in words the graphs that a query names.

    >>> describe_dataset(["https://w3id.org/actgraph/graphs/core"], [], "2026-11-24")
    'over the graphs that are named: grf:core'
    """
    words = []
    for name in dict.fromkeys([*default_graphs, *named_graphs]):
        edition = index_editions().get(name)
        words.append(
            f"{edition.label}, with all that holds on {edition.clamp_day(day)}" if edition else shorten_iri(name)
        )
    return f"over the graphs that are named: {'; '.join(sorted(words))}"


def find_graphs(name: str, day: str) -> Sequence[NamedGraph]:
    """Find the graph of a name, or those that hold on a day of the edition of this name.

    Raises:
        UnansweredError: there is no such graph or edition.

    >>> [graph.iri for graph in find_graphs("https://w3id.org/actgraph/graphs/core", "2026-11-24")]
    ['https://w3id.org/actgraph/graphs/core']
    """
    found = [one for one in catalog.load_catalog() if one.iri == name]
    if found:
        return found
    if name in index_editions():
        return catalog.find_valid_graphs(index_editions()[name].clamp_day(day))
    raise make_unknown_graph_error(name, "a graph that is named is none of ours: nothing is fetched")


def make_unknown_graph_error(name: str, what: str) -> UnansweredError:
    """Build the error for an unknown graph, with suggestions.

    Args:
        name: the IRI of the graph.
        what: what is wrong, one sentence without a full stop.

    >>> make_unknown_graph_error("https://w3id.org/actgraph/graphs/cor", "it is not there").near[0]
    'https://w3id.org/actgraph/graphs/core'
    """
    known = [*index_editions(), *(one.iri for one in catalog.load_catalog())]
    todo = "Those of the catalogue can be named, such as grf:core, and editions, such as grf:edition.act.2026-07-27."
    return UnansweredError("refused", what, todo=todo, near=suggest_labels(name, known))


def index_editions() -> dict[str, Edition]:
    """Index the editions of the catalogue by IRI.

    >>> index_editions()["https://w3id.org/actgraph/graphs/edition.act.2024-07-12"].start
    '2024-08-01'
    """
    return {edition.iri: edition for edition in catalog.list_editions(catalog.load_catalog())}


@functools.lru_cache(maxsize=2)  # each store takes some ten megabytes
def _compose_store(default_graphs: tuple[NamedGraph, ...], named_graphs: tuple[NamedGraph, ...]) -> Store:
    """Compose a store of graphs of any day; a triple in several default graphs is added once."""
    whole = get_store(tuple(catalog.load_catalog()))
    made = Store()
    for one in default_graphs:
        quads = whole.quads_for_pattern(None, None, None, NamedNode(one.iri))
        made.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    for one in named_graphs:
        made.extend(whole.quads_for_pattern(None, None, None, NamedNode(one.iri)))
    return made
