"""Test the copy of a store in memory: same answers as on disk, none for commands, a bounded number."""

import threading

import pytest
from pyoxigraph import Store

from actgraph.graph import catalog, store
from actgraph.graph.day import Day, open_day
from actgraph.sparql import named_queries
from tests.support.query_cases import CASES

NOTHING = "SELECT * { ?no a <urn:no> }"


@pytest.fixture(autouse=True)
def _none_yet(monkeypatch):
    monkeypatch.setattr(store, "_copies", {})


def _open_day_copied(day: str) -> Day:
    found = Day(day, catalog.find_valid_graphs(day))
    for _ in range(store.COPY_AFTER):
        found.select_rows(NOTHING)
    _wait_for_copy()
    return found


def _wait_for_copy() -> None:
    for thread in threading.enumerate():
        if thread.name == store.COPYING:
            thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("day", sorted({day for _, _, day in CASES}))
def test_memory_copy_gives_same_rows(day):
    near, far = _open_day_copied(day), open_day(day)
    assert list(store._copies.values()) == [near._store]
    for name, params in [case[:2] for case in CASES if case[2] == day]:
        assert named_queries.run_named_query(name, near, params) == named_queries.run_named_query(name, far, params), (
            name
        )
    for edition in near.editions:  # the named graphs are copied too
        assert near.is_in_edition(near.cite("Article 53"), edition) == far.is_in_edition(
            far.cite("Article 53"), edition
        )


def test_number_of_memory_copies_is_limited(monkeypatch):
    monkeypatch.setattr(store, "MAX_COPIES", 1)
    first, second = _open_day_copied("2024-08-01"), _open_day_copied("2025-02-01")
    assert list(store._copies.values()) == [first._store]
    assert named_queries.run_named_query("application-dates", second, {}) == named_queries.run_named_query(
        "application-dates", open_day("2025-02-01"), {}
    )


@pytest.mark.parametrize(
    "words",
    [
        ("covers", "53"),
        ("show", "Article 10", "--all-editions"),
        ("timeline",),
        ("assess", "examples/special-cases.ttl"),
        ("validate", "examples/special-cases.ttl"),
    ],
    ids=lambda words: words[0],
)
def test_command_does_not_trigger_copy(words, monkeypatch, run):
    asked = []
    ask = Day.query
    monkeypatch.setattr(Day, "query", lambda day, query: asked.append(query) or ask(day, query))
    assert run(*words)[0] in (0, 1)
    assert len(asked) < store.COPY_AFTER / 2


def test_stores_of_same_graphs_are_independent():
    empty = Day("2024-08-01", catalog.find_valid_graphs("2024-08-01"), Store())
    for day in (_open_day_copied("2024-08-01"), empty):
        for _ in range(store.COPY_AFTER):
            day.select_rows(NOTHING)
        _wait_for_copy()
    assert empty.select_rows("SELECT * { ?any ?has ?all } LIMIT 1") == []
