"""The SPARQL endpoint: a query over HTTP, and its answer, whole, or the reason why there is none.

An answer is made whole before its status is sent. So a query that is stopped, even at its last row, never answers 200,
and a client that reads 200 has all of it.
"""

import json
from collections.abc import Awaitable, Callable, Collection, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from actgraph.core.errors import InputError, UnansweredError
from actgraph.core.suggestions import misses
from actgraph.core.tables import one_line
from actgraph.graph import day as graph
from actgraph.graph.day import Day
from actgraph.sparql.execute import Question
from actgraph.sparql.writers import TABLE, Written
from actgraph.web import service_description, sparql_protocol
from actgraph.web.http.media_types import HTML, NAMES, ROWS, TRIPLES, Wanted, best, wanted
from actgraph.web.http.monitoring import tell
from actgraph.web.http.page import Page
from actgraph.web.http.requests import RequestError, accept, refuse_foreign
from actgraph.web.http.security_headers import KEPT_NOWHERE
from actgraph.web.pages import sparql_form
from actgraph.web.respond import as_html, links_of
from actgraph.web.sparql_protocol import Operation

MOST_BYTES = 16_000_000  # of an answer
STATUS = {
    "malformed": 400,
    "refused": 403,
    "not-acceptable": 406,
    "too-long": 413,
    "failed": 500,
    "busy": 503,
    "time": 504,
    "memory": 507,
    "size": 507,
}
_PROBLEM, _TEXT = "application/problem+json", "text/plain"
_JSON = [media for media in (*ROWS, *TRIPLES) if media.endswith("json")]


def endpoint(today: Callable[[], str], origins: Collection[str]) -> Callable[[Request], Awaitable[Response]]:
    """What answers at `/sparql`.

    Args:
        today: gives the day whose graphs are asked where none is named, ISO 8601.
        origins: sites whose pages may ask in a browser.
    """

    async def answer(request: Request) -> Response:
        asked = Operation(None)
        day = await run_in_threadpool(graph.on, today())
        named = request.path_params.get("named", "")
        takes = accept(request)
        try:
            if named:
                day = await run_in_threadpool(graph.on, named)
            refuse_foreign(request.headers, origins, leading=request.method == "GET")
            asked = await sparql_protocol.read(request)
            wants = _wanted(takes, asked.formats)
            if asked.query is None:
                return await run_in_threadpool(_unasked, request, wants, day, named, asked, today())
            question = _question(asked, day, wants)
            found = await request.app.state.desk.answer(question)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except InputError as error:
            if not isinstance(error, UnansweredError):  # of the request, which was not handed in
                request.app.state.desk.told["refused"] += 1
            tell(request, getattr(error, "kind", "refused"))
            kind = _told_as(takes, asked.formats)
            return await run_in_threadpool(_refused, error, kind, day, named, asked, today())
        tell(request, "answered")
        return await run_in_threadpool(_answered, found, wants, day, named, asked, today())

    return answer


def _told_as(takes: str, formats: Sequence[str]) -> str:
    """The media type of what is wrong: that of the answer, as far as it has words."""
    media = [NAMES[name][0] or NAMES[name][1] for name in formats if name in NAMES]
    kind = media[0] if media else best([_TEXT, _PROBLEM, *_JSON, HTML], takes)
    return _PROBLEM if kind.endswith("json") else kind


def _wanted(takes: str, formats: Sequence[str]) -> Wanted:
    try:
        return wanted(takes, formats)
    except KeyError as error:
        name = str(error.args[0])
        raise RequestError(400, "there is no such format", f"Formats: {_FORMATS}.", misses(name, NAMES)) from None


_FORMATS = ", ".join(name for name in NAMES if "/" not in name)


def _question(asked: Operation, day: Day, wants: Wanted) -> Question:
    rows, yes, triples = wants.forms
    return Question(
        asked.query or "",
        day.day,
        rows=rows,
        yes=yes,
        triples=triples,
        default=asked.default,
        named=asked.named,
        most_bytes=sparql_form.MOST_BYTES if rows == TABLE else MOST_BYTES,
        most_rows=sparql_form.MOST_ROWS if rows == TABLE else 0,
    )


def _answered(found: Written, wants: Wanted, day: Day, named: str, asked: Operation, today: str) -> Response:
    kind = wants.media(found.query)
    if kind == HTML:
        if found.form == TABLE:
            shown = sparql_form.found(json.loads(found.body), cut=found.cut)
        else:
            shown = sparql_form.Found(triples=found.body.decode())
        page = sparql_form.page(asked.query, _graphs(asked), shown._replace(basis=found.basis))
        return _page(page, day, named, today)
    more = {"Actgraph-Basis": found.basis or day.basis}
    if asked.formats:  # a file is asked for
        more["Content-Disposition"] = f'attachment; filename="answer.{found.form}"'
    header = "; header=present" if kind == "text/csv" else ""
    charset = "" if kind.endswith("json") else "; charset=utf-8"
    return Response(found.body, headers=KEPT_NOWHERE | more, media_type=f"{kind}{charset}{header}")


def _unasked(request: Request, wants: Wanted, day: Day, named: str, asked: Operation, today: str) -> Response:
    """No query: a browser gets the page to write one, all others what the service says of itself."""
    kind = wants.triples
    if kind == HTML or (asked.start and HTML in wants):
        text = sparql_form.started(day, asked.start, asked.fields) if asked.start else None
        return _page(sparql_form.page(text, ()), day, named, today)
    if asked.start:
        raise RequestError(406, "a query to start from is there as a page only", "Named queries: /queries")
    if not kind:
        raise RequestError(406, "the service is described in RDF and HTML only")
    here = str(request.url.replace(query="", fragment=""))
    body = service_description.described(day, here, TRIPLES[kind])
    return Response(body, headers=KEPT_NOWHERE, media_type=kind)


def _refused(error: InputError, kind: str, day: Day, named: str, asked: Operation, today: str) -> Response:
    status = STATUS[error.kind] if isinstance(error, UnansweredError) else getattr(error, "status", 400)
    more = {"Retry-After": "5"} if status == 503 else {}
    if status == 405:
        more["Allow"] = "GET, POST"
    if kind == HTML:
        return _page(sparql_form.page(asked.query, _graphs(asked), error=error), day, named, today, status, more)
    if kind == _PROBLEM:
        told = {"title": error.what, "status": status, "detail": error.todo, "near": error.near}
        if isinstance(error, UnansweredError):
            told |= {"kind": error.kind}
            told |= {"line": error.line, "column": error.column} if error.line else {}
        body = json.dumps({name: value for name, value in told.items() if value}).encode()
        return Response(body, status, KEPT_NOWHERE | more, _PROBLEM)
    where = f"line {error.line}, column {error.column}: " if isinstance(error, UnansweredError) and error.line else ""
    lines = [f"{where}{error.what}"]
    lines += [f"did you mean: {'; '.join(error.near)}"] if error.near else []
    lines += [error.todo] if error.todo else []
    return Response("\n".join(map(one_line, lines)) + "\n", status, KEPT_NOWHERE | more, f"{_TEXT}; charset=utf-8")


def _graphs(asked: Operation) -> list[tuple[str, str]]:
    return [("default-graph-uri", one) for one in asked.default] + [("named-graph-uri", one) for one in asked.named]


def _page(
    page: Page, day: Day, named: str, today: str, status: int = 200, more: dict[str, str] | None = None
) -> Response:
    body = as_html(page, links_of(day, named, today), today)
    return Response(body, status, KEPT_NOWHERE | (more or {}), HTML)
