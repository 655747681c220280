"""Build the mapping of the Code to the Act, as a matrix and as a picture."""

from collections import defaultdict
from functools import partial

from actgraph.citation.labels import CODE_CHAPTERS
from actgraph.core.prefixes import ACT, CODE
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law import links
from actgraph.law.diagrams import mapping
from actgraph.law.links import GraphLink
from actgraph.web.http.node_paths import find_page_node
from actgraph.web.http.page import Page

LINK_KINDS = ("declared", "stated", "editorial")
_LINK_PROPERTIES = ("ag:covers", "ag:isSaidToCover", "ag:refersTo", "ag:addresses")
COLUMNS = ("provision", "provisionLabel", "commitment", "commitmentLabel", "link", "links")


def build_matrix_page(day: Day, kind: str = "") -> Page:
    """Build the matrix of articles, annexes and recitals against commitments and appendices.

    Args:
        kind: one of `LINK_KINDS`, or empty for all.

    >>> from actgraph.graph.day import open_day
    >>> page = build_matrix_page(open_day("2026-11-24"), "declared")
    >>> sum(int(row["links"]) for row in page.rows)
    34
    """
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for one in _find_links(day):
        if kind in ("", one.kind):
            found[find_page_node(day, one.end)][find_commitment(day, one.start)][one.kind] += 1
    lefts = sorted(found, key=lambda iri: links.get_sort_key(day, iri))
    tops = sorted({part for row in found.values() for part in row}, key=lambda iri: links.get_sort_key(day, iri))
    cells = {(left, top): kinds for left in lefts for top in tops if (kinds := found[left].get(top))}
    rows: list[Row] = [
        {
            "provision": left,
            "provisionLabel": day.get_node(left).label,
            "commitment": top,
            "commitmentLabel": day.get_node(top).label,
            "link": name,
            "links": str(number),
        }
        for (left, top), kinds in cells.items()
        for name, number in sorted(kinds.items())
    ]
    title = "The mapping of the Code to the Act" + (f": {kind} links" if kind else "")
    nodes = {"lefts": [day.get_node(left) for left in lefts], "tops": [day.get_node(top) for top in tops]}
    facts = {**nodes, "cells": cells, "kinds": LINK_KINDS, "chosen": kind}
    path = f"matrix/{kind}" if kind else "matrix"
    return Page(path, "matrix.html", title, facts, rows, [*found, *tops], COLUMNS, rows)


def build_mapping_page(day: Day) -> Page:
    """Build the picture of the mapping: what each commitment names, with links to the picture of each chapter.

    >>> from actgraph.graph.day import open_day
    >>> build_mapping_page(open_day("2026-11-24")).formats
    ['json', 'ttl', 'svg']
    """
    there = CODE + "code" in day
    chapters = [day.get_node(iri) for iri in [*(CODE + name for name in CODE_CHAPTERS), ACT + "cpt_V"] if there]
    data = [{"iri": node.iri, "label": node.label} for node in chapters]
    about = list(dict.fromkeys(one.start for one in _find_links(day) if one.kind == "declared"))
    draw = partial(mapping.draw_mapping, day) if there else None
    return Page("mapping", "mapping.html", "The mapping as a picture", {"chapters": chapters}, data, about, draw=draw)


def find_commitment(day: Day, iri: str) -> str:
    """Find the commitment or appendix that a part of the Code belongs to; parts above these are returned as they are.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> day.get_node(find_commitment(day, day.cite("Copyright Measure 1.1"))).label
    'Copyright Commitment 1'
    """
    node = day.get_node(iri)
    while node.kind not in ("Commitment", "Appendix", "CodeChapter", "CodeOfPractice") and node.parent in day:
        node = day.get_node(node.parent)
    return node.iri


def _find_links(day: Day) -> list[GraphLink]:
    """Find the links from the Code to the Act that a text states or we read into it, without derived ones.

    A link that a part states on two pages counts once: the page does not matter here.
    """
    found = [one._replace(source="") for one in links.find_links(day, _LINK_PROPERTIES)]
    return [one for one in dict.fromkeys(found) if one.start.startswith(CODE) and one.end.startswith(ACT)]
