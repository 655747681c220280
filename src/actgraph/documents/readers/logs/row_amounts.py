"""The amounts of a row, each in the unit of its column and within its bounds."""

from fractions import Fraction

from actgraph.core.suggestions import quote_text
from actgraph.documents.readers.logs.log_rows import Cell, LogRow
from actgraph.documents.readers.logs.quantities import read_amount
from actgraph.documents.values import UnclearError

# column → least and largest amount that can be meant
_BOUNDS = {
    "operations": (10**15, 10**30),
    "flops": (10**15, 10**30),
    "time": (1, 10**10),
    "device_time": (1, 10**17),
    "units": (1, 10**8),
    "nodes": (1, 10**7),
    "units_per_node": (1, 10**5),
    "peak": (10**9, 10**18),
    "achieved": (10**6, 10**18),
    "utilisation": (0, 1),
    "parameters": (1000, 10**16),
    "tokens": (1, 10**18),
    "tokens_of_an_epoch": (1, 10**18),
    "epochs": (0, 10**6),
    "passes": (1, 10**18),
    "operations_of_a_pass": (1, 10**30),
    "operations_of_a_token": (1, 10**20),
    "error": (0, 1),
}
_WHOLE = frozenset("units nodes units_per_node parameters tokens tokens_of_an_epoch passes".split())
_UNLIKELY_PERCENT = Fraction(1, 100)
SAME = Fraction(1, 100)  # two columns may differ by it, since people round


def get_amount(row: LogRow, column: str) -> Fraction | None:
    """Return the amount of a column in its basic unit; None if it is blank.

    Raises:
        UnclearError: it is no clear amount, out of all bounds, or two columns differ.

    >>> get_amount(LogRow("line 2", {}), "time")
    """
    values = [_read_cell(cell, column) for cell in row.cells.get(column, ())]
    if not values:
        return None
    if max(values) - min(values) > SAME * max(values):
        raise UnclearError(f"two columns say different things of the {_name(column)}")
    return max(values)


def _read_cell(cell: Cell, column: str) -> Fraction:
    name = _name(column)
    try:
        value = read_amount(cell.text, cell.column, cell.mark)
    except UnclearError as error:
        raise UnclearError(f"{name}: {error}") from None
    least, largest = _BOUNDS.get(column, (0, 10**40))
    written = quote_text(cell.text)
    if value < 0 or (value == 0 and column != "error"):
        raise UnclearError(f"{name} {written} is not above 0")
    if cell.column.dimension == "share" and value > 1:
        raise UnclearError(f"{name} {written} is above 1 and no percentage: write it with % or as a share of 1")
    in_percent = cell.column.unit is not None and cell.column.unit.factor != 1
    if in_percent and value < _UNLIKELY_PERCENT and not cell.text.endswith("%") and column == "utilisation":
        raise UnclearError(f"{name} {written} in a column of percentages may be a share of 1")
    if column in _WHOLE and value.denominator != 1:
        raise UnclearError(f"{name} {written} is no whole number")
    if value < least:
        hint = {"operations": ": it may be FLOP/s, or in another unit", "peak": ": it may be in TFLOP/s"}
        raise UnclearError(f"{name} {written} is too low to be meant{hint.get(column, '')}")
    if value > largest:
        raise UnclearError(f"{name} {written} is too high to be meant")
    return value


def _name(column: str) -> str:
    return {"peak": "peak performance", "flops": "operations", "units": "number of units"}.get(
        column, column.replace("_", " ")
    )
