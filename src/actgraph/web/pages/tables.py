"""Build the pages that are tables: coverage gaps, and named queries."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from actgraph.core.prefixes import ACT, CODE
from actgraph.graph.day import Day
from actgraph.graph.engine import Row, Table
from actgraph.law import coverage_gaps
from actgraph.sparql import named_queries
from actgraph.web.http.page import Page
from actgraph.web.pages.table_cells import format_headings, make_cells


def build_table_page(
    path: str, title: str, lead: str, columns: Sequence[str], rows: Sequence[Row], **more: Any
) -> Page:
    """Build a page that is a table.

    Args:
        lead: what the rows are, in one sentence.
        more: variables of a template other than that of tables, and its name as `template`.

    >>> build_table_page("x", "X", "", ["a", "aLabel"], [{"a": "1", "aLabel": None}]).context["heads"]
    ['A']
    """
    template = more.pop("template", "table.html")
    facts = {
        "lead": lead,
        "heads": format_headings(columns),
        "table": [make_cells(columns, row) for row in rows],
        **more,
    }
    about = dict.fromkeys(cell.iri for row in facts["table"] for cell in row if cell.iri)
    return Page(path, template, title, facts, [dict(row) for row in rows], list(about), columns, rows)


def build_gaps_page(day: Day) -> Page:
    """List the provisions of Chapter V and of Article 50 that no commitment covers.

    >>> from actgraph.graph.day import open_day
    >>> build_gaps_page(open_day("2026-11-24")).rows[0]["provisionLabel"]
    'Article 52(1)'
    """
    columns = ("provision", "provisionLabel", "articleTitle", "role", "roleLabel", "norm", "normLabel")
    lead = (
        "The provisions of Chapter V and of Article 50 that no commitment of a code covers, duties first. Of Article 50"
        " each exception that no commitment takes up is a row of its own, with its norm."
    )
    lead += _note_missing_code(day)
    rows = [*coverage_gaps.find_uncovered_provisions(day), *coverage_gaps.find_gaps(day, f"{ACT}art_50")]
    return build_table_page("gaps", "Coverage gaps", lead, columns, rows)


def _note_missing_code(day: Day) -> str:
    return "" if CODE + "code" in day else f" There is no code of practice on {day.date}."


def build_queries_page(day: Day) -> Page:
    """List the named queries.

    >>> from actgraph.graph.day import open_day
    >>> "duties" in [row["query"] for row in build_queries_page(open_day("2026-11-24")).rows]
    True
    """
    found = [named_queries.load_named_query(name) for name in named_queries.list_query_names()]
    columns = ("query", "summary", "parameters")
    rows: list[Row] = [
        {"query": one.name, "summary": one.summary, "parameters": ", ".join(param.name for param in one.params)}
        for one in found
    ]
    facts = {"lead": "What providers and lawyers ask, as queries that are ready.", "queries": found}
    return Page("queries", "queries.html", "Queries", facts, rows, (), columns, rows)


def build_query_page(day: Day, name: str, params: Mapping[str, str]) -> Page:
    """Build the page of a named query and its result.

    Args:
        params: parameter → citation, short name, IRI, date or number; empty values are ignored.

    Raises:
        QueryError: there is no such query, or a parameter is unknown or of the wrong class.
        CitationError: a parameter names no node of the day.

    >>> from actgraph.graph.day import open_day
    >>> len(build_query_page(open_day("2026-11-24"), "duties", {}).rows) > 100
    True
    """
    found = named_queries.load_named_query(name)
    given = {key: value for key, value in params.items() if value.strip()}
    lacking = [param for param in found.params if param.required and param.name not in given]
    answer = (
        None
        if lacking
        else day.query(named_queries.bind_parameters(found, named_queries.resolve_parameters(found, day, given)))
    )
    columns, rows = (answer.columns, answer.rows) if isinstance(answer, Table) else ([], [])
    more = {"template": "query.html", "query": found, "given": given, "asked": not lacking}
    asked = f"?{urlencode(given)}" if given else ""
    return build_table_page(f"queries/{name}", name, found.summary, columns, rows, **more)._replace(query_string=asked)
