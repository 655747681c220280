"""Drop connections whose clients let the server wait: for a request, for its body, or for their taking of the answer.

A connection is in one state at a time. Each state in which the server waits for the client has a limit of time, which
a client does not move by sending a byte now and then; when all connections are in use, the one that has waited longest
gives way to a new one.
"""

import asyncio
import contextlib
import dataclasses
import re
import socket
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, Literal, NamedTuple

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from actgraph.core import system
from actgraph.web.http.answers import BUSY, ByteBudget, Client

_READ_BYTES = 16_384  # of a request, which are held for each connection before the application takes them
_PROGRESS_BYTES = 1_024  # of a body, with which a client does not count as stalled
_SEND_BYTES = 65_536  # of an answer, which the system holds for each connection

_MAX_PATH = 2_000  # bytes of a path, which is held in several forms: no page has one of over 100
_ORIGIN = re.compile(rb"https?://[^/?]*/?", re.IGNORECASE)  # of a target in absolute form (RFC 9112, 3.2.2)
_TRIM_SECONDS = 5  # after the end of a connection

Wait = Literal["", "idle", "head", "body", "rest", "answer"]


class ConnectionLimits(NamedTuple):
    """Limits of each connection, and of all together.

    Attributes:
        head_seconds: from the connection, or from the first byte of a later request, to the end of the head.
        body_seconds: from the end of the head to the end of the body.
        rest_seconds: from an answer to the end of a body that it did not wait for.
        answer_seconds: for each piece of the answer, `PIECE_BYTES`, and for what is left of it at the end.
        stop_seconds: for what is still waited for when the server stops.
        head_bytes: size of the head of a request, and of the lines after a body.
        head_lines: number of its lines.
        connections: number of connections.
        held_bytes: size of all requests that are not answered, and of all answers that clients have not taken.
    """

    head_seconds: float = 10
    body_seconds: float = 30
    rest_seconds: float = 5
    answer_seconds: float = 20
    stop_seconds: float = 5
    head_bytes: int = 40_000
    head_lines: int = 100
    connections: int = 5_000
    held_bytes: int = 128_000_000


def make_protocol(limits: ConnectionLimits = ConnectionLimits()) -> type[asyncio.Protocol]:  # noqa: B008
    """Make the protocol that a server speaks, as `uvicorn.Config` takes it for `http`.

    >>> uvicorn.Config("", http=make_protocol()).http is not None
    True
    """
    made: Any = partial(BoundedProtocol, shared=_Shared(limits, ByteBudget(limits.held_bytes)))
    found: type[asyncio.Protocol] = made  # what is called to make a protocol
    return found


@dataclass
class _Shared:
    """What all connections of a server share; the one that waits longest is the first of `waiting`."""

    limits: ConnectionLimits
    budget: ByteBudget
    waiting: dict["BoundedProtocol", None] = field(default_factory=dict)
    trims: bool = False


class _BoundedParser(h11.Connection):
    """A parser that counts the bytes of requests, and refuses those with too many lines or too long a path."""

    def __init__(self, limits: ConnectionLimits) -> None:
        super().__init__(h11.SERVER, limits.head_bytes)
        self._max_lines = limits.head_lines
        self.request_bytes = 0
        self.is_head = False  # the method of the request: its answer has no body

    def next_event(self) -> Any:
        found = super().next_event()
        if isinstance(found, h11.Request):
            self.is_head = found.method == b"HEAD"
        if isinstance(found, h11.Request | h11.EndOfMessage) and len(found.headers) > self._max_lines:
            raise h11.RemoteProtocolError("too many lines")
        if isinstance(found, h11.Request):
            if _ORIGIN.match(found.target):
                found = dataclasses.replace(found, target=_ORIGIN.sub(b"/", found.target, count=1))
            if len(found.target.partition(b"?")[0]) > _MAX_PATH:
                raise h11.RemoteProtocolError("too long a path")
            self.request_bytes = len(found.target) + sum(len(name) + len(value) for name, value in found.headers)
        elif isinstance(found, h11.Data):
            self.request_bytes += len(found.data)
        return found


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 for one connection, within the limits that all connections share."""

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        shared: _Shared,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn = self._parser = _BoundedParser(shared.limits)
        self._shared = shared
        self._limits = shared.limits
        self._wait: Wait = ""
        self._deadline: asyncio.TimerHandle | None = None
        self._client: Client

    # ---- What the event loop and the application tell ----------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; the connection that has waited longest gives way if there are too many."""
        super().connection_made(transport)
        while len(self.connections) >= self._limits.connections and self._shared.waiting:
            next(iter(self._shared.waiting))._drop()
        self._client = Client(transport)
        self.app_state = {**self.app_state, "client": self._client, "budget": self._shared.budget}
        transport.set_write_buffer_limits(0)  # `send` waits until the system has taken all that was sent before
        transport.max_size = _READ_BYTES  # type: ignore[attr-defined]  # of each read
        _limit_system_buffers(transport, self._limits.answer_seconds)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        self._forget()
        self._shared.budget.release(self._client)
        if not self._shared.trims:
            self._shared.trims = True
            self.loop.call_later(_TRIM_SECONDS, _trim, self._shared)

    def handle_events(self) -> None:
        """Handle what has been read."""
        super().handle_events()
        if self.cycle is not None and len(self.cycle.body) >= _READ_BYTES:
            self.flow.pause_reading()  # until the application has taken this much
        size, self._parser.request_bytes = self._parser.request_bytes, 0
        if self._wait == "body" and size >= _PROGRESS_BYTES:
            self._shared.budget.set_stalled(self._client, True)  # anew: it does its part
        if self.conn.our_state is h11.SEND_RESPONSE and not self._shared.budget.reserve(self._client, size):
            self._refuse(503, BUSY)
        self._watch()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self.cycle.body = bytearray()
        self._shared.budget.release(self._client)
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Begin to wait for the client to take what was sent."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """Go on, since the client has taken all of it."""
        super().resume_writing()
        self._watch()

    def shutdown(self) -> None:
        """Begin to end: what the client still lets the server wait for has a short time."""
        super().shutdown()
        short = self._limits.stop_seconds
        self._limits = self._limits._replace(
            body_seconds=min(short, self._limits.body_seconds), answer_seconds=min(short, self._limits.answer_seconds)
        )
        self._start_timer()

    def send_400_response(self, msg: str) -> None:
        """Refuse a malformed request."""
        self._refuse(400, msg)

    # ---- Waiting -----------------------------------------------------------------------------------------------------

    def _find_wait(self) -> Wait:
        """Tell what the server waits for; empty if it is the server's turn."""
        if self.flow.write_paused:
            return "answer"
        if self.conn.their_state is h11.IDLE:
            return "head" if self.timeout_keep_alive_task is None else "idle"  # idle until the next byte
        if self.conn.their_state is h11.SEND_BODY:
            return "body" if self.conn.our_state in (h11.SEND_RESPONSE, h11.SEND_BODY) else "rest"
        return ""

    def _watch(self) -> None:
        wait = self._find_wait()
        if wait == self._wait or self not in self.connections:
            return
        self._wait = wait
        self._shared.budget.set_stalled(self._client, wait in ("body", "answer"))
        self._shared.waiting.pop(self, None)
        if wait:
            self._shared.waiting[self] = None
        self._start_timer()

    def _start_timer(self) -> None:
        self._stop_timer()
        limits = self._limits
        seconds = {
            "head": limits.head_seconds,
            "body": limits.body_seconds,
            "rest": limits.rest_seconds,
            "answer": limits.answer_seconds,
        }.get(self._wait)
        if seconds is not None:
            self._deadline = self.loop.call_later(seconds, self._give_up)

    def _stop_timer(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        begun = self._wait == "body" or (self._wait == "head" and bool(self.conn.trailing_data[0]))
        if begun and not self.transport.is_closing():
            self._refuse(408, "The request did not come to its end in time.")
        else:
            self._drop()

    def _refuse(self, status: int, text: str) -> None:
        """Send a refusal and close the connection; only close it if an answer has begun."""
        if self.cycle is not None:  # the application sends nothing more
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            body = text.encode()
            more = {"Connection": "close"} | ({"Retry-After": "10"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {})
            headers = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))} | more
            reply = h11.Response(status_code=status, headers=list(headers.items()), reason=HTTPStatus(status).phrase)
            for event in (reply, *([] if self._parser.is_head else [h11.Data(data=body)]), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
            self.transport.close()
        else:
            self._drop()

    def _drop(self) -> None:
        self._forget()
        self._client.drop()

    def _forget(self) -> None:
        self._stop_timer()
        self._shared.waiting.pop(self, None)
        self._shared.budget.set_stalled(self._client, False)
        self.connections.discard(self)


def _limit_system_buffers(transport: asyncio.Transport, seconds: float) -> None:
    """Limit what the system holds of an answer, and how long it holds that for a client that does not take it."""
    found = transport.get_extra_info("socket")
    if found is None:
        return
    with contextlib.suppress(OSError):  # where the client is gone already
        found.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BYTES)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(seconds * 1000))


def _trim(shared: _Shared) -> None:
    shared.trims = False
    system.release_memory()
