"""Fill in the official Model Documentation Form in the ways in which people do, and build small Word documents."""

import copy
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from lxml import etree

from tests.conftest import SOURCES

OFFICIAL = SOURCES / "code-of-practice" / "model-documentation-form.docx"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# Item → table, row and cell of its answer in the official file, counted by hand.
CELLS = {
    1: (3, 3, 1), 2: (3, 5, 1), 3: (3, 8, 1), 4: (3, 11, 1), 5: (3, 13, 1), 6: (3, 15, 1), 7: (4, 4, 1), 8: (4, 7, 1),
    13: (4, 15, 1), 15: (5, 3, 1), 16: (5, 4, 1), 17: (5, 6, 1), 18: (5, 8, 1), 19: (5, 10, 1), 20: (5, 14, 1),
    21: (5, 16, 1), 22: (5, 19, 1), 23: (5, 21, 1), 24: (5, 23, 1), 25: (5, 25, 1), 26: (5, 29, 1), 27: (5, 33, 1),
    30: (6, 2, 1), 31: (6, 4, 1), 32: (6, 6, 1), 33: (6, 8, 1), 34: (6, 10, 1), 35: (6, 12, 1), 36: (6, 14, 1),
    37: (6, 18, 1), 38: (6, 20, 1), 39: (6, 22, 1), 40: (6, 24, 1), 41: (6, 26, 1), 42: (7, 3, 1), 43: (7, 5, 1),
    44: (7, 7, 1), 45: (7, 9, 1),
}  # fmt: skip
# Item → the rows whose boxes are its options.
BOXES = {9: [(4, 9)], 11: [(4, 12)], 14: [(4, 17), (4, 19)], 28: [(5, 38)], 29: [(5, 40), (5, 42)]}
TYPES = (  # a part that every Word document has
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def fill_form(answers: Mapping[int, str], ticks: Mapping[int, Sequence[str]], way: str) -> bytes:
    """Fill in the official Form.

    Args:
        answers: item → text of its answer.
        ticks: item → the options that are ticked.
        way: `controls` replaces the prompt within its content control, `beside` types behind the prompt and leaves it,
            `tracked` deletes the prompt and inserts the answer as tracked changes, `flat` is a copy without content
            controls, `bare` one without the columns of whom an item is meant for as well.
    """
    with zipfile.ZipFile(OFFICIAL) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    tables = [table for table in root.iter(W + "tbl") if next(table.iterancestors(W + "tbl"), None) is None]
    rows = {
        (number, count): row
        for number, table in enumerate(tables, 1)
        for count, row in enumerate([one for one in table.iter(W + "tr") if _get_table(one) is table], 1)
    }
    for item, texts in ticks.items():
        for text in texts:
            assert any(_tick(rows[place], text) for place in BOXES[item]), text
    for item, text in answers.items():
        table, row, cell = CELLS[item]
        _answer(list(rows[table, row].iter(W + "tc"))[cell], text, "replace" if way in ("flat", "bare") else way)
    if way in ("flat", "bare"):
        _flatten(root)
    if way == "bare":
        for row in rows.values():
            cells = row.findall(W + "tc")
            for cell in cells[-3:] if len(cells) > 3 else []:
                row.remove(cell)
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return pack_word(parts)


def _get_table(row: etree._Element) -> etree._Element:
    return next(row.iterancestors(W + "tbl"))


def _answer(cell: etree._Element, text: str, way: str) -> None:
    runs = list(cell.iter(W + "r"))
    if way == "tracked":
        for run in runs:
            for part in run.iter(W + "t"):
                part.tag = W + "delText"
            run.getparent().replace(run, _wrap(run, "del"))
    if way in ("controls", "replace"):
        for run in runs:
            run.getparent().remove(run)
        for mark in list(cell.iter(W + "showingPlcHdr")):
            mark.getparent().remove(mark)
    paragraphs = list(cell.iter(W + "p"))
    inside = list(paragraphs[0].iter(W + "sdtContent"))
    target = inside[0] if way == "controls" and inside else paragraphs[0]
    for count, line in enumerate(text.split("\n")):
        run = etree.SubElement(target, W + "r")
        if count:
            etree.SubElement(run, W + "br")
        etree.SubElement(run, W + "t").text = line if way != "beside" else f" {line}"
        if way == "tracked":
            target.replace(run, _wrap(run, "ins"))


def _wrap(run: etree._Element, kind: str) -> etree._Element:
    change = etree.Element(W + kind)
    change.append(copy.deepcopy(run))
    return change


def _tick(row: etree._Element, text: str) -> bool:
    """Tick the first box before an option."""
    boxes = [one for one in row.iter(W + "sdt") if one.find(f"{W}sdtPr/{W14}checkbox") is not None]
    for box in boxes:
        after = []
        for node in box.itersiblings():
            if node.tag == W + "sdt" and node.find(f"{W}sdtPr/{W14}checkbox") is not None:
                break
            after += [part.text or "" for part in node.iter(W + "t")]
        if "".join(after).strip().startswith(text):
            box.find(f".//{W14}checked").set(W14 + "val", "1")
            next(box.iter(W + "t")).text = "☒"
            return True
    return False


def _flatten(root: etree._Element) -> None:
    """Take the content controls away and leave what is in them, as other programs do."""
    for control in reversed(list(root.iter(W + "sdt"))):
        parent = control.getparent()
        content = control.find(W + "sdtContent")
        index = parent.index(control)
        for child in reversed(list(content) if content is not None else []):
            parent.insert(index, child)
        parent.remove(control)


def make_word(body: str, **parts: str) -> bytes:
    """Make a Word document of the elements of its body.

    Args:
        body: XML with the prefixes w and w14.
        parts: further parts, `header1` for `word/header1.xml`.
    """
    spaces = f'xmlns:w="{WORD}" xmlns:w14="{W14[1:-1]}"'
    files = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
    }
    for name, text in parts.items():
        files[f"word/{name}.xml"] = f"<w:hdr {spaces}>{text}</w:hdr>"
    return pack_word({name: text.encode() for name, text in files.items()})


def make_rows(text: str) -> str:
    """Make the XML of paragraphs and tables from a plain text: `|` between cells, `//` between lines of a cell.

    What begins with `<w:` in a cell is XML of its own.
    """
    out, rows = [], []

    def end_table() -> None:
        if rows:
            out.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows.clear()

    for line in text.split("\n"):
        if "|" in line:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            rows.append(f"<w:tr>{''.join(f'<w:tc>{_make_paragraphs(cell)}</w:tc>' for cell in cells)}</w:tr>")
            continue
        end_table()
        if line.strip():
            out.append(_make_paragraphs(line.strip()))
    end_table()
    return "".join(out)


def _make_paragraphs(text: str) -> str:
    parts = [part.strip() for part in text.split(" // ")]
    return "".join(f"<w:p>{part if part.startswith('<w:') else make_run(part)}</w:p>" for part in parts)


def make_run(text: str, properties: str = "") -> str:
    """Make a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def pack_word(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts into a Word document: the same parts into the same bytes, at any time of day."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
