"""Test the logs of docs/readings/: every statement has its reading, and no text differs from the one that was read."""

import runpy
from datetime import date

import pytest

from tests.conftest import ROOT

READINGS = runpy.run_path(str(ROOT / "docs/readings.py"))
ROWS = [(name, row) for name in READINGS["list_statements"]() for row in READINGS["load_log"](name)]


def test_every_statement_was_read_as_it_is():
    found = list(READINGS["find_differences"]())
    assert not found, "\n".join(found)


def test_rows_have_days_and_reasons():
    assert [(name, row) for name, row in ROWS if date.fromisoformat(row.first) > date.fromisoformat(row.second)] == []
    assert {row.changed for _, row in ROWS} <= set(READINGS["CHANGES"])
    assert [(name, row) for name, row in ROWS if (row.changed == "substance") != bool(row.reason)] == []


def test_table_and_page_are_current():
    written = (ROOT / "docs/reading.md").read_text(encoding="utf-8")
    assert READINGS["format_table"]() in written, "python docs/readings.py"
    assert READINGS["build_page"]() == (ROOT / "docs/readings.md").read_text(encoding="utf-8"), (
        "python docs/readings.py"
    )


@pytest.mark.parametrize("change", ["text", "passage", "row"])
def test_unread_change_is_found(change, monkeypatch):
    name, row = next((name, row) for name, row in ROWS if row.statement == "rdg:obl_53.1.c")
    load = READINGS["load_log"]
    log = [one for one in load(name) if one != row]
    changed = {"text": [row._replace(texts="0" * 12)], "passage": [row._replace(passages="act:art_5")], "row": []}
    known = READINGS["find_differences"].__globals__
    monkeypatch.setitem(known, "load_log", lambda of: [*log, *changed[change]] if of == name else load(of))
    (found,) = READINGS["find_differences"]()
    assert "rdg:obl_53.1.c" in found
