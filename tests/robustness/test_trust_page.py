"""docs/trust.md shows the table of the saved results, in which every attempt held."""

import json

from tests.robustness import __main__
from tests.robustness.hostile_file_checks import find_outcome_faults
from tests.robustness.subprocess_runner import Outcome

FIGURES = json.loads(__main__.RESULTS_FILE.read_text("utf-8"))


def test_page_shows_saved_figures():
    page = __main__.TRUST_PAGE.read_text("utf-8")
    assert __main__.format_table(FIGURES) in page


def test_every_trial_held():
    rows = [(name, row) for name, part in FIGURES.items() for row in part["rows"]]
    assert {name for name, row in rows if row["held"] + row.get("unseen", 0) != row["tried"]} == set()


def test_nothing_was_fetched():
    assert sum(row.get("fetched", 0) for part in FIGURES.values() for row in part["rows"]) == 0


CLEAN_OUTCOME = Outcome(2, "", "actgraph: a.ttl: there is no such file\n", 0.1, 40)


def test_refusal_is_no_fault():
    assert find_outcome_faults(CLEAN_OUTCOME) == []


def test_each_fault_is_reported():
    for changed, told in (
        (CLEAN_OUTCOME._replace(code=3), "ends in 3"),
        (CLEAN_OUTCOME._replace(stderr=CLEAN_OUTCOME.stderr * 2), "2 messages"),
        (CLEAN_OUTCOME._replace(stderr=f"{CLEAN_OUTCOME.stderr}thread panicked at"), "a traceback"),
        (CLEAN_OUTCOME._replace(stdout="x"), "prints something"),
        (CLEAN_OUTCOME._replace(seconds=11), "takes 11 s"),
        (CLEAN_OUTCOME._replace(megabytes=1001), "takes 1001 MB"),
    ):
        assert find_outcome_faults(changed) == [told]
    assert find_outcome_faults(CLEAN_OUTCOME._replace(seconds=11), timed=False) == []
