"""Test the cache of parsed queries: a known text is not parsed again, and the answer is the same."""

import pytest

from actgraph.core.errors import UnansweredError
from actgraph.sparql import execute, guard
from actgraph.sparql.execute import QueryRequest, execute_query, prepare_query

GOOD = "SELECT ?one { ?one a ag:Commitment } ORDER BY ?one"
DAY, BEFORE = "2026-11-24", "2025-01-01"


@pytest.fixture
def parsed(monkeypatch):
    """Record the texts that are parsed."""
    texts: list[str] = []
    parse = guard._parse_query
    monkeypatch.setattr(guard, "_parse_query", lambda text, source: texts.append(text) or parse(text, source))
    execute._check_cached.cache_clear()
    return texts


def test_known_text_is_not_parsed_again(parsed):
    first, again = (prepare_query(QueryRequest(GOOD, DAY)) for _ in range(2))
    assert len(parsed) == 1
    assert (again.checked, again.format_name) == (first.checked, first.format_name)
    assert execute_query(again).body == execute_query(first).body


def test_cached_query_keeps_own_day_and_format(parsed):
    bodies = {
        execute_query(prepare_query(QueryRequest(GOOD, day, rows_format=form))).body
        for day in (DAY, BEFORE)
        for form in ("json", "csv")
    }
    assert (len(bodies), len(parsed)) == (4, 1)


def test_refused_query_is_refused_again(parsed):
    text = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    for source in ("a.rq", "a.rq", "b.rq"):
        with pytest.raises(UnansweredError, match=f"^{source}:1"):
            prepare_query(QueryRequest(text, DAY, source))
    assert len(parsed) == 3


def test_long_texts_are_not_cached(parsed):
    text = GOOD + " " * execute._MAX_CACHED_CHARACTERS
    for _ in range(2):
        prepare_query(QueryRequest(text, DAY))
    assert len(parsed) == 2
    assert execute._check_cached.cache_info().currsize == 0
