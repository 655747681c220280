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

_SECONDS = 8  # to read one text; the longest that is read takes a second
_BYTES = 600_000_000  # of memory, for one text
_START = 60  # seconds: on a machine with much else to do
_lock = threading.Lock()
_kept: dict[int, "_Reader"] = {}  # by the process that started it: one that was forked has none


class BrokenError(Exception):
    """The engine ended with its process, or took too much time or memory."""


def statements(text: str, base: str | None = None) -> list[Quad]:
    """The statements of a text in JSON-LD.

    Args:
        text: JSON-LD.
        base: the IRI that relative ones are relative to.

    Raises:
        SyntaxError: it is none, as the engine says it.
        MemoryError: a single value or name is too long for the engine, or all are when written out.
        BrokenError: the engine cannot read it.

    >>> [quad.predicate.value for quad in statements('{"@id": "urn:m", "urn:p": 1}')]
    ['urn:p']
    """
    with _lock:
        reader = _kept.get(os.getpid()) or _kept.setdefault(os.getpid(), _Reader())
        try:
            kind, body = reader.ask(text, base)
        except (EOFError, OSError):
            _kept.pop(os.getpid()).close()
            raise BrokenError from None
        except BaseException:  # it is in the middle of something
            _kept.pop(os.getpid()).close()
            raise
    if kind == "wrong":
        error = SyntaxError(json.loads(body)["message"])
        error.lineno, error.offset = json.loads(body)["place"]
        raise error
    if kind == "long":
        raise MemoryError
    return list(parse(body, format=RdfFormat.N_QUADS))


class _Reader:
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
            self._told = Connection(ours.detach())
        self._seconds = _START  # for the first answer; it starts meanwhile

    def ask(self, text: str, base: str | None) -> tuple[str, bytes]:
        self._told.send_bytes(json.dumps([text, base]).encode())
        if not self._told.poll(self._seconds):
            raise OSError("it takes too long")
        self._seconds = _SECONDS
        kind = self._told.recv_bytes().decode()
        return kind, self._told.recv_bytes()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._told.close()


@atexit.register
def _end() -> None:
    if reader := _kept.pop(os.getpid(), None):
        reader.close()


def _main(number: int) -> None:
    import resource
    import signal

    from actgraph.profile.text import bounded

    asked = Connection(number)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
    while True:
        try:
            text, base = json.loads(asked.recv_bytes())
        except EOFError:
            return
        try:
            found = bounded(parse(text, format=RdfFormat.JSON_LD, base_iri=base))
            kind, body = "read", serialize(found, format=RdfFormat.N_QUADS) or b""
        except SyntaxError as error:
            told = {"message": error.msg, "place": [error.lineno, error.offset]}
            kind, body = "wrong", json.dumps(told).encode()
        except MemoryError:
            kind, body = "long", b""
        asked.send_bytes(kind.encode())
        asked.send_bytes(body)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
