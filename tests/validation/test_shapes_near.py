"""Test that small changes to clean profiles give the listed findings."""

import pytest

from tests.support import near_shapes


@pytest.mark.parametrize("name", near_shapes.LISTS)
def test_near_profiles_give_listed_findings(name):
    near = near_shapes.LISTS[name]()
    listed = (near_shapes.CASES / name).read_text(encoding="utf-8")
    assert near.format_list() == listed, "read it; python -m tests.support.near_shapes writes it anew"


@pytest.mark.parametrize("name", near_shapes.LISTS)
def test_unchanged_profile_has_no_finding(name):
    near = near_shapes.LISTS[name]()
    assert near_shapes.engine.run_checks(near.checks, near.store) == []
