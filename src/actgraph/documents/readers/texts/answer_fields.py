"""Read single answers as fields: names, dates, lists, sizes, and what else has a form of its own."""

import re
from collections.abc import Generator, Iterator

from actgraph.documents.data_sizes import split_amount
from actgraph.documents.readers.texts import names, several_models, sizes, stages
from actgraph.documents.readers.texts.addresses import ADDRESS, join_addresses
from actgraph.documents.readers.texts.hyphens import join_hyphens
from actgraph.documents.readers.texts.segments import Segment
from actgraph.documents.reading import Field, Unread
from actgraph.documents.values import is_placeholder
from actgraph.profile import written_values

# How instructions of the template begin that are left in place where the answer goes.
INSTRUCTIONS = re.compile(
    r"(?:(?:click|tap)\b.{0,30}\bto (?:add|enter)\b.{0,10}$|providers may also disclose other relevant information"
    r"|providers are (?:also )?encouraged|please (?:provide|describe|list)\b"
    r"|\[[^\[\]]{10,600}\]\s*$|(?:if so,? )?please specify\s*…?\s*$|list the (?:names?|datasets?)\b.{0,80}\bhere\b)",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    r"(?:from|between|since)?\W*(?P<from>[\w./]+(?: \d{4})?|\d{4}-\d\d)\s*(?:-|–|—|to|until|till|and|bis)\s*"
    r"(?P<until>[\w./]+(?: \d{4})?|\d{4}-\d\d)\W*",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?:\*\.)?(?:[\w-]+\.)+[a-zA-Z]{2,}/?")
_TRAINED_ON = re.compile(
    r"(?:the|this|our) (?:ai )?models? (?:(?:is|are|will|be|has been|have been) )+(?:not |never )?(?:being )?"
    r"(?:(?:continuously|continually|dynamically|further) trained"
    r"|trained (?:continuously|continually|dynamically|further|on))"
    r"(?: (?:any )?further)?(?: (?:on|with) new data)?"
    r"(?: (?:after|beyond|since) (?:this|that) (?:date|month|day))?[.;!]?",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never)\b", re.IGNORECASE)
_DATE = re.compile(r"\b\d{1,2}/(?:\d{1,2}/)?\d{4}\b|\b\d{4}-\d\d\b|\b(?:19|20)\d\d\b")
_MOST_DATE = 6  # words
_NO_LAST_MONTH = (
    "it names dates, of which none is plainly the month in which the last of all data were acquired; the field takes"
    " one month"
)
_NONE_OF_IT = re.compile(r"(?i)\W*(?:not applicable|n/?a|none)\b\W*(?=\w).*\b(?:not|no)\b.*")
Found = Iterator[Field | Unread]


def join_lines(text: str) -> str:
    """Join the lines of an answer, without bullets; an address or word that a line break splits is whole again.

    >>> join_lines("◦ High-\\nquality text\\n◦ Code")
    'High-quality text Code'
    """
    text = join_hyphens(join_addresses(text))
    joined = " ".join(re.sub(r"(?m)^\s*[◦•▪●○·]\s*", "", text).split())
    inner = joined.removeprefix("(").removesuffix(")")
    return inner if is_placeholder(inner) else joined


def leave_rest(segment: Segment, rest: str, reason: str) -> Found:
    """Leave what follows an answer to the user."""
    if len(rest) > 2 and not INSTRUCTIONS.match(rest):
        yield Unread(segment.place, f"{segment.field}: {join_lines(rest)}", reason)


def read_date(segment: Segment) -> Found:
    """Read a day or month: the first line of the answer."""
    first, _, rest = segment.value.partition("\n")
    if not re.search(r"\d{4}", first) and re.search(r"\d{4}", rest):
        first, rest = join_lines(segment.value), ""
    elif rest and not re.match(r"\s*(?:[A-Z•◦(]|https?:)", rest):  # the same sentence goes on
        first, rest = f"{first} {rest}", ""
    first = join_lines(first)
    told = re.match(r"([^.;,(]{4,25}|\d{1,2}\.\d{1,2}\.\d{4})[.;(]\s*(?=[A-Z])", first)
    if told and (written_values.find_month(told[1].strip()) or written_values.find_days(told[1].strip())):
        first, rest = told[1].strip(), f"{first[told.end() :]} {rest}"
    first = first.rstrip(".")
    if segment.field == "field 1.3.latest-acquisition" and len(first.split()) > _MOST_DATE and _DATE.search(first):
        yield Unread(segment.place, f"{segment.field}: {first}", _NO_LAST_MONTH)
    else:
        yield Field(segment.field, first, segment.place)
    if segment.field == "field 1.3.latest-acquisition":
        rest = yield from _read_continuation(segment, rest)
    yield from leave_rest(segment, rest, "it follows the date, and has no label of its own")


def _read_continuation(segment: Segment, text: str) -> Generator[Field | Unread, None, str]:
    """Read whether the model is trained on after the month of the last acquisition; return what else is said."""
    kept = []
    for sentence in re.split(r"(?<=[.;!?])\s+(?=[A-Z])", join_lines(text)):
        if _TRAINED_ON.fullmatch(sentence):
            yield Field("continuously trained", "no" if _NOT.search(sentence) else "yes", segment.find_place(sentence))
        else:
            kept.append(sentence)
    return " ".join(kept)


def read_sizes(segment: Segment) -> Found:
    """Read the table of modalities and sizes."""
    parts, unclear = sizes.read_sizes(join_addresses(segment.value))
    used: set[int] = set()
    for part in parts:
        about, place = ("size", part.modality), _find_size_place(segment, part.value, used)
        yield Field(f"field 1.3.{part.modality}.{part.kind}", part.value, place, about)
    for text, reason in unclear:
        yield Unread(segment.place, text, f"size of training data: {reason}")


def _find_size_place(segment: Segment, part: str, used: set[int]) -> str:
    """Find the place of a size: behind a ticked box, if it is printed more than once, and not where another is."""
    words = re.compile(r"\s+".join(map(re.escape, part.split())))
    found = [one.start() for one in words.finditer(segment.value) if one.start() not in used]
    if not found:
        return segment.find_place(part)
    at = min(found, key=lambda start: not sizes.TICKED.search(segment.value[:start]))
    used.add(at)
    number = segment.value.count("\n", 0, at)
    return segment.places[number] if number < len(segment.places) else segment.place


def read_provider(segment: Segment) -> Found:
    """Read the name and contact details of the provider, and the name alone where it is plain."""
    yield Field(segment.field, join_lines(segment.value), segment.place)
    if name := names.find_provider(segment.value):
        yield Field("provider name", name, segment.place)
    else:
        yield Unread(segment.place, join_lines(segment.value), "where the name of the provider ends is not clear")


def read_developer(segment: Segment) -> Found:
    """Read who develops the model, where a document asks for that in place of the provider."""
    yield Field("field 1.1.provider", join_lines(segment.value), segment.place)
    if name := names.find_provider(segment.value):
        yield Field("developer name", name, segment.place)


def read_size_field(segment: Segment, modality: str, kind: str) -> Found:
    """Read the size or the types of content of one modality."""
    text = join_lines(segment.value)
    about = ("size", modality)
    if _NONE_OF_IT.fullmatch(text):
        yield Field(f"no {modality} data", text, segment.place, about)
    elif kind == "range" and split_amount(text)[1]:
        yield Field(f"field 1.3.{modality}.amount", text, segment.place, about)
    else:
        yield Field(segment.field, text, segment.place, about)


def read_representative(segment: Segment) -> Found:
    """Read the authorised representative."""
    yield Field(segment.field, join_lines(segment.value), segment.place)
    text = " ".join(segment.value.split())
    if not is_placeholder(text) and (name := names.find_provider(segment.value)):
        yield Field("representative name", name, segment.place)


def read_model_names(segment: Segment) -> Found:
    """Read the names of the models."""
    yield Field(segment.field, join_lines(segment.value), segment.place)
    found = names.split_names(segment.value)
    if not found:
        if not is_placeholder(" ".join(segment.value.split())):
            yield Field("model name in words", join_lines(segment.value), segment.place)
        return
    for name in found:
        about, place = ("model", name if len(found) > 1 else ""), segment.find_place(name)
        yield Field("model name", name, place, about)
        if segment.field == "field 1.2.model-names" and (address := names.find_address(segment.value, name)):
            yield Field("model address", address, place, about)


def read_base_models(segment: Segment) -> Found:
    """Read the models that were modified."""
    text = join_lines(segment.value)
    yield Field(segment.field, text, segment.place)
    if is_placeholder(text) or re.match(r"(?i)\W*(?:none|no|not applicable|n/?a)\b", text):
        return
    found = names.split_names(segment.value)
    if found:
        yield from (Field("base model", name, segment.place) for name in found)
    else:
        yield Field("base model in words", text, segment.place)


def read_list(segment: Segment) -> Found:
    """Read a list of datasets."""
    entries, words = names.find_entries(segment.value)
    for one in entries:
        about, place = ("listed", one.name), segment.find_place(one.address or one.name)
        yield Field(segment.field, one.name, place, about)
        if one.address:
            yield Field(f"{segment.field}.address", one.address, place, about)
    if words and not is_placeholder(words):
        yield Field(f"{segment.field} in words", join_lines(words), segment.place)


def read_description(segment: Segment) -> Found:
    """Read a description of datasets, and those that it names."""
    yield Field(segment.field, join_lines(segment.value), segment.place)
    yield from _read_used_datasets(segment)


def _read_used_datasets(segment: Segment) -> Found:
    for one in names.find_used_datasets(segment.value):
        name = stages.POST_TRAINING if stages.is_of_post_training(segment.value, one) else "dataset"
        yield Field(name, one.name, segment.find_place(one.address or one.name))


def read_provenance(segment: Segment) -> Found:
    """Read where data come from, and the datasets that served for training."""
    yield Field(segment.field, join_lines(segment.value), segment.place)
    if re.search(r"(?i)\b(?:pre)?-?train(?:ing|ed)\b", segment.value):
        yield from _read_used_datasets(segment)


def read_period(segment: Segment) -> Found:
    """Read the months from and to."""
    text = join_lines(segment.value).rstrip(".")
    if found := _MONTHS.fullmatch(text):
        yield Field("field 2.3.period.from", found["from"], segment.place)
        yield Field("field 2.3.period.until", found["until"], segment.place)
    else:
        yield Field(segment.field, text, segment.place)


def read_domains(segment: Segment) -> Found:
    """Read a list of domain names, or words about it."""
    parts = [part for part in re.split(r"[\s,;•◦]+", segment.value) if part]
    if len(parts) > 1 and all(_DOMAIN.fullmatch(part) for part in parts):
        yield from (Field(segment.field, part, segment.place) for part in parts)
    else:
        yield Field(segment.field, join_lines(segment.value), segment.place)


def read_parameters(segment: Segment) -> Found:
    """Read the size of the model."""
    text = join_lines(segment.value)
    if several_models.split_amounts(text):
        yield Unread(segment.place, f"{segment.field}: {text}", several_models.UNNAMED)
    elif re.search(r"(?i)\b(?:to|between|more than|less than|up to|over)\b|[<>–]|☒|☐", text):
        yield Field("item 14", text, segment.place)
    else:
        yield Field("item 13 or 14", re.sub(r"(?i)\s*(?:in total|total)\s*$", "", text), segment.place)


def read_channels(segment: Segment) -> Found:
    """Read the channels of distribution."""
    text = join_lines(segment.value)
    yield Field("item 15 or 16", text, segment.place)
    for part in re.split(r"[,;]\s|\s(?:and|&)\s", text):
        if len(part.split()) <= 4 and "☐" not in text:
            yield Field("distribution channel", part, segment.place)


def read_licence(segment: Segment) -> Found:
    """Read the licence."""
    text = join_lines(segment.value)
    has_link = bool(ADDRESS.search(text))
    yield Field("item 17" if has_link else "item 17 or 18 or 19", text, segment.place)
    yield from read_licence_title(segment)


def read_licence_title(segment: Segment) -> Found:
    """Read the title of the licence, where the answer begins with it."""
    title = re.split(r"[(,;\n]|https?:|\baccessible\b|\bavailable\b", segment.value.strip())[0].strip(" :.–-")
    if title and len(title.split()) <= 8:
        yield Field("licence title", title, segment.place)


def read_parted(segment: Segment, name: str) -> Found:
    """Read an answer of which the document does not say for whom it is meant."""
    yield Field(name, join_lines(segment.value), segment.place)
