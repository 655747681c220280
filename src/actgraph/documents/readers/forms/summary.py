"""Read the public summary of training content: one field for each field of the template."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from actgraph.documents.readers.forms.boxes import has_boxes
from actgraph.documents.readers.forms.summary_answers import Part, read_answer, read_size
from actgraph.documents.readers.forms.word import Row
from actgraph.documents.readers.labels import SUMMARY, LabelFound, find_label, find_section, split_words
from actgraph.documents.reading import Field, Reading, Unread

TABLE = "training-summary"
_MODALITY = re.compile(r"[☒☐⍰\s]*(?:[xX]\s+)?(?P<name>text|images?|audio|video|other)\b(?P<rest>.*)", re.IGNORECASE)
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
        if self._section == "1.3" and _MODALITY.fullmatch(texts[0]) and len(texts[0]) < 60:
            self._close()
            self.parts += read_size(texts[0], cells[1:], row.place)
            return
        found = find_label(texts[0], SUMMARY, self._section)
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
    fields = [part for part in reader.parts if isinstance(part, Field)]
    models = list(dict.fromkeys(one.value for one in fields if one.name == "model name"))
    if len(models) > 1:
        fields = _leave_bases_open(fields)
    unread = [part for part in reader.parts if isinstance(part, Unread)]
    return Reading(TABLE, fields, unread, models if len(models) > 1 else ())


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
