"""A profile that is sent over HTTP, and the answer: a page, JSON, or the report of SHACL as Turtle."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from actgraph.core.errors import ActgraphError
from actgraph.graph import day as graph
from actgraph.graph.day import Day
from actgraph.web import profile_check, profile_upload
from actgraph.web.http.media_types import HTML, best
from actgraph.web.http.page import FORMS, Page
from actgraph.web.http.requests import accept, refuse_foreign
from actgraph.web.http.security_headers import KEPT_NOWHERE
from actgraph.web.pages import profile_form
from actgraph.web.respond import Asked, as_html, links_of, refused


def checking(today: Callable[[], str]) -> Callable[[Request], Awaitable[Response]]:
    """What answers to a profile that is sent.

    Args:
        today: gives the day that is meant where none is named, ISO 8601.
    """

    async def answer(request: Request) -> Response:
        named = request.path_params.get("named", "")
        wants = _wants(request)
        sent = None
        try:
            day = graph.on(named or today())
        except ActgraphError as error:
            return refused(
                error, links_of(graph.on(today()), "", today()), Asked(profile_form.PATH, named, wants), today(), 400
            )
        try:
            refuse_foreign(request.headers)
            sent = await profile_upload.read(request)
            return await run_in_threadpool(_checked, day, named, sent, wants, today())
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except ActgraphError as error:
            page = profile_form.form(sent.text if sent else "", "", sent.choice if sent else "", error)
            return _written(day, named, page, wants, today(), getattr(error, "status", 400))

    return answer


def _wants(request: Request) -> str:
    """The format that who sends a profile wants: of a form a page, else JSON, where nothing else is asked for."""
    names = {"application/json": "json", HTML: "html", "text/turtle": "ttl"}
    if profile_upload.is_form(request.headers):
        names = {HTML: "html"} | names
    media = list(names)
    return names.get(best(media, accept(request)), names[media[0]])


def _checked(day: Day, named: str, sent: profile_upload.Posted, wants: str, today: str) -> Response:
    found = profile_check.check(day, sent.data, sent.name, sent.form)
    if wants == "ttl":
        return Response(profile_check.as_turtle(found), headers=KEPT_NOWHERE, media_type="text/turtle; charset=utf-8")
    return _written(day, named, profile_form.checked(day, sent, found), wants, today)


def _written(day: Day, named: str, page: Page, wants: str, today: str, status: int = 200) -> Response:
    if wants == "html":
        body = as_html(page, links_of(day, named, today), today)
        return Response(body, status, KEPT_NOWHERE, HTML)
    return Response(
        FORMS["json"][1](page, links_of(day, named, today)), status, KEPT_NOWHERE, "application/json; charset=utf-8"
    )
