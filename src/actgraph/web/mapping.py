"""The mapping as a matrix: the provisions that the Code has to do with against its commitments."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from actgraph.answers import Row
from actgraph.graph import Day
from actgraph.label import CHAPTERS
from actgraph.names import ACT, CODE, prefixes
from actgraph.pictures import mapping
from actgraph.web.addresses import whole_of
from actgraph.web.page import Page

KINDS = ("declared", "stated", "editorial")
COLUMNS = ("provision", "provisionLabel", "commitment", "commitmentLabel", "link", "links")


class Cell(NamedTuple):
    """Where a provision and a commitment meet.

    Attributes:
        kinds: how many links of each kind there are.
        told: the same in words.
    """

    kinds: Mapping[str, int]
    told: str


def matrix(day: Day, kind: str = "") -> Page:
    """The matrix of articles, annexes and recitals against commitments and appendices.

    Args:
        day: the graph of the day.
        kind: one of `KINDS`, or empty for all.

    >>> from actgraph.graph import on
    >>> page = matrix(on("2026-11-24"), "declared")
    >>> sum(int(row["links"]) for row in page.rows)
    34
    """
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for row in _links(day):
        if kind in ("", row["kind"]):
            provision, part = whole_of(day, row["to"] or ""), commitment(day, row["from"] or "")
            found[provision][part][row["kind"] or ""] += 1
    lefts = sorted((day.node(iri) for iri in found), key=lambda node: (node.kind == "Recital", node.order))
    tops = sorted({part for row in found.values() for part in row}, key=lambda iri: _order(day, iri))
    cells = {
        (left.iri, top): Cell(kinds, ", ".join(f"{number} {name}" for name, number in sorted(kinds.items())))
        for left in lefts
        for top in tops
        if (kinds := found[left.iri].get(top))
    }
    rows: list[Row] = [
        {
            "provision": left,
            "provisionLabel": day.node(left).label,
            "commitment": top,
            "commitmentLabel": day.node(top).label,
            "link": name,
            "links": str(number),
        }
        for (left, top), cell in cells.items()
        for name, number in sorted(cell.kinds.items())
    ]
    title = "The mapping of the Code to the Act" + (f": {kind} links" if kind else "")
    facts = {"lefts": lefts, "tops": [day.node(top) for top in tops], "cells": cells, "kinds": KINDS, "chosen": kind}
    path = f"matrix/{kind}" if kind else "matrix"
    return Page(path, "matrix.html", title, facts, rows, [*found, *tops], COLUMNS, rows)


def drawn(day: Day) -> Page:
    """The mapping as a picture: what each commitment names, and a picture of each chapter.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph import on
    >>> drawn(on("2026-11-24")).forms
    ['json', 'ttl', 'svg']
    """
    there = CODE + "code" in day
    chapters = [day.node(iri) for iri in [*(CODE + name for name in CHAPTERS), ACT + "cpt_V"] if there]
    data = [{"iri": node.iri, "label": node.label} for node in chapters]
    about = list(dict.fromkeys(row["from"] or "" for row in _links(day) if row["kind"] == "declared"))
    draw = partial(mapping.mapping, day) if there else None
    return Page("mapping", "mapping.html", "The mapping as a picture", {"chapters": chapters}, data, about, draw=draw)


def commitment(day: Day, iri: str) -> str:
    """The commitment or appendix that a part of the Code belongs to; what stands above these stays itself.

    Args:
        day: the graph of the day.
        iri: the part.

    >>> from actgraph.graph import on
    >>> day = on("2026-11-24")
    >>> day.node(commitment(day, day.cite("Copyright Measure 1.1"))).label
    'Copyright Commitment 1'
    """
    node = day.node(iri)
    while node.kind not in ("Commitment", "Appendix", "CodeChapter", "CodeOfPractice") and node.place in day:
        node = day.node(node.place)
    return node.iri


def _links(day: Day) -> list[Row]:
    """Every link from a part of the Code to the Act that a text or we ourselves make; what is derived is left out."""
    heads = "".join(f"PREFIX {name}: <{prefixes()[name]}>\n" for name in ("ag", "eli"))
    rows = day.rows(
        f"{heads} SELECT DISTINCT ?from ?to ?kind {{"
        ' { ?from ag:covers ?to BIND("declared" AS ?kind) }'
        ' UNION { ?link ag:predicate ag:refersTo ; ag:subject ?from ; ag:object ?to BIND("stated" AS ?kind) }'
        ' UNION { ?from ag:addresses ?to BIND("editorial" AS ?kind) } }'
    )
    return [row for row in rows if (row["from"] or "").startswith(CODE) and (row["to"] or "").startswith(ACT)]


def _order(day: Day, iri: str) -> tuple[int, int]:
    chapters = list(CHAPTERS)
    chapter = iri.removeprefix(CODE)[:3]
    return chapters.index(chapter) if chapter in chapters else len(chapters), day.node(iri).order
