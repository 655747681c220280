"""Test that docs/coverage.md is current."""

import runpy

from tests.conftest import ROOT

DOCUMENT = runpy.run_path(str(ROOT / "docs/coverage.py"))["build_document"]()


def test_coverage_page_is_current():
    written = (ROOT / "docs/coverage.md").read_text(encoding="utf-8")
    assert written == DOCUMENT, "run: make coverage"


def test_each_part_of_act_has_row():
    for name in ["Chapter I", "Chapter XIII", "Annex I", "Annex XIII", "Recitals"]:
        assert DOCUMENT.count(f"\n| {name} |") == 2, name
    assert DOCUMENT.count("\n| Annex XIV |") == 1, "since 27 July 2026"


def test_all_articles_are_counted():
    totals = [line.split(" | ") for line in DOCUMENT.splitlines() if line.startswith("| in all")]
    assert [total[1] for total in totals] == ["113", "119"]
