"""Build the web application and its routes."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import NamedTuple

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from actgraph.graph import catalog, day
from actgraph.sparql.worker_pool import QueryLimits, WorkerPool
from actgraph.web.http import assets
from actgraph.web.http.answers import AnswerMiddleware
from actgraph.web.http.links import format_server_url
from actgraph.web.http.monitoring import RequestMonitor
from actgraph.web.http.requests import get_accept
from actgraph.web.http.security_headers import NO_STORE, SecurityHeadersMiddleware
from actgraph.web.pages import profile_form
from actgraph.web.profile_endpoint import make_profile_handler
from actgraph.web.query_queue import QueryQueue, choose_worker_count
from actgraph.web.respond import parse_page_path, respond_with_page
from actgraph.web.sparql_endpoint import make_sparql_handler

_MOST_PAGES = 8  # that are made at once: each takes some megabytes, and one processor makes one at a time
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class ServerOptions(NamedTuple):
    """Options of the server.

    Attributes:
        hosts: host names that requests may carry, besides those of the local machine.
        origins: sites whose pages may query `/sparql` from a browser; `*` allows any.
        workers: number of queries that run at once; 0 for one per core.
        limits: limits of each query.
    """

    hosts: Sequence[str] = ()
    origins: Sequence[str] = ()
    workers: int = 0
    limits: QueryLimits = QueryLimits()


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

    @contextlib.asynccontextmanager
    async def start_workers(application: Starlette) -> AsyncIterator[None]:
        with WorkerPool(options.workers or choose_worker_count(), options.limits) as workers:
            application.state.queue = QueryQueue(workers)
            yield

    ask, check = make_sparql_handler(get_today, options.origins), make_profile_handler(get_today)
    both, told = ["GET", "POST"], ["Actgraph-Basis"]
    cross = [Middleware(CORSMiddleware, allow_origins=options.origins, allow_methods=both, expose_headers=told)]
    # A browser asks by OPTIONS whether a page of another site may post a query; the middleware answers.
    methods, crossing = ["GET", "POST", *(["OPTIONS"] if options.origins else [])], cross if options.origins else []
    return Starlette(
        routes=[
            Route("/assets/{name}", _send_asset),
            Route("/day", _redirect_to_day),
            Route("/health", _report_health),
            Route("/profile/start.ttl", _send_start_profile),
            Route("/profile", check, methods=["POST"]),
            Route("/on/{named}/profile", check, methods=["POST"]),
            Route("/sparql", ask, methods=methods, middleware=crossing),
            Route("/on/{named}/sparql", ask, methods=methods, middleware=crossing),
            Route("/{path:path}", _make_page_handler(get_today)),
        ],
        middleware=[
            Middleware(RequestMonitor),
            Middleware(SecurityHeadersMiddleware),
            Middleware(AnswerMiddleware),
            Middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL_HOSTS, *options.hosts], www_redirect=False),
        ],
        lifespan=start_workers,
    )


def _make_page_handler(get_today: Callable[[], str]) -> Callable[[Request], Awaitable[Response]]:
    turns = anyio.CapacityLimiter(_MOST_PAGES)

    async def handle_page(request: Request) -> Response:
        wanted = parse_page_path(request.path_params["path"])
        params = {name: str(value) for name, value in request.query_params.items()}
        async with turns:
            if await request.is_disconnected():  # while it waited
                return Response(status_code=400)
            return await run_in_threadpool(respond_with_page, wanted, params, get_accept(request), get_today())

    return handle_page


async def _send_start_profile(request: Request) -> Response:
    return Response(profile_form.read_start_profile(), media_type="text/turtle; charset=utf-8")


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
    """Report whether queries can be answered, and counts of what was done; no query is shown."""
    queue: QueryQueue = request.app.state.queue
    alive = queue.workers.count_alive()
    told = request.state.monitor.report_counts() | {
        "queries": dict(sorted(queue.outcomes.items())) | {"running": queue.running, "waiting": queue.waiting},
        "workers": {"wanted": queue.workers.count, "alive": alive, "replaced": queue.workers.replaced_count},
    }
    well = alive >= queue.workers.count
    return JSONResponse({"status": "ok" if well else "ill"} | told, 200 if well else 503, NO_STORE)
