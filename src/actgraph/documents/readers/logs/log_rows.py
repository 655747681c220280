"""The rows of a log, whatever its syntax: cells by column, and what holds for all rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from actgraph.documents.readers.logs.columns import Column
from actgraph.documents.reading import Unread

MAX_ROWS = 50_000
_MAX_PLACES = 6  # that are named one by one


class Cell(NamedTuple):
    """A value of a row.

    Attributes:
        text: as written.
        column: what it is.
        mark: the decimal mark of the log; empty if it is not known.
        inherited: whether it is said of a group of rows.
        place: where it stands.
    """

    text: str
    column: Column
    mark: str = ""
    inherited: bool = False
    place: str = ""


class LogRow(NamedTuple):
    """A row: a run, or a period of one.

    Attributes:
        place: where it stands.
        cells: column → its cells that are not blank; two where two columns mean the same.
        number: its line; 0 if it has none of its own.
    """

    place: str
    cells: Mapping[str, Sequence[Cell]]
    number: int = 0

    def get_text(self, column: str) -> str:
        """Return the text of a column; empty if it is blank.

        >>> LogRow("line 2", {}).get_text("phase")
        ''
        """
        found = self.cells.get(column)
        return " ".join(found[0].text.split()) if found else ""


@dataclass
class Log:
    """A log.

    Attributes:
        rows: in its order.
        totals: rows and keys that say the sum of others.
        unread: what of it is not read.
        columns: all columns that it has.
    """

    rows: list[LogRow] = field(default_factory=list)
    totals: list[LogRow] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)


def format_places(rows: Sequence[LogRow]) -> str:
    """Name the places of rows in few words.

    >>> format_places([LogRow("line 2", {}, 2), LogRow("line 3", {}, 3)]), format_places([LogRow("runs[0]", {})])
    ('lines 2 to 3', 'runs[0]')
    """
    return _join_places([row.place for row in rows])


def format_cells(rows: Sequence[LogRow], column: str) -> str:
    """Name the places of the cells of a column in few words.

    >>> cells = {"model": [Cell("A", Column("model", "", None), place="line 1")]}
    >>> format_cells([LogRow("line 3", cells, 3), LogRow("line 4", cells, 4)], "model")
    'line 1'
    """
    return _join_places([cell.place or row.place for row in rows for cell in row.cells.get(column, ())[:1]])


def _join_places(given: Sequence[str]) -> str:
    places = list(dict.fromkeys(given))
    numbers = sorted({int(place[5:]) for place in places if re.fullmatch(r"line \d{1,9}", place)})
    if len(places) == 1:
        return places[0]
    if len(numbers) < len(places):
        return (
            ", ".join(places) if len(places) <= _MAX_PLACES else f"{places[0]} to {places[-1]} ({len(places)} places)"
        )
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    if len(parts) > _MAX_PLACES:
        return f"{len(numbers)} lines from {numbers[0]} to {numbers[-1]}"
    shown = [f"{part[0]} to {part[-1]}" if len(part) > 1 else str(part[0]) for part in parts]
    return f"lines {', '.join(shown)}"


def describe_row(row: LogRow) -> str:
    """Describe a row by the names that it has.

    >>> describe_row(LogRow("line 2", {}))
    'a row'
    """
    texts = [row.get_text(column) for column in ("model", "run", "phase", "hardware")]
    return ", ".join(text[:60] for text in texts if text) or "a row"
