"""Build the index of all nodes of the texts by label."""

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.web.http.page import Page

COLUMNS = ("iri", "label", "title")


def build_index_page(day: Day) -> Page:
    """List every provision, part of the codes and of the guidelines, term and provider.

    >>> from actgraph.graph.day import open_day
    >>> len(build_index_page(open_day("2026-11-24")).rows) > 2000
    True
    """
    found: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for label, iri in sorted(day.get_labels().items(), key=lambda one: _get_sort_key(day, *one)):
        row: Row = {"iri": iri, "label": label, "title": day.get_node(iri).title or None}
        rows.append(row)
        found.setdefault(_find_namespace(iri), []).append(row)
    return Page(
        "a-z", "index.html", "Index", {"groups": found}, rows, [row["iri"] or "" for row in rows], COLUMNS, rows
    )


# The texts come first, the most used ones before the others.
_FIRST_NAMESPACES = ("act", "cop", "agc", "gdl", "g50", "gas", "tcs", "trm")


def _get_sort_key(day: Day, label: str, iri: str) -> tuple[int, str, int, str]:
    group = _find_namespace(iri)
    first = [load_prefixes()[name] for name in _FIRST_NAMESPACES]
    rank = first.index(group) if group in first else len(first)
    # Nodes without a position in a text, such as providers, come last.
    return rank, group, day.get_node(iri).order or 9999, label


def _find_namespace(iri: str) -> str:
    return max((space for space in load_prefixes().values() if iri.startswith(space)), key=len, default="")
