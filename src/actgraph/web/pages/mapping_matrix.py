"""Build the mapping of each code to the Act, as a matrix and as a picture."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import groupby

from actgraph.citation.labels import CODE_CHAPTERS
from actgraph.core.prefixes import ACT, CODE, CODES, CONTENT_CODE
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law import links
from actgraph.law.diagrams import mapping
from actgraph.law.links import GraphLink
from actgraph.web.http.node_paths import find_page_node
from actgraph.web.http.page import Page

# Kind of link → what the legend says of it.
LINK_KINDS = {
    "declared": "declared: the LEGAL TEXT line of the column names the row",
    "stated": "stated: the body of a text refers to it",
    "editorial": "editorial: our reading",
}
_LINK_PROPERTIES = ("ag:covers", "ag:isSaidToCover", "ag:refersTo", "ag:addresses")
_CODE_NAMES = {"matrix": "General-Purpose AI Code", "content-matrix": "AI-Generated Content Code"}
COLUMNS = ("provision", "provisionLabel", "commitment", "commitmentLabel", "link", "links")


MATRICES = {"matrix": CODE, "content-matrix": CONTENT_CODE}  # path → the code whose commitments are its columns


def build_content_matrix_page(day: Day) -> Page:
    """Build the matrix of provisions against the commitments of the AI-Generated Content Code.

    >>> from actgraph.graph.day import open_day
    >>> build_content_matrix_page(open_day("2026-11-24")).rows[0]["provisionLabel"]
    'Article 1'
    """
    return build_matrix_page(day, "", "content-matrix")


def build_matrix_page(day: Day, kind: str = "", matrix: str = "matrix") -> Page:
    """Build the matrix of articles, annexes and recitals against the commitments and appendices of a code.

    Args:
        kind: one of `LINK_KINDS`, or empty for all.
        matrix: one of `MATRICES`.

    >>> from actgraph.graph.day import open_day
    >>> page = build_matrix_page(open_day("2026-11-24"), "declared")
    >>> sum(int(row["links"]) for row in page.rows)
    34
    """
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for one in _find_links(day):
        if kind in ("", one.kind) and one.start.startswith(MATRICES[matrix]):
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
    title = f"The mapping of the {_CODE_NAMES[matrix]} to the Act" + (f": {kind} links" if kind else "")
    nodes = {"lefts": [day.get_node(left) for left in lefts], "tops": [day.get_node(top) for top in tops]}
    other = next(name for name in MATRICES if name != matrix)
    names = {"matrix": matrix, "code": _CODE_NAMES[matrix], "other": other, "other_code": _CODE_NAMES[other]}
    facts = {**nodes, **names, "groups": _group_columns(day, tops), "cells": cells, "kinds": LINK_KINDS, "chosen": kind}
    path = f"{matrix}/{kind}" if kind else matrix
    return Page(path, "matrix.html", title, facts, rows, [*found, *tops], COLUMNS, rows)


def _group_columns(day: Day, tops: Sequence[str]) -> list[tuple[str, int]]:
    """Name each chapter or section of a code whose commitments are neighbouring columns, with the number of these."""
    chapters = [day.get_node(iri) for iri in (find_code_chapter(day, top) for top in tops)]
    names = [node.label.removesuffix(" chapter").rpartition(", ")[2] for node in chapters]
    return [(name, len(list(same))) for name, same in groupby(names)]


def build_mapping_page(day: Day) -> Page:
    """Build the picture of the mapping: what each commitment names, with links to the picture of each chapter.

    >>> from actgraph.graph.day import open_day
    >>> build_mapping_page(open_day("2026-11-24")).formats
    ['json', 'ttl', 'svg']
    """
    there = CODE + "code" in day
    drawn = [*(CODE + name for name in CODE_CHAPTERS), ACT + "cpt_V"]
    drawn += [*(CONTENT_CODE + name for name in ("code", "sec_1", "sec_2")), ACT + "cpt_IV"]
    chapters = [day.get_node(iri) for iri in drawn if there and iri in day]
    data = [{"iri": node.iri, "label": node.label} for node in chapters]
    declared = [one for one in _find_links(day) if one.kind == "declared" and one.start.startswith(CODE)]
    about = list(dict.fromkeys(one.start for one in declared))
    draw = partial(mapping.draw_mapping, day) if there else None
    return Page("mapping", "mapping.html", "The mapping as a picture", {"chapters": chapters}, data, about, draw=draw)


def find_commitment(day: Day, iri: str) -> str:
    """Find the commitment or appendix that a part of a code belongs to; parts above these are returned as they are.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> day.get_node(find_commitment(day, day.cite("Copyright Measure 1.1"))).label
    'Copyright Commitment 1'
    """
    node = day.get_node(iri)
    while node.kind not in ("Commitment", "Appendix", "CodeChapter", "CodeOfPractice") and node.parent in day:
        node = day.get_node(node.parent)
    return node.iri


def find_code_chapter(day: Day, iri: str) -> str:
    """Find the chapter or section of a code that a part belongs to; what stands in none is returned as it is.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> day.get_node(find_code_chapter(day, day.cite("Copyright Measure 1.1"))).label
    'Copyright chapter'
    """
    above = [*day.list_ancestors(iri), day.get_node(iri)]
    return next((node.iri for node in above if node.kind == "CodeChapter"), iri)


def _find_links(day: Day) -> list[GraphLink]:
    """Find the links from the codes to the Act that a text states or we read into it, without derived ones.

    A link that a part states on two pages counts once: the page does not matter here.
    """
    found = [one._replace(source="") for one in links.find_links(day, _LINK_PROPERTIES)]
    return [one for one in dict.fromkeys(found) if one.start.startswith(CODES) and one.end.startswith(ACT)]
