"""The page of a search."""

from urllib.parse import urlencode

from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law.search import Hit, search
from actgraph.web.http.page import Page

COLUMNS = ("iri", "label", "kind", "title", "description")


def page(day: Day, words: str) -> Page:
    """What is found for some words.

    Args:
        day: the graph of the day.
        words: whatever somebody wrote.

    >>> from actgraph.graph.day import on
    >>> page(on("2026-11-24"), "53(1)(c)").data["answer"]["label"]
    'Article 53(1)(c)'
    """
    found = search(day, words)
    rows = list(map(_row, found.hits))
    data = {
        "words": found.words,
        "shownFor": found.shown_for or None,
        "leftOut": list(found.left_out),
        "problem": found.problem or None,
        "answer": found.answer and _row(found.answer),
        "candidates": list(map(_row, found.candidates)),
        "elsewhere": found.elsewhere and _row(found.elsewhere),
        "number": found.number,
        "partly": found.partly,
        "hits": rows,
        "near": list(found.near),
    }
    title = f"Search: {found.words}" if found.words else "Search"
    return Page(
        path="search",
        template="search.html",
        title=title,
        facts={"found": found, "words": found.words},
        data=data,
        columns=COLUMNS,
        rows=rows,
        asked=f"?{urlencode({'q': found.words})}" if found.words else "",
    )


def _row(hit: Hit) -> Row:
    return {name: getattr(hit, name) or None for name in COLUMNS}
