"""Log and count requests; neither queries nor clients are logged."""

import logging
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actgraph.core import system

ACCESS_LOG = logging.getLogger("actgraph.requests")
_MAX_PATH_LENGTH = 100  # characters of a path that are logged: no page has a longer one


class RequestMonitor:
    """Middleware that logs and counts each request when it is answered.

    >>> RequestMonitor(None).requests
    Counter()
    """

    def __init__(self, app: ASGIApp | None) -> None:
        self._app = app
        self.started_at = time.monotonic()
        self.requests: Counter[int] = Counter()
        self.running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, then log it."""
        assert self._app is not None
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, size = time.monotonic(), 0, 0

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        scope.setdefault("state", {})["monitor"] = self
        self.running += 1
        try:
            await self._app(scope, receive, send_counted)
        finally:
            self.running -= 1
            self.requests[status or 500] += 1
            ACCESS_LOG.info(_format_line(scope, status or 500, size, time.monotonic() - began))

    def report_counts(self) -> dict[str, Any]:
        """Return the counts that `/health` reports.

        >>> RequestMonitor(None).report_counts()["requests"]
        {}
        """
        return {
            "uptime_seconds": round(time.monotonic() - self.started_at),
            "memory_bytes": system.measure_memory(),
            "running": self.running,
            "requests": {str(status): self.requests[status] for status in sorted(self.requests)},
        }


def record_outcome(request: Request, outcome: str) -> None:
    """Record the outcome of a query for the log line of its request.

    Args:
        outcome: `answered`, or the kind of the error.
    """
    request.state.outcome = outcome


def _format_line(scope: Scope, status: int, size: int, seconds: float) -> str:
    """Format the log line of a request, always as one line; query parameters, headers and bodies are left out."""
    # Quoting encodes what could end the line or steer a terminal.
    path = quote(scope["path"], safe="/:.,-_()")
    path = path if len(path) <= _MAX_PATH_LENGTH else f"{path[:_MAX_PATH_LENGTH]}…"
    outcome = scope["state"].get("outcome", "")
    when = datetime.now(tz=UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    method = scope["method"] if scope["method"].isalpha() else "?"
    return f"{when} {method[:10]} {path} {status} {size} B {seconds * 1000:.0f} ms{f' {outcome}' if outcome else ''}"
