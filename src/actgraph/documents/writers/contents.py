"""What a document holds, apart from how it is written: parts, entries, answers, and what each is filled from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actgraph.core.prefixes import get_local_name
from actgraph.documents.remarks import FILLED_FROM, OPEN, OPEN_IN_PART
from actgraph.documents.writers.model_facts import Fact, join_places
from actgraph.graph import catalog

_POWER = re.compile(r"([+-]?\d+(?:\.\d+)?)[eE]\+?(\d+)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MODALITIES = (
    ("text", "Text"),
    ("image", "Images"),
    ("speech", "Speech"),
    ("otherAudio", "Audio without language"),
    ("video", "Video"),
    ("otherModality", "Modality other than these"),
)
READERS = (("A", "AIO"), ("N", "NCAs"), ("D", "DPs"))  # of items of the Form, as the Form calls them
TICKED, UNTICKED = "☒", "☐"


@dataclass(frozen=True)
class Filling:
    """What a field is filled with.

    Attributes:
        lines: the lines of the answer; none if it is open.
        filled_from: what it is filled from, with the place in the profile.
        rest: what the field requires beside it, as an instruction; empty if nothing.
        missing: why there is no answer, if the reason is another than that nothing is stated.
    """

    lines: Sequence[str] = ()
    filled_from: str = ""
    rest: str = ""
    missing: str = ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What it is filled from, and what is still to be added."""
        return (self.filled_from, f"{OPEN_IN_PART} {self.rest}.") if self.rest else (self.filled_from,)


@dataclass(frozen=True)
class Entry:
    """One field of a document.

    Attributes:
        number: its number, such as `13` or `2.3.1`.
        label: its label, as the official document has it.
        answer: the lines of the answer; empty if it is open.
        remarks: what it is filled from; if it is open, what is missing and by which provision.
        readers: for whom it is meant, for items of the Form: A, N and D.
        columns: the further cells of a row, where the official document has several.
    """

    number: str
    label: str
    answer: Sequence[str]
    remarks: Sequence[str]
    readers: str = ""
    columns: Sequence[Sequence[str]] = ()

    @property
    def full_label(self) -> str:
        """The label with the mark that ends it."""
        return self.label if self.label.endswith("?") else f"{self.label}:"

    @property
    def is_open(self) -> bool:
        """Whether an answer, or a part of it, is missing."""
        return any(map(is_open, self.remarks))


@dataclass(frozen=True)
class Part:
    """A section of a document.

    Attributes:
        title: its heading.
        entries: its fields, in the official order.
        heads: the heads of the columns.
        level: 1 for a section, 2 for one within it.
        is_help: whether it is for the makers of the document alone.
    """

    title: str
    entries: Sequence[Entry]
    heads: Sequence[str] = ()
    level: int = 1
    is_help: bool = False


@dataclass(frozen=True)
class Contents:
    """A document.

    Attributes:
        title: its title.
        notes: what its makers should know before they hand it out.
        parts: its sections.
        legend: a sentence that its readers need.
    """

    title: str
    notes: Sequence[str]
    parts: Sequence[Part]
    legend: str = ""

    def strip_remarks(self) -> "Contents":
        """Return the same without remarks, to hand it out."""
        kept = [part for part in self.parts if not part.is_help]
        parts = [replace(part, entries=[replace(one, remarks=()) for one in part.entries]) for part in kept]
        return replace(self, notes=[], parts=parts)

    def count_open(self) -> tuple[int, int]:
        """Count the fields that are open, and all of them."""
        entries = [one for part in self.parts if not part.is_help for one in part.entries]
        return sum(one.is_open for one in entries), len(entries)


def is_open(remark: str) -> bool:
    """Tell whether a remark says that something is missing.

    >>> is_open("Open: say when."), is_open("Open in part: add the day."), is_open("Filled from: m.ttl:3")
    (True, True, False)
    """
    return remark.startswith((OPEN, OPEN_IN_PART))


def describe_source(what: str, facts: Sequence[Fact]) -> str:
    """Say what an answer is filled from.

    >>> from pyoxigraph import Literal
    >>> describe_source("name of the model", [Fact(Literal("A 7B"), "m.ttl:3")])
    'Filled from: m.ttl:3 (name of the model)'
    """
    places = join_places(facts)
    return f"{FILLED_FROM} {places} ({what})" if places else f"{FILLED_FROM} {what}"


def write_number(text: str) -> str:
    r"""Write a number of the profile as people read it.

    >>> write_number("4.0e11") == "4.0 \u00d7 10¹¹", write_number("479")
    (True, '479')
    """
    found = _POWER.fullmatch(text)
    return f"{found[1]} × 10{found[2].translate(_RAISED)}" if found else text


def write_day(text: str) -> str:
    """Write a day in words; a text that is no day stays as it is.

    >>> write_day("2026-02-02"), write_day("soon")
    ('2 February 2026', 'soon')
    """
    is_day = re.match(r"\d{4}-(?:0[1-9]|1[0-2])-\d\d", text)
    return catalog.format_date(text[:10]) if is_day else text


def write_boxes(options: Sequence[tuple[str, bool]]) -> list[str]:
    """Write boxes, each on a line.

    >>> write_boxes([("Yes", True), ("No", False)])
    ['☒ Yes', '☐ No']
    """
    return [f"{TICKED if ticked else UNTICKED} {text}" for text, ticked in options]


def write_modalities(values: Sequence[Fact]) -> list[str]:
    """Write modalities as boxes: those of the official documents, with audio split as the vocabulary does it."""
    chosen = {get_local_name(one.text) for one in values}
    return write_boxes([(label, name in chosen) for name, label in _MODALITIES])


def split_lines(text: str) -> list[str]:
    """Split a text into its lines, without those that are blank."""
    return [line for part in text.splitlines() if (line := " ".join(part.split()))]


def says_none(text: str) -> bool:
    """Tell whether an answer says that there is none.

    >>> says_none("None"), says_none("n/a"), says_none("None of them is large")
    (True, True, False)
    """
    return bool(re.fullmatch(r"\W*(?:none|not applicable|n/?a)\W*", text, re.IGNORECASE))
