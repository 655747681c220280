"""Forms in Word: each way of filling one in gives the same statements, and nothing is stated that is not answered."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from actgraph.core.prefixes import shorten_iri
from actgraph.documents.draft import Document, draft_profile
from actgraph.documents.readers.forms.reader import read_document
from actgraph.documents.reading import DocumentError
from tests.conftest import needs_sources
from tests.support.word_forms import OFFICIAL, fill_form, make_rows, make_run, make_word, pack_word

CASES = Path(__file__).parent / "cases" / "forms"
MY = "https://example.org/profile/"
# What the Form is filled in with.
ANSWERS = {
    1: "Aurora Models Inc.", 2: "Aurora 2", 3: "sha256:abcd", 4: "2 February 2026", 5: "2026-02-03",
    6: "Llama 3.1-405B", 7: "Decoder-only transformer", 8: "Sparse experts", 13: "7.3*10^10 parameters", 15: "API https://a.example",
    16: "API", 17: "https://a.example/licence", 18: "Proprietary", 19: "None", 20: "https://a.example/aup",
    21: "Writing", 22: "Assistants", 23: "A library", 24: "N/A", 25: "Python", 26: "Pre-training", 27: "Chosen",
    30: "Crawled", 31: "1e13 tokens", 32: "1.4e13 tokens", 33: "General", 34: "Deduplication", 35: "Hash lists",
    36: "Counts", 37: "3—6 months", 38: "120 wall clock days", 39: "10^25", 40: "3.4x10^25 FLOP", 41: "Counted",
    42: "2.9e4 MWh", 43: "Metered", 44: "2.1e15", 45: "1000 requests",
}  # fmt: skip
TICKS = {
    9: ["Text", "Images"],
    11: ["Text"],
    14: ["50B—100B"],
    28: ["Text", "Audio"],
    29: ["Web crawling", "Synthetic"],
}


def draft(data: bytes) -> list[str]:
    """Draft a profile: a line for each statement, then one for each field that states nothing, with a question mark."""
    readings = read_document(data, "form.docx")
    assert readings is not None
    drafted = draft_profile([Document("form.docx", hashlib.sha256(data).hexdigest(), readings)])
    lines = []
    for quad in drafted.quads:
        if quad.predicate.value.endswith(("#type", "/title", "/identifier")) and "doc_" in quad.subject.value:
            continue
        words = [shorten_iri(one.value).replace(MY, "my:") for one in (quad.subject, quad.predicate)]
        value = quad.object.value
        is_text = type(quad.object).__name__ == "Literal"
        words.append(f'"{value}"' if is_text else shorten_iri(value).replace(MY, "my:"))
        if words[1] != "rdf:type":
            lines.append(" ".join(words))
    return lines + [f"? {one.field} | {' '.join(one.text.split())} | {one.reason}" for one in drafted.unmapped]


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_case_gives_its_statements(path):
    """A case gives the statements that stand beside it, line by line, or its error."""
    data = make_word(make_rows(path.read_text(encoding="utf-8")))
    if (error := path.with_suffix(".error")).exists():
        with pytest.raises(DocumentError) as caught:
            read_document(data, "form.docx")
        assert error.read_text(encoding="utf-8").strip() in str(caught.value)
        return
    assert draft(data) == path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()


@needs_sources
def test_empty_form_states_nothing():
    """Nobody has filled in the official file: its own instructions are no answers."""
    assert draft(OFFICIAL.read_bytes()) == ["?  | Model Documentation Form | no field of it is filled in"]


@needs_sources
@pytest.mark.parametrize("way", ["controls", "beside", "tracked", "flat", "bare"])
def test_official_form_filled_in(way):
    """However the official file is filled in, each item that is answered is in the draft, and goes where it belongs."""
    expected = (CASES / "official.expected").read_text(encoding="utf-8").splitlines()
    found = draft(fill_form(ANSWERS, TICKS, way))
    if way == "tracked":
        assert found.pop() == "?  | tracked changes | inserted text was read, deleted text was not"
    assert found == expected


@needs_sources
def test_each_item_alone():
    """An item that is answered alone is read as that item, whatever stands under the same label."""
    for item in (13, 16, 18, 19, 31, 38, 39, 40, 43):
        readings = read_document(fill_form({item: ANSWERS[item]}, {}, "controls"), "form.docx")
        names = {field.name for reading in readings for field in reading.fields if field.value}
        assert {name for name in names if name.startswith("item ")} - {"item 40 as compute of the model"} == {
            f"item {item}"
        }


@needs_sources
def test_edited_instruction_is_no_answer():
    """Where somebody wrote into an instruction of the Form, nobody can tell the answer from it."""
    with zipfile.ZipFile(OFFICIAL) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"transformer architecture", b"sparse transformer")
    reading = read_document(pack_word(parts), "form.docx")[0]
    assert [one.reason.split(":")[0] for one in reading.unread] == ["item 7"]
    assert not reading.fields


def test_picture_is_named():
    """A picture cannot be saved as a Word document, so the message does not ask for that."""
    with pytest.raises(DocumentError, match="this is a picture") as caught:
        read_document(b"\xff\xd8\xff\xe0" + bytes(20), "form.docx")
    assert "Save" not in str(caught.value)


def test_place_names_item_and_row():
    """A place names the item or the field, since Word shows no numbers of tables."""
    rows = "Model Documentation Form\nModel name: | A 7B\nRelease date: |"
    fields = read_document(make_word(make_rows(rows)), "form.docx")[0].fields
    places = {field.name: field.place for field in fields}
    assert places["item 2"].startswith("item 2 (")
    assert places["item 4"].startswith("item 4 (")


def test_date_in_header():
    """The date of the Form may stand in a header of the page."""
    body = make_rows("Model Documentation Form\nModel name: | A 7B")
    data = make_word(body, header1=make_rows("Date this document was last updated: 2026-03-01"))
    assert "form.date" in {field.name for field in read_document(data, "form.docx")[0].fields}


def test_prompt_of_own_template_is_no_answer():
    """A content control that shows the prompt of its template is empty, whatever the prompt says."""
    control = (
        '<w:sdt><w:sdtPr><w:placeholder><w:docPart w:val="P1"/></w:placeholder><w:showingPlcHdr/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    glossary = (
        '<w:docParts><w:docPart><w:docPartPr><w:name w:val="P1"/></w:docPartPr><w:docPartBody><w:p>'
        "<w:r><w:t>Name of the firm</w:t></w:r></w:p></w:docPartBody></w:docPart></w:docParts>"
    )
    rows = "Model Documentation Form\nModel name: | {}\nLegal name for the model provider: | {}"
    body = make_rows(rows.format(control.format("A 7B"), control.format("Name of the firm")))
    data = make_word(body, **{"glossary/document": glossary})
    fields = read_document(data, "form.docx")[0].fields
    assert [(field.name, field.value) for field in fields] == [
        ("item 2", "A 7B"),
        ("model name", "A 7B"),
        ("item 1", ""),
    ]


def test_answer_in_a_check_box_is_listed():
    """What somebody typed into the check box of whom an item is meant for is no answer, and is not lost."""
    box = (
        "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr>"
        "<w:sdtContent><w:r><w:t>☒{}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    rows = "Model Documentation Form\nUse | | AIO | NCAs | DPs\nAcceptable Use Policy: | | {} | {} | {}"
    body = make_rows(rows.format(box.format(" https://example.org/aup"), box.format(""), box.format("")))
    reading = read_document(make_word(body), "form.docx")[0]
    assert not reading.fields
    assert [one.text for one in reading.unread] == ["https://example.org/aup"]


def test_strict_document():
    """A document in the strict form of the standard has other namespaces."""
    data = make_word(make_rows("Model Documentation Form\nModel name: | A 7B"))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    ours, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    parts["word/document.xml"] = parts["word/document.xml"].replace(ours, strict)
    assert read_document(pack_word(parts), "form.docx")[0].fields[0].value == "A 7B"


def test_row_that_was_deleted_is_not_read():
    """A row whose deletion is tracked is gone."""
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>"
    table = f"<w:tbl>{row.format(make_run('Model architecture:'), make_run('Old'))}</w:tbl>"
    data = make_word(make_rows("Model Documentation Form\nModel name: | A 7B") + table)
    assert not any(field.name == "item 7" for field in read_document(data, "form.docx")[0].fields)


def _pack(**parts: str) -> bytes:
    types = {"[Content_Types].xml": b"<Types/>"}
    return pack_word(
        types | {name.replace("__", "/").replace("_dot_", "."): text.encode() for name, text in parts.items()}
    )


_ENTITIES = (
    '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><w:document xmlns:w="urn:w"><w:body>&d;</w:body></w:document>'
)
_EXTERNAL = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><w:document xmlns:w="urn:w"/>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n", "a PDF that is named like a Word document"),
        (b"{\\rtf1 text}", "no Word document but Rich Text"),
        (b"Model name: A 7B", "no Word document but something else"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word 97 to 2003"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (make_word("<w:p/>")[:60], "damaged"),
        (make_word("<w:p/>")[:-30], "damaged"),
        (_pack(word__document_dot_xml=_ENTITIES), "declares a document type"),
        (_pack(word__document_dot_xml=_EXTERNAL), "declares a document type"),
        (_pack(word__document_dot_xml="<w:document"), "is no XML"),
        (_pack(word__document_dot_xml="<a>" * 400 + "</a>" * 400), "is no XML"),
        (_pack(word__document_dot_xml="<a>" + " " * 3_000_000 + "</a>"), "too large"),
        (_pack(word__document_dot_xml="<a/>", word__vbaProject_dot_bin=""), "contains macros"),
        (_pack(xl__workbook_dot_xml="<a/>"), "a table or slides"),
        (_pack(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument file"),
        (_pack(**{f"part{number}": "" for number in range(2_100)}), "more than 2,000 parts"),
        (_pack(), "no main part"),
        (make_word("<w:p/>"), "neither the Model Documentation Form"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value.replace(" ", "-"),
)
def test_hostile_or_other_file_is_told(data, message):
    """A file that is damaged, hostile or something else ends in one message of three lines at most."""
    with pytest.raises(DocumentError) as caught:
        read_document(data, "form.docx")
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 3


@pytest.mark.parametrize("data", [b"# Card", b"{}", b"%PDF-1.7", pack_word({"a.txt": b"b"})])
def test_other_kinds_are_left_to_other_readers(data):
    """What is no Word document, and is not called one, is left to the other readers."""
    assert read_document(data, "README.md") is None


@needs_sources
def test_damaged_bytes_end_in_a_message():
    """A byte that is changed anywhere ends in a reading or in a message."""
    whole = OFFICIAL.read_bytes()
    for place in range(0, len(whole), len(whole) // 10):
        broken = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            read_document(broken, "form.docx")
        except DocumentError:
            continue


def test_prompts_hold_no_sentence_of_the_form():
    """What is kept of an instruction of the Form is its first three words and a hash."""
    path = Path(read_document.__code__.co_filename).parent / "prompts.toml"
    assert all(len(line) < 140 for line in path.read_text(encoding="utf-8").splitlines())
