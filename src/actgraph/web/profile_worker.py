"""Answer what a request sends to a page that checks profiles, in a separate process."""

from collections.abc import Callable, Mapping
from typing import Any

from actgraph.core import system, worker_process
from actgraph.core.errors import ActgraphError
from actgraph.core.worker_pool import WorkLimits
from actgraph.graph.day import open_day
from actgraph.web import form_answer, one_third_answer, profile_check, profile_upload
from actgraph.web.check_request import CheckAnswer, CheckRequest, render_check_page
from actgraph.web.pages import answer_form, one_third, profile_form

_MAX_ANSWER_BYTES = 16_000_000
_CACHED_BYTES = 150_000_000  # for the graphs of other days that are cached


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


_ANSWERS: Mapping[str, Callable[[CheckRequest, bytes], CheckAnswer]] = {
    profile_form.PROFILE_PATH: answer_check,
    answer_form.FORM_PATH: form_answer.answer_form,
    one_third.ONE_THIRD_PATH: one_third_answer.answer_one_third,
}


def make_executor(limits: WorkLimits) -> worker_process.Execute:
    """Make the function that answers a request, given as JSON data and the body.

    Args:
        limits: those of a check; its memory comes on top of what the process holds now and caches.
    """
    base_bytes = (system.measure_data_memory() or 0) + _CACHED_BYTES

    def answer(header: Mapping[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        with system.limit_resources(worker_process.limit_memory(base_bytes, limits.megabytes * 1_000_000)):
            asked = CheckRequest(**header)
            found = _ANSWERS[asked.page](asked, body)
        if len(found.body) > _MAX_ANSWER_BYTES:
            raise MemoryError
        return {"status": found.status, "media_type": found.media_type, "file_name": found.file_name}, found.body

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
    empty = b'--a\r\nContent-Disposition: form-data; name="model.label"\r\n\r\nM\r\n--a--\r\n'
    form_answer.answer_form(CheckRequest("", today, "multipart/form-data; boundary=a", "html", 1), empty)


if __name__ == "__main__":
    worker_process.serve_jobs(_warm_up, make_executor)
