"""Read, assess and validate a profile that a request sends in a separate process, and write the answer there."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from actgraph.core import system, worker_process
from actgraph.core.errors import ActgraphError
from actgraph.core.worker_pool import WorkLimits
from actgraph.graph.day import Day, open_day
from actgraph.web import profile_check, profile_upload
from actgraph.web.http.media_types import HTML
from actgraph.web.http.page import PAGE_FORMATS, Page
from actgraph.web.pages import profile_form
from actgraph.web.respond import make_page_links, render_live_html

_MAX_ANSWER_BYTES = 16_000_000
_CACHED_BYTES = 150_000_000  # for the graphs of other days that are cached


class CheckRequest(NamedTuple):
    """What to answer about a profile.

    Attributes:
        url_day: day named in the URL; empty if none is.
        today: default day, ISO 8601.
        content_type: media type of the body, with its parameters.
        format_name: format of the answer: `html`, `json`, or `ttl` for the SHACL validation report.
        upload_megabytes: the largest profile that the server takes.
    """

    url_day: str
    today: str
    content_type: str
    format_name: str
    upload_megabytes: float


class CheckAnswer(NamedTuple):
    """The answer to a request: status, media type and body."""

    status: int
    media_type: str
    body: bytes


def answer_check(request: CheckRequest, body: bytes) -> CheckAnswer:
    """Read, assess and validate the profile of a request.

    Args:
        body: body of the request.

    >>> request = CheckRequest("", "2026-11-24", "text/turtle", "json", 2)
    >>> answer_check(request, b"<urn:m> a").status
    400
    """
    day = open_day(request.url_day or request.today)
    sent = None
    try:
        sent = profile_upload.parse_upload(request.content_type, body)
        found = profile_check.check_profile(day, sent.data, sent.name, sent.format_name)
        if request.format_name == "ttl":
            return CheckAnswer(200, "text/turtle; charset=utf-8", profile_check.profile_check_to_turtle(found).encode())
        return render_check_page(request, profile_form.build_profile_check_page(day, sent, found), day)
    except ActgraphError as error:
        text, chosen = (sent.text, sent.chosen_format) if sent else ("", "")
        page = profile_form.build_profile_form_page(text, "", chosen, error)
        return render_check_page(request, page, day, getattr(error, "status", 400))


def render_check_page(request: CheckRequest, page: Page, day: Day, status: int = 200) -> CheckAnswer:
    """Render a page of the check of profiles as HTML, or as JSON for all other formats."""
    links = make_page_links(day, request.url_day, request.today)
    if request.format_name == "html":
        page = page._replace(context={"upload_megabytes": f"{request.upload_megabytes:g}", **page.context})
        return CheckAnswer(status, HTML, render_live_html(page, links, request.today).encode())
    return CheckAnswer(status, "application/json; charset=utf-8", PAGE_FORMATS["json"][1](page, links).encode())


def make_executor(limits: WorkLimits) -> worker_process.Execute:
    """Make the function that answers a request, given as JSON data and the body.

    Args:
        limits: those of a check; its memory comes on top of what the process holds now and caches.
    """
    base_bytes = (system.measure_data_memory() or 0) + _CACHED_BYTES

    def answer(header: Mapping[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        with system.limit_resources(worker_process.limit_memory(base_bytes, limits.megabytes * 1_000_000)):
            found = answer_check(CheckRequest(**header), body)
        if len(found.body) > _MAX_ANSWER_BYTES:
            raise MemoryError
        return {"status": found.status, "media_type": found.media_type}, found.body

    return answer


def _warm_up() -> None:
    """Open and import all that a check needs, so that the first one is as fast as the next."""
    from actgraph.graph import catalog
    from actgraph.profile import jsonld_process

    jsonld_process.parse_in_this_process()
    today = catalog.parse_date(None)
    for form in ("html", "ttl"):
        text = profile_form.read_example_profiles()["startup"].encode()
        answer_check(CheckRequest("", today, "text/turtle", form, 1), text)


if __name__ == "__main__":
    worker_process.serve_jobs(_warm_up, make_executor)
