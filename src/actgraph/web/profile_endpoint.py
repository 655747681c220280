"""Answer what is posted to a page that checks profiles: a profile, or a form whose answers make one."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from actgraph.core.errors import ActgraphError
from actgraph.core.worker_pool import StopHandle, WorkerPool, WorkError
from actgraph.graph.day import Day, open_day
from actgraph.web import profile_upload
from actgraph.web.check_request import CheckAnswer, CheckRequest, render_check_page
from actgraph.web.http.media_types import HTML, negotiate_media
from actgraph.web.http.monitoring import record_outcome
from actgraph.web.http.page import Page
from actgraph.web.http.requests import RequestError, get_accept, read_bounded, refuse_cross_site
from actgraph.web.http.security_headers import NO_STORE
from actgraph.web.pages import answer_form, one_third, profile_form
from actgraph.web.respond import PagePath, make_page_links, respond_with_error

_Check = tuple[CheckRequest, bytes]


class CheckError(RequestError):
    """A profile that was not checked.

    Args:
        kind: as for `WorkError`; `busy`: too many others wait; `time` and `memory`: stopped at that limit.

    >>> CheckError("busy", "too many profiles wait").status
    503
    """

    def __init__(self, kind: str, what: str, todo: str = "") -> None:
        super().__init__(_STATUSES[kind], what, todo)
        self.kind = kind


_LESS = {  # whether it is a profile → what to do where it takes too much
    True: "Describe fewer models in one profile, or install actgraph and run: actgraph assess FILE",
    False: "Choose a smaller document, or install actgraph and run: actgraph profile import FILE",
}
_STATUSES = {"time": 413, "memory": 413, "died": 500, "failed": 500, "stopped": 503, "busy": 503}


_ERROR_PAGES: Mapping[str, Callable[[Day, RequestError], Page]] = {
    profile_form.PROFILE_PATH: lambda day, error: profile_form.build_profile_form_page(error=error),
    answer_form.FORM_PATH: lambda day, error: answer_form.build_form_page(error=error),
    one_third.ONE_THIRD_PATH: lambda day, error: one_third.build_one_third_page(day, error=error),
}


def make_profile_handler(
    get_today: Callable[[], str], upload_megabytes: float, page_path: str = profile_form.PROFILE_PATH
) -> Callable[[Request], Awaitable[Response]]:
    """Make the handler of posted profiles.

    Args:
        get_today: returns the default day, ISO 8601.
        upload_megabytes: the largest profile that is taken.
        page_path: path of the page that they are posted to.
    """
    takes_profile = page_path == profile_form.PROFILE_PATH

    async def read_body(request: Request) -> bytes:
        is_form = profile_upload.is_form_request(request.headers)
        most = int(upload_megabytes * 1_000_000) + is_form * profile_upload.FORM_OVERHEAD
        try:
            return await read_bounded(request, most, request.app.state.end)
        except RequestError as error:
            raise (
                _make_size_error(upload_megabytes, is_profile=takes_profile) if error.status == 413 else error
            ) from None

    async def handle_profile(request: Request) -> Response:
        named = request.path_params.get("named", "")
        form = _choose_format(request) if takes_profile else "html"
        asked = CheckRequest(
            named, get_today(), request.headers.get("content-type", ""), form, upload_megabytes, page_path
        )
        try:
            day = await run_in_threadpool(open_day, named or asked.today)
        except ActgraphError as error:
            return await run_in_threadpool(_respond_without_day, error, asked)
        try:
            refuse_cross_site(request.headers)
            profile_upload.check_media_type(request.headers, takes_profile=takes_profile)
            request.app.state.checks.check_room()
            body = await read_body(request)
            answer = await request.app.state.checks.submit((asked, body), request)
        except ClientDisconnect:
            return Response(status_code=400)  # the client is gone
        except RequestError as error:
            record_outcome(request, getattr(error, "kind", "refused"))
            if error.status == 503:  # a page would take what is scarce
                return Response(f"{error}\n", 503, NO_STORE | {"Retry-After": "5"}, "text/plain")
            page = await run_in_threadpool(_ERROR_PAGES[page_path], day, error)
            answer = await run_in_threadpool(render_check_page, asked, page, day, error.status)
        saved = {"Content-Disposition": f'attachment; filename="{answer.file_name}"'} if answer.file_name else {}
        return Response(answer.body, answer.status, NO_STORE | saved, answer.media_type)

    return handle_profile


def run_check(pool: WorkerPool, check: _Check, stop: StopHandle) -> CheckAnswer:
    """Check a profile in a process of the pool.

    Raises:
        CheckError: it was stopped.
    """
    try:
        told, body = pool.run(check[0]._asdict(), check[1], stop)
    except WorkError as error:
        raise make_check_error(error.kind, error.detail, pool, check[0].page) from None
    return CheckAnswer(told["status"], told["media_type"], body, told["file_name"])


def make_check_error(
    kind: str, detail: str = "", pool: WorkerPool | None = None, page_path: str = profile_form.PROFILE_PATH
) -> CheckError:
    """Make the error that tells why a profile was not checked.

    Args:
        kind: as for `CheckError`.
        detail: as for `WorkError`.
        pool: the pool whose limits are told.
        page_path: path of the page that it was sent to.

    >>> print(make_check_error("busy"))
    the profile was not checked: too many others wait
      Send it again in a little while.
    """
    subject = "the profile was" if page_path == profile_form.PROFILE_PATH else "your answers were"
    less, again = _LESS[page_path == profile_form.PROFILE_PATH], "Send it again in a little while."
    how = f" ({detail})" if detail else ""
    seconds, megabytes = pool.limits if pool else ("", "")
    what, todo = {
        "time": (f"{subject} not checked: it takes more than {seconds:g} s" if pool else "", less),
        "memory": (f"{subject} not checked: it takes more than {megabytes} MB of memory", less),
        "died": (
            f"{subject} not checked: the process that read it ended{how}",
            f"{less} If it happens again, please report it.",
        ),
        "failed": (f"{subject} not checked, by a fault of ours{how}", "Please report it, with what you sent."),
        "stopped": (f"{subject} not checked: the server is shutting down", again),
        "busy": (f"{subject} not checked: too many others wait", again),
    }[kind]
    return CheckError(kind, what, todo)


def _make_size_error(megabytes: float, *, is_profile: bool) -> RequestError:
    if not is_profile:
        return RequestError(413, f"the document, with your answers, is over {megabytes:g} MB", _LESS[False])
    todo = (
        "Remove what does not describe the provider and its models, or install actgraph and run: actgraph assess FILE"
    )
    return RequestError(413, f"the profile is over {megabytes:g} MB", todo)


def _choose_format(request: Request) -> str:
    """Choose the format that the client prefers: by default a page for a form, JSON for other requests."""
    names = {"application/json": "json", HTML: "html", "text/turtle": "ttl"}
    if profile_upload.is_form_request(request.headers):
        names = {HTML: "html"} | names
    media = list(names)
    return names.get(negotiate_media(media, get_accept(request)), names[media[0]])


def _respond_without_day(error: ActgraphError, asked: CheckRequest) -> Response:
    links = make_page_links(open_day(asked.today), "", asked.today)
    path = PagePath(asked.page, asked.url_day, asked.format_name)
    return respond_with_error(error, links, path, asked.today, 400)
