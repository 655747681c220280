"""The table of what was tried: made from figures that are kept, and the one that the page shows."""

import json

from tests.robustness import __main__
from tests.robustness.hostile_file_checks import faults
from tests.robustness.subprocess_runner import Outcome

FIGURES = json.loads(__main__.KEPT.read_text("utf-8"))


def test_the_page_has_the_figures_that_are_kept():
    page = __main__.PAGE.read_text("utf-8")
    assert __main__.table(FIGURES) in page


def test_all_held():
    assert {name for name, part in FIGURES.items() for row in part["rows"] if row["held"] != row["tried"]} == set()


def test_nothing_was_fetched():
    assert sum(row.get("fetched", 0) for part in FIGURES.values() for row in part["rows"]) == 0


WELL = Outcome(2, "", "actgraph: a.ttl: there is no such file\n", 0.1, 40)


def test_a_refusal_is_well():
    assert faults(WELL) == []


def test_each_fault_is_told():
    for changed, told in (
        (WELL._replace(code=3), "ends in 3"),
        (WELL._replace(err=WELL.err * 2), "2 messages"),
        (WELL._replace(err=f"{WELL.err}thread panicked at"), "a traceback"),
        (WELL._replace(out="x"), "prints something"),
        (WELL._replace(seconds=11), "takes 11 s"),
        (WELL._replace(megabytes=1001), "takes 1001 MB"),
    ):
        assert faults(changed) == [told]
    assert faults(WELL._replace(seconds=11), timed=False) == []
