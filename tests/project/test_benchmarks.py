"""Test the benchmarks: pages show the saved figures, and the baseline finds the same. No test checks a time."""

import doctest
import importlib
import subprocess
import sys

import pytest
from benchmarks import measure, row, table
from benchmarks.row import Aim, Row

from tests.conftest import ROOT

ABOUT = {"date": "1 January 2026", "machine": "abacus"}


@pytest.mark.parametrize("page", table.PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_show_saved_figures(page):
    text = page.read_text(encoding="utf-8")
    assert text == table.insert_figures(text, table.format_figures(table.load_figures())), "python -m benchmarks.table"


@pytest.mark.parametrize("module", [row, measure, table], ids=lambda module: module.__name__)
def test_doctests_pass(module):
    assert doctest.testmod(module).failed == 0


def test_new_figures_replace_old(tmp_path):
    file = tmp_path / "figures.json"
    table.save_figures(file, [Row("b", "B", [1.0]), Row("a", "A", [2.0])], ABOUT, ["a", "b"])
    table.save_figures(
        file, [Row("a", "A", [3.0], aims=[Aim("seconds", 2)])], {**ABOUT, "date": "2 January 2026"}, ["a", "b"]
    )
    assert [(one["name"], one["ours"], one["date"]) for one in table.load_figures(file)] == [
        ("a", [3.0], "2 January 2026"),
        ("b", [1.0], "1 January 2026"),
    ]
    shown = table.format_figures(table.load_figures(file))
    assert shown.startswith("Measured on 2 January 2026, abacus; 1 January 2026, abacus.\n")
    assert "| A | 3,000 ms | | | | ≤ 2000 ms | **missed** | |" in shown


def test_unmeasured_aim_is_missed():
    assert table.format_outcome(Row("a", "A", [1.0], aims=[Aim("seconds", 2), Aim("megabytes", 60)])) == "**missed**"


def test_unknown_row_is_error():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "cover"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "there is no row cover; there are: covers," in done.stderr) == (2, True)


@pytest.mark.slow
@pytest.mark.proof("baseline-agrees")
@pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*.t*")), ids=lambda path: path.name)
def test_reference_finds_same_findings(file, reference):
    checking = importlib.import_module("benchmarks.checking")
    assert reference.find_findings(str(file)) == checking.find_findings(str(file))


@pytest.fixture(scope="module")
def reference():
    return importlib.import_module("benchmarks.reference").ReferenceValidator("2026-11-24")
