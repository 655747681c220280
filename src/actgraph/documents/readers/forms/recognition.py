"""Find out which of the official forms a Word document holds, or in which language it seems to be."""

from collections.abc import Sequence

from actgraph.documents.readers.forms.form import read_form
from actgraph.documents.readers.forms.languages import guess_language
from actgraph.documents.readers.forms.summary import read_summary
from actgraph.documents.readers.forms.word import Row, WordText
from actgraph.documents.readers.labels import FORM, SUMMARY, find_label, find_section, has_title
from actgraph.documents.reading import DocumentError, Reading, Unread

_FEWEST_LABELS = 3
_READERS = {FORM: read_form, SUMMARY: read_summary}
_TITLES = {FORM: "Model Documentation Form", SUMMARY: "training-content summary"}
_COPY = "Copy the answers into the English form, and try again"


def read_forms(text: WordText, name: str) -> Sequence[Reading]:
    """Read the forms that a Word document holds.

    Args:
        text: its text.
        name: its name in messages.

    Raises:
        DocumentError: it holds none.
    """
    readings = []
    body = [row for row in text.rows if not row.place.startswith("header")]
    heads = [row for row in text.rows if row.place.startswith("header")]
    for form, rows in _split_rows(body):
        fewest = 1 if any(_is_title(row, form) for row in rows) else _FEWEST_LABELS
        if _count_labels(rows, form) < fewest:
            continue
        # The date and the version may stand in a header.
        reading = _READERS[form](rows)
        known = {field.name for field in reading.fields}
        of_heads = [one for one in _READERS[form](heads).fields if one.name not in known and _is_of_document(one.name)]
        unread = [*reading.unread, *(Unread(place, what, why) for place, what, why in text.remarks)]
        if not reading.fields and not reading.unread:
            unread.append(Unread("document", _TITLES[form], "no field of it is filled in"))
        readings.append(reading._replace(fields=[*reading.fields, *of_heads], unread=unread))
    if readings:
        return readings
    if language := guess_language(" ".join(line for row in body for cell in row.cells for line in cell)):
        raise DocumentError(
            f"it seems to be in {language}, and the forms are read by their English labels, so nothing could be read",
            where=name,
            todo=_COPY,
        )
    raise DocumentError(
        "this Word document is neither the Model Documentation Form nor the training-content summary",
        where=name,
        todo="Give one of these two; in a copy of them, each answer needs its label beside it",
    )


def _split_rows(rows: Sequence[Row]) -> list[tuple[str, Sequence[Row]]]:
    """Split the rows among the forms: by their titles if both are there; else all are of the one with more labels."""
    counts = {form: _count_labels(rows, form) for form in _READERS}
    starts = [(index, form) for index, row in enumerate(rows) for form in _READERS if _is_title(row, form)]
    if min(counts.values()) < _FEWEST_LABELS + 1 or len({form for _, form in starts}) < 2:
        if min(counts.values()) > _FEWEST_LABELS:
            return [(form, rows) for form in _READERS]
        return [(max(counts, key=lambda form: counts[form]), rows)]
    found: list[tuple[str, Sequence[Row]]] = []
    begins = [0, *(start for start, _ in starts[1:]), len(rows)]
    for number, (_, form) in enumerate(starts):
        found.append((form, rows[begins[number] : begins[number + 1]]))
    merged: dict[str, list[Row]] = {}
    for form, part in found:
        merged.setdefault(form, []).extend(part)
    return list(merged.items())


def _count_labels(rows: Sequence[Row], form: str) -> int:
    """Count the different fields whose label begins a cell or a line."""
    found = set()
    section = ""
    for row in rows:
        for cell in row.cells:
            for text in {" ".join(cell)[:400], *(line[:400] for line in cell)}:
                section = find_section(text, form) or section
                label = find_label(text, form, section)
                if label and (label.is_marked or not label.rest):
                    found.add(label.field)
    return len(found)


def _is_title(row: Row, form: str) -> bool:
    return any(has_title(" ".join(cell), form) for cell in row.cells)


def _is_of_document(field: str) -> bool:
    return field in ("form.date", "form.version", "field 0.version", "field 0.last-update")
