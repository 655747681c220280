"""Test the SSSOM mapping sets of the two codes to the Act, which the sssom tool must accept."""

import csv
import shutil
import subprocess

import pytest

from actgraph.core.prefixes import shorten_iri
from actgraph.graph.day import open_day
from actgraph.law.sssom import COLUMNS, format_mapping_set

DAY = open_day("2026-11-24")


def _parse_rows(text):
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_link_and_gap_has_row():
    first, second = format_mapping_set(DAY), format_mapping_set(DAY, DAY.cite("agc:code"))
    assert "#subject_source: cop:code\n" in first
    assert "#subject_source: agc:code\n" in second
    rows = _parse_rows(first) + _parse_rows(second)
    assert all(row["subject_id"].startswith(("agc:", "sssom:")) for row in _parse_rows(second))
    ask = "PREFIX ag: <https://w3id.org/actgraph/ns/> SELECT ?x ?about WHERE {{ ?x {} }}"
    links = len(DAY.select_rows(ask.format("ag:predicate ag:addresses")))
    gaps = len(DAY.select_rows(ask.format("a ag:MappingGap ; ag:concerns ?about")))
    assert links > 150
    assert gaps > 5
    assert len(rows) == links + gaps
    assert sum("sssom:NoTermFound" in (row["subject_id"], row["object_id"]) for row in rows) == gaps


def test_row_has_justification_and_confidence():
    (row,) = [
        row
        for row in _parse_rows(format_mapping_set(DAY))
        if (row["subject_id"], row["object_id"]) == ("cop:cpy.com_1.mea_1", "act:art_53.par_1.pnt_c")
    ]
    assert tuple(row) == COLUMNS
    assert row["predicate_id"] == "ag:addresses"
    assert row["confidence"] == "0.95"
    assert row["comment"]
    assert row["see_also"] == "https://w3id.org/actgraph/code-of-practice/cpy.pag_4"
    assert row["other"].startswith("Copyright chapter, page 4; reviewed ")


def test_each_measure_is_subject():
    subjects = {row["subject_id"] for row in _parse_rows(format_mapping_set(DAY))}
    subjects |= {row["subject_id"] for row in _parse_rows(format_mapping_set(DAY, DAY.cite("agc:code")))}
    ask = "PREFIX ag: <https://w3id.org/actgraph/ns/> SELECT ?x WHERE { ?x a ag:Measure }"
    measures = {shorten_iri(row["x"]) for row in DAY.select_rows(ask)}
    assert len(measures) == 40 + 23
    assert measures <= subjects


def test_no_mapping_before_code(run):
    code, _, err = run("export", "-f", "sssom", "--on", "2025-01-01")
    assert code == 2
    assert "there is no code of practice on 2025-01-01" in err


def test_command_prints_only_mapping_set(run):
    code, out, err = run("export", "-f", "sssom", "--on", "2026-11-24")
    assert (code, out) == (0, format_mapping_set(DAY))
    assert err.startswith("as of 24 Nov 2026")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("sssom") is None, reason="the sssom tool is not there (pip install sssom)")
def test_sssom_tool_accepts_mapping_set(tmp_path):
    text = format_mapping_set(DAY)
    file = tmp_path / "code-to-act.sssom.tsv"
    file.write_text(text, encoding="utf-8")
    checks = ["-V", "JsonSchema", "-V", "PrefixMapCompleteness", "-V", "StrictCurieFormat"]
    done = subprocess.run(["sssom", "validate", *checks, str(file)], capture_output=True, text=True, timeout=600)
    assert (done.returncode, done.stdout + done.stderr) == (0, ""), "it leaves out what it does not like, and says so"
    parsed = subprocess.run(["sssom", "parse", str(file)], capture_output=True, text=True, check=True, timeout=600)
    assert len(_parse_rows(parsed.stdout)) == len(_parse_rows(text))
