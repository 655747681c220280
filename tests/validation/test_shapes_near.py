"""What the shapes find near data in which they find nothing is what the lists say."""

import pytest

from tests.support import near_shapes


@pytest.mark.parametrize("name", near_shapes.LISTS)
def test_the_shapes_find_near_good_data_what_the_list_says(name):
    near = near_shapes.LISTS[name]()
    listed = (near_shapes.CASES / name).read_text(encoding="utf-8")
    assert near.listed() == listed, "read it; python -m tests.support.near_shapes writes it anew"


@pytest.mark.parametrize("name", near_shapes.LISTS)
def test_nothing_is_found_where_nothing_is_changed(name):
    near = near_shapes.LISTS[name]()
    assert near_shapes.engine.run_checks(near.checks, near.store) == []
