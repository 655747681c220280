"""Where queries of others are handed in: as many are worked on at once as there are processes, the rest wait."""

import os
from collections import Counter
from dataclasses import dataclass, field

import anyio

from actgraph.core.errors import UnansweredError
from actgraph.sparql.execute import Question
from actgraph.sparql.worker_pool import Workers
from actgraph.sparql.writers import Written

_WAITING = 100  # queries that may wait for a process
_PATIENCE = 30  # seconds that one waits


@dataclass
class Desk:
    """The processes, the queue in front of them, and what became of all that was asked.

    Args:
        workers: the processes.
        told: outcome → how often, `answered` or the kind of an `UnansweredError`.
    """

    workers: Workers
    told: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    running: int = 0

    def __post_init__(self) -> None:
        self._free = anyio.Semaphore(self.workers.count)
        self._threads = anyio.CapacityLimiter(self.workers.count)

    async def answer(self, question: Question) -> Written:
        """Answer a query, when it is its turn.

        Args:
            question: the query.

        Raises:
            UnansweredError: it is refused, was stopped, or waited too long.
        """
        try:
            found = await self._in_turn(question)
        except UnansweredError as error:
            self.told[error.kind] += 1
            raise
        self.told["answered"] += 1
        return found

    async def _in_turn(self, question: Question) -> Written:
        if self.waiting >= _WAITING:
            raise _busy()
        self.waiting += 1
        try:
            with anyio.fail_after(_PATIENCE):
                await self._free.acquire()
        except TimeoutError:
            raise _busy() from None
        finally:
            self.waiting -= 1
        self.running += 1
        try:
            return await anyio.to_thread.run_sync(self.workers.answer, question, limiter=self._threads)
        finally:
            self.running -= 1
            self._free.release()


def as_many_as_cores() -> int:
    """How many processes a machine has room for: one a core, from 2 to 8.

    >>> 2 <= as_many_as_cores() <= 8
    True
    """
    return min(max(os.cpu_count() or 2, 2), 8)


def _busy() -> UnansweredError:
    return UnansweredError("busy", "too many queries wait to be answered", todo="Ask again in a little while.")
