"""Convert rows of a query to table cells, with links for nodes and headings in words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from actgraph.core.prefixes import BASE, shorten_iri, split_iris
from actgraph.core.urls import sanitize_url
from actgraph.graph.engine import Row


class Cell(NamedTuple):
    """A cell of a table.

    Attributes:
        text: the text.
        iri: IRI of the node that it names; empty for none.
        url: URL of an external page; empty for none.
        parts: the cells of a list of nodes, one each; empty for a single value.
    """

    text: str
    iri: str = ""
    url: str = ""
    parts: "tuple[Cell, ...]" = ()


def format_headings(columns: Sequence[str]) -> list[str]:
    """Format the headings of the shown columns; a label has no column, since it stands for the node that it names.

    >>> format_headings(["provision", "provisionLabel", "lastChecked"])
    ['Provision', 'Last checked']
    """
    return [_format_heading(name) for name in _select_columns(columns)]


def make_cells(columns: Sequence[str], row: Row) -> list[Cell]:
    """Make the cells of a row, in the order of `format_headings`.

    >>> make_cells(["a", "aLabel"], {"a": "https://w3id.org/actgraph/ns/covers", "aLabel": "covers"})[0].text
    'covers'
    """
    return [make_cell(row.get(name) or "", row.get(f"{name}Label") or "") for name in _select_columns(columns)]


def make_cell(value: str, label: str = "") -> Cell:
    """Make the cell of a value: nodes of the graph and external pages become links.

    Args:
        value: text or IRI, or a list of IRIs with spaces between; empty for none.
        label: text to show, of a list with "; " between; empty for the short name of the value.

    >>> make_cell("https://w3id.org/actgraph/ns/covers").text
    'ag:covers'
    >>> [part.text for part in make_cell("urn:a https://w3id.org/actgraph/ns/covers", "one; two").parts]
    ['one', 'two']
    """
    if len(iris := split_iris(value)) > 1:
        labels = label.split("; ") if label.count("; ") == len(iris) - 1 else [""] * len(iris)
        parts = tuple(make_cell(iri, words) for iri, words in zip(iris, labels, strict=True))
        return Cell("; ".join(part.text for part in parts), parts=parts)
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
