"""Queue work for processes: as much runs at once as there are processes, the rest waits."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Generic, NamedTuple, TypeVar

import anyio
from starlette.requests import ClientDisconnect, Request

from actgraph.core import system
from actgraph.core.errors import InputError
from actgraph.core.worker_pool import StopHandle
from actgraph.web.http.server_end import ServerEnd

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class QueueLimits(NamedTuple):
    """The limits of a queue.

    Attributes:
        running: how much runs at once.
        waiting: how much waits at the most.
        seconds: how long it waits.
    """

    running: int
    waiting: int = 100
    seconds: float = 30


class WorkQueue(Generic[Question, Answer]):
    """A queue in front of a pool of processes, with counts of the outcomes.

    Args:
        run: does the work in a process; the handle stops it.
        limits: how much runs and waits.
        end: the end of the server.
        make_error: makes the error for what is not begun, from `busy` or `stopped`.

    Attributes:
        outcomes: number of answers by outcome: `answered`, or the kind of the error.
    """

    def __init__(
        self,
        run: Callable[[Question, StopHandle], Answer],
        limits: QueueLimits,
        end: ServerEnd,
        make_error: Callable[[str], InputError],
    ) -> None:
        self.outcomes: Counter[str] = Counter()
        self.waiting = self.running = 0
        self._run, self._limits, self._end, self._make_error = run, limits, end, make_error
        self._free = anyio.Semaphore(limits.running)
        self._threads = anyio.CapacityLimiter(limits.running)

    def check_room(self) -> None:
        """Refuse work that could not even wait, before its body is read.

        Raises:
            InputError: the queue is full.
        """
        if self.waiting >= self._limits.waiting:
            self.outcomes["busy"] += 1
            raise self._make_error("busy")

    async def submit(self, question: Question, request: Request) -> Answer:
        """Do the work as soon as a process is free; stop it when the client has gone.

        Args:
            request: the request that asks for it; its body has been read.

        Raises:
            InputError: it was refused, was stopped, or waited too long.
            ClientDisconnect: the client has gone.
        """
        self.check_room()
        stop = StopHandle()
        try:
            answer = await _stop_when_gone(self._run_in_turn(question, stop), stop, request)
        except ClientDisconnect:
            self.outcomes["gone"] += 1
            raise
        except InputError as error:
            self.outcomes[getattr(error, "kind", "refused")] += 1
            raise
        self.outcomes["answered"] += 1
        return answer

    async def _run_in_turn(self, question: Question, stop: StopHandle) -> Answer:
        self.waiting += 1
        try:
            with self._end.limit_waiting(self._limits.seconds) as scope:
                await self._free.acquire()
        finally:
            self.waiting -= 1
        if scope.cancelled_caught:
            raise self._make_error("stopped" if self._end.has_begun else "busy")
        self.running += 1
        working = asyncio.ensure_future(anyio.to_thread.run_sync(self._run, question, stop, limiter=self._threads))
        try:
            return await asyncio.shield(working)
        finally:  # a thread cannot be cancelled: it ends soon after its process is killed
            try:
                await _wait_for_end(working)
            finally:
                self.running -= 1
                self._free.release()


async def _stop_when_gone(work: Awaitable[Answer], stop: StopHandle, request: Request) -> Answer:
    working = asyncio.ensure_future(work)
    watching = asyncio.ensure_future(_wait_until_gone(request))
    try:
        await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientDisconnect
    finally:
        watching.cancel()
        if not working.done():
            stop.stop()
            working.cancel()
            await _wait_for_end(working)


async def _wait_for_end(work: asyncio.Future[Any]) -> None:
    await asyncio.wait((work,))
    work.cancelled() or work.exception()  # whatever became of it: asyncio logs an error that nobody reads


async def _wait_until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def choose_worker_count() -> int:
    """Choose the number of worker processes: one per core, between 2 and 8.

    >>> 2 <= choose_worker_count() <= 8
    True
    """
    return min(max(system.count_processors(), 2), 8)
