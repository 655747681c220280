"""The pages over HTTP, on loopback."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import NamedTuple

import mimeparse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from actgraph import catalog, graph
from actgraph.errors import ActgraphError, CitationError
from actgraph.graph import Day
from actgraph.web import assets, checking, pages, posted, profile, wrong
from actgraph.web.addresses import node_at, place_of
from actgraph.web.links import Links, other_day, served
from actgraph.web.page import FORMS, Page
from actgraph.web.write import html

HOSTS = ["127.0.0.1", "localhost", "[::1]"]
_HTML = "text/html"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # with none at all a form of ours would be taken for another site's
    "Vary": "Accept",
    "X-Content-Type-Options": "nosniff",
}

_KEPT_NOWHERE = _HEADERS | {"Cache-Control": "no-store"}


class Asked(NamedTuple):
    """What an address asks for.

    Attributes:
        path: of the page.
        named: the day as the address names it; empty where it names none.
        form: the format that its ending names; empty where it names none.
    """

    path: str
    named: str
    form: str


def app(on: str | None = None) -> Starlette:
    """The application.

    Args:
        on: the day that is meant where an address names none, ISO 8601; today, whenever that is, where there is none.

    Raises:
        InputError: it is no date, or nothing of the graph holds on it.

    >>> app("2026-11-24").routes[0].path
    '/assets/{name}'
    """
    graph.on(on)

    def today() -> str:
        return catalog.day_of(on)

    return Starlette(
        routes=[
            Route("/assets/{name}", _asset),
            Route("/day", _of_day),
            Route("/profile/start.ttl", _start),
            Route("/profile", _checking(today), methods=["POST"]),
            Route("/on/{named}/profile", _checking(today), methods=["POST"]),
            Route("/{path:path}", _answering(today)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
    )


def asked(path: str) -> Asked:
    """What an address asks for.

    Args:
        path: of the address, without its slash in front.

    >>> asked("on/2026-03-01/eli/reg/2024/1689/art_53.json")
    Asked(path='eli/reg/2024/1689/art_53', named='2026-03-01', form='json')
    """
    named = ""
    if path.startswith("on/"):
        named, _, path = path.removeprefix("on/").partition("/")
    stem, _, ending = path.rpartition(".")
    form = ending if ending in FORMS or ending == "html" else ""
    path = stem if form else path
    return Asked("" if path == "index" else path.rstrip("/"), named, form)


def negotiated(page: Page, accept: str) -> str:
    """The format that a client wants most: html, or one of those that the page has; empty where it wants none of them.

    Args:
        page: the page.
        accept: the field of the request; empty where there was none.

    >>> negotiated(Page("", "", "", {}, []), "text/csv;q=0.5, application/json")
    'json'
    """
    names = {FORMS[form][0]: form for form in reversed(page.forms)} | {_HTML: "html"}  # the last wins a tie
    try:
        return names.get(mimeparse.best_match(list(names), accept or "*/*"), "")
    except mimeparse.MimeTypeParseException:
        return "html"


def _answering(today: Callable[[], str]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        wanted = asked(request.path_params["path"])
        params = {name: str(value) for name, value in request.query_params.items()}
        accept = request.headers.get("accept", "")
        return await run_in_threadpool(respond, wanted, params, accept, today())

    return answer


def respond(wanted: Asked, params: Mapping[str, str], accept: str, today: str) -> Response:
    """The answer to a request.

    Args:
        wanted: what the address asks for.
        params: of the address.
        accept: the formats that the client reads.
        today: the day that is meant where none is named, ISO 8601.

    >>> respond(asked("gaps.csv"), {}, "", "2026-11-24").status_code
    200
    """
    try:
        day = graph.on(wanted.named or today)
    except ActgraphError as error:
        return _wrong(error, _links(graph.on(today), "", today), wanted, today, 400)
    links = _links(day, wanted.named, today)
    try:
        place = place_of(day, node_at(wanted.path)) if wanted.path not in pages.PLAIN else None
        if (
            place
            and place[0] != wanted.path
            and node_at(wanted.path) in day
            and wanted.form in ("", "html")
            and "html" in accept.replace("*/*", "html")
        ):
            return RedirectResponse(links.to(node_at(wanted.path)), 303, _HEADERS)
        page = pages.find(day, wanted.path, params)
    except ActgraphError as error:
        # What is asked of a page that is there stands behind its question mark.
        return _wrong(error, links, wanted, today, 400 if params else 404)
    form = wanted.form or negotiated(page, accept)
    if form not in ("html", *page.forms):
        told = ", ".join(["html", *page.forms])
        lacking = CitationError(f"this page has no such format; it is there as {told}")
        return _wrong(lacking, links, wanted, today, 404 if wanted.form else 406)
    if form == "html":
        body = html(page, links, today, _address, live=True)
        return Response(body, headers=_HEADERS, media_type=_HTML)
    kind, write = FORMS[form]
    return Response(write(page, links), headers=_HEADERS, media_type=f"{kind}; charset=utf-8")


def _wrong(error: ActgraphError, links: Links, wanted: Asked, today: str, status: int) -> Response:
    page = wrong.page(error, wanted.path)
    if wanted.form == "json":
        body = FORMS["json"][1](page, links)
        return Response(body, status, _HEADERS, "application/json; charset=utf-8")
    return Response(html(page, links, today, _address, live=True), status, _HEADERS, _HTML)


def _links(day: Day, named: str, today: str) -> Links:
    return Links(day, named, served, partial(other_day, today))


def _checking(today: Callable[[], str]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        named = request.path_params.get("named", "")
        wants = _wants(request)
        sent = None
        try:
            day = graph.on(named or today())
        except ActgraphError as error:
            return _wrong(
                error, _links(graph.on(today()), "", today()), Asked(profile.PATH, named, wants), today(), 400
            )
        try:
            posted.refuse_foreign(request.headers)
            sent = await posted.read(request)
            return await run_in_threadpool(_checked, day, named, sent, wants, today())
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except ActgraphError as error:
            page = profile.form(sent.text if sent else "", "", sent.choice if sent else "", error)
            return _written(day, named, page, wants, today(), getattr(error, "status", 400))

    return answer


def _wants(request: Request) -> str:
    """The format that who sends a profile wants: of a form a page, else JSON, where nothing else is asked for."""
    first = ["html", "json"] if posted.is_form(request.headers) else ["json", "html"]
    names = {"json": "application/json", "ttl": "text/turtle", "html": _HTML}
    kinds = {names[form]: form for form in ("ttl", *reversed(first))}  # the last wins a tie
    try:
        return kinds.get(mimeparse.best_match(list(kinds), request.headers.get("accept") or "*/*"), first[0])
    except mimeparse.MimeTypeParseException:
        return first[0]


def _checked(day: Day, named: str, sent: posted.Posted, wants: str, today: str) -> Response:
    found = checking.check(day, sent.data, sent.name, sent.form)
    if wants == "ttl":
        return Response(checking.as_turtle(found), headers=_KEPT_NOWHERE, media_type="text/turtle; charset=utf-8")
    return _written(day, named, profile.checked(day, sent, found), wants, today)


def _written(day: Day, named: str, page: Page, wants: str, today: str, status: int = 200) -> Response:
    if wants == "html":
        body = html(page, _links(day, named, today), today, _address, live=True)
        return Response(body, status, _KEPT_NOWHERE, _HTML)
    return Response(
        FORMS["json"][1](page, _links(day, named, today)), status, _KEPT_NOWHERE, "application/json; charset=utf-8"
    )


async def _start(request: Request) -> Response:
    return Response(profile.start(), headers=_HEADERS, media_type="text/turtle; charset=utf-8")


def _address(name: str) -> str:
    return f"/assets/{name}"


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in assets.ASSETS:
        return Response("there is no such file", 404, _HEADERS, "text/plain")
    return Response(assets.read(name), headers=_HEADERS, media_type="text/css")


async def _of_day(request: Request) -> Response:
    """The page that was open, on the day that was chosen."""
    on, path = request.query_params.get("on", ""), request.query_params.get("path", "")
    return RedirectResponse(served(path.lstrip("/"), on, ""), 303, _HEADERS)
