"""A server on loopback that answers as CELLAR, EUR-Lex and the newsroom of the Commission do, on good days and bad."""

import contextlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"<!DOCTYPE html><html><body><p>Not found</p></body></html>"
CHALLENGE = b"<!DOCTYPE html><html><head><script>window.gokuProps = {};</script></head></html>"
_CHUNK = b"a" * 1_000_000

Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; an answer is a function that is given it."""

    protocol_version = "HTTP/1.1"
    server: "OfficialServer"

    def do_GET(self) -> None:
        """Answer as the test says for this path."""
        self.server.requests.append((self.path, self.headers["Accept"], self.headers["Accept-Language"]))
        self.close_connection = True
        with contextlib.suppress(OSError):  # the client hangs up on an answer that it does not want
            self.server.answers[self.path](self)

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; `_` in the name of a header stands for `-`."""
        self.begin(status, Content_Length=str(len(body)), **headers)
        self.wfile.write(body)

    def begin(self, status: int, **headers: str) -> None:
        """Send the head of an answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Log nothing."""


class OfficialServer(ThreadingHTTPServer):
    """The server.

    Attributes:
        answers: path → its answer.
        requests: path, media type and language of each request.
        released: is set at the end, for answers that wait.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, str, str]] = []
        self.released = threading.Event()
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"


@contextlib.contextmanager
def run_official_server() -> Iterator[OfficialServer]:
    """Run a server until the test ends."""
    with OfficialServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()


def send_file(data: bytes, media_type: str = "text/html") -> Answer:
    """Answer with a file."""
    return lambda request: request.send(200, data, Content_Type=media_type)


def send_status(status: int, body: bytes = PAGE, **headers: str) -> Answer:
    """Answer with a status."""
    return lambda request: request.send(status, body, **headers)


def redirect(target: str, status: int = 303) -> Answer:
    """Send the client to another address."""
    return lambda request: request.send(status, Location=target)


def negotiate(accept: str, language: str, target: str) -> Answer:
    """Redirect as CELLAR does: by media type, written without a space, and by language in three letters."""

    def answer(request: Request) -> None:
        if (request.headers["Accept"], request.headers["Accept-Language"]) == (accept, language):
            request.send(303, Location=target)
        else:
            request.send(404, PAGE)

    return answer


def answer_in_turn(*answers: Answer) -> Answer:
    """Give one answer after the other."""
    rest = list(answers)
    return lambda request: rest.pop(0)(request)


def cut_short(data: bytes) -> Answer:
    """Announce more than is sent."""

    def answer(request: Request) -> None:
        request.begin(200, Content_Length=str(len(data) + 1000))
        request.wfile.write(data)

    return answer


def cut_chunk(request: Request) -> None:
    """End within a chunk."""
    request.begin(200, Transfer_Encoding="chunked")
    request.wfile.write(b"400\r\n<html>")


def send_for_ever(request: Request) -> None:
    """Send without end; the client hangs up."""
    request.begin(200)
    while True:
        request.wfile.write(_CHUNK)


def say_nothing(request: Request) -> None:
    """Let the client wait."""
    request.server.released.wait()


def hang_up(request: Request) -> None:
    """Close the connection without an answer."""


def make_zip(**members: bytes) -> bytes:
    """Make a zip; `_` in the name of a member stands for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return made.getvalue()
