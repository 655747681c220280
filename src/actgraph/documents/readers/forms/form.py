"""Read the Model Documentation Form: one field for each item, and what an item states of provider and model."""

import contextlib
import re
from collections.abc import Iterator, Sequence

from actgraph.documents.placeholders import explain_placeholder, is_placeholder
from actgraph.documents.readers.forms.boxes import UNCLEAR_BOX, has_boxes, read_boxes, split_specified
from actgraph.documents.readers.forms.days import explain_days
from actgraph.documents.readers.forms.distribution import leave_plans, tell_distribution
from actgraph.documents.readers.forms.items import Answer, assign_items, group_rows
from actgraph.documents.readers.forms.modalities import read_modalities, split_sizes, tell_modalities
from actgraph.documents.readers.forms.prompts import MAX_ANSWER, MAX_SHOWN, load_audiences
from actgraph.documents.readers.forms.second_model import leave_second_model
from actgraph.documents.readers.forms.word import Row
from actgraph.documents.readers.labels import FORM, find_label
from actgraph.documents.readers.names import find_model_names, find_provider_name, join_lines
from actgraph.documents.reading import Field, Reading, Unread
from actgraph.documents.values import UnclearError, read_value
from actgraph.profile import written_values

TABLE = "documentation-form"
_MODALITIES = {"item 9": "input modality", "item 11": "output modality", "item 28": ""}
_SIZES = {"item 9": "item 10", "item 11": "item 12", "item 10": "item 10", "item 12": "item 12"}
_BEFORE_SIZES = {"item 10": "item 9", "item 12": "item 11"}
_ALONE = ("item 23", "item 24", "item 25")  # for downstream providers alone, each under a label of its own
_NOT_APPLICABLE = re.compile(r"(?:[^:]{1,20}:\s*)?(?:n\.?/?a\.?|not applicable)\W*", re.IGNORECASE)
_NONE = re.compile(r"\W*(?:none|no|not applicable|n\.?/?a\.?)\b.{0,80}", re.IGNORECASE | re.DOTALL)
_DATE = "form.date"
Part = Field | Unread


def read_form(rows: Sequence[Row]) -> Reading:
    """Read the rows of a Form.

    >>> read_form([Row([["Model name:"], ["A 7B"]], "table 1, row 1")]).fields[0].name
    'item 2'
    """
    parts: list[Part] = []
    seen: dict[str, str] = {}  # item → where its label stands
    answered: set[str] = set()
    sizes: dict[str, list[Field]] = {}
    groups, left = leave_second_model(group_rows(rows))
    parts += left
    for group in groups:
        for place, text in group.misplaced:
            what = " or ".join(group.items) or "a row"
            parts.append(Unread(place, text, f"{what}: it stands in the cell of whom the item is meant for"))
            answered.update(group.items)
        seen |= {item: group.place for item in group.items if item not in seen}
        if not group.items:
            parts += [
                Unread(one.place, _join(one.cells), "it stands in the Form under none of its labels")
                for one in group.answers
            ]
            continue
        for item, answers in assign_items(group):
            if found := list(_read_item(item, answers, sizes)):
                answered.update(_list_items(item))
                parts += [one._replace(place=_locate(item, one.place)) for one in found]
    for sized in sizes.values():
        for part in _join_sizes(sized):
            parts.insert(_find_end(parts, _BEFORE_SIZES[part.name]), part)
        answered.update(one.name for one in sized)
    if "item 10" in seen and "item 11" in seen:  # item 12 stands in the row of item 11
        seen.setdefault("item 12", seen["item 11"])
    is_for_downstream = _is_copy_for_downstream(set(seen))
    if any(isinstance(part, Field) for part in parts):
        audiences = load_audiences()
        parts += [
            Field(item, "", _locate(item, place))
            for item, place in seen.items()
            if item in audiences and item not in answered and (not is_for_downstream or "D" in audiences[item])
        ]
    if is_for_downstream:
        parts = [_rename_for_downstream(part) for part in parts]
    unread = [part for part in parts if isinstance(part, Unread)]
    fields = leave_plans([part for part in parts if isinstance(part, Field)], unread)
    return Reading(TABLE, fields, unread)


def _read_item(item: str, answers: Sequence[Answer], sizes: dict[str, list[Field]]) -> Iterator[Part]:
    """Read the answer to one item."""
    answers = [one for one in answers if any(any(cell) for cell in one.cells)]
    if not answers:
        return
    place = answers[0].place
    cells = [cell for one in answers for cell in one.cells]
    if sum(len(line) for cell in cells for line in cell) > MAX_ANSWER:
        yield Unread(place, _join(cells)[:MAX_SHOWN], f"{item}: it is longer than {MAX_ANSWER:,} characters")
        return
    if any(one.is_edited for one in answers):
        yield Unread(place, _join(cells), f"{item}: an instruction of the Form was edited, and the answer is not apart")
        return
    if label := _find_label_inside(item, cells):
        yield Unread(
            place, _join(cells), f"{item}: the label of {label} stands in it; put each answer beside its label"
        )
        return
    if item in _SIZES:
        cells, found = split_sizes(cells) if item in _MODALITIES else ([], _list_sizes(cells))
        sizes.setdefault(_SIZES[item], []).extend(Field(_SIZES[item], size, place) for size in found)
    if item in _MODALITIES:
        parts = list(read_modalities(item, cells, place))
        yield from parts
        if _MODALITIES[item]:
            yield from tell_modalities(item, parts, _MODALITIES[item])
    elif item in _SIZES:
        return
    elif item in ("item 14", "item 29", "item 37") and has_boxes(cells):
        yield from _read_choice(item, cells, place, several=item == "item 29")
    else:
        text = _join(cells)
        if has_boxes(cells):
            yield Unread(place, text, f"{item}: there are boxes in the answer, which is a text")
            return
        if " or " in item and is_placeholder(text):
            yield Unread(place, text, f"{item}: {explain_placeholder(text)}")
            return
        text = _pick_day(text) if item in ("item 4", "item 5") else text
        if item in ("item 4", "item 5") and (reason := explain_days(text)):
            yield Unread(place, text, f"{item}: {reason}")
            return
        yield Field(item, join_lines(text.split("\n")), place)
        yield from _tell_facts(item, text, place)
        if not is_placeholder(text):
            yield from tell_distribution(item, text, place)


def _tell_facts(item: str, text: str, place: str) -> Iterator[Field]:
    """Tell what an answer states of provider and model."""
    if is_placeholder(text):
        return
    if item == "item 1":
        if name := find_provider_name(text):
            yield Field("provider name", name, place)
    elif item == "item 2":
        names = find_model_names(text)
        name = names[0].name if len(names) == 1 and len(names[0].name.split()) <= 6 else ""
        yield Field("model name" if name else "model name in words", name or text, place)
    elif item == "item 6":
        names = find_model_names(text)
        for one in names:
            yield Field("base model", one.name, place)
        if not names and not _NONE.fullmatch(text):
            yield Field("base model in words", text, place)
    elif item == "item 40":
        with contextlib.suppress(UnclearError):  # a value that is no number is listed once
            read_value(text, "figure")
            yield Field("item 40 as compute of the model", text, place)


def _read_choice(item: str, cells: Sequence[Sequence[str]], place: str, several: bool) -> Iterator[Part]:
    """Read an answer that chooses among options; several are one answer."""
    boxes = read_boxes(cells)
    chosen = [specified or option for option, specified in map(split_specified, boxes.ticked)]
    for text in boxes.unclear:
        yield Unread(place, text, f"{item}: {UNCLEAR_BOX}")
    if len(chosen) > 1 and not several:
        yield Unread(place, ", ".join(chosen), f"{item}: more than one option is ticked")
    elif chosen or boxes.loose:
        yield Field(item, "; ".join([*chosen, *boxes.loose]), place)


def _find_label_inside(item: str, cells: Sequence[Sequence[str]]) -> str:
    """Find the label of another item at the beginning of a later line of an answer."""
    for line in (line for cell in cells for line in cell[1:]):
        found = find_label(line, FORM, "", item)
        if found and found.is_marked and (found.rest or line.endswith(":")) and found.field not in item.split(" or "):
            return found.field if found.field.startswith("item") else "another field"
    return ""


def _list_sizes(cells: Sequence[Sequence[str]]) -> list[str]:
    """List the maximum sizes of a row of their own; five cells are those of the Form, in its order."""
    names = ("Text", "Images", "Audio", "Video", "Other")
    found = []
    for index, cell in enumerate(cells):
        text = re.sub(r"^\W*maximum (?:input |output )?size\s*:?", "", " ".join(cell), flags=re.IGNORECASE).strip(" …")
        if re.search(r"[^\W_]", text):
            found.append(f"{names[index]}: {text}" if len(cells) == len(names) else text)
    return found


def _join_sizes(found: Sequence[Field]) -> Iterator[Field]:
    """Join the sizes of all modalities to one answer; where each is N/A, that is the answer."""
    if found:
        is_none = all(_NOT_APPLICABLE.fullmatch(one.value) for one in found)
        value = "N/A" if is_none else "; ".join(one.value for one in found)
        yield found[0]._replace(value=value, place=_locate(found[0].name, found[0].place))


def _find_end(parts: Sequence[Part], item: str) -> int:
    """Find where the parts of an item end; the end of all if it has none."""
    ends = [number for number, part in enumerate(parts, 1) if part.place.startswith(f"{item} (")]
    return ends[-1] if ends else len(parts)


def _list_items(name: str) -> list[str]:
    """List the items that a name such as `item 13 or 14` may mean."""
    return [f"item {number}" for number in re.findall(r"\d+", name)]


def _locate(item: str, place: str) -> str:
    """Name the place of an item so that a person finds it, since Word shows no numbers of tables."""
    return f"{item} ({place})" if item.startswith("item ") else place


def _pick_day(text: str) -> str:
    """Pick the day out of an answer that gives one day and says no more than what it is."""
    lines = [line for line in text.split("\n") if written_values.find_days(line)]
    return lines[0] if len(lines) == 1 and len(text.split()) <= 8 else text


def _join(cells: Sequence[Sequence[str]]) -> str:
    return "\n".join(line for cell in cells for line in cell)


def _is_copy_for_downstream(seen: set[str]) -> bool:
    """Tell whether a document has the items for downstream providers alone."""
    audiences = load_audiences()
    others = [item for item in seen if item in audiences and "D" not in audiences[item]]
    under_shared_labels = {
        "item 13",
        "item 15",
        "item 17",
        "item 31",
        "item 32",
        "item 37",
        "item 38",
        "item 39",
        "item 40",
    }
    return sum(item in seen for item in _ALONE) >= 2 and not set(others) - under_shared_labels


def _rename_for_downstream(part: Part) -> Part:
    if isinstance(part, Unread) or (part.name != _DATE and "D" not in load_audiences().get(part.name, "")):
        return part
    return part._replace(name=f"{part.name} for downstream providers")
