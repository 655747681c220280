"""What a text is as a whole: the training-content summary, the documentation under the Code, both, or neither."""

import re
from collections.abc import Iterator, Sequence

from actgraph.documents.readers import labels
from actgraph.documents.readers.texts import answers
from actgraph.documents.readers.texts.answer_fields import join_lines
from actgraph.documents.readers.texts.names import is_name
from actgraph.documents.readers.texts.page_lines import Text
from actgraph.documents.readers.texts.segments import Segment, split_segments
from actgraph.documents.reading import Field, Reading, Unread
from actgraph.documents.tables import load_table

_LEAST_FIELDS = 4
_LEAST_OF_SOURCES = 2  # fields of the sections on data and processing, which no other document has
_LEAST_ITEMS = 5
# Items whose labels only the Form has; a model card may have the others.
_TELLING_ITEMS = frozenset(
    f"item {number}" for number in (1, 3, 5, 20, 22, 23, 26, 27, 29, 30, 31, 33, 34, 35, 36, 39, 41, 42, 44)
)
_LEAST_TELLING = 3
_REQUIRED = frozenset(
    "0.version 0.last-update 1.1.provider 1.2.model-names 1.2.market-date 1.3.latest-acquisition 2.1.used"
    " 2.2.1.agreements 2.2.2.obtained 2.3.crawlers-used 2.4.model-interactions 2.4.other-services 2.5.used 2.6.used"
    " 3.1.measures 3.2.measures".split()
)
_MOST_MISSING = 2
_SECTIONS = ("1.1", "1.2", "1.3", "2.1", "2.2.1", "2.2.2", "2.3", "2.4", "2.5", "2.6", "3.1", "3.2")
_TITLE = re.compile(
    r"(?:public\s+)?summary\s+of\s+(?:the\s+)?(?:training\s+content|content\s+used\s+for\s+training|training)"
    r"(?:\s+of|\s+for)?(?:\s+the)?"
    r"(?:\s+general-?purpose\s+ai\s+models?)?|[^\n]*\bdata\s+summary\b[^\n]*",
    re.IGNORECASE,
)
_VERSION = re.compile(r"^Summary\s+(v\.?\d[^\n]*(?:\n[^\n]+)?)$", re.MULTILINE | re.IGNORECASE)
_DEVELOPED = re.compile(
    r"\b[Mm]odel\s+developed\s+by\s+([A-Z][\w.&-]*(?:[ \n][A-Z][\w.&-]*){0,4})(?=\s*[:,.(]|\s+(?:following|and)\b)"
)
_PUBLISHED = re.compile(
    r"\bpublished\s+by\s+(?:the\s+)?((?P<name>[A-Z]\w*(?:\s+(?:of\s+|for\s+)?[A-Z]\w*){1,5})(?:\s+\([A-Z]{2,8}\))?)"
)
_POLICY = re.compile(r"(?:[A-Z][\w&-]*\s+){0,3}(?:Policy|POLICY)\b")
_PARTS = (
    "whose parameters, including the weights, the information on the model architecture,? and the information on"
    " (?:the )?model usage, are (?:made )?publicly available"
)
_RIGHTS = (
    "free and open-source licen[cs]e that allows for the access, usage, modification,? and distribution of the model"
)
_RELEASED = "the model is released under a "
_SENTENCES = tuple(
    (name, re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE), values)
    for name, pattern, values in (
        ("licence permits", _RELEASED + _RIGHTS, ("access", "usage", "modification", "distribution")),
        ("publishes", f"{_RELEASED}{_RIGHTS}, and {_PARTS}", ("weights", "architecture", "usage")),
        ("summary is public", "summary of training content is (?:now )?publicly (?:accessible|available)\\b", ("yes",)),
        ("policy is public", "has (?:implemented and )?published an? (?:comprehensive )?copyright policy\\b", ("yes",)),
    )
)
_COMPLAINT = re.compile(
    r"(?:rights?\s?-?holders?|copyright)[^@]{0,600}?complaint[^@]{0,300}?(?P<one>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?:rights?\s?-?holders?)[^@]{0,300}?(?P<two>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)[^@]{0,150}?complaint",
    re.IGNORECASE | re.DOTALL,
)


def read_summary(text: Text) -> list[Reading]:
    """Read a training-content summary; nothing if the text is none.

    Args:
        text: the document.

    >>> from actgraph.documents.readers.texts.page_lines import make_text, number_lines
    >>> read_summary(make_text(number_lines("We used public data to train the model.")))
    []
    """
    segments = split_segments(text, labels.SUMMARY)
    fields = {one.field.removeprefix("field ") for one in segments if one.field.startswith("field ")}
    if len(fields) < _LEAST_FIELDS or sum(field[0] in "23" for field in fields) < _LEAST_OF_SOURCES:
        return []
    found = answers.read_answers(segments, labels.SUMMARY, text.is_flow)
    title = segments[0] if segments[0].field == "title" else Segment("title", "", "", "")
    head = _read_title(text, title, "0.version" in fields)
    template = _judge_template(next((one.value for one in head if isinstance(one, Field)), ""), fields, segments)
    first = next((one for one in segments if one.section == "1.1"), None)
    start = text.body.find(first.value[:30]) if first and first.value else 0
    if (developer := _DEVELOPED.search(text.body, 0, max(start, 0))) and is_name(developer[1]):
        head.append(Field("developer name", " ".join(developer[1].split()), text.find_place(developer.start())))
    head += _read_parameters(text, segments)
    return _make_readings(labels.SUMMARY, "summary-text", [*head, *found, *template, *_read_rest(text, segments)])


def read_documentation(text: Text) -> list[Reading]:
    """Read documentation under the Code on the items of the Form; nothing if the text is none.

    Args:
        text: the document.
    """
    segments = split_segments(text, labels.FORM)
    items = {one.field for one in segments if one.field.startswith("item ")}
    if len(items) < _LEAST_ITEMS or len(items & _TELLING_ITEMS) < _LEAST_TELLING:
        return []
    found = answers.read_answers(segments, labels.FORM, text.is_flow)
    head: list[Field | Unread] = []
    if segments[0].field == "title":
        title, _, rest = segments[0].value.partition("\n")
        head = [Field("title", title.strip(), segments[0].place)]
        publisher = _PUBLISHED.search(rest)
        names = [one.value for one in segments if one.field == "item 1"]
        if publisher and names and publisher["name"].split() == _find_words(publisher["name"], names[0]):
            head.append(Field("publisher name", " ".join(publisher[1].split()), segments[0].place))
        if len(rest.split()) > 3:
            head.append(
                Unread(segments[0].place, " ".join(rest.split()), "it stands before the first label of the form")
            )
    return _make_readings(labels.FORM, "documentation-text", [*head, *found, *_read_rest(text, segments)])


def _find_words(name: str, text: str) -> list[str]:
    """Find the words of a name in a text, whatever line breaks stand between; none if it is not there."""
    found = re.search(r"\s+".join(map(re.escape, name.split())), text)
    return found[0].split() if found else []


def _make_readings(table: str, own: str, found: Sequence[Field | Unread]) -> list[Reading]:
    """Make two readings: of the fields of the form, and of what the reader of texts adds."""
    rows = load_table(own).rows
    fields = [one for one in found if isinstance(one, Field)]
    unread = [one for one in found if isinstance(one, Unread)]
    if all(one.name == "title" for one in fields):
        return [Reading(table, [], [*unread, Unread("document", "the form", "no field of it is filled in")])]
    models = list(dict.fromkeys(one.about[1] for one in fields if one.about[0] == "model" and one.about[1]))
    return [
        Reading(table, [one for one in fields if one.name not in rows], unread, models),
        Reading(own, [one for one in fields if one.name in rows]),
    ]


def _read_title(text: Text, segment: Segment, has_version: bool) -> list[Field | Unread]:
    found: list[Field | Unread] = []
    title = list(_TITLE.finditer(segment.value))
    rest = segment.value
    if title:
        last = title[-1]
        found.append(Field("title", " ".join(last[0].split()), text.find_place(text.body.find(last[0]))))
        rest = f"{rest[: last.start()]}\n{rest[last.end() :]}"
    if not has_version and (version := _VERSION.search(rest)):
        found.append(Field("field 0.version", join_lines(version[1]).strip(" –-"), segment.place))
        rest = rest.replace(version[0], "")
    if len(rest.split()) > 2:
        found.append(Unread(segment.place, " ".join(rest.split()), "it stands before the first label of the form"))
    return found


def _judge_template(title: str, fields: set[str], segments: Sequence[Segment]) -> list[Field]:
    """Judge whether a summary follows the template: its title, its sections, its required fields."""
    missing = _REQUIRED - fields
    others = [one for one in segments if one.field == "other"]
    has_title = bool(re.search(r"(?i)summary\s+of\s+(?:the\s+)?(?:training\s+content|content\s+used)", title))
    sections = {one.section for one in segments}
    place = segments[0].place
    if has_title and len(missing) <= _MOST_MISSING and not others and sections >= set(_SECTIONS):
        return [Field("follows the template", "yes", place)]
    if len(others) > 2 and len(missing) > _MOST_MISSING and re.search(r"(?i)\bsummary\b", title):
        return [Field("follows the template in part", "yes", place)]
    return []


def _read_rest(text: Text, segments: Sequence[Segment]) -> list[Field | Unread]:
    """Read what runs through all pages, what the document says around the form, and what follows the form."""
    found: list[Field | Unread] = [
        Unread(line.place, line.text, "it stands on each page") for line in text.running if len(line.text.split()) > 3
    ]
    for one in segments:
        if one.field != "stop":
            continue
        if title := _POLICY.search(one.value[:200]):
            found.append(Field("policy title", " ".join(title[0].split()), one.place))
        if complaint := _COMPLAINT.search(one.value, 0, 60_000):
            address = complaint["one"] or complaint["two"]
            found.append(Field("complaints of rightsholders", address, one.find_place(address)))
        found.append(Unread(one.place, " ".join(one.value.split()), "it follows the form, and is not read"))
    return found + list(_read_sentences(text))


def _read_sentences(text: Text) -> Iterator[Field]:
    """Read sentences outside of the form that say one thing, in the words of the Act or of a notice."""
    for name, pattern, values in _SENTENCES:
        if said := pattern.search(text.body):
            yield from (Field(name, value, text.find_place(said.start())) for value in values)


def _read_parameters(text: Text, segments: Sequence[Segment]) -> Iterator[Field]:
    """Read the number of parameters that a sentence says of the model of the summary, by its name."""
    model = next((one.value for one in segments if one.field == "field 1.2.model-names"), "")
    if model and "\n" not in model and len(model) < 60:
        said = re.search(
            rf"{re.escape(model)}\s+is\s+an?\s+[^.\n]{{0,80}}?\b(\d+(?:\.\d+)?)[-\s](billion|million)[-\s]parameters?\b",
            text.body,
        )
        if said:
            yield Field("parameters of the model", f"{said[1]} {said[2]}", text.find_place(said.start()))
