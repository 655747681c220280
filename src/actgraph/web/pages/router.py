"""Find the page of a path."""

from collections.abc import Callable, Iterator, Mapping

from actgraph.graph.day import Day
from actgraph.sparql import named_queries
from actgraph.web.http.node_paths import VOCABULARY_PATH, find_page_path
from actgraph.web.http.page import Page
from actgraph.web.pages import (
    answer_form,
    contents,
    duties,
    home,
    index,
    mapping_matrix,
    node,
    one_third,
    profile_form,
    search,
    signatories,
    tables,
    timeline,
    vocabulary,
    written_answers,
)

FIXED_PAGES: Mapping[str, Callable[[Day], Page]] = {
    "": home.build_home_page,
    written_answers.ANSWERS_PATH: written_answers.build_answers_page,
    "duties": duties.build_duties_page,
    "gaps": tables.build_gaps_page,
    "a-z": index.build_index_page,
    "mapping": mapping_matrix.build_mapping_page,
    "matrix": mapping_matrix.build_matrix_page,
    "content-matrix": mapping_matrix.build_content_matrix_page,
    "queries": tables.build_queries_page,
    "signatories": signatories.build_signatories_page,
    "timeline": timeline.build_timeline_page,
    VOCABULARY_PATH: vocabulary.build_vocabulary_page,
    **contents.CONTENTS_PAGES,
}


def build_page(day: Day, path: str, params: Mapping[str, str]) -> Page:
    """Build the page of a path.

    Args:
        path: path without the day and the format.
        params: parameters of a named query, or of a search.

    Raises:
        CitationError: there is no such page.
        QueryError: there is no such query, or a parameter is wrong.

    >>> from actgraph.graph.day import open_day
    >>> build_page(open_day("2026-11-24"), "timeline", {}).title
    'All dates'
    """
    if path in FIXED_PAGES:
        return FIXED_PAGES[path](day)
    if path == "search":
        return search.build_search_page(day, params.get("q", ""))
    if path == profile_form.PROFILE_PATH:
        return profile_form.build_profile_page(day, params)
    if path == answer_form.FORM_PATH:
        return answer_form.build_form_page()
    if path == one_third.ONE_THIRD_PATH:
        return one_third.build_one_third_page(day)
    family, _, name = path.partition("/")
    if family == "queries":
        return tables.build_query_page(day, name, params)
    if family in mapping_matrix.MATRICES and name in mapping_matrix.LINK_KINDS:
        return mapping_matrix.build_matrix_page(day, name, family)
    if family == written_answers.ANSWERS_PATH:
        return written_answers.build_answer_page(day, name)
    if family == "timeline":
        return timeline.build_timeline_page(day, name)
    return node.build_node_page(day, path)


def list_page_paths(day: Day) -> Iterator[str]:
    """List the paths of all pages of a day.

    >>> from actgraph.graph.day import open_day
    >>> "code-of-practice/tra.com_1" in set(list_page_paths(open_day("2026-11-24")))
    True
    """
    yield from FIXED_PAGES
    yield from (answer.path for answer in written_answers.load_written_answers().values())
    yield from (f"{matrix}/{kind}" for matrix in mapping_matrix.MATRICES for kind in mapping_matrix.LINK_KINDS)
    yield from (f"timeline/{role}" for role in timeline.ROLES)
    yield from (f"queries/{name}" for name in named_queries.list_query_names())
    rdfs = "http://www.w3.org/2000/01/rdf-schema#label"
    for row in day.select_rows(
        f"SELECT DISTINCT ?node {{ ?node <{rdfs}> ?label FILTER(ISIRI(?node)) }} ORDER BY ?node"
    ):
        iri = row["node"] or ""
        place = find_page_path(day, iri)
        if place is not None and not place[1] and place[0] != VOCABULARY_PATH:
            yield place[0]
