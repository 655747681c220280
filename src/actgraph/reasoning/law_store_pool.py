"""Stores with the law of a day in a graph of their own, for who lets rules run over profiles: lent, and taken back."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

from pyoxigraph import DefaultGraph, Quad, Store

from actgraph.graph.day import Day
from actgraph.reasoning import law_facts
from actgraph.reasoning.derived import asked
from actgraph.reasoning.rule_terms import named_by
from actgraph.reasoning.rules import LAW

_MOST_HELD = 5_000  # statements: the engine keeps of what is removed so much that with the time it gets large and slow


@contextmanager
def lent(day: Day) -> Iterator[Store]:
    """A store in memory with nothing in it but the law of a day and the day, in the graph `rules.LAW`.

    To fill one takes as long as to check a small profile, so they are kept for a while; nobody else has it meanwhile.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph import day
    >>> with lent(day.on("2026-11-24")) as store:
    ...     print(list(store.named_graphs()), any(store.quads_for_pattern(None, None, None, DefaultGraph())))
    [<NamedNode value=urn:actgraph:law>] False
    """
    idle = _idle(day)
    store, law, held = idle.pop() if idle else _filled(day)
    yield store
    held += len(store) - law
    if held < _MOST_HELD:  # what fails is not taken back either
        store.clear_graph(DefaultGraph())
        idle.append((store, law, held))


@functools.lru_cache(maxsize=8)
def said(day: Day) -> frozenset[str]:
    """The properties and classes that are in that graph.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph import day
    >>> prefix = "https://w3id.org/actgraph/ns/"
    >>> {prefix + "appliesBy", prefix + "onDay"} <= said(day.on("2026-11-24"))
    True
    """
    return frozenset(map(named_by, [*law_facts.facts(day), *asked(day)]))


@functools.lru_cache(maxsize=8)
def _idle(day: Day) -> list[tuple[Store, int, int]]:
    """Stores, how many statements of the law each has, and how many others it has had."""
    return []


def _filled(day: Day) -> tuple[Store, int, int]:
    store = Store()
    store.extend(Quad(fact.subject, fact.predicate, fact.object, LAW) for fact in [*law_facts.facts(day), *asked(day)])
    return store, len(store), 0
