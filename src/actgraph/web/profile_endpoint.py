"""Answer a posted profile with a page, JSON, or the SHACL validation report in Turtle."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from actgraph.core.errors import ActgraphError
from actgraph.graph.day import Day, open_day
from actgraph.web import profile_check, profile_upload
from actgraph.web.http.media_types import HTML, negotiate_media
from actgraph.web.http.page import PAGE_FORMATS, Page
from actgraph.web.http.requests import get_accept, refuse_cross_site
from actgraph.web.http.security_headers import NO_STORE
from actgraph.web.pages import profile_form
from actgraph.web.respond import PagePath, make_page_links, render_live_html, respond_with_error


def make_profile_handler(get_today: Callable[[], str]) -> Callable[[Request], Awaitable[Response]]:
    """Make the handler of posted profiles.

    Args:
        get_today: returns the default day, ISO 8601.
    """

    async def handle_profile(request: Request) -> Response:
        named = request.path_params.get("named", "")
        wants = _choose_format(request)
        sent = None
        try:
            day = open_day(named or get_today())
        except ActgraphError as error:
            return respond_with_error(
                error,
                make_page_links(open_day(get_today()), "", get_today()),
                PagePath(profile_form.PROFILE_PATH, named, wants),
                get_today(),
                400,
            )
        try:
            refuse_cross_site(request.headers)
            sent = await profile_upload.read_upload(request)
            return await run_in_threadpool(_respond_with_check, day, named, sent, wants, get_today())
        except ClientDisconnect:
            return Response(status_code=400)  # the client is gone
        except ActgraphError as error:
            page = profile_form.build_profile_form_page(
                sent.text if sent else "", "", sent.chosen_format if sent else "", error
            )
            return _respond_with_page(day, named, page, wants, get_today(), getattr(error, "status", 400))

    return handle_profile


def _choose_format(request: Request) -> str:
    """Choose the format that the client prefers: by default a page for a form, JSON for other requests."""
    names = {"application/json": "json", HTML: "html", "text/turtle": "ttl"}
    if profile_upload.is_form_request(request.headers):
        names = {HTML: "html"} | names
    media = list(names)
    return names.get(negotiate_media(media, get_accept(request)), names[media[0]])


def _respond_with_check(
    day: Day, url_day: str, upload: profile_upload.ProfileUpload, format_name: str, today: str
) -> Response:
    found = profile_check.check_profile(day, upload.data, upload.name, upload.format_name)
    if format_name == "ttl":
        return Response(
            profile_check.profile_check_to_turtle(found), headers=NO_STORE, media_type="text/turtle; charset=utf-8"
        )
    return _respond_with_page(
        day, url_day, profile_form.build_profile_check_page(day, upload, found), format_name, today
    )


def _respond_with_page(day: Day, url_day: str, page: Page, format_name: str, today: str, status: int = 200) -> Response:
    if format_name == "html":
        body = render_live_html(page, make_page_links(day, url_day, today), today)
        return Response(body, status, NO_STORE, HTML)
    return Response(
        PAGE_FORMATS["json"][1](page, make_page_links(day, url_day, today)),
        status,
        NO_STORE,
        "application/json; charset=utf-8",
    )
