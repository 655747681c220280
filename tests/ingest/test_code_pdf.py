"""Test the reader of the Code's PDFs: the words of every node, and refused files."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from actgraph.core.errors import InputError
from actgraph.graph.day import Day, open_day
from actgraph.ingest.code_pdf import read_chapter, read_chapter_parts

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources" / "code-of-practice"
CODE = "https://w3id.org/actgraph/code-of-practice/"
CHAPTERS = {"tra": "transparency", "cpy": "copyright", "sas": "safety-security"}

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="the official files are not at ../shared/sources")

# Footnotes, their marks and page numbers in the plain text: they are no wording.
NOTE = re.compile(r"^\d See Article.*$|(?<=model)1(?=\))|(?<=model,)2(?= )|^\d+$", re.MULTILINE)


def open_code_day() -> Day:
    return open_day("2025-07-10")


def get_pdf_path(chapter: str) -> Path:
    return SOURCES / f"{CHAPTERS[chapter]}.pdf"


@cache
def read_words(chapter: str) -> dict[str, str]:
    return {iri.removeprefix(CODE): text for iri, text in read_chapter(get_pdf_path(chapter), open_code_day())}


@cache
def list_descendants(iri: str) -> list[str]:
    parts = [node for node in open_code_day().list_parts(iri) if node.kind != "Form"]  # it is a separate document
    return [name for node in parts for name in (node.iri, *list_descendants(node.iri))]


def build_heading_pattern(iri: str) -> re.Pattern[str]:
    """Build the pattern of a node's heading in the plain text."""
    node = open_code_day().get_node(iri)
    if node.kind in ("CodeRecital", "CodeObjective") and node.number.isalpha():
        letter = rf"\({node.number}\)" if node.kind == "CodeRecital" else rf"{node.number}\."
        return re.compile(
            rf"^{letter} " + (build_title_pattern(node.title) + r"\.\s" if node.title else ""), re.MULTILINE
        )
    numbered = f"{node.kind.removesuffix('Section')} {node.number} "
    return build_line_pattern(
        node.title if node.kind in ("CodeObjective", "IntroductoryNote") else numbered + node.title
    )


def build_title_pattern(title: str) -> str:
    return r"\s+".join(map(re.escape, title.split()))


def build_line_pattern(title: str) -> re.Pattern[str]:
    return re.compile(rf"^{build_title_pattern(title)}\.?$", re.MULTILINE)


def list_first_words(text: str) -> list[str]:
    return [line.split()[0] for line in text.split("\n")]


def save_copy(target: Path, source: Path, change: Callable[[PdfWriter], object]) -> Path:
    writer = PdfWriter(clone_from=source)
    change(writer)
    writer.write(target)
    return target


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_node_has_wording(chapter: str) -> None:
    assert [CODE + name for name in read_words(chapter)] == list_descendants(CODE + chapter)
    # Appendix 2 has nothing but its two sections.
    assert [name for name, text in read_words(chapter).items() if not text] == ["sas.app_2"] * (chapter == "sas")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_wording_matches_plain_text(chapter: str) -> None:
    plain = NOTE.sub("", (SOURCES / f"{CHAPTERS[chapter]}.txt").read_text("utf-8").replace("\f", "\n"))
    plain = re.sub(r"(?<=\w-)\n", "", plain)
    nodes = list_descendants(CODE + chapter)
    headings = [(iri, build_heading_pattern(iri)) for iri in nodes]
    last = next((number for number, iri in enumerate(nodes) if ".app_" in iri), len(nodes))
    ends = {"tra": ["Model Documentation Form"], "sas": ["Glossary", "Appendices"]}.get(chapter, [])
    headings[last:last] = [("", build_line_pattern(title)) for title in ends]
    first = next(number for number, iri in enumerate(nodes) if ".com_" in iri)
    headings[first:first] = [("", re.compile(r"^This Chapter of the Code", re.MULTILINE))] * (chapter == "tra")
    headings.insert(
        next(number for number, iri in enumerate(nodes) if ".rct_" in iri), ("", build_line_pattern("Recitals"))
    )
    expected: dict[str, list[str]] = {}
    for iri, pattern in reversed(headings):
        found = list(pattern.finditer(plain))[-1]
        expected[iri] = plain[found.end() :].split()
        plain = plain[: found.start()]
    for iri in nodes:
        assert read_words(chapter)[iri.removeprefix(CODE)].split() == expected[iri], iri


def test_introductory_parts_have_wording() -> None:
    assert read_words("tra")["tra.int"].endswith("security and confidentiality of the information obtained.")
    assert read_words("tra")["tra.rct_c"].endswith("(see Article 56(2), point (a), AI Act).")
    assert list_first_words(read_words("cpy")["cpy.rct_c"]) == ["The", "(i)", "(ii)", "(iii)"]
    assert read_words("cpy")["cpy.obj.pnt_B"].startswith("To ensure providers")
    assert read_words("sas")["sas.rct_h"].startswith("To account for differences")  # its title is not part of its words


def test_parts_have_pages_and_footnotes() -> None:
    found = {
        part.iri.removeprefix(CODE): part
        for part in read_chapter_parts(get_pdf_path("tra"), open_code_day())
        if part.iri != CODE + "tra"
    }
    measure = found["tra.com_1.mea_2"]
    assert measure.text.count("88(2)") == 1
    assert "the provider of the model, (See Article 75(1)" in measure.text
    assert [measure.find_page(measure.text.index(some)) for some in ("88(2)", "91(4)", "53(7)")] == [5, 5, 6]
    for iri, part in found.items():
        if iri not in ("tra.com_1", "tra.com_1.mea_2"):
            assert part.text == read_words("tra")[iri], "only footnotes are told apart"


def test_remaining_words_belong_to_chapter() -> None:
    found = [part for part in read_chapter_parts(get_pdf_path("sas"), open_code_day()) if part.iri == CODE + "sas"]
    assert [part.find_page(0) for part in found] == [29, 34]  # the glossary, and the heading of the appendices
    assert found[0].find_page(len(found[0].text) - 1) == 33
    assert CODE + "sas" not in {CODE + name for name in read_words("sas")}


def test_wording_ends_before_part_without_node() -> None:
    assert read_words("sas")["sas.com_10.mea_2"].endswith("safer model pursuant to Appendix 2.2.")
    assert read_words("tra")["tra.com_1.mea_3"].endswith("established protocols and technical standards.")
    assert read_words("cpy")["cpy.com_1.mea_5"].endswith("related rights under Union and national law.")


def test_footnotes_and_page_numbers_are_left_out() -> None:
    assert "provider of the model), in accordance with" in read_words("tra")["tra.com_1"]
    measure = read_words("tra")["tra.com_1.mea_2"]
    assert "provider of the model, the requested information" in measure
    assert "88(2)" not in measure
    assert "persistently and repeatedly infringing copyright" in read_words("cpy")["cpy.com_1.mea_2"]  # over two pages


def test_paragraphs_and_points_are_separate_lines() -> None:
    assert [line[:12] for line in read_words("tra")["tra.com_1"].split("\n")] == ["LEGAL TEXT: ", "In order to "]
    assert list_first_words(read_words("cpy")["cpy.com_1.mea_2"]) == ["(1)", "a)", "b)"]
    assert list_first_words(read_words("sas")["sas.com_2.mea_1"]) == [
        *("Signatories", "(1)", "(a)", "(i)", "(ii)", "(iii)", "(b)", "(c)", "(2)")
    ]
    assert list_first_words(read_words("sas")["sas.com_7.mea_6"])[-3:] == ["The", "(1)", "(2)"]


def test_number_in_running_text_is_no_point() -> None:
    assert list_first_words(read_words("cpy")["cpy.com_1.mea_3"]) == [
        "(1)",
        "a)",
        "b)",
        "(2)",
        "Furthermore,",
        "(3)",
        "(4)",
        "(5)",
    ]
    assert list_first_words(read_words("sas")["sas.com_3.mea_4"]) == ["Signatories", "Signatories"]
    assert list_first_words(read_words("sas")["sas.app_4.sct_2"]) == [
        "Signatories",
        *(f"({number})" for number in range(1, 7)),
    ]


def test_hyphen_at_line_end_is_kept() -> None:
    assert "state-of-the-art technologies" in read_words("cpy")["cpy.com_1.mea_3"]
    assert not [text for chapter in CHAPTERS for text in read_words(chapter).values() if re.search(r"\w- ", text)]


def scale_pages(writer: PdfWriter) -> None:
    for page in writer.pages:
        page.scale_by(0.7)


def compress_pages(writer: PdfWriter) -> None:
    for page in writer.pages:
        page.compress_content_streams()
    writer.compress_identical_objects()


@pytest.mark.parametrize("change", [compress_pages, scale_pages])
def test_resaved_copy_reads_the_same(change: Callable[[PdfWriter], None], tmp_path: Path) -> None:
    for chapter in ("tra", "cpy"):
        copy = save_copy(tmp_path / "any name", get_pdf_path(chapter), change)
        assert {iri.removeprefix(CODE): text for iri, text in read_chapter(copy, open_code_day())} == read_words(
            chapter
        )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Code of Practice\nCopyright Chapter\n",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n",
    ],
)
def test_non_pdf_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "copyright.pdf"
    file.write_bytes(content)
    with pytest.raises(InputError, match="no PDF, or it is damaged") as caught:
        read_chapter(file, open_code_day())
    assert caught.value.where == str(file)
    assert caught.value.todo


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_truncated_pdf_is_refused(
    part: float, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = get_pdf_path("cpy").read_bytes()
    file = tmp_path / "copyright.pdf"
    file.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(InputError):
        read_chapter(file, open_code_day())
    assert not caplog.records
    assert capsys.readouterr() == ("", "")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "none.pdf"):
        with pytest.raises(InputError, match="cannot be read"):
            read_chapter(file, open_code_day())


def test_other_pdf_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(tmp_path / "blank.pdf")
    without_cover = PdfWriter()
    for page in PdfReader(get_pdf_path("cpy")).pages[1:]:
        without_cover.add_page(page)
    without_cover.write(tmp_path / "copyright.pdf")
    for file in tmp_path.iterdir():
        with pytest.raises(InputError, match="no chapter of the Code of Practice"):
            read_chapter(file, open_code_day())


def test_missing_heading_is_named(tmp_path: Path) -> None:
    file = save_copy(tmp_path / "part.pdf", get_pdf_path("cpy"), lambda writer: writer.remove_page(5))
    with pytest.raises(InputError, match=r"“Measure 1\.4 Mitigate the risk"):
        read_chapter(file, open_code_day())


def test_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    file = save_copy(
        tmp_path / "secret.pdf", get_pdf_path("tra"), lambda writer: writer.encrypt("word", algorithm="RC4-128")
    )
    with pytest.raises(InputError, match="encrypted"):
        read_chapter(file, open_code_day())
