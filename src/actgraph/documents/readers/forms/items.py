"""Which rows of a document belong to which item of the Form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from actgraph.documents.readers.forms.audiences import has_header, split_audience
from actgraph.documents.readers.forms.boxes import has_boxes
from actgraph.documents.readers.forms.controls import is_prompt
from actgraph.documents.readers.forms.prompts import load_audiences, strip_prompts
from actgraph.documents.readers.forms.word import Row
from actgraph.documents.readers.labels import FORM, LabelFound, find_label, find_section, split_words

_NAMED = {"aio": "A", "ai office": "A", "nca": "N", "ncas": "N", "dp": "D", "dps": "D", "downstream providers": "D"}
_NAMED["national competent authorities"] = "N"
_RANGE_OF_SIZE = re.compile(r"[☒☐⍰]?\s*(?:>\s*1\s*T|\d+\s*[MBT]?\s*[—–-]\s*\d+\s*[MBT])\b")


@dataclass
class Answer:
    """A row of an answer.

    Attributes:
        cells: the lines of its cells, without instructions of the Form.
        place: where it stands.
        audience: for whom its boxes say it is meant; empty if they do not say it.
        prompted: the items whose instruction stood there.
        is_edited: whether an instruction was edited, so that it cannot be told from the answer.
    """

    cells: list[list[str]]
    place: str
    audience: str = ""
    prompted: frozenset[str] = frozenset()
    is_edited: bool = False


@dataclass
class Group:
    """The rows under one label of the Form, of one item or of several.

    Attributes:
        items: the items; none for rows under a label that is none of the Form.
        answers: the rows.
        misplaced: what stands in the cells of whom the items are meant for, each with its place.
        place: where the label stands.
    """

    items: Sequence[str]
    answers: list[Answer] = field(default_factory=list)
    misplaced: list[tuple[str, str]] = field(default_factory=list)
    place: str = ""


def group_rows(rows: Sequence[Row]) -> list[Group]:
    """Group the rows of a document under the labels of the Form.

    >>> group_rows([Row([["Model name:"], ["A 7B"]], "table 1, row 1")])[0].answers[0].cells
    [['A 7B']]
    """
    groups: list[Group] = []
    section = last = ""
    has_columns = is_open = False
    for row in rows:
        cells = [list(cell) for cell in row.cells]
        if has_header(cells):
            has_columns = True
            cells = cells[:-3]
        cells, audience, typed = split_audience(cells, has_columns)
        texts = [" ".join(cell) for cell in cells]
        if not any(texts):
            if is_open:
                groups[-1].misplaced += [(row.place, text) for text in typed]
            continue
        filled = [text for text in texts if text]
        if len(filled) == 1 and (found := find_section(filled[0], FORM)):
            section, is_open = found, False
            continue
        parts = list(_split_labels(cells, texts, section, last))
        has_several = sum(begins is not None for begins, _ in parts) > 1  # of which the boxes of the row are not told
        of_row = "" if has_several else audience
        audience = of_row
        for begins, part in parts:
            if begins is not None:
                items = _choose_by_number([begins.field, *begins.parts], texts if not has_several else [])
                groups.append(Group(items, place=row.place))
                last, is_open = begins.field, True
                audience = of_row or _find_named_audience(begins.rest)
            if begins is None and _begins_something_else(part):
                groups.append(Group([]))
                is_open = True
            if is_open:
                _add_answer(groups[-1], part, row.place, audience)
        if is_open:
            groups[-1].misplaced += [(row.place, text) for text in typed]
    return groups


def assign_items(group: Group) -> Iterator[tuple[str, list[Answer]]]:
    """Assign the rows under one label to the items that the Form has there.

    For whom the boxes say that a row is meant decides; then the instruction that stood in it; then the order, if
    there are as many answers as items. What is left belongs to `item 13 or 14`.

    >>> answers = [Answer([["7.3e10"]], "row 1", "A"), Answer([["50B-100B"]], "row 2", "ND")]
    >>> group = Group(["item 13", "item 14"], answers)
    >>> [(item, rows[0].place) for item, rows in assign_items(group)]
    [('item 13', 'row 1'), ('item 14', 'row 2')]
    >>> group = Group(["item 13", "item 14"], [Answer([["24 billion", "☒ 15B—50B ☐ 50B—100B"]], "row 1")])
    >>> [(item, rows[0].cells) for item, rows in assign_items(group)]
    [('item 13', [['24 billion']]), ('item 14', [['☒ 15B—50B ☐ 50B—100B']])]
    """
    if len(group.items) == 1:
        yield group.items[0], group.answers
        return
    found: dict[str, list[Answer]] = {}
    left: list[Answer] = []
    before = ""
    knows_audience = any(one.audience for one in group.answers)
    for one in [part for answer in group.answers for part in _split_size(answer)]:
        item = _find_item(group.items, one)
        if not item and knows_audience and not one.audience:
            item = before  # a further row of the same answer
        if item:
            found.setdefault(item, []).append(one)
            before = item
        else:
            left.append(one)
    left = [one for one in left if any(any(cell) for cell in one.cells)]
    free = [item for item in group.items if item not in found]
    if len(left) == len(free) and not any(one.audience for one in left):
        found.update({item: [one] for item, one in zip(free, left, strict=True)})
        left = []
    for item in group.items:
        if item in found:
            yield item, found[item]
    if left:
        numbers = " or ".join(item.removeprefix("item ") for item in group.items)
        yield f"item {numbers}", left


def _split_size(answer: Answer) -> list[Answer]:
    """Split the size itself from the boxes of its range, where both stand in one cell and no box says for whom."""
    lines = [line for cell in answer.cells for line in cell]
    start = next((index for index, line in enumerate(lines) if _RANGE_OF_SIZE.match(line)), 0)
    if answer.audience or not re.search(r"\d", " ".join(lines[:start])) or not has_boxes([lines[start:]]):
        return [answer]
    return [replace(answer, cells=[lines[:start]]), replace(answer, cells=[lines[start:]])]


def _choose_by_number(items: Sequence[str], texts: Sequence[str]) -> Sequence[str]:
    """Choose the item by a number that somebody wrote before its label."""
    number = re.match(r"\s*(?:item\s+)?(\d{1,2})\b(?!\.\d)", next((text for text in texts if text), ""), re.IGNORECASE)
    item = f"item {number[1]}" if number else ""
    return [item] if item in items else items


def _find_item(items: Sequence[str], answer: Answer) -> str:
    audiences = load_audiences()
    if answer.audience and answer.audience not in (audiences[item] for item in items):
        return ""  # the boxes are those of no item under this label
    meant = [item for item in items if answer.audience and audiences[item] == answer.audience]
    prompted = [item for item in items if item in answer.prompted]
    if meant and prompted and meant[0] not in prompted:
        return ""  # the boxes say one thing, the instruction another
    if meant or len(prompted) == 1:
        return (meant or prompted)[0]
    if items[-1] == "item 14" and any(_RANGE_OF_SIZE.match(line) for cell in answer.cells for line in cell):
        return "item 14"
    return ""


def _split_labels(
    cells: Sequence[list[str]], texts: Sequence[str], section: str, last: str
) -> Iterator[tuple[LabelFound | None, list[list[str]]]]:
    """Split a row where labels begin; most rows begin one answer or go on with it."""
    first = next(index for index, text in enumerate(texts) if text)
    others = [text for text in texts[first + 1 :] if text]
    in_lines = _list_labels(cells[first], section, last)
    has_several = len(in_lines) > 1
    if has_several and not any(strip_prompts(text).text for text in others):
        yield from _split_lines(cells[first], section, last)
        return
    beside = [find_label(text, FORM, section) for text in [texts[first], *others]]
    labels = [one for one in beside if one is not None and one.is_marked]
    if others and len(labels) == len(beside) and (labels[0].rest or not any(one.rest for one in labels)):
        for cell in cells[first:]:  # labels beside each other, each with its answer in the same cell
            yield from _split_lines(cell, section, last)
        return
    found = find_label(texts[first], FORM, section, last)
    if found and _is_label(found, bool(others), first):
        rest = strip_prompts(found.rest).text
        inner = find_label(rest, FORM) if rest else None
        if inner is not None and inner.is_marked:  # “Output modalities:”, and the maximum sizes in the same row
            rest = inner.rest
        if split_words(rest) and (_find_named_audience(rest) or (others and _is_aside(rest))):
            rest = ""
        further = find_label(others[0], FORM, section, found.field) if others else None
        if further and further.is_marked and first == 0 and not rest and len(others) > 1:
            # two labels with their answers beside each other
            start = next(index for index, text in enumerate(texts) if index > first and text)
            yield found, []
            yield from _split_labels(cells[start:], texts[start:], section, found.field)
            return
        own = cells[first] if has_several else [rest] if rest else []
        yield found, [*([own] if own else []), *cells[first + 1 :]]
        return
    lines = cells[first]
    if not others and len(lines) > 1:
        yield from _split_lines(lines, section, last)
        return
    yield None, list(cells)


def _list_labels(lines: Sequence[str], section: str, last: str) -> list[LabelFound]:
    """List the labels that begin lines of a cell, but for the sizes, which belong to what stands above them."""
    labels: list[LabelFound] = []
    for line in lines:
        found = find_label(line, FORM, section, labels[-1].field if labels else last)
        if found and found.is_marked and found.field not in ("item 10", "item 12"):
            labels.append(found)
    return labels


def _split_lines(lines: Sequence[str], section: str, last: str) -> Iterator[tuple[LabelFound | None, list[list[str]]]]:
    """Split the lines of a cell that holds several labels."""
    for line in lines:
        found = find_label(line, FORM, section, last)
        if found and _is_label(found, False, 0):
            last = found.field
            yield found, [[found.rest]] if found.rest else []
        else:
            yield None, [[line]]


def _begins_something_else(cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row has a label of its own that is none of the Form: words in its first cell, and more beside."""
    first = strip_prompts(" ".join(cells[0])).text if cells else ""
    has_words = bool(first) and not has_boxes([[first]]) and len(split_words(first)) > 0
    is_size = first.lower().startswith("maximum")
    return has_words and not is_size and any(strip_prompts(" ".join(cell)).text for cell in cells[1:])


def _is_label(found: LabelFound, has_others: bool, column: int) -> bool:
    """Tell a label from a sentence that begins like one."""
    return found.is_marked or not found.rest or (has_others and column == 0 and found.words > 1)


def _is_aside(rest: str) -> bool:
    """Tell whether what follows a label in its cell is in brackets, or names whom it is for."""
    return rest.startswith("(") or bool(_find_named_audience(rest))


def _find_named_audience(text: str) -> str:
    """Find for whom a label says in words that it is meant, such as “(AIO)”."""
    inside = re.match(r"\W*(?:for\s+(?:the\s+)?)?([A-Za-z ,/&]{2,60})", text)
    parts = re.split(r"\s*(?:,|/|&|\band\b)\s*", inside[1].strip().lower()) if inside else []
    letters = {_NAMED.get(part.removeprefix("the ")) for part in parts}
    return "" if None in letters else "".join(sign for sign in "AND" if sign in letters)


def _add_answer(group: Group, cells: Sequence[Sequence[str]], place: str, audience: str) -> None:
    """Add a row to an answer, without the instructions of the Form."""
    stripped: list[list[str]] = []
    items: set[str] = set()
    is_edited = False
    for cell in cells:
        lines = []
        for line in cell:
            one = strip_prompts(line)
            items |= one.items
            is_edited = is_edited or one.is_edited
            lines += [one.text] if one.text and not is_prompt(one.text) else []
        stripped.append(lines)
    if audience or items or any(stripped):
        group.answers.append(Answer(stripped, place, audience, frozenset(items), is_edited))
