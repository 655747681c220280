"""Test the pool of law stores: one holds what rules match of the law, its day, and nothing of earlier checks."""

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from actgraph.core.prefixes import expand_curie
from actgraph.graph.day import open_day
from actgraph.reasoning import law_store_pool, rule_sets, rules
from actgraph.reasoning.rule_terms import get_used_term
from actgraph.reasoning.rules import LAW_GRAPH
from tests.support.rule_cases import CASES_FOLDER, fill_store_with_law, read_rule_case

NODE = NamedNode("urn:a")


def _list_held(store):
    return list(store.quads_for_pattern(None, None, None, DefaultGraph()))


def _fill_store(store, number):
    store.extend(Quad(NODE, NODE, Literal(one)) for one in range(number))


@pytest.fixture
def day():
    law_store_pool._get_idle_stores.cache_clear()
    return open_day("2026-11-24")


def test_reused_store_is_clean(day):
    with law_store_pool.borrow_law_store(day) as one:
        _fill_store(one, 10)
    with law_store_pool.borrow_law_store(day) as other:
        assert other is one
        assert _list_held(other) == []
        assert {get_used_term(quad.triple) for quad in other} == law_store_pool.collect_law_terms(day)


def test_concurrent_borrowers_get_own_stores(day):
    with law_store_pool.borrow_law_store(day) as one, law_store_pool.borrow_law_store(day) as other:
        _fill_store(one, 1)
        assert _list_held(other) == []


def test_store_that_held_much_is_not_reused(day):
    """The engine keeps traces of removed triples: memory and time would grow with every check."""
    stores = []
    for _ in range(3):
        with law_store_pool.borrow_law_store(day) as store:
            _fill_store(store, law_store_pool._MAX_REMOVED_TRIPLES // 2)
        stores.append(store)
    assert [store is stores[0] for store in stores] == [True, True, False]


def test_store_of_failed_check_is_not_reused(day):
    with pytest.raises(TypeError), law_store_pool.borrow_law_store(day) as store:
        store.extend([Quad(NODE, NODE, NODE), None])
    with law_store_pool.borrow_law_store(day) as other:
        assert _list_held(other) == []


def test_store_tells_the_day_of_its_borrower_alone(day):
    on_day = NamedNode(expand_curie("ag:onDay"))
    for date in ("2026-11-24", "2026-11-23"):
        with law_store_pool.borrow_law_store(open_day(date)) as store:
            told = [quad.object.value for quad in store.quads_for_pattern(None, on_day, None, LAW_GRAPH)]
        assert told == [date]


@pytest.mark.parametrize("rule", rule_sets.list_rules_for_shapes(), ids=lambda rule: rule.name)
def test_whole_law_leads_to_no_other_conclusions(rule):
    case = read_rule_case(CASES_FOLDER / f"{rule.name}.trig")
    whole, used_terms = fill_store_with_law(case.fires, case.day)
    with law_store_pool.borrow_law_store(open_day(case.day)) as store:
        store.extend(Quad(*fact) for fact in case.fires)
        found = _infer(
            store, law_store_pool.collect_law_terms(open_day(case.day)) | set(map(get_used_term, case.fires))
        )
    assert found == _infer(whole, used_terms)


def _infer(store, used_terms):
    return set(rules.infer_triples(store, used_terms, rule_sets.list_rules_for_shapes()))
