"""What the shapes find near data in which they find nothing is what the lists say."""

import pytest

from tests import shapes_near


@pytest.mark.parametrize("name", shapes_near.LISTS)
def test_the_shapes_find_near_good_data_what_the_list_says(name):
    near = shapes_near.LISTS[name]()
    listed = (shapes_near.CASES / name).read_text(encoding="utf-8")
    assert near.listed() == listed, "read it; python -m tests.shapes_near writes it anew"


@pytest.mark.parametrize("name", shapes_near.LISTS)
def test_nothing_is_found_where_nothing_is_changed(name):
    near = shapes_near.LISTS[name]()
    assert shapes_near.engine.run_checks(near.checks, near.store) == []
