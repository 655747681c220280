"""Queue SPARQL queries: as many run at once as there are worker processes, the others wait."""

from collections import Counter
from dataclasses import dataclass, field

import anyio

from actgraph.core import system
from actgraph.core.errors import UnansweredError
from actgraph.sparql.execute import QueryRequest
from actgraph.sparql.worker_pool import WorkerPool
from actgraph.sparql.writers import SerializedResult

_MAX_WAITING = 100  # queries in the queue
_MAX_SECONDS = 30  # that a query waits


@dataclass
class QueryQueue:
    """The queue in front of the worker pool, with counts of the outcomes.

    Args:
        outcomes: number of queries by outcome: `answered`, or the kind of an `UnansweredError`.
    """

    workers: WorkerPool
    outcomes: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    running: int = 0

    def __post_init__(self) -> None:
        self._free = anyio.Semaphore(self.workers.count)
        self._threads = anyio.CapacityLimiter(self.workers.count)

    async def submit(self, request: QueryRequest) -> SerializedResult:
        """Run a query as soon as a worker is free.

        Raises:
            UnansweredError: the query is refused, was stopped, or waited too long.
        """
        try:
            found = await self._run_in_turn(request)
        except UnansweredError as error:
            self.outcomes[error.kind] += 1
            raise
        self.outcomes["answered"] += 1
        return found

    async def _run_in_turn(self, request: QueryRequest) -> SerializedResult:
        if self.waiting >= _MAX_WAITING:
            raise _make_busy_error()
        self.waiting += 1
        try:
            with anyio.fail_after(_MAX_SECONDS):
                await self._free.acquire()
        except TimeoutError:
            raise _make_busy_error() from None
        finally:
            self.waiting -= 1
        self.running += 1
        try:
            return await anyio.to_thread.run_sync(self.workers.run_query, request, limiter=self._threads)
        finally:
            self.running -= 1
            self._free.release()


def choose_worker_count() -> int:
    """Choose the number of worker processes: one per core, between 2 and 8.

    >>> 2 <= choose_worker_count() <= 8
    True
    """
    return min(max(system.count_processors(), 2), 8)


def _make_busy_error() -> UnansweredError:
    return UnansweredError("busy", "too many queries wait to be answered", todo="Ask again in a little while.")
