"""Which page stands at which path."""

from collections.abc import Callable, Iterator, Mapping

from actgraph.graph.day import Day
from actgraph.sparql import named_queries
from actgraph.web.http.node_paths import VOCABULARY, place_of
from actgraph.web.http.page import Page
from actgraph.web.pages import (
    contents,
    duties,
    home,
    index,
    mapping_matrix,
    node,
    profile_form,
    search,
    tables,
    timeline,
    vocabulary,
)

PLAIN: Mapping[str, Callable[[Day], Page]] = {
    "": home.page,
    "duties": duties.page,
    "gaps": tables.gaps,
    "a-z": index.page,
    "mapping": mapping_matrix.drawn,
    "matrix": mapping_matrix.matrix,
    "queries": tables.listed,
    "signatories": tables.signatories,
    "timeline": timeline.page,
    VOCABULARY: vocabulary.page,
    **contents.PAGES,
}


def find(day: Day, path: str, params: Mapping[str, str]) -> Page:
    """The page at a path.

    Args:
        day: the graph of the day.
        path: without the day and the format.
        params: what a named query is asked with, or a search.

    Raises:
        CitationError: there is no such page.
        QueryError: there is no such query, or a parameter is wrong.

    >>> from actgraph.graph.day import on
    >>> find(on("2026-11-24"), "timeline", {}).title
    'All dates'
    """
    if path in PLAIN:
        return PLAIN[path](day)
    if path == "search":
        return search.page(day, params.get("q", ""))
    if path == profile_form.PATH:
        return profile_form.page(day, params)
    family, _, name = path.partition("/")
    if family == "queries":
        return tables.query(day, name, params)
    if family == "matrix" and name in mapping_matrix.KINDS:
        return mapping_matrix.matrix(day, name)
    if family == "timeline":
        return timeline.page(day, name)
    return node.page(day, path)


def paths(day: Day) -> Iterator[str]:
    """The paths of all pages of a day.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> "code-of-practice/tra.com_1" in set(paths(on("2026-11-24")))
    True
    """
    yield from PLAIN
    yield from (f"matrix/{kind}" for kind in mapping_matrix.KINDS)
    yield from (f"timeline/{role}" for role in timeline.ROLES)
    yield from (f"queries/{name}" for name in named_queries.names())
    rdfs = "http://www.w3.org/2000/01/rdf-schema#label"
    for row in day.rows(f"SELECT DISTINCT ?node {{ ?node <{rdfs}> ?label FILTER(ISIRI(?node)) }} ORDER BY ?node"):
        iri = row["node"] or ""
        place = place_of(day, iri)
        if place is not None and not place[1] and place[0] != VOCABULARY:
            yield place[0]
