"""Run untrusted queries in a separate process, which can be killed at any moment without further loss.

`query_pool` starts it, and sends queries and receives results over a socket. While the engine runs, the process can
open no file and no connection, and its memory is limited, where the system has such limits.
"""

from collections.abc import Mapping
from typing import Any

from actgraph.core import system, worker_process
from actgraph.core.errors import ActgraphError, UnansweredError
from actgraph.core.worker_pool import WorkLimits
from actgraph.sparql.execute import QueryRequest, execute_query, prepare_query
from actgraph.sparql.writers import SerializedResult

_COMPOSED_BYTES = 250_000_000  # for the composed stores that are cached


def make_executor(limits: WorkLimits) -> worker_process.Execute:
    """Make the function that runs a query, given as JSON data.

    Args:
        limits: those of a query; its memory comes on top of what the process holds now and of the composed stores that
            it caches.
    """
    base_bytes = (system.measure_data_memory() or 0) + _COMPOSED_BYTES

    def run_query(header: Mapping[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            found = _run_limited(QueryRequest(**header), base_bytes, limits.megabytes * 1_000_000)
        except UnansweredError as error:
            return error_to_dict(error), b""
        except ActgraphError as error:  # no graph is valid on the day
            return error_to_dict(UnansweredError("refused", error.what, todo=error.todo, near=error.near)), b""
        return {
            "kind": "",
            "form": found.format_name,
            "query": found.query_form,
            "cut": found.is_truncated,
            "basis": found.basis,
        }, found.body

    return run_query


def _run_limited(request: QueryRequest, base_bytes: int, extra_bytes: int) -> SerializedResult:
    with system.limit_resources(worker_process.limit_memory(base_bytes, _COMPOSED_BYTES + extra_bytes)):
        prepared = prepare_query(request)  # it may compose a store, which stays
    limits = worker_process.limit_memory(base_bytes, extra_bytes)
    limits["files"] = 0  # nothing more can be opened: neither files nor connections
    with system.limit_resources(limits):
        return execute_query(prepared)


def error_to_dict(error: UnansweredError) -> dict[str, Any]:
    """Convert an error to JSON data, from which `QueryPool` makes it again.

    >>> error_to_dict(UnansweredError("size", "it is too large"))["kind"]
    'size'
    """
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
    worker_process.serve_jobs(_warm_up, make_executor)
