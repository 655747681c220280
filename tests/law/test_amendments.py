"""Test `actgraph diff`: the amendments between two editions, in every format, with and without wording."""

import csv
import io
import json

import pytest

from actgraph.cli import _run
from actgraph.core.prefixes import ACT
from actgraph.law import amendments, wording
from actgraph.law.amendments import COLUMNS

OLD, NEW = "2024-07-12", "2026-07-27"
EDITION = "https://w3id.org/actgraph/graphs/edition.act."


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path / "own"))

    def run_command(*args: str) -> tuple[int, str, str]:
        code = _run(list(args))
        out, err = capsys.readouterr()
        return code, out, err

    return run_command


def _save_wording(*words: tuple[str, str, str]) -> None:
    wording.save_wording([(EDITION + edition, ACT + name, text) for edition, name, text in words])


def test_diff_text(run):
    code, out, err = run("diff", OLD, NEW, "Article 10")
    assert (code, err) == (0, "")
    assert out.splitlines()[:7] == [
        "Article 10",
        "from: AI Act as published on 12 July 2024",
        "to:   AI Act as amended on 27 July 2026",
        "",
        "Article 10(1)  replaced on 27 July 2026 by Article 1(9)(a) of Regulation (EU) 2026/1744",
        "Article 10(5)  deleted on 27 July 2026 by Article 1(9)(b) of Regulation (EU) 2026/1744",
        "Article 10(6)  replaced on 27 July 2026 by Article 1(9)(c) of Regulation (EU) 2026/1744",
    ]
    assert [line for line in out.splitlines() if "text load" in line] == [
        f"Official wording of the AI Act {edition}: not loaded. To download and load it, run: actgraph text get act."
        f" Or save the official file from https://eur-lex.europa.eu/eli/reg/2024/1689/{page}/eng"
        " and run: actgraph text load FILE"
        for edition, page in (("as published on 12 July 2024", "oj"), ("as amended on 27 July 2026", NEW))
    ]


def test_whole_act_is_in_text_order(run):
    code, out, _ = run("diff", OLD, NEW, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert list(rows[0]) == list(COLUMNS)
    assert len({row["amendment"] for row in rows}) == 77
    labels = [row["provisionLabel"] for row in rows]
    assert (labels[0], labels[-1]) == ("Article 1(2)(g)", "Annex XIV")
    # 4a comes after 4 and before 5, (ba) after (1), 75a after 75, and Annex VIII after Annex I
    order = ["Article 4", "Article 4a", "Article 5(1)(ba)", "Article 5(1a)", "Article 10(5)", "Article 60a"]
    order += ["Article 75", "Article 75(1a)", "Article 75a", "Article 76(1), second subparagraph"]
    order += ["Annex I, Section A, point 1", "Annex VIII, Section B, point 7"]
    places = [labels.index(label) for label in order]
    assert places == sorted(places)


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "markdown"])
def test_every_format_has_the_same_rows(run, form):
    code, out, _ = run("diff", OLD, NEW, "75a(2)", "-f", form)
    assert code == 0
    assert out.count("art_75a") == 1, "inserted with the whole"
    assert "inserted" in out
    assert "Article 1(32) of Regulation (EU) 2026/1744" in out


def test_json_keys(run):
    _, out, err = run("diff", OLD, NEW, "10(5)", "-f", "json")
    (row,) = json.loads(out)
    assert list(row) == [*COLUMNS, "wordingBefore", "wordingAfter", "changes"]
    assert row["provision"] == f"{ACT}art_10.par_5"
    assert row["action"] == "deleted"
    assert (row["editionBefore"], row["editionAfter"]) == (EDITION + OLD, EDITION + NEW)
    assert (row["wordingBefore"], row["wordingAfter"], row["changes"]) == (None, None, [])
    assert err.count("actgraph text load FILE") == 1, "of what was deleted only the earlier words are needed"


def test_changed_words_are_shown(run):
    _save_wording(
        (OLD, "art_10.par_1", "One letter is old and stays."), (NEW, "art_10.par_1", "One letter is new and stays.")
    )
    code, out, _ = run("diff", OLD, NEW, "10(1)")
    assert code == 0
    assert "  One letter is [-old-] {+new+} and stays.\n" in out
    assert "[-what was taken out-] {+what was put in+}" in out
    assert "text load" not in out
    _, out, err = run("diff", OLD, NEW, "10(1)", "-f", "json")
    (row,) = json.loads(out)
    assert (row["wordingBefore"], row["wordingAfter"]) == (
        "One letter is old and stays.",
        "One letter is new and stays.",
    )
    assert [(piece["change"], piece["words"]) for piece in row["changes"]] == [
        ("kept", "One letter is"),
        ("deleted", "old"),
        ("inserted", "new"),
        ("kept", "and stays."),
    ]
    assert err == "from AI Act as published on 12 July 2024 to AI Act as amended on 27 July 2026\n"


def test_words_far_from_change_are_omitted(run):
    far = " ".join(f"word{number}" for number in range(40))
    _save_wording((OLD, "art_10.par_1", f"{far} old {far}"), (NEW, "art_10.par_1", f"{far} new {far}"))
    out = run("diff", OLD, NEW, "10(1)")[1]
    assert "  … word32 word33 word34 word35 word36 word37 word38 word39 [-old-] {+new+} word0" in out
    assert "word7 …\n" in out


def test_wording_of_only_one_edition(run):
    _save_wording((NEW, "art_10.par_1", "New words."))
    out = run("diff", OLD, NEW, "10(1)")[1]
    assert "  New words.\n" in out
    assert [line.partition(":")[0] for line in out.splitlines() if "text load" in line] == [
        "Official wording of the AI Act as published on 12 July 2024"
    ]


def test_words_of_part_of_insertion(run):
    _save_wording((NEW, "art_75a.par_1", "Of another paragraph."), (NEW, "art_75a.par_2", "Of this one."))
    out = run("diff", OLD, NEW, "75a(2)")[1]
    assert "Of this one." in out
    assert "Of another paragraph." not in out


def test_heading_needs_no_wording(run):
    out = run("diff", OLD, NEW, "Article 77")[1]
    assert "Article 77  heading replaced on 27 July 2026 by Article 1(34)(a)" in out
    assert "  Powers of authorities protecting fundamental rights {+and cooperation" in out


def test_terminal_codes_are_removed(run):
    _save_wording((NEW, "art_10.par_1", "New\x1b[31m words."))
    assert "\x1b" not in run("diff", OLD, NEW, "10(1)")[1]


def test_reversed_dates_are_swapped(run):
    code, out, err = run("diff", NEW, OLD, "10(5)")
    assert (code, out) == (0, run("diff", OLD, NEW, "10(5)")[1])
    assert err == "told from the earlier edition to the later: from 2024-07-12 to 2026-07-27\n"


@pytest.mark.parametrize("words", ["53", "recital 12", "75(2)", "Chapter I, Article 1(1)"])
def test_unamended_provision_says_so(run, words):
    code, out, err = run("diff", OLD, NEW, words)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith("No amendment of ")
    code, out, err = run("diff", OLD, NEW, words, "-f", "json")
    assert (code, out) == (0, "[]\n")
    assert err.splitlines()[1].startswith("No amendment of ")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((OLD, "2026-07-28"), "there is no edition “2026-07-28” of the AI Act\n  The editions are: 2024-07-12 (AI Act"),
        (("x", NEW), "there is no edition “x” of the AI Act"),
        ((OLD, OLD), "2024-07-12 is named twice"),
        ((OLD, NEW, "Article 153"), "there is no Article 153"),
        ((OLD, NEW, "Measure 9.3"), "Safety and Security Measure 9.3 is no provision of the AI Act"),
        ((OLD, NEW, "omn:art_1"), "Article 1 of Regulation (EU) 2026/1744 is no provision of the AI Act"),
        ((OLD, NEW, ""), "an empty citation"),
        ((OLD, NEW, " "), "an empty citation"),
        ((OLD,), "Missing argument"),
    ],
)
def test_incomparable_days_are_explained(run, args, told):
    code, out, err = run("diff", *args)
    assert (code, out) == (2, "")
    assert told in err


def test_joined_pieces_equal_wording():
    before, after = "a b\n(a) c d", "a c\n(a) c e f"
    found = amendments.diff_words(before, after)
    for kind, text in (("deleted", before), ("inserted", after)):
        assert " ".join(words for one, words in found if one in ("kept", kind)).split() == text.split()
    assert amendments.diff_words("", "x") == [("inserted", "x")]
    assert amendments.diff_words("x", "x") == [("kept", "x")]


def test_show_lists_amendments(run):
    out = run("show", "75a(2)", "--on", "2026-11-24")[1]
    assert (
        "Amendments\n  Article 75a  (inserted on 27 July 2026 by Article 1(32) of Regulation (EU) 2026/1744)\n"
        "  before: AI Act as published on 12 July 2024; after: AI Act as amended on 27 July 2026\n"
    ) in out
    assert "Amendments" not in run("show", "53", "--on", "2026-11-24")[1]
    out = run("show", "omn:art_1.pnt_9", "--on", "2026-11-24")[1]
    assert "Amends\n  Article 10(1)  (replaced" in out
    out = run("show", "omn:art_1", "--on", "2026-11-24")[1]
    assert "Amends\n  92 provisions; list them with: actgraph diff 2024-07-12 2026-07-27\n" in out
    out = run("show", "10(5)", "--all-editions")[1]
    assert "Article 10(5)  (deleted on 27 July 2026 by Article 1(9)(b)" in out


def test_show_json_has_the_amendments(run):
    (shown,) = json.loads(run("show", "Article 10", "-f", "json", "--on", "2026-11-24")[1])
    assert list(shown)[-4:] == ["errata", "readings", "facts", "wording"]
    assert [row["provisionLabel"] for row in shown["amendments"]] == ["Article 10(1)", "Article 10(5)", "Article 10(6)"]
    assert list(shown["amendments"][0]) == [
        *("amendment", "relation", "action", "extent", "provision", "provisionLabel", "date", "point", "pointLabel"),
        *("editionBefore", "editionAfter"),
    ]
