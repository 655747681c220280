"""The index: every node of the texts by its label, and its title where it has one."""

from actgraph.answers import Row
from actgraph.graph import Day
from actgraph.names import prefixes
from actgraph.web.page import Page

COLUMNS = ("iri", "label", "title")


def page(day: Day) -> Page:
    """Every provision, part of the Code and of the guidelines, term and provider.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph import on
    >>> len(page(on("2026-11-24")).rows) > 2000
    True
    """
    found: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for label, iri in sorted(day.labels().items(), key=lambda one: (_group(one[1]), day.node(one[1]).order, one[0])):
        row: Row = {"iri": iri, "label": label, "title": day.node(iri).title or None}
        rows.append(row)
        found.setdefault(_group(iri), []).append(row)
    return Page(
        "a-z", "index.html", "Index", {"groups": found}, rows, [row["iri"] or "" for row in rows], COLUMNS, rows
    )


def _group(iri: str) -> str:
    return max((space for space in prefixes().values() if iri.startswith(space)), key=len, default="")
