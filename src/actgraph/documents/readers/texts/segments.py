"""Split a text at the labels of a form, into what stands between one label and the next.

Where a table was taken from a PDF line by line, the answer may begin before the label, since the label stands in the
middle of its cell.
"""

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from actgraph.documents.readers.texts.label_matching import SIZES, Event, find_events
from actgraph.documents.readers.texts.page_lines import Text

_TAIL = re.compile(r"(?:[\s•◦▪·*#|▼▶]|(?<=\s)[–—-])+$")
_AFTER_LABEL = re.compile(
    r"[\s:?.…|)\]*_]*(?:\((?:optional|in EU|if applicable|if any|max\.? \d+ words)\)[\s:?.|]*)?", re.IGNORECASE
)
_BOX = re.compile(r"[☐☒☑□■✓✔✗✘]|\[[ xX]?\]|(?i:\b(?:yes|no)\b)")
# What the template prints for whoever fills it in: in brackets below a label, and in the head of the table of sizes.
_DO = (
    r"(?:please|(?:select|specify|indicate|provide|describe|include|tick) (?:the|all|an?|any|one|each|whether|which))\b"
)
_BRACKETS = rf"\((?i:(?:for each [\w ]+, )?{_DO})[^()]{{5,300}}(?:\([^()]{{0,200}}\)[^()]{{0,200}})?\)[ \t.:]*"
_INSTRUCTION = re.compile(
    rf"\A\s*{_BRACKETS}|^[ \t]*{_BRACKETS}$|(?:^|(?<=: ))(?i:for each selected modality, {_DO}|select the modalit\w+)"
    r"[^\n.☐☒]{0,300}(?:\n(?!less|more|text|image|audio|video)[a-z][^\n.☐☒]{0,300})?\.?",
    re.MULTILINE,
)
_FEW_LETTERS = 20
_BOX_LINE = re.compile(r"\s*(?:[☐☒☑□■✓✔✗✘]|\[[ xX]?\]|(?i:(?:yes|no)\W*$))")


class Segment(NamedTuple):
    """A label with what follows it.

    Attributes:
        field: the field of the label; `title` for the beginning of the document, `section` or `noise` for what stands
            between a heading and the first label after it, `other` for a numbered question that is none of the form,
            and `stop` for what follows the form.
        section: the section around it.
        value: what is said, with line breaks.
        place: where the value begins, or the label where there is none.
        parts: the further fields under the same label.
        places: where each line of the value stands.
    """

    field: str
    section: str
    value: str
    place: str
    parts: Sequence[str] = ()
    places: Sequence[str] = ()

    def find_place(self, part: str) -> str:
        """Find the place of a part of the value, whatever line breaks and blanks stand in it.

        >>> one = Segment("", "", "a/fine-2\\na/fi-\\nne", "line 1", (), ("line 1", "line 2", "line 3"))
        >>> one.find_place("a/fi-ne"), one.find_place("a/fine"), Segment("", "", "", "line 4").find_place("")
        ('line 2', 'line 1', 'line 4')
        """
        packed, at_of = _pack(self.value)
        sought = "".join(part.split())
        found = list(_find_all(packed, sought))
        if not found and (at := packed.find("".join(part.split("\n")[0].split())[:_FEW_LETTERS])) >= 0:
            found = [at]  # further lines of it stand elsewhere

        def goes_on(start: int) -> bool:
            end = at_of[min(start + len(sought), len(at_of)) - 1] + 1
            return bool(re.match(r"[\w-]", self.value[end : end + 1]))

        if not found or not at_of:
            return self.place
        number = self.value.count("\n", 0, at_of[min(found, key=goes_on)])
        return self.places[number] if number < len(self.places) else self.place


def _find_all(text: str, sought: str) -> Iterator[int]:
    """Find all places of a text in another."""
    at = text.find(sought) if sought else -1
    while at >= 0:
        yield at
        at = text.find(sought, at + 1)


@functools.lru_cache(maxsize=4)
def _pack(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without blanks and line breaks, and where each of its signs stands in the text."""
    at_of = [at for at, sign in enumerate(text) if not sign.isspace()]
    return "".join(text[at] for at in at_of), at_of


def split_segments(text: Text, form: str) -> list[Segment]:
    """Split a text at the labels of a form.

    Args:
        text: the document.
        form: labels.SUMMARY or labels.FORM.

    >>> from actgraph.documents.readers import labels
    >>> from actgraph.documents.readers.texts.page_lines import make_text, number_lines
    >>> text = make_text(number_lines("1.2 Model identification\\nModel\\ndependencies: None\\nSee annex"))
    >>> [(one.field, one.value, one.place) for one in split_segments(text, labels.SUMMARY) if one.field]
    [('field 1.2.dependencies', 'None\\nSee annex', 'line 3')]
    """
    events, is_mixed = find_events(text, form)
    if not events:
        return []
    found: list[Segment] = []
    first = text.body[: events[0].start]
    if first.strip():
        found.append(Segment("title", "", first.strip(), text.find_place(0)))
    heads = _divide_lines(text.body, events) if is_mixed else {}
    for index, event in enumerate(events):
        following = events[index + 1] if index + 1 < len(events) else None
        end = heads.get(index + 1, following.start if following else len(text.body))
        spans = [*event.inner, (event.end, end)]
        if index in heads:
            spans.insert(0, (heads[index], event.start))
        values = [_trim_value(text.body[start:stop]) for start, stop in spans]
        value = "\n".join(filter(None, values))
        if value or event.kind == "field":
            places = list(_find_places(text, spans, values))
            place = places[0] if places else text.find_place(event.start)
            found.append(Segment(event.field or event.kind, event.section, value, place, event.parts, places))
    return found


def _find_places(text: Text, spans: Sequence[tuple[int, int]], values: Sequence[str]) -> Iterator[str]:
    """Find the place of each line of the values of some spans."""
    for (start, stop), value in zip(spans, values, strict=True):
        at = start
        for line in value.split("\n") if value else ():
            at = max(text.body.find(line, at, stop), at)
            yield text.find_place(at)


def _trim_value(text: str) -> str:
    """Remove the marks of the label before a value, and the number of the next label after it."""
    text = _AFTER_LABEL.sub("", text, count=1)
    text = re.sub(r"(?im)^\s*\(optional\)\s*:?\s*$", "", _INSTRUCTION.sub("", text))
    text = re.sub(r"^[\s,;]*(?:(?:A|Answer)\s*:)?\s*", "", text)
    text = _TAIL.sub("", text)
    return re.sub(r"^[\s•◦▪·*–—]+", "", text).strip()


def _divide_lines(body: str, events: Sequence[Event]) -> dict[int, int]:
    """Divide the lines between two labels where a label stands in the middle of its answer.

    Returns:
        number of a label → where its answer begins, for those that begin before the label.
    """
    heads: dict[int, int] = {}
    count_before = 0
    for index, event in enumerate(events[:-1]):
        following = events[index + 1]
        line_start = body.rfind("\n", 0, following.start) + 1
        first = body.find("\n", event.end)
        count_here, count_before = count_before, 0
        if following.kind != "field" or first == -1 or first + 1 >= line_start:
            continue
        starts = [first + 1]
        while (stop := body.find("\n", starts[-1])) != -1 and stop + 1 < line_start:
            starts.append(stop + 1)
        starts.append(line_start)
        lines = [body[one : two - 1] for one, two in itertools.pairwise(starts)]
        if event.field == SIZES:
            kept = len(lines)
        elif event.kind in ("section", "noise"):
            kept = 0
        else:
            before = body[body.rfind("\n", 0, first) + 1 : first]
            inner = "".join(body[start:stop] for start, stop in event.inner) + body[event.end : first]
            boxes = max((at + 1 for at, line in enumerate(lines) if _BOX_LINE.match(line)), default=0)
            is_answered = bool(_BOX.search(inner)) and not count_here
            kept = max(boxes, _choose_division(before, lines, 0 if is_answered else count_here))
        if kept < len(lines):
            heads[index + 1] = starts[kept]
            count_before = len(lines) - kept
    return heads


def _choose_division(before: str, lines: Sequence[str], expected: int) -> int:
    """Choose how many lines still belong to the label before: as many as precede it, at the end of a sentence."""
    expected = min(expected, len(lines))

    def rate(kept: int) -> tuple[bool, int]:
        last = lines[kept - 1] if kept else before
        following = lines[kept] if kept < len(lines) else "A"
        ends = bool(re.search(r"[.!?)\]:]\s*$|https?://\S+$|\d$", last)) or not kept
        begins = not following[:1].islower()
        return (not (ends and begins), abs(kept - expected))

    return min(range(len(lines) + 1), key=rate)
