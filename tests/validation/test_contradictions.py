"""Test that contradictions which a reader planted are named, with the statements that disagree and their lines."""

import csv
import re

import pytest

from actgraph.graph.day import open_day
from actgraph.validation.findings import STATEMENTS
from actgraph.validation.groups import NOT_DESCRIBED
from actgraph.validation.validate import validate
from tests.conftest import ROOT

PLANTED = ROOT / "tests/cases/planted"
# Lines of the reader's table that no message names, and why.
UNNAMED = {
    "03-a.ttl": {39, 40},
}


def read_rows():
    with (ROOT / "tests/data/planted_contradictions.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: row["profile"])
def test_planted_contradiction_is_named(row):
    report = validate([str(PLANTED / row["profile"])], open_day("2026-11-28"))
    named = [one for one in report.findings if STATEMENTS in one.message]
    lines = [set(map(int, re.findall(r"\(line (\d+)\)", one.message))) for one in named]
    print(row["profile"], row["lines"], [sorted(x) for x in lines])
