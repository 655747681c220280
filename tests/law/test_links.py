"""Test the links of the graph as a whole."""

import pytest

from actgraph.core.prefixes import expand_curie
from actgraph.graph.day import open_day
from actgraph.law.link_paths import LINK_TYPES
from actgraph.law.links import find_links


@pytest.mark.parametrize("date", ["2025-01-01", "2026-11-24"])
def test_order_of_links_does_not_depend_on_store(date):
    found = [(one.start, expand_curie(one.link) or "", one.end) for one in find_links(open_day(date), LINK_TYPES)]
    assert len(found) > 5_000
    assert found == sorted(found)
