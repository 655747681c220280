"""Parse JSON-LD in a separate process, so that a crash of the parser does no harm.

The parser handles nesting recursively and can overflow its stack, and there are more ways to nest than can be checked
beforehand. The process starts when it is first needed and ends with the process that started it.
"""

import atexit
import json
import os
import sys
import threading

from pyoxigraph import Quad, RdfFormat, parse, serialize

from actgraph.core import child_process, system
from actgraph.profile.text import TooManyStatementsError, collect_quads

_TIMEOUT_SECONDS = 8  # for one text; the longest permitted one takes a second
_MAX_MEMORY_BYTES = 300_000_000  # for one text
_START_SECONDS = 60  # enough on a busy machine
_BOUNDS: dict[str, type[MemoryError]] = {"many": TooManyStatementsError, "long": MemoryError}
_lock = threading.Lock()
_processes: dict[int, "_ParserProcess"] = {}  # by the id of the parent: a forked process starts its own


_is_expendable = False


def parse_in_this_process() -> None:
    """Parse JSON-LD in this process from now on: it is one that may crash, and has limits of its own."""
    global _is_expendable
    _is_expendable = True


class ParserProcessError(Exception):
    """The parser process crashed, or exceeded its time or memory limit."""


def parse_jsonld(text: str, base: str | None = None) -> list[Quad]:
    """Parse JSON-LD in the parser process.

    Args:
        text: JSON-LD.
        base: the base IRI.

    Raises:
        SyntaxError: the text is not valid JSON-LD; the message is the parser's.
        TooManyStatementsError: it has more statements than a profile may have.
        MemoryError: a single value or name, or all of them expanded, are too long.
        ParserProcessError: the parser crashed, or exceeded its time or memory limit.

    >>> [quad.predicate.value for quad in parse_jsonld('{"@id": "urn:m", "urn:p": 1}')]
    ['urn:p']
    """
    if _is_expendable:
        return _parse(text, base)
    with _lock:
        reader = _processes.get(os.getpid()) or _processes.setdefault(os.getpid(), _ParserProcess())
        try:
            kind, body = reader.send_request(text, base)
        except (EOFError, OSError):
            _processes.pop(os.getpid()).close()
            raise ParserProcessError from None
        except BaseException:  # interrupted in the middle of a request
            _processes.pop(os.getpid()).close()
            raise
    if kind == "wrong":
        error = SyntaxError(json.loads(body)["message"])
        error.lineno, error.offset = json.loads(body)["place"]
        raise error
    if kind in _BOUNDS:
        raise _BOUNDS[kind]
    return list(parse(body, format=RdfFormat.N_QUADS))


class _ParserProcess:
    def __init__(self) -> None:
        self._child = child_process.start_module("actgraph.profile.jsonld_process")
        self._timeout = _START_SECONDS  # the first answer includes the start of the process

    def send_request(self, text: str, base: str | None) -> tuple[str, bytes]:
        connection = self._child.connection
        connection.send_bytes(json.dumps([text, base]).encode())
        if not connection.poll(self._timeout):
            raise OSError("it takes too long")
        self._timeout = _TIMEOUT_SECONDS
        kind = connection.recv_bytes().decode()
        return kind, connection.recv_bytes()

    def close(self) -> None:
        self._child.kill()


@atexit.register
def _close_process() -> None:
    if reader := _processes.pop(os.getpid(), None):
        reader.close()


def _parse(text: str, base: str | None) -> list[Quad]:
    return collect_quads(parse(text, format=RdfFormat.JSON_LD, base_iri=base))


def _serve_requests(parent: str) -> None:
    asked = child_process.accept_parent(parent)
    system.set_limit("core", 0)
    system.set_limit("data", _MAX_MEMORY_BYTES)
    while True:
        try:
            text, base = json.loads(asked.recv_bytes())
        except EOFError:
            return
        try:
            kind, body = "read", serialize(_parse(text, base), format=RdfFormat.N_QUADS) or b""
        except SyntaxError as error:
            told = {"message": error.msg, "place": [error.lineno, error.offset]}
            kind, body = "wrong", json.dumps(told).encode()
        except TooManyStatementsError:
            kind, body = "many", b""
        except MemoryError:
            kind, body = "long", b""
        asked.send_bytes(kind.encode())
        asked.send_bytes(body)


if __name__ == "__main__":
    _serve_requests(sys.argv[1])
