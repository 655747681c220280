"""Make the filled-in Model Documentation Form of `examples/documents/`: a Word document of ours, with invented answers.

Run it as: python -m tests.support.example_form
"""

import io
import zipfile
from xml.sax.saxutils import escape

from pyoxigraph import Literal, RdfFormat, parse

from actgraph.core.prefixes import get_local_name, load_prefixes
from tests.conftest import ROOT

FORM = ROOT / "examples" / "documents" / "form.docx"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_AUDIENCES = {"commission": "AIO", "memberState": "NCA", "downstreamProvider": "DPs"}
# Item → answer; the items without one are left empty, as in a form that is still being filled in.
ANSWERS = {
    1: "Saltmarsh Language Models, Lda. (invented)",
    2: "Samphire 7B",
    4: "17/03/2026",
    5: "17/03/2026",
    6: "N/A",
    7: "Dense decoder-only transformer",
    8: "32 layers, grouped-query attention; built to run on one graphics card.",
    9: "☒ Text  ☐ Images  ☐ Audio  ☐ Video",
    10: "32 000 tokens",
    11: "☒ Text  ☐ Images  ☐ Audio  ☐ Video",
    12: "8 000 tokens",
    13: "7.1 billion",
    15: "Download from a public hub: https://hub.example/saltmarsh/samphire-7b",
    17: "Apache License, Version 2.0: https://www.apache.org/licenses/LICENSE-2.0",
    20: "None exists",
    21: "Writing and summarising texts in Portuguese and English",
    26: "Pre-training by next-token prediction on 4 trillion tokens, then supervised tuning",
    28: "☒ Text  ☐ Images  ☐ Audio  ☐ Video",
    40: "1.8e23",
    41: "Counted from hardware, time and utilisation",
}


def build_form() -> bytes:
    """Build the document: the titles of the items beside their answers, in one table a section."""
    file = ROOT / "ontology" / "code-of-practice" / "documentation-form.ttl"
    titles: dict[str, str] = {}
    audiences: set[str] = set()
    for quad in parse(path=file, format=RdfFormat.TURTLE):
        if quad.predicate.value == load_prefixes()["dcterms"] + "title" and isinstance(quad.object, Literal):
            titles[quad.subject.value] = quad.object.value
        elif quad.predicate.value == load_prefixes()["ag"] + "audience":
            audiences.add(f"{quad.subject.value}, {get_local_name(quad.object.value)}")
    rows = []
    for number in range(1, 46):
        item = f"{load_prefixes()['cop']}mdf.itm_{number}"
        title = titles[item] + (" (maximum size)" if number in (10, 12) else "")
        cells = [_make_cell(title, 3600), _make_cell(ANSWERS.get(number, ""), 5000)]
        cells += [_make_cell("X" if f"{item}, {one}" in audiences else "", 600) for one in _AUDIENCES]
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    heads = "".join(_make_cell(text, 600) for text in ("Item", "Answer", *_AUDIENCES.values()))
    body = f"{_make_line('Model Documentation Form')}<w:tbl><w:tr>{heads}</w:tr>{''.join(rows)}</w:tbl>"
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name, text in (("[Content_Types].xml", _TYPES), ("_rels/.rels", _LINKS), ("word/document.xml", document)):
            out.writestr(zipfile.ZipInfo(name, (2026, 11, 30, 0, 0, 0)), text)
    return packed.getvalue()


def _make_line(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _make_cell(text: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_make_line(text)}</w:tc>'


if __name__ == "__main__":
    FORM.write_bytes(build_form())
