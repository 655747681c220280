"""Build the page of a search."""

from urllib.parse import urlencode

from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law.search import SearchHit, search_nodes
from actgraph.web.http.page import Page

COLUMNS = ("iri", "label", "kind", "title", "description")


def build_search_page(day: Day, text: str) -> Page:
    """Build the page of what is found for a text.

    >>> from actgraph.graph.day import open_day
    >>> build_search_page(open_day("2026-11-24"), "53(1)(c)").data["answer"]["label"]
    'Article 53(1)(c)'
    """
    found = search_nodes(day, text)
    rows = list(map(_make_row, found.hits))
    data = {
        "words": found.query,
        "shownFor": found.corrected_query or None,
        "leftOut": list(found.ignored_words),
        "problem": found.problem or None,
        "answer": found.answer and _make_row(found.answer),
        "candidates": list(map(_make_row, found.candidates)),
        "elsewhere": found.not_in_force and _make_row(found.not_in_force),
        "number": found.total,
        "partly": found.is_partial,
        "hits": rows,
        "near": list(found.suggestions),
    }
    title = f"Search: {found.query}" if found.query else "Search"
    return Page(
        path="search",
        template="search.html",
        title=title,
        context={"found": found, "words": found.query},
        data=data,
        columns=COLUMNS,
        rows=rows,
        query_string=f"?{urlencode({'q': found.query})}" if found.query else "",
    )


def _make_row(hit: SearchHit) -> Row:
    return {name: getattr(hit, name) or None for name in COLUMNS}
