"""Test `assess` and `validate` of several profiles: the portfolio, exit codes, and what needs one profile."""

import csv
import io
import json

import pytest

from tests.conftest import ROOT

DAY = "2026-12-01"
COMPLETE, BRIA, CHATBOT = (str(ROOT / "examples" / name) for name in ("complete.ttl", "bria.trig", "chatbot.ttl"))


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "broken.ttl"
    path.write_text("this is no Turtle", encoding="utf-8")
    return str(path)


@pytest.fixture
def empty(tmp_path):
    path = tmp_path / "empty.ttl"
    path.write_text("<urn:p> a <https://w3id.org/actgraph/ns/Provider> .", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("command", ["assess", "validate"])
@pytest.mark.parametrize("form", ["text", "csv", "html"])
def test_unreadable_profile_ends_in_2_and_others_are_shown(run, broken, command, form):
    never = ("--fail-on", "never") if command == "validate" else ()
    code, out, err = run(command, COMPLETE, broken, BRIA, "--on", DAY, "-f", form, *never)
    assert code == 2
    assert "Aurora 2 (invented)" in out
    assert "Bria 3.2" in out
    assert out.count("broken.ttl") >= 1  # that it is not assessed stands in the portfolio too
    assert "cannot be read" in out
    assert err.count(f"actgraph: {broken}") == 1
    assert "Traceback" not in err


def test_profile_without_model_ends_in_2_and_others_are_shown(run, empty):
    code, out, err = run("assess", empty, COMPLETE, "--on", DAY, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, [row["kind"] for row in rows]) == (2, ["no model", "model"])
    assert f"actgraph: {empty}: the profile describes no model that could be assessed" in err
    code, out, _ = run("validate", empty, COMPLETE, "--on", DAY, "--fail-on", "never")
    assert (code, "empty.ttl: no model: " in out) == (0, True)


@pytest.mark.parametrize("option", [("--why", "53(1)(a)"), ("--record", "record.json")])
def test_options_of_one_profile_are_refused(run, option, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("assess", COMPLETE, BRIA, *option)
    assert (code, out) == (2, "")
    assert err.startswith(f"actgraph: {option[0]}: this is for one profile")
    assert len(err.strip().splitlines()) == 2  # and what to do
    assert list(tmp_path.iterdir()) == []


def test_one_profile_is_assessed_as_ever(run):
    _, out, _ = run("assess", COMPLETE, "--on", DAY)
    assert out.startswith("Aurora 2 (invented): 14 duties apply, 2 do not apply\n")
    _, out, _ = run("assess", COMPLETE, "--on", DAY, "-f", "csv")
    assert len(list(csv.DictReader(io.StringIO(out)))) == 16  # a row for each duty


def test_page_of_one_profile(run):
    code, out, _ = run("assess", COMPLETE, "--on", DAY, "-f", "html")
    assert (code, out.startswith("<!DOCTYPE html>"), "Aurora 2 (invented)" in out) == (0, True, True)


@pytest.mark.parametrize("form", ["csv", "html"])
def test_assess_and_validate_give_same_portfolio(run, form):
    _, assessed, _ = run("assess", BRIA, CHATBOT, "--on", DAY, "-f", form)
    code, validated, err = run("validate", BRIA, CHATBOT, "--on", DAY, "-f", form)
    assert (code, validated) == (1, assessed)  # by its findings, as in any format
    assert "as of 1 Dec 2026" in err


def test_report_of_several_begins_with_portfolio(run):
    _, assessed, _ = run("assess", BRIA, CHATBOT, "--on", DAY)
    code, out, _ = run("validate", BRIA, CHATBOT, "--on", DAY)
    table = assessed.partition("\n\nnote: ")[0].rstrip("\n")
    assert code == 1
    assert out.startswith(f"{table}\n\n")
    rest = out[len(table) :]
    assert "duties must be complied with" not in rest  # the line for each model
    for profile in (BRIA, CHATBOT):
        assert f"\n{profile}:" in rest
    _, alone, _ = run("validate", BRIA, "--on", DAY)
    assert "Bria 3.2: 3 duties must be complied with by a later day" in alone.splitlines()[0]


def test_portfolio_is_written_to_file(run, tmp_path):
    for form, start in (
        ("html", "<!DOCTYPE html>"),
        ("csv", "profile,model,modelLabel,kind,"),
        ("text", "owed    the duty applies"),
    ):
        path = tmp_path / f"portfolio.{form}"
        code, out, _ = run("validate", BRIA, COMPLETE, "--on", DAY, "-f", form, "-o", str(path), "--fail-on", "never")
        assert (code, out) == (0, "")
        assert path.read_text(encoding="utf-8").startswith(start)


def test_json_keys_are_documented(run):
    _, out, _ = run("assess", BRIA, COMPLETE, "--on", DAY, "-f", "json")
    rows = json.loads(out)
    page = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    section = page.partition("## A portfolio")[2].partition("\n## ")[0]
    for key in [*rows[0], *rows[0]["duties"][0]]:
        assert f"`{key}`" in section, key
    assert [row["modelLabel"] for row in rows] == ["Bria 3.2", "Aurora 2 (invented)"]
    assert (rows[0]["nextChange"], rows[0]["added"], rows[1]["gravest"]) == ("2027-08-02", 3, None)
    assert rows[0]["gravest"]["profile"] == BRIA


def test_columns_of_csv_are_documented(run):
    _, out, _ = run("assess", BRIA, COMPLETE, "--on", DAY, "-f", "csv")
    page = (ROOT / "docs/json.md").read_text(encoding="utf-8").partition("## A portfolio")[2].partition("\n## ")[0]
    assert [
        name for name in out.splitlines()[0].split(",") if not name[0].isdecimal() and f"`{name}`" not in page
    ] == []


def test_only_unreadable_profiles_end_in_2(run, broken):
    code, out, err = run("assess", "nowhere.ttl", broken)
    assert (code, out) == (2, "")
    assert err.count("actgraph: ") == 2


def test_progress_of_many_profiles_is_shown_on_terminal_only(run, monkeypatch):
    shown = []

    class Bar:
        def __init__(self, label):
            shown.append(label)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def update(self, done, total, told):
            shown.append((done, total, told))

    monkeypatch.setattr("actgraph.cli.progress.ProgressBar", Bar)
    monkeypatch.setattr("actgraph.cli.portfolio._MANY", 2)
    run("assess", COMPLETE, BRIA, "--on", DAY)
    assert shown == []
    monkeypatch.setattr("actgraph.cli.portfolio._is_terminal", lambda: True)
    run("assess", COMPLETE, BRIA, "nowhere.ttl", "--on", DAY)
    assert shown == ["profiles", (3, 3, "3 of 3")]
