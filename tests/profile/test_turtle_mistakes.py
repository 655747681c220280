"""Test that an ordinary mistake in a profile is named with its line and its remedy."""

import tomllib

import pytest

from actgraph.core.errors import ProfileError
from actgraph.profile.profile import read_profile
from tests.conftest import ROOT
from tests.support.looping import each

FOLDER = ROOT / "tests/cases/mistakes"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))


@each("name", EXPECTED)
def test_mistake_is_explained(name):
    with pytest.raises(ProfileError) as caught:
        read_profile(str(FOLDER / name))
    line, told = EXPECTED[name]["line"], str(caught.value)
    assert told.startswith(f"{FOLDER / name}:{line}: " if line else f"{FOLDER / name}: ")
    assert [words for words in EXPECTED[name]["says"] if words not in told] == [], told
    assert caught.value.todo


def test_every_case_is_expected():
    assert {path.name for path in FOLDER.iterdir()} - {"expected.toml"} == set(EXPECTED)
