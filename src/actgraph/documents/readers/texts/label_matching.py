"""Find the labels and headings of a form in a text.

Labels are compared letter by letter, whatever spaces, line breaks, numbers and bullets stand between. Where a table was
taken from a PDF line by line, label and answer alternate: a label may go on after lines of its answer.
"""

import functools
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from actgraph.documents.readers import labels
from actgraph.documents.readers.texts.further_labels import FURTHER, FURTHER_QUESTION, NOISE
from actgraph.documents.readers.texts.page_lines import Text

SIZES = "field 1.3.sizes"  # the table of modalities, sizes and types of content
_SIZES = "modality training data size types of content"
_GAP_LINES = 8  # that a label may be interrupted by
_FIRST_PART = 8  # letters before an interruption
_MOST_BEFORE = 100  # letters that are looked at before a label on its line
_MOST_EVENTS = 2_000  # no document has as many labels
_LETTER = re.compile(r"\w")
_SURE_WORDS = 5  # a label with as many words is no beginning of a sentence
_BEFORE = re.compile(
    r"(?:\W|\b\d{1,2}(?:\.\d{1,2}){0,4}(?:\.?[A-Z])?\b|\b[A-Z]\b|\bQuestion\b|\bIf (?:yes|so)\b)*",
    re.IGNORECASE,
)
_INLINE_START = re.compile(
    r"(?:(?:^|\s)(\d(?:\.\d{1,2}){0,3})\.?)?(?:(?:^|\s)(?:Q:|If (?:yes|so),?(?: please)?))?\s*$", re.IGNORECASE
)
_NUMBERED = re.compile(r"^[ \t]*\d(?:\.\d{1,2}){1,3}(?:\.?[A-Z])?\.?[ \t]+(?=[A-Z])", re.MULTILINE)
_STOP = re.compile(
    r"(?:^|\s)(?:\d{1,2}\.|[A-H][.)])\s+(?:[A-Z][\w&-]*\s+){0,3}Policy\b|(?:^|\s)[A-H][.)]\s+COPYRIGHT POLICY",
    re.MULTILINE,
)
_LEAST_BEFORE_STOP = 5
_MARK = re.compile(r"[\s)]*(?:\((?:s|ies|optional)\)\s*)*[:?…|\]]|\s*$", re.IGNORECASE)


class _Known(NamedTuple):
    letters: str
    words: int
    kind: str  # field, section or noise
    label: labels.Label


class Event(NamedTuple):
    """A label or heading where it stands in a text: a `kind` of field, section, noise, other question, or stop."""

    start: int  # where the label begins in the body
    end: int
    inner: tuple[tuple[int, int], ...]  # lines of the answer between its parts
    kind: str
    field: str
    section: str
    parts: Sequence[str]


class _Letters(NamedTuple):
    letters: str  # the letters and digits of the body, in small letters
    at: Sequence[int]  # where each stands in the body
    words: Sequence[int]  # which of them begin a word
    ends: frozenset[int]  # which of them begin a word, or end the text


def _make_known(words: Sequence[str], kind: str, label: labels.Label) -> _Known:
    return _Known("".join(words), len(words), kind, label)


@functools.cache
def _load_known(form: str) -> Mapping[str, Sequence[_Known]]:
    """Load what may stand in a text, longest first, by its first three letters."""
    known = [
        *(_make_known(text.split(), "field", labels.Label(field)) for text, field in FURTHER[form].items()),
        *(_make_known(words, "field", label) for words, label in labels.list_labels(form)),
        *(_make_known(words, "section", labels.Label(number)) for words, number in labels.list_sections(form)),
        *(_make_known(text.split(), "noise", labels.Label("")) for text in NOISE),
    ]
    if form == labels.SUMMARY:
        known.append(_make_known(_SIZES.split(), "field", labels.Label(SIZES)))
    found: dict[str, list[_Known]] = {}
    for one in sorted(known, key=lambda one: (one.kind == "field", -len(one.letters))):
        found.setdefault(one.letters[:3], []).append(one)
    return found


def _take_letters(body: str) -> _Letters:
    letters: list[str] = []
    at: list[int] = []
    words: list[int] = []
    inside = False
    for index, sign in enumerate(body):
        if sign.isalnum():
            if not inside:
                words.append(len(letters))
            small = sign.lower()
            letters.append(small if len(small) == 1 else sign)
            at.append(index)
        inside = sign.isalnum()
    at.append(len(body))
    return _Letters("".join(letters), at, words, frozenset([*words, len(letters)]))


def find_events(text: Text, form: str) -> tuple[list[Event], bool]:
    """Find labels and headings in the order of the text, and whether labels and answers alternate line by line.

    Args:
        text: the document.
        form: labels.SUMMARY or labels.FORM.

    >>> from actgraph.documents.readers.texts.page_lines import make_text, number_lines
    >>> events, is_mixed = find_events(make_text(number_lines("2.4 User data\\nLast update: May")), labels.SUMMARY)
    >>> [(one.kind, one.field) for one in events], is_mixed
    ([('section', ''), ('field', 'field 0.last-update')], False)
    """
    known, letters = _load_known(form), _take_letters(text.body)
    events: list[Event] = []
    section, last, is_mixed, past = "", "", False, 0
    for start in letters.words:
        if letters.at[start] < past:
            continue
        for one in known.get(letters.letters[start : start + 3], ()):
            label = one.label
            if (label.section and label.section != section) or (label.after and last not in label.after):
                continue
            if one.kind == "field" and "{section}" in label.field and not section:
                continue
            spans = _match_label(text, letters, start, one)
            if spans is None:
                continue
            end, inner = spans
            field = label.field.replace("{section}", section) if one.kind == "field" else ""
            if field and field == last and not _LETTER.search(text.body, past, letters.at[start]):
                continue  # an instruction or answer that begins with the words of its label
            if one.kind == "section":
                section = label.field
            elif found := re.match(r"field (\d(?:\.\d)*)\.", field):
                section = found[1]
            last = field or last
            is_mixed = is_mixed or (bool(inner) and field != SIZES)  # its head is three cells, with notes beneath
            begin = _find_begin(text.body, letters.at[start], past, section, one.kind)
            events.append(Event(begin, end, inner, one.kind, field, section, label.parts))
            past = end
            if len(events) > _MOST_EVENTS:
                return [], False
            break
    if not is_mixed and not text.is_flow:
        events = _lengthen_labels(text.body, events)
    return _add_boundaries(text.body, events), is_mixed


def _lengthen_labels(body: str, events: Sequence[Event]) -> list[Event]:
    """Let labels go on to their colon or question mark, where a document words the end of one in its own way."""
    found: list[Event] = []
    for index, one in enumerate(events):
        stop = events[index + 1].start if index + 1 < len(events) else len(body)
        rest = labels.LABEL_REST.match(body, one.end, stop) if one.kind == "field" else None
        found.append(one._replace(end=rest.end()) if rest else one)
    return found


def _find_begin(body: str, at: int, past: int, section: str, kind: str) -> int:
    """Find where a label begins, with its number, its bullet and “If yes,” before it."""
    before = _get_line_before(body, at)
    line_start = at - len(before)
    if len(before) < _MOST_BEFORE and _BEFORE.fullmatch(before):
        is_answer = past and not _LETTER.search(body, past, line_start) and re.fullmatch(r"\s*(v?\d+\.\d+)\s+", before)
        return at if is_answer and not before.strip().startswith(section) else line_start
    found = _INLINE_START.search(before[-40:])
    if not found:
        return at
    is_number = found[1] == section if kind == "section" else (found[1] or "").startswith(f"{section}.")
    return at - len(found[0].lstrip() if is_number or not found[1] else found[0].lstrip()[len(found[1]) :].lstrip(". "))


def _add_boundaries(body: str, events: Sequence[Event]) -> list[Event]:
    """Add what else ends an answer: further questions of a document that numbers its own, and a further part."""
    numbered = {found.start() for found in _NUMBERED.finditer(body)}
    fields = [one for one in events if one.kind == "field" and one.field]
    asked = {found.start() for found in FURTHER_QUESTION.finditer(body)}
    if sum(one.start in numbered for one in fields) * 2 > len(fields):
        asked |= numbered
    spans = [(one.start, one.end) for one in events]
    free = (start for start in asked if not any(one <= start < end for one, end in spans))
    found = sorted([*events, *(Event(start, start, (), "other", "", "", ()) for start in free)])
    if len(fields) >= _LEAST_BEFORE_STOP and (stop := _STOP.search(body, fields[_LEAST_BEFORE_STOP - 1].end)):
        later = [one for one in found if one.start >= stop.start()]
        if not any(
            one.kind == "field" and one.field.startswith(("field 1", "field 2", "field 3", "item")) for one in later
        ):
            found = [one for one in found if one.start < stop.start()]
            found.append(Event(stop.start(), stop.start(), (), "stop", "", "", ()))
    return found


def _match_label(
    text: Text, letters: _Letters, start: int, one: _Known
) -> tuple[int, tuple[tuple[int, int], ...]] | None:
    """Match a label at a word: where it ends, and the lines between its parts; nothing if it does not stand there."""
    body, at = text.body, letters.at[start]
    before = _get_line_before(body, at)
    begins = bool(_BEFORE.fullmatch(before)) if len(before) < _MOST_BEFORE else False
    shared = _count_shared(letters, start, one.letters)
    if shared == len(one.letters):
        stop = start + shared
        if stop not in letters.ends:
            return None
        end = letters.at[stop - 1] + 1
        if "\n" in body[at:end] and before.rstrip().endswith(("☐", "☒", "☑", "□")):
            return None  # the last option of a list, and the label below it
        return (end, ()) if _stands_as_label(text, at, end, before, begins, one) else None
    if not begins or one.kind != "field" or text.is_flow or shared < _FIRST_PART:
        return None
    stop = letters.at[start + shared - 1] + 1
    if shared < 2 * _FIRST_PART and _get_line_after(body, stop).strip():
        return None
    return _match_parts(body, letters, start + shared, one.letters[shared:])


def _get_line_before(body: str, at: int) -> str:
    """Return what stands before a label on its line, as far as it matters."""
    start = max(at - _MOST_BEFORE, 0)
    return body[max(body.rfind("\n", start, at) + 1, start) : at]


def _get_line_after(body: str, at: int) -> str:
    """Return what stands after a label on its line, as far as it matters."""
    end = body.find("\n", at, at + 2 * _MOST_BEFORE)
    return body[at : end if end >= 0 else at + 2 * _MOST_BEFORE]


def _match_parts(body: str, letters: _Letters, stop: int, rest: str) -> tuple[int, tuple[tuple[int, int], ...]] | None:
    """Match the further parts of a label, each of which begins a line."""
    inner: list[tuple[int, int]] = []
    end = letters.at[stop - 1] + 1
    for _ in range(_GAP_LINES * 2):
        line_end = body.find("\n", end)
        skipped = 0
        while line_end != -1 and skipped <= _GAP_LINES:
            line_start = line_end + 1
            index = bisect_left(letters.at, line_start, 0, len(letters.letters))
            shared = _count_shared(letters, index, rest)
            if shared >= min(4, len(rest)) and index + shared in letters.ends:
                break
            skipped += 1
            line_end = body.find("\n", line_start)
        else:
            return None
        if body[end:line_start].strip(" \n:"):
            inner.append((end, line_start))
        end, rest = letters.at[index + shared - 1] + 1, rest[shared:]
        if not rest:
            return end, tuple(inner)
    return None


def _count_shared(letters: _Letters, start: int, label: str) -> int:
    """Count the letters that a text from some letter on has in common with a label, up to the end of a word."""
    if letters.letters.startswith(label, start):
        return len(label)
    low, high = 0, len(label)
    while low < high:
        middle = (low + high + 1) // 2
        is_same = letters.letters.startswith(label[:middle], start)
        low, high = (middle, high) if is_same else (low, middle - 1)
    while low and start + low not in letters.ends:
        low -= 1
    return low


def _stands_as_label(text: Text, at: int, end: int, before: str, begins: bool, one: _Known) -> bool:
    """Tell whether words are a label or heading where they stand, and no part of a sentence."""
    body = text.body
    after = _get_line_after(body, end)
    is_marked = bool(_MARK.match(after))
    is_capital = body[at].isupper() or bool(re.search(r"(?i)\bif (?:yes|so),? (?:\w+ )?$", before[-14:]))
    next_sign = body[end : end + 40].lstrip(" \n:?.|()")[:1]
    if one.kind == "section":
        number = re.search(r"(?<![\w.])(\d(?:\.\d)*)\.?\s*$", before)
        if number and number[1] == one.label.field:
            return True
        if text.is_flow and is_capital and re.match(r"\s*\d(?:\.\d)*\.?\s", body[end : end + 10]):
            return True
        return begins and is_capital and after.strip(" :()").lower() in ("", "optional")
    if one.kind == "noise":
        return is_capital and (begins or text.is_flow)
    if begins:
        return is_marked or one.words >= _SURE_WORDS or (is_capital and not next_sign.islower())
    colon = body[end : end + 12].lstrip().startswith((":", "?", "(optional)", "(s):"))
    return is_capital and (
        colon or one.words >= _SURE_WORDS or (text.is_flow and one.words > 1 and not next_sign.islower())
    )
