"""Summaries and documentation as text or PDF: what each case states, and what ends in a message."""

import hashlib
import io
import re
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from actgraph.core.prefixes import shorten_iri
from actgraph.documents.draft import Document, draft_profile
from actgraph.documents.readers.texts import documents, page_lines, pdf_text, template_check
from actgraph.documents.readers.texts.reader import read_document
from actgraph.documents.reading import DocumentError
from tests.conftest import ROOT, SOURCES, needs_sources

CASES = Path(__file__).parent / "cases" / "texts"
MY = "https://example.org/profile/"
INPUTS = sorted(path for path in CASES.iterdir() if path.suffix in (".txt", ".md", ".html"))


def draft(data: bytes, name: str = "summary.txt") -> list[str]:
    """Draft a profile: a line for each statement, then one for each part that states nothing, with a question mark."""
    readings = read_document(data, name)
    assert readings is not None
    drafted = draft_profile([Document(name, hashlib.sha256(data).hexdigest(), readings)])
    lines = []
    for quad in drafted.sources:
        words = [shorten_iri(one.value).replace(MY, "my:") for one in (quad.subject, quad.predicate)]
        value = quad.object.value
        is_text = type(quad.object).__name__ == "Literal"
        words.append(f'"{value}"' if is_text else shorten_iri(value).replace(MY, "my:"))
        if words[1] != "rdf:type":
            lines.append(f"{' '.join(words)}  # {drafted.sources[quad].place}")
    left = [f"? {one.place} | {one.field} | {' '.join(one.text.split())} | {one.reason}" for one in drafted.unmapped]
    return lines + left


def make_pdf(pages: list[str]) -> bytes:
    """Make a PDF with a line of text for each line of a page."""
    writer = PdfWriter()
    font = DictionaryObject(
        {NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in (("Type", "Font"), ("Subtype", "Type1"))}
        | {NameObject("/BaseFont"): NameObject("/Helvetica")}
    )
    for text in pages:
        page = writer.add_blank_page(595, 842)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = "".join(f"({line.replace('(', '[').replace(')', ']')}) Tj T* " for line in text.split("\n"))
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 10 Tf 12 TL 40 800 Td {shown} ET".encode("latin-1", "replace"))
        page[NameObject("/Contents")] = stream
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_case_gives_its_statements(path):
    """A case gives the statements that stand beside it, line by line, its error, or nothing."""
    data = path.read_bytes()
    if path.with_suffix(".none").exists():
        assert read_document(data, path.name) is None
    elif (error := path.with_suffix(".error")).exists():
        with pytest.raises(DocumentError) as caught:
            read_document(data, path.name)
        assert error.read_text(encoding="utf-8").strip() in str(caught.value)
    else:
        assert draft(data, path.name) == path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()


def test_pdf_has_pages_as_places():
    text = (CASES / "linear.txt").read_text(encoding="utf-8").replace("–", "-").replace("…", "...")
    first, second = text.split("2.3 Data crawled")
    lines = draft(make_pdf([first, f"2.3 Data crawled{second}"]), "summary.pdf")
    assert 'my:nordlicht-2-13b.summary tcs:fld_2.3.purposes "Collecting text"  # page 2' in lines


def test_running_foot_is_no_answer():
    feet = [f"{number}\nBeispiel AG, Musterstadt, info@beispiel.example" for number in (1, 2, 3)]
    pages = [
        "Versioned model name: Alp-1\nDescription of the linguistic characteristics: Words that",
        "go on. 2.4 User data\nModel dependencies: None\nHave you used publicly available datasets? No",
        "Were crawlers used? No\nLast update: 1 May 2026",
    ]
    lines = draft(make_pdf([f"{page}\n{foot}" for page, foot in zip(pages, feet, strict=True)]))
    assert 'my:alp-1.summary tcs:fld_1.3.languages "Words that go on."  # page 1' in lines
    assert sum("Musterstadt" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: make_pdf(["", ""]), "this PDF contains no text"),
        (lambda: make_pdf(["A letter about training and its data, for friends of stones"]), "is neither a"),
        (lambda: make_pdf(["Version of the Summary: 1"])[:300], "this PDF is damaged"),
        (lambda: b"%PDF-1.7\n" + b"\xff" * 2000, "this PDF is damaged"),
    ],
    ids=["scanned", "letter", "cut-off", "rubbish"],
)
def test_pdf_that_cannot_be_read_says_why(make, message):
    with pytest.raises(DocumentError, match=message):
        read_document(make(), "summary.pdf")


def test_encrypted_pdf_says_so():
    writer = PdfWriter(clone_from=io.BytesIO(make_pdf(["Version of the Summary: 1"])))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(DocumentError, match="this PDF is encrypted"):
        read_document(file.getvalue(), "summary.pdf")


def test_long_pdf_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(pdf_text, "_MOST_PAGES", 3)
    with pytest.raises(DocumentError, match="this PDF has 4 pages; at most 3 are read"):
        read_document(make_pdf(["x"] * 4), "summary.pdf")


def test_slow_pdf_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf_text, "_MOST_SECONDS", 0.0)
    with pytest.raises(DocumentError, match="this PDF takes too long: page 1 of 2"):
        read_document(make_pdf(["x", "y"]), "summary.pdf")


@pytest.mark.parametrize(
    "text",
    [
        "Model dependencies:\n" * 10_000,
        "Have you used publicly available datasets to train the model? " * 4_000,
        "Describe the measures implemented before model training to respect reservations of\nx\n" * 5_000,
        "training content <html>" + "<div>" * 50_000,
        "publicly " + "☐ " * 100_000 + "[" * 100_000 + "*" * 100_000,
        "publicly \ufffd https://a.b/-\n" + "https://a/b" * 50_000 + "1" * 100_000,
    ],
    ids=["labels", "questions", "halves", "tags", "marks", "addresses"],
)
def test_hostile_text_is_none(text):
    assert read_document(text.encode(), "x.txt") is None


def test_text_of_very_many_labels_is_none():
    assert read_document((CASES / "linear.txt").read_bytes() * 60, "x.txt") is None


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"\xff\xfe\x00", b"{}", b"PK\x03\x04", b"---\na: 1\n---\n# Card"])
def test_other_bytes_are_left_to_other_readers(data):
    assert read_document(data, "x") is None


@needs_sources
@pytest.mark.parametrize("name", ["documents/summary-phi-4", "providers/apertus-code-of-practice"])
def test_text_of_a_pdf_states_the_same_as_the_pdf(name):
    found = [draft((SOURCES / f"{name}{ending}").read_bytes()) for ending in (".pdf", ".txt")]
    bare = [[line.split("  # ")[0] for line in lines if not line.startswith("?")] for lines in found]
    assert bare[0] == bare[1]


@needs_sources
@pytest.mark.parametrize("name", ["code-of-practice/transparency.txt", "guidelines/gpai-2025-5045.pypdf.txt"])
def test_official_text_about_the_forms_is_none(name):
    text = page_lines.make_text(page_lines.number_lines((SOURCES / name).read_text(encoding="utf-8")))
    assert [*documents.read_summary(text), *documents.read_documentation(text)] == []


def test_required_fields_are_those_of_the_template():
    """A summary that follows the template answers each field that the template requires, and no other need be."""
    template = (ROOT / "ontology" / "training-summary" / "template.ttl").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=tcs:fld_)", template)[1:]
    required = [re.match(r"tcs:fld_(\S+)", one)[1] for one in blocks if "ag:requirement ag:required" in one]
    assert sorted(template_check.REQUIRED) == sorted(required)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The model is not continuously trained after this date.", "false"),
        ("Our models are dynamically trained.", "true"),
        ("The model may be continuously trained.", None),
        ("The model is trained on web pages.", None),
        ("The model was not trained on books.", None),
    ],
)
def test_sentence_beside_the_month_tells_whether_training_goes_on(said, expected):
    text = (CASES / "whole.txt").read_text(encoding="utf-8")
    lines = draft(text.replace("This model is continuously trained on new data.", said).encode())
    found = [line for line in lines if "ag:continuouslyTrained" in line]
    assert found == ([f'my:tal-1.summary ag:continuouslyTrained "{expected}"  # line 10'] if expected else [])


def test_long_list_is_read_in_reasonable_time():
    text = (CASES / "whole.txt").read_text(encoding="utf-8")
    sets = "".join(f"https://huggingface.co/datasets/own/set-{number} \n{'x ' * 200}\n" for number in range(300))
    listed = f"☒ Yes ☐ No\nList of large publicly available datasets:\n{sets}1{'1' * 20_000} 2\n2.2 "
    lines = draft(text.replace("☐ Yes ☒ No\n2.2 ", listed, 1).encode())
    assert any('own/set-299"' in line and line.endswith("line 612") for line in lines)
