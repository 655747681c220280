"""A Form that names a second model: which of its groups are not, or not surely, about the first."""

import re
from collections.abc import Iterator, Sequence

from actgraph.core.suggestions import quote_text
from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.forms.controls import TICKED, UNTICKED
from actgraph.documents.readers.forms.items import Group
from actgraph.documents.readers.labels import FORM, find_label
from actgraph.documents.reading import Unread
from actgraph.documents.values import is_placeholder

_SIZE = re.compile(r"\W*maximum (?:input |output )?size\W*", re.IGNORECASE)


def leave_second_model(groups: Sequence[Group]) -> tuple[list[Group], list[Unread]]:
    """Leave out what belongs to a second model; what follows its name may be about it.

    >>> from actgraph.documents.readers.forms.items import Answer
    >>> groups = [Group(["item 2"], [Answer([[name]], f"table {name[0]}, row 1")]) for name in ("1A", "2B")]
    >>> kept, left = leave_second_model(groups)
    >>> len(kept), left[0].text
    (1, '2B')
    """
    names = {number: name for number, one in enumerate(groups) if (name := _read_name(one))}
    first = next(iter(names.values()), "")
    tables_of_first = {_find_table(groups[number]) for number, name in names.items() if _is_same(name, first)}
    other: dict[int, str] = {}
    current = ""
    for number, group in enumerate(groups):
        if number in names:
            current = "" if _is_same(names[number], first) else names[number]
        if not current:
            continue
        other[number] = current
        before = number - 1
        while number in names and before >= 0 and before not in other and before not in names:
            table = _find_table(groups[before])
            is_beside = table == _find_table(group) and table != "" and table not in tables_of_first
            if not is_beside and list(groups[before].items) != ["item 1"]:
                break
            if not is_beside and not any(list(one.items) == ["item 1"] for one in groups[:before]):
                break  # the provider is named only once
            other[before] = current
            before -= 1
    kept = [group for number, group in enumerate(groups) if number not in other]
    return kept, [part for number in sorted(other) for part in _list_group(groups[number], other[number])]


def _list_group(group: Group, name: str) -> Iterator[Unread]:
    items = " or ".join(item.removeprefix("item ") for item in group.items)
    what = f"item {items}: " if items else ""
    why = f"{what}the Form names a second model, {quote_text(name)}, and this may be about it; import a Form for each"
    for one in group.answers:
        if text := "\n".join(line for cell in one.cells for line in cell if not _is_printed(line)):
            yield Unread(one.place, text, why)


def _is_printed(line: str) -> bool:
    """Tell whether a line is of the Form: a box that nobody has ticked, or a label."""
    found = find_label(line, FORM)
    return (UNTICKED in line and TICKED not in line) or bool(_SIZE.fullmatch(line)) or bool(found and not found.rest)


def _read_name(group: Group) -> str:
    """Read the name of a model; empty if the group is about something else, or has none."""
    if list(group.items) != ["item 2"]:
        return ""
    text = " ".join(line for one in group.answers for cell in one.cells for line in cell)
    return "" if is_placeholder(text) else text


def _is_same(one: str, other: str) -> bool:
    return normalize_name(one) == normalize_name(other)


def _find_table(group: Group) -> str:
    place = group.answers[0].place if group.answers else ""
    return place.split(", row")[0] if ", row" in place else ""
