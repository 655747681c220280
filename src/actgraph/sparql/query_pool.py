"""Run untrusted queries in a pool of processes; a process that exceeds its limits is killed and replaced."""

from collections.abc import Mapping

from actgraph.core.errors import UnansweredError
from actgraph.core.worker_pool import StopHandle, WorkerPool, WorkError, WorkLimits
from actgraph.sparql.execute import QueryRequest
from actgraph.sparql.writers import SerializedResult


class QueryPool(WorkerPool):
    """A context manager for the pool; its processes end with the `with` statement.

    Args:
        count: how many queries may run at once.
        limits: the limits of each query.
        spare: the number of additional processes, because a replacement takes time to start.
        module: what the processes run: it takes and gives what `query_worker` does.
        env: variables for their environment.

    >>> with QueryPool(1) as pool:
    ...     pool.run_query(QueryRequest("ASK {}", "2026-11-24")).body
    b'{"head":{},"boolean":true}'
    """

    def __init__(
        self,
        count: int,
        limits: WorkLimits = WorkLimits(),  # noqa: B008
        spare: int = 1,
        module: str = "actgraph.sparql.query_worker",
        env: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(module, count, limits, spare=spare, env=env)

    def run_query(self, request: QueryRequest, stop: StopHandle | None = None) -> SerializedResult:
        """Wait for an idle process and run a query in it within the limits.

        Args:
            stop: stops the query when it is used.

        Raises:
            UnansweredError: the query is refused or was stopped.
        """
        try:
            told, body = self.run(request._asdict(), stop=stop)
        except WorkError as error:
            raise make_query_error(error.kind, error.detail, request.source, self.limits) from None
        if told["kind"]:
            raise UnansweredError(**told)
        return SerializedResult(told["form"], body, told["query"], told["cut"], told["basis"])


def make_query_error(
    kind: str,
    detail: str = "",
    source: str = "",
    limits: WorkLimits = WorkLimits(),  # noqa: B008
) -> UnansweredError:
    """Make the error that tells why a query was not answered.

    Args:
        kind: as for `WorkError`; `busy`: too many others wait.
        detail: as for `WorkError`.
        source: the name of the query in messages.
        limits: the limits of the query.

    >>> print(make_query_error("died", "SIGSEGV", "a.rq"))
    a.rq: the query was not answered: the process that worked on it ended (SIGSEGV)
      Ask again, or ask for less; if it happens again, please report it, with the query.
    """
    less = "Name a subject, connect all patterns by shared variables, or add LIMIT."
    again = "Ask again in a little while."
    how = f" ({detail})" if detail else ""
    what, todo = {
        "time": (f"the query was stopped: it was not answered within {limits.seconds:g} s", less),
        "memory": (f"the query was stopped: it needs more than {limits.megabytes} MB of memory", less),
        "died": (
            f"the query was not answered: the process that worked on it ended{how}",
            "Ask again, or ask for less; if it happens again, please report it, with the query.",
        ),
        "failed": (f"the query could not be answered, by a fault of ours{how}", "Please report it, with the query."),
        "stopped": ("the query was not answered: the server is shutting down", again),
        "busy": ("too many queries wait to be answered", again),
    }[kind]
    return UnansweredError(kind, what, source, todo=todo)
