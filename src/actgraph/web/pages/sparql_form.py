"""The page on which a query is written, and its answer read."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from actgraph.core.errors import InputError, UnansweredError
from actgraph.graph.day import Day
from actgraph.sparql import named_queries
from actgraph.web.http.page import Page
from actgraph.web.pages.table_cells import Cell, cell

PATH = "sparql"
MOST_ROWS = 1000  # that a page shows
MOST_BYTES = 1_000_000  # likewise, before they are marked up
_SHORT = 4000  # characters of an address that every server and browser takes
_FIRST = """# What the Code says that Article 53(1)(c) is covered by
SELECT ?part ?label {
  ?part ag:covers act:art_53.par_1.pnt_c ;
    rdfs:label ?label .
}"""
_YES = (("json", "JSON"), ("xml", "XML"))
_ROWS = (("csv", "CSV"), ("tsv", "TSV"), *_YES)
_ALL = (("csv", "CSV"), ("json", "JSON"), ("ttl", "Turtle"))  # where it is not known what it would be
_TRIPLES = (("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"))


class Found(NamedTuple):
    """An answer as the page shows it.

    Attributes:
        heads: the variables.
        rows: the cells of each.
        cut: whether there are more.
        triples: Turtle; None where it is no graph.
        yes: of ASK; None where it is none.
        basis: the graphs that it was asked over, in words, where some were named.
    """

    heads: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    cut: bool = False
    triples: str | None = None
    yes: bool | None = None
    basis: str = ""


def found(told: Mapping[str, Any], *, cut: bool) -> Found:
    """The answer of a worker as the page shows it.

    Args:
        told: its table: `columns` and `rows`, or `answer`.
        cut: whether there are more rows.

    >>> found({"columns": ["a"], "rows": [["1"]]}, cut=False).rows
    [[Cell(words='1', iri='', address='')]]
    """
    if "answer" in told:
        return Found(yes=told["answer"])
    rows = [[cell(value or "") for value in row] for row in told["rows"]]
    return Found(told["columns"], rows, cut)


def page(
    text: str | None,
    graphs: Sequence[tuple[str, str]] = (),
    answer: Found | None = None,
    error: InputError | None = None,
) -> Page:
    """The page.

    Args:
        text: the query; None for one to begin with.
        graphs: the fields that name graphs, name and IRI of each.
        answer: to the query; None where it was not asked, or has none.
        error: why it has none.

    >>> page("ASK {}").asked
    '?query=ASK+%7B%7D'
    """
    query = _FIRST if text is None else text
    asked = "" if text is None else f"?{urlencode([('query', query), *graphs])}"
    facts = {
        "query": query,
        "graphs": graphs,
        "answer": answer,
        "error": error,
        "place": _place(query, error),
        "too_large": isinstance(error, UnansweredError) and error.kind == "size",
        "named": [named_queries.named(name) for name in named_queries.names()],
        "downloads": _downloads(answer) if answer else _ALL,
        "short": len(asked) <= _SHORT,
        "most_rows": MOST_ROWS,
        "forms": [],
    }
    return Page(PATH, "sparql.html", "Ask in SPARQL", facts, None, asked=asked if len(asked) <= _SHORT else "")


def _downloads(answer: Found) -> Sequence[tuple[str, str]]:
    if answer.triples is not None:
        return _TRIPLES
    return _ROWS if answer.yes is None else _YES


def started(day: Day, name: str, fields: Sequence[tuple[str, str]]) -> str:
    """The text of a named query to begin with, its parameters set.

    Args:
        day: the graph of the day.
        name: of the query.
        fields: its parameters; one that is empty is not given.

    Raises:
        QueryError: there is no such query, or a parameter is unknown, wrong or missing.
        CitationError: a parameter names no node.

    >>> from actgraph.graph.day import on
    >>> "<https://w3id.org/actgraph/code-of-practice/cpy.com_1>" in started(
    ...     on("2026-11-24"), "measures-of-commitment", [("commitment", "Copyright Commitment 1")]
    ... )
    True
    """
    one = named_queries.named(name)
    given = {key: value for key, value in fields if value.strip()}
    return named_queries.bind(one, named_queries.read(one, day, given)).strip()


def _place(query: str, error: InputError | None) -> tuple[str, str] | None:
    """The line where a query is wrong, and what stands under it to mark the column."""
    if not isinstance(error, UnansweredError) or not error.line:
        return None
    lines = query.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = lines[error.line - 1] if error.line <= len(lines) else ""
    start = max(error.column - 60, 0)  # a line can be as long as the query
    return line[start : start + 120], " " * min(error.column - 1 - start, 119) + "^"
