"""Run untrusted queries in a pool of processes; a process that exceeds its limits is killed and replaced."""

import json
import queue
import threading
import time
from collections.abc import Mapping
from typing import NamedTuple

from actgraph.core import child_process
from actgraph.core.errors import UnansweredError
from actgraph.sparql.execute import QueryRequest
from actgraph.sparql.writers import SerializedResult

_START_SECONDS = 60  # enough on a busy machine
_POLL_SECONDS = 1
# Signals that end a process that takes too much memory: the engine aborts (SIGABRT), or the system kills it (SIGKILL).
_MEMORY_EXIT_CODES = (-6, -9)


class QueryLimits(NamedTuple):
    """The time and memory limits of a query.

    Attributes:
        seconds: from when a process starts on it.
        megabytes: in addition to what the process holds before.
    """

    seconds: float = 4
    megabytes: int = 512


class WorkerPool:
    """A context manager for the pool; its processes end with the `with` statement.

    Args:
        count: how many queries may run at once.
        limits: the limits of each query.
        spare: the number of additional processes, because a replacement takes time to start.
        module: what a process runs: it takes and sends what `sparql/worker.py` does.
        env: variables for its environment.

    >>> with WorkerPool(1) as workers:
    ...     workers.run_query(QueryRequest("ASK {}", "2026-11-24")).body
    b'{"head":{},"boolean":true}'
    """

    def __init__(
        self,
        count: int,
        limits: QueryLimits = QueryLimits(),  # noqa: B008
        spare: int = 1,
        module: str = "actgraph.sparql.worker",
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._module, self._env = module, {"RUST_BACKTRACE": "0", **(env or {})}
        self.count, self.limits, self.replaced_count = count, limits, 0
        self._target_count = count + spare
        self._idle_workers: queue.SimpleQueue[_WorkerProcess] = queue.SimpleQueue()
        self._workers: set[_WorkerProcess] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._start_workers()

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill all processes, together with the queries that still run."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.kill()

    def count_alive(self) -> int:
        """Count the running processes; there are fewer than intended only until one is replaced."""
        with self._lock:
            return sum(worker.is_alive() for worker in self._workers)

    def run_query(self, request: QueryRequest) -> SerializedResult:
        """Wait for an idle process and run a query in it within the limits.

        Raises:
            UnansweredError: the query is refused or was stopped.
        """
        worker = self._take_worker()
        try:
            found = worker.send_request(request, self.limits)
        except UnansweredError as error:
            if error.kind in ("time", "memory", "failed"):
                self._replace_worker(worker)
            else:
                self._idle_workers.put(worker)
            raise
        except BaseException:  # interrupted in the middle of a request
            self._replace_worker(worker)
            raise
        self._idle_workers.put(worker)
        return found

    def _take_worker(self) -> "_WorkerProcess":
        end = time.monotonic() + _START_SECONDS
        while True:
            try:
                worker = self._idle_workers.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                self._start_workers()  # if one could not be started before
                if self._closed or time.monotonic() > end:
                    raise UnansweredError("failed", "there is no process that answers queries") from None
                continue
            if worker.is_alive():
                return worker
            self._replace_worker(worker)  # it died while idle

    def _replace_worker(self, worker: "_WorkerProcess") -> None:
        with self._lock:  # another thread may close the pool
            worker.kill()
            self._workers.discard(worker)
            self.replaced_count += 1
        self._start_workers()

    def _start_workers(self) -> None:
        with self._lock:
            while not self._closed and len(self._workers) < self._target_count:
                try:
                    worker = _WorkerProcess(self.limits, self._module, self._env)
                except OSError:  # the system cannot start one: the next waiting request tries again
                    return
                self._workers.add(worker)
                self._idle_workers.put(worker)


class _WorkerProcess:
    """One process of the pool; it may not be ready yet."""

    def __init__(self, limits: QueryLimits, module: str, env: Mapping[str, str]) -> None:
        arguments = [str(limits.seconds), str(limits.megabytes)]
        self._child = child_process.start_module(module, *arguments, env=env)
        self._is_ready = False

    def is_alive(self) -> bool:
        return self._child.process.poll() is None

    def kill(self) -> None:
        self._child.kill()

    def send_request(self, request: QueryRequest, limits: QueryLimits) -> SerializedResult:
        connection, began = self._child.connection, time.monotonic()
        try:
            if not self._is_ready:
                self._is_ready = connection.poll(_START_SECONDS) and connection.recv_bytes() == b"ready"
                began = time.monotonic()
            if not self._is_ready:
                raise UnansweredError("failed", "the process that answers queries does not start")
            connection.send_bytes(json.dumps(request._asdict()).encode())
            if not connection.poll(limits.seconds):
                raise _make_stop_error("time", request, limits)
            told = json.loads(connection.recv_bytes())
            body = connection.recv_bytes()
        except (EOFError, OSError):
            code = self._child.process.wait()
            kind = "memory" if code in _MEMORY_EXIT_CODES else "failed"
            if time.monotonic() - began > limits.seconds:  # its own timer was first
                kind = "time"
            raise _make_stop_error(kind if self._is_ready else "failed", request, limits) from None
        if told["kind"] in ("memory", "failed"):
            raise _make_stop_error(told["kind"], request, limits, told.get("fault", ""))
        if told["kind"]:
            raise UnansweredError(**told)
        return SerializedResult(told["form"], body, told["query"], told["cut"], told["basis"])


def _make_stop_error(kind: str, request: QueryRequest, limits: QueryLimits, fault: str = "") -> UnansweredError:
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
    return UnansweredError(kind, what, request.source, todo=todo)
