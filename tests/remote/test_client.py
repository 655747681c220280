"""Test the SPARQL client: a complete answer or one message, whatever a server does."""

import base64
import contextlib
import gzip
import os
import signal
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from actgraph.core.errors import InputError
from actgraph.remote import client
from actgraph.remote.client import RemoteStore
from tests.conftest import ROOT

JSON = "application/sparql-results+json"
ROW = b'{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"uri","value":"urn:a"}}]}}'
BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
ONE = (
    b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"typed-literal","datatype":"%s","value":"1"}}]}}'
    % BOOLEAN.encode()
)
KEY = "Basic " + base64.b64encode(b"ann:s:cret").decode()
SELECT = "SELECT ?a ?b { ?a ?p ?b }"
# Address → status, headers, body.
ANSWERS = {
    "/rows": (200, {"Content-Type": JSON}, ROW),
    "/one": (200, {"Content-Type": f"{JSON}; charset=UTF-8"}, ONE),
    "/yes": (200, {"Content-Type": JSON}, b'{"head":{},"boolean":true}'),
    "/triples": (200, {"Content-Type": "application/n-triples"}, b"<urn:a> <urn:p> 1 .\n<urn:a> <urn:p> 1 .\n"),
    "/html": (200, {"Content-Type": "text/html"}, b"<html><p>Welcome</p></html>"),
    "/cut": (200, {"Content-Type": JSON}, ROW[:40]),
    "/half": (200, {"Content-Type": JSON, "Content-Length": "1000"}, ROW),
    "/part": (200, {"Content-Type": JSON, "X-SPARQL-MaxRows": "1"}, ROW),
    "/late": (200, {"Content-Type": JSON, "X-SQL-State": "S1TAT"}, ROW),
    "/anew": (200, {"Content-Type": JSON, "X-SQL-State": "00000", "X-SQL-Message": "Transaction deadlocked"}, ROW),
    "/elsewhere": (302, {"Location": "/rows"}, b""),
    "/for-good": (308, {"Location": "http://127.0.0.1:1/query"}, b""),
    "/forbidden": (403, {}, b"go away"),
    "/gone": (404, {"Content-Type": "text/html"}, b"<html>"),
    "/denied": (500, {}, b"SPARUL access denied: no write permission"),
    "/wrong": (400, {"Content-Type": "text/plain"}, b"expected }"),
    "/broken": (500, {"Content-Type": "text/html"}, b"<html>"),
    "/basic": (401, {"WWW-Authenticate": 'Basic realm="store"'}, b""),
    "/ticket": (401, {"WWW-Authenticate": "Negotiate"}, b""),
    "/bare-digest": (401, {"WWW-Authenticate": "Digest"}, b""),
    "/auth-int": (401, {"WWW-Authenticate": 'Digest realm="store", nonce="1", qop="auth-int"'}, b""),
    "/zipped": (200, {"Content-Type": JSON, "Content-Encoding": "gzip"}, gzip.compress(ROW)[:-30]),
}
# Address → how many interrupts it sends to the client, and for how many seconds it then holds back its answer.
INTERRUPTS = {"/interrupt": (1, 0), "/interrupt-twice": (2, 100)}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append((self.path, form, self.headers))
        if self.path == "/never":
            self.server.over.wait(600)
            return
        if self.path in INTERRUPTS:
            number, seconds = INTERRUPTS[self.path]
            for _ in range(number):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.5)  # two signals at once would count as one
            self.server.over.wait(seconds)
            self.server.over.set()
        status, headers, body = ANSWERS.get(self.path, (200, {}, b""))
        if self.path == "/busy" and self.server.busy:
            self.server.busy -= 1
            status, body = 500, b"Virtuoso 40001 Error SR172: Transaction deadlocked"
        if self.headers.get("Authorization") == KEY:
            status, headers, body = ANSWERS["/rows"]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def served():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as found:
        found.over = threading.Event()
        found.at = f"http://127.0.0.1:{found.server_port}"
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.over.set()
        found.shutdown()


@pytest.fixture
def server(served):
    """A server that answers from ANSWERS and records requests."""
    served.asked = []
    served.over.clear()
    return served


def test_rows_are_returned_unchanged(server):
    assert RemoteStore(f"{server.at}/rows").run_select(SELECT) == (["a", "b"], [{"a": NamedNode("urn:a"), "b": None}])


def test_virtuoso_retry_gives_complete_answer(server):
    assert len(RemoteStore(f"{server.at}/anew").run_select(SELECT).rows) == 1


def test_rolled_back_update_is_retried(server, monkeypatch):
    monkeypatch.setattr(client.time, "sleep", lambda _: None)
    server.busy = 4
    RemoteStore(f"{server.at}/busy").run_update("CLEAR ALL")
    assert len(server.asked) == 5


def test_repeatedly_rolled_back_update_fails(server, monkeypatch):
    monkeypatch.setattr(client.time, "sleep", lambda _: None)
    server.busy = 5
    with pytest.raises(InputError, match=r"somebody else was in the way \(HTTP 500\): .*deadlocked"):
        RemoteStore(f"{server.at}/busy").run_update("CLEAR ALL")


@pytest.fixture
def interrupts():
    """Let SIGINT raise KeyboardInterrupt, as in a terminal."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_interrupted_update_is_awaited(server):
    """An update that still runs would restore the data that is removed next."""
    with pytest.raises(KeyboardInterrupt):
        RemoteStore(f"{server.at}/interrupt", timeout=600).run_update("CLEAR ALL")
    assert server.over.is_set()


@pytest.mark.usefixtures("interrupts")
def test_second_interrupt_abandons_update(server):
    """Somebody who presses Ctrl+C again does not want to wait."""
    with pytest.raises(KeyboardInterrupt):
        RemoteStore(f"{server.at}/interrupt-twice", timeout=600).run_update("CLEAR ALL")
    assert not server.over.is_set()


def test_graphs_are_sent_as_protocol_fields(server):
    RemoteStore(f"{server.at}/rows").run_select(SELECT, ["urn:g", "urn:h"], ["urn:n"])
    _, form, _ = server.asked[0]
    assert form == {"query": [SELECT], "default-graph-uri": ["urn:g", "urn:h"], "named-graph-uri": ["urn:n"]}


def test_virtuoso_number_one_is_true(server):
    assert RemoteStore(f"{server.at}/one").run_select(SELECT).rows == [{"a": Literal(True)}]


def test_ask_answers_true(server):
    assert RemoteStore(f"{server.at}/yes").run_ask("ASK {}") is True


@pytest.mark.parametrize(("number", "yes"), [("1", True), ("0", False)])
def test_ask_answers_true_for_virtuoso(server, monkeypatch, number, yes):
    row = ONE.replace(b'"a"', b'"__ASK_RETVAL"').replace(b"boolean", b"integer").replace(b'"1"', f'"{number}"'.encode())
    monkeypatch.setitem(ANSWERS, "/one", (200, {"Content-Type": JSON}, row))
    assert RemoteStore(f"{server.at}/one").run_ask("ASK {}") is yes


def test_triples_are_returned_once(server):
    assert len(RemoteStore(f"{server.at}/triples").run_construct("CONSTRUCT {} {}")) == 1


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/html", "what it answers is “text/html”, and no results of SPARQL"),
        ("/cut", "its answer is cut short"),
        ("/half", "its answer is cut short"),
        ("/part", "it has answered in part only"),
        ("/late", "it has answered in part only"),
        ("/yes", "it answers yes or no where rows were asked for"),
        ("/elsewhere", "it sends the asker to “/rows”"),
        ("/for-good", "it sends the asker to “http://127.0.0.1:1/query”"),
        ("/forbidden", "the store does not allow that (HTTP 403)"),
        ("/basic", "the store does not allow that (HTTP 401)"),
        ("/ticket", "the store does not allow that (HTTP 401)"),
        ("/bare-digest", "the store does not allow that (HTTP 401)"),
        ("/auth-int", "the store does not allow that (HTTP 401)"),
        ("/zipped", "it answers in an encoding that was not asked for"),
        ("/denied", "the store does not allow that (HTTP 500): SPARUL access denied"),
        ("/gone", "there is no endpoint at that address (HTTP 404)"),
        ("/wrong", "the store does not take it (HTTP 400): expected }"),
        ("/broken", "the store fails at it (HTTP 500): Internal Server Error"),
    ],
)
def test_incomplete_answer_is_error(server, path, said, monkeypatch):
    monkeypatch.setenv("ACTGRAPH_ENDPOINT_USER", "bob")
    with pytest.raises(InputError) as error:
        RemoteStore(f"{server.at}{path}").run_select(SELECT)
    assert said in error.value.what
    assert error.value.where == f"{server.at}{path}"


def test_rows_are_no_boolean(server):
    with pytest.raises(InputError, match="rows where yes or no was asked for"):
        RemoteStore(f"{server.at}/rows").run_ask("ASK {}")


def test_rows_are_no_triples(server):
    with pytest.raises(InputError, match="no results of SPARQL"):
        RemoteStore(f"{server.at}/rows").run_construct("CONSTRUCT {} {}")


def test_silent_server_times_out(server):
    with pytest.raises(InputError, match=r"no whole answer came within 0\.2 seconds"):
        RemoteStore(f"{server.at}/never", timeout=0.2).run_select(SELECT)


@contextlib.contextmanager
def _start_raw_server(*parts: bytes):
    """Start a server that sends bytes piece by piece without end; return its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        over = threading.Event()

        def send_bytes():
            with contextlib.suppress(OSError), listening.accept()[0] as one:
                one.recv(100_000)
                for part in parts:
                    one.sendall(part)
                    over.wait(0.1)

        thread = threading.Thread(target=send_bytes)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/query"
        over.set()
        thread.join()


def test_trickling_answer_times_out():
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: 1000\r\n\r\n".encode()
    with _start_raw_server(head, *[b" "] * 1000) as address, pytest.raises(InputError, match="no whole answer came"):
        RemoteStore(address, timeout=0.5).run_select(SELECT)


@pytest.mark.parametrize("sent", [b"SSH-2.0-OpenSSH_9\r\n", b"", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"])
def test_non_http_server_is_error(sent):
    with (
        _start_raw_server(sent) as address,
        pytest.raises(InputError, match=r"does not keep to HTTP|no results of SPARQL"),
    ):
        RemoteStore(address, timeout=10).run_select(SELECT)


def test_refused_connection_is_error():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(InputError, match="no server answers there"):
        RemoteStore(f"http://127.0.0.1:{port}/query").run_select(SELECT)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nowhere",
        "ftp://a/b",
        "file:///etc/passwd",
        "http://",
        "http://a:b:c/",
        "http://[::1",
        "http://a b/",
        "http://é/",
    ],
)
def test_invalid_address_is_refused(url):
    with pytest.raises(InputError, match="is no address of an endpoint"):
        RemoteStore(url)


def test_invalid_update_address_is_refused():
    with pytest.raises(InputError, match=r"^--update-endpoint|is no address"):
        RemoteStore("http://127.0.0.1:1/query", "nowhere")


def test_credentials_from_address(server):
    store = RemoteStore(server.at.replace("//", "//ann:s%3Acret@") + "/basic")
    assert store.run_select(SELECT).columns == ["a", "b"]
    assert "cret" not in store.url + store.update_url


def test_credentials_from_environment(server, monkeypatch):
    monkeypatch.setenv("ACTGRAPH_ENDPOINT_USER", "ann")
    monkeypatch.setenv("ACTGRAPH_ENDPOINT_PASSWORD", "s:cret")
    assert RemoteStore(f"{server.at}/basic").run_select(SELECT).columns == ["a", "b"]


def test_credentials_are_not_sent_to_other_hosts(server):
    with pytest.raises(InputError, match="sends the asker"):
        RemoteStore(server.at.replace("//", "//ann:s%3Acret@") + "/elsewhere").run_select(SELECT)
    assert [path for path, _, _ in server.asked] == ["/elsewhere"]


def test_proxy_is_asked_where_system_names_one(server, monkeypatch):
    """The proxy is asked for other hosts alone: the password of a store on this machine does not leave it."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert RemoteStore(f"{server.at}/rows").run_select(SELECT).columns == ["a", "b"]
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(InputError, match="no server answers there"):
        RemoteStore(f"{server.at}/rows").run_select(SELECT)
    monkeypatch.setenv("http_proxy", "ftp://127.0.0.1:9")
    with pytest.raises(InputError, match="the proxy of this system for http cannot be used"):
        RemoteStore(f"{server.at}/rows")


def test_messages_hide_password(server):
    with pytest.raises(InputError) as error:
        RemoteStore(server.at.replace("//", "//ann:other@") + "/basic").run_select(SELECT)
    assert "other" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "update"), [("/query", "/update"), ("/sparql", "/sparql"), ("/ds/query", "/ds/update")]
)
def test_update_address(server, url, update):
    RemoteStore(f"{server.at}{url}").run_update("CLEAR ALL")
    RemoteStore(f"{server.at}{url}", f"{server.at}/own").run_update("CLEAR ALL")
    assert [(path, form) for path, form, _ in server.asked] == [
        (update, {"update": ["CLEAR ALL"]}),
        ("/own", {"update": ["CLEAR ALL"]}),
    ]


def test_updates_have_bounded_length(server):
    long = [Triple(NamedNode(f"urn:{n}"), NamedNode("urn:p"), Literal("x" * 20_000)) for n in range(10)]
    joined = [Triple(BlankNode("a"), NamedNode("urn:p"), Literal(n)) for n in range(3)]
    RemoteStore(f"{server.at}/query").insert_triples("urn:g", [*long, *joined])
    sent = [form["update"][0] for _, form, _ in server.asked]
    assert max(map(len, sent)) < 70_000
    assert [text.count("_:a") for text in sent if "_:a" in text] == [3], "blank nodes are joined in one update alone"
    assert sum(text.count("> .") + text.count('" .') for text in sent) == 13


# ---- Commands

COMPLETE = str(ROOT / "examples/complete.ttl")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["load"], "Missing option '--endpoint'"),
        (["load", "--endpoint", "nowhere"], "“nowhere” is no address of an endpoint"),
        (["query", "thresholds", "--endpoint", "nowhere"], "“nowhere” is no address of an endpoint"),
        (["query", "threshold", "--endpoint", "http://127.0.0.1:1/query"], "there is no query “threshold”"),
        (["query", "thresholds", "--endpoint", "http://127.0.0.1:1/query"], "no server answers there"),
        (["validate", "--endpoint", "http://127.0.0.1:1/query"], "no server answers there"),
        (["validate", "--endpoint", "http://127.0.0.1:1/query", "--from", "ttl"], "--from is for files"),
        (
            ["validate", "a.ttl", "--update-endpoint", "http://127.0.0.1:1/"],
            "the store of --endpoint, which is missing",
        ),
        (["validate"], "Missing argument 'PROFILE...'"),
    ],
)
def test_command_explains_failed_request(run, command, said):
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert said in err


def test_unreadable_profile_changes_nothing(server, run):
    code, _, err = run("load", "--endpoint", f"{server.at}/query", COMPLETE, "nowhere.ttl")
    assert code == 2
    assert "nowhere.ttl: there is no such file" in err
    assert server.asked == []


def test_profiles_with_same_name_are_refused(server, run, tmp_path):
    (tmp_path / "complete.ttl").write_text("<a:a> <a:b> 1 .", encoding="utf-8")
    code, _, err = run("load", "--endpoint", f"{server.at}/query", COMPLETE, str(tmp_path / "complete.ttl"))
    assert code == 2
    assert "two profiles would have the graph" in err
    assert server.asked == []
