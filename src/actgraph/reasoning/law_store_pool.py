"""Keep a pool of in-memory stores that are preloaded with the law of a day."""

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pyoxigraph import DefaultGraph, Quad, Store, Triple

from actgraph.graph.day import Day
from actgraph.reasoning import law_facts, rule_sets
from actgraph.reasoning.derived import build_day_facts
from actgraph.reasoning.rule_terms import get_used_term
from actgraph.reasoning.rules import LAW_GRAPH

# The engine keeps data of removed triples, so that a store that is reused often becomes large and slow.
_MAX_REMOVED_TRIPLES = 5_000


@contextmanager
def borrow_law_store(day: Day) -> Iterator[Store]:
    """Lend a store that holds the day and, of its law, what the rules for shapes match, in the graph `rules.LAW_GRAPH`.

    Filling a store takes as long as validating a small profile, so stores are reused. Each has one user at a time. A
    store is not reused after an error.

    >>> from actgraph.graph.day import open_day
    >>> with borrow_law_store(open_day("2026-11-24")) as store:
    ...     print(list(store.named_graphs()), any(store.quads_for_pattern(None, None, None, DefaultGraph())))
    [<NamedNode value=urn:actgraph:law>] False
    """
    idle = _get_idle_stores(day.undated)
    store, law, held = idle.pop() if idle else _build_law_store(day)
    today = list(map(_to_law_quad, build_day_facts(day)))
    store.extend(today)
    yield store
    held += len(store) - law
    if held < _MAX_REMOVED_TRIPLES:
        store.clear_graph(DefaultGraph())
        for quad in today:
            store.remove(quad)
        idle.append((store, law, held))


@functools.lru_cache(maxsize=8)
def collect_law_terms(day: Day) -> frozenset[str]:
    """Collect the properties and classes that the graph `rules.LAW_GRAPH` of such a store uses.

    >>> from actgraph.graph.day import open_day
    >>> prefix = "https://w3id.org/actgraph/ns/"
    >>> {prefix + "appliesBy", prefix + "onDay"} <= collect_law_terms(open_day("2026-11-24"))
    True
    """
    return frozenset(map(get_used_term, [*_list_matched_facts(day.undated), *build_day_facts(day)]))


@functools.lru_cache(maxsize=8)
def _get_idle_stores(day: Day) -> list[tuple[Store, int, int]]:
    """Get the idle stores of a law, each with its number of law triples and of other triples it has ever held."""
    return []


def _build_law_store(day: Day) -> tuple[Store, int, int]:
    store = Store()
    store.extend(map(_to_law_quad, _list_matched_facts(day)))
    return store, len(store), 0


@functools.lru_cache(maxsize=8)
def _list_matched_facts(day: Day) -> Sequence[Triple]:
    named = rule_sets.list_named_terms_for_shapes()
    return [fact for fact in law_facts.load_law_facts(day) if get_used_term(fact) in named]


def _to_law_quad(fact: Triple) -> Quad:
    return Quad(fact.subject, fact.predicate, fact.object, LAW_GRAPH)
