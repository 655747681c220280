"""The index: every node of the texts by its label, and its title where it has one."""

from actgraph.core.prefixes import prefixes
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.web.http.page import Page

COLUMNS = ("iri", "label", "title")


def page(day: Day) -> Page:
    """Every provision, part of the Code and of the guidelines, term and provider.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> len(page(on("2026-11-24")).rows) > 2000
    True
    """
    found: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for label, iri in sorted(day.labels().items(), key=lambda one: _place(day, *one)):
        row: Row = {"iri": iri, "label": label, "title": day.node(iri).title or None}
        rows.append(row)
        found.setdefault(_group(iri), []).append(row)
    return Page(
        "a-z", "index.html", "Index", {"groups": found}, rows, [row["iri"] or "" for row in rows], COLUMNS, rows
    )


# The texts first, in the order in which people ask for them.
_FIRST = ("act", "cop", "gdl", "tcs", "trm")


def _place(day: Day, label: str, iri: str) -> tuple[int, str, int, str]:
    group = _group(iri)
    first = [prefixes()[name] for name in _FIRST]
    rank = first.index(group) if group in first else len(first)
    # Who has no place in a text, such as a provider, comes after what has.
    return rank, group, day.node(iri).order or 9999, label


def _group(iri: str) -> str:
    return max((space for space in prefixes().values() if iri.startswith(space)), key=len, default="")
