"""What is asked about a profile, and the answer, as they pass between the server and the processes that check."""

from typing import NamedTuple

from actgraph.graph.day import Day
from actgraph.web.http.media_types import HTML
from actgraph.web.http.page import PAGE_FORMATS, Page
from actgraph.web.respond import make_page_links, render_live_html


class CheckRequest(NamedTuple):
    """What to answer about a profile.

    Attributes:
        url_day: day named in the URL; empty if none is.
        today: default day, ISO 8601.
        content_type: media type of the body, with its parameters.
        format_name: format of the answer: `html`, `json`, or `ttl` for the SHACL validation report.
        upload_megabytes: the largest profile that the server takes.
        page: path of the page that it was sent to.
    """

    url_day: str
    today: str
    content_type: str
    format_name: str
    upload_megabytes: float
    page: str = "profile"


class CheckAnswer(NamedTuple):
    """The answer to a request.

    Attributes:
        status: HTTP status code.
        media_type: media type of the body.
        body: the answer.
        file_name: name under which a browser saves it; empty for what it shows.
    """

    status: int
    media_type: str
    body: bytes
    file_name: str = ""


def render_check_page(request: CheckRequest, page: Page, day: Day, status: int = 200) -> CheckAnswer:
    """Render a page of the check of profiles as HTML, or as JSON for all other formats."""
    links = make_page_links(day, request.url_day, request.today)
    if request.format_name == "html":
        page = page._replace(context={"upload_megabytes": f"{request.upload_megabytes:g}", **page.context})
        return CheckAnswer(status, HTML, render_live_html(page, links, request.today).encode())
    return CheckAnswer(status, "application/json; charset=utf-8", PAGE_FORMATS["json"][1](page, links).encode())
