"""A store that is lent for a check holds the law of its day and nothing of the checks before."""

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from actgraph.graph.day import open_day
from actgraph.reasoning import law_facts, law_store_pool

NODE = NamedNode("urn:a")


def _held(store):
    return list(store.quads_for_pattern(None, None, None, DefaultGraph()))


def _fill(store, number):
    store.extend(Quad(NODE, NODE, Literal(one)) for one in range(number))


@pytest.fixture
def day():
    law_store_pool._get_idle_stores.cache_clear()
    return open_day("2026-11-24")


def test_it_is_lent_again_without_what_it_held(day):
    with law_store_pool.borrow_law_store(day) as one:
        _fill(one, 10)
    with law_store_pool.borrow_law_store(day) as other:
        assert other is one
        assert _held(other) == []
        assert len(other) == len(law_facts.load_law_facts(day)) + 2


def test_two_at_once_are_two(day):
    with law_store_pool.borrow_law_store(day) as one, law_store_pool.borrow_law_store(day) as other:
        _fill(one, 1)
        assert _held(other) == []


def test_it_is_not_lent_again_after_it_has_held_much(day):
    """The engine keeps something of all that is removed: memory and time would grow with every check."""
    stores = []
    for _ in range(3):
        with law_store_pool.borrow_law_store(day) as store:
            _fill(store, law_store_pool._MAX_REMOVED_TRIPLES // 2)
        stores.append(store)
    assert [store is stores[0] for store in stores] == [True, True, False]


def test_what_a_check_that_failed_left_is_not_lent(day):
    with pytest.raises(TypeError), law_store_pool.borrow_law_store(day) as store:
        store.extend([Quad(NODE, NODE, NODE), None])
    with law_store_pool.borrow_law_store(day) as other:
        assert _held(other) == []


def test_days_of_one_text_have_stores_of_their_own(day):
    with law_store_pool.borrow_law_store(day) as one:
        pass
    with law_store_pool.borrow_law_store(open_day("2026-11-23")) as other:
        assert other is not one
