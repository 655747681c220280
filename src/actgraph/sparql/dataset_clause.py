"""The graphs that a query is asked over where it names some: by FROM, or by the protocol.

A name is that of a named graph of the catalogue, or of an edition of a text. An edition stands for a day on which it
holds, with all that holds then: who asks for the Act as published asks for the law of that time.
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
    """What a query is asked over.

    Attributes:
        store: its default graph is what is asked without GRAPH.
        named_graphs: the named graphs that GRAPH looks into; None for all that are in the store.
        basis: what was named, in words; empty where nothing was.
    """

    store: Store
    named_graphs: tuple[str, ...] | None = None
    basis: str = ""


def open_dataset(day: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> QueryDataset:
    """The store that has some graphs, and no others.

    Args:
        day: ISO 8601 date: the graphs of this day are asked where none is named.
        default_graphs: names of graphs or editions whose triples are asked without GRAPH.
        named_graphs: names of those that GRAPH looks into.

    Raises:
        UnansweredError: a name is none of ours.

    >>> act = "https://w3id.org/actgraph/graphs/edition.act.2024-07-12"
    >>> then, now = (open_dataset("2026-11-24", names, []) for names in ([act], []))
    >>> article_75a = NamedNode("https://w3id.org/actgraph/eli/reg/2024/1689/art_75a")
    >>> [any(one.store.quads_for_pattern(article_75a, None, None)) for one in (then, now)]
    [False, True]
    """
    today = tuple(catalog.find_valid_graphs(day))
    if not default_graphs and not named_graphs:
        return QueryDataset(get_store(today))
    graphs = tuple(dict.fromkeys(one for name in default_graphs for one in _find_graphs(name, day)))
    within = tuple(dict.fromkeys(one for name in named_graphs for one in _find_graphs(name, day)))
    if graphs == today and not within:  # there is a store of it: nothing need be put together
        return QueryDataset(get_store(today), (), describe_dataset(default_graphs, named_graphs, day))
    return QueryDataset(
        _compose_store(graphs, within),
        tuple(one.iri for one in within),
        describe_dataset(default_graphs, named_graphs, day),
    )


def describe_dataset(default_graphs: Sequence[str], named_graphs: Sequence[str], day: str) -> str:
    """The graphs that are named, in words.

    Args:
        default_graphs: names of those that are asked without GRAPH.
        named_graphs: names of those that GRAPH looks into.
        day: ISO 8601 date.

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


def _find_graphs(name: str, day: str) -> Sequence[NamedGraph]:
    found = [one for one in catalog.load_catalog() if one.iri == name]
    if found:
        return found
    if name in index_editions():
        return catalog.find_valid_graphs(index_editions()[name].clamp_day(day))
    raise make_unknown_graph_error(name, "a graph that is named is none of ours: nothing is fetched")


def make_unknown_graph_error(name: str, what: str) -> UnansweredError:
    """The error of a name that is none of ours.

    Args:
        name: IRI.
        what: what is wrong, one sentence without a full stop.

    >>> make_unknown_graph_error("https://w3id.org/actgraph/graphs/cor", "it is not there").near[0]
    'https://w3id.org/actgraph/graphs/core'
    """
    known = [*index_editions(), *(one.iri for one in catalog.load_catalog())]
    todo = "Those of the catalogue can be named, such as grf:core, and editions, such as grf:edition.act.2026-07-27."
    return UnansweredError("refused", what, todo=todo, near=suggest_labels(name, known))


def index_editions() -> dict[str, Edition]:
    """The editions by their names.

    >>> index_editions()["https://w3id.org/actgraph/graphs/edition.act.2024-07-12"].start
    '2024-08-01'
    """
    return {edition.iri: edition for edition in catalog.list_editions(catalog.load_catalog())}


@functools.lru_cache(maxsize=2)  # each takes some ten megabytes
def _compose_store(default_graphs: tuple[NamedGraph, ...], named_graphs: tuple[NamedGraph, ...]) -> Store:
    """A store put together of graphs of whatever day; a triple that is in two of them is there once."""
    whole = get_store(tuple(catalog.load_catalog()))
    made = Store()
    for one in default_graphs:
        quads = whole.quads_for_pattern(None, None, None, NamedNode(one.iri))
        made.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    for one in named_graphs:
        made.extend(whole.quads_for_pattern(None, None, None, NamedNode(one.iri)))
    return made
