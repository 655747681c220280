"""Test the readers of the Commission's guidelines: the words of every paragraph, and refused files."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfWriter

from actgraph.core.errors import InputError
from actgraph.core.prefixes import AI_SYSTEM_GUIDELINES, ARTICLE_50_GUIDELINES, GUIDELINES, PROHIBITED_GUIDELINES
from actgraph.graph.day import open_day
from actgraph.ingest import guidelines
from tests.conftest import SOURCES, needs_sources
from tests.support.guideline_texts import split_text
from tests.support.pdf_pages import Drawn, draw_guidelines, write_pdf

FOLDER = SOURCES / "guidelines"
GPAI, SYSTEM = FOLDER / "gpai-2025-5045.pdf", FOLDER / "ai-system-definition-2025-5053.pdf"
ARTICLE_50 = FOLDER / "article-50-2026-5054.txt"
PROHIBITED = FOLDER / "prohibited-practices-2025-5052.pdf"
BASES = {
    GPAI: GUIDELINES + "5045.par_",
    SYSTEM: AI_SYSTEM_GUIDELINES + "5053.par_",
    ARTICLE_50: ARTICLE_50_GUIDELINES + "5054.par_",
    PROHIBITED: PROHIBITED_GUIDELINES + "5052.par_",
}
COUNTS = {GPAI: 144, SYSTEM: 64, ARTICLE_50: 155, PROHIBITED: 433}
DAY = open_day("2026-11-24")
NOTE = re.compile(r"^Footnote (\d+): ", re.MULTILINE)


@cache
def read_words(path: Path) -> dict[int, str]:
    known = guidelines.identify_guidelines(path)
    assert known
    rows = guidelines.read_guidelines(path, known, DAY)
    return {int(iri.removeprefix(BASES[path])): words for iri, words in rows}


def read_file(path: Path) -> list[tuple[str, str]]:
    known = guidelines.identify_guidelines(path)
    return guidelines.read_guidelines(path, known, DAY) if known else []


def read_error(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_file(path)
    assert caught.value.where == str(path)
    assert caught.value.todo
    return caught.value.what


def list_starts(words: str) -> list[str]:
    return [line[:2].rstrip() for line in words.split("\n")]


def count_words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z]+", text.casefold()))


# ---- The words of every paragraph -----------------------------------------------------------------------------------


@needs_sources
@pytest.mark.parametrize("path", COUNTS, ids=lambda path: path.stem)
def test_every_paragraph_has_words(path):
    words = read_words(path)
    assert list(words) == list(range(1, COUNTS[path] + 1))
    assert all(NOTE.split(said)[0].strip() for said in words.values())
    held = {node for node in DAY.get_labels().values() if node.startswith(BASES[path])}
    assert {BASES[path] + str(number) for number in words} == held


@needs_sources
def test_words_are_those_of_the_plain_text():
    """The text that was taken from the PDF without positions has the same words, with headings and page numbers."""
    plain = (FOLDER / "gpai-2025-5045.pypdf.txt").read_text(encoding="utf-8")
    plain = plain[plain.index("(1) Regulation") :]
    sections = [node for node in map(DAY.get_node, DAY.get_labels().values()) if node.kind == "GuidelineSection"]
    titles = " ".join(node.title for node in sections if node.iri.startswith(GUIDELINES) and node.number != "1")
    told = " ".join(NOTE.sub("", words) for words in read_words(GPAI).values())
    left = count_words(plain)
    left.subtract(count_words(told))
    left.subtract(count_words(titles))
    assert {word: count for word, count in left.items() if count} == {"annex": 1, "a": 5}  # “Annex:”, “A.1.” and so on


@needs_sources
@pytest.mark.parametrize(
    ("path", "text"), [(SYSTEM, SYSTEM.with_suffix(".pypdf.txt")), (ARTICLE_50, ARTICLE_50)], ids=["5053", "5054"]
)
def test_each_paragraph_has_its_own_words_and_footnotes(path, text):
    sections = [
        DAY.get_node(iri).number
        for iri in DAY.get_labels().values()
        if iri.startswith(BASES[path].replace("par_", "sec_"))
    ]
    order = {number: place for place, number in enumerate(sections)}
    bodies, _ = split_text(
        text, sorted(order, key=lambda number: DAY.get_node(BASES[path].replace("par_", "sec_") + number).order)
    )
    for number, words in read_words(path).items():
        extra = count_words(NOTE.sub("", words)) - count_words(re.sub(r"\s-(?=\w)", "-", bodies[number]))
        assert not extra, number


@needs_sources
@pytest.mark.parametrize("path", COUNTS, ids=lambda path: path.stem)
def test_headings_and_page_numbers_are_left_out(path):
    nodes = [node for node in map(DAY.get_node, DAY.get_labels().values()) if node.kind == "GuidelineSection"]
    titles = {f"{node.number}. {node.title}".casefold() for node in nodes}
    lines = [line for words in read_words(path).values() for line in words.split("\n")]
    assert not [line for line in lines if line.isdecimal() or line.casefold() in titles]
    assert not [line for line in lines if re.match(r"(?:\d\.|A\.)\d", line)]


@needs_sources
def test_footnotes_follow_the_paragraph_with_their_mark():
    notes = {number: NOTE.findall(words) for number, words in read_words(GPAI).items()}
    found = {number: [int(note) for note in told] for number, told in notes.items() if told}
    places = [(16, [1]), (17, [2, 3]), (18, [4]), (23, [5]), (30, [6]), (32, [7]), (36, [8]), (54, [9]), (59, [10])]
    assert found == dict([*places, (60, [11, 12]), (132, [13, 14])])
    assert "form of text or audio), text-to-image" in read_words(GPAI)[17]  # the marks 2 and 3 are left out
    assert [number for number, words in read_words(SYSTEM).items() if "Footnote" in words] == [1, 4, 10, 27, 42]
    assert "February 2025, together" in read_words(SYSTEM)[4]  # the mark 3 follows a digit
    every = [int(note) for words in read_words(ARTICLE_50).values() for note in NOTE.findall(words)]
    assert sorted(every) == list(range(1, 51))


@needs_sources
def test_exponents_are_kept():
    powers = Counter(re.findall(r"10\^\d+", " ".join(read_words(GPAI).values())))
    assert powers["10^25"] == 4
    assert set(powers) == {"10^9", "10^12", "10^22", "10^23", "10^24", "10^25"}
    assert "2.3x10^25 FLOP" in read_words(GPAI)[32]
    assert not re.search(r"\b102[2-5]\b", " ".join(read_words(GPAI).values()))


@needs_sources
def test_lists_and_formulas_are_lines():
    assert list_starts(read_words(GPAI)[86]) == ["Th", "•", "•", "•", "•"]
    assert list_starts(read_words(GPAI)[20]).count("o") == 8
    assert list_starts(read_words(GPAI)[21]) == ["Th", "•", "o"]
    assert list_starts(read_words(GPAI)[135])[1:] == ["o"] * 8
    assert read_words(GPAI)[127].split("\n")[1].startswith("𝐶 = 𝑁")
    assert len(read_words(GPAI)[19].split("\n")) == 1  # a dash at the head of a line is no bullet
    assert [line[:10] for line in read_words(ARTICLE_50)[6].split("\n") if line.startswith("Art.")] == [
        f"Art. 50({number})" for number in range(1, 5)
    ]
    assert list_starts(read_words(ARTICLE_50)[38])[1:] == ["-"] * 5


@needs_sources
def test_paragraph_over_pages_is_joined():
    assert "Board’) on 30 June 2025" in read_words(GPAI)[11]
    assert len(read_words(GPAI)[15].split("\n")) == 1
    assert "use of quantum-mechanical phenomena" in read_words(SYSTEM)[13]


@needs_sources
def test_numbers_in_running_text_are_kept():
    assert "Article 3(1) AI Act" in read_words(SYSTEM)[19]
    assert "elements: (1) a machine-based system; (2)" in read_words(SYSTEM)[9]
    assert "Article 51(1) and (2) AI Act" in read_words(GPAI)[29]
    assert "Article 50(2) and (4) AI Act" in read_words(ARTICLE_50)[143]


@needs_sources
def test_faults_of_the_taken_text_are_mended():
    assert "Examples of AI systems not directly" in read_words(ARTICLE_50)[31]
    assert "3.2.1" not in read_words(ARTICLE_50)[31]
    assert read_words(ARTICLE_50)[33].endswith("by that provider.")


@needs_sources
@pytest.mark.parametrize(
    ("number", "end"), [(331, "victims."), (346, "arisen.’"), (398, "upfront."), (406, "searched.")]
)
def test_unnumbered_heading_is_no_part_of_paragraph(number, end):
    said = read_words(PROHIBITED)[number].split("\nFootnote ")[0]
    assert said.endswith(end)


# ---- Files that are not read ----------------------------------------------------------------------------------------


@needs_sources
@pytest.mark.parametrize(
    "name", ["gpai-2025-5045.txt", "gpai-2025-5045.pypdf.txt", "prohibited-practices-2025-5052.pypdf.txt"]
)
def test_taken_text_with_faults_is_refused(name):
    assert "C(2025) 50" in read_error(FOLDER / name)


@needs_sources
def test_other_files_are_no_guidelines():
    others = [
        *SOURCES.glob("code-of-practice/*.pdf"),
        *SOURCES.glob("content-code/*.txt"),
        *FOLDER.glob("*.json"),
    ]
    assert len(others) > 4
    assert not [path for path in others if guidelines.identify_guidelines(path)]


@needs_sources
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_truncated_pdf_is_refused(share, tmp_path):
    whole = GPAI.read_bytes()
    (tmp_path / "cut.pdf").write_bytes(whole[: int(len(whole) * share)])
    assert read_error(tmp_path / "cut.pdf")


@needs_sources
@pytest.mark.parametrize(("page", "missing"), [(26, "paragraph 95 "), (35, "paragraph 139 and 5 more ")])
def test_missing_page_is_named(page, missing, tmp_path):
    writer = PdfWriter(clone_from=GPAI)
    writer.remove_page(page)
    writer.write(tmp_path / "part.pdf")
    assert read_error(tmp_path / "part.pdf").startswith(missing)


@needs_sources
@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (("\n(78) ", "\n"), "paragraph 78 and 77 more of the Guidelines C(2026) 5054 cannot be found"),
        (("\n2.2. Rationale", "\nRationale"), "the heading “2.2. Rationale and objectives”"),
        (("\n(155) ", "\n(155) One.\n(156) "), "it has paragraph 156, which the graph"),
    ],
    ids=["missing", "heading", "extra"],
)
def test_planted_defect_of_the_text_is_named(planted, told, tmp_path):
    before, _, words = ARTICLE_50.read_text(encoding="utf-8").rpartition("......")
    assert planted[0] in words
    (tmp_path / "text").write_text(before + "......" + words.replace(*planted, 1), encoding="utf-8")
    assert read_error(tmp_path / "text").startswith(told)


def test_unordered_paragraphs_are_named(tmp_path):
    text = ["One line of text. " * 9] * 9
    pages = draw_guidelines("C(2025) 7719 final", text)
    pages[1] = [piece._replace(text="(7)") if piece.text == "(6)" else piece for piece in pages[1]]
    found = read_error(write_pdf(tmp_path / "mixed.pdf", pages))
    assert found == "paragraph 6 of the Guidelines C(2025) 7719 cannot be found in it"


def test_second_paragraph_of_a_number_is_named(tmp_path):
    pages = draw_guidelines("C(2025) 5045 final", ["One line of text. " * 9] * 9)
    pages[1] = [piece._replace(text="(5)") if piece.text == "(6)" else piece for piece in pages[1]]
    found = read_error(write_pdf(tmp_path / "mixed.pdf", pages))
    assert found == "paragraph 5 of the Guidelines C(2025) 5045 stands in it twice"


def test_guidelines_without_a_paragraph_are_refused(tmp_path):
    pages = [[Drawn("C(2025) 7719 final", 256, 600)], [Drawn("No numbered line.", 125, 700)]]
    assert read_error(write_pdf(tmp_path / "empty.pdf", pages)).startswith("paragraph 1 of the")


# ---- Files that were written to break the reader --------------------------------------------------------------------

COVER = "EUROPEAN \nCOMMISSION \nC(2026) 5054 final\n9. Review ...... 50\n3\n"
HOSTILE = {
    "one line": COVER + "(1) " + "x" * 9_000_000,
    "numbers": COVER + "(1) one\n" * 1_000_000,
    "marks": COVER + "word (1) " * 900_000 + "\n\n(1) A note.",
    "one note": COVER + "(1) one\n\n(1) A note.\n" + "and more\n" * 900_000,
    "pages": COVER + "".join(f"{number}\nword\n" for number in range(3, 600_000)),
    "hyphens": COVER + "(1) one\n" + "a-\n" * 2_000_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_endless_text_is_refused(case, run, tmp_path, monkeypatch):
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path / "data"))
    (tmp_path / "text").write_text(HOSTILE[case], encoding="utf-8")
    code, out, err = run("text", "load", str(tmp_path / "text"))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 3
    assert "cannot be found in it" in err or "takes too" in err  # on a slow machine the limits come first
    assert not (tmp_path / "data").exists()


def test_endless_pdf_is_refused(run, tmp_path, monkeypatch):
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path / "data"))
    pages = draw_guidelines("C(2025) 5045 final", ["One line of text. " * 9] * 9)
    code, out, err = run("text", "load", str(write_pdf(tmp_path / "long.pdf", [*pages, *pages[1:] * 500])))
    assert (code, out) == (2, "")
    assert "no PDF, or it is damaged" in err
    assert not (tmp_path / "data").exists()
