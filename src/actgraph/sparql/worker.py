"""The process in which queries of others run: it may be stopped at any moment, and nothing else is lost by it.

It is started by `worker_pool` as `python -m actgraph.sparql.worker`, is told each query over a socket and answers over
it. The operating system ends it after the time of a query, whatever becomes of the process that started it. While the
engine answers it can open no file and no connection, and holds no more memory than it was given.
"""

import json
import os
import resource
import signal
import sys
from multiprocessing.connection import Connection

from actgraph.core.errors import ActgraphError, UnansweredError
from actgraph.sparql.execute import QueryRequest, execute_query, prepare_query
from actgraph.sparql.writers import SerializedResult

_COMPOSED_BYTES = 250_000_000  # bytes: of graphs that are put together, as many as are kept
_STATM = "/proc/self/statm"
_GRACE_SECONDS = 1  # seconds after which the system ends what its starter should have ended


def serve_queries(socket_number: int, seconds: float, megabytes: int) -> None:
    """Answer queries until nobody asks any more.

    Args:
        socket_number: its number.
        seconds: how long a query may take.
        megabytes: how much memory it may take beyond what the process holds before.
    """
    asked = Connection(socket_number)
    for one in (signal.SIGINT, signal.SIGTERM):  # who started it ends it, when all answers are out
        signal.signal(one, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _warm_up()
    bounds = _ResourceLimits(megabytes)
    asked.send_bytes(b"ready")
    while True:
        try:
            question = QueryRequest(**json.loads(asked.recv_bytes()))
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE_SECONDS)
        told, body = _execute_request(question, bounds)
        signal.setitimer(signal.ITIMER_REAL, 0)
        asked.send_bytes(json.dumps(told).encode())
        asked.send_bytes(body)


class _ResourceLimits:
    """What the process may take while the engine works, and only then.

    Args:
        megabytes: of memory beyond what it holds now, and beyond the graphs that it has put together for queries.
    """

    def __init__(self, megabytes: int) -> None:
        self._base_bytes = _get_data_bytes() + _COMPOSED_BYTES
        self._extra_bytes = megabytes * 1_000_000

    def execute_limited(self, request: QueryRequest) -> SerializedResult:
        prepared = prepare_query(request)
        held = _get_data_bytes()
        files, memory = (resource.getrlimit(one) for one in (resource.RLIMIT_NOFILE, resource.RLIMIT_DATA))
        if held:
            resource.setrlimit(resource.RLIMIT_DATA, (min(held, self._base_bytes) + self._extra_bytes, memory[1]))
        # No more than are open: neither files nor connections.
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, files[1]))
        try:
            return execute_query(prepared)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, files)
            resource.setrlimit(resource.RLIMIT_DATA, memory)


def _get_data_bytes() -> int:
    """Bytes of memory that the process holds for data; 0 where only Linux could tell, and memory is not bounded."""
    try:
        with open(_STATM) as file:
            return int(file.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except FileNotFoundError:
        return 0


def _execute_request(request: QueryRequest, limits: _ResourceLimits) -> tuple[dict[str, object], bytes]:
    try:
        found = limits.execute_limited(request)
    except UnansweredError as error:
        return _error_to_dict(error), b""
    except ActgraphError as error:  # the day is none of the graph
        return _error_to_dict(UnansweredError("refused", error.what, todo=error.todo, near=error.near)), b""
    except MemoryError:
        return {"kind": "memory"}, b""
    except Exception as error:  # whatever the engine finds to say; it may repeat the query
        return {"kind": "failed", "fault": type(error).__name__}, b""
    return {
        "kind": "",
        "form": found.format_name,
        "query": found.query_form,
        "cut": found.is_truncated,
        "basis": found.basis,
    }, found.body


def _error_to_dict(error: UnansweredError) -> dict[str, object]:
    names = ("kind", "what", "source", "line", "column", "todo", "near")
    return {name: getattr(error, name) for name in names}


def _warm_up() -> None:
    """Open and import all that an answer needs, as long as that can be done."""
    from actgraph.graph import catalog
    from actgraph.graph.store import get_store

    get_store(tuple(catalog.load_catalog()))
    today = catalog.parse_date(None)
    texts = ("SELECT * { ?s ?p ?o } LIMIT 1", "CONSTRUCT { <urn:a:b> ?p ?o } FROM grf:core { ?s ?p ?o } LIMIT 1")
    for rows, triples in (("json", "ttl"), ("csv", "rdf")):
        for text in texts:
            execute_query(prepare_query(QueryRequest(text, today, rows_format=rows, triples_format=triples)))


if __name__ == "__main__":
    serve_queries(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
