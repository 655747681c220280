"""Write contents as a Word document on A4 that `profile import` reads back."""

import datetime
import io
import re
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from actgraph.core.tables import strip_controls
from actgraph.documents.remarks import OPEN_STYLE, REMARK_STYLE
from actgraph.documents.writers.contents import READERS, TICKED, UNTICKED, Contents, Entry, Part, is_open

_GREY, _RED = RGBColor(0x55, 0x55, 0x55), RGBColor(0x9C, 0x1C, 0x1C)
_NOT_XML = re.compile("[\ufffe\uffff]")
_LABEL_WIDTH, _READER_WIDTH, _TEXT_WIDTH = 4.6, 1.5, 17.0  # cm


def write_word(contents: Contents, date: str) -> bytes:
    """Write contents as a Word document.

    Args:
        contents: what the document holds.
        date: the day, ISO 8601, that its properties name.

    >>> from actgraph.documents.writers.contents import Entry, Part
    >>> part = Part("Use", [Entry("20", "20. Acceptable Use Policy", ["None exists"], ["Filled from: m.ttl:3"])])
    >>> write_word(Contents("Model Documentation Form", [], [part]), "2026-11-24")[:2]
    b'PK'
    """
    page = _start_document(contents.title, date)
    page.add_heading(contents.title, 0)
    for note in contents.notes:
        _add_text(page.add_paragraph(style=REMARK_STYLE), note)
    if contents.legend:
        _add_text(page.add_paragraph(), contents.legend)
    for part in contents.parts:
        if part.title:
            _add_text(page.add_heading("", part.level), part.title)
        else:
            page.add_paragraph()  # Word joins tables with nothing between them
        if part.heads:
            _add_wide_table(page, part)
        elif part.entries:
            _add_table(page, part)
    out = io.BytesIO()
    page.save(out)
    return out.getvalue()


def _start_document(title: str, date: str) -> Document:
    page = docx.Document()
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    page.core_properties.title = title
    page.core_properties.author = ""
    page.core_properties.comments = ""
    page.core_properties.created = page.core_properties.modified = datetime.datetime.fromisoformat(date)
    styles = page.styles
    normal = styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.paragraph_format.space_after = Pt(2)
    for name, colour, is_bold in ((REMARK_STYLE, _GREY, False), (OPEN_STYLE, _RED, True)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = normal
        style.font.size, style.font.bold, style.font.color.rgb = Pt(8), is_bold, colour
    for name, size in (("Title", 18), ("Heading 1", 13), ("Heading 2", 11)):
        heading = styles[name]
        assert isinstance(heading, ParagraphStyle)
        heading.font.name, heading.font.size, heading.font.color.rgb = "Arial", Pt(size), RGBColor(0, 0, 0)
        heading.element.rPr.rFonts.attrib.clear()  # the fonts of the theme would win over the name
        heading.font.name = "Arial"
    return page


def _add_table(page: Document, part: Part) -> None:
    """Add a table with a row for each field: label, answer, and for whom it is meant if the document says it."""
    has_readers = any(one.readers for one in part.entries)
    readers = READERS if has_readers else ()
    answer_width = _TEXT_WIDTH - _LABEL_WIDTH - _READER_WIDTH * len(readers)
    table = _make_table(page, [_LABEL_WIDTH, answer_width, *(_READER_WIDTH for _ in readers)])
    if readers:
        cells = _add_row(table)
        for cell, (_, head) in zip(cells[2:], readers, strict=True):
            _add_text(cell.paragraphs[0], head, is_bold=True)
        _repeat_row(table)
    for one in part.entries:
        cells = _add_row(table)
        _add_text(cells[0].paragraphs[0], one.full_label, is_bold=True)
        _fill_answer(cells[1], one.answer, one)
        for cell, (sign, _) in zip(cells[2:], readers, strict=True):
            _add_text(cell.paragraphs[0], TICKED if sign in one.readers else UNTICKED)


def _add_wide_table(page: Document, part: Part) -> None:
    """Add a table whose rows have several cells, below their heads."""
    width = (_TEXT_WIDTH - 3) / (len(part.heads) - 1)
    table = _make_table(page, [3, *(width for _ in part.heads[1:])])
    for cell, head in zip(_add_row(table), part.heads, strict=True):
        _add_text(cell.paragraphs[0], head, is_bold=True)
    _repeat_row(table)
    for one in part.entries:
        cells = _add_row(table)
        _add_text(cells[0].paragraphs[0], one.label)
        for cell, lines in zip(cells[1:], one.columns, strict=True):
            _fill_answer(cell, lines, None)
        _add_remarks(cells[-1], one)


def _make_table(page: Document, widths: Sequence[float]) -> Table:
    table: Table = page.add_table(0, len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def _add_row(table: Table) -> Sequence[_Cell]:
    """Add a row that Word does not split between two pages."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row.cells  # type: ignore[no-any-return]


def _repeat_row(table: Table) -> None:
    """Let Word print the first row again at the top of each page."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    properties.append(head)  # type: ignore[arg-type]


def _fill_answer(cell: _Cell, lines: Sequence[str], entry: Entry | None) -> None:
    for number, line in enumerate(lines or [""]):
        _add_text(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), line)
    if entry is not None:
        _add_remarks(cell, entry)


def _add_remarks(cell: _Cell, entry: Entry) -> None:
    for remark in entry.remarks:
        _add_text(cell.add_paragraph(style=OPEN_STYLE if is_open(remark) else REMARK_STYLE), remark)


def _add_text(paragraph: Paragraph, text: str, is_bold: bool = False) -> None:
    """Add a text without the characters that XML does not have."""
    paragraph.add_run(_NOT_XML.sub("", strip_controls(text))).bold = is_bold or None
