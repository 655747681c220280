"""Processes that answer queries of others, some at once; one that exceeds its limits is killed and replaced."""

import json
import os
import queue
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from typing import NamedTuple

from actgraph.asking import Question
from actgraph.errors import UnansweredError
from actgraph.sparql_results import Written

_START = 60  # seconds: on a machine with much else to do


class Limits(NamedTuple):
    """What a query may take.

    Attributes:
        seconds: of time, from when it is looked at.
        megabytes: of memory, beyond what its process holds before.
    """

    seconds: float = 4
    megabytes: int = 512


class Workers:
    """The processes. They end with the `with` statement.

    Args:
        count: how many queries are worked on at once.
        limits: what each may take.
        spare: how many processes more are there, since a replacement takes its time to be ready.

    >>> with Workers(1) as workers:
    ...     workers.answer(Question("ASK {}", "2026-11-24")).body
    b'{"head":{},"boolean":true}'
    """

    def __init__(self, count: int, limits: Limits = Limits(), spare: int = 1) -> None:  # noqa: B008
        self.count, self.limits, self.replaced = count, limits, 0
        self._free: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(count + spare):
            self._add()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; queries that still run are lost."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.kill()

    def alive(self) -> int:
        """How many processes are there; less than there should be only for a moment."""
        with self._lock:
            return sum(worker.alive() for worker in self._all)

    def answer(self, question: Question) -> Written:
        """Answer a query within the limits; waits until a process is free.

        Args:
            question: the query.

        Raises:
            UnansweredError: it is refused, or was stopped.
        """
        worker = self._free.get()
        try:
            found = worker.answer(question, self.limits)
        except UnansweredError as error:
            if error.kind in ("time", "memory", "failed"):
                self._replace(worker)
            else:
                self._free.put(worker)
            raise
        except BaseException:  # it is in the middle of something
            self._replace(worker)
            raise
        self._free.put(worker)
        return found

    def _replace(self, worker: "_Worker") -> None:
        worker.kill()
        with self._lock:
            self._all.discard(worker)
        self.replaced += 1
        self._add()

    def _add(self) -> None:
        with self._lock:
            if self._closed:
                return
            worker = _Worker(self.limits)
            self._all.add(worker)
        self._free.put(worker)


class _Worker:
    """One process, from its start on; it may not be ready yet."""

    def __init__(self, limits: Limits) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._process = subprocess.Popen(  # noqa: S603
                # -P: no module of the folder that somebody happens to be in
                [sys.executable, "-P", "-m", "actgraph.worker", *map(str, (theirs.fileno(), *limits))],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # the engine's last words, of each of its functions a line
                env={**os.environ, "RUST_BACKTRACE": "0"},
            )
            self._told = Connection(ours.detach())
        self._ready = False

    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._told.close()

    def answer(self, question: Question, limits: Limits) -> Written:
        try:
            if not self._ready:
                self._ready = self._told.poll(_START) and self._told.recv_bytes() == b"ready"
            if not self._ready:
                raise UnansweredError("failed", "the process that answers queries does not start")
            self._told.send_bytes(json.dumps(question._asdict()).encode())
            if not self._told.poll(limits.seconds):
                raise _stopped("time", question, limits)
            told = json.loads(self._told.recv_bytes())
            body = self._told.recv_bytes()
        except (EOFError, OSError):
            # Killed by itself or by the system: for memory in all cases that are known.
            raise _stopped("memory" if self._ready else "failed", question, limits) from None
        if told["kind"] in ("memory", "failed"):
            raise _stopped(told["kind"], question, limits)
        if told["kind"]:
            raise UnansweredError(**told)
        return Written(told["form"], body, told["query"], told["cut"], told["chose"])


def _stopped(kind: str, question: Question, limits: Limits) -> UnansweredError:
    what, todo = {
        "time": (
            f"the query was stopped: it was not answered within {limits.seconds:g} s",
            "Start from a node, give each pattern a variable in common with another, or ask for less.",
        ),
        "memory": (
            f"the query was stopped: it needs more than {limits.megabytes} MB of memory",
            "Start from a node, give each pattern a variable in common with another, or ask for less.",
        ),
        "failed": ("the query could not be answered, by a fault of ours", "Please report it, with the query."),
    }[kind]
    return UnansweredError(kind, what, question.source, todo=todo)
