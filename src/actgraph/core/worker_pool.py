"""Do untrusted work in a pool of processes; one that exceeds its limits or dies is killed and replaced."""

import contextlib
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Self

from actgraph.core import child_process

_START_SECONDS = 60  # enough on a busy machine
_WAIT_SECONDS = 30  # of a job for a process that begins it
_TAKE_SECONDS = 5  # for a process that is ready to take a job, or to send its answer: something may have stopped it
_POLL_SECONDS = 0.1
_MAX_FAILED_STARTS = 5  # at once: the processes end as they start
_MAX_PAUSE = 4  # seconds between two such starts
_MEMORY_EXIT_CODE = -6  # SIGABRT: a library aborts where it gets no memory
FailureKind = Literal["time", "memory", "died", "failed", "stopped", "busy"]


class WorkLimits(NamedTuple):
    """The time and memory limits of a job.

    Attributes:
        seconds: from when a process starts on it.
        megabytes: in addition to what the process holds before.
    """

    seconds: float = 4
    megabytes: int = 512


class WorkError(Exception):
    """A job that was not finished.

    Args:
        kind: `time`, `memory`: stopped at that limit; `died`: its process ended; `failed`: a fault of ours;
            `stopped`: its `StopHandle` was used, or the pool was closed; `busy`: no process could begin it.
        detail: the signal that ended the process, or the name of the exception; empty if unknown.
    """

    def __init__(self, kind: FailureKind, detail: str = "") -> None:
        super().__init__(kind)
        self.kind, self.detail = kind, detail


class StopHandle:
    """Stop a job from another thread, whether it waits for a process or runs.

    >>> handle = StopHandle()
    >>> handle.stop()
    >>> handle.is_stopped
    True
    """

    def __init__(self) -> None:
        self.is_stopped = False
        self._lock = threading.Lock()
        self._child: child_process.ChildProcess | None = None

    def stop(self) -> None:
        """Stop the job: a process that works on it is killed."""
        with self._lock:
            self.is_stopped = True
            if self._child:
                self._child.send_kill()

    @contextlib.contextmanager
    def watch(self, child: child_process.ChildProcess) -> Iterator[None]:
        """Let `stop` kill a process as long as the context lasts.

        Raises:
            WorkError: the job has been stopped.
        """
        with self._lock:
            if self.is_stopped:
                raise WorkError("stopped")
            self._child = child
        try:
            yield
        finally:
            with self._lock:
                self._child = None


class WorkerPool:
    """A context manager for the pool; its processes end with the `with` statement.

    Args:
        module: the name of a module that calls `worker_process.serve_jobs`.
        count: how many jobs may run at once.
        limits: the limits of each job.
        spare: the number of additional processes, because a replacement takes time to start.
        nice: by how much the processes stand back behind others, as in the command `nice`.
        env: variables for their environment.
    """

    def __init__(
        self,
        module: str,
        count: int,
        limits: WorkLimits,
        *,
        spare: int = 1,
        nice: int = 0,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.count, self.limits, self.replaced_count = count, limits, 0
        self._target_count = count + spare
        self._command, self._nice = (module, str(limits.seconds), str(limits.megabytes)), nice
        self._env = {"RUST_BACKTRACE": "0", **(env or {})}
        self._idle_workers: queue.SimpleQueue[_WorkerProcess] = queue.SimpleQueue()
        self._workers: set[_WorkerProcess] = set()
        self._lock = threading.Lock()  # of the set of workers, and of which are busy
        self._start_lock = threading.Lock()  # starting takes a while, in which nobody waits for the other lock
        self._failed_starts, self._retry_time = 0, 0.0  # of processes that end as they start
        self._closed = False
        self._start_workers()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill all processes, together with the jobs that still run."""
        with self._lock:
            self._closed = True
            for worker in (workers := list(self._workers)):
                worker.child.send_kill()
        for worker in workers:
            worker.child.process.wait()
            if not worker.is_busy:  # else the thread that uses its connection closes it
                worker.child.kill()

    def count_alive(self) -> int:
        """Count the processes that are ready or work; there are fewer than intended only until one is replaced."""
        with self._lock:
            return sum(worker.is_ready and worker.is_alive() for worker in self._workers)

    def replace_dead(self) -> None:
        """Replace the processes that have ended while they had nothing to do."""
        with self._lock:
            dead = [worker for worker in self._workers if not worker.is_alive() and not worker.is_busy]
        for worker in dead:
            self._replace_worker(worker)
        self._start_workers()

    def run(
        self, header: Mapping[str, Any], body: bytes = b"", stop: StopHandle | None = None
    ) -> tuple[dict[str, Any], bytes]:
        """Wait for an idle process and do a job in it within the limits.

        Args:
            header: JSON data of the job.
            body: bytes of the job.
            stop: stops the job when it is used.

        Returns:
            The header and the body of the result.

        Raises:
            WorkError: the job was not finished.
        """
        stop, end = stop or StopHandle(), time.monotonic() + _WAIT_SECONDS
        while True:
            worker = self._take_worker(stop, end)
            found = None
            try:
                with stop.watch(worker.child):
                    found = worker.run(json.dumps(header).encode(), body, self.limits)
                return found
            except _NotBegunError:  # it has died with nothing done: another one takes the job
                continue
            except WorkError as error:
                raise WorkError("stopped") if stop.is_stopped or self._closed else error from None
            finally:
                if found:
                    worker.is_busy = False
                    self._idle_workers.put(worker)
                else:
                    self._replace_worker(worker)

    def _take_worker(self, stop: StopHandle, end: float) -> "_WorkerProcess":
        while True:
            if stop.is_stopped or self._closed:
                raise WorkError("stopped")
            if time.monotonic() > end:
                raise WorkError("busy")
            try:
                worker = self._idle_workers.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                self._start_workers()  # if one could not be started before
                if self._failed_starts >= _MAX_FAILED_STARTS and not self.count_alive():
                    raise WorkError("failed", "the processes end while they start") from None
                continue
            with self._lock:
                worker.is_busy = worker in self._workers and worker.is_alive()
            if worker.is_busy:
                return worker
            self._replace_worker(worker)  # it died while idle

    def _replace_worker(self, worker: "_WorkerProcess") -> None:
        with self._lock:
            if worker not in self._workers:  # another thread has replaced it
                return
            self._workers.discard(worker)
            self.replaced_count += not self._closed
        worker.child.kill()
        self._start_workers()

    def _start_workers(self) -> None:
        with self._start_lock:
            while not self._closed and len(self._workers) < self._target_count and time.monotonic() >= self._retry_time:
                try:
                    worker = _WorkerProcess(self._command, self._env, self._nice)
                except OSError:  # the system cannot start one: the next waiting job tries again
                    return
                with self._lock:
                    self._workers.add(worker)
                    if self._closed:
                        worker.child.send_kill()
                try:
                    threading.Thread(target=self._wait_until_ready, args=(worker,), daemon=True).start()
                except RuntimeError:  # the system has no thread left
                    with self._lock:
                        self._workers.discard(worker)
                    worker.child.kill()
                    return

    def _wait_until_ready(self, worker: "_WorkerProcess") -> None:
        """Offer a process to the jobs when it is ready; a job that is stopped while it starts does not stop it."""
        is_ready = worker.wait_until_ready()
        with self._lock:
            now = time.monotonic()
            if is_ready:
                self._failed_starts, self._retry_time = 0, 0
            elif now >= self._retry_time:  # not those that were started together with one that failed
                self._failed_starts += 1
                self._retry_time = now + min(_MAX_PAUSE, 2**self._failed_starts / 8)
            worker.is_busy = not is_ready
        if is_ready:
            self._idle_workers.put(worker)
        else:
            self._replace_worker(worker)


class _NotBegunError(Exception):
    """The process ended before it took the job."""


class _WorkerProcess:
    """One process of the pool; it may not be ready yet."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], nice: int) -> None:
        self.child = child_process.start_module(*command, env=env)
        if nice and sys.platform != "win32":  # from its first import on
            with contextlib.suppress(OSError):  # it has ended
                os.setpriority(os.PRIO_PROCESS, self.child.process.pid, nice)
        self.is_ready, self.is_busy = False, True  # with its start

    def is_alive(self) -> bool:
        return self.child.process.poll() is None

    def wait_until_ready(self) -> bool:
        connection = self.child.connection
        with contextlib.suppress(EOFError, OSError):
            self.is_ready = connection.poll(_START_SECONDS) and connection.recv_bytes() == b"ready"
        return self.is_ready

    def run(self, header: bytes, body: bytes, limits: WorkLimits) -> tuple[dict[str, Any], bytes]:
        connection = self.child.connection
        try:
            with self.child.kill_after(_TAKE_SECONDS):
                connection.send_bytes(header)
                connection.send_bytes(body)
                if connection.recv_bytes() != b"begun":
                    raise _NotBegunError
        except (EOFError, OSError):
            raise _NotBegunError from None
        began = time.monotonic()
        try:
            if not connection.poll(limits.seconds):
                raise WorkError("time")
            with self.child.kill_after(_TAKE_SECONDS):
                told, answer = json.loads(connection.recv_bytes()), connection.recv_bytes()
        except (EOFError, OSError):
            if time.monotonic() - began > limits.seconds:  # its own timer was first
                raise WorkError("time") from None
            code = self.child.process.wait()
            is_memory = code == _MEMORY_EXIT_CODE
            raise (WorkError("memory") if is_memory else WorkError("died", self.child.describe_end())) from None
        if "failure" in told:
            raise WorkError(told["failure"], told.get("detail", ""))
        return told, answer
