"""docs/coverage.md is what its command writes."""

import runpy

from tests.conftest import ROOT

DOCUMENT = runpy.run_path(str(ROOT / "docs/coverage.py"))["document"]()


def test_it_is_fresh():
    written = (ROOT / "docs/coverage.md").read_text(encoding="utf-8")
    assert written == DOCUMENT, "run: make coverage"


def test_each_part_of_the_act_has_its_row():
    for name in ["Chapter I", "Chapter XIII", "Annex I", "Annex XIII", "Recitals"]:
        assert DOCUMENT.count(f"\n| {name} |") == 2, name
    assert DOCUMENT.count("\n| Annex XIV |") == 1, "since 27 July 2026"


def test_the_articles_are_all_there():
    totals = [line.split(" | ") for line in DOCUMENT.splitlines() if line.startswith("| in all")]
    assert [total[1] for total in totals] == ["113", "119"]
