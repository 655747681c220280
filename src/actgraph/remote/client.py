"""A client of the SPARQL 1.1 Protocol for queries and updates (https://www.w3.org/TR/sparql11-protocol/)."""

import contextlib
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from types import FrameType
from typing import NamedTuple
from urllib.parse import urlsplit

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from actgraph.core.errors import InputError
from actgraph.remote.http import MAX_ANSWER_BYTES, BusyError, HttpClient

_MAX_CHUNK_LENGTH = 60_000  # characters of an update; some parsers of stores have small stacks
_RETRY_PAUSES = (0.1, 0.3, 1, 3)  # seconds before a change that was rolled back is retried
_JSON_RESULTS, _NTRIPLES = "application/sparql-results+json", "application/n-triples"
_VIRTUOSO_ASK, _ONE = "__ASK_RETVAL", Literal(1)  # Virtuoso answers ASK by a row
_BOOLEAN = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")

Term = NamedNode | BlankNode | Literal | Triple


class SelectResult(NamedTuple):
    """The result of a SELECT query.

    Attributes:
        columns: the variables without their question marks.
        rows: variable → term, None where unbound.
    """

    columns: Sequence[str]
    rows: Sequence[dict[str, Term | None]]


class RemoteStore:
    """A SPARQL endpoint.

    Args:
        url: the URL for queries; it may contain user name and password.
        update_url: the URL for updates; derived from the other one by default.
        timeout: seconds to wait for an answer.
        max_bytes: the limit on the size of an answer.

    Attributes:
        url: the URL for queries, without user name and password.
        update_url: the URL for updates, likewise.

    Raises:
        InputError: a URL is invalid.

    >>> RemoteStore("http://ann:secret@127.0.0.1:7878/query").update_url
    'http://127.0.0.1:7878/update'
    """

    def __init__(self, url: str, update_url: str = "", timeout: float = 60, max_bytes: int = MAX_ANSWER_BYTES) -> None:
        query, change = "--endpoint", "--update-endpoint"
        self._server = HttpClient({query: url}, timeout)  # validate the URL before guessing the other one from it
        urls = {query: url, change: update_url or _guess_update_url(url)}
        self._server = HttpClient(urls, timeout, max_bytes)
        self.url, self.update_url = self._server.public_urls[query], self._server.public_urls[change]

    def run_select(
        self, query: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> SelectResult:
        """Run a SELECT query.

        Args:
            query: SPARQL 1.1.
            default_graphs: IRIs of the graphs to query; by default those that the store chooses.
            named_graphs: IRIs of the graphs for GRAPH.

        Raises:
            InputError: the store does not answer with rows; the message says why.
        """
        found = self._fetch_results(query, default_graphs, named_graphs)
        if not isinstance(found, SelectResult):
            raise InputError("it answers yes or no where rows were asked for", where=self.url)
        return found

    def run_ask(self, query: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> bool:
        """Run an ASK query over the graphs, as for `run_select`.

        Raises:
            InputError: the store does not answer with true or false; the message says why.
        """
        found = self._fetch_results(query, default_graphs, named_graphs)
        if isinstance(found, SelectResult) and found.columns == [_VIRTUOSO_ASK]:
            return found.rows == [{_VIRTUOSO_ASK: _ONE}]
        if isinstance(found, SelectResult):
            raise InputError("it answers rows where yes or no was asked for", where=self.url)
        return found

    def run_construct(
        self, query: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> list[Triple]:
        """Run a CONSTRUCT or DESCRIBE query over the graphs, as for `run_select`, and return each triple once.

        Raises:
            InputError: the store does not answer with triples; the message says why.
        """
        kinds = (_NTRIPLES, "text/plain", "text/turtle")
        data = self._server.post_form(self.url, _build_form(query, default_graphs, named_graphs), _NTRIPLES, kinds)
        try:
            quads = list(parse(data, RdfFormat.TURTLE))  # Turtle includes N-Triples
        except SyntaxError as error:
            raise self._make_answer_error(error) from None
        return list(dict.fromkeys(Triple(one.subject, one.predicate, _normalize_term(one.object)) for one in quads))

    @property
    def has_transaction_limit(self) -> bool:
        """Whether large changes must be split: Virtuoso allows no transaction over 50 MB.

        >>> RemoteStore("http://127.0.0.1:7878/query").has_transaction_limit
        False
        """
        return self._server.software.startswith("Virtuoso")

    def run_update(self, text: str) -> None:
        """Run a SPARQL 1.1 update; the first interrupt takes effect after it, a second one stops it at once.

        Raises:
            InputError: the store does not run it; the message says why.
            KeyboardInterrupt: there was an interrupt during the update.
        """
        with _delay_interrupt():  # an abandoned update goes on and would write again what was just removed
            self._post_update(text)

    def insert_triples(self, graph: str, triples: Iterable[Triple]) -> None:
        """Insert triples into a graph in updates of bounded length; one update has all triples that share blank nodes.

        Raises:
            InputError: the store does not accept them; the message says why.
        """
        with_blank_nodes: list[Triple] = []
        others: list[Triple] = []
        for triple in triples:
            blank = isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)
            (with_blank_nodes if blank else others).append(triple)
        if with_blank_nodes:  # Virtuoso accepts no blank node in INSERT DATA
            self.run_update(f"INSERT {{ GRAPH <{graph}> {{\n{_to_ntriples(with_blank_nodes)}}} }} WHERE {{}}")
        for some in _chunk_triples(others):
            self.run_update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{some}}} }}")

    def drop_graph(self, graph: str) -> None:
        """Remove a graph, if it exists.

        Raises:
            InputError: the store does not remove it; the message says why.
        """
        self.run_update(f"DROP SILENT GRAPH <{graph}>")

    def _post_update(self, text: str) -> None:
        for pause in _RETRY_PAUSES:
            with contextlib.suppress(BusyError):
                self._server.post_form(self.update_url, [("update", text)], "*/*", ())
                return
            time.sleep(pause)
        self._server.post_form(self.update_url, [("update", text)], "*/*", ())

    def _fetch_results(
        self, query: str, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> SelectResult | bool:
        kinds = (_JSON_RESULTS, "application/json")
        data = self._server.post_form(self.url, _build_form(query, default_graphs, named_graphs), _JSON_RESULTS, kinds)
        try:
            found = parse_query_results(data, QueryResultsFormat.JSON)
            if isinstance(found, QueryBoolean):
                return bool(found)
            assert isinstance(found, QuerySolutions)
            names = [variable.value for variable in found.variables]
            return SelectResult(
                names, [{name: row[name] and _normalize_term(row[name]) for name in names} for row in found]
            )
        except (SyntaxError, ValueError) as error:
            raise self._make_answer_error(error) from None

    def _make_answer_error(self, error: Exception) -> InputError:
        return InputError(f"its answer is cut short, or no SPARQL results ({str(error)[:200]})", where=self.url)


@contextlib.contextmanager
def _delay_interrupt() -> Iterator[None]:
    """Hold back the first interrupt (Ctrl+C) until the block ends; other threads than the main one receive none."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
        yield
        return
    came: list[int] = []

    def handle_interrupt(number: int, frame: FrameType | None) -> None:
        if came:
            signal.default_int_handler(number, frame)
        came.append(number)

    signal.signal(signal.SIGINT, handle_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            raise KeyboardInterrupt


def _guess_update_url(url: str) -> str:
    """Derive the URL for updates: Oxigraph and Fuseki use two URLs, other stores one."""
    parts = urlsplit(url)
    head, slash, last = parts.path.rpartition("/")
    return parts._replace(path=f"{head}{slash}update" if last == "query" else parts.path).geturl()


def _build_form(query: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> list[tuple[str, str]]:
    graphs = [
        *(("default-graph-uri", one) for one in default_graphs),
        *(("named-graph-uri", one) for one in named_graphs),
    ]
    return [("query", query), *graphs]


def _chunk_triples(triples: Iterable[Triple]) -> Iterator[str]:
    lines: list[str] = []
    size = 0
    for line in map(_to_ntriples, ([triple] for triple in triples)):
        if size and size + len(line) > _MAX_CHUNK_LENGTH:
            yield "".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield "".join(lines)


def _to_ntriples(triples: Iterable[Triple]) -> str:
    return "".join(f"{triple} .\n" for triple in triples)


def _normalize_term(term: Term) -> Term:
    """Normalize a boolean: Virtuoso returns 1 for true."""
    if isinstance(term, Literal) and term.datatype == _BOOLEAN and term.value in ("0", "1"):
        return Literal(term.value == "1")
    return term
