"""Send answers in pieces, and bound the bytes that the server holds for all clients together."""

import asyncio
import contextlib
import socket
import struct
import sys
import time

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PIECE_BYTES = 65_536
_FREE_BYTES = 4_096  # that a client may have uncounted: what tells that the server is well is always answered
_MIN_STALL = 1  # seconds after which a client gives way to others
BUSY = "The server is busy with other clients. Try again in ten seconds."


class Client:
    """The client at the other end of a connection, which may let the server wait.

    Args:
        transport: the connection.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.held_bytes = 0

    def drop(self) -> None:
        """End the connection at once, without what is still to be sent; the system forgets that too."""
        found = self._transport.get_extra_info("socket")
        if found is not None and not self._transport.is_closing():
            with contextlib.suppress(OSError):  # the client was faster
                linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
                found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._transport.abort()


class ByteBudget:
    """The bytes that requests and answers may hold while the server waits for their clients.

    A client that has stalled for a second gives way to others. If none has, the bytes are refused, so that nothing is
    cut whose client does its part. The last quarter is for what is no larger than a piece, like most pages.

    Args:
        max_bytes: of all clients together.

    >>> budget = ByteBudget(400_000)
    >>> budget.reserve(Client(asyncio.Transport()), 300_001)
    False
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._stalled: dict[Client, float] = {}  # the time of the monotonic clock since when; the longest is the first
        self.held_bytes = 0

    def reserve(self, client: Client, size: int) -> bool:
        """Reserve bytes for a client, beside those that it has; return whether there is room."""
        if not client.held_bytes and size <= _FREE_BYTES:
            return True
        most = self._max_bytes if client.held_bytes + size <= PIECE_BYTES else self._max_bytes * 3 // 4
        while self.held_bytes + size > most:
            before = time.monotonic() - _MIN_STALL
            found = (one for one, since in self._stalled.items() if since < before and one.held_bytes and one != client)
            slowest = next(found, None)
            if slowest is None:
                return False
            self.release(slowest)
            slowest.drop()
        client.held_bytes += size
        self.held_bytes += size
        return True

    def release(self, client: Client) -> None:
        """Release what was reserved for a client."""
        self.held_bytes -= client.held_bytes
        client.held_bytes = 0

    def set_stalled(self, client: Client, is_stalled: bool) -> None:
        """Record that the server begins, or ends, to wait for a client."""
        self._stalled.pop(client, None)
        if is_stalled:
            self._stalled[client] = time.monotonic()


class AnswerMiddleware:
    """Middleware that sends each answer in pieces, within the budget of its connection.

    The connection is `scope["state"]["client"]` and its budget `scope["state"]["budget"]`; where the server in use
    gives none, the answer passes unchanged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; with 503 where the budget is used up."""
        client, budget = (scope.get("state", {}).get(name) for name in ("client", "budget"))
        if scope["type"] != "http" or client is None:
            await self._app(scope, receive, send)
            return
        refused = False

        async def send_pieces(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start":
                size = int(Headers(raw=message["headers"]).get("content-length", "0"))
                refused = not budget.reserve(client, size)
                if refused:
                    headers = {"Retry-After": "10", "Cache-Control": "no-store"}
                    await PlainTextResponse(BUSY, 503, headers)(scope, receive, send)
                else:
                    await send(message)
            elif not refused:
                body = message.get("body", b"")
                for at in range(0, len(body), PIECE_BYTES):
                    await send({**message, "body": body[at : at + PIECE_BYTES], "more_body": True})
                # The server sends this when the client has taken the last piece: until then the bytes are reserved.
                await send({**message, "body": b""})

        # The connection releases the bytes: it knows when the answer is complete, or the client gone.
        await self._app(scope, receive, send_pieces)
