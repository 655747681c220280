"""The three cells that say for whom an item of the Form is meant, and what somebody typed into them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from actgraph.documents.readers.forms.controls import TICKED
from actgraph.documents.readers.labels import split_words

_CROSS = re.compile(r"[☒☐⍰✗✘xX]?|[-–—]|yes|no", re.IGNORECASE)
_COLUMNS = (("aio", "ai office"), ("nca", "ncas"), ("dp", "dps"))
_IN_ONE_CELL = re.compile(r"([☒☐⍰])\s*([☒☐⍰])\s*([☒☐⍰])")  # cells that were merged
_TYPED = re.compile(r"([☒☐⍰]?)\s*(.*)", re.DOTALL)


class ForWhom(NamedTuple):
    """A row without the cells that say for whom it is meant.

    Attributes:
        cells: the other cells.
        audience: for whom; empty if the boxes do not say it.
        typed: what else stands in the cells of the boxes.
    """

    cells: list[list[str]]
    audience: str = ""
    typed: Sequence[str] = ()


def split_audience(cells: list[list[str]], has_columns: bool) -> ForWhom:
    """Split the boxes of whom an item is meant for from a row.

    Args:
        cells: the lines of each cell.
        has_columns: whether the columns have had their head.

    >>> split_audience([["Use:"], ["API"], ["☒"], ["☒"], ["☐"]], True).audience
    'AN'
    >>> split_audience([["Use:"], [], ["☒ at home"], ["☒"], ["☐"]], True).typed
    ['at home']
    """
    if len(cells) > 3 and _has_crosses(cells, has_columns):
        return ForWhom(cells[:-3], _read_audience(cells[-3:]))
    filled = [number for number, cell in enumerate(cells) if cell]
    if has_columns and len(filled) > 1 and (merged := _IN_ONE_CELL.fullmatch(" ".join(cells[filled[-1]]))):
        return ForWhom(cells[: filled[-1]], _read_audience([[sign] for sign in merged.groups()]))
    last = cells[-3:]
    if len(cells) > 3 and has_columns and sum(bool(_CROSS.fullmatch(" ".join(cell))) for cell in last if cell) > 1:
        found = [_TYPED.fullmatch(" ".join(cell)) for cell in last]
        boxes = [[one[1]] if one and one[1] else cell for one, cell in zip(found, last, strict=True)]
        typed = [one[2] for one, cell in zip(found, last, strict=True) if one and not _CROSS.fullmatch(" ".join(cell))]
        return ForWhom(cells[:-3], _read_audience(boxes), typed)
    return ForWhom(cells)


def has_header(cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row is the head of the columns of whom the items are meant for.

    >>> has_header([["Use"], ["AIO"], ["NCAs"], ["DPs"]])
    True
    """
    words = [" ".join(split_words(" ".join(cell))) for cell in cells[-3:]]
    return len(cells) > 3 and all(word in names for word, names in zip(words, _COLUMNS, strict=True))


def _has_crosses(cells: Sequence[Sequence[str]], has_columns: bool) -> bool:
    """Tell whether the last three cells are the boxes for whom an item is meant."""
    last = cells[-3:]
    if not all(_CROSS.fullmatch(line.strip()) for cell in last for line in cell):
        return False
    return has_columns or all(len(cell) > 0 for cell in last)


def _read_audience(cells: Sequence[Sequence[str]]) -> str:
    """Read whom an item is for; empty where the boxes of two items stand there, or none."""
    if any(len(cell) > 1 for cell in cells):
        return ""
    signs = [cell[0].strip().lower() if cell else "" for cell in cells]
    if "⍰" in signs:
        return ""
    return "".join(who for who, sign in zip("AND", signs, strict=True) if sign in (TICKED, "x", "yes", "✗", "✘"))
