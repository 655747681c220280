"""Test the worker processes for untrusted queries: answers, limits, recovery."""

import contextlib
import gc
import json
import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from actgraph.core.errors import UnansweredError
from actgraph.core.worker_pool import StopHandle, WorkLimits
from actgraph.sparql import guard
from actgraph.sparql.execute import QueryRequest, execute_query, prepare_query
from actgraph.sparql.query_pool import QueryPool
from actgraph.sparql.writers import TABLE

DAY = "2026-11-24"
GRAPHS = "https://w3id.org/actgraph/graphs/"
OLD, NEW, CODE = (f"{GRAPHS}edition.{name}" for name in ("act.2024-07-12", "act.2026-07-27", "code.2025-07-10"))
ENDLESS = "SELECT * { ?s (<urn:a>|!<urn:a>)* ?o FILTER(?s != ?o) } ORDER BY ?s"
GOOD = "ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c }"


def _get_failure(ask, *args, **more):
    """Return why a query fails; drop the error in its own thread, as it holds objects of the engine."""
    with pytest.raises(UnansweredError) as told:
        ask(*args, **more)
    kind = told.value.kind
    del told
    gc.collect()
    return kind


@pytest.fixture(scope="module")
def workers():
    with QueryPool(1, WorkLimits(seconds=60, megabytes=100)) as found:
        yield found


def run_rows(text, **more):
    found = json.loads(execute_query(prepare_query(QueryRequest(text, DAY, rows_format=TABLE, **more))).body)
    return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


def test_slow_query_is_stopped():
    with QueryPool(1, WorkLimits(seconds=1, megabytes=2_000)) as workers:
        assert _get_failure(workers.run_query, QueryRequest(ENDLESS, DAY)) == "time"
        assert workers.run_query(QueryRequest(GOOD, DAY)).body == b'{"head":{},"boolean":true}'
        assert workers.replaced_count == 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o . ?a ?b ?c } ORDER BY ?c",
        "SELECT (STRLEN(?f) AS ?n)"
        " { BIND(REPLACE('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'a', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb') AS ?b)"
        " BIND(REPLACE(?b, 'b', ?b) AS ?c) BIND(REPLACE(?c, 'b', ?b) AS ?d) BIND(REPLACE(?d, 'b', ?b) AS ?f) }",
    ],
    ids=["rows", "string"],
)
def test_memory_hungry_query_is_stopped(workers, text):
    assert _get_failure(workers.run_query, QueryRequest(text, DAY)) == "memory"
    assert workers.run_query(QueryRequest(GOOD, DAY)).body == b'{"head":{},"boolean":true}'


def test_dead_worker_is_replaced(workers):
    for worker in tuple(workers._workers):
        os.kill(worker.child.process.pid, signal.SIGKILL)
        worker.child.process.wait()
    assert workers.count_alive() == 0
    for _ in range(3):
        assert workers.run_query(QueryRequest(GOOD, DAY)).format_name == "json"
    end = time.monotonic() + 600
    while workers.count_alive() < 2:
        assert time.monotonic() < end, "the processes are not replaced"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("how", "kind"), [(signal.SIGSEGV, "died"), (signal.SIGKILL, "died"), (signal.SIGABRT, "memory")]
)
def test_worker_death_is_explained(how, kind):
    with QueryPool(1, WorkLimits(seconds=600), spare=0) as workers:
        (worker,) = workers._workers
        workers.run_query(QueryRequest(GOOD, DAY))
        thread = threading.Timer(0.5, lambda: os.kill(worker.child.process.pid, how))
        thread.start()
        assert _get_failure(workers.run_query, QueryRequest(ENDLESS, DAY)) == kind


def test_client_that_leaves_early_stops_no_start():
    """Processes that start are left to do so; else clients that come and go would keep all others waiting."""
    with QueryPool(2, spare=0) as pool:
        handle = StopHandle()
        threading.Timer(0.01, handle.stop).start()  # a process takes longer to start
        assert _get_failure(pool.run_query, QueryRequest(ENDLESS, DAY), handle) == "stopped"
        assert pool.replaced_count == 0
        assert pool.run_query(QueryRequest(GOOD, DAY)).body == b'{"head":{},"boolean":true}'


def test_failed_worker_start_is_retried(monkeypatch):
    from actgraph.core import worker_pool

    started, fails = worker_pool._WorkerProcess, [True]

    def fail_once(*args):
        if fails:
            raise BlockingIOError(fails.pop())
        return started(*args)

    with QueryPool(1, spare=0) as workers:
        monkeypatch.setattr(worker_pool, "_WorkerProcess", fail_once)
        (worker,) = workers._workers
        worker.child.send_kill()
        assert workers.run_query(QueryRequest(GOOD, DAY)).format_name == "json"
        assert fails == []


def test_engine_cannot_reach_network(monkeypatch):
    """The guard is the first barrier; this is the second."""
    from actgraph.sparql import query_worker

    with socket.create_server(("127.0.0.1", 0)) as server:
        reached = threading.Event()

        def take():
            with contextlib.suppress(OSError):  # once the server is closed
                while True:
                    connection = server.accept()[0]
                    reached.set()
                    connection.close()

        threading.Thread(target=take, daemon=True).start()
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        assert _get_failure(prepare_query, QueryRequest(text, DAY)) == "refused"
        monkeypatch.setattr(guard, "_SERVICE_PATTERN", "not looked for")
        with pytest.raises(OSError, match="open files"):
            query_worker.make_executor(WorkLimits())(QueryRequest(text, DAY)._asdict(), b"")
        assert not reached.is_set()
        with pytest.raises(OSError, match=r"HTTP|reset|aborted"):  # without that barrier it would
            execute_query(prepare_query(QueryRequest(text, DAY)))
        assert reached.wait(10)


def test_unknown_memory_use_is_tolerated(monkeypatch):
    from actgraph.core import system
    from actgraph.sparql import query_worker

    monkeypatch.setattr(system, "measure_data_memory", lambda: None)
    request = QueryRequest("SELECT * { ?s ?p ?o } LIMIT 5000", DAY)
    assert query_worker.make_executor(WorkLimits())(request._asdict(), b"")[0]["form"] == "json"


def test_workers_end_with_parent():
    workers = QueryPool(1)
    processes = [worker.child.process for worker in workers._workers]
    workers.run_query(QueryRequest(GOOD, DAY))
    workers.close()
    assert all(process.returncode is not None for process in processes)


def test_idle_worker_ends_with_its_socket():
    workers = QueryPool(1, spare=0)
    workers.run_query(QueryRequest(GOOD, DAY))
    (worker,) = workers._workers
    worker.child.connection.close()
    assert worker.child.process.wait(30) == 0


@pytest.mark.parametrize(
    ("name", "there"), [(OLD, False), (NEW, True), (CODE, True)], ids=["as published", "as amended", "Code"]
)
def test_edition_graph_selects_its_day(name, there):
    asked = "{ act:art_75a rdfs:label ?label }"
    assert bool(run_rows(f"SELECT ?label FROM <{name}> {asked}")) is there
    assert bool(run_rows(f"SELECT ?label {asked}", default_graphs=[name])) is there


def test_protocol_dataset_overrides_query():
    text = f"SELECT ?label FROM <{NEW}> {{ act:art_75a rdfs:label ?label }}"
    assert run_rows(text, default_graphs=[OLD]) == []


def test_only_named_graphs_are_queried():
    names = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert run_rows(names, default_graphs=[NEW]) == []
    assert run_rows(names, named_graphs=[f"{GRAPHS}core"]) == [{"g": f"{GRAPHS}core"}]
    assert len(run_rows(names)) > 50
    assert run_rows(f"SELECT ?s FROM NAMED <{GRAPHS}core> {{ ?s ?p ?o }}") == []


def test_shared_triple_is_counted_once():
    text = "SELECT ?s ?p ?o { ?s ?p ?o }"
    found = run_rows(text, default_graphs=[OLD, CODE])
    assert len(found) == len({tuple(row.values()) for row in found})


def test_prefixed_graph_names_are_accepted():
    assert run_rows("SELECT ?g FROM NAMED grf:core { GRAPH ?g { ag:covers a ?class } } LIMIT 1") == [
        {"g": f"{GRAPHS}core"}
    ]


@pytest.mark.parametrize(
    "more", [{}, {"named_graphs": [OLD]}, {"default_graphs": [OLD]}], ids=["alone", "named", "default"]
)
def test_edition_as_named_graph_is_refused(more):
    with pytest.raises(UnansweredError) as told:
        prepare_query(QueryRequest("SELECT * {\n GRAPH grf:edition.act.2024-07-12 { ?s ?p ?o } }", DAY, "q", **more))
    assert (told.value.kind, told.value.where) == ("refused", "q:2:2")


def test_answer_names_queried_graphs():
    told = execute_query(
        prepare_query(QueryRequest("ASK FROM grf:core FROM grf:edition.recitals {}", "2025-01-01"))
    ).basis
    recitals = "recitals as published on 12 July 2024, with all that holds on 2025-01-01"
    assert told == f"over the graphs that are named: grf:core; {recitals}"


def test_unknown_graph_is_located_with_suggestions():
    with pytest.raises(UnansweredError) as told:
        prepare_query(QueryRequest(f"SELECT *\n  FROM <{GRAPHS}cor> {{ ?s ?p ?o }}", DAY, "mine.rq"))
    assert (told.value.kind, told.value.where, told.value.near[0]) == ("refused", "mine.rq:2:3", f"{GRAPHS}core")


@pytest.mark.parametrize(
    ("text", "said", "where"),
    [
        ("SELECT ?x\n  (1 AS ?x) { }", "Duplicated variable name", "q:2:"),
        ("SELECT (COUNT(?x) AS ?y) ?z { ?x ?z act:art_53.par_1 }", "a variable that is unbound", "q:1:55"),
    ],
)
def test_engine_error_is_located(text, said, where):
    with pytest.raises(UnansweredError) as told:
        execute_query(prepare_query(QueryRequest(text, DAY, "q")))
    assert told.value.kind == "malformed"
    assert said in told.value.what
    assert told.value.where.startswith(where)


def test_escaped_characters_count_for_size():
    text = "SELECT ('\u0081\u0081\u0081\u0081\u0081\u0081\u0081\u0081' AS ?x) { ?s ?p ?o } LIMIT 100"
    size = len(execute_query(prepare_query(QueryRequest(text, DAY))).body)
    assert _get_failure(execute_query, prepare_query(QueryRequest(text, DAY, max_bytes=size - 1))) == "size"
    text = f"SELECT ('{'好' * 100}' AS ?x) {{ ?s ?p ?o }} LIMIT 100"
    assert (
        _get_failure(execute_query, prepare_query(QueryRequest(text, DAY, rows_format="csv", max_bytes=29_000)))
        == "size"
    )


def test_oversized_answer_is_refused():
    for form in ("json", "xml", "csv", "tsv", TABLE):
        assert (
            _get_failure(
                execute_query,
                prepare_query(QueryRequest("SELECT * { ?s ?p ?o }", DAY, rows_format=form, max_bytes=1000)),
            )
            == "size"
        )
    for form in ("ttl", "nt", "jsonld"):
        text = "CONSTRUCT WHERE { ?s a ag:Article ; rdfs:label ?label }"
        assert (
            _get_failure(execute_query, prepare_query(QueryRequest(text, DAY, triples_format=form, max_bytes=1000)))
            == "size"
        )


def test_unsupported_format_is_refused_first():
    assert _get_failure(prepare_query, QueryRequest(ENDLESS, DAY, rows_format="")) == "not-acceptable"
    assert (
        _get_failure(prepare_query, QueryRequest("CONSTRUCT WHERE { ?s ?p ?o }", DAY, triples_format=""))
        == "not-acceptable"
    )


def test_property_unfit_for_rdf_xml_is_error():
    text = "CONSTRUCT { <urn:a> <urn:1> 1 } {}"
    assert _get_failure(execute_query, prepare_query(QueryRequest(text, DAY, triples_format="rdf"))) == "not-acceptable"


def test_concurrent_queries_are_answered():
    found = []
    with QueryPool(2) as workers:
        threads = [
            threading.Thread(target=lambda: found.append(workers.run_query(QueryRequest(GOOD, DAY)).format_name))
            for _ in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["json"] * 16


def test_memory_does_not_grow_with_queries(workers):
    def get_worker_memory():
        return sum(
            int(Path(f"/proc/{one.child.process.pid}/statm").read_text(encoding="ascii").split()[1])
            for one in workers._workers
        )

    def run_queries(times):
        for number in range(times):
            workers.run_query(QueryRequest(f"SELECT * {{ ?s ?p ?o }} LIMIT {1000 + number}", DAY))

    run_queries(50)
    before = get_worker_memory()
    run_queries(200)
    assert get_worker_memory() < before * 1.2
