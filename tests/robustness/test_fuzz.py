"""Texts that nobody would write: an answer or an error of ours, never anything else; and what once broke stays mended.

`python -m tests.robustness.fuzz` goes on for as long as it is told to.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.robustness.fuzz.near_texts import mutated
from tests.robustness.fuzz.targets import all_of

BROKEN = ROOT / "tests" / "broken"  # a folder for each target, a file for each text
ONCE = [pytest.param(file, id=f"{file.parent.name} {file.name}") for file in sorted(BROKEN.glob("*/*"))]


@pytest.mark.parametrize("name", all_of())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_odd_text_is_read_or_refused(name, data):
    target = all_of()[name]
    target.read(data.draw(mutated(target)))


@pytest.mark.parametrize("name", all_of())
def test_the_seeds_are_read_or_refused(name):
    for seed in all_of()[name].seeds:
        all_of()[name].read(seed)


@pytest.mark.parametrize("file", ONCE)
def test_what_once_broke_is_mended(file):
    all_of()[file.parent.name].read(file.read_bytes())


def test_what_once_broke_is_of_a_target():
    assert {file.parent.name for file in BROKEN.glob("*/*")} <= set(all_of())
