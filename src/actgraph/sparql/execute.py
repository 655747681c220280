"""Run an untrusted query under the guard."""

import functools
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from actgraph.core import sparql_tokens
from actgraph.core.errors import UnansweredError
from actgraph.core.prefixes import BASE, load_prefixes
from actgraph.core.suggestions import quote_text
from actgraph.sparql import guard
from actgraph.sparql.canonical import get_line_column
from actgraph.sparql.dataset_clause import QueryDataset, index_editions, open_dataset
from actgraph.sparql.writers import QueryResults, SerializedResult, serialize_results

_Dataset = TypeVar("_Dataset")
_MAX_CACHED_CHARACTERS = 10_000  # of a query whose check is cached: the cache takes a few megabytes


class QueryRequest(NamedTuple):
    """A query and everything else that determines its result.

    Attributes:
        text: SPARQL 1.1.
        day: ISO 8601 date; the query runs on the graphs of this day unless it names others.
        source: the name of the query in messages: a file, or standard input.
        rows_format: the format for SELECT, a key of `writers.ROW_FORMATS` or `TABLE`; empty if the client accepts none.
        boolean_format: the format for ASK; empty if the client accepts none.
        triples_format: the format for CONSTRUCT and DESCRIBE; empty if the client accepts none.
        default_graphs: IRIs of graphs or editions for the default graph; they override the query.
        named_graphs: IRIs of graphs or editions for GRAPH; they override the query.
        max_bytes: the limit on the size of the result.
        max_rows: the limit on the rows of a table; 0 for none.
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
    """A checked query with its dataset open, so that running it opens no file.

    Attributes:
        request: the request.
        checked: the query as the guard returned it.
        format_name: the format of the result.
        dataset: the dataset of the query.
    """

    request: QueryRequest
    checked: guard.CheckedQuery
    format_name: str
    dataset: QueryDataset


def prepare_query(request: QueryRequest) -> PreparedQuery:
    """Check a query and open its dataset.

    Raises:
        UnansweredError: the query is malformed or refused, or the client accepts no format for its result.
        InputError: no graph is valid on the day.

    >>> prepare_query(QueryRequest("ASK {}", "2026-11-24")).format_name
    'json'
    """
    checked, form = check_request(request)
    return PreparedQuery(request, checked, form, open_request_dataset(request, checked, open_dataset))


def check_request(request: QueryRequest) -> tuple[guard.CheckedQuery, str]:
    """Check a query and return it with the format of its result.

    Raises:
        UnansweredError: the query is malformed or refused, or the client accepts no format for its result.

    >>> check_request(QueryRequest("CONSTRUCT WHERE { ?s ?p ?o }", "2026-11-24"))[1]
    'ttl'
    """
    check = _check_cached if len(request.text) <= _MAX_CACHED_CHARACTERS else _check_request
    checked = check(request.text, request.source)
    form, what = {"SELECT": (request.rows_format, "rows"), "ASK": (request.boolean_format, "yes or no")}.get(
        checked.form, (request.triples_format, "triples")
    )
    if not form:
        raise UnansweredError("not-acceptable", f"none of the formats that are asked for can hold {what}")
    return checked, form


def _check_request(text: str, source: str) -> guard.CheckedQuery:
    return guard.check_query(text, source, load_prefixes(), BASE)


# The check depends on the text alone, and parsing takes most of the time of a small query. Refusals are not cached.
_check_cached = functools.lru_cache(maxsize=256)(_check_request)


def execute_query(prepared: PreparedQuery) -> SerializedResult:
    """Run a prepared query, limited in time and memory only by its process.

    Raises:
        UnansweredError: the engine rejects the query, or its result is too large or cannot be written in its format.

    >>> ask = "ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c }"
    >>> execute_query(prepare_query(QueryRequest(ask, "2026-11-24"))).body
    b'{"head":{},"boolean":true}'
    """
    request, checked, form, (store, named, basis) = prepared
    # The store already contains what FROM names; the engine does not know editions.
    within: list[NamedNode | BlankNode] | None = None if named is None else [NamedNode(one) for one in named]
    results = start_query(store, checked, request.source, within)
    found = serialize_results(results, form, request.max_bytes, request.max_rows)
    return found._replace(query_form=checked.form, basis=basis)


def start_query(
    store: Store, checked: guard.CheckedQuery, source: str, named_graphs: list[NamedNode | BlankNode] | None = None
) -> QueryResults:
    """Start a checked query at a local store.

    Args:
        store: its default graph is that of the query.
        checked: the query.
        source: the name of the query in messages.
        named_graphs: those that GRAPH may match; None for all in the store.

    Raises:
        UnansweredError: the engine rejects the query.

    >>> bool(start_query(Store(), guard.check_query("ASK {}", ""), ""))
    True
    """
    text = sparql_tokens.escape_dots(checked.text)
    try:
        return store.query(
            text, base_iri=BASE, prefixes=load_prefixes(), default_graph=DefaultGraph(), named_graphs=named_graphs
        )
    except SyntaxError as error:
        raise _make_syntax_error(error, checked.text, source) from None
    except RuntimeError as error:
        if unknown := re.search(r"custom (?:aggregate )?function <([^>]*)>", str(error)):
            what = f"there is no function {quote_text(unknown[1])}"
            raise UnansweredError("malformed", what, source, todo="Those of SPARQL 1.1 are there.") from None
        raise


def open_request_dataset(
    request: QueryRequest,
    checked: guard.CheckedQuery,
    open_graphs: Callable[[str, Sequence[str], Sequence[str]], _Dataset],
) -> _Dataset:
    """Open the dataset of a query: the graphs that the request names, else the query, else those of the day.

    Args:
        request: the request.
        checked: its query.
        open_graphs: gets the day and the IRIs of default and named graphs, as `open_dataset` does.

    Raises:
        UnansweredError: there is no such graph, or GRAPH names an edition.
    """
    for name in checked.queried_graphs:
        if name in index_editions():  # GRAPH would match nothing, which would look like a result
            label = quote_text(index_editions()[name].label)
            what = f"an edition is no graph that GRAPH could look into, but many: {label}"
            raise _make_keyword_error("GRAPH", what, "Name it by FROM, and leave GRAPH out.", request, checked)
    if request.default_graphs or request.named_graphs:  # they override the query (SPARQL 1.1 Protocol, section 2.1.4)
        return open_graphs(request.day, request.default_graphs, request.named_graphs)
    if checked.default_graphs is None:
        return open_graphs(request.day, (), ())
    try:
        return open_graphs(request.day, checked.default_graphs, checked.named_graphs or ())
    except UnansweredError as error:
        raise _make_keyword_error("FROM", error.what, error.todo, request, checked, error.near) from None


def _make_keyword_error(
    keyword: str, what: str, todo: str, request: QueryRequest, checked: guard.CheckedQuery, near: Sequence[str] = ()
) -> UnansweredError:
    """Build the error for a keyword at its first occurrence."""
    found = (
        token.start()
        for token in sparql_tokens.tokenize_query(checked.text)
        if (token["word"] or "").upper() == keyword
    )
    line, column = get_line_column(checked.text, next(found, 0))
    return UnansweredError("refused", what, request.source, line, column, todo=todo, near=near)


def _make_syntax_error(error: SyntaxError, text: str, source: str) -> UnansweredError:
    """Translate an error of the engine in a query that rdflib accepts, such as a variable bound twice."""
    where, _, said = str(error).removeprefix("error at ").partition(": expected ")
    line, _, column = where.partition(":")
    if not (line.isdecimal() and column.isdecimal()):
        return UnansweredError("malformed", f"this is no SPARQL query: {str(error)[:200]}", source)
    # Among the expected tokens, the one that is a sentence says what is wrong.
    told = re.search(r"(?:^|one of |, )([A-Z][a-z]+ [^,\[]+)", said)
    what = f"this is no SPARQL query: {told[1].strip() if told else 'it cannot be read from here on'}"
    # The engine saw dots escaped, one character more for each.
    before = sparql_tokens.escape_dots(text).split("\n")[int(line) - 1 : int(line)]
    extra = before[0][: int(column)].count("\\.") if before else 0
    return UnansweredError("malformed", what, source, int(line), max(int(column) - extra, 1))
