"""Units of amounts in logs, and names of columns that end in one."""

import re
from fractions import Fraction
from typing import NamedTuple

_PREFIX = {"k": 3, "kilo": 3, "m": 6, "mega": 6, "g": 9, "giga": 9, "t": 12, "tera": 12, "p": 15, "peta": 15, "e": 18}
_PREFIX |= {"exa": 18, "z": 21, "zetta": 21, "y": 24, "yotta": 24}
_ANY_PREFIX = rf"(?P<prefix>{'|'.join(sorted(_PREFIX, key=len, reverse=True))})?_?"
_SECOND = r"_?(?:per_|p)?(?:s|sec|secs|second|seconds)"
_OPERATIONS = re.compile(rf"{_ANY_PREFIX}fl(?:op|o)(?P<many>s)?")
_RATE = re.compile(rf"{_ANY_PREFIX}flops?_(?:per_)?(?:s|sec|second)")
_RATE_DAYS = re.compile(rf"{_ANY_PREFIX}f(?:lops?)?(?:{_SECOND})?_?days?")
_TIME = re.compile(
    r"(?:(?P<device>gpu|tpu|npu|accelerator|device|chip|card)s?_?)?"
    r"(?:(?P<ms>ms|milliseconds?)|(?P<s>s|secs?|seconds?)|(?P<min>mins?|minutes?)|(?P<h>h|hrs?|hours?|stunden)"
    r"|(?P<d>d|days?|tage)|(?P<w>weeks?|wochen))"
)
_SECONDS = {"ms": Fraction(1, 1000), "s": Fraction(1), "min": Fraction(60), "h": Fraction(3600), "d": Fraction(86400)}
_SECONDS |= {"w": Fraction(604800)}
_COUNTS = {"k": 3, "thousand": 3, "thousands": 3, "m": 6, "million": 6, "millions": 6, "b": 9, "bn": 9, "billion": 9}
_COUNTS |= {"billions": 9, "t": 12, "trillion": 12, "trillions": 12}
_NO_UNIT = re.compile(
    r"(?:|number|count|total|average|avg|mean|share|fraction|per_unit|0_1|gpus?|units?|tokens|params)"
)


class Unit(NamedTuple):
    """A unit.

    Attributes:
        dimension: `operations`, `rate`, `time`, `device time`, `share`, `count`, or `operations or rate`.
        factor: how much one of it is in FLOP, FLOP/s, seconds, or a share of 1.
    """

    dimension: str
    factor: Fraction


def normalize_words(text: str) -> str:
    """Write a name in small letters with one `_` between its words.

    >>> normalize_words("Peak FLOP/s"), normalize_words("numGPUs"), normalize_words("GPU-hours")
    ('peak_flop_s', 'num_gpus', 'gpu_hours')
    """
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text)
    return re.sub(r"[\W_]+", "_", text.lower()).strip("_")


def find_unit(text: str) -> Unit | None:
    """Find the unit that a text is; None if it is none that is known.

    >>> find_unit("TFLOP/s"), find_unit("PF-days").factor == 864 * 10**17, find_unit("TFLOPS").dimension
    (Unit(dimension='rate', factor=Fraction(1000000000000, 1)), True, 'operations or rate')
    >>> find_unit("GPU-hours"), find_unit("month")
    (Unit(dimension='device time', factor=Fraction(3600, 1)), None)
    """
    if text.strip() in ("%", "in %"):
        return Unit("share", Fraction(1, 100))
    words = normalize_words(text)
    if words in ("percent", "pct", "percentage", "perc", "prozent"):
        return Unit("share", Fraction(1, 100))
    if found := _RATE.fullmatch(words):
        return Unit("rate", _raise_prefix(found["prefix"]))
    if found := _OPERATIONS.fullmatch(words):
        # "TFLOPS" is a rate for most people; "FLOPs" is the plural as often
        unclear = bool(found["prefix"] and found["many"])
        return Unit("operations or rate" if unclear else "operations", _raise_prefix(found["prefix"]))
    if (found := _RATE_DAYS.fullmatch(words)) and found["prefix"]:
        return Unit("operations", _raise_prefix(found["prefix"]) * 86400)
    if found := _TIME.fullmatch(words):
        seconds = next(value for name, value in _SECONDS.items() if found[name])
        return Unit("device time" if found["device"] else "time", seconds)
    return None


def find_count_unit(text: str) -> Unit | None:
    """Find the unit of a number of things, such as "billions"; None if the text is none.

    >>> find_count_unit("B").factor, find_count_unit("number").factor, find_count_unit("GB")
    (Fraction(1000000000, 1), Fraction(1, 1), None)
    """
    words = normalize_words(text.replace("%", "percent"))
    if words in _COUNTS:
        return Unit("count", Fraction(10) ** _COUNTS[words])
    return Unit("count", Fraction(1)) if _NO_UNIT.fullmatch(words) else None


def _raise_prefix(prefix: str | None) -> Fraction:
    return Fraction(10) ** (_PREFIX[prefix] if prefix else 0)
