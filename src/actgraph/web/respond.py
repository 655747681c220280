"""A page as an answer over HTTP: which one, in which format, or what is wrong."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from starlette.responses import RedirectResponse, Response

from actgraph.core.errors import ActgraphError, CitationError
from actgraph.graph import day as graph
from actgraph.graph.day import Day
from actgraph.web.http.html import html
from actgraph.web.http.links import Links, other_day, served
from actgraph.web.http.media_types import HTML, best
from actgraph.web.http.node_paths import node_at, place_of
from actgraph.web.http.page import FORMS, Page
from actgraph.web.pages import error as wrong
from actgraph.web.pages import router


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
    names = {HTML: "html"} | {FORMS[form][0]: form for form in page.forms}
    return names.get(best(list(names), accept), "")


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
        return refused(error, links_of(graph.on(today), "", today), wanted, today, 400)
    links = links_of(day, wanted.named, today)
    try:
        place = place_of(day, node_at(wanted.path)) if wanted.path not in router.PLAIN else None
        if (
            place
            and place[0] != wanted.path
            and node_at(wanted.path) in day
            and wanted.form in ("", "html")
            and "html" in accept.replace("*/*", "html")
        ):
            return RedirectResponse(links.to(node_at(wanted.path)), 303)
        page = router.find(day, wanted.path, params)
    except ActgraphError as error:
        # What is asked of a page that is there stands behind its question mark.
        return refused(error, links, wanted, today, 400 if params else 404)
    form = wanted.form or negotiated(page, accept)
    if form not in ("html", *page.forms):
        told = ", ".join(["html", *page.forms])
        lacking = CitationError(f"this page has no such format; it is there as {told}")
        return refused(lacking, links, wanted, today, 404 if wanted.form else 406)
    if form == "html":
        return Response(as_html(page, links, today), media_type=HTML)
    kind, write = FORMS[form]
    return Response(write(page, links), media_type=f"{kind}; charset=utf-8")


def refused(error: ActgraphError, links: Links, wanted: Asked, today: str, status: int) -> Response:
    """The answer to what cannot be answered.

    Args:
        error: why.
        links: how the page names others.
        wanted: what the address asks for.
        today: the day that is meant where none is named, ISO 8601.
        status: of the answer.
    """
    page = wrong.page(error, wanted.path)
    if wanted.form == "json":
        body = FORMS["json"][1](page, links)
        return Response(body, status, media_type="application/json; charset=utf-8")
    return Response(as_html(page, links, today), status, media_type=HTML)


def links_of(day: Day, named: str, today: str) -> Links:
    """How a page of the server names others.

    Args:
        day: the graph of the page.
        named: the day as the address names it; empty where it names none.
        today: the day that is meant where none is named, ISO 8601.
    """
    return Links(day, named, served, partial(other_day, today))


def as_html(page: Page, links: Links, today: str) -> str:
    """A page as HTML, as the server shows it.

    Args:
        page: the page.
        links: how it names others.
        today: the day that is meant where none is named, ISO 8601.
    """
    return html(page, links, today, _address, live=True)


def _address(name: str) -> str:
    return f"/assets/{name}"
