"""Collect the fields of a document in JSON, each with its path and line."""

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.bills.bounded_json import clean_text
from actgraph.documents.readers.bills.wording import (
    NO_ASSERTION,
    NOBODY,
    PLACEHOLDER,
    POINTER,
    is_pointer,
    names_nobody,
)
from actgraph.documents.reading import MAIN_MODEL, Field, Reading, Unread
from actgraph.documents.tables import Row, load_table
from actgraph.documents.values import UnclearError, is_placeholder, read_value

MAX_MODELS = 100
MAX_DATASETS = 1_000
_MAX_FIELDS = 20_000
_MAX_QUOTE = 200  # characters of a part that is not read
_ITEMS = "cop:mdf.itm_"
_TIMES = {"timestamp", "releaseTime", "builtTime", "created", "validUntilTime"}  # names of fields that hold a time
_NO_TIME = "this is not a valid date and time; write it like 2026-05-01T12:00:00Z"
_IN_PART = "it is read in part"
_NO_REST = "for the rest the vocabulary has no word"


class FieldCollector:
    """The fields of one document.

    Args:
        lines: path → line.

    Attributes:
        fields: what was found.
        unread: what could not be read.

    >>> found = FieldCollector({"a.b[0]": 3})
    >>> found.add_all("b", ["x", {"c": 1.5, "d": "y"}], "a.b")
    >>> [(one.name, one.value, one.place) for one in found.fields]
    [('b', 'x', 'a.b[0] (line 3)'), ('b.d', 'y', 'a.b[1].d')]
    """

    def __init__(self, lines: Mapping[str, int]) -> None:
        self._lines = lines
        self.fields: list[Field] = []
        self.unread: list[Unread] = []

    def locate(self, path: str) -> str:
        """Return a path with its line."""
        return f"{path} (line {self._lines[path]})" if path in self._lines else path

    def add(self, name: str, value: Any, path: str, about: tuple[str, str] = MAIN_MODEL, named_at: str = "") -> None:
        """Add a field if its value is a text, a number or a boolean; its text may be a name that stands elsewhere."""
        if (text := clean_text(value)) and len(self.fields) < _MAX_FIELDS:
            self.fields.append(Field(name, text, self.locate(path), about, self.locate(named_at) if named_at else ""))

    def add_all(
        self, name: str, value: Any, path: str, about: tuple[str, str] = MAIN_MODEL, skip: Collection[str] = ()
    ) -> None:
        """Add each text, number and boolean within a value; the names of keys are joined by dots.

        Args:
            name: of the field.
            value: any value of JSON.
            path: where it stands.
            about: what it is about.
            skip: names of fields that are left out with all that is in them.
        """
        if isinstance(value, dict):
            for key, part in value.items():
                inner = f"{name}.{key}" if name else key
                if inner not in skip:
                    self.add_all(inner, part, f"{path}.{key}", about, skip)
        elif isinstance(value, list):
            for number, part in enumerate(value):
                self.add_all(name, part, f"{path}[{number}]", about, skip)
        else:
            self.add(name, value, path, about)

    def name_models(self, models: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str]]:
        """Say what the fields of each model are about; the first is the main one, and names must differ.

        Args:
            models: name and path of each.

        Returns:
            Path → kind and key, without those that cannot be told from others.
        """
        named: dict[str, tuple[str, str]] = {}
        keys: set[str] = set()
        for label, path in models[:MAX_MODELS]:
            key = "" if is_placeholder(label) else normalize_name(label)
            if named and (not key or key in keys):
                lack = "another model here has the same name" if key else "it has no name, and is not the only model"
                self.leave_out(path, label, f"{lack}: nobody can tell whose facts these are")
                continue
            named[path] = ("model", label) if named else MAIN_MODEL
            keys.add(key)
        if len(models) > MAX_MODELS:
            self.leave_out(models[MAX_MODELS][1], "", f"only the first {MAX_MODELS} models are read")
        return named

    def leave_out(self, path: str, text: str, reason: str, longest: int = _MAX_QUOTE) -> None:
        """Say what could not be read, and why."""
        if len(self.unread) < _MAX_FIELDS:
            self.unread.append(Unread(self.locate(path), clean_text(text)[:longest], reason))

    def add_agent(
        self, name: str, value: Any, path: str, about: tuple[str, str] = MAIN_MODEL, named_at: str = ""
    ) -> bool:
        """Add the name of a person or organisation; tell whether it names one."""
        text = clean_text(value)
        if text and names_nobody(text):
            self.leave_out(path, text, NOBODY)
            return False
        self.add(name, value, path, about, named_at)
        return bool(text)

    def build_reading(self, table: str) -> Reading:
        """Give what was found; what is no answer of its own is left out here, with the reason.

        Args:
            table: the name of the mapping table.
        """
        rows = load_table(table).rows
        stating = {one.place for one in self.fields if any(can_read(one.value, row) for row in rows.get(one.name, ()))}
        fields = []
        for one in self.fields:
            reason = _find_hindrance(one, rows.get(one.name, ()), stating)
            if reason:
                self.unread.append(Unread(one.place, one.value[:_MAX_QUOTE], reason))
            else:
                fields.append(one)
        return Reading(table, fields, list(dict.fromkeys(self.unread)))


def can_read(text: str, row: Row) -> bool:
    """Tell whether a text is a value of a row of a table.

    >>> can_read("image", load_table("spdx-3").rows["text: input"][0])
    True
    """
    try:
        return bool(row.term and read_value(text, row.read, row.choice))
    except UnclearError:
        return False


def _find_hindrance(one: Field, rows: Sequence[Row], stating: Collection[str]) -> str:
    """Say why a field is no answer of its own; empty if it is one."""
    if re.fullmatch(r"\W*no ?assertion\W*", one.value, re.IGNORECASE):
        return NO_ASSERTION
    if one.name.rpartition(".")[2] in _TIMES and not _is_time(one.value):
        return _NO_TIME
    if any(row.term for row in rows):
        return POINTER if any(row.term.startswith(_ITEMS) for row in rows) and is_pointer(one.value) else ""
    if is_placeholder(one.value):
        return PLACEHOLDER
    if one.place in stating and " (" not in one.name:  # with an ending, the field has its own reason
        return f"{_IN_PART}: {next((row.note for row in rows if row.note), _NO_REST)}"
    return ""


def _is_time(text: str) -> bool:
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def get_objects(value: Any, path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Give each object of an array, or the only one, with its path.

    >>> list(get_objects([{"a": 1}, "b"], "x")), list(get_objects({"a": 1}, "x")), list(get_objects(None, "x"))
    ([({'a': 1}, 'x[0]')], [({'a': 1}, 'x')], [])
    """
    if isinstance(value, dict):
        yield value, path
    elif isinstance(value, list):
        for number, one in enumerate(value):
            if isinstance(one, dict):
                yield one, f"{path}[{number}]"


def get_texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Give each text of an array, or the only one, with its path.

    >>> list(get_texts(["a", "", {}], "x")), list(get_texts("b", "y"))
    ([('a', 'x[0]')], [('b', 'y')])
    """
    several = isinstance(value, list)
    for number, one in enumerate(value if isinstance(value, list) else [value]):
        if text := clean_text(one):
            yield text, f"{path}[{number}]" if several else path
