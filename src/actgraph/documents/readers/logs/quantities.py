"""Read the amounts of a log exactly, as fractions; what is not clear is refused."""

import datetime
import math
import re
from collections.abc import Iterable
from decimal import Decimal, Inexact, InvalidOperation, localcontext
from fractions import Fraction

from actgraph.core.suggestions import quote_text
from actgraph.documents.readers.logs.columns import Column
from actgraph.documents.readers.logs.units import Unit, find_unit
from actgraph.documents.values import UnclearError
from actgraph.profile.written_values import find_numbers

_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_BOTH_WAYS = re.compile(r"[+-]?\d{1,3}([.,])\d{3}", re.ASCII)
_GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII),
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII),
}
_MARK = {
    ".": re.compile(
        r"\d+\.(?:\d{1,2}|\d{4,})(?:\D.*)?|0\.\d+(?:\D.*)?|\d{1,3}(?:,\d{3}){2,}.*|\d{1,3}(?:,\d{3})+\.\d+", re.ASCII
    ),
    ",": re.compile(
        r"\d+,(?:\d{1,2}|\d{4,})(?:\D.*)?|0,\d+(?:\D.*)?|\d{1,3}(?:\.\d{3}){2,}.*|\d{1,3}(?:\.\d{3})+,\d+", re.ASCII
    ),
}
_UNIT_BEHIND = re.compile(r"(?<=[\d.)\s])\s*([A-Za-z%][A-Za-z/·_. -]*)$")
_THINGS = re.compile(r"\s*(?:gpus?|tpus?|chips?|devices?|accelerators?|cards?|units?|nodes?)$", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,5})(?:-| days?,? ))?(\d{1,6}):([0-5]\d):([0-5]\d)(?:\.\d+)?", re.ASCII)
_LARGEST_EXPONENT = 60
_LONGEST_NUMBER = 60  # signs
_WITH_TIME = re.compile(r"\d[T ]\d\d:?\d\d")


def find_decimal_mark(texts: Iterable[str]) -> str:
    """Find the decimal mark that the numbers of a log share; empty if none shows one, or they differ.

    >>> find_decimal_mark(["1,500", "0,41"]), find_decimal_mark(["1,500", "0.41"]), find_decimal_mark(["1,500"])
    (',', '.', '')
    """
    found = {mark for text in texts for mark, pattern in _MARK.items() if len(text) < 40 and pattern.fullmatch(text)}
    return found.pop() if len(found) == 1 else ""


def read_number(text: str, mark: str = "") -> Fraction:
    """Read a number.

    Args:
        text: as written.
        mark: the decimal mark of the log; empty if it is not known.

    Raises:
        UnclearError: it is none, or can be read in two ways.

    >>> read_number("1.5e24") == 15 * 10**23, read_number("1.500", "."), read_number("1.500", ",")
    (True, Fraction(3, 2), Fraction(1500, 1))
    >>> read_number("1,500")
    Traceback (most recent call last):
    actgraph.documents.values.UnclearError: “1,500” can be read as 1.500 or as 1500
    """
    text = text.strip()
    unclear = _BOTH_WAYS.fullmatch(text) and not text.lstrip("+-").startswith("0")
    if not (unclear and mark != "."):
        if _PLAIN.fullmatch(text):
            return _make_fraction(text, text)
        if _GROUPED["."].fullmatch(text) and mark == ".":
            return _make_fraction(text.replace(",", ""), text)
    if _GROUPED[","].fullmatch(text) and mark == ",":
        return _make_fraction(text.replace(".", "").replace(",", "."), text)
    found = find_numbers(text) if not text.endswith("%") else []
    if len(found) == 2 and mark:
        found = [found[0 if mark in text else 1]]
    if len(found) != 1:
        reason = f"can be read as {' or as '.join(found)}" if found else "is no number"
        raise UnclearError(f"{quote_text(text)} {reason}")
    return _make_fraction(found[0], text)


def _make_fraction(number: str, text: str) -> Fraction:
    try:
        value = Decimal(number[: _LONGEST_NUMBER + 1])
    except InvalidOperation:  # an exponent that Decimal does not have
        value = Decimal("inf")
    if len(number) > _LONGEST_NUMBER or (value and abs(value.adjusted()) > _LARGEST_EXPONENT) or value.is_infinite():
        raise UnclearError(f"{quote_text(text)} is out of all bounds")
    return Fraction(value)


def read_amount(text: str, column: Column, mark: str = "") -> Fraction:
    """Read an amount in the basic unit of its column: FLOP, FLOP/s, seconds, a share of 1, a number.

    Raises:
        UnclearError: it is no number, has no unit or another one than its column.

    >>> from actgraph.documents.readers.logs.columns import find_column
    >>> read_amount("312 TFLOP/s", find_column("peak")) == 312 * 10**12, read_amount("41 %", find_column("mfu"))
    (True, Fraction(41, 100))
    >>> read_amount("312 TFLOP/s", find_column("total_flop"))
    Traceback (most recent call last):
    actgraph.documents.values.UnclearError: TFLOP/s is no unit for operations, which are counted in FLOP
    """
    text = " ".join(text.split())
    if column.unknown:
        raise UnclearError(f"the unit {quote_text(column.unknown)} in the header is not known")
    if column.dimension == "time" and (clock := _CLOCK.fullmatch(text)):
        days, hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return Fraction(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
    if column.dimension == "count":
        text = _THINGS.sub("", text)
    number, unit = _split_unit(text, column)
    try:
        return read_number(number, mark) * unit.factor
    except UnclearError as error:  # name it as it is written, with its unit
        raise UnclearError(str(error).replace(quote_text(number.strip()), quote_text(text), 1)) from None


def _split_unit(text: str, column: Column) -> tuple[str, Unit]:
    behind = _UNIT_BEHIND.search(text)
    own = find_unit(behind[1]) if behind else None
    if own is None or behind is None:
        if column.unit is None:
            raise UnclearError(f"{quote_text(text)} has no unit that is known{_suggest_unit(column.dimension)}")
        return text, _check_unit(column.unit, column, "")
    # "peak_flops: 989 TFLOP/s" names one unit: the basic one is part of the name
    weak = column.unit is None or (column.unit.factor == 1 and column.dimension not in ("time", "count"))
    if column.unit is not None and not weak and own != column.unit and own.dimension == column.unit.dimension:
        raise UnclearError(f"{quote_text(text)} and the header name two units")
    return text[: behind.start()], _check_unit(own, column, behind[1].strip())


def _check_unit(unit: Unit, column: Column, text: str) -> Unit:
    """Refuse a unit that the column cannot have."""
    name = text or "that of the header"
    if column.dimension == "rate" and unit.dimension in ("rate", "operations or rate"):
        return Unit("rate", unit.factor)
    if column.dimension == "rate":
        raise UnclearError(f"{name} is no unit for a rate, which is counted in FLOP/s")
    if column.dimension == "operations" and unit.dimension == "operations or rate":
        raise UnclearError(
            f"the unit {text or 'in the header'} may mean operations or operations per second: write FLOP"
        )
    if unit.dimension != column.dimension:
        raise UnclearError(f"{name} is no unit for {column.dimension}{_explain(column.dimension)}")
    return unit


def _explain(dimension: str) -> str:
    return ", which are counted in FLOP" if dimension == "operations" else ""


def _suggest_unit(dimension: str) -> str:
    units = {"operations": "FLOP", "rate": "TFLOP/s", "time": "hours", "device time": "GPU hours"}
    return f": name it, such as {units[dimension]}" if dimension in units else ""


def measure_period(start: str, end: str) -> Fraction:
    """Return the seconds between two points in time.

    Raises:
        UnclearError: one is no time in the form of ISO 8601, only one has a time zone, or the end comes first.

    >>> measure_period("2025-03-01T00:00:00Z", "2025-03-02 12:00:00+00:00")
    Fraction(129600, 1)
    >>> measure_period("2025-03-01", "2025-03-02")
    Traceback (most recent call last):
    actgraph.documents.values.UnclearError: start and end are days without a time of day, so the time is open by a day
    """
    first, last = _read_moment(start), _read_moment(end)
    if (first.tzinfo is None) != (last.tzinfo is None):
        raise UnclearError("only one of start and end has a time zone")
    between = last - first
    if between <= datetime.timedelta(0):
        raise UnclearError("the end does not come after the start")
    if not (_WITH_TIME.search(start) and _WITH_TIME.search(end)):
        raise UnclearError("start and end are days without a time of day, so the time is open by a day")
    return Fraction(between.days * 86400 + between.seconds) + Fraction(between.microseconds, 10**6)


def _read_moment(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        raise UnclearError(f"{quote_text(text)} is no date and time such as 2025-03-01T08:00Z") from None


def format_amount(value: Fraction) -> str:
    """Write an amount for a computation: exactly, or with 17 digits if it has no end or more than 30.

    >>> format_amount(Fraction(989 * 10**12)), format_amount(Fraction(512)), format_amount(Fraction(2, 5))
    ('9.89e14', '512', '0.4')
    >>> format_amount(Fraction(61 * 164 * 10**9)), format_amount(Fraction(1, 3))
    ('1.0004e13', '0.33333333333333333')
    """
    if value.denominator == 1 and abs(value) < 10**9:
        return f"{int(value):,}"
    with localcontext(prec=30) as context:
        written = Decimal(value.numerator) / value.denominator
        if context.flags[Inexact]:
            context.prec = 17
            written = Decimal(value.numerator) / value.denominator
    if Fraction(1, 10**4) <= abs(value) < 10**9:
        return f"{written.normalize():f}"
    digits = "".join(map(str, written.as_tuple().digits)).rstrip("0") or "0"
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[0]}{'.' if digits[1:] else ''}{digits[1:]}e{written.adjusted()}"


def round_up(value: Fraction) -> float:
    """Return the smallest double that is no less than an amount when both are written in decimals.

    So a sum that exceeds a threshold by less than the precision of a double still exceeds it.

    >>> round_up(Fraction(10**25)), round_up(Fraction(10**25 + 1))
    (1e+25, 1.0000000000000003e+25)
    """
    found = float(value)
    while Fraction(Decimal(repr(found))) < value:
        found = math.nextafter(found, math.inf)
    return found
