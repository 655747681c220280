"""Answer a request for a page: choose the page and its format, or report an error."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from starlette.responses import RedirectResponse, Response

from actgraph.core.errors import ActgraphError, CitationError
from actgraph.graph.day import Day, open_day
from actgraph.web.http.html import render_html
from actgraph.web.http.links import PageLinks, find_other_day, format_server_url
from actgraph.web.http.media_types import HTML, negotiate_media
from actgraph.web.http.node_paths import find_page_path, parse_node_path
from actgraph.web.http.page import PAGE_FORMATS, Page
from actgraph.web.http.security_headers import PICTURE_POLICY
from actgraph.web.pages import router
from actgraph.web.pages.error import build_error_page


class PagePath(NamedTuple):
    """The parts of a page's URL.

    Attributes:
        path: path of the page.
        url_day: day named in the URL; empty if none is.
        format_name: format named by the extension; empty if none is.
    """

    path: str
    url_day: str
    format_name: str


def parse_page_path(path: str) -> PagePath:
    """Split the path of a URL, given without its leading slash.

    >>> parse_page_path("on/2026-03-01/eli/reg/2024/1689/art_53.json")
    PagePath(path='eli/reg/2024/1689/art_53', url_day='2026-03-01', format_name='json')
    """
    named = ""
    if path.startswith("on/"):
        named, _, path = path.removeprefix("on/").partition("/")
    stem, _, ending = path.rpartition(".")
    form = ending if ending in PAGE_FORMATS or ending == "html" else ""
    path = stem if form else path
    return PagePath("" if path == "index" else path.rstrip("/"), named, form)


def negotiate_format(page: Page, accept: str) -> str:
    """Choose the format that a client prefers: `html`, or one of the page's formats; empty if it accepts none of them.

    Args:
        accept: the Accept header; empty if the request has none.

    >>> negotiate_format(Page("", "", "", {}, []), "text/csv;q=0.5, application/json")
    'json'
    """
    names = {HTML: "html"} | {PAGE_FORMATS[form][0]: form for form in page.formats}
    return names.get(negotiate_media(list(names), accept), "")


def respond_with_page(
    page_path: PagePath, params: Mapping[str, str], accept: str, today: str, context: Mapping[str, Any] | None = None
) -> Response:
    """Answer a request for a page.

    Args:
        params: query parameters of the URL.
        accept: the Accept header; empty if the request has none.
        today: default day, ISO 8601.
        context: variables of the template besides those of the page.

    >>> respond_with_page(parse_page_path("gaps.csv"), {}, "", "2026-11-24").status_code
    200
    """
    try:
        day = open_day(page_path.url_day or today)
    except ActgraphError as error:
        return respond_with_error(error, make_page_links(open_day(today), "", today), page_path, today, 400)
    links = make_page_links(day, page_path.url_day, today)
    try:
        place = (
            find_page_path(day, parse_node_path(page_path.path)) if page_path.path not in router.FIXED_PAGES else None
        )
        if (
            place
            and place[0] != page_path.path
            and parse_node_path(page_path.path) in day
            and page_path.format_name in ("", "html")
            and "html" in accept.replace("*/*", "html")
        ):
            return RedirectResponse(links.link_node(parse_node_path(page_path.path)), 303)
        page = router.build_page(day, page_path.path, params)
    except ActgraphError as error:
        # An error in the query parameters is no missing page.
        return respond_with_error(error, links, page_path, today, 400 if params else 404)
    form = page_path.format_name or negotiate_format(page, accept)
    if form not in ("html", *page.formats):
        told = ", ".join(["html", *page.formats])
        lacking = CitationError(f"this page has no such format; it is there as {told}")
        return respond_with_error(lacking, links, page_path, today, 404 if page_path.format_name else 406)
    if form == "html":
        page = page._replace(context={**(context or {}), **page.context})
        return Response(render_live_html(page, links, today), media_type=HTML)
    kind, write = PAGE_FORMATS[form]
    try:
        headers = PICTURE_POLICY if form == "svg" else None
        return Response(write(page, links), headers=headers, media_type=f"{kind}; charset=utf-8")
    except ActgraphError as error:  # a picture for which the machine lacks a library
        return respond_with_error(error, links, page_path, today, 503)


def respond_with_error(
    error: ActgraphError, links: PageLinks, page_path: PagePath, today: str, status: int
) -> Response:
    """Answer a request that cannot be served.

    Args:
        today: default day, ISO 8601.
        status: HTTP status code.
    """
    page = build_error_page(error, page_path.path)
    if page_path.format_name == "json":
        body = PAGE_FORMATS["json"][1](page, links)
        return Response(body, status, media_type="application/json; charset=utf-8")
    return Response(render_live_html(page, links, today), status, media_type=HTML)


def make_page_links(day: Day, url_day: str, today: str) -> PageLinks:
    """Make the links of a page of the server.

    Args:
        url_day: day named in the URL; empty if none is.
        today: default day, ISO 8601.
    """
    return PageLinks(day, url_day, format_server_url, partial(find_other_day, today))


def render_live_html(page: Page, links: PageLinks, today: str) -> str:
    """Render a page as HTML for the server.

    Args:
        today: default day, ISO 8601.
    """
    return render_html(page, links, today, _format_asset_url, live=True)


def _format_asset_url(name: str) -> str:
    return f"/assets/{name}"
