"""Run untrusted queries in a separate process, which can be killed at any moment without further loss.

`worker_pool` starts it as `python -m actgraph.sparql.worker`, and sends queries and receives results over a socket. A
timer ends the process after the time limit of a query, even if its parent is gone. While the engine runs, the process
can open no file and no connection, and its memory is limited, where the system has such limits.
"""

import json
import sys

from actgraph.core import child_process, system
from actgraph.core.errors import ActgraphError, UnansweredError
from actgraph.sparql.execute import QueryRequest, execute_query, prepare_query
from actgraph.sparql.writers import SerializedResult

_COMPOSED_BYTES = 250_000_000  # for the composed stores that are cached
_GRACE_SECONDS = 1  # over the time limit, until the timer ends what the parent should have ended


def serve_queries(parent: str, seconds: float, megabytes: int) -> None:
    """Run queries until the parent closes the connection.

    Args:
        parent: tells the connection, as for `accept_parent`.
        seconds: the time limit of a query.
        megabytes: the memory limit of a query, in addition to what the process holds before.
    """
    asked = child_process.accept_parent(parent)
    system.set_limit("core", 0)
    _warm_up()
    limits = _ResourceLimits(megabytes)
    asked.send_bytes(b"ready")
    while True:
        try:
            request = QueryRequest(**json.loads(asked.recv_bytes()))
        except EOFError:
            return
        child_process.exit_after(seconds + _GRACE_SECONDS)
        header, body = _execute_request(request, limits)
        child_process.exit_after(0)
        asked.send_bytes(json.dumps(header).encode())
        asked.send_bytes(body)


class _ResourceLimits:
    """The memory and file limits of the process while the engine runs, and only then.

    Args:
        megabytes: of memory, in addition to what the process holds now and to the composed stores that it caches.
    """

    def __init__(self, megabytes: int) -> None:
        self._base_bytes = (system.measure_data_memory() or 0) + _COMPOSED_BYTES
        self._extra_bytes = megabytes * 1_000_000

    def execute_limited(self, request: QueryRequest) -> SerializedResult:
        prepared = prepare_query(request)
        held = system.measure_data_memory()
        limits: dict[system.Resource, int] = {}
        if held is not None:
            limits["data"] = min(held, self._base_bytes) + self._extra_bytes
        limits["files"] = 0  # nothing more can be opened: neither files nor connections
        with system.limit_resources(limits):
            return execute_query(prepared)


def _execute_request(request: QueryRequest, limits: _ResourceLimits) -> tuple[dict[str, object], bytes]:
    try:
        found = limits.execute_limited(request)
    except UnansweredError as error:
        return _error_to_dict(error), b""
    except ActgraphError as error:  # no graph is valid on the day
        return _error_to_dict(UnansweredError("refused", error.what, todo=error.todo, near=error.near)), b""
    except MemoryError:
        return {"kind": "memory"}, b""
    except Exception as error:  # only the type is sent: the message may repeat the query
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
    """Open and import everything that a query needs, before files can no longer be opened."""
    from actgraph.graph import catalog
    from actgraph.graph.store import get_store

    get_store(tuple(catalog.load_catalog()))
    today = catalog.parse_date(None)
    texts = ("SELECT * { ?s ?p ?o } LIMIT 1", "CONSTRUCT { <urn:a:b> ?p ?o } FROM grf:core { ?s ?p ?o } LIMIT 1")
    for rows, triples in (("json", "ttl"), ("csv", "rdf")):
        for text in texts:
            execute_query(prepare_query(QueryRequest(text, today, rows_format=rows, triples_format=triples)))


if __name__ == "__main__":
    serve_queries(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
