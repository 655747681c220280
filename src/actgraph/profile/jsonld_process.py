"""The engine's reader of JSON-LD, in a process of its own: what brings the engine down takes nothing else with it.

It takes what stands in brackets one inside the other on the stack of its process, and there are more ways to that than
can be counted from outside. The process is started when it is first needed and ends with the one that started it.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection

from pyoxigraph import Quad, RdfFormat, parse, serialize

_TIMEOUT_SECONDS = 8  # to read one text; the longest that is read takes a second
_MAX_MEMORY_BYTES = 600_000_000  # of memory, for one text
_START_SECONDS = 60  # seconds: on a machine with much else to do
_lock = threading.Lock()
_processes: dict[int, "_ParserProcess"] = {}  # by the process that started it: one that was forked has none


class ParserProcessError(Exception):
    """The engine ended with its process, or took too much time or memory."""


def parse_jsonld(text: str, base: str | None = None) -> list[Quad]:
    """The statements of a text in JSON-LD.

    Args:
        text: JSON-LD.
        base: the IRI that relative ones are relative to.

    Raises:
        SyntaxError: it is none, as the engine says it.
        MemoryError: a single value or name is too long for the engine, or all are when written out.
        BrokenError: the engine cannot read it.

    >>> [quad.predicate.value for quad in parse_jsonld('{"@id": "urn:m", "urn:p": 1}')]
    ['urn:p']
    """
    with _lock:
        reader = _processes.get(os.getpid()) or _processes.setdefault(os.getpid(), _ParserProcess())
        try:
            kind, body = reader.send_request(text, base)
        except (EOFError, OSError):
            _processes.pop(os.getpid()).close()
            raise ParserProcessError from None
        except BaseException:  # it is in the middle of something
            _processes.pop(os.getpid()).close()
            raise
    if kind == "wrong":
        error = SyntaxError(json.loads(body)["message"])
        error.lineno, error.offset = json.loads(body)["place"]
        raise error
    if kind == "long":
        raise MemoryError
    return list(parse(body, format=RdfFormat.N_QUADS))


class _ParserProcess:
    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", "actgraph.profile.jsonld_process", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # the engine's last words
            )
            self._connection = Connection(ours.detach())
        self._timeout = _START_SECONDS  # for the first answer; it starts meanwhile

    def send_request(self, text: str, base: str | None) -> tuple[str, bytes]:
        self._connection.send_bytes(json.dumps([text, base]).encode())
        if not self._connection.poll(self._timeout):
            raise OSError("it takes too long")
        self._timeout = _TIMEOUT_SECONDS
        kind = self._connection.recv_bytes().decode()
        return kind, self._connection.recv_bytes()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._connection.close()


@atexit.register
def _close_process() -> None:
    if reader := _processes.pop(os.getpid(), None):
        reader.close()


def _serve_requests(socket_number: int) -> None:
    import resource
    import signal

    from actgraph.profile.text import collect_quads

    asked = Connection(socket_number)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (_MAX_MEMORY_BYTES, _MAX_MEMORY_BYTES))
    while True:
        try:
            text, base = json.loads(asked.recv_bytes())
        except EOFError:
            return
        try:
            found = collect_quads(parse(text, format=RdfFormat.JSON_LD, base_iri=base))
            kind, body = "read", serialize(found, format=RdfFormat.N_QUADS) or b""
        except SyntaxError as error:
            told = {"message": error.msg, "place": [error.lineno, error.offset]}
            kind, body = "wrong", json.dumps(told).encode()
        except MemoryError:
            kind, body = "long", b""
        asked.send_bytes(kind.encode())
        asked.send_bytes(body)


if __name__ == "__main__":
    _serve_requests(int(sys.argv[1]))
