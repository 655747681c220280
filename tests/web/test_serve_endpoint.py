"""Test `actgraph serve --endpoint`: /sparql asks a store elsewhere, and says so when the store does not answer."""

import contextlib
import re
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from starlette.testclient import TestClient

from actgraph.core.worker_pool import WorkLimits
from actgraph.remote import query_worker
from actgraph.remote.graphs import get_day_graph
from actgraph.web.app import ServerOptions, create_app
from actgraph.web.sparql_endpoint import MAX_ANSWER_BYTES, STATUS_CODES
from tests.support import sparql_stores
from tests.support.hostile_queries import HOSTILE
from tests.support.live_server import GOOD_ANSWER, run_server

DAY = "2026-11-24"
JSON = "application/sparql-results+json"
ROWS = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"%s"}}]}}'
VIRTUOSO = "http://www.openlinksw.com/schemas/bif#"
SELECT = "SELECT ?a { ?a a ?b }"
SOON = WorkLimits(seconds=2)
PATIENT = WorkLimits(seconds=60)
# What a store does with a query → how the server tells it.
FAULTS = {
    "never": "time",
    "drips": "time",
    "drips-head": "time",
    "fails": "store",
    "refuses": "store",
    "forbids": "store",
    "not-there": "store",
    "elsewhere": "store",
    "page": "store",
    "garbage": "store",
    "cut": "store",
    "half": "store",
    "closes": "store",
    "part": "store",
    "packed": "store",
    "yes": "store",
    "deep": "store",
    "no-graph": "store",
    "endless": "size",
    "too-long": "size",
}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nConnection: close\r\n"
# Status, more headers, body; the others are in the handler.
ANSWERS = {
    "good": (200, {}, ROWS % b"here"),
    "empty": (200, {}, b'{"head":{"vars":["a"]},"results":{"bindings":[]}}'),
    "no-graph": (200, {}, b'{"head":{"vars":["a"]},"results":{"bindings":[]}}'),
    "fails": (500, {}, b"secret words of the store"),
    "refuses": (400, {}, b"secret words of the store"),
    "forbids": (401, {"WWW-Authenticate": "Basic"}, b""),
    "not-there": (404, {}, b""),
    "elsewhere": (302, {"Location": "http://127.0.0.1:9/"}, b""),
    "page": (200, {"Content-Type": "text/html"}, b"<html>"),
    "garbage": (200, {}, b"\xff\xfe{"),
    "cut": (200, {}, (ROWS % b"here")[:-9]),
    "half": (200, {"Content-Length": "100000"}, ROWS % b"here"),
    "part": (200, {"X-SPARQL-MaxRows": "1"}, ROWS % b"here"),
    "packed": (200, {"Content-Encoding": "gzip"}, ROWS % b"here"),
    "yes": (200, {}, GOOD_ANSWER),
    "deep": (200, {}, b"[" * 1_000_000),
    "too-long": (
        200,
        {},
        (ROWS % b"x").replace(
            b"}]",
            b"}" + b',{"a":{"type":"literal","value":"%s"}}' % (b"x" * 1_000) * (MAX_ANSWER_BYTES // 1_000) + b"]",
        ),
    ),
}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append(form)
        query, does = form["query"][0], self.server.does
        if "VALUES ?graph" in query:  # which graphs are there
            names = re.findall("<([^>]+)>", query) if does != "no-graph" else []
            rows = ",".join(f'{{"graph":{{"type":"uri","value":"{name}"}}}}' for name in names)
            self._send(200, {}, f'{{"head":{{"vars":["graph"]}},"results":{{"bindings":[{rows}]}}}}'.encode())
        elif "COUNT(*)" in query:
            self._send(200, {}, (ROWS % b"0").replace(b'"a"', b'"triples"'))
        elif "ASK" in query:
            self._send(200, {}, GOOD_ANSWER)
        elif does in ANSWERS:
            self._send(*ANSWERS[does])
        else:
            with contextlib.suppress(OSError):  # the client goes away
                self._send_strangely(does)

    def _send(self, status, headers, body):
        self.send_response(status)
        for name, value in ({"Content-Type": JSON, "Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def _send_strangely(self, does):
        if does == "never":
            self.server.over.wait(600)
        elif does == "endless":
            self.wfile.write(HEAD + b"\r\n")
            while True:
                self.wfile.write(b" " * 1_000_000)
        elif does.startswith("drips"):
            self.wfile.write(HEAD + b"\r\n" * (does == "drips") + b"X-Drip: ")
            while not self.server.over.wait(0.2):
                self.wfile.write(b" ")
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def served():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as found:
        found.over, found.asked, found.does = threading.Event(), [], "good"
        found.url = f"http://127.0.0.1:{found.server_port}/query"
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.over.set()
        found.shutdown()


@pytest.fixture
def store(served):
    """A store whose answers to SELECT a test chooses by `does`."""
    served.over.clear()
    served.asked.clear()
    served.does = "good"
    return served


@pytest.fixture(scope="module")
def client(served):
    with _open_client(served.url) as found:
        yield found


@contextlib.contextmanager
def _open_client(url, limits=PATIENT):
    options = ServerOptions(workers=1, limits=limits, endpoint=url)
    with TestClient(create_app(DAY, options), base_url="http://127.0.0.1") as found:
        yield found


def _ask(client, query=SELECT, accept=f"application/problem+json, {JSON}", at="/sparql", **fields):
    return client.post(at, data={"query": query, **fields}, headers={"Accept": accept})


def _post(address, query, accept, fields):
    request = urllib.request.Request(f"{address}/sparql", urlencode({"query": query, **fields}).encode())
    request.add_header("Accept", accept)
    with urllib.request.urlopen(request, timeout=600) as answer:
        return answer.status, answer.read()


def test_store_answers_with_graph_of_day(client, store):
    assert _ask(client).json()["results"]["bindings"] == [{"a": {"type": "literal", "value": "here"}}]
    assert _ask(client, at="/on/2024-12-31/sparql").status_code == 200
    assert _ask(client, accept="text/csv").text == "a\r\nhere\r\n"
    assert "<td>here" in _ask(client, accept="text/html").text
    graphs = [form["default-graph-uri"] for form in store.asked if "?a a ?b" in form["query"][0]]
    assert graphs == [[get_day_graph(day)] for day in (DAY, "2024-12-31", DAY, DAY)]


def test_empty_answer_of_store_is_an_answer(client, store):
    store.does = "empty"
    assert _ask(client).json()["results"]["bindings"] == []


@pytest.mark.parametrize("kinds", [{"time"}, {"store", "size"}], ids=["late", "wrong"])
def test_no_fault_of_store_looks_like_an_answer(store, kinds):
    wanted = {does: kind for does, kind in FAULTS.items() if kind in kinds}
    told = {}
    with _open_client(store.url, SOON if "time" in kinds else PATIENT) as client:
        for does in wanted:
            store.does = does
            answer = _ask(client)
            found = answer.json()
            told[does] = found.get("kind")
            assert "results" not in found, does
            assert answer.status_code == found["status"] == STATUS_CODES[told[does]]
            assert "secret" not in answer.text
            assert "127.0.0.1" not in answer.text, "the address of the store is no matter of who asks"
            store.does = "good"
            _wait_until(lambda: _ask(client).status_code == 200, f"no good answer after {does}")
    assert told == wanted


def _wait_until(is_so, otherwise):
    end = time.monotonic() + 600
    while not is_so():
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)


def test_pages_answer_while_store_hangs(store):
    store.does = "never"
    with _open_client(store.url, WorkLimits(seconds=600)) as client:
        hanging = threading.Thread(target=_ask, args=(client,), daemon=True)
        hanging.start()
        while not any("?a a ?b" in form["query"][0] for form in store.asked):
            time.sleep(0.05)
        assert client.get("/eli/reg/2024/1689/art_53").status_code == 200
        assert client.get("/health").json()["queries"]["running"] == 1
        assert hanging.is_alive()
        store.over.set()
        hanging.join()


def test_health_tells_when_store_is_gone_and_back(store, monkeypatch):
    monkeypatch.setattr("actgraph.remote.query_pool._WATCH_SECONDS", 0.1)
    with _open_client(store.url) as client:
        for does, status, fault in [("no-graph", 503, "is not there"), ("good", 200, "")]:
            store.does = does

            def tells_it(status=status, fault=fault):
                found = client.get("/health")
                store = found.json()["store"]
                return (found.status_code, store["answers"]) == (status, status == 200) and fault in store["fault"]

            _wait_until(tells_it, f"health never tells {does}")
            assert client.get("/gaps").status_code == 200


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "refused", "SERVICE would ask another server"),
        ("SELECT * FROM <urn:private> { ?s ?p ?o }", "refused", "is none of ours"),
        (f"SELECT * FROM <{query_worker.BASE}profiles/a.ttl> {{ ?s ?p ?o }}", "refused", "is none of ours"),
        ("SELECT * { GRAPH grf:edition.act.2024-07-12 { ?s ?p ?o } }", "refused", "an edition is no graph"),
        ("SELECT (<bif:now>() AS ?now) {}", "malformed", "there is no function"),
        ("SELECT * { FILTER(false) FILTER(<bif:now>()) }", "malformed", "there is no function"),
        (f"PREFIX b: <{VIRTUOSO}> SELECT * {{ FILTER(false && b:now()) }}", "malformed", "there is no function"),
        ("PREFIX a: <BIF:> SELECT * { ?s a:contains ?o }", "refused", "would run code of the store"),
        ("SELECT * { ?s <\\u006Aava:A> ?o }", "refused", "would run code of the store"),
        ("SELECT (<urn:own>() AS ?x) {}", "malformed", "there is no function"),
        ("SELECT * { BIND(1 AS ?a) BIND(2 AS ?a) }", "malformed", "this is no SPARQL query"),
        ("DELETE WHERE { ?s ?p ?o }", "malformed", "updates are not"),
    ],
)
def test_refused_query_does_not_reach_store(client, store, text, kind, said):
    found = _ask(client, text).json()
    assert (found["kind"], said in found["title"] + found.get("detail", "")) == (kind, True), found
    assert all(re.search(r"ASK \{\}|VALUES \?graph", form["query"][0]) for form in store.asked)


def test_graphs_that_are_not_named_are_never_left_to_store(client, store):
    """Where the protocol names no graph a store may take any that it has, private ones too."""
    named = "SELECT * FROM NAMED grf:core { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }"
    plain = "SELECT * FROM grf:core { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }"
    for text in (named, plain, "SELECT * { GRAPH ?g { ?s ?p ?o } }"):
        _ask(client, text)
    core, none = f"{query_worker.BASE}graphs/core", f"{query_worker.BASE}graphs/none"
    first, second, third = [form for form in store.asked if "GRAPH ?g {" in form["query"][0]]
    assert (first["default-graph-uri"], first["named-graph-uri"]) == ([none], [core])
    assert (second["default-graph-uri"], second["named-graph-uri"]) == ([core], [none])
    assert third["default-graph-uri"] == [get_day_graph(DAY)]
    assert len(third["named-graph-uri"]) > 50


def test_server_does_not_start_without_store(run):
    code, out, err = run("serve", "--endpoint", "http://127.0.0.1:1/query", "--on", DAY)
    assert (code, out) == (2, "")
    assert "no server answers there" in err


def test_server_does_not_start_with_empty_store(store, run):
    store.does = "zero"
    code, out, err = run("serve", "--endpoint", store.url, "--on", DAY)
    assert (code, out) == (2, "")
    assert f"Load it first: actgraph load --endpoint {store.url}" in err


# ---- Real stores


@pytest.fixture(scope="module", params=sparql_stores.list_store_params())
def loaded(request, tmp_path_factory):
    """A real store that holds a private graph too."""
    with sparql_stores.run_loaded_store(request.param, tmp_path_factory.mktemp(request.param)) as found:
        found.remote.insert_triples(PRIVATE, [Triple(NamedNode("urn:private"), NamedNode("urn:p"), Literal("secret"))])
        yield found


@pytest.fixture(scope="module")
def before_store(loaded, tmp_path_factory):
    folder = tmp_path_factory.mktemp("before")
    with run_server(folder, "--endpoint", loaded.query_url, "--timeout", "600") as found:
        yield found


PRIVATE = f"{query_worker.BASE}profiles/private.ttl"
SAME = [
    ("SELECT ?p { cop:cpy.com_1 ag:covers ?p } ORDER BY ?p", {}),
    ("SELECT ?n FROM grf:edition.act.2024-07-12 { act:art_75a ag:number ?n }", {}),
    ("SELECT DISTINCT ?g FROM NAMED grf:core { GRAPH ?g { ag:covers a ?class } }", {}),
    ("SELECT ?s FROM NAMED grf:core { ?s ag:covers ?o }", {}),
    ("SELECT DISTINCT ?g FROM NAMED grf:edition.act.2024-07-12 { GRAPH ?g { ?s ag:number ?n } } ORDER BY ?g", {}),
    ("SELECT ?g FROM grf:core { GRAPH ?g { ?s ?p ?o } }", {}),
    ("SELECT DISTINCT ?g { GRAPH ?g { cop:cpy.com_1 ag:number ?n } }", {}),
    ("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g", {}),
    ("ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c }", {}),
    ("ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_a }", {}),
    ("ASK { act:art_75a ?p ?o }", {"default-graph-uri": f"{query_worker.BASE}graphs/edition.act.2024-07-12"}),
    ("CONSTRUCT { ?p ag:coveredBy ?c } { ?c ag:covers ?p }", {}),
    ("SELECT ?a ?none { VALUES (?a ?b) { ('tab\\t\"\\n' 1) ('é'@fr 2) (<urn:a> 3) } } ORDER BY ?b", {}),
    ("SELECT ?s { ?s ag:number ?n FILTER(false) }", {}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("query", "fields"), SAME)
def test_real_store_answers_as_local_graph(before_store, server, query, fields):
    for accept in (JSON, "text/csv") if query.startswith("SELECT") else (JSON if "ASK" in query else "text/turtle",):
        there, here = (_post(address, query, accept, fields) for address in (before_store.address, server))
        assert there == here


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?o { ?s <urn:p> ?o }",
        "SELECT ?o { GRAPH ?g { ?s <urn:p> ?o } }",
        f"SELECT ?o {{ GRAPH <{PRIVATE}> {{ ?s ?p ?o }} }}",
        f"SELECT ?o FROM grf:core {{ GRAPH <{PRIVATE}> {{ ?s ?p ?o }} }}",
        "SELECT ?o FROM grf:core { GRAPH ?g { ?s <urn:p> ?o } }",
        "SELECT ?o FROM NAMED grf:core { ?s <urn:p> ?o }",
        "SELECT ?o FROM NAMED grf:core { GRAPH ?g { ?s <urn:p> ?o } }",
        "DESCRIBE <urn:private>",
        "DESCRIBE ?s { ?s <urn:p> ?o }",
    ],
)
def test_graphs_of_others_in_store_stay_hidden(before_store, query):
    status, body = _post(before_store.address, query, f"{JSON}, text/turtle", {})
    assert status == 200
    assert b"secret" not in body


@pytest.mark.slow
def test_hostile_queries_leave_server_standing(loaded, tmp_path):
    """Those that the store would work on for hours are left out: it does not stop when nobody waits any more."""
    with run_server(tmp_path, "--endpoint", loaded.query_url, "--timeout", "20") as found:
        for name, (text, kinds) in HOSTILE.items():
            if kinds <= {"refused", "malformed", "too-long"}:
                answer = found.send_query(text)
                assert answer.status == 200 or answer.error_kind in {*kinds, "time"}, name
        assert not found.find_fault()
