"""The mapping tables: for each format, which field means which term of the vocabulary, and how its value is read."""

import functools
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actgraph.documents.values import NO_CHOICE, READERS, Choice

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tables")
_SHARED = ("kinds", "choices")


@dataclass(frozen=True)
class Kind:
    """What a field can be about.

    Attributes:
        class_: short name of its class.
        parent: the kind that it hangs under; empty for a model.
        link: short name of the property that leads to it from its parent; `{key}` stands for its key.
        name: short name of the property that names it; empty if it has none.
        shared: whether two files mean the same node where its key is the same, whatever model it hangs under.
        each: whether each of several models of a document has its own.
    """

    class_: str
    parent: str = ""
    link: str = ""
    name: str = ""
    shared: bool = False
    each: bool = False


@dataclass(frozen=True)
class Row:
    """One line of a mapping table.

    Attributes:
        field: the field, as the reader names it.
        of: the kind of node that has the property.
        term: short name of the property; empty if the vocabulary has no word for the field.
        read: how the value is read, one of `values.READERS`.
        keyed: whether the value is the key of the node: another value is another node.
        key: the key of the node, where the row is always about the same one.
        link: the property that leads to the node, where it is another one than its kind has.
        names: the kind of node that the value names, if any; the statement leads to that node.
        choice: what may be written, and what it means.
        definition: address of the definition of the field.
        note: what a reader of the table should know: why there is no term, what the value must be.
    """

    field: str
    of: str = "model"
    term: str = ""
    read: str = "text"
    keyed: bool = False
    key: str = ""
    link: str = ""
    names: str = ""
    choice: Choice = NO_CHOICE
    definition: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """The mapping table of a format.

    Attributes:
        name: its file without the ending.
        title: the format in words, such as "model card of the Hugging Face Hub".
        definition: address of the definition of the format.
        rows: field → its rows; a field may mean several things.
        names_model: whether such documents name their model, so that one which does not may be about any model.
    """

    name: str
    title: str
    definition: str
    rows: Mapping[str, tuple[Row, ...]] = field(repr=False)
    names_model: bool = True


@functools.cache
def load_kinds() -> Mapping[str, Kind]:
    """Load the kinds of nodes that fields can be about.

    >>> load_kinds()["licence"].link
    'ag:licence'
    """
    return {name: Kind(said.pop("class"), **said) for name, said in _load("kinds").items()}


def list_tables() -> tuple[str, ...]:
    """List the names of all mapping tables.

    >>> "hub-card" in list_tables()
    True
    """
    names = sorted(name.removesuffix(".toml") for name in os.listdir(_FOLDER) if name.endswith(".toml"))
    return tuple(name for name in names if name not in _SHARED)


@functools.cache
def load_table(name: str) -> Table:
    """Load a mapping table.

    Args:
        name: one of `list_tables()`.

    >>> load_table("hub-card").rows["license"][0].term
    'ag:hubIdentifier'
    """
    said = _load(name)
    rows: dict[str, tuple[Row, ...]] = {}
    for one in said["row"]:
        row = _make_row(one)
        rows[row.field] = (*rows.get(row.field, ()), row)
    return Table(name, said["title"], said["definition"], rows, said.get("names_model", True))


def _make_row(said: dict[str, Any]) -> Row:
    choices = said.pop("choices", {})
    if isinstance(choices, str):
        choices = _load("choices")[choices]
    choice = Choice(choices, said.pop("accepts_not_applicable", False))
    row = Row(**said, choice=choice)
    if row.of not in load_kinds() or row.names not in ("", *load_kinds()) or row.read not in READERS:
        raise ValueError(f"{row.field}: there is no kind {row.of}, or no way to read {row.read}")
    return row


@functools.cache
def _read_file(name: str) -> str:
    with open(os.path.join(_FOLDER, f"{name}.toml"), encoding="utf-8") as file:
        return file.read()


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(_read_file(name))
