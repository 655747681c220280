"""The application: which address is answered by what."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from actgraph.graph import catalog, day
from actgraph.sparql.worker_pool import Limits, Workers
from actgraph.web.http import assets
from actgraph.web.http.links import served
from actgraph.web.http.monitoring import Monitor
from actgraph.web.http.requests import accept
from actgraph.web.http.security_headers import KEPT_NOWHERE, Headers
from actgraph.web.pages import profile_form
from actgraph.web.profile_endpoint import checking
from actgraph.web.query_queue import Desk, as_many_as_cores
from actgraph.web.respond import asked, respond
from actgraph.web.sparql_endpoint import endpoint

HOSTS = ("127.0.0.1", "localhost", "[::1]")


class Served(NamedTuple):
    """How the application is served.

    Attributes:
        hosts: the names that it may be asked by, beside those of this machine alone.
        origins: sites whose pages may ask at `/sparql` in a browser; `*` is any.
        workers: how many queries are worked on at once; 0 for one a core.
        limits: what each may take.
    """

    hosts: Sequence[str] = ()
    origins: Sequence[str] = ()
    workers: int = 0
    limits: Limits = Limits()


def app(on: str | None = None, how: Served = Served()) -> Starlette:  # noqa: B008
    """The application.

    Args:
        on: the day that is meant where an address names none, ISO 8601; today, whenever that is, where there is none.
        how: it is served.

    Raises:
        InputError: it is no date, or nothing of the graph holds on it.

    >>> app("2026-11-24").routes[0].path
    '/assets/{name}'
    """
    day.on(on)

    def today() -> str:
        return catalog.day_of(on)

    @contextlib.asynccontextmanager
    async def started(made: Starlette) -> AsyncIterator[None]:
        with Workers(how.workers or as_many_as_cores(), how.limits) as workers:
            made.state.desk = Desk(workers)
            yield

    ask, check = endpoint(today, how.origins), checking(today)
    both, told = ["GET", "POST"], ["Actgraph-Basis"]
    cross = [Middleware(CORSMiddleware, allow_origins=how.origins, allow_methods=both, expose_headers=told)]
    # A browser looks by OPTIONS whether a page of another site may post a query; the middleware answers.
    methods, crossing = ["GET", "POST", *(["OPTIONS"] if how.origins else [])], cross if how.origins else []
    return Starlette(
        routes=[
            Route("/assets/{name}", _asset),
            Route("/day", _of_day),
            Route("/health", _health),
            Route("/profile/start.ttl", _start),
            Route("/profile", check, methods=["POST"]),
            Route("/on/{named}/profile", check, methods=["POST"]),
            Route("/sparql", ask, methods=methods, middleware=crossing),
            Route("/on/{named}/sparql", ask, methods=methods, middleware=crossing),
            Route("/{path:path}", _answering(today)),
        ],
        middleware=[
            Middleware(Monitor),
            Middleware(Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=[*HOSTS, *how.hosts], www_redirect=False),
        ],
        lifespan=started,
    )


def _answering(today: Callable[[], str]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        wanted = asked(request.path_params["path"])
        params = {name: str(value) for name, value in request.query_params.items()}
        return await run_in_threadpool(respond, wanted, params, accept(request), today())

    return answer


async def _start(request: Request) -> Response:
    return Response(profile_form.start(), media_type="text/turtle; charset=utf-8")


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in assets.ASSETS:
        return Response("there is no such file", 404, media_type="text/plain")
    return Response(assets.read(name), media_type="text/css")


async def _of_day(request: Request) -> Response:
    """The page that was open, on the day that was chosen."""
    on, path, asked = (request.query_params.get(name, "") for name in ("on", "path", "asked"))
    return RedirectResponse(served(path.lstrip("/"), on, "") + (asked if asked.startswith("?") else ""), 303)


async def _health(request: Request) -> Response:
    """Whether queries can be answered, and what has been done; without a word of what was asked."""
    desk: Desk = request.app.state.desk
    alive = desk.workers.alive()
    told = request.state.monitor.told() | {
        "queries": dict(sorted(desk.told.items())) | {"running": desk.running, "waiting": desk.waiting},
        "workers": {"wanted": desk.workers.count, "alive": alive, "replaced": desk.workers.replaced},
    }
    well = alive >= desk.workers.count
    return JSONResponse({"status": "ok" if well else "ill"} | told, 200 if well else 503, KEPT_NOWHERE)
