"""Build the page of the SPARQL form and its result."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from actgraph.core.errors import InputError, UnansweredError
from actgraph.graph.day import Day
from actgraph.sparql import named_queries
from actgraph.web.http.page import Page
from actgraph.web.pages.table_cells import Cell, make_cell

SPARQL_PATH = "sparql"
MAX_TABLE_ROWS = 1000  # shown on a page
MAX_TABLE_BYTES = 1_000_000  # before they become HTML
_MAX_URL_LENGTH = 4000  # characters of a URL that every server and browser accepts
_FIRST_QUERY = """# What the General-Purpose AI Code says that Article 53(1)(c) is covered by
SELECT ?part ?label {
  ?part ag:covers act:art_53.par_1.pnt_c ;
    rdfs:label ?label .
}"""
_BOOLEAN_FORMATS = (("json", "JSON"), ("xml", "XML"))
_ROW_FORMATS = (("csv", "CSV"), ("tsv", "TSV"), *_BOOLEAN_FORMATS)
_ALL_FORMATS = (("csv", "CSV"), ("json", "JSON"), ("ttl", "Turtle"))  # for a query of unknown form, without result
_TRIPLE_FORMATS = (("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"))


class QueryAnswer(NamedTuple):
    """A result as the page shows it.

    Attributes:
        variables: variables of SELECT.
        rows: cells of the solutions.
        is_truncated: whether there are more rows.
        triples: Turtle of CONSTRUCT and DESCRIBE; None for other queries.
        boolean: result of ASK; None for other queries.
        basis: the queried graphs in words, if the query named some.
    """

    variables: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    is_truncated: bool = False
    triples: str | None = None
    boolean: bool | None = None
    basis: str = ""


def make_query_answer(table: Mapping[str, Any], *, is_truncated: bool) -> QueryAnswer:
    """Convert the result of a worker for the page.

    Args:
        table: its table: `columns` and `rows`, or `answer`.
        is_truncated: whether there are more rows.

    >>> answer = make_query_answer({"columns": ["a"], "rows": [["1"]]}, is_truncated=False)
    >>> answer.rows[0][0].text
    '1'
    """
    if "answer" in table:
        return QueryAnswer(boolean=table["answer"])
    rows = [[make_cell(value or "") for value in row] for row in table["rows"]]
    return QueryAnswer(table["columns"], rows, is_truncated)


def build_sparql_page(
    text: str | None,
    graphs: Sequence[tuple[str, str]] = (),
    answer: QueryAnswer | None = None,
    error: InputError | None = None,
) -> Page:
    """Build the page.

    Args:
        text: the query; None for an example.
        graphs: names and values of the fields that name graphs.
        answer: result of the query, if there is one.
        error: why there is no result.

    >>> build_sparql_page("ASK {}").query_string
    '?query=ASK+%7B%7D'
    """
    query = _FIRST_QUERY if text is None else text
    asked = "" if text is None else f"?{urlencode([('query', query), *graphs])}"
    facts = {
        "query": query,
        "graphs": graphs,
        "answer": answer,
        "error": error,
        "place": _mark_error(query, error),
        "too_large": isinstance(error, UnansweredError) and error.kind == "size",
        "named": [named_queries.load_named_query(name) for name in named_queries.list_query_names()],
        "downloads": _choose_downloads(answer) if answer else _ALL_FORMATS,
        "short": len(asked) <= _MAX_URL_LENGTH,
        "most_rows": MAX_TABLE_ROWS,
        "forms": [],
    }
    return Page(
        SPARQL_PATH,
        "sparql.html",
        "Ask in SPARQL",
        facts,
        None,
        query_string=asked if len(asked) <= _MAX_URL_LENGTH else "",
    )


def _choose_downloads(answer: QueryAnswer) -> Sequence[tuple[str, str]]:
    if answer.triples is not None:
        return _TRIPLE_FORMATS
    return _ROW_FORMATS if answer.boolean is None else _BOOLEAN_FORMATS


def bind_start_query(day: Day, name: str, parameters: Sequence[tuple[str, str]]) -> str:
    """Write the text of a named query with its parameters set.

    Args:
        name: name of the query.
        parameters: names and values; empty values are ignored.

    Raises:
        QueryError: there is no such query, or a parameter is unknown, wrong or missing.
        CitationError: a parameter names no node.

    >>> from actgraph.graph.day import open_day
    >>> "<https://w3id.org/actgraph/code-of-practice/cpy.com_1>" in bind_start_query(
    ...     open_day("2026-11-24"), "measures-of-commitment", [("commitment", "Copyright Commitment 1")]
    ... )
    True
    """
    one = named_queries.load_named_query(name)
    given = {key: value for key, value in parameters if value.strip()}
    return named_queries.bind_parameters(one, named_queries.resolve_parameters(one, day, given)).strip()


def _mark_error(query: str, error: InputError | None) -> tuple[str, str] | None:
    """Return the line of an error in the query, and a second line that marks its column."""
    if not isinstance(error, UnansweredError) or not error.line:
        return None
    lines = query.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = lines[error.line - 1] if error.line <= len(lines) else ""
    start = max(error.column - 60, 0)  # a line can be as long as the query
    return line[start : start + 120], " " * min(error.column - 1 - start, 119) + "^"
