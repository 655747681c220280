"""Read a document in a process of its own, within limits of time and memory.

A document can be written so that a parser of Word, PDF or JSON takes minutes or gigabytes, in more ways than can be
checked beforehand.
"""

import json
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from actgraph.core import child_process, system
from actgraph.core.child_process import ChildProcess
from actgraph.core.errors import ActgraphError
from actgraph.documents.reading import DocumentError, Field, Reading, Unread

MOST_CPU_SECONDS = 8
_MOST_MEMORY_BYTES = 800_000_000
_MOST_ANSWER_BYTES = 20_000_000
_WAIT_SECONDS = 600  # a busy machine leaves little time for computing
_WAIT_SECONDS_UNLIMITED = 30  # where the system does not limit computing time
_TODO = "Save it again from the program that made it, or leave out what is none of the form or card."
_TOO_LONG = "reading it takes more than 8 seconds"
_TOO_LARGE = "reading it takes too much memory"


def read_in_process(data: bytes, name: str) -> Sequence[Reading]:
    """Read a document in a process of its own.

    Args:
        data: its bytes.
        name: its name in messages.

    Raises:
        DocumentError: as for `recognition.read_document`, or it takes too much time or memory.

    >>> read_in_process(b"", "card.md")
    Traceback (most recent call last):
    actgraph.documents.reading.DocumentError: card.md: it is empty
      Give a document with text
    """
    child = child_process.start_module("actgraph.documents.reading_process")
    try:
        child.connection.send_bytes(name.encode("utf-8", "surrogateescape"))
        child.connection.send_bytes(data)
        if not child.connection.poll(_WAIT_SECONDS if system.can_limit("cpu") else _WAIT_SECONDS_UNLIMITED):
            raise DocumentError(_TOO_LONG, where=name, todo=_TODO)
        kind, told = json.loads(child.connection.recv_bytes())
    except (EOFError, ConnectionError):
        raise DocumentError(_find_cause(child), where=name, todo=_TODO) from None
    finally:
        child.kill()
    if kind == "done":
        return [_build_reading(one) for one in told]
    what, where, todo, near = told
    raise (DocumentError if kind == "wrong" else ActgraphError)(what, where=where, todo=todo, near=near)


def _build_reading(told: Mapping[str, Any]) -> Reading:
    fields = [
        Field(name, value, place, (about[0], about[1]), *rest) for name, value, place, about, *rest in told["fields"]
    ]
    unread = [Unread(*one) for one in told["unread"]]
    return Reading(**{**told, "fields": fields, "unread": unread})


def _find_cause(child: ChildProcess) -> str:
    try:
        code = child.process.wait(_WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        return _TOO_LARGE
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return _TOO_LONG
    return _TOO_LARGE


def _run(parent: str) -> None:
    connection = child_process.accept_parent(parent)
    name = connection.recv_bytes().decode("utf-8", "surrogateescape")
    data = connection.recv_bytes()
    system.set_limit("core", 0)
    system.set_limit("cpu", MOST_CPU_SECONDS)
    system.set_limit("data", _MOST_MEMORY_BYTES)
    answer: list[Any]
    try:
        from actgraph.documents.recognition import read_document

        answer = ["done", [one._asdict() for one in read_document(data, name)]]
    except ActgraphError as error:
        kind = "wrong" if error.exit_code == DocumentError.exit_code else "fault"
        answer = [kind, [error.what, error.where, error.todo, error.near]]
    except (MemoryError, RecursionError):
        answer = ["wrong", [_TOO_LARGE, name, _TODO, []]]
    except Exception as error:  # our own fault, which the parent tells with its place
        last = traceback.extract_tb(error.__traceback__)[-1]
        what = f"our own fault: {type(error).__name__}: {str(error)[:200]} ({last.filename}:{last.lineno})"
        answer = ["fault", [what, name, "Please report it, with the file.", []]]
    body = json.dumps(answer).encode()
    if len(body) > _MOST_ANSWER_BYTES:
        body = json.dumps(["wrong", [_TOO_LARGE, name, _TODO, []]]).encode()
    connection.send_bytes(body)


if __name__ == "__main__":
    _run(sys.argv[1])
