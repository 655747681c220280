"""Read days, numbers and booleans that are written as people write them, to suggest their form in RDF."""

import calendar
import decimal
import re

MAX_LENGTH = 100  # characters: no day and no number is longer
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_NAME = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DASH = "[-./‐‑‒–−]"
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})(?:{_DASH}(?P<m>\d{{1,2}}){_DASH}(?P<d>\d{{1,2}})|(?P<mm>\d\d)(?P<dd>\d\d))(?:[T ]\d\d:.*)?"
)
_YEAR_LAST = re.compile(rf"(?P<a>\d{{1,2}}){_DASH} ?(?P<b>\d{{1,2}}){_DASH} ?(?P<y>\d{{4}})")
_NAMED_DAYS = (
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?{_NAME},? (?P<y>\d{{4}})", re.IGNORECASE),
    re.compile(rf"{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})", re.IGNORECASE),
)
_MONTH = re.compile(rf"(?:(?P<y>\d{{4}}){_DASH}(?P<m>\d{{1,2}})|(?P<mm>\d{{1,2}})[/.](?P<yy>\d{{4}}))")
_NAMED_MONTH = re.compile(rf"{_NAME},? (?P<y>\d{{4}})", re.IGNORECASE)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_FIGURE = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)"
_PLAIN = re.compile(rf"{_FIGURE}(?: ?[eE] ?[+-]?\d+)?")
_POWER = re.compile(rf"(?:({_FIGURE}) ?[*x×·⋅] ?)?10 ?(?:(?:\^|\*\*) ?\{{?([+-]?\d+)\}}?|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([ '’_,.])\d{3})(?:\1\d{3})*")
_SCALES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "b": 9, "bn": 9, "billion": 9, "mrd": 9}
_SCALES |= {"t": 12, "tn": 12, "trillion": 12}
SCALE = rf"(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})"
_SCALED = re.compile(rf"({_FIGURE})[ -]?({SCALE})\.?", re.IGNORECASE)
# A single point before three digits is a decimal point where a scale follows: “32.214B”.
_GROUPED_AND_SCALED = re.compile(rf"([1-9]\d{{0,2}}(?:([ '’,])\d{{3}})(?:\2\d{{3}})*)[ -]?({SCALE})\.?", re.IGNORECASE)
_CURRENCY = re.compile(r"(?:[€$£]|EUR|USD) ?")
_UNIT = re.compile(r" ?(?:FLOPs?|EUR|USD|€|\$|euros?|parameters|tokens|years?)", re.IGNORECASE)
_TRUE, _FALSE = ("true", "yes", "y", "1"), ("false", "no", "n", "0")


def find_days(text: str) -> list[str]:
    """Find the days of the calendar that a text may name, in the form of `xsd:date`; day before month comes first.

    >>> find_days("2026/05/11"), find_days("11 May 2026"), find_days("11.05.2026"), find_days("31.05.2026")
    (['2026-05-11'], ['2026-05-11'], ['2026-05-11', '2026-11-05'], ['2026-05-31'])
    >>> find_days("2026-02-30"), find_days("May 2026")
    ([], [])
    """
    text = _collapse(text)
    found: list[tuple[str, str, str]] = []
    if one := _YEAR_FIRST.fullmatch(text):
        found = [(one["y"], one["m"] or one["mm"], one["d"] or one["dd"])]
    elif one := _YEAR_LAST.fullmatch(text):
        found = [(one["y"], one["b"], one["a"]), (one["y"], one["a"], one["b"])]
    else:
        named = (pattern.fullmatch(text) for pattern in _NAMED_DAYS)
        found = [(one["y"], str(_MONTHS[one["name"].lower()]), one["d"]) for one in named if one]
    return list(dict.fromkeys(filter(None, (_format_day(*map(int, parts)) for parts in found))))


def find_month(text: str) -> str:
    """Find the month that a text names, in the form of `xsd:gYearMonth`; empty if it names none.

    >>> find_month("May 2026"), find_month("2026-05"), find_month("05/2026"), find_month("2026-13")
    ('2026-05', '2026-05', '2026-05', '')
    """
    text = _collapse(text)
    if one := _NAMED_MONTH.fullmatch(text):
        year, month = one["y"], _MONTHS[one["name"].lower()]
    elif one := _MONTH.fullmatch(text):
        year, month = one["y"] or one["yy"], int(one["m"] or one["mm"])
    else:
        return ""
    return f"{year}-{month:02}" if 1 <= month <= 12 and int(year) else ""


def find_numbers(text: str) -> list[str]:
    """Find the numbers that a text may name, as RDF writes them; two where a separator can be read in two ways.

    >>> [find_numbers(text) for text in ("1.1*10^25", "10**25", "10²⁵", "1,5e23", "1 000 000", "3e25 FLOP")]
    [['1.1e25'], ['1e25'], ['1e25'], ['1.5e23'], ['1000000'], ['3e25']]
    >>> find_numbers("12B"), find_numbers("7.1 billion"), find_numbers("€1200000"), find_numbers("1.200.000")
    (['1.2e10'], ['7.1e9'], ['1200000'], ['1200000'])
    >>> find_numbers("1,500"), find_numbers("30 %"), find_numbers("many")
    (['1.500', '1500'], ['0.30'], [])
    >>> find_numbers("1,500B"), find_numbers("1,234,567M"), find_numbers("32.214B"), find_numbers("7,1 Mrd.")
    (['1.5e9', '1.5e12'], ['1.234567e12'], ['3.2214e10'], ['7.1e9'])
    """
    text = _collapse(text)
    if text.endswith("%"):
        return [_format_share(one) for one in find_numbers(text[:-1]) if _is_share(one)]
    if unit := _UNIT.search(text):
        text = text[: unit.start()] if unit.end() == len(text) else text
    text = _CURRENCY.sub("", text, count=1) if _CURRENCY.match(text) else text
    if separator := _THOUSANDS.fullmatch(text):
        joined = text.replace(separator[1], "")
        if separator[1] in ",." and text.count(separator[1]) == 1:
            return [text.replace(",", "."), joined]
        return [joined]
    if grouped := _GROUPED_AND_SCALED.fullmatch(text):
        exponent = _SCALES[grouped[3].lower()]
        joined = _format_power(re.sub(r"\D", "", grouped[1]), exponent)
        is_decimal_too = grouped[2] == "," and grouped[1].count(",") == 1
        return [_format_power(grouped[1].replace(",", "."), exponent), joined] if is_decimal_too else [joined]
    text = re.sub(r"(\d),(\d)", r"\1.\2", text) if text.count(",") == 1 else text
    if scaled := _SCALED.fullmatch(text):
        return [_format_power(scaled[1], _SCALES[scaled[2].lower()])]
    text = re.sub(r"(?<=[eE]\d)B$|(?<=[eE]\d\d)B$", "", text)  # “7.1e9B”: the exponent says it already
    if power := _POWER.fullmatch(text):
        return [f"{power[1] or '1'}e{int((power[2] or power[3]).translate(_RAISED))}"]
    return [text.replace(" ", "").replace("E", "e")] if _PLAIN.fullmatch(text) else []


_UNITS = {
    "FLOP": r"FLOPs?",
    "EUR": r"EUR|€|euros?",
    "USD": r"USD|US-?\$|\$|dollars?",
    "GBP": r"GBP|£|pounds?",
    "parameters": r"parameters|params",
    "tokens": r"tokens",
    "years": r"years?",
    "months": r"months?",
}
_UNIT_WORDS = {
    unit: re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.IGNORECASE) for unit, words in _UNITS.items()
}


def find_unit(text: str) -> str:
    """Find the unit that an amount is written in; empty if it names none.

    >>> find_unit("1.8e23 FLOP"), find_unit("$43M"), find_unit("12B"), find_unit("4 million EUR")
    ('FLOP', 'USD', '', 'EUR')
    """
    return next((unit for unit, words in _UNIT_WORDS.items() if words.search(text)), "")


def find_boolean(text: str) -> str:
    """Find the truth value that a word names: `true`, `false`, or empty.

    >>> find_boolean("Yes"), find_boolean("FALSE"), find_boolean("perhaps")
    ('true', 'false', '')
    """
    word = _collapse(text).lower()
    return "true" if word in _TRUE else "false" if word in _FALSE else ""


def find_share(text: str) -> str:
    """Find the share that a number above 1 names as a percentage; empty if there is none.

    >>> find_share("30"), find_share("2.5"), find_share("0.3"), find_share("3.0e1"), find_share("300")
    ('0.30', '0.025', '', '0.30', '')
    """
    found = find_numbers(text)
    return _format_share(found[0]) if len(found) == 1 and _is_share(found[0]) and float(found[0]) > 1 else ""


def format_day(day: str) -> str:
    """Format a day for a sentence.

    >>> format_day("2026-05-11")
    '11 May 2026'
    """
    year, month, number = day.split("-")
    return f"{int(number)} {calendar.month_name[int(month)]} {year}"


def format_month(month: str) -> str:
    """Format a month for a sentence.

    >>> format_month("2026-05")
    'May 2026'
    """
    year, number = month.split("-")
    return f"{calendar.month_name[int(number)]} {year}"


_SIMPLE_NUMBER = re.compile(r"[+-]?\d{1,60}(?:\.\d{1,60})?(?:[eE][+-]?\d{1,3})?", re.ASCII)


def shorten_number(text: str) -> str:
    """Shorten a number for a sentence; what is no simple number stays unchanged.

    >>> shorten_number("3.0e0"), shorten_number("1.2E1"), shorten_number("3.4e25"), shorten_number("0.30e0")
    ('3', '12', '3.4e25', '0.3')
    >>> shorten_number("34000000000000000000000000"), shorten_number("2000000"), shorten_number("much")
    ('3.4e25', '2 million', 'much')
    """
    if not _SIMPLE_NUMBER.fullmatch(text):
        return text
    value = decimal.Decimal(text)
    if 1_000_000 <= value < 1_000_000_000 and "e" not in text.lower() and value % 100_000 == 0:
        return f"{_format_plain(value / 1_000_000)} million"
    if decimal.Decimal("0.001") <= abs(value) < 1_000_000 or value == 0:
        return _format_plain(value)
    return text if "e" in text.lower() else _format_power(text, 0)


def _format_plain(value: decimal.Decimal) -> str:
    return f"{value.normalize():f}"


def _format_power(figure: str, exponent: int) -> str:
    """Format a number times a power of ten, with one digit before its dot.

    >>> _format_power("12", 9), _format_power("4", 12), _format_power("0.5", 9)
    ('1.2e10', '4e12', '5e8')
    """
    sign, digits, place = decimal.Decimal(figure).normalize().as_tuple()
    if not isinstance(place, int) or digits == (0,):
        return "0"
    told = "".join(map(str, digits))
    return f"{'-' * sign}{told[0]}{'.' * (len(told) > 1)}{told[1:]}e{exponent + place + len(told) - 1}"


def _collapse(text: str) -> str:
    """Return a text with single spaces; nothing of one that is too long, or has digits that are not ASCII."""
    if len(text) > MAX_LENGTH or any(sign.isdecimal() and not sign.isascii() for sign in text):
        return ""
    return " ".join(text.split())


def _format_day(year: int, month: int, day: int) -> str:
    exists = year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}" if exists else ""


def _is_share(number: str) -> bool:
    return 0 <= float(number) <= 100


def _format_share(percent: str) -> str:
    """Format a percentage as a share with at least two decimals."""
    digits = f"{float(percent) / 100:.6f}".rstrip("0")
    return digits if len(digits) >= 4 else f"{float(percent) / 100:.2f}"
