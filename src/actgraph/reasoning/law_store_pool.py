"""Stores with the law of a day in a graph of their own, for who lets rules run over profiles: lent, and taken back."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

from pyoxigraph import DefaultGraph, Quad, Store

from actgraph.graph.day import Day
from actgraph.reasoning import law_facts
from actgraph.reasoning.derived import build_day_facts
from actgraph.reasoning.rule_terms import get_used_term
from actgraph.reasoning.rules import LAW_GRAPH

_MAX_REMOVED_TRIPLES = (
    5_000  # statements: the engine keeps of what is removed so much that with the time it gets large and slow
)


@contextmanager
def borrow_law_store(day: Day) -> Iterator[Store]:
    """A store in memory with nothing in it but the law of a day and the day, in the graph `rules.LAW`.

    To fill one takes as long as to check a small profile, so they are kept for a while; nobody else has it meanwhile.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import open_day
    >>> with borrow_law_store(open_day("2026-11-24")) as store:
    ...     print(list(store.named_graphs()), any(store.quads_for_pattern(None, None, None, DefaultGraph())))
    [<NamedNode value=urn:actgraph:law>] False
    """
    idle = _get_idle_stores(day)
    store, law, held = idle.pop() if idle else _build_law_store(day)
    yield store
    held += len(store) - law
    if held < _MAX_REMOVED_TRIPLES:  # what fails is not taken back either
        store.clear_graph(DefaultGraph())
        idle.append((store, law, held))


@functools.lru_cache(maxsize=8)
def collect_law_terms(day: Day) -> frozenset[str]:
    """The properties and classes that are in that graph.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import open_day
    >>> prefix = "https://w3id.org/actgraph/ns/"
    >>> {prefix + "appliesBy", prefix + "onDay"} <= collect_law_terms(open_day("2026-11-24"))
    True
    """
    return frozenset(map(get_used_term, [*law_facts.load_law_facts(day), *build_day_facts(day)]))


@functools.lru_cache(maxsize=8)
def _get_idle_stores(day: Day) -> list[tuple[Store, int, int]]:
    """Stores, how many statements of the law each has, and how many others it has had."""
    return []


def _build_law_store(day: Day) -> tuple[Store, int, int]:
    store = Store()
    store.extend(
        Quad(fact.subject, fact.predicate, fact.object, LAW_GRAPH)
        for fact in [*law_facts.load_law_facts(day), *build_day_facts(day)]
    )
    return store, len(store), 0
