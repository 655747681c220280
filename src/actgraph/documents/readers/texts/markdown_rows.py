"""Rows of the Markdown that `profile export` writes: its tables and headings, without remarks and escapes."""

import re
from collections.abc import Sequence

from actgraph.documents.readers.forms.word import Row
from actgraph.documents.remarks import strip_remarks

_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"\s*<br>\s*")
_ESCAPE = re.compile(r"\\([\\`*_\[\]<>&~#!$|])")
_HEADING = re.compile(r"#{1,6}\s+")
_HEADS = ["Field", "Answer"]


def read_markdown_rows(text: str) -> list[Row]:
    r"""Read the rows of tables, and the other lines as rows with one cell.

    >>> read_markdown_rows("| Field | Answer |\n| --- | --- |\n| 2.1.1 Used: | a\\_b<br>c |")
    [Row(cells=[['2.1.1 Used:'], ['a_b', 'c']], place='line 3')]
    """
    rows = []
    for number, line in enumerate(strip_remarks(text).splitlines(), 1):
        line = line.strip()
        if line.startswith("|") and line.endswith("|"):
            texts = [cell.strip() for cell in _BAR.split(line)[1:-1]]
            if texts == _HEADS or all(re.fullmatch(r":?-+:?", cell) for cell in texts):
                continue
            if texts[:2] == _HEADS:  # and the readers of the items
                texts[:2] = ["", ""]
            rows.append(Row([_split_cell(cell) for cell in texts], f"line {number}"))
        elif line:
            rows.append(Row([[_ESCAPE.sub(r"\1", _HEADING.sub("", line, count=1))]], f"line {number}"))
    return rows


def _split_cell(text: str) -> Sequence[str]:
    return [line for part in _BREAK.split(text) if (line := _ESCAPE.sub(r"\1", part).strip())]
