"""Mutated texts give a result or a known error, nothing else; texts that once broke a reader are read again.

`python -m tests.robustness.fuzz` runs for as long as you ask.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actgraph.documents import draft
from tests.conftest import ROOT
from tests.robustness.fuzz.near_texts import mutate_seed
from tests.robustness.fuzz.targets import list_fuzz_targets

BROKEN_FOLDER = ROOT / "tests" / "broken"  # a folder per target, a file per text
BROKEN_FILES = [pytest.param(file, id=f"{file.parent.name} {file.name}") for file in sorted(BROKEN_FOLDER.glob("*/*"))]


@pytest.mark.parametrize("name", list_fuzz_targets())
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_odd_text_is_read_or_refused(name, data):
    target = list_fuzz_targets()[name]
    target.read(data.draw(mutate_seed(target)))


@pytest.mark.parametrize("name", list_fuzz_targets())
def test_seeds_are_read_or_refused(name):
    for seed in list_fuzz_targets()[name].seeds:
        list_fuzz_targets()[name].read(seed)


def test_each_seed_of_a_document_reaches_its_reader(monkeypatch):
    """Else a target would only fuzz how documents are told apart."""
    reached = []
    draft_profile = draft.draft_profile

    def record(documents):
        reached.extend(documents)
        return draft_profile(documents)

    monkeypatch.setattr(draft, "draft_profile", record)
    targets = {name: one for name, one in list_fuzz_targets().items() if name.startswith("document ")}
    for name, target in targets.items():
        for seed in target.seeds:
            reached.clear()
            target.read(seed)
            assert [reading for one in reached for reading in one.readings], name


@pytest.mark.parametrize("file", BROKEN_FILES)
def test_past_crashes_are_fixed(file):
    list_fuzz_targets()[file.parent.name].read(file.read_bytes())


def test_past_crashes_name_targets():
    assert {file.parent.name for file in BROKEN_FOLDER.glob("*/*")} <= set(list_fuzz_targets())
