"""What a text is as a whole: the training-content summary, the documentation under the Code, both, or neither."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from actgraph.documents.readers import labels
from actgraph.documents.readers.texts import answers, several_models, stages, template_check
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
_TWO_COMPANIES = (
    "the provider is named {}, and whether the two are one company is not said; state ag:developedBy yourself"
)
_READ_IN_PART = (
    "these are words {} the form: what they say in the words of the Act was read; the rest is for you to read"
)
_CHAPTER = re.compile(r"^[^\n]*\bArt(?:icle|\.)?\s*53\s*\(1\)\s*\(b\)[^\n]*", re.MULTILINE | re.IGNORECASE)
_AUTHORITIES = re.compile(r"\b53\s*\(1\)\s*\(a\)|\bAnnex\s+XI\b|\btechnical documentation\b", re.IGNORECASE)
_CONTACT = "; if it is the address of the provider, it belongs to the contact details of the first field"
# A capital within a word of small letters, where the PDF names the two letters ff wrongly: “cutoR”, “ORice”.
_SWAPPED = re.compile(r"(?<![\w/.:@-])(?:[a-z]{0,12}[aeiou]R[a-z]{0,15}|[AEIOU]R[a-z]{3,15})(?![\w/@-])")
_LEAST_SWAPPED = 2  # words; a single one may be a name
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
    found = stages.give_stages(answers.read_answers(segments, labels.SUMMARY, text.is_flow))
    title = segments[0] if segments[0].field == "title" else Segment("title", "", "", "")
    head = _read_title(text, title, "0.version" in fields)
    heading = next((one.value for one in head if isinstance(one, Field)), "")
    template = template_check.judge_template(heading, segments, [*head, *found])
    first = next((one for one in segments if one.section == "1.1"), None)
    start = text.body.find(first.value[:30]) if first and first.value else 0
    if (developer := _DEVELOPED.search(text.body, 0, max(start, 0))) and is_name(developer[1]):
        found.append(Field("developer name", " ".join(developer[1].split()), text.find_place(developer.start(1))))
    found = _join_companies(found)
    head += _read_parameters(text, segments)
    head += _find_lost_letters(text)
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
    found = stages.give_stages(several_models.tell_models_apart(segments, found))
    head: list[Field | Unread] = []
    title, kinds = "", dict[str, str]()
    first = next(one for one in segments if one.field.startswith("item "))
    before = text.body[: max(text.body.find(first.value.split("\n")[0]), 0)]
    if (chapter := _CHAPTER.search(before)) and not _AUTHORITIES.search(before):
        kinds = {"documentation": "downstream"}
        found = [_put_downstream(one) for one in found]
    if segments[0].field == "title":
        title, _, rest = segments[0].value.partition("\n")
        heading = f"{title.strip()}, {' '.join(chapter[0].split())}" if chapter else title.strip()
        head = [Field("title", heading, segments[0].place)]
        publisher = _PUBLISHED.search(rest)
        names = [one.value for one in segments if one.field == "item 1"]
        is_named = any(isinstance(one, Field) and one.name == "provider name" for one in found)
        if (
            publisher
            and names
            and not is_named
            and publisher["name"].split() == _find_words(publisher["name"], names[0])
        ):
            head.append(Field("publisher name", " ".join(publisher[1].split()), segments[0].place))
        if len(rest.split()) > 3:
            head.append(Unread(segments[0].place, " ".join(rest.split()), _READ_IN_PART.format("before")))
    head += _find_lost_letters(text)
    return _make_readings(labels.FORM, "documentation-text", [*head, *found, *_read_rest(text, segments, title)], kinds)


def _put_downstream(one: Field | Unread) -> Field | Unread:
    """Put an item of two audiences to downstream providers."""
    return one._replace(name="item 16") if isinstance(one, Field) and one.name == "item 15 or 16" else one


def _join_companies(found: Sequence[Field | Unread]) -> list[Field | Unread]:
    """Make developer and provider one company where one of their names begins with the other; else leave one out."""
    provider = next((one.value for one in found if isinstance(one, Field) and one.name == "provider name"), "")
    joined: list[Field | Unread] = []
    for one in found:
        if not provider or not isinstance(one, Field) or one.name != "developer name":
            joined.append(one)
            continue
        short, long = sorted((one.value.casefold().rstrip("."), provider.casefold().rstrip(".")), key=len)
        if re.match(rf"{re.escape(short)}(?!\w)", long):
            joined.append(one._replace(name="developer is the provider", about=("provider", provider)))
        else:
            joined.append(Unread(one.place, f"developer: {one.value}", _TWO_COMPANIES.format(provider)))
    return joined


def _find_lost_letters(text: Text) -> Iterator[Unread]:
    """Find lines in which the file itself has lost letters, which are copied as they are."""
    is_swapped = len(set(_SWAPPED.findall(text.body))) >= _LEAST_SWAPPED
    lost = [line for line in text.body.split("\n") if "\ufffd" in line or (is_swapped and _SWAPPED.search(line))]
    if lost:
        first = lost[0]
        reason = (
            f"the file has lost letters in {len(lost)} {'line' if len(lost) == 1 else 'lines'}; check what was copied"
        )
        yield Unread(text.find_place(text.body.find(first)), " ".join(first.split()), reason)


def _find_words(name: str, text: str) -> list[str]:
    """Find the words of a name in a text, whatever line breaks stand between; none if it is not there."""
    found = re.search(r"\s+".join(map(re.escape, name.split())), text)
    return found[0].split() if found else []


def _make_readings(
    table: str, own: str, found: Sequence[Field | Unread], kinds: Mapping[str, str] = MappingProxyType({})
) -> list[Reading]:
    """Make two readings: of the fields of the form, and of what the reader of texts adds."""
    rows = load_table(own).rows
    fields = [one for one in found if isinstance(one, Field)]
    unread = [one for one in found if isinstance(one, Unread)]
    if all(one.name == "title" for one in fields):
        return [Reading(table, [], [*unread, Unread("document", "the form", "no field of it is filled in")])]
    about = sorted((one for one in fields if one.about[0] == "model"), key=lambda one: one.name != "model name")
    models = list(dict.fromkeys(one.about[1] for one in about if one.about[1]))
    return [
        Reading(table, [one for one in fields if one.name not in rows], unread, models, dict(kinds)),
        Reading(own, [one for one in fields if one.name in rows], kinds=dict(kinds)),
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
        place = text.find_place(max(text.body.find(version[0]), 0))
        found.append(Field("field 0.version", join_lines(version[1]).strip(" –-"), place))
        rest = rest.replace(version[0], "")
    if len(rest.split()) > 2:
        found.append(Unread(segment.place, " ".join(rest.split()), _READ_IN_PART.format("before")))
    return found


def _read_rest(text: Text, segments: Sequence[Segment], document: str = "") -> list[Field | Unread]:
    """Read what runs through all pages, what the document says around the form, and what follows the form."""
    found: list[Field | Unread] = [
        Unread(line.place, line.text, "it stands on each page" + _CONTACT * ("@" in line.text))
        for line in text.running
        if len(line.text.split()) > 3
    ]
    for one in segments:
        if one.field != "stop":
            continue
        if title := _POLICY.search(one.value[:200]):
            line = one.value.split("\n")[0] if document and title.end() <= one.value.find("\n") else ""
            found.append(Field("policy title", " ".join((line or title[0]).split()), one.place))
        if complaint := _COMPLAINT.search(one.value, 0, 60_000):
            address = complaint["one"] or complaint["two"]
            found.append(Field("complaints of rightsholders", address, one.find_place(address)))
        found.append(Unread(one.place, " ".join(one.value.split()), _READ_IN_PART.format("after")))
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
