"""Read the answers to a form: one field for one answer, by what the mapping table takes."""

import re
from collections.abc import Callable, Sequence

from actgraph.documents.readers import labels
from actgraph.documents.readers.texts import answer_fields, lone_boxes, sizes, ticks
from actgraph.documents.readers.texts.answer_fields import INSTRUCTIONS, Found, join_lines, leave_rest
from actgraph.documents.readers.texts.form_cells import HEAD, split_items
from actgraph.documents.readers.texts.label_matching import SIZES
from actgraph.documents.readers.texts.segments import Segment
from actgraph.documents.reading import Field, Unread
from actgraph.documents.tables import load_table
from actgraph.documents.values import is_placeholder

_GAP = re.compile(
    r"(?:this|the)?\s*information (?:cannot|can not|could not) be provided,?\s*(?:due to|because|since|as|owing to)\b",
    re.IGNORECASE,
)
# A label of the form within an answer: it is no part of what is answered.
_OWN_LABEL = re.compile(
    r"\A\W*names?(?:\(s\))? of (?:the )?(?:(?:general-purpose )?ai )?models?(?:\(s\))?\s*:\s*", re.IGNORECASE
)
_LIST_FIELDS = ("field 2.1.large-list", "field 2.2.2.known-list")
_PARTED = ("item 13", "item 15", "item 17", "item 31", "item 37", "item 39")  # whose labels have several items
_SIZE_FIELD = re.compile(r"field 1\.3\.(text|image|audio|video)\.(range|types)")


def read_answers(segments: Sequence[Segment], form: str, is_flow: bool) -> list[Field | Unread]:
    """Read the answers between labels.

    Args:
        segments: labels, each with what follows it.
        form: labels.SUMMARY or labels.FORM.
        is_flow: whether the line breaks of the document are lost.

    >>> asked = Segment("field 2.4.model-interactions", "2.4", "☐ Yes ☒ No", "page 3")
    >>> [(one.value, one.place) for one in read_answers([asked], labels.SUMMARY, False)]
    [('No', 'page 3')]
    """
    reader = _AnswerReader(segments, form, is_flow)
    return [one for segment in segments for one in reader.read(segment)]


class _AnswerReader:
    def __init__(self, segments: Sequence[Segment], form: str, is_flow: bool) -> None:
        self._form, self._is_flow = form, is_flow
        self._rows = load_table(form).rows
        self._segments = segments
        self._lone = lone_boxes.prints_lone_boxes(
            [one.value for one in segments if self._find_how(one.field) == "boolean"]
        )
        self._answer = ""  # to the last question
        self._special: dict[str, Callable[[Segment], Found]] = {
            SIZES: answer_fields.read_sizes,
            "field 1.1.provider": answer_fields.read_provider,
            "developer": answer_fields.read_developer,
            "field 1.1.authorised-representative": answer_fields.read_representative,
            "field 1.2.model-names": answer_fields.read_model_names,
            "field 1.2.dependencies": answer_fields.read_base_models,
            "field 2.1.other-description": answer_fields.read_description,
            "field 2.3.period": answer_fields.read_period,
            "field 2.3.domains": answer_fields.read_domains,
            "item 1": answer_fields.read_provider,
            "item 2": answer_fields.read_model_names,
            "item 6": answer_fields.read_base_models,
            "item 13": answer_fields.read_parameters,
            "item 15": answer_fields.read_channels,
            "item 17": answer_fields.read_licence,
            "item 29": answer_fields.read_provenance,
            "item 31": lambda one: answer_fields.read_parted(one, "item 31 or 32"),
            "item 37": lambda one: answer_fields.read_parted(one, "item 37 or 38"),
            "item 39": lambda one: answer_fields.read_parted(one, "item 39 or 40"),
        }

    def _find_how(self, field: str) -> str:
        rows = self._rows.get(field, ())
        return rows[0].read if rows else ""

    def read(self, segment: Segment) -> Found:
        """Read what follows a label."""
        field = segment.field
        if field in ("title", "stop", "field"):
            return
        if field in ("section", "noise", "other"):
            yield from self._read_loose(segment)
            return
        for one in split_items(segment) if self._form == labels.FORM else [segment]:
            if one.value.strip() and not INSTRUCTIONS.match(one.value):
                yield from self._read_answer(one)

    def _read_answer(self, segment: Segment) -> Found:
        segment = segment._replace(value=_OWN_LABEL.sub("", segment.value))
        field, value = segment.field, segment.value
        how = self._find_how(field)
        if self._form == labels.SUMMARY and (gap := _GAP.match(value)):
            key = field.removeprefix("field ")
            yield Field("gap", key, segment.place, ("gap", key))
            yield Field("gap.reason", join_lines(value[gap.start() :]), segment.place, ("gap", key))
        elif part := _SIZE_FIELD.fullmatch(field):
            yield from answer_fields.read_size_field(segment, *part.groups())
        elif how == "boolean":
            yield from self._read_boolean(segment)
        elif field.endswith(".modalities") or how == "choice":
            yield from self._read_modalities(segment)
        elif field in _LIST_FIELDS:
            yield from answer_fields.read_list(segment)
        elif how in ("day", "month"):
            yield from answer_fields.read_date(segment)
        elif (special := self._special.get(field)) and (segment.parts or field not in _PARTED):
            yield from special(segment)
        else:
            yield Field(field, join_lines(value), segment.place)
            if field == "item 40":
                yield Field("item 40 as compute of the model", join_lines(value), segment.place)
            elif field == "item 17":
                yield from answer_fields.read_licence_title(segment)

    def _read_loose(self, segment: Segment) -> Found:
        text = HEAD.sub("", join_lines(segment.value)).strip()
        if segment.section == "1.3" and sizes.mentions_sizes(segment.value):
            yield from answer_fields.read_sizes(segment)
        elif len(text.split()) > 2:
            form = "template" if self._form == labels.SUMMARY else "Form"
            reason = (
                f"no question of the {form}" if segment.field == "other" else "it stands under no label of the form"
            )
            yield Unread(segment.place, text, reason)

    def _read_boolean(self, segment: Segment) -> Found:
        self._answer = ""
        try:
            words = self._find_words(segment) if self._lone else ""
            self._answer, rest = ticks.read_yes_or_no(segment.value, bool(words), self._is_flow)
        except ticks.UnclearTickError as error:
            reason = lone_boxes.EMPTY if self._lone and "☐" in segment.value else str(error)
            yield Unread(segment.place, f"{segment.field}: {join_lines(segment.value)}", reason)
            return
        if self._answer:
            place = words if words and self._answer == "No" else segment.place
            yield Field(segment.field, self._answer, place)
        yield from leave_rest(segment, rest, "it follows the answer, where the form has no field for words")

    def _find_words(self, segment: Segment) -> str:
        """Find the place of the words that say no to a question: the last before it, else the first; empty if none."""
        place, is_past = "", False
        for one in self._segments:
            is_past = is_past or one is segment
            at = lone_boxes.find_words(segment.field, one.value)
            if at is not None:
                number = one.value.count("\n", 0, at)
                place = one.places[number] if number < len(one.places) else one.place or "document"
            if is_past and place:
                break
        return place

    def _read_modalities(self, segment: Segment) -> Found:
        try:
            found, rest = ticks.read_modalities(segment.value)
        except ticks.UnclearTickError as error:
            if not is_placeholder(" ".join(segment.value.split())):
                yield Unread(segment.place, f"{segment.field}: {join_lines(segment.value)}", str(error))
            return
        for one in found:
            yield Field(segment.field, one, segment.place)
        if not found and self._answer == "Yes" and self._form == labels.SUMMARY:
            yield Unread(segment.place, f"{segment.field}: {join_lines(segment.value)}", "no box is ticked")
        yield from leave_rest(segment, rest, "it follows the boxes, where the form has no field for words")
        if self._form == labels.FORM and segment.field in ("item 9", "item 11") and found:
            name = "input modality" if segment.field == "item 9" else "output modality"
            choices = self._rows[name][0].choice.choices
            if rest or any(choices.get(one.lower(), "?").startswith("?") for one in found):
                yield Field(f"{name} in part", ", ".join(found), segment.place)
            else:
                yield from (Field(name, one, segment.place) for one in found)
