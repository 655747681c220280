"""Test that contradictions which a reader planted are named, with the statements that disagree and their lines."""

import csv
import re

import pytest

from actgraph.graph.day import open_day
from actgraph.validation.findings import STATEMENTS
from actgraph.validation.validate import validate
from tests.conftest import ROOT

PLANTED = ROOT / "tests/cases/planted"


def _read_rows():
    with (ROOT / "tests/data/planted_contradictions.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _find_named_lines(finding):
    return set(map(int, re.findall(r"\(line (\d+)\)", finding.message.partition(STATEMENTS)[2])))


@pytest.fixture(scope="module")
def reports():
    day = open_day("2026-11-28")
    return {path.name: validate([str(path)], day) for path in sorted(PLANTED.glob("*.ttl"))}


ROWS = [row for row in _read_rows() if not row["kind"].startswith("15") and row["rating"] != "nothing to find"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["profile"])
def test_message_names_two_planted_statements(reports, row):
    wanted = set(map(int, row["lines"].split(", ")))
    named = [_find_named_lines(one) & wanted for one in reports[row["profile"]].findings]
    assert max(map(len, named)) >= 2


# What the reader rates a contradiction and the graph asks about, and why.
ASKED_INSTEAD = {
    "01-a.ttl": "an estimate that was sent before the end of training can be right as it stands (guidelines 31)",
    "01-b.ttl": "as 01-a",
    "06-b.ttl": "one summary may serve several models with the same content (notice point 30)",
    "08-a.ttl": "the kinds that a document states may be incomplete",
    "09-a.ttl": "a measure can be followed as an alternative means (Article 53(4)); the kind of document fits",
    "10-a.ttl": "the class changes only after two accounting periods above the ceilings",
    "12-a.ttl": "data may be added before the next update of the summary (notice point 29)",
    "12-b.ttl": "as 12-a",
    "13-a.ttl": "the list may lag behind",
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["profile"])
def test_contradiction_is_told_as_such_and_question_as_question(reports, row):
    wanted = set(map(int, row["lines"].split(", ")))
    found = {one.severity for one in reports[row["profile"]].findings if len(_find_named_lines(one) & wanted) >= 2}
    is_certain = row["rating"].startswith(("contradiction", "no contradiction")) and row["profile"] not in ASKED_INSTEAD
    assert ("violation" in found) == is_certain


CONTROLS = [row["profile"] for row in _read_rows() if row["rating"] == "nothing to find"]


@pytest.mark.parametrize("name", CONTROLS)
def test_control_has_no_contradiction(reports, name):
    assert [one for one in reports[name].findings if one.urgency == "contradiction"] == []


@pytest.mark.parametrize(
    ("profile", "meant"),
    [("15-a.ttl", "exa:dunlin.model.trainingsumary"), ("15-b.ttl", "https://example.org/profile/bramble_24b")],
)
def test_name_that_is_not_described_has_near_name(reports, profile, meant):
    (first, *_) = reports[profile].findings
    assert first.urgency == "unreadable"
    assert first.todo.startswith(f"Did you mean {meant}?")


def test_other_planted_profiles_are_told_nothing_that_is_not_planted(reports):
    """Contradictions that no row has would be noise."""
    wanted = {row["profile"]: set(map(int, row["lines"].split(", "))) for row in _read_rows()}
    surplus = [
        (name, one.message)
        for name, report in reports.items()
        for one in report.findings
        if one.urgency == "contradiction" and not _find_named_lines(one) & wanted[name]
    ]
    assert surplus == []
