"""Find a missing, wrong or surplus punctuation mark in Turtle or TriG by trying single repairs.

A repair counts only if the parser then reads on, so what is said of it is true. Each trial parses the text again up to
a little behind the place where the parser has stumbled.
"""

import contextlib
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import RdfFormat, parse

from actgraph.core.suggestions import quote_text
from actgraph.profile.text import ProfileText, collect_quads
from actgraph.profile.turtle_lines import tokenize
from actgraph.profile.turtle_place import NO_OBJECT, Mistake, Place

_MAX_TEXT, _AHEAD = 500_000, 5_000  # characters before the place, and after it
_MAX_EXPANDED = 5_000_000  # characters of a trial with all prefixes written out
_MIN_PROGRESS = 3  # tokens that a repair must let the parser read: a whole statement
_NAMES = {".": "a dot", ";": "a semicolon", ",": "a comma"}
_SPARQL_DIRECTIVE = re.compile(r"(?:^|[\s>.])(?:PREFIX\s+[^\s:]*:|BASE)\s*<[^<>]*>$", re.IGNORECASE)  # without a dot
_LITERAL = re.compile(r"""["'\[(+\d-]|true$|false$""")
_LINE_BEGIN = re.compile(r"[\r\n]\s*$")
_CLOSING = {"[": "]", "(": ")", "{": "}"}


class _Context(NamedTuple):
    """What stands before the place where the parser has stumbled.

    Attributes:
        text: the whole text.
        place: index of the token that the parser could not take.
        stumble: this token; empty at the end of the text.
        before_previous: the token before `previous`.
        previous, start, end: the token before the place, its index, and the index behind it.
        mark, mark_index: the last `.`, `;` or `,` before it, and its index; -1 if there is none.
        after_mark: index of the token behind that mark.
        opened: indexes of the brackets that are open.
    """

    text: str
    place: int
    stumble: str
    before_previous: str
    previous: str
    start: int
    end: int
    mark: str
    mark_index: int
    after_mark: int
    opened: list[int]


class _Repair(NamedTuple):
    """A repair to try: put `put` in the place of the characters from `start` to `end`."""

    kind: str
    start: int
    end: int
    put: str


def find_punctuation_mistake(place: Place) -> Mistake | None:
    """Find the slip of punctuation that makes the parser stumble; None if no single repair lets it read on.

    >>> find_punctuation_mistake(Place("<a:a> <a:b> 1\\n<a:c> <a:d> 2 .", 14, "", RdfFormat.TURTLE))
    Mistake(what='a dot is missing at the end of this line', todo='Write “.” after “1”.', offset=12)
    """
    if place.offset > _MAX_TEXT:
        return None
    context, rdf_format = _read_context(place.text, place.offset), place.rdf_format
    if NO_OBJECT in place.message and _lacks_value(context):
        return _explain_missing_value(context, rdf_format)
    if context.mark == ";" and context.end == context.mark_index + 1 and _LITERAL.match(context.stumble):
        todo = "Write its property. If it is a further value, write “,” in place of the “;” before it."
        return Mistake(f"{quote_text(context.stumble)} has no property before it", todo, context.place)
    if context.mark == "." and context.end == context.mark_index + 1 and context.stumble == "a":
        todo = "Write the node that it describes, or “;” in place of the “.” before it."
        return Mistake("“a” has no node before it", todo, context.place)
    best, found = _MIN_PROGRESS, list[_Repair]()
    for repair in _list_repairs(context):
        try:
            progress = _measure_progress(context, repair, rdf_format)
        except MemoryError:  # long names behind short prefixes: no trial is worth that
            return None
        if progress > best or (progress == best and not found):
            best, found = progress, [repair]
        elif progress == best:
            found.append(repair)
    return _describe(context, found) if found else None


def _read_context(text: str, place: int) -> _Context:
    opened: list[int] = []
    before_previous, previous, start, end, mark, mark_index, after_mark = "", "", 0, 0, "", -1, -1
    for token, index in tokenize(text[:place]):
        if not token:
            break
        if mark_index >= 0 and after_mark < 0:
            after_mark = index
        if token in ("[", "(", "{"):
            opened.append(index)
        elif token in ("]", ")", "}") and opened:
            opened.pop()
        elif token in (".", ";", ","):
            mark, mark_index, after_mark = token, index, -1
        before_previous, previous, start, end = previous, token, index, index + len(token)
    token, index = next(tokenize(text[place : place + 1000]))
    after_mark = place + index if after_mark < 0 <= mark_index else after_mark
    return _Context(
        text, place + index, token, before_previous, previous, start, end, mark, mark_index, after_mark, opened
    )


def _lacks_value(context: _Context) -> bool:
    """Tell whether a mark or a bracket stands in the place of the value of a property."""
    in_list = context.opened and context.text[context.opened[-1]] == "("
    after_name = context.previous not in ("", ".", ";", ",", "[", "(", "{")
    return context.stumble in (".", ";", ",", "]") and after_name and not in_list


def _explain_missing_value(context: _Context, rdf_format: RdfFormat) -> Mistake:
    if context.mark == ";" and context.after_mark == context.start:
        todo = (
            "If it is a property, write its value. If it is a value, write its property, or “,” in place of the “;” "
            "before it."
        )
        return Mistake(
            f"{quote_text(context.previous)} stands without a property or without a value", todo, context.start
        )
    between = itertools.islice(tokenize(context.text[context.after_mark : context.place][:2000]), 4)
    is_indented = context.after_mark >= 0 and not _begins_line(context.text, context.after_mark)
    if context.mark == "." and is_indented and sum(1 for token, _ in between if token) == 2:
        repair = _Repair("replace", context.mark_index, context.mark_index + 1, " ; ")
        with contextlib.suppress(MemoryError):
            if _measure_progress(context, repair, rdf_format) >= _MIN_PROGRESS:
                return _describe(context, [repair])
    what = f"a value is missing before this “{context.stumble}”"
    return Mistake(what, "Write the value, or take the property out.", context.place)


def _list_repairs(context: _Context) -> Iterator[_Repair]:
    bracket = context.text[context.opened[-1]] if context.opened else ""
    closing = _CLOSING.get(bracket, "")
    if context.end < context.place or context.stumble in ("", "]", ")", "}", ";", ",", "."):
        for put in (".", ";") if _begins_line_after_name(context) else (".", ";", ","):
            yield _Repair("insert", context.end, context.end, f" {put} ")
        if closing:
            for put in (closing, f"{closing} .", f"{closing} ;", f"{closing} ,", f". {closing}"):
                yield _Repair("close", context.end, context.end, f" {put} ")
    if context.mark_index >= 0:
        mark_end = context.mark_index + 1
        for put in (".", ";", ","):
            is_indented = not _begins_line(context.text, context.after_mark)
            if put != context.mark and not (put == "." and is_indented and _begins_line_after_name(context)):
                yield _Repair("replace", context.mark_index, mark_end, f" {put} ")
        if closing in ("]", ")") and context.mark == ";":
            yield _Repair("close", context.mark_index, mark_end, f" {closing} . ")
        if context.previous == context.mark and context.end == mark_end and context.stumble in (".", ";", ",", "]"):
            yield _Repair("delete", context.mark_index, mark_end, " ")
    surplus = context.stumble in ("]", ")", "}") and context.stumble != closing
    doubled = context.stumble and context.stumble in ".;," and context.previous in (".", ";", ",")
    before = context.text[max(0, context.end - 1000) : context.end]
    if surplus or doubled or (context.stumble == "." and _SPARQL_DIRECTIVE.search(before)):
        yield _Repair("delete", context.place, context.place + 1, " ")


def _measure_progress(context: _Context, repair: _Repair, rdf_format: RdfFormat) -> int:
    """Return how many tokens behind the place the parser reads after a repair; -1 if it stumbles before."""
    tail_end = context.place + _AHEAD
    repaired = context.text[: repair.start] + repair.put + context.text[repair.end : tail_end]
    shift = len(repair.put) - (repair.end - repair.start)
    try:
        collect_quads(parse(repaired, format=rdf_format), _MAX_EXPANDED)
        stopped = len(repaired)
    except SyntaxError as error:
        if not error.lineno or not error.offset:
            return -1
        stopped = ProfileText("", repaired).get_offset(error.lineno, error.offset)
        if stopped == len(repaired) and tail_end >= len(context.text):
            return -1  # it still breaks off
    if stopped == len(repaired):
        return _AHEAD + 1
    behind = context.text[context.place : max(context.place, stopped - shift)]
    return sum(1 for token, _ in tokenize(behind) if token) if stopped - shift >= context.place else -1


def _describe(context: _Context, repairs: list[_Repair]) -> Mistake:
    repair = _choose(context, repairs)
    if repair.kind == "close":
        opening = context.opened[-1]
        bracket = context.text[opening]
        what = f"the bracket “{bracket}” that opens on this line is not closed"
        return Mistake(what, f"Write “{_CLOSING[bracket]}” where it ends.", opening)
    if repair.kind == "delete":
        mark = context.text[repair.start]
        todo = "Take it out." if mark in ".;," else "Take it out, or open it before."
        return Mistake(f"one “{mark}” on this line is too many", todo, repair.start)
    put = repair.put.strip()
    if repair.kind == "replace":
        verb = "ends" if _ends_line(context.text, repair.end, context.after_mark) else "stands on"
        what = f"{_NAMES[context.mark]} {verb} this line where {_NAMES[put]} is needed"
        next_token = _quote_at(context.text, context.after_mark)
        todo = f"Write “{put}” in place of “{context.mark}” before {next_token}."
        if context.mark == "," and any(one.kind == "insert" for one in repairs) and not _LITERAL.match(context.stumble):
            todo += f" Or write “,” after {next_token} if it is a value."
            what = "the comma that ends this line is wrong, or one is missing after it"
        return Mistake(what, todo, repair.start)
    where = "at the end of this line"
    if not _ends_line(context.text, context.end, context.place):
        where = f"before {quote_text(context.stumble)}"
    elif "#" in re.split(r"[\r\n]", context.text[context.end : context.end + 1000], maxsplit=1)[0]:
        where = "before the comment of this line"
    todo = f"Write “{put}” after {quote_text(context.previous)}."
    what = f"{_NAMES[put]} is missing {where}"
    is_either = context.mark == "," and context.after_mark == context.start
    if put == "," and is_either and any(one.kind == "replace" and one.put.strip() == ";" for one in repairs):
        todo += f" Or write “;” in place of the “,” before {quote_text(context.previous)} if it is a property."
        what += f", or the one before {quote_text(context.previous)} is wrong"
    return Mistake(what, todo, context.end - 1)


def _choose(context: _Context, repairs: list[_Repair]) -> _Repair:
    """Choose among repairs that let the parser read equally far.

    The mark at the end of a line is wrong, rather than another one missing, if the next line is not indented as its
    continuation would be, or has one name before the place, as a property has.
    In a list of values, which goes on behind the place, a comma is missing.
    """
    if deleting := [one for one in repairs if one.kind == "delete"]:
        return deleting[0]
    replacing = [one for one in repairs if one.kind == "replace"]
    if replacing and _ends_line(context.text, context.mark_index + 1, context.after_mark):
        is_property = context.after_mark == context.start and not _is_followed_by_comma(context)
        if _begins_line(context.text, context.after_mark) or is_property:
            return replacing[0]
    return repairs[0]


def _is_followed_by_comma(context: _Context) -> bool:
    ahead = itertools.islice(tokenize(context.text[context.place : context.place + 1000]), 1, 2)
    return not _LITERAL.match(context.stumble) and next(ahead, ("", 0))[0] == ","


def _begins_line(text: str, index: int) -> bool:
    """Tell whether a character is the first one of its line, without indentation."""
    return text[max(0, index - 1) : index] in ("", "\r", "\n")


def _begins_line_after_name(context: _Context) -> bool:
    """Tell whether the line begins with a property, and the one before ends with a property that has no value."""
    before = context.text[max(0, context.start - 1000) : context.start]
    return context.before_previous not in ("", ".", ";", ",", "[", "(", "{") and bool(_LINE_BEGIN.search(before))


def _ends_line(text: str, start: int, end: int) -> bool:
    return end >= len(text) or re.search(r"[\r\n]", text[start:end]) is not None


def _quote_at(text: str, index: int) -> str:
    return quote_text(next(tokenize(text[index : index + 1000]))[0])
