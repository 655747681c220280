"""Answer SPARQL queries over HTTP: with the complete result, or with the reason why there is none.

The body is complete before the status is sent. So a query that is stopped, even at its last row, never answers 200,
and a client that reads 200 has the complete result.
"""

import json
from collections.abc import Awaitable, Callable, Collection, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from actgraph.core.errors import InputError, UnansweredError
from actgraph.core.suggestions import suggest_labels
from actgraph.core.tables import to_one_line
from actgraph.graph.day import Day, open_day
from actgraph.sparql.execute import QueryRequest
from actgraph.sparql.writers import TABLE, SerializedResult
from actgraph.web import service_description, sparql_protocol
from actgraph.web.http.media_types import (
    FORMAT_NAMES,
    HTML,
    ROW_MEDIA,
    TRIPLE_MEDIA,
    QueryMedia,
    negotiate_media,
    negotiate_query_media,
)
from actgraph.web.http.monitoring import record_outcome
from actgraph.web.http.page import Page
from actgraph.web.http.requests import RequestError, get_accept, refuse_cross_site
from actgraph.web.http.security_headers import NO_STORE
from actgraph.web.pages import sparql_form
from actgraph.web.respond import make_page_links, render_live_html
from actgraph.web.sparql_protocol import Operation

MAX_ANSWER_BYTES = 16_000_000
STATUS_CODES = {
    "malformed": 400,
    "refused": 403,
    "not-acceptable": 406,
    "too-long": 413,
    "died": 500,
    "failed": 500,
    "store": 502,
    "busy": 503,
    "stopped": 503,
    "time": 504,
    "memory": 507,
    "size": 507,
}
_PROBLEM, _TEXT = "application/problem+json", "text/plain"
_JSON = [media for media in (*ROW_MEDIA, *TRIPLE_MEDIA) if media.endswith("json")]


def make_sparql_handler(
    get_today: Callable[[], str], origins: Collection[str]
) -> Callable[[Request], Awaitable[Response]]:
    """Make the handler of `/sparql`.

    Args:
        get_today: returns the default day, ISO 8601.
        origins: sites whose pages may send queries from a browser.
    """

    async def handle_query(request: Request) -> Response:
        asked = Operation(None)
        day = await run_in_threadpool(open_day, get_today())
        named = request.path_params.get("named", "")
        takes = get_accept(request)
        try:
            if named:
                day = await run_in_threadpool(open_day, named)
            refuse_cross_site(request.headers, origins, allow_navigation=request.method == "GET")
            asked = await sparql_protocol.read_operation(request)
            wants = _choose_media(takes, asked.formats)
            if asked.query is None:
                return await run_in_threadpool(_respond_without_query, request, wants, day, named, asked, get_today())
            question = _make_query_request(asked, day, wants)
            found = await request.app.state.queue.submit(question, request)
        except ClientDisconnect:
            return Response(status_code=400)  # the client is gone
        except InputError as error:
            if not isinstance(error, UnansweredError):  # the request failed before it came to the queue
                request.app.state.queue.outcomes["refused"] += 1
            record_outcome(request, getattr(error, "kind", "refused"))
            kind = _choose_error_media(takes, asked.formats)
            return await run_in_threadpool(_respond_with_problem, error, kind, day, named, asked, get_today())
        record_outcome(request, "answered")
        return await run_in_threadpool(_respond_with_result, found, wants, day, named, asked, get_today())

    return handle_query


def _choose_error_media(accept_header: str, formats: Sequence[str]) -> str:
    """Choose the media type of an error: that of the result, as far as it can hold text."""
    media = [FORMAT_NAMES[name][0] or FORMAT_NAMES[name][1] for name in formats if name in FORMAT_NAMES]
    kind = media[0] if media else negotiate_media([_TEXT, _PROBLEM, *_JSON, HTML], accept_header)
    return _PROBLEM if kind.endswith("json") else kind


def _choose_media(accept_header: str, formats: Sequence[str]) -> QueryMedia:
    try:
        return negotiate_query_media(accept_header, formats)
    except KeyError as error:
        name = str(error.args[0])
        raise RequestError(
            400, "there is no such format", f"Formats: {_FORMATS}.", suggest_labels(name, FORMAT_NAMES)
        ) from None


_FORMATS = ", ".join(name for name in FORMAT_NAMES if "/" not in name)


def _make_query_request(operation: Operation, day: Day, media: QueryMedia) -> QueryRequest:
    rows, yes, triples = media.formats
    return QueryRequest(
        operation.query or "",
        day.date,
        rows_format=rows,
        boolean_format=yes,
        triples_format=triples,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        max_bytes=sparql_form.MAX_TABLE_BYTES if rows == TABLE else MAX_ANSWER_BYTES,
        max_rows=sparql_form.MAX_TABLE_ROWS if rows == TABLE else 0,
    )


def _respond_with_result(
    result: SerializedResult, media: QueryMedia, day: Day, url_day: str, operation: Operation, today: str
) -> Response:
    kind = media.choose_type(result.query_form)
    if kind == HTML:
        if result.format_name == TABLE:
            shown = sparql_form.make_query_answer(json.loads(result.body), is_truncated=result.is_truncated)
        else:
            shown = sparql_form.QueryAnswer(triples=result.body.decode())
        page = sparql_form.build_sparql_page(
            operation.query, _list_graph_fields(operation), shown._replace(basis=result.basis)
        )
        return _respond_with_html(page, day, url_day, today)
    more = {"Actgraph-Basis": result.basis or day.basis}
    if operation.formats:  # the client asks for a file
        more["Content-Disposition"] = f'attachment; filename="answer.{result.format_name}"'
    header = "; header=present" if kind == "text/csv" else ""
    charset = "" if kind.endswith("json") else "; charset=utf-8"
    return Response(result.body, headers=NO_STORE | more, media_type=f"{kind}{charset}{header}")


def _respond_without_query(
    request: Request, media: QueryMedia, day: Day, url_day: str, operation: Operation, today: str
) -> Response:
    """Answer a request without a query: the query form for a browser, else the service description."""
    kind = media.triples
    if kind == HTML or (operation.start_query and HTML in media):
        text = (
            sparql_form.bind_start_query(day, operation.start_query, operation.parameters)
            if operation.start_query
            else None
        )
        return _respond_with_html(sparql_form.build_sparql_page(text, ()), day, url_day, today)
    if operation.start_query:
        raise RequestError(406, "a query to start from is there as a page only", "Named queries: /queries")
    if not kind:
        raise RequestError(406, "the service is described in RDF and HTML only")
    here = str(request.url.replace(query="", fragment=""))
    body = service_description.describe_service(day, here, TRIPLE_MEDIA[kind])
    return Response(body, headers=NO_STORE, media_type=kind)


def _respond_with_problem(
    error: InputError, media_type: str, day: Day, url_day: str, operation: Operation, today: str
) -> Response:
    status = STATUS_CODES[error.kind] if isinstance(error, UnansweredError) else getattr(error, "status", 400)
    more = {"Retry-After": "5"} if status == 503 else {}
    if status == 405:
        more["Allow"] = "GET, POST"
    if media_type == HTML:
        return _respond_with_html(
            sparql_form.build_sparql_page(operation.query, _list_graph_fields(operation), error=error),
            day,
            url_day,
            today,
            status,
            more,
        )
    if media_type == _PROBLEM:
        told = {"title": error.what, "status": status, "detail": error.todo, "near": error.near}
        if isinstance(error, UnansweredError):
            told |= {"kind": error.kind}
            told |= {"line": error.line, "column": error.column} if error.line else {}
        body = json.dumps({name: value for name, value in told.items() if value}).encode()
        return Response(body, status, NO_STORE | more, _PROBLEM)
    where = f"line {error.line}, column {error.column}: " if isinstance(error, UnansweredError) and error.line else ""
    lines = [f"{where}{error.what}"]
    lines += [f"did you mean: {'; '.join(error.near)}"] if error.near else []
    lines += [error.todo] if error.todo else []
    return Response("\n".join(map(to_one_line, lines)) + "\n", status, NO_STORE | more, f"{_TEXT}; charset=utf-8")


def _list_graph_fields(operation: Operation) -> list[tuple[str, str]]:
    return [("default-graph-uri", one) for one in operation.default_graphs] + [
        ("named-graph-uri", one) for one in operation.named_graphs
    ]


def _respond_with_html(
    page: Page, day: Day, url_day: str, today: str, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    body = render_live_html(page, make_page_links(day, url_day, today), today)
    return Response(body, status, NO_STORE | (headers or {}), HTML)
