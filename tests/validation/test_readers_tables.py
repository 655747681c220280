"""Test the tables that readers wrote before the checks that will be held against them: planted errors, and answers.

`tests/cases/planted/` has profiles with one contradiction each: 01 to 15, but for 11-e to 11-h, by a reader who saw
neither rules nor shapes; the others with the rules that find them. The answers are those of the training summaries in
`../shared/sources/`, field by field of the template.
"""

import csv
from collections import Counter

from actgraph.core.prefixes import expand_curie
from actgraph.graph.day import open_day
from tests.conftest import ROOT

STATES = {"filled", "partly", "placeholder", "missing", "not applicable"}


def _read_table(name):
    with (ROOT / f"tests/data/{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_planted_statements_stand_on_their_lines():
    rows = _read_table("planted_contradictions")
    missing = []
    for row in rows:
        lines = (ROOT / "tests/cases/planted" / row["profile"]).read_text(encoding="utf-8").splitlines()
        for number, statement in zip(row["lines"].split(", "), row["statements"].split(" | "), strict=True):
            start = statement.split(" ", maxsplit=1)[0]
            if number and start not in lines[int(number) - 1]:
                missing.append((row["profile"], number, statement))
    assert missing == []


def test_each_planted_profile_has_a_row():
    files = {path.name for path in (ROOT / "tests/cases/planted").glob("*.ttl")}
    assert files == {row["profile"] for row in _read_table("planted_contradictions")}


def test_reader_gave_each_field_of_each_summary_a_state():
    found = open_day("2026-11-28").select_rows(f"SELECT ?field {{ ?field a <{expand_curie('ag:SummaryField')}> }}")
    fields = {row["field"].rpartition("/")[2] for row in found}
    rows = _read_table("summary_answers")
    assert {row["state"] for row in rows} == STATES
    assert Counter(row["field"] for row in rows) == dict.fromkeys(fields, len({row["document"] for row in rows}))
