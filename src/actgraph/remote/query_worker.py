"""Run untrusted queries at a remote store, from a process that can be killed at any moment without further loss.

`query_pool` starts it in place of `sparql/query_worker.py`. The guard reads the query here, and what the store answers
is read and written here: neither takes time or memory of the server. The answer has the graphs and the formats of a
local one.
"""

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pyoxigraph import Quad, QueryResultsFormat, Store, parse_query_results

from actgraph.core import sparql_tokens, system, worker_process
from actgraph.core.errors import InputError, UnansweredError
from actgraph.core.prefixes import BASE
from actgraph.core.suggestions import quote_text
from actgraph.core.worker_pool import WorkLimits
from actgraph.graph import catalog
from actgraph.remote.client import RemoteStore, SelectResult
from actgraph.remote.graphs import find_missing_graphs, get_day_graph
from actgraph.remote.http import LateAnswerError, LongAnswerError
from actgraph.remote.queries import build_query_text
from actgraph.sparql import dataset_clause
from actgraph.sparql.canonical import get_line_column
from actgraph.sparql.execute import QueryRequest, check_request, open_request_dataset, start_query
from actgraph.sparql.guard import CheckedQuery
from actgraph.sparql.query_worker import error_to_dict
from actgraph.sparql.writers import QueryResults, SerializedResult, serialize_results

ENDPOINT_VARIABLE = "ACTGRAPH_QUERY_ENDPOINT"
MAX_STORE_BYTES = 64_000_000  # of an answer as the store writes it, in JSON or N-Triples
GRACE_SECONDS = 1  # over the time limit, until the parent kills what should have ended
_NO_GRAPH = f"{BASE}graphs/none"  # stands for no graph at all, where a store would take no name for any graph
_XSD = "http://www.w3.org/2001/XMLSchema#"  # of the functions with an IRI that SPARQL has, the casts
# Properties by which stores run code of their own: Virtuoso's functions, classes of Java.
_STORE_SCHEMES = ("bif:", "sql:", "java:")


class RemoteDataset(NamedTuple):
    """The dataset of a query at a remote store.

    Attributes:
        default_graphs: IRIs of the graphs whose union is the default graph.
        named_graphs: IRIs of the graphs for GRAPH.
        basis: the graphs that the query named, in words; empty if it named none.
    """

    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    basis: str = ""


_LESS = "Start from a node, give each pattern a variable in common with another, or ask for less."


def make_executor(limits: WorkLimits) -> worker_process.Execute:
    """Make the function that runs a query, given as JSON data, at the store of the environment.

    Args:
        limits: those of a query; its time ends at the grace before them.
    """
    seconds = limits.seconds - GRACE_SECONDS
    remote = RemoteStore(os.environ[ENDPOINT_VARIABLE], timeout=seconds, max_bytes=MAX_STORE_BYTES)
    base_bytes = system.measure_data_memory() or 0

    def run_query(header: Mapping[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
        with system.limit_resources(worker_process.limit_memory(base_bytes, limits.megabytes * 1_000_000)):
            return _run_request(remote, QueryRequest(**header), seconds)

    return run_query


def run_remote_query(remote: RemoteStore, request: QueryRequest) -> SerializedResult:
    """Run a query at a store, and return what the local engine would return.

    Raises:
        UnansweredError: the query is malformed or refused, or its result is too large.
        InputError: the store does not answer, or lacks a graph that is asked for.
    """
    checked, form = check_request(request)
    dataset = open_request_dataset(request, checked, find_dataset)
    start_query(Store(), checked, request.source)  # what the local engine does not understand is told as it tells it
    _refuse_store_functions(checked, request.source)
    query = build_query_text(checked)
    default = dataset.default_graphs or [_NO_GRAPH]
    named = dataset.named_graphs or [_NO_GRAPH] if "graph" in query.lower() else []
    results = _fetch_results(remote, checked.form, query, default, named)
    found = serialize_results(results, form, request.max_bytes, request.max_rows)
    # A store takes a graph that it lacks for an empty one. This comes last, as a graph can be dropped in between.
    if missing := find_missing_graphs(remote, {*default, *named} - {_NO_GRAPH}):
        raise InputError(f"the graph {missing[0]} is not there", where=remote.url)
    return found._replace(query_form=checked.form, basis=dataset.basis)


def find_dataset(day: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> RemoteDataset:
    """Find the graphs of a remote store that hold what `open_dataset` opens here.

    Raises:
        UnansweredError: a name is of none of the graphs and editions of the catalogue.

    >>> find_dataset("2026-11-24", ["https://w3id.org/actgraph/graphs/core"], []).default_graphs
    ['https://w3id.org/actgraph/graphs/core']
    """
    if not default_graphs and not named_graphs:
        return RemoteDataset([get_day_graph(day)], [graph.iri for graph in catalog.find_valid_graphs(day)])
    within = [graph.iri for name in named_graphs for graph in dataset_clause.find_graphs(name, day)]
    whole = []
    for name in default_graphs:
        dataset_clause.find_graphs(name, day)  # refuses all others
        edition = dataset_clause.index_editions().get(name)
        whole.append(get_day_graph(edition.clamp_day(day)) if edition else name)
    basis = dataset_clause.describe_dataset(default_graphs, named_graphs, day)
    return RemoteDataset(list(dict.fromkeys(whole)), list(dict.fromkeys(within)), basis)


def _refuse_store_functions(checked: CheckedQuery, source: str) -> None:
    for name in checked.functions:  # the local engine leaves out what cannot matter, and the store may not
        if not name.startswith(_XSD):
            what = f"there is no function {quote_text(name)}"
            raise UnansweredError("malformed", what, source, todo="Those of SPARQL 1.1 are there.")
    for token in sparql_tokens.tokenize_query(checked.text):
        if (token["aside"] or "").lower().startswith(tuple(f"<{scheme}" for scheme in _STORE_SCHEMES)):
            line, column = get_line_column(checked.text, token.start())
            what = f"{token.group()} would run code of the store"
            raise UnansweredError("refused", what, source, line, column)


def _fetch_results(
    remote: RemoteStore, form: str, query: str, default_graphs: Sequence[str], named_graphs: Sequence[str]
) -> QueryResults:
    """Fetch the answer of a store as results that our writers take."""
    if form == "SELECT":
        return _to_solutions(remote.run_select(query, default_graphs, named_graphs))
    if form == "ASK":
        answer = json.dumps({"head": {}, "boolean": remote.run_ask(query, default_graphs, named_graphs)})
        return parse_query_results(answer, QueryResultsFormat.JSON)
    store = Store()
    found = remote.run_construct(query, default_graphs, named_graphs)
    store.extend(Quad(one.subject, one.predicate, one.object) for one in found)
    return store.query("CONSTRUCT WHERE { ?s ?p ?o }")


def _to_solutions(found: SelectResult) -> QueryResults:
    """Convert rows to solutions of the engine, by TSV, which writes a term as N-Triples does."""
    lines = ["\t".join(f"?{name}" for name in found.columns)]
    lines += ("\t".join("" if term is None else str(term) for term in row.values()) for row in found.rows)
    return parse_query_results("\n".join([*lines, ""]), QueryResultsFormat.TSV)


def _run_request(remote: RemoteStore, request: QueryRequest, seconds: float) -> tuple[dict[str, Any], bytes]:
    try:
        found = run_remote_query(remote, request)
    except UnansweredError as error:
        return error_to_dict(error), b""
    except LateAnswerError:
        what = f"the query was stopped: the store did not answer within {seconds:g} s"
        return error_to_dict(UnansweredError("time", what, request.source, todo=_LESS)), b""
    except LongAnswerError:
        what = f"the answer of the store is over {MAX_STORE_BYTES // 1_000_000} MB"
        return error_to_dict(UnansweredError("size", what, request.source, todo=_LESS)), b""
    except InputError as error:
        return error_to_dict(UnansweredError("store", f"{error.where}: {error.what}")), b""
    told = {"form": found.format_name, "query": found.query_form, "cut": found.is_truncated, "basis": found.basis}
    return {"kind": "", **told}, found.body


def _warm_up() -> None:
    """Import all that a query needs."""
    check_request(QueryRequest("SELECT * { ?s ?p ?o }", catalog.parse_date(None)))


if __name__ == "__main__":
    worker_process.serve_jobs(_warm_up, make_executor)
