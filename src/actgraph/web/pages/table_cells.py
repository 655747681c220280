"""Rows of a query as a table for people: what is a node becomes a link, and the names of columns become words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from actgraph.core.prefixes import BASE, shorten_iri
from actgraph.core.urls import sanitize_url
from actgraph.graph.engine import Row


class Cell(NamedTuple):
    """A cell of a table.

    Attributes:
        text: what it says.
        iri: the node that it names; empty where it names none.
        url: a page elsewhere; empty where it is none.
    """

    text: str
    iri: str = ""
    url: str = ""


def format_headings(columns: Sequence[str]) -> list[str]:
    """The columns that are shown, in words; a label stands in the column of what it names.

    Args:
        columns: of the query.

    >>> format_headings(["provision", "provisionLabel", "lastChecked"])
    ['Provision', 'Last checked']
    """
    return [_format_heading(name) for name in _select_columns(columns)]


def make_cells(columns: Sequence[str], row: Row) -> list[Cell]:
    """The cells of a row, in the order of `heads`.

    Args:
        columns: of the query.
        row: one of its rows.

    >>> make_cells(["a", "aLabel"], {"a": "https://w3id.org/actgraph/ns/covers", "aLabel": "covers"})[0].text
    'covers'
    """
    return [make_cell(row.get(name) or "", row.get(f"{name}Label") or "") for name in _select_columns(columns)]


def make_cell(value: str, label: str = "") -> Cell:
    """A value as a cell: a node of ours and a page elsewhere become links.

    Args:
        value: plain; empty for none.
        label: what to call it; empty for its short name.

    >>> make_cell("https://w3id.org/actgraph/ns/covers").text
    'ag:covers'
    """
    if value.startswith((BASE, "http://data.europa.eu/eli/")):
        return Cell(label or shorten_iri(value), iri=value)
    if value.startswith(("http://", "https://")) and sanitize_url(value):
        return Cell(label or value, url=value)
    return Cell(label or value)


def _select_columns(columns: Sequence[str]) -> list[str]:
    return [name for name in columns if not (name.endswith("Label") and name.removesuffix("Label") in columns)]


def _format_heading(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return words[:1].upper() + words[1:]
