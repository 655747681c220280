"""Run the application under uvicorn, and end it in time."""

import asyncio
import socket
from types import FrameType

import uvicorn
from starlette.applications import Starlette

_FINISH_SECONDS = 4  # for what is being answered when the server ends
_SEND_SECONDS = 3  # for sending the last answers
_LAST_SECONDS = 2  # until uvicorn gives up


class Server(uvicorn.Server):
    """A server that answers 503 to what waits when it ends, and ends within ten seconds.

    Args:
        application: made by `create_app`.
        settings: further settings of `uvicorn.Config`.
    """

    def __init__(self, application: Starlette, **settings: object) -> None:
        most = _FINISH_SECONDS + _SEND_SECONDS + _LAST_SECONDS
        config = uvicorn.Config(application, timeout_graceful_shutdown=most, **settings)  # type: ignore[arg-type]
        super().__init__(config)
        self._application = application

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; a second signal changes nothing, so that what is not finished is still told so."""
        if not self.should_exit:
            super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer 503 to what waits, then to what runs on; drop who does not read the answers."""
        loop = asyncio.get_running_loop()
        self._application.state.end.begin()
        loop.call_later(_FINISH_SECONDS, self._stop_work)
        loop.call_later(_FINISH_SECONDS + _SEND_SECONDS, self._drop_connections)
        await super().shutdown(sockets)

    def _stop_work(self) -> None:
        self._application.state.end.stop_work()
        for pool in self._application.state.pools.values():
            pool.close()

    def _drop_connections(self) -> None:
        for connection in list(self.server_state.connections):
            if connection.transport:
                connection.transport.abort()
