"""Read summaries and documentation that are text: a PDF with text, text taken from one, a web page, Markdown."""

import contextlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from actgraph.documents.readers.texts import documents, page_lines, pdf_text
from actgraph.documents.reading import DocumentError, Reading
from actgraph.documents.remarks import has_comments

if TYPE_CHECKING:
    from actgraph.documents.readers.forms.word import Row

_MOST_BYTES = 2_000_000  # of a text
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|body|head)\b", re.IGNORECASE | re.DOTALL
)
# Words without which no text is one of the two forms, in any way that they are filled in.
_SIGNS = re.compile(
    rb"(?i)publicly|crawlers|synthetic|model\s+dependencies|legal\s+name|training\s+content|zusammenfassung|sintesi|r(?:e|\xc3\xa9)sum"
)
_FOREIGN = (
    ("German", r"zusammenfassung|trainingsdaten|trainingsinhalt\w*", r"anbieter\w*|datens(?:ä|ae)tze|modell\w*"),
    ("Italian", r"sintesi|riepilogo", r"addestramento|fornitore"),
    ("French", r"r[ée]sum[ée]|synth[èe]se", r"entra[îi]nement|fournisseur"),
    ("Spanish", r"resumen", r"entrenamiento|proveedor"),
    ("Polish", r"streszczenie|podsumowanie", r"treningow\w+|dostawc\w+|szkoleni\w+"),
)  # fmt: skip
_FEWEST_ROWS = 8
_MOST_CELLS = 20  # of a row
_TEMPLATE_NUMBERS = re.compile(r"^\W*(?:1\.1|1\.2|1\.3|2\.1|2\.2|2\.3|2\.4|2\.5|2\.6|3\.1|3\.2)\b", re.MULTILINE)


def read_document(data: bytes, name: str) -> Sequence[Reading] | None:
    """Read a training-content summary or documentation under the Code; None if the document is neither, and no PDF.

    Args:
        data: its bytes.
        name: its name in messages.

    Raises:
        DocumentError: it is a PDF that cannot be read or is neither; it is a summary in another language than English.

    >>> read_document(b"# A model card", "README.md")
    >>> read_document("Zusammenfassung der Trainingsinhalte\\n1.1 Anbieter\\n1.2 Modell\\n2.1 Daten".encode(), "a.txt")
    Traceback (most recent call last):
    actgraph.documents.reading.DocumentError: a.txt: its labels seem to be in German; only English ones are recognised
      Use the labels of the English template, with yes, no and days in English; other answers can stay.
    """
    if pdf_text.is_pdf(data):
        text = page_lines.make_text(page_lines.number_pages(pdf_text.read_pages(data, name)))
        if found := _read_text(text, name):
            return found
        raise DocumentError(
            "this PDF is neither a training-content summary nor documentation under the Code",
            where=name,
            todo="Other documents are read as .md, .json, .yaml or .docx",
        )
    if len(data) > _MOST_BYTES or b"\x00" in data[:4096] or data.startswith(b"PK") or not _SIGNS.search(data):
        return None
    body = data.decode("utf-8-sig", errors="replace")
    if body.lstrip()[:1] in "{[" or re.match(r"---\s*\n", body):  # JSON, or a card with front matter
        return None
    if has_comments(body) and (written := _read_rows(_list_markdown_rows(body), name)):
        return written
    if sum("\t" in line for line in body.splitlines()) >= _FEWEST_ROWS and (table := _read_table(body, name)):
        return table
    pages = page_lines.read_web_page(body) if _WEB_PAGE.match(body) else page_lines.number_lines(body)
    return _read_text(page_lines.make_text(pages), name)


def _read_table(body: str, name: str) -> Sequence[Reading]:
    """Read a form whose table was copied as text: tabs stand between its cells, and each line is a row."""
    from actgraph.documents.readers.forms.word import Row

    rows = [
        Row([[cell.strip()] for cell in line.split("\t", _MOST_CELLS)], f"line {number}")
        for number, line in enumerate(body.splitlines(), 1)
        if line.strip()
    ]
    return _read_rows(rows, name)


def _list_markdown_rows(body: str) -> "Sequence[Row]":
    from actgraph.documents.readers.texts.markdown_rows import read_markdown_rows

    return read_markdown_rows(body)


def _read_rows(rows: "Sequence[Row]", name: str) -> Sequence[Reading]:
    from actgraph.documents.readers.forms.recognition import read_forms
    from actgraph.documents.readers.forms.word import WordText

    with contextlib.suppress(DocumentError):
        return read_forms(WordText(rows, ()), name)
    return ()


def _read_text(text: page_lines.Text, name: str) -> list[Reading] | None:
    found = [*documents.read_summary(text), *documents.read_documentation(text)]
    if found:
        return found
    start = text.body[:3000].lower()
    if len(set(_TEMPLATE_NUMBERS.findall(text.body))) >= 2:
        for language, title, word in _FOREIGN:
            if re.search(rf"\b(?:{title})\b", start) and re.search(rf"\b(?:{word})\b", start):
                raise DocumentError(
                    f"its labels seem to be in {language}; only English ones are recognised",
                    where=name,
                    todo="Use the labels of the English template, with yes, no and days in English;"
                    " other answers can stay.",
                )
    return None
