"""The text of a Word document as rows of cells: ticks as characters, prompts and deleted text left out."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from actgraph.documents.readers.forms.container import WordParts
from actgraph.documents.readers.forms.controls import (
    TICKED,
    UNTICKED,
    WORD,
    choose_day,
    find_checkbox,
    find_picked_day,
    get_content,
    get_kind,
    is_on,
    is_prompt,
    normalize_ticks,
    read_box,
    read_legacy_field,
)
from actgraph.documents.reading import DocumentError
from actgraph.documents.remarks import is_remark
from actgraph.documents.values import is_placeholder
from actgraph.profile import written_values

_MAX_TEXT = 1_000_000  # characters of a document
_MAX_ROWS = 10_000
_MAX_PROMPT = 100  # runs of text
_MAX_REMARK = 200  # characters
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_SKIPPED = frozenset(("del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "tcPr", "trPr", "tblPr"))
_SYMBOLS = {  # of the fonts Wingdings and Wingdings 2
    **dict.fromkeys(("wingdings fe", "wingdings fd", "wingdings fc", "wingdings 78", "wingdings 2 52"), TICKED),
    **dict.fromkeys(("wingdings 2 54", "wingdings 2 50", "wingdings 2 53", "wingdings 2 51"), TICKED),
    **dict.fromkeys(("wingdings 6f", "wingdings a8", "wingdings 71", "wingdings 2 a3", "wingdings 2 2a"), UNTICKED),
}


class Row(NamedTuple):
    """A row of a table, or a line of text as a row with one cell.

    Attributes:
        cells: the lines of each cell.
        place: where it stands.
    """

    cells: Sequence[Sequence[str]]
    place: str


class WordText(NamedTuple):
    """The text of a Word document.

    Attributes:
        rows: in the order of the document; headers and footers come last.
        remarks: what a reader should know, each as place, text and reason: that struck text was left out.
    """

    rows: Sequence[Row]
    remarks: Sequence[tuple[str, str, str]]


def read_rows(parts: WordParts, name: str) -> WordText:
    """Read the text of a Word document as rows.

    Args:
        parts: its parts.
        name: its name in messages.

    Raises:
        DocumentError: it has too much text.
    """
    reader = _TextReader(parts.prompts, name)
    rows = list(itertools.islice(reader.read_body(parts.document, ""), _MAX_ROWS + 1))
    if len(rows) > _MAX_ROWS:
        raise DocumentError("it has too many rows and paragraphs", where=name, todo="Keep the form alone in the file")
    for header in parts.headers:
        rows += reader.read_body(header, "header or footer, ")
    return WordText(rows, [(place, text.strip(), why) for (place, why), text in reader.remarks.items()])


class _TextReader:
    def __init__(self, prompts: Mapping[str, str], name: str) -> None:
        self.remarks: dict[tuple[str, str], str] = {}  # place and reason → text
        self._place = ""
        self._prompts = prompts
        self._name = name
        self._length = 0
        self._paragraphs = self._tables = 0

    def read_body(self, root: etree._Element, where: str) -> Iterator[Row]:
        """Read the blocks below an element."""
        for node in root:
            kind = get_kind(node)
            if kind == "p":
                self._paragraphs += 1
                self._place = f"{where}paragraph {self._paragraphs}"
                for line in self._read_lines(node):
                    yield Row([[line]], self._place)
            elif kind == "tbl":
                self._tables += 1
                number = self._tables
                for count, row in enumerate(self._list_inside(node, "tr"), 1):
                    self._place = f"{where}table {number}, row {count}"
                    yield Row([self._read_lines(cell) for cell in self._list_cells(row)], self._place)
            elif kind == "sdt":
                if not self._is_prompt(node):
                    yield from self.read_body(get_content(node), where)
            elif kind == "AlternateContent":
                yield from self.read_body(node[0] if len(node) else node, where)
            elif kind not in _SKIPPED:
                self._remark_change(kind)
                yield from self.read_body(node, where)
            else:
                self._remark_change(kind)

    def _list_inside(self, node: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """List the rows of a table or the cells of a row, through what may stand around them."""
        for child in node:
            kind = get_kind(child)
            if kind == wanted:
                if wanted == "tr" and child.find(f"{WORD}trPr/{WORD}del") is not None:
                    self._remark_change("del")
                    continue
                yield child
            elif kind in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "AlternateContent", "Choice"):
                yield from self._list_inside(child, wanted)

    def _list_cells(self, row: etree._Element) -> Iterator[etree._Element]:
        """List the cells of a row; a check box around a cell stands for it."""
        for child in row:
            kind = get_kind(child)
            if kind == "tc" or (kind == "sdt" and find_checkbox(child) is not None):
                yield child
            elif kind == "sdt":
                cells = list(self._list_inside(child, "tc"))
                yield from ([child] if len(cells) == 1 else cells)
            elif kind in ("ins", "moveTo", "customXml"):
                yield from self._list_cells(child)

    def _read_lines(self, node: etree._Element) -> list[str]:
        out: list[str] = []
        self._collect(node, out)
        text = normalize_ticks("".join(out))
        self._length += len(text)
        if self._length > _MAX_TEXT:
            raise DocumentError("it has too much text", where=self._name, todo="Keep the form alone in the file")
        lines = (" ".join(line.split()) for line in text.split("\n"))
        return [line for line in lines if line]

    def _collect(self, node: etree._Element, out: list[str]) -> None:
        """Collect the text below an element."""
        kind = get_kind(node)
        if kind == "t":
            out.append(node.text or "")
        elif kind == "r":
            self._collect_run(node, out)
        elif kind == "sdt":
            self._collect_control(node, out)
        elif kind in ("tab", "noBreakHyphen", "br", "cr"):
            out.append({"tab": " ", "noBreakHyphen": "-"}.get(kind, "\n"))
        elif kind == "sym":
            font, sign = node.get(WORD + "font", "").lower(), node.get(WORD + "char", "").lower()
            out.append(_SYMBOLS.get(f"{font} {sign[-2:].lstrip('0')}", "�"))
        elif kind == "fldChar":
            out.append(read_legacy_field(node))
        elif kind == "AlternateContent":
            if len(node):
                self._collect_all(node[0], out)
        elif kind in _SKIPPED:
            self._remark_change(kind)
        else:
            self._remark_change(kind)
            inner: list[str] = []
            self._collect_all(node, inner)
            if kind != "p" or not is_remark(_get_style(node), "".join(inner)):
                out += inner
            if kind in ("p", "tc", "tr", "txbxContent"):
                out.append("\n")

    def _collect_all(self, node: etree._Element, out: list[str]) -> None:
        for child in node:
            self._collect(child, out)

    def _collect_run(self, node: etree._Element, out: list[str]) -> None:
        properties = node.find(WORD + "rPr")
        if properties is not None:
            if is_on(properties, "vanish"):
                self._remark_text(node, "it is hidden text, so it was left out")
                return
            if is_on(properties, "strike") or is_on(properties, "dstrike"):
                self._remark_text(node, "it is struck through, so it was left out like deleted text")
                return
            align = properties.find(WORD + "vertAlign")
            if align is not None and align.get(WORD + "val") == "superscript":
                inner: list[str] = []
                self._collect_all(node, inner)
                text = "".join(inner)
                out.append(text.translate(_RAISED) if re.fullmatch(r"[\d+\-−\s]+", text) else text)
                return
        self._collect_all(node, out)

    def _collect_control(self, node: etree._Element, out: list[str]) -> None:
        """Collect the text of a content control."""
        content = get_content(node)
        inner: list[str] = []
        self._collect_all(content, inner)
        text = "".join(inner)
        box = find_checkbox(node)
        if box is not None:
            out.append(read_box(text, box) + ("\n" if text.endswith("\n") else ""))
        elif not self._is_prompt(node):
            day = find_picked_day(node)
            out.append(choose_day(text, day) if day else text)
            if day and (days := written_values.find_days(text.strip())) and day not in days:
                self._remark(" ".join(text.split()), f"its date picker has {day}; what is typed there was read")
        elif text.endswith("\n"):
            out.append("\n")

    def _is_prompt(self, node: etree._Element) -> bool:
        """Tell whether a content control shows its prompt; a program that fills it in may leave the mark behind."""
        properties = node.find(WORD + "sdtPr")
        if properties is None or not is_on(properties, "showingPlcHdr"):
            return False
        texts = itertools.islice(get_content(node).iter(WORD + "t"), _MAX_PROMPT)
        text = "".join(one.text or "" for one in texts).strip()
        part = properties.find(f"{WORD}placeholder/{WORD}docPart")
        prompt = self._prompts.get(part.get(WORD + "val", "") if part is not None else "")
        if not text or is_placeholder(text) or is_prompt(text):
            return True
        if prompt is not None:
            return prompt.strip() == text
        self._remark(text, "Word marks it as the prompt of an empty field, so it is no answer")
        return True

    def _remark_change(self, kind: str) -> None:
        if kind in ("del", "ins", "moveFrom", "moveTo"):
            self.remarks["document", "inserted text was read, deleted text was not"] = "tracked changes"

    def _remark_text(self, node: etree._Element, why: str) -> None:
        """Remark that the text of a run was left out; the runs of a place are one remark."""
        text = "".join(part.text or "" for part in node.iter(WORD + "t"))
        if text.strip():
            self._remark(self.remarks.get((self._place, why), "") + text, why)

    def _remark(self, text: str, why: str) -> None:
        self.remarks[self._place, why] = text[:_MAX_REMARK]


def _get_style(paragraph: etree._Element) -> str:
    """Return the id of the style of a paragraph; empty if it names none."""
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    return "" if style is None else style.get(WORD + "val", "")
