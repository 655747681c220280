"""Attack a running server with uploads, and measure how it serves others meanwhile."""

import contextlib
import http.client
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.support.live_server import GOOD_ANSWER, GOOD_QUERY, LiveServer

_AG = "https://w3id.org/actgraph/ns/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LARGE = 1_900_000  # bytes: just under what the server takes


def _fill(before: bytes, part: Callable[[int], str], after: bytes = b"", size: int = _LARGE) -> bytes:
    """Repeat a part, given its number, up to a size."""
    parts, length, number = [before], len(before) + len(after), 0
    while length < size:
        parts.append(part(number).encode())
        length += len(parts[-1])
        number += 1
    return b"".join([*parts, after])


def _make_mesh() -> bytes:
    """Make a profile of models that are each built on ten others."""
    lines = [f"@prefix ag: <{_AG}> ."]
    for one in range(90):
        others = " , ".join(f"<urn:m{(one * 7 + step) % 90}>" for step in range(1, 11))
        lines.append(f"<urn:m{one}> a ag:Model ; ag:baseModel {others} .")
    return "\n".join(lines).encode()


UPLOADS: dict[str, Callable[[], tuple[str, bytes]]] = {
    "small profiles": lambda: ("text/turtle", f"<urn:m> a <{_AG}Model> .".encode()),
    "models built on each other": lambda: ("text/turtle", _make_mesh()),
    "Turtle of 2 MB": lambda: ("text/turtle", _fill(b"", lambda one: f"<urn:m{one}> <urn:p> <urn:o{one}> .\n")),
    "models, 2 MB": lambda: ("text/turtle", _fill(b"", lambda one: f"<urn:m{one}> a <{_AG}Model> .\n")),
    "names without end": lambda: ("application/trig", _fill(b"", lambda one: f"@prefix p{one}: <urn:{one}> .\n")),
    "graphs without end": lambda: (
        "application/trig",
        _fill(b"", lambda one: f"<urn:g{one}> {{ <urn:m> <urn:p> {one} }}\n"),
    ),
    "brackets in brackets": lambda: ("text/turtle", b"<urn:m> <urn:p> " + b"[ <urn:p> " * 150_000),
    "JSON-LD of 2 MB": lambda: (
        "application/ld+json",
        _fill(b'{"@graph": [{}', lambda one: f', {{"@id": "urn:m{one}", "urn:p": [[{one}]]}}', b"]}"),
    ),
    "XML with namespaces": lambda: (
        "application/rdf+xml",
        _fill(f'<rdf:RDF xmlns:rdf="{_RDF}"'.encode(), lambda one: f' xmlns:a{one}="urn:{one}"', b"/>"),
    ),
    "XML with attributes": lambda: (
        "application/rdf+xml",
        _fill(
            f'<rdf:RDF xmlns:rdf="{_RDF}" xmlns:a="urn:"><rdf:Description'.encode(),
            lambda one: f' a:b{one}="1"',
            b"/></rdf:RDF>",
        ),
    ),
    "a form of many parts": lambda: (
        "multipart/form-data; boundary=edge",
        _fill(b"", lambda one: f'--edge\r\nContent-Disposition: form-data; name="f{one}"\r\n\r\n{one}\r\n'),
    ),
    "bytes over the limit": lambda: ("text/turtle", b"#" * 3_000_000),
}


@dataclass
class AttackFigures:
    """How a server stood an attack.

    Attributes:
        statuses: number of answers to the attackers who waited, by status.
        page_seconds: how long others waited for each page.
        query_seconds: how long others waited for each query.
        busy_answers: number of pages and queries that were answered while uploads were being worked on.
        faults: what went wrong for others.
        peak_megabytes: the most memory of all processes.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    page_seconds: list[float] = field(default_factory=list)
    query_seconds: list[float] = field(default_factory=list)
    busy_answers: int = 0
    faults: list[str] = field(default_factory=list)
    peak_megabytes: float = 0

    @property
    def slowest(self) -> float:
        """The longest time, in seconds, that others waited for a page or a query."""
        return max([*self.page_seconds, *self.query_seconds])


def attack_with_uploads(server: LiveServer, content_type: str, body: bytes, count: int = 100) -> AttackFigures:
    """Send many uploads at once; every second client leaves without its answer, the others wait for it.

    Args:
        count: number of uploads.
    """
    found = AttackFigures()

    def send(number: int) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if number % 2:
                _send_and_leave(server, content_type, body, 0.05 * (number % 20))
                return
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
            with contextlib.closing(connection):
                connection.request("POST", "/profile", body, {"Content-Type": content_type})
                found.statuses[connection.getresponse().status] += 1

    threads = [threading.Thread(target=send, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    with _watch_memory(server, found):
        while True:
            is_over = not any(thread.is_alive() for thread in threads)
            _ask_as_others_do(server, found)
            if is_over:
                break
    for thread in threads:
        thread.join()
    return found


def _send_and_leave(server: LiveServer, content_type: str, body: bytes, seconds: float) -> None:
    head = (
        f"POST /profile HTTP/1.1\r\nHost: localhost\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=600) as connection:
        connection.sendall(head.encode() + b"\r\n" + body)
        time.sleep(seconds)


def _ask_as_others_do(server: LiveServer, found: AttackFigures) -> None:
    before = _count_work(server)
    began = time.perf_counter()
    if server.get("/gaps").status != 200:
        found.faults.append("a page is not answered")
    found.page_seconds.append(time.perf_counter() - began)
    began = time.perf_counter()
    if server.send_query(GOOD_QUERY) != (200, GOOD_ANSWER):
        found.faults.append("a query is not answered")
    found.query_seconds.append(time.perf_counter() - began)
    found.busy_answers += bool(before and _count_work(server))


def _count_work(server: LiveServer) -> int:
    """Count the uploads that are worked on or wait, as `/health` tells."""
    checks = server.get("/health").json["checks"]
    return checks["running"] + checks["waiting"]


@contextlib.contextmanager
def _watch_memory(server: LiveServer, found: AttackFigures) -> Iterator[None]:
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(0.05):
            found.peak_megabytes = max(found.peak_megabytes, server.measure_memory() / 1_000_000)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
