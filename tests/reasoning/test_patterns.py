"""Test the verdicts on patterns of facts at the edges of the law, and around every threshold.

Two readers wrote the verdicts of the patterns from the law, before the rules. Two kinds of rows were changed later:
the stated error of an estimate is a reservation too (02, 05); and where no modality is stated nothing is lifted, though
the compute alone misses the indicative criterion (08-b).
"""

import csv
import re

import pytest

import actgraph
from tests.conftest import ROOT

PATTERNS = ROOT / "tests/cases/patterns"
with open(ROOT / "tests/data/pattern_verdicts.tsv", encoding="utf-8") as file:
    VERDICTS = list(csv.DictReader(file, delimiter="\t"))
THRESHOLD_ROWS = re.findall(
    r"^\| \[([\w-]+)\]\(\S+\) \| `(.+)` \| (\S+) \| ([\w ]+) \| ([\w, -]*) \|$",
    (ROOT / "docs/profiles.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def _assess_duties(path, day):
    (model,) = [one for one in actgraph.assess(str(path), on=day).models if one.iri.endswith("/model")]
    return {duty.provision.label.removeprefix("Article "): duty for duty in model.duties}


def _list_reservations(duty):
    return sorted(one.iri.rpartition("rsv_")[2] for one in duty.unless)


def test_every_pattern_has_verdicts():
    assert {path.stem for path in PATTERNS.glob("*.ttl")} == {row["pattern"] for row in VERDICTS}


@pytest.mark.parametrize(("pattern", "day"), sorted({(row["pattern"], row["day"]) for row in VERDICTS}))
def test_pattern_comes_out_as_written(pattern, day):
    duties = _assess_duties(PATTERNS / f"{pattern}.ttl", day)
    wanted = [row for row in VERDICTS if (row["pattern"], row["day"]) == (pattern, day)]
    found = {name: (duty.status, " ".join(_list_reservations(duty))) for name, duty in duties.items()}
    assert {row["provision"]: found[row["provision"]] for row in wanted} == {
        row["provision"]: (row["verdict"], row["unless"]) for row in wanted
    }
    assert {row["provision"]: duties[row["provision"]].since for row in wanted if row["from"]} == {
        row["provision"]: row["from"] for row in wanted if row["from"]
    }


@pytest.mark.parametrize(
    ("pattern", "day", "status"),
    [
        ("25-a", "2025-10-15", "unknown"),
        ("25-b", "2026-11-28", "unknown"),
        ("25-c", "2026-11-28", "applies"),
        ("25-d", "2026-11-28", "applies"),
    ],
)
def test_signature_between_lists_is_unknown(pattern, day, status):
    duty = _assess_duties(PATTERNS / f"{pattern}.ttl", day)["53(4)"]
    asked = [question.iri.rpartition("/")[2] for question in duty.questions]
    assert (duty.status, "qst_signature" in asked) == (status, status == "unknown")


def test_table_of_thresholds_is_whole():
    cases = {path.stem for path in (ROOT / "tests/cases/thresholds").glob("*.ttl")}
    assert ({case for case, *_ in THRESHOLD_ROWS}, len(THRESHOLD_ROWS) > 35) == (cases, True)


@pytest.mark.parametrize(("case", "stated", "provision", "verdict", "unless"), THRESHOLD_ROWS)
def test_row_of_table_of_thresholds_holds(case, stated, provision, verdict, unless, tmp_path):
    subject = "exa:supply" if case == "cut-off" else "exa:model"
    text = (ROOT / f"tests/cases/thresholds/{case}.ttl").read_text(encoding="utf-8")
    path = tmp_path / "row.ttl"
    path.write_text(f"{text}\n{subject} {stated} .\n", encoding="utf-8")
    duty = _assess_duties(path, "2026-11-28")[provision]
    assert (duty.status, ", ".join(_list_reservations(duty))) == (verdict, unless)
