"""Processes that answer queries of others, some at once; one that exceeds its limits is killed and replaced."""

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection
from typing import NamedTuple

from actgraph.core.errors import UnansweredError
from actgraph.sparql.execute import Question
from actgraph.sparql.writers import Written

_START = 60  # seconds: on a machine with much else to do
_LOOK = 1  # seconds


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
        self._wanted = count + spare
        self._free: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._fill()

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
        worker = self._take()
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

    def _take(self) -> "_Worker":
        end = time.monotonic() + _START
        while True:
            try:
                worker = self._free.get(timeout=_LOOK)
            except queue.Empty:
                self._fill()  # where one could not be started before
                if self._closed or time.monotonic() > end:
                    raise UnansweredError("failed", "there is no process that answers queries") from None
                continue
            if worker.alive():
                return worker
            self._replace(worker)  # it has died while nobody asked it

    def _replace(self, worker: "_Worker") -> None:
        worker.kill()
        with self._lock:
            self._all.discard(worker)
            self.replaced += 1
        self._fill()

    def _fill(self) -> None:
        with self._lock:
            while not self._closed and len(self._all) < self._wanted:
                try:
                    worker = _Worker(self.limits)
                except OSError:  # the system has no room for one: the next that waits looks again
                    return
                self._all.add(worker)
                self._free.put(worker)


class _Worker:
    """One process, from its start on; it may not be ready yet."""

    def __init__(self, limits: Limits) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._process = subprocess.Popen(  # noqa: S603
                # -P: no module of the folder that somebody happens to be in
                [sys.executable, "-P", "-m", "actgraph.sparql.worker", *map(str, (theirs.fileno(), *limits))],
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
            # The engine ends its process where it gets no memory, the system one that takes too much of the machine's.
            why = {-signal.SIGABRT: "memory", -signal.SIGKILL: "memory", -signal.SIGALRM: "time"}
            kind = why.get(self._process.wait(), "failed") if self._ready else "failed"
            raise _stopped(kind, question, limits) from None
        if told["kind"] in ("memory", "failed"):
            raise _stopped(told["kind"], question, limits, told.get("fault", ""))
        if told["kind"]:
            raise UnansweredError(**told)
        return Written(told["form"], body, told["query"], told["cut"], told["basis"])


def _stopped(kind: str, question: Question, limits: Limits, fault: str = "") -> UnansweredError:
    what, todo = {
        "time": (
            f"the query was stopped: it was not answered within {limits.seconds:g} s",
            "Start from a node, give each pattern a variable in common with another, or ask for less.",
        ),
        "memory": (
            f"the query was stopped: it needs more than {limits.megabytes} MB of memory",
            "Start from a node, give each pattern a variable in common with another, or ask for less.",
        ),
        "failed": (
            f"the query could not be answered, by a fault of ours{f' ({fault})' if fault else ''}",
            "Please report it, with the query.",
        ),
    }[kind]
    return UnansweredError(kind, what, question.source, todo=todo)
