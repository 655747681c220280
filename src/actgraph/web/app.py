"""Build the web application and its routes."""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import NamedTuple

import anyio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from actgraph.core.worker_pool import WorkerPool, WorkLimits
from actgraph.graph import catalog, day
from actgraph.profile.jsonld_context import CONTEXT_FILE, format_context
from actgraph.sparql.query_pool import QueryPool, make_query_error
from actgraph.web.http import assets
from actgraph.web.http.answers import AnswerMiddleware
from actgraph.web.http.links import format_server_url
from actgraph.web.http.monitoring import RequestMonitor
from actgraph.web.http.requests import get_accept
from actgraph.web.http.security_headers import NO_STORE, SecurityHeadersMiddleware
from actgraph.web.http.server_end import ServerEnd
from actgraph.web.pages import answer_form, one_third, profile_form
from actgraph.web.profile_endpoint import make_check_error, make_profile_handler, run_check
from actgraph.web.respond import parse_page_path, respond_with_page
from actgraph.web.sparql_endpoint import make_sparql_handler
from actgraph.web.work_queue import QueueLimits, WorkQueue, choose_worker_count

_WAITING_PAGES = 200
_PAGE_SECONDS = 20  # that a page waits for its turn
_MOST_PAGES = 8  # that are made at once: each takes some megabytes, and one processor makes one at a time
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_WAITING_CHECKS = 20  # each is held in memory
_NICE = 10  # checks stand back behind pages and queries
_REPLACE_SECONDS = 0.5


class ServerOptions(NamedTuple):
    """Options of the server.

    Attributes:
        hosts: host names that requests may carry, besides those of the local machine.
        origins: sites whose pages may query `/sparql` from a browser; `*` allows any.
        workers: number of queries that run at once, and twice that of the profiles; 0 for one per core.
        limits: limits of each query.
        check_limits: limits of the check of a profile.
        upload_megabytes: the largest profile that is checked.
        endpoint: URL of the store that answers the queries of `/sparql`; empty for the local graph.
    """

    hosts: Sequence[str] = ()
    origins: Sequence[str] = ()
    workers: int = 0
    limits: WorkLimits = WorkLimits()
    check_limits: WorkLimits = WorkLimits(seconds=5)
    upload_megabytes: float = 2
    endpoint: str = ""


def create_app(date: str | None = None, options: ServerOptions = ServerOptions()) -> Starlette:  # noqa: B008
    """Create the application.

    Args:
        date: default day of URLs that name none, ISO 8601; None for today, whenever the request comes.

    Raises:
        InputError: it is no date, or no text of the graph holds on it.

    >>> create_app("2026-11-24").routes[0].path
    '/assets/{name}'
    """
    day.open_day(date)

    def get_today() -> str:
        return catalog.parse_date(date)

    end = ServerEnd()

    @contextlib.asynccontextmanager
    async def start_workers(application: Starlette) -> AsyncIterator[None]:
        many = options.workers or choose_worker_count()
        few = max(1, many // 2)  # checks: they take more memory
        with (
            _start_query_pool(options, many, get_today) as queries,
            WorkerPool("actgraph.web.profile_worker", few, options.check_limits, nice=_NICE) as checks,
        ):
            state = application.state
            state.pools = {"workers": queries, "check_workers": checks}
            state.queue = WorkQueue(queries.run_query, QueueLimits(many), end, make_query_error)
            state.checks = WorkQueue(
                partial(run_check, checks), QueueLimits(few, _WAITING_CHECKS), end, make_check_error
            )
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_replace_dead_processes, application)
                yield
                tasks.cancel_scope.cancel()

    ask = make_sparql_handler(get_today, options.origins)
    posted = {
        path: make_profile_handler(get_today, options.upload_megabytes, path)
        for path in (profile_form.PROFILE_PATH, answer_form.FORM_PATH, one_third.ONE_THIRD_PATH)
    }
    both, told = ["GET", "POST"], ["Actgraph-Basis"]
    cross = [Middleware(CORSMiddleware, allow_origins=options.origins, allow_methods=both, expose_headers=told)]
    # A browser asks by OPTIONS whether a page of another site may post a query; the middleware answers.
    methods, crossing = ["GET", "POST", *(["OPTIONS"] if options.origins else [])], cross if options.origins else []
    application = Starlette(
        routes=[
            Route("/assets/{name}", _send_asset),
            Route(f"/{CONTEXT_FILE}", _send_context),
            Route("/day", _redirect_to_day),
            Route("/health", _report_health),
            Route("/profile/start.ttl", _send_start_profile),
            *(
                Route(f"{on}/{path}", post, methods=["POST"])
                for path, post in posted.items()
                for on in ("", "/on/{named}")
            ),
            Route("/sparql", ask, methods=methods, middleware=crossing),
            Route("/on/{named}/sparql", ask, methods=methods, middleware=crossing),
            Route("/{path:path}", _make_page_handler(get_today, options.upload_megabytes)),
        ],
        middleware=[
            Middleware(RequestMonitor),
            Middleware(SecurityHeadersMiddleware),
            Middleware(AnswerMiddleware),
            Middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL_HOSTS, *options.hosts], www_redirect=False),
        ],
        lifespan=start_workers,
    )
    application.state.end = end
    return application


async def _replace_dead_processes(application: Starlette) -> None:
    """Replace processes that something else has killed, so that no request waits for that."""
    while True:
        await anyio.sleep(_REPLACE_SECONDS)
        for pool in application.state.pools.values():
            try:
                await anyio.to_thread.run_sync(pool.replace_dead)
            except Exception:  # such as no more threads: the server goes on, and `/health` tells what is missing
                logging.getLogger(__name__).exception("a process could not be replaced")


def _start_query_pool(options: ServerOptions, count: int, get_today: Callable[[], str]) -> QueryPool:
    if not options.endpoint:
        return QueryPool(count, options.limits)
    from actgraph.remote.query_pool import RemoteQueryPool  # needs the extra remote

    return RemoteQueryPool(options.endpoint, count, options.limits, get_today)


def _make_page_handler(
    get_today: Callable[[], str], upload_megabytes: float
) -> Callable[[Request], Awaitable[Response]]:
    context = {"upload_megabytes": f"{upload_megabytes:g}"}
    turns = anyio.Semaphore(_MOST_PAGES)

    async def handle_page(request: Request) -> Response:
        wanted = parse_page_path(request.path_params["path"])
        params = {name: str(value) for name, value in request.query_params.items()}
        asked = wanted, params, get_accept(request), get_today(), context
        end: ServerEnd = request.app.state.end
        if turns.statistics().tasks_waiting >= _WAITING_PAGES:
            return _refuse_page()
        with end.limit_waiting(_PAGE_SECONDS) as waiting:
            await turns.acquire()
        if waiting.cancelled_caught:
            return _refuse_page()
        try:
            if await request.is_disconnected():  # while it waited
                return Response(status_code=400)
            with end.limit_working():
                return await anyio.to_thread.run_sync(respond_with_page, *asked, abandon_on_cancel=True)
            return _refuse_page()
        finally:
            turns.release()

    return handle_page


def _refuse_page() -> Response:
    headers = {"Retry-After": "5"} | NO_STORE
    return Response(
        "too many pages wait, or the server is shutting down\n  Ask again in five seconds.\n",
        503,
        headers,
        "text/plain",
    )


async def _send_start_profile(request: Request) -> Response:
    return Response(profile_form.read_start_profile(), media_type="text/turtle; charset=utf-8")


async def _send_context(request: Request) -> Response:
    return Response(format_context(), media_type="application/ld+json")


async def _send_asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in assets.ASSETS:
        return Response("there is no such file", 404, media_type="text/plain")
    return Response(assets.read_asset(name), media_type="text/css")


async def _redirect_to_day(request: Request) -> Response:
    """Redirect to the page that was open, on the chosen day."""
    on, path, asked = (request.query_params.get(name, "") for name in ("on", "path", "asked"))
    return RedirectResponse(format_server_url(path.lstrip("/"), on, "") + (asked if asked.startswith("?") else ""), 303)


async def _report_health(request: Request) -> Response:
    """Report whether queries and profiles can be answered, and counts of what was done; nothing of them is shown."""
    state = request.app.state
    told = request.state.monitor.report_counts()
    for name, queue in (("queries", state.queue), ("checks", state.checks)):
        told[name] = dict(sorted(queue.outcomes.items())) | {"running": queue.running, "waiting": queue.waiting}
    for name, pool in state.pools.items():
        told[name] = {"wanted": pool.count, "alive": pool.count_alive(), "replaced": pool.replaced_count}
    fault: str | None = getattr(state.pools["workers"], "fault", None)
    if fault is not None:  # a store elsewhere answers the queries
        told["store"] = {"answers": not fault, "fault": fault}
    well = not fault and all(pool.count_alive() >= pool.count for pool in state.pools.values())
    return JSONResponse({"status": "ok" if well else "ill"} | told, 200 if well else 503, NO_STORE)
