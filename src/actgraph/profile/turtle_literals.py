"""Explain mistakes in the values of Turtle and TriG: numbers, days, texts and web addresses."""

import itertools
import re
from collections.abc import Callable, Sequence

from pyoxigraph import Literal, Quad

from actgraph.core.prefixes import load_prefixes
from actgraph.core.suggestions import quote_text, truncate_text
from actgraph.profile import written_values
from actgraph.profile.text import ProfileText
from actgraph.profile.turtle_place import NO_OBJECT, Mistake, Place

_BEFORE, _AFTER = 60, 120  # characters around the place
_QUOTES = "“”„‟«»‹›‘’‚‛`´″"
_DASH = "[-/.‐‑‒–−]"
_LEFT, _RIGHT = r"(?<![\w.,:/#^-])", r"(?!\w)"
_DAY = re.compile(
    rf"{_LEFT}(?:\d{{4}}{_DASH}\d{{1,2}}{_DASH}\d{{1,2}}(?:T[\d:.]+Z?)?|\d{{1,2}}{_DASH}\d{{1,2}}{_DASH}\d{{4}}){_RIGHT}"
)
_MONTH = re.compile(rf"{_LEFT}(?:\d{{4}}[-/]\d\d|\d\d/\d{{4}})(?![\w/-])")
_UNITS = "FLOPs?|EUR|USD|euros?|tokens|parameters"
_NUMBERS = (
    re.compile(
        rf"{_LEFT}(?:[+-]?\d+(?:[.,]\d+)?[ \t]*[*x×·⋅][ \t]*)?10[ \t]*"
        rf"(?:(?:\^|\*\*)[ \t]*\{{?[+-]?\d+\}}?|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+){_RIGHT}"
    ),
    re.compile(rf"{_LEFT}\d+(?:[.,]\d+)?[ \t]*%"),
    re.compile(rf"{_LEFT}\d+(?:[.,]\d+)?[ \t]+[eE][ \t]?[+-]?\d+{_RIGHT}"),
    re.compile(rf"{_LEFT}\d{{1,3}}(?:[ \u00a0\u202f'’_]\d{{3}})+{_RIGHT}"),
    re.compile(rf"{_LEFT}\d{{1,3}}(?:\.\d{{3}}){{2,}}{_RIGHT}"),
    re.compile(r"(?<!\w)(?:[€$£]|EUR|USD)[ \t]?\d[\d.,]*\d(?!\w)"),
    re.compile(rf"{_LEFT}\d[\d.]*(?:[eE][+-]?\d+)?[ \t]*(?:(?:{_UNITS}|{written_values.SCALE})(?![\w:])|[€$])", re.I),
)
_WORD = re.compile(r"[^\W\d_][\w-]{0,60}")
_NO_VALUE = frozenset(("null", "none", "nil", "unknown", "tbd", "nan", "undefined"))
_KEYWORDS = frozenset(("a", "prefix", "base", "graph", "version"))
_ANY_COMMAS = re.compile(r"(?<![\w.,:/#-])\d+(?:,\d+)+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w:])")
_NUMERIC = frozenset(f"{load_prefixes()['xsd']}{kind}" for kind in ("integer", "decimal", "double"))
_MAX_COMMAS, _MAX_LINE_LENGTH = 1000, 100_000


def find_decimal_commas(source: ProfileText, quads: Sequence[Quad], lines: Sequence[int]) -> list[str]:
    """Find numbers with a comma, which Turtle reads as several values; a sentence for each.

    Args:
        source: a valid text.
        quads: its statements.
        lines: the line of each.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "<a:a> <a:b> 1,5e23 ."
    >>> find_decimal_commas(ProfileText("a.ttl", text), list(parse(text, format=RdfFormat.TURTLE)), [1, 1])
    ['a.ttl:1: “1,5e23” is read as 2 values, separated by a comma. If it is one number, write 1.5e23.']
    """
    found = list(itertools.islice(_ANY_COMMAS.finditer(source.text), _MAX_COMMAS))
    if not found:
        return []
    by_line = {source.get_line(one.start()): "" for one in found}
    last: tuple[object, ...] = ()
    for quad, line in zip(quads, lines, strict=False):
        if line in by_line and _is_number(quad.object) and len(by_line[line]) < _MAX_LINE_LENGTH:
            here = line, quad.subject, quad.predicate
            by_line[line] += f"{',' if here == last else ';'}{getattr(quad.object, 'value', '')}"
            last = here
    told = []
    for one in found:
        line, count = source.get_line(one.start()), one[0].count(",") + 1
        if re.search(rf"[,;]{re.escape(one[0])}(?![^,;])", by_line[line]):
            what = f"{quote_text(one[0])} is read as {count} values, separated by a comma."
            told.append(
                f"{source.name}:{line}: {what} If it is one number, write {_join_choices(_read_commas(one[0]))}."
            )
    return list(dict.fromkeys(told))


def _is_number(value: object) -> bool:
    return isinstance(value, Literal) and value.datatype.value in _NUMERIC and "," not in value.value


def _read_commas(text: str) -> list[str]:
    groups = re.fullmatch(r"\d{1,3}(?:,\d{3})+", text)
    return written_values.find_numbers(text) if groups or text.count(",") == 1 else [text.replace(",", "")]


def _find_around(pattern: re.Pattern[str], place: Place) -> str:
    """Return the match on the line that includes the place, or ends just before it; empty if there is none."""
    before = place.line_before[-_BEFORE:]
    matches = pattern.finditer(before + place.rest[:_AFTER])
    return next((one[0] for one in matches if one.start() <= len(before) < one.end()), "")


def _explain_number(place: Place) -> Mistake | None:
    for pattern in _NUMBERS:
        written = _find_around(pattern, place)
        if written and ("'" not in written or place.rest.startswith("'")):  # else it may end a text
            meant = written_values.find_numbers(re.sub(r"(?<=\d)[ \u00a0\u202f'’_](?=\d{3})", "", written))
            if meant:
                return place.explain(
                    f"{quote_text(written)} is not a number in Turtle", f"Write: {_join_choices(meant)}"
                )
    return None


def _explain_day(place: Place) -> Mistake | None:
    if written := _find_around(_DAY, place):
        days = written_values.find_days(written)
        what = f"{quote_text(written)} stands without quotation marks and datatype"
        if len(days) == 1:
            return place.explain(what, f'Write: "{days[0]}"^^xsd:date')
        if days:
            choices = (f'"{day}"^^xsd:date if it is {written_values.format_day(day)}' for day in days)
            return place.explain(what, f"Write {', or '.join(choices)}.")
        how = 'Write a day as year, month and day, such as "2026-05-11"^^xsd:date'
        return place.explain(f"{quote_text(written)} is no value in Turtle, and no day of the calendar", how)
    if month := written_values.find_month(written := _find_around(_MONTH, place)):
        what = f"{quote_text(written)} stands without quotation marks and datatype"
        how = f'If it is a month, write "{month}"^^xsd:gYearMonth. If it is a day, write year, month and day.'
        return place.explain(what, how)
    return None


def explain_quotation_mark(place: Place) -> Mistake | None:
    """Explain a curly quotation mark in the place of a straight one; None for anything else.

    >>> from pyoxigraph import RdfFormat
    >>> explain_quotation_mark(Place("<a:a> <a:b> “c” .", 12, "", RdfFormat.N_TRIPLES)).what
    '“ is not the quotation mark of RDF'
    """
    if (mark := place.rest[:1]) and mark in _QUOTES:
        return place.explain(
            f"{mark} is not the quotation mark of RDF", 'Begin and end each text with the straight mark: "'
        )
    return None


def _explain_open_text(place: Place) -> Mistake | None:
    if "Line jumps are not allowed" in place.message or "end of file" in place.message:
        if "end of file" in place.message and not place.rest.startswith(('"', "'")):
            return None
        if place.rest.startswith(('"""', "'''")):
            mark = place.rest[:3]
            return place.explain(f"the text that {mark} begins on this line does not end", f"Write {mark} at its end.")
        what = "a text that begins on this line has no quotation mark at its end"
        if curly := next((mark for mark in place.line_before + place.rest if mark in _QUOTES), ""):
            return place.explain(what, f'Write the straight mark " at its end; {curly} does not end a text.')
        return place.explain(what, 'Write " at its end. A text of several lines stands between """ and """.')
    return None


def _explain_word(place: Place) -> Mistake | None:
    word = _WORD.match(place.rest)
    if word is None or NO_OBJECT not in place.message or place.rest[word.end() :][:1] == ":":
        return None
    if word[0].lower() in _KEYWORDS:
        return None
    text = quote_text(word[0])
    if meant := written_values.find_boolean(word[0]):
        return place.explain(f"{text} is not a value in Turtle", f"Write: {meant}")
    if word[0].lower() in _NO_VALUE:
        return place.explain(f"{text} is not a value in Turtle", "Leave out what is not known.")
    how = (
        f'Write a text in quotation marks: "{truncate_text(word[0])}". Write a name with its prefix, such as ag:Model.'
    )
    return place.explain(f"{text} has neither quotation marks nor a prefix", how)


def _explain_web_address(place: Place) -> Mistake | None:
    if address := re.match(r"https?://[^\s<>\"{}|^`\\;,\]]+", place.rest):
        shown = truncate_text(address[0].rstrip("."))
        if place.before.endswith("[") and "]" in place.rest:
            what = "a web address stands in [ ] and not in angle brackets"
            return place.explain(what, f"Write <{shown}> in place of [{shown}]")
        return place.explain(
            "a web address stands without angle brackets", f"Write it between angle brackets: <{shown}>"
        )
    return None


def _explain_slash(place: Place) -> Mistake | None:
    name = re.search(r"(?:^|[\s,;])[A-Za-z][\w-]*:[\w.-]+$", place.before)
    if not place.rest.startswith("/") or not name:
        return None
    todo = "Write \\/ in its place, or the full IRI between angle brackets."
    return place.explain("a / stands within a name with a prefix", todo)


def _explain_after_text(place: Place) -> Mistake | None:
    mark = place.before[-1:]
    if mark not in ('"', "'"):
        return None
    if place.rest.startswith("^") and not place.rest.startswith("^^"):
        return place.explain("one ^ stands before a datatype", 'Write two: "…"^^xsd:date')
    if (word := _WORD.match(place.rest)) and not place.rest.startswith("xsd:"):
        what = f"{quote_text(word[0])} stands directly after the quotation mark that ends a text"
        return place.explain(what, f"If the text goes on, write \\{mark} for a quotation mark within it.")
    return None


def _join_choices(choices: Sequence[str]) -> str:
    return " or ".join(choices)


RULES: Sequence[Callable[[Place], Mistake | None]] = (
    _explain_day,
    _explain_number,
    explain_quotation_mark,
    _explain_open_text,
    _explain_word,
    _explain_web_address,
    _explain_after_text,
    _explain_slash,
)
