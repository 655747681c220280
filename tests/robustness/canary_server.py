"""A server that must not be contacted: hostile files name its address, and it counts connections."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class CanaryServer:
    """The address of the server, and the connections so far."""

    def __init__(self, port: int) -> None:
        self.url, self.connections = f"http://127.0.0.1:{port}/", 0


@contextlib.contextmanager
def run_canary_server() -> Iterator[CanaryServer]:
    """Run the server for the `with` statement.

    >>> with run_canary_server() as heard:
    ...     socket.create_connection(("127.0.0.1", int(heard.url[17:-1]))).close()
    >>> heard.connections
    1
    """
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server, socket.socket() as last:
        heard = CanaryServer(server.getsockname()[1])
        last.bind(("127.0.0.1", 0))
        ends = last.getsockname()

        def count_connections() -> None:
            while True:
                found, who = server.accept()
                found.close()
                if who == ends:
                    return
                heard.connections += 1

        thread = threading.Thread(target=count_connections, daemon=True)
        thread.start()
        try:
            yield heard
        finally:
            last.connect(server.getsockname())  # earlier connections are accepted first
            thread.join()
