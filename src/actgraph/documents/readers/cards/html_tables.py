"""Take HTML tables out of a Markdown text, since a Markdown parser does not read them."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import NamedTuple

_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TABLE = re.compile(r"<table\b[^<>]{0,2000}>", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s{0,9}>", re.IGNORECASE)
_POWER = re.compile(r"(?<=10)<sup>\s{0,9}(-?\d{1,3})\s{0,9}</sup>", re.IGNORECASE)
_MAX_CELLS = 5_000
_MAX_SPAN = 100


class Cell(NamedTuple):
    """One cell of a table.

    Attributes:
        text: without markup.
        line: on which it begins.
        links: text and address of its links.
    """

    text: str
    line: int
    links: Sequence[tuple[str, str]] = ()


def blank_code(text: str) -> str:
    """Blank fenced code, and HTML comments outside of it; lines stay where they are.

    >>> blank_code("a\\n```\\n<table>\\n```\\n<!-- x -->b").split("\\n")
    ['a', '', '', '', 'b']
    """
    lines: list[str] = []
    mark = ""
    for line in text.split("\n"):
        found = _FENCE.match(line.lstrip("> ") if mark == "" else line.strip())
        if mark:
            if found and found["mark"].startswith(mark) and not line.strip().strip(mark[0]):
                mark = ""
            lines.append("")
        elif found:
            mark = found["mark"]
            lines.append("")
        else:
            lines.append(line)
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), "\n".join(lines))


def write_powers(text: str) -> str:
    """Write the powers of ten of HTML with the sign ^.

    >>> write_powers("1.3·10<sup>24</sup> FLOPs")
    '1.3·10^24 FLOPs'
    """
    return _POWER.sub(r"^\1", text)


def take_tables(text: str) -> tuple[str, list[list[list[Cell]]]]:
    """Take the HTML tables out of a text.

    Args:
        text: without fenced code.

    Returns:
        The text with blank lines instead of the tables, and the rows of each table; a cell that spans several rows or
        columns stands in each of them.

    >>> text, tables = take_tables("a\\n<table><tr><td rowspan=2>x<td>y<tr><td>z</table>")
    >>> [[cell.text for cell in row] for row in tables[0]]
    [['x', 'y'], ['x', 'z']]
    """
    tables: list[list[list[Cell]]] = []
    kept: list[str] = []
    position = line = 0
    while (start := _TABLE.search(text, position)) and (end := _TABLE_END.search(text, start.end())):
        line += text.count("\n", position, start.end())
        parser = _TableParser(line + 1)
        parser.feed(text[start.end() : end.start()])
        parser.close()
        parser.end_cell()
        if rows := _spread_cells(parser.rows):
            tables.append(rows)
        kept += [text[position : start.start()], "\n" * text.count("\n", start.start(), end.end())]
        line += text.count("\n", start.end(), end.end())
        position = end.end()
    return "".join([*kept, text[position:]]), tables


class _TableParser(HTMLParser):
    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[tuple[Cell, int, int]]] = []
        self._first_line = first_line
        self._cells = 0
        self._texts: list[str] | None = None
        self._spans = (1, 1)
        self._line = first_line
        self._links: list[tuple[str, str]] = []
        self._address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "tr":
            self.end_cell()
            self.rows.append([])
        elif tag in ("td", "th"):
            self.end_cell()
            if not self.rows:
                self.rows.append([])
            self._texts, self._links = [], []
            self._spans = (_read_span(said.get("rowspan")), _read_span(said.get("colspan")))
            self._line = self._first_line + self.getpos()[0] - 1
        elif tag == "a":
            self._address = said.get("href") or ""
        elif tag in ("br", "p", "li") and self._texts is not None:
            self._texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self.end_cell()
        elif tag == "a":
            self._address = ""

    def handle_data(self, data: str) -> None:
        if self._texts is not None:
            self._texts.append(data)
            if self._address and data.strip():
                self._links.append((data.strip(), self._address))

    def end_cell(self) -> None:
        if self._texts is not None and self._cells < _MAX_CELLS:
            lines = (" ".join(line.split()).strip("*` ") for line in "".join(self._texts).split("\n"))
            text = "\n".join(line for line in lines if line)
            self.rows[-1].append((Cell(text, self._line, tuple(self._links)), *self._spans))
            self._cells += 1
        self._texts = None


def _read_span(text: str | None) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text and text.isdecimal() and len(text) < 5 else 1


def _spread_cells(rows: list[list[tuple[Cell, int, int]]]) -> list[list[Cell]]:
    """Repeat each cell in all rows and columns that it spans."""
    spread: list[list[Cell]] = []
    open_cells: dict[int, tuple[Cell, int]] = {}  # column → cell that goes on, and for how many rows
    count = 0
    for row in rows:
        cells: list[Cell] = []
        waiting = list(row)
        while waiting or len(cells) in open_cells:
            column = len(cells)
            if column in open_cells:
                cell, left = open_cells.pop(column)
                if left > 1:
                    open_cells[column] = (cell, left - 1)
                cells.append(cell)
            else:
                cell, down, across = waiting.pop(0)
                for _ in range(across):
                    count += 1
                    if down > 1:
                        open_cells[len(cells)] = (cell, down - 1)
                    cells.append(cell)
            if count > _MAX_CELLS:
                return spread
        if cells:
            spread.append(cells)
    return spread
