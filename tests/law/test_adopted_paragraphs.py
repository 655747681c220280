"""Test which paragraph of C(2025) 7719 matches one of C(2025) 5045, on a renumbered copy of the real text.

The adopted text is not at hand. What others cite from it tells how some numbers moved: 53 is 51, 56 is 54, 70 and 71
are 67 and 68, 103 is 100, 115 is 112, while 9, 17 and 22 stayed. The copy is made so that its numbers move likewise.
"""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from actgraph.cli import _run
from actgraph.core.prefixes import GUIDELINES
from actgraph.graph.day import open_day
from actgraph.ingest import guidelines
from actgraph.law import wording
from actgraph.law.adopted_paragraphs import find_adopted_paragraph
from actgraph.web.pages.node import build_node_page
from tests.conftest import SOURCES, needs_sources
from tests.support.pdf_pages import draw_guidelines, write_pdf

JULY = SOURCES / "guidelines/gpai-2025-5045.pdf"
DAY = open_day("2026-11-24")
MERGED = (42, 59)  # they stand in place of bullets: each becomes part of the paragraph before it
DROPPED = (48, 130)
REWRITTEN = 64
ADDED_AFTER = 120
# A word of paragraph 63 → another one.
REWORDED = {"greater": "larger", "considered": "deemed", "should": "must", "Based": "Building", "third": "3rd"}

pytestmark = needs_sources


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """The data folder of one test."""
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path / "data"))


@cache
def read_july() -> tuple[str, ...]:
    known = guidelines.identify_guidelines(JULY)
    assert known
    return tuple(re.sub(r"(?m)^Footnote .*\n?", "", words) for _, words in guidelines.read_guidelines(JULY, known, DAY))


@cache
def make_adopted() -> tuple[tuple[str, ...], dict[int, int]]:
    """Make the paragraphs of the copy, and a map of the numbers of July to their own."""
    paragraphs: list[str] = []
    numbers: dict[int, int] = {}
    for number, words in enumerate(read_july(), 1):
        if number in MERGED:
            paragraphs[-1] += "\n" + words
        elif number == REWRITTEN:
            paragraphs.append("Where nobody can know that figure, another amount takes its place. " * 3)
        elif number not in DROPPED:
            if number == 63:
                words = " ".join(REWORDED.get(word, word) for word in words.split())
            paragraphs.append(words)
            numbers[number] = len(paragraphs)
        if number == ADDED_AFTER:
            paragraphs.append("This paragraph is new: it tells how sparse models count their active weights. " * 3)
    return tuple(paragraphs), numbers


def save_adopted(folder: Path, number: str = "C(2025) 7719 final") -> Path:
    return write_pdf(folder / "adopted.pdf", draw_guidelines(number, make_adopted()[0]))


def load(*files: Path) -> None:
    assert _run(["text", "load", *map(str, files)]) == 0


def find_match(number: int):
    return find_adopted_paragraph(DAY, f"{GUIDELINES}5045.par_{number}")


def test_every_paragraph_gets_its_new_number(tmp_path):
    load(JULY, save_adopted(tmp_path))
    numbers = make_adopted()[1]
    cited = {9: 9, 17: 17, 22: 22, 53: 51, 56: 54, 70: 67, 71: 68, 103: 100, 115: 112}
    assert {number: numbers[number] for number in cited} == cited  # the copy is what others cite
    found = {number: find_match(number) for number in range(1, 145)}
    merged = {number: numbers[number - 1] for number in MERGED}
    assert {number: int(one.number) for number, one in found.items() if one.number} == numbers | merged
    # What has been merged has its words there, and others that are as many.
    assert [number for number, one in found.items() if one.is_part] == [41, 42, 58, 59]
    assert [number for number, one in found.items() if not one.number] == sorted([*DROPPED, REWRITTEN])


def test_similarity_is_told(tmp_path):
    load(JULY, save_adopted(tmp_path))
    assert find_match(53).description == (
        "matches paragraph 51 of C(2025) 7719 (100 % of the words are the same; our comparison of your two files)"
    )
    assert find_match(53).similarity == 1
    assert 0.8 < find_match(63).similarity < 0.95
    assert "(100 %" not in find_match(63).description
    assert find_match(42).description.startswith(
        "is part of paragraph 41 of C(2025) 7719 (100 % of its words are there"
    )
    assert find_match(48).description == "no paragraph of C(2025) 7719 matches (our comparison of your two files)"


def test_repeated_paragraphs_keep_their_order(tmp_path):
    """Paragraphs 129 and 133 have the same words, and those on models C to G nearly."""
    july = read_july()
    assert july[128] == july[132]
    load(JULY, save_adopted(tmp_path))
    assert [find_match(number).number for number in (129, 133, *range(139, 144))] == [
        str(make_adopted()[1][number]) for number in (129, 133, *range(139, 144))
    ]


def test_show_tells_the_match(tmp_path, capsys):
    load(JULY, save_adopted(tmp_path))
    capsys.readouterr()
    assert _run(["show", "guidelines 53"]) == 0
    assert "as adopted:    matches paragraph 51 of C(2025) 7719 (100 % of" in capsys.readouterr().out
    assert _run(["show", "guidelines 53", "-f", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["adopted"] == {
        "number": "51",
        "of": "C(2025) 7719",
        "similarity": 1.0,
        "part": False,
        "description": find_match(53).description,
    }
    assert _run(["show", "guidelines 53", "-f", "json", "--on", "2025-11-18"]) == 0
    assert "adopted" not in json.loads(capsys.readouterr().out)[0]  # on that day they were not adopted


def test_page_tells_the_match(tmp_path):
    load(JULY, save_adopted(tmp_path))
    parts = build_node_page(DAY, "guidelines/gpai/5045.sec_3.1.2").context["parts"]
    told = {part.node.number: part.adopted for part in parts}
    assert told["53"].startswith("matches paragraph 51 of C(2025) 7719 (")


def test_only_one_of_the_texts(tmp_path):
    assert find_match(53) is None
    load(save_adopted(tmp_path))
    assert find_match(53).description == "C(2025) 7719 is loaded; load the PDF of C(2025) 5045 too to compare them"
    load(JULY)
    assert find_match(53).number == "51"
    assert find_adopted_paragraph(DAY, GUIDELINES + "5045.sec_2") is None
    with wording.hide_wording():
        assert find_match(53) is None


def test_adopted_text_is_kept_apart(tmp_path):
    load(JULY, save_adopted(tmp_path))
    edition = "https://w3id.org/actgraph/graphs/edition.guidelines."
    assert {name: count for name, count in wording.count_wordings().items() if name.startswith(edition)} == {
        edition + "5045": 144,
        edition + "7719": len(make_adopted()[0]),
    }
    assert "3rd" not in wording.get_wording(DAY, f"{GUIDELINES}5045.par_63")
    kept = wording.get_own_wordings(DAY, [f"{GUIDELINES}7719.par_60"])
    assert "3rd" in kept[f"{GUIDELINES}7719.par_60"]


def test_missing_paragraph_of_the_adopted_text_is_named(tmp_path, capsys):
    pages = draw_guidelines("C(2025) 7719 final", make_adopted()[0])
    pages = [[piece for piece in page if piece.text != "(50)"] for page in pages]
    assert _run(["text", "load", str(write_pdf(tmp_path / "adopted.pdf", pages))]) == 2
    assert "paragraph 50 of the Guidelines C(2025) 7719 cannot be found in it" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
