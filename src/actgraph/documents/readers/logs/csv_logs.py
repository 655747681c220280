"""Read logs that are tables in text: commas, semicolons or tabs between the cells."""

import csv
import io
import re
from collections.abc import Sequence

from actgraph.documents.readers.logs.columns import Column, find_column, is_log, load_words
from actgraph.documents.readers.logs.log_rows import MAX_ROWS, Cell, Log, LogRow
from actgraph.documents.readers.logs.quantities import find_decimal_mark
from actgraph.documents.reading import DocumentError, Unread

_MAX_COLUMNS = 300
_MAX_LINE = 20_000  # characters of a header
_MAX_BEFORE = 50  # lines of comments before the header
_COMMENT = re.compile(r"#\s*([^:=#]{1,60}?)\s*[:=]\s*(.*)")


def read_csv_log(text: str, name: str) -> Log | None:
    """Read a log that is a table in text; None if the text is none.

    Args:
        text: of the file.
        name: of the file, for messages.

    Raises:
        DocumentError: a line has more cells than the header, or there are too many lines.

    >>> log = read_csv_log("phase;flop\\nsft;1,5e22\\n", "log.csv")
    >>> log.rows[0].place, log.rows[0].get_text("operations")
    ('line 2', '1,5e22')
    """
    lines = text.splitlines()
    start = _find_header(lines)
    if start is None:
        return None
    separator = _find_separator(lines[start], lines[start + 1 : start + 6])
    if not separator:
        return None
    header = next(csv.reader([lines[start]], delimiter=separator, skipinitialspace=True), [])
    columns = [find_column(cell.lstrip("\ufeff")) for cell in header]
    names = frozenset(column.name for column in columns if column)
    if len(header) > _MAX_COLUMNS or not is_log(names):
        return None
    log = Log(columns=set(names))
    shared = _read_comments(lines[:start], log)
    for title, column in zip(header, columns, strict=True):
        if column is None and title.strip():
            log.unread.append(Unread(f"line {start + 1}", title.strip(), "a log of compute has no such column"))
    _read_rows("\n".join(lines[start + 1 :]), separator, columns, shared, start + 1, log, name)
    return log


def _find_header(lines: Sequence[str]) -> int | None:
    for number, line in enumerate(lines[:_MAX_BEFORE]):
        if line.strip() and not line.startswith("#") and not line.lower().startswith("sep="):
            return number if len(line) <= _MAX_LINE else None
    return None


def _find_separator(header: str, following: Sequence[str]) -> str:
    """Find what stands between the cells: what gives the most columns that are known."""
    found, most = "", 0
    for separator in (",", ";", "\t", "|"):
        try:
            cells = next(csv.reader([header], delimiter=separator, skipinitialspace=True), [])
        except csv.Error:
            continue
        known = sum(1 for cell in cells[:_MAX_COLUMNS] if find_column(cell))
        if len(cells) > 1 and known > most and (known > 1 or not following or separator in following[0]):
            found, most = separator, known
    return found if not header.startswith("|") else ""


def _read_comments(lines: Sequence[str], log: Log) -> dict[str, list[Cell]]:
    """Read what comments before the header say of all rows."""
    shared: dict[str, list[Cell]] = {}
    for number, line in enumerate(lines, 1):
        if not line.startswith("#"):
            continue
        said = _COMMENT.fullmatch(line.rstrip(",;\t "))
        column = find_column(said[1]) if said else None
        if said and column and said[2].strip():
            shared.setdefault(column.name, []).append(
                Cell(said[2].strip(), column, inherited=True, place=f"line {number}")
            )
        elif line.strip("# \t"):
            log.unread.append(Unread(f"line {number}", line, "a comment that is no column of a log with its value"))
    return shared


def _read_rows(
    text: str,
    separator: str,
    columns: Sequence[Column | None],
    shared: dict[str, list[Cell]],
    offset: int,
    log: Log,
    name: str,
) -> None:
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True)
    found: list[tuple[int, list[str]]] = []
    begin = offset + 1
    try:
        for cells in reader:
            number, begin = begin, offset + reader.line_num + 1
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                raise DocumentError(
                    f"this line has {len(cells)} cells, and the header has {len(columns)}",
                    where=f"{name}:{number}",
                    todo="Put a text or number that has the separator in it between quotation marks",
                )
            found.append((number, cells))
            if len(found) > MAX_ROWS:
                raise DocumentError(
                    f"it has more than {MAX_ROWS:,} rows", where=name, todo="Write one row for each run"
                )
    except csv.Error as error:
        raise DocumentError(f"the table is damaged: {error}", where=f"{name}:{offset + reader.line_num}") from None
    numbers = [index for index, column in enumerate(columns) if column and column.dimension]
    mark = find_decimal_mark(cells[index].strip() for _, cells in found for index in numbers if index < len(cells))
    if not mark and separator == ",":
        mark = "."
    for number, cells in found:
        own: dict[str, list[Cell]] = {}
        for cell, column in zip(cells, columns, strict=False):
            if column and cell.strip():
                own.setdefault(column.name, []).append(Cell(cell.strip(), column, mark, place=f"line {number}"))
        if is_total(own, cells[0]):
            log.totals.append(LogRow(f"line {number}", own, number))
        else:
            log.rows.append(LogRow(f"line {number}", {**shared, **own}, number))


def is_total(cells: dict[str, list[Cell]], first: str) -> bool:
    """Tell whether a row says the sum of the others.

    >>> is_total({}, "TOTAL:"), is_total({}, "run 1")
    (True, False)
    """
    words = load_words()["total"]["words"]
    names = [first, *(cells[column][0].text for column in ("run", "phase", "model") if column in cells)]
    return any(text.strip(" :*.").lower() in words for text in names)
