"""Read the public summary of training content: one field for each field of the template."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from actgraph.core.suggestions import quote_text
from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.forms.boxes import has_boxes
from actgraph.documents.readers.forms.summary_answers import Part, read_answer, read_size
from actgraph.documents.readers.forms.word import Row
from actgraph.documents.readers.labels import SUMMARY, LabelFound, find_label, find_section, split_words
from actgraph.documents.reading import Field, Reading, Unread
from actgraph.documents.values import is_placeholder

TABLE = "training-summary"
_MODALITY = re.compile(r"[☒☐⍰\s]*(?:[xX]\s+)?(?P<name>text|images?|audio|video|other)\b(?P<rest>.*)", re.IGNORECASE)
_HEAD_FIELDS = re.compile(r"field (?:0|1\.1)\.|provider name|representative name")
_GATES = (".used", ".agreements", ".obtained", ".crawlers-used", ".model-interactions", ".other-services")
_HEAD = {"modality", "training data size", "types of content", "type of content"}


@dataclass
class _Open:
    """A field whose answer is being read."""

    name: str
    place: str
    cells: list[list[str]] = field(default_factory=list)


class _SummaryReader:
    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.blank: dict[str, str] = {}  # field without an answer → where its label stands
        self._section = ""
        self._open: _Open | None = None

    def read_row(self, row: Row) -> None:
        """Read a row of a table, or a line of text."""
        cells = [list(cell) for cell in row.cells if any(cell)]
        if not cells:
            return
        texts = [" ".join(cell) for cell in cells]
        if len(cells) == 1:
            self._read_lines(cells[0], row.place)
            return
        if {" ".join(split_words(text)) for text in texts} <= _HEAD:
            return
        found = find_label(texts[0], SUMMARY, self._section)
        is_field = found is not None and found.is_marked and found.field != "field 1.3.other"
        if self._section == "1.3" and not is_field and _MODALITY.fullmatch(texts[0]) and len(texts[0]) < 60:
            self._close()
            self.parts += read_size(texts[0], cells[1:], row.place)
            return
        if found and _is_label(found, True):
            if all(_begins_field(text, self._section) for text in texts) and found.rest:
                for cell in cells:  # two fields beside each other
                    self._read_lines(cell, row.place)
                return
            further = next((n for n, text in enumerate(texts) if n and _is_bare_label(text, self._section)), len(cells))
            rest = [] if _is_aside(found.rest) else [[found.rest]]
            self._begin(found.field, row.place, [*rest, *cells[1:further]])
            if further < len(cells):
                self.read_row(Row(cells[further:], row.place))
            return
        if section := find_section(texts[0], SUMMARY):
            self._begin_section(section)
            cells = cells[1:]
        if any(_begins_field(line, self._section) for cell in cells for line in cell):
            for cell in cells:
                self._read_lines(cell, row.place)
        elif self._open:
            self._open.cells += cells
        elif self._section:
            self._leave(row.place, " | ".join(texts))

    def close(self) -> None:
        """End the document."""
        self._close()

    def _read_lines(self, lines: Sequence[str], place: str) -> None:
        """Read lines of text, in which labels and answers follow each other."""
        joined = " ".join(lines)
        whole = find_label(joined, SUMMARY, self._section)
        if len(lines) > 1 and whole and not whole.rest:  # a label that takes several lines
            lines = [joined]
        for line in lines:
            if section := find_section(line, SUMMARY):
                self._begin_section(section)
                continue
            found = find_label(line, SUMMARY, self._section)
            if found and _is_label(found, False):
                self._begin(found.field, place, [[found.rest]] if found.rest else [])
            elif self._section == "1.3" and (size := _MODALITY.fullmatch(line)) and len(line) < 30:
                self._begin(f"size {size['name'].lower()}", place, [[line]])
            elif self._open:
                self._open.cells.append([line])
            elif self._section:
                self._leave(place, line)

    def _begin_section(self, number: str) -> None:
        self._close()
        self._section = number

    def _begin(self, name: str, place: str, cells: list[list[str]]) -> None:
        self._close()
        self._open = _Open(name, place, cells)

    def _leave(self, place: str, text: str) -> None:
        if len(split_words(text)) > 1:
            self.parts.append(Unread(place, text, f"it stands in section {self._section}, under no field"))

    def _close(self) -> None:
        one, self._open = self._open, None
        if one is None or not any(any(cell) for cell in one.cells):
            if one is not None and one.name.startswith("field "):
                self.blank.setdefault(one.name, one.place)
            return
        if any(_begins_answer(line, self._section) for cell in one.cells for line in cell[1:]):
            text = "\n".join(line for cell in one.cells for line in cell)
            why = f"{one.name}: the label of another field stands in it; put each answer beside its label"
            self.parts.append(Unread(one.place, text, why))
            return
        if one.name.startswith("size "):
            lines = [line for cell in one.cells[1:] for line in cell]
            self.parts += read_size(one.cells[0][0], [lines], one.place)
        else:
            self.parts += read_answer(one.name, one.cells, one.place)


def read_summary(rows: Sequence[Row]) -> Reading:
    """Read the rows of a summary.

    >>> read_summary([Row([["Version of the Summary: 1.0"]], "paragraph 2")]).fields[0].value
    '1.0'
    """
    reader = _SummaryReader()
    for row in rows:
        reader.read_row(row)
    reader.close()
    parts = [*_leave_second_model(reader.parts), *_list_blank(reader.parts, reader.blank)]
    fields = [part for part in parts if isinstance(part, Field)]
    models = list(dict.fromkeys(one.value for one in fields if one.name == "model name"))
    if len(models) > 1:
        fields = _leave_bases_open(fields)
    unread = [part for part in parts if isinstance(part, Unread)]
    return Reading(TABLE, fields, unread, models if len(models) > 1 else ())


def _list_blank(parts: Sequence[Part], blank: Mapping[str, str]) -> list[Part]:
    """List the fields without an answer, if others have one; after a no to the question of a section, none is due."""
    fields = {part.name: part.value for part in parts if isinstance(part, Field)}
    left = " ".join(part.reason for part in parts if isinstance(part, Unread))
    gates = {name: value.lower() for name, value in fields.items() if name.endswith(_GATES)}
    denied = {name.rpartition(".")[0] for name in gates} - {
        name.rpartition(".")[0] for name, value in gates.items() if value != "no"
    }
    return [
        Field(name, "", f"{name} ({place})")
        for name, place in blank.items()
        if fields
        and not any(one == name or one.startswith(f"{name}.") or one == f"{name} in words" for one in fields)
        and f"{name}:" not in left
        and (name.rpartition(".")[0] not in denied or name.endswith((".comments", *_GATES)))
    ]


def _leave_second_model(parts: Sequence[Part]) -> list[Part]:
    """Leave out a second copy of the template, which names other models, from its head on."""
    found: list[Part] = []
    first = name = ""
    for part in parts:
        if isinstance(part, Field) and part.name == "field 1.2.model-names" and not is_placeholder(part.value):
            first = first or part.value
            name = "" if normalize_name(part.value) == normalize_name(first) else part.value
            head = len(found)
            while name and head and isinstance(one := found[head - 1], Field) and _HEAD_FIELDS.match(one.name):
                head -= 1
            found[head:] = [other for one in found[head:] for other in _leave_field(one, name)]
        found += _leave_field(part, name) if name else [part]
    return found


def _leave_field(part: Part, name: str) -> list[Part]:
    if isinstance(part, Unread):
        return [part]
    why = f"{part.name}: a second copy names {quote_text(name)}, and this may be about it; import a file for each"
    return [Unread(part.place, part.value, why)] if part.name.startswith("field ") else []


def _leave_bases_open(fields: list[Field]) -> list[Field]:
    """Leave open which of several models modifies which of several others."""
    if len({one.value for one in fields if one.name == "base model"}) < 2:
        return fields
    return [one._replace(name="base model in words") if one.name == "base model" else one for one in fields]


def _is_label(found: LabelFound, has_others: bool) -> bool:
    """Tell a label from a sentence that begins like one."""
    return found.is_marked or not found.rest or (has_others and found.words > 2) or has_boxes([[found.rest[:3]]])


def _begins_field(text: str, section: str) -> bool:
    found = find_label(text, SUMMARY, section)
    return found is not None and (found.is_marked or not found.rest)


def _begins_answer(text: str, section: str) -> bool:
    found = find_label(text, SUMMARY, section)
    return found is not None and found.is_marked and bool(found.rest)


def _is_bare_label(text: str, section: str) -> bool:
    found = find_label(text, SUMMARY, section)
    return found is not None and found.is_marked and not found.rest


def _is_aside(rest: str) -> bool:
    """Tell whether what follows a label in its cell explains it: it is in brackets, or there is nothing."""
    return not rest or (rest.startswith(("(", "[")) and rest.endswith((")", "]", "):", ").")))
