"""The graphs that a query is asked over where it names some: by FROM, or by the protocol.

A name is that of a named graph of the catalogue, or of an edition of a text. An edition stands for a day on which it
holds, with all that holds then: who asks for the Act as published asks for the law of that time.
"""

import functools
from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from actgraph.core.errors import UnansweredError
from actgraph.core.prefixes import shorten
from actgraph.core.suggestions import misses
from actgraph.graph import catalog
from actgraph.graph.catalog import Edition, Graph
from actgraph.graph.store import opened


class Chosen(NamedTuple):
    """What a query is asked over.

    Attributes:
        store: its default graph is what is asked without GRAPH.
        named: the named graphs that GRAPH looks into; None for all that are in the store.
        basis: what was named, in words; empty where nothing was.
    """

    store: Store
    named: tuple[str, ...] | None = None
    basis: str = ""


def chosen(day: str, default: Sequence[str], named: Sequence[str]) -> Chosen:
    """The store that has some graphs, and no others.

    Args:
        day: ISO 8601 date: the graphs of this day are asked where none is named.
        default: names of graphs or editions whose triples are asked without GRAPH.
        named: names of those that GRAPH looks into.

    Raises:
        UnansweredError: a name is none of ours.

    >>> act = "https://w3id.org/actgraph/graphs/edition.act.2024-07-12"
    >>> then, now = (chosen("2026-11-24", names, []) for names in ([act], []))
    >>> article_75a = NamedNode("https://w3id.org/actgraph/eli/reg/2024/1689/art_75a")
    >>> [any(one.store.quads_for_pattern(article_75a, None, None)) for one in (then, now)]
    [False, True]
    """
    today = tuple(catalog.holding(day))
    if not default and not named:
        return Chosen(opened(today))
    graphs = tuple(dict.fromkeys(one for name in default for one in _graphs(name, day)))
    within = tuple(dict.fromkeys(one for name in named for one in _graphs(name, day)))
    if graphs == today and not within:  # there is a store of it: nothing need be put together
        return Chosen(opened(today), (), told(default, named, day))
    return Chosen(_composed(graphs, within), tuple(one.iri for one in within), told(default, named, day))


def told(default: Sequence[str], named: Sequence[str], today: str) -> str:
    """The graphs that are named, in words.

    Args:
        default: names of those that are asked without GRAPH.
        named: names of those that GRAPH looks into.
        today: ISO 8601 date.

    >>> told(["https://w3id.org/actgraph/graphs/core"], [], "2026-11-24")
    'over the graphs that are named: grf:core'
    """
    words = []
    for name in dict.fromkeys([*default, *named]):
        edition = editions().get(name)
        words.append(
            f"{edition.label}, with all that holds on {edition.seen_from(today)}" if edition else shorten(name)
        )
    return f"over the graphs that are named: {'; '.join(sorted(words))}"


def _graphs(name: str, today: str) -> Sequence[Graph]:
    found = [one for one in catalog.graphs() if one.iri == name]
    if found:
        return found
    if name in editions():
        return catalog.holding(editions()[name].seen_from(today))
    raise unknown(name, "a graph that is named is none of ours: nothing is fetched")


def unknown(name: str, what: str) -> UnansweredError:
    """The error of a name that is none of ours.

    Args:
        name: IRI.
        what: what is wrong, one sentence without a full stop.

    >>> unknown("https://w3id.org/actgraph/graphs/cor", "it is not there").near[0]
    'https://w3id.org/actgraph/graphs/core'
    """
    known = [*editions(), *(one.iri for one in catalog.graphs())]
    todo = "Those of the catalogue can be named, such as grf:core, and editions, such as grf:edition.act.2026-07-27."
    return UnansweredError("refused", what, todo=todo, near=misses(name, known))


def editions() -> dict[str, Edition]:
    """The editions by their names.

    >>> editions()["https://w3id.org/actgraph/graphs/edition.act.2024-07-12"].start
    '2024-08-01'
    """
    return {edition.iri: edition for edition in catalog.editions(catalog.graphs())}


@functools.lru_cache(maxsize=2)  # each takes some ten megabytes
def _composed(default: tuple[Graph, ...], named: tuple[Graph, ...]) -> Store:
    """A store put together of graphs of whatever day; a triple that is in two of them is there once."""
    whole = opened(tuple(catalog.graphs()))
    made = Store()
    for one in default:
        quads = whole.quads_for_pattern(None, None, None, NamedNode(one.iri))
        made.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    for one in named:
        made.extend(whole.quads_for_pattern(None, None, None, NamedNode(one.iri)))
    return made
