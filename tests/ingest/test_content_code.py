"""Test the builder of the AI-Generated Content Code: text and PDF alike, its structure, its references, its wording."""

import re
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, CONTENT_CODE
from actgraph.graph.day import open_day
from actgraph.ingest import content_code_graph, content_code_splitter, content_code_text
from actgraph.ingest.content_code_references import find_content_references
from actgraph.ingest.content_code_splitter import ContentPart
from actgraph.ingest.content_code_text import PagedText
from tests.conftest import ROOT, SOURCES, needs_sources
from tests.support.looping import each

TEXT = SOURCES / "content-code/code-2026-06-10.txt"
DAY = open_day("2026-11-24")
PUBLISHED = [iri.removeprefix(ACT) for iri in open_day("2024-08-01").get_labels().values() if iri.startswith(ACT)]


def build(folder: Path) -> str:
    ((name, content),) = content_code_graph.build_content_code_graphs(folder, PUBLISHED, lambda _: None)
    assert name == "content-code-references.ttl"
    return content


def save_text(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "code.txt"
    file.write_text(text, encoding="utf-8")
    return file


def repair(text: str) -> str:
    """Mend what the extraction split, as the official PDF has it."""
    text = re.sub(r"(?<=\w) -(?=\w)", "-", re.sub(r" (?=[.,;:)])", "", re.sub(r"(?<=\S)[ \t]+", " ", text)))
    for split in (
        "d oes",
        "m anipulated",
        "Arti cle",
        "icon s ",
        "th ey",
        "the se ",
        "ir AI",
        "develop ment",
        "d issemination",
    ):
        text = text.replace(split, split.replace(" ", "", 1))
    return text.replace("Article 3 (4)", "Article 3(4)")


def save_pdf(folder: Path, text: str) -> Path:
    """Make a PDF of the text: a page for each printed number, a line for each line."""
    writer = PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    names = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    for page_lines in re.split(r"^ ?\n(?=\d+ *\n)", text, flags=re.MULTILINE)[1:]:
        page = writer.add_blank_page(width=595, height=842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): names})}
        )
        drawn = b"BT /F1 10 Tf 14 TL 50 800 Td "
        for line in page_lines.splitlines():
            letters = line.strip().encode("cp1252", "replace")
            drawn += b"(" + re.sub(rb"([\\()])", rb"\\\1", letters) + b") Tj T* "
        stream = DecodedStreamObject()
        stream.set_data(drawn + b"ET")
        page[NameObject("/Contents")] = stream
    folder.mkdir(exist_ok=True)
    writer.write(folder / "code.pdf")
    return folder / "code.pdf"


# ---- Text and PDF ---------------------------------------------------------------------------------------------------


@needs_sources
def test_committed_graph_is_what_the_text_gives():
    committed = (ROOT / "ontology/act/content-code-references.ttl").read_text(encoding="utf-8")
    assert build(TEXT.parent) == committed
    assert committed.count("a ag:Link") == 160


@needs_sources
def test_undamaged_pdf_gives_the_same_graph(tmp_path):
    """The text at hand has split words; the official PDF has none."""
    words = repair(TEXT.read_text(encoding="utf-8"))
    assert "Arti cle" not in words
    assert "Sub -measure" not in words
    save_pdf(tmp_path / "pdf", words)
    save_text(tmp_path / "text", words)
    assert build(tmp_path / "pdf") == build(tmp_path / "text") == build(TEXT.parent)


@needs_sources
def test_pdf_comes_before_text_and_two_pdfs_are_refused(tmp_path):
    words = TEXT.read_text(encoding="utf-8")
    save_pdf(tmp_path, words)
    save_text(tmp_path, words)
    build(tmp_path)
    save_pdf(tmp_path / "copy", words)
    with pytest.raises(InputError, match="a second file of the AI-Generated Content Code"):
        build(tmp_path)


@needs_sources
def test_other_texts_are_not_the_code():
    others = [*SOURCES.glob("guidelines/*"), *SOURCES.glob("code-of-practice/*.pdf")]
    assert others
    assert not [file for file in others if content_code_text.is_content_code(file)]


# ---- Structure ------------------------------------------------------------------------------------------------------


@needs_sources
def test_text_and_graph_have_the_same_parts():
    parts, headings = content_code_splitter.split_code(content_code_text.read_content_code(TEXT))
    content_code_splitter.check_structure(headings, DAY)
    held = {node.iri.removeprefix(CONTENT_CODE) for node in content_code_splitter.list_code_nodes(DAY)}
    assert held - {part.name for part in parts} == {"anx_1.icn_1", "anx_1.icn_2", "anx_1.icn_3"}
    assert {part.name for part in parts} <= held


@needs_sources
@pytest.mark.parametrize(
    ("was", "planted", "told"),
    [
        ("\nMeasure 1.3: Transparency of", "\nTransparency of", "has sec_1.com_2, and the graph has sec_1.com_1.mea_3"),
        ("\nSub-measure 1.2.3: ", "\n", "has sec_2.com_1.mea_3, and the graph has sec_2.com_1.mea_2.sub_3"),
        ("\nMeasure 2.3: Review", "\n", "has sec_2.com_3, and the graph has sec_2.com_2.mea_3"),
        ("\nMeasure 4.3: Training", "\nMeasure 4.3: Robustness", "is not “Training” in this text"),
        ("\nCommitment 4: Human", "\nMeasure 3.1: New\nCommitment 4: Human", "has sec_2.com_3.mea_1"),
        ("\nAnnex \nAnnex 1:", "\nCommitment 5: New\nAnnex \nAnnex 1:", "has sec_2.com_5, and the graph has no"),
    ],
    ids=["measure", "sub-measure", "last measure", "title", "extra measure", "extra commitment"],
)  # fmt: skip
def test_planted_defect_of_the_text_is_named(was, planted, told, tmp_path):
    words = TEXT.read_text(encoding="utf-8")
    assert was in words
    save_text(tmp_path, words.replace(was, planted))
    with pytest.raises(InputError, match=re.escape(told)) as caught:
        build(tmp_path)
    assert caught.value.where.endswith("code.txt")


@needs_sources
def test_swapped_measures_are_named():
    _, headings = content_code_splitter.split_code(content_code_text.read_content_code(TEXT))
    headings[1], headings[5] = headings[5], headings[1]
    with pytest.raises(InputError, match=r"the text has sec_1\.com_1\.mea_2, and the graph has sec_1\.com_1\.mea_1"):
        content_code_splitter.check_structure(headings, DAY)


@needs_sources
def test_part_missing_in_the_graph_is_named():
    _, headings = content_code_splitter.split_code(content_code_text.read_content_code(TEXT))
    with pytest.raises(InputError, match=r"the text has sec_1\.com_1, and the graph has no further part"):
        content_code_splitter.check_structure(headings, open_day("2026-06-09"))


# ---- References -----------------------------------------------------------------------------------------------------

DSA, AVMS = "<http://data.europa.eu/eli/reg/2022/2065/oj>", "<http://data.europa.eu/eli/reg/2024/1083/oj>"
CASES = [
    ("sec_1.com_3", "Arti cle  50 (2) AI Act and Sub -measures 1.1.1 and 1.1.2 .",
     ["act:art_50.par_2", "agc:sec_1.com_1.mea_1.sub_1", "agc:sec_1.com_1.mea_1.sub_2"]),
    ("sec_1.com_2.mea_3", "as in Measures  3.1 to 3.3 below",
     ["agc:sec_1.com_3.mea_1", "agc:sec_1.com_3.mea_2", "agc:sec_1.com_3.mea_3"]),
    ("sec_2.com_2.mea_1", "Commitments 1 , 3 and 4 of this Section",
     ["agc:sec_2.com_1", "agc:sec_2.com_3", "agc:sec_2.com_4", "agc:sec_2"]),
    ("sec_1.com_1.mea_4", "Measures in Section  2 of the Code, and Annex 1", ["agc:sec_2", "agc:anx_1"]),
    ("sec_2.com_1.mea_2.sub_1", "this Measure, this Commitment, this measure",
     ["agc:sec_2.com_1.mea_2", "agc:sec_2.com_1"]),
    ("sec_1.com_1.mea_2.pnt_b", "the purposes in point \na). Point b) is this one.", ["agc:sec_1.com_1.mea_2.pnt_a"]),
    ("sec_1.com_2.mea_1.sub_1", "under point (i)", []),  # a point within a sentence is no node
    ("anx_1", "with Measure  1.1.", ["agc:sec_2.com_1.mea_1"]),  # it speaks to deployers
    ("sec_2.com_4", "Art. 2(2) of Regulation (EU) \n2024/1083, and Article 50(4), subparagraph 2, AI Act",
     [AVMS, "act:art_50.par_4.sub_2"]),
    ("sec_2.com_1.mea_1", "under Article 35(1) Digital Services Act (DSA)", [DSA]),
    ("sec_1.com_1", "LEGAL TEXT: Article 50(2) and recitals 133 and 135 AI Act\nunder Article 57", ["act:art_57"]),
    ("sec_1.com_1", "this Code, the Code, under the AI Act", []),
]  # fmt: skip


def find_references(name: str, words: str):
    return find_content_references([ContentPart(name, PagedText(words, (9,) * len(words)))], DAY, PUBLISHED)


@each(("name", "words", "objects"), CASES, ids=[words[:40] for _, words, _ in CASES])
def test_phrase_gives_references(name, words, objects):
    assert [one.object for one in find_references(name, words)] == objects


def test_measure_with_three_numbers_is_a_sub_measure_and_said_to_be():
    (one,) = find_references("sec_1.com_1.mea_3", "pursuant to Measure 1.1.1, to provide")
    assert (one.object, one.printed, one.meant) == (
        "agc:sec_1.com_1.mea_1.sub_1",
        "Measure 1.1.1",
        "Sub-measure 1.1.1",
    )


@pytest.mark.parametrize("words", ["Measure 1.9", "Measure 1.3.1", "Section 3 of the Code"])
def test_reference_to_no_part_is_error(words):
    with pytest.raises(InputError, match="which the code does not have"):
        find_references("sec_1.com_1", words)


def test_reference_stands_on_the_page_where_its_words_begin():
    words = "Article 50(4)\nand (5) AI Act, Commitment 3"
    pages = (34,) * 14 + (35,) * (len(words) - 14)
    found = find_content_references([ContentPart("sec_2.com_2.mea_3", PagedText(words, pages))], DAY, PUBLISHED)
    assert [(one.object, one.page) for one in found] == [
        ("act:art_50.par_4", 34),
        ("act:art_50.par_5", 34),
        ("agc:sec_2.com_3", 35),
    ]


# Read by hand in the text: part, printed page, what it names.
READ = [
    ("sec_1", 5, "act:art_50.par_2"), ("sec_1.obj", 5, "act:art_1.par_1"), ("sec_1.sco", 7, "act:art_2"),
    ("sec_1.com_1.mea_1", 8, "agc:sec_1.com_4.mea_2"), ("sec_1.com_1.mea_1.sub_1", 9, "agc:sec_1.com_1.mea_3"),
    ("sec_1.com_1.mea_1.sub_3", 10, "agc:sec_1.com_2"), ("sec_1.com_1.mea_2", 10, "agc:sec_1.com_1.mea_2.pnt_b"),
    ("sec_1.com_2.mea_1.sub_3.pnt_d", 14, "agc:sec_1.com_2.mea_1.sub_3.pnt_c"),
    ("sec_1.com_2.mea_3", 15, "<http://data.europa.eu/eli/dir/2016/2102/oj>"),
    ("sec_1.com_3.mea_4.pnt_d", 19, "agc:sec_1.com_3.mea_5"), ("sec_1.com_4.mea_2", 21, "act:art_57"),
    ("sec_1.com_4.mea_3", 21, "act:art_4"), ("sec_1.com_4.mea_4", 22, "act:art_78"), ("sec_1", 24, "act:art_3.pnt_4"),
    ("sec_2.sco", 28, "act:art_3.pnt_60"), ("sec_2.rct_b", 27, "act:art_50"), ("sec_2.com_1", 29, "agc:anx_1"),
    ("sec_2.com_1.mea_1", 31, DSA), ("sec_2.com_1.mea_2.sub_1", 32, "agc:sec_2.com_4"),
    ("sec_2.com_1.mea_3.pnt_c", 33, "agc:sec_1"), ("sec_2.com_2.mea_1", 34, AVMS),
    ("sec_2.com_3.pnt_a", 35, "agc:sec_2.com_1.mea_1"), ("sec_2.com_4", 35, "act:art_50.par_4.sub_2"),
    ("anx_1", 37, "agc:sec_2.com_1.mea_1"),
]  # fmt: skip


@each(("name", "page", "target"), READ, ids=[f"{name} {target}" for name, _, target in READ])
def test_graph_has_the_references_read_by_hand(name, page, target):
    graph = (ROOT / "ontology/act/content-code-references.ttl").read_text(encoding="utf-8")
    link = rf"ag:subject agc:{re.escape(name)} ;\n.*\n  ag:object {re.escape(target)} ;\n(?:  ag:placeNamed .*\n)?"
    assert re.search(rf"{link}  dcterms:source agc:pag_{page} \.", graph)


def test_declared_lines_are_no_references():
    graph = (ROOT / "ontology/act/content-code-references.ttl").read_text(encoding="utf-8")
    assert "act:rct_13" not in graph


# ---- Wording --------------------------------------------------------------------------------------------------------


@needs_sources
def test_wording_has_no_titles_and_says_where_points_stand():
    parts, _ = content_code_splitter.split_code(content_code_text.read_content_code(TEXT))
    words = content_code_splitter.join_wording(parts, DAY)
    measure = words[f"{CONTENT_CODE}sec_1.com_1.mea_2"].split("\n")
    assert [line.split()[0] for line in measure] == ["Without", "[…]", "Measures", "Furthermore,", "Signatories"]
    assert words[f"{CONTENT_CODE}sec_1.com_3.mea_5"].startswith("Contingent upon")
    assert words[f"{CONTENT_CODE}sec_1.rct_f"].startswith("Signatories recognise")
    assert [line[:2] for line in words[f"{CONTENT_CODE}sec_2.sco"].split("\n")][3:6] == ["1.", "2.", "3."]
    assert len(words) == 122  # no text stands directly under Section 2
