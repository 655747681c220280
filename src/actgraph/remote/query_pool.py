"""Run untrusted queries of a server at a remote store, in processes like those of local queries."""

import threading
from collections.abc import Callable

from actgraph.core.errors import UnansweredError
from actgraph.core.worker_pool import StopHandle, WorkLimits
from actgraph.remote.query_worker import ENDPOINT_VARIABLE, GRACE_SECONDS
from actgraph.sparql.execute import QueryRequest
from actgraph.sparql.query_pool import QueryPool
from actgraph.sparql.writers import SerializedResult

_WATCH_SECONDS = 5  # between two questions whether the store answers


class RemoteQueryPool(QueryPool):
    """A pool of processes that ask a remote store; another thread asks every 5 s whether the store answers.

    Args:
        endpoint: the URL for queries; it may contain user name and password.
        count: how many queries may run at once.
        limits: the limits of each query; the time counts here, whatever the store does.
        get_day: returns the day whose graph the store must have, ISO 8601.

    Attributes:
        fault: why the store does not answer, with its address; empty if it answers.
    """

    def __init__(self, endpoint: str, count: int, limits: WorkLimits, get_day: Callable[[], str]) -> None:
        # A process needs the grace to tell that the store is late; then the pool kills it.
        held = limits._replace(seconds=limits.seconds + GRACE_SECONDS)
        super().__init__(count, held, module="actgraph.remote.query_worker", env={ENDPOINT_VARIABLE: endpoint})
        self.fault = ""
        self._get_day = get_day
        self._ended = threading.Event()
        threading.Thread(target=self._watch_store, daemon=True).start()

    def close(self) -> None:
        """Kill all processes and stop watching the store."""
        self._ended.set()
        super().close()

    def run_query(self, request: QueryRequest, stop: StopHandle | None = None) -> SerializedResult:
        """Run a query at the store within the limits.

        Args:
            stop: stops the query when it is used.

        Raises:
            UnansweredError: the query is refused or was stopped, or the store gives no complete answer.
        """
        try:
            return super().run_query(request, stop)
        except UnansweredError as error:
            if error.kind == "store":  # what the store says is for who runs it
                what, todo = "the store of this endpoint gives no complete answer", "Ask again in a little while."
                raise UnansweredError("store", what, request.source, todo=todo) from None
            raise

    def _watch_store(self) -> None:
        while not self._ended.is_set():
            try:
                super().run_query(QueryRequest("ASK {}", self._get_day()))
                self.fault = ""
            except Exception as error:  # the watch goes on, whatever happens
                self.fault = str(error).partition("\n")[0] or type(error).__name__
            self._ended.wait(_WATCH_SECONDS)
