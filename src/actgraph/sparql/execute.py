"""A query of somebody else's: what is asked, and the answer to it or why there is none."""

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, NamedNode

from actgraph.core import sparql_tokens
from actgraph.core.errors import UnansweredError
from actgraph.core.prefixes import BASE, load_prefixes
from actgraph.core.suggestions import quote_text
from actgraph.sparql import guard
from actgraph.sparql.canonical import get_line_column
from actgraph.sparql.dataset_clause import QueryDataset, index_editions, open_dataset
from actgraph.sparql.writers import SerializedResult, serialize_results

_MAX_CACHED_CHARACTERS = (
    10_000  # characters of a query that is kept to be known again: all that are kept take a few megabytes
)


class QueryRequest(NamedTuple):
    """A query, with all that its answer hangs on.

    Attributes:
        text: SPARQL 1.1.
        day: ISO 8601 date: the graphs of this day are asked where none is named.
        source: what to call it in a message: a file, or standard input.
        rows_format: the format of rows, as `sparql_results` names it; empty where none can be taken.
        boolean_format: the format of yes or no likewise.
        triples_format: the format of triples likewise.
        default_graphs: names of the graphs or editions that are asked without GRAPH, whatever the query says.
        named_graphs: names of those that GRAPH looks into, whatever the query says.
        max_bytes: how large the answer may become.
        max_rows: how many rows are written; 0 for all.
    """

    text: str
    day: str
    source: str = ""
    rows_format: str = "json"
    boolean_format: str = "json"
    triples_format: str = "ttl"
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    max_bytes: int = 16_000_000
    max_rows: int = 0


class PreparedQuery(NamedTuple):
    """A query that may be asked, and what it is asked over: no file need be opened any more.

    Attributes:
        request: as it came.
        checked: the query.
        format_name: the format of the answer.
        dataset: what it is asked over.
    """

    request: QueryRequest
    checked: guard.CheckedQuery
    format_name: str
    dataset: QueryDataset


def prepare_query(request: QueryRequest) -> PreparedQuery:
    """Look through a query, and open what it is asked over.

    Args:
        request: the query.

    Raises:
        UnansweredError: it is no query, may not be asked, or no format that can hold its answer is taken.
        InputError: nothing of the graph holds on its day.

    >>> prepare_query(QueryRequest("ASK {}", "2026-11-24")).format_name
    'json'
    """
    check = _check_cached if len(request.text) <= _MAX_CACHED_CHARACTERS else _check_request
    checked = check(request.text, request.source)
    form, what = {"SELECT": (request.rows_format, "rows"), "ASK": (request.boolean_format, "yes or no")}.get(
        checked.form, (request.triples_format, "triples")
    )
    if not form:
        raise UnansweredError("not-acceptable", f"none of the formats that are asked for can hold {what}")
    return PreparedQuery(request, checked, form, _open_request_dataset(request, checked))


def _check_request(text: str, source: str) -> guard.CheckedQuery:
    return guard.check_query(text, source, load_prefixes(), BASE)


# What the guard finds hangs on the text alone, and parsing takes most of the time of a small query. What it refuses is
# not kept.
_check_cached = functools.lru_cache(maxsize=256)(_check_request)


def execute_query(prepared: PreparedQuery) -> SerializedResult:
    """Answer a query, with no limit of time or memory but those of the process.

    Args:
        prepared: the query.

    Raises:
        UnansweredError: the engine finds that it is no query, or its answer is too large, or can not be written in its
            format.

    >>> ask = "ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c }"
    >>> execute_query(prepare_query(QueryRequest(ask, "2026-11-24"))).body
    b'{"head":{},"boolean":true}'
    """
    question, checked, form, (store, named, basis) = prepared
    # A FROM of the query is put into effect by what is asked here; the engine does not know editions.
    within: list[NamedNode | BlankNode] | None = None if named is None else [NamedNode(one) for one in named]
    text = sparql_tokens.escape_dots(checked.text)
    try:
        results = store.query(
            text, base_iri=BASE, prefixes=load_prefixes(), default_graph=DefaultGraph(), named_graphs=within
        )
        found = serialize_results(results, form, question.max_bytes, question.max_rows)
    except SyntaxError as error:
        raise _make_syntax_error(error, checked.text, question.source) from None
    except RuntimeError as error:
        if unknown := re.search(r"custom (?:aggregate )?function <([^>]*)>", str(error)):
            what = f"there is no function {quote_text(unknown[1])}"
            raise UnansweredError("malformed", what, question.source, todo="Those of SPARQL 1.1 are there.") from None
        raise
    return found._replace(query_form=checked.form, basis=basis)


def _open_request_dataset(request: QueryRequest, checked: guard.CheckedQuery) -> QueryDataset:
    for name in checked.queried_graphs:
        if name in index_editions():  # GRAPH would find nothing, which would look like an answer
            what = f"an edition is no graph that GRAPH could look into, but many: {quote_text(index_editions()[name].label)}"
            raise _make_keyword_error("GRAPH", what, "Name it by FROM, and leave GRAPH out.", request, checked)
    if request.default_graphs or request.named_graphs:  # the protocol goes before the query
        return open_dataset(request.day, request.default_graphs, request.named_graphs)
    if checked.default_graphs is None:
        return open_dataset(request.day, (), ())
    try:
        return open_dataset(request.day, checked.default_graphs, checked.named_graphs or ())
    except UnansweredError as error:
        raise _make_keyword_error("FROM", error.what, error.todo, request, checked, error.near) from None


def _make_keyword_error(
    keyword: str, what: str, todo: str, request: QueryRequest, checked: guard.CheckedQuery, near: Sequence[str] = ()
) -> UnansweredError:
    """The error of a keyword, at the first place where it stands."""
    found = (
        token.start()
        for token in sparql_tokens.tokenize_query(checked.text)
        if (token["word"] or "").upper() == keyword
    )
    line, column = get_line_column(checked.text, next(found, 0))
    return UnansweredError("refused", what, request.source, line, column, todo=todo, near=near)


def _make_syntax_error(error: SyntaxError, text: str, source: str) -> UnansweredError:
    """What the engine says of a query that the grammar allows, such as a variable that is there twice."""
    where, _, said = str(error).removeprefix("error at ").partition(": expected ")
    line, _, column = where.partition(":")
    if not (line.isdecimal() and column.isdecimal()):
        return UnansweredError("malformed", f"this is no SPARQL query: {str(error)[:200]}", source)
    # Of all that could stand there, what is a sentence says what is wrong.
    told = re.search(r"(?:^|one of |, )([A-Z][a-z]+ [^,\[]+)", said)
    what = f"this is no SPARQL query: {told[1].strip() if told else 'it cannot be read from here on'}"
    # The engine has seen dots escaped, each a sign more.
    before = sparql_tokens.escape_dots(text).split("\n")[int(line) - 1 : int(line)]
    extra = before[0][: int(column)].count("\\.") if before else 0
    return UnansweredError("malformed", what, source, int(line), max(int(column) - extra, 1))
