"""Real stores answer as the local engine does: every named query, every rule."""

import pytest

from actgraph import graph, queries, remote_asking
from tests import stores
from tests.test_queries import CASES, IDS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("stores")]
DAY = "2026-11-24"


@pytest.fixture(scope="module", params=stores.params())
def store(request, tmp_path_factory):
    with stores.loaded(request.param, tmp_path_factory.mktemp(request.param)) as found:
        yield found


@pytest.mark.parametrize(("name", "params", "day"), CASES, ids=IDS)
def test_a_named_query_gives_the_same_rows(store, name, params, day):
    query, of_day = queries.named(name), graph.on(day)
    text = queries.bind(query, queries.read(query, of_day, params))
    assert remote_asking.of_ours(store.remote, text, of_day) == of_day.answer(text)
