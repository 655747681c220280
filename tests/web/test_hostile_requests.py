"""Test malformed and excessive requests, and killed processes: the server answers all others correctly."""

import json
import os
import re
import signal
import socket
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.hostile_queries import PRODUCTS
from tests.support.live_server import GOOD_ANSWER, GOOD_QUERY, is_running, list_child_pids, run_server

pytestmark = pytest.mark.slow
ASKED = GOOD_QUERY.encode()
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
GET = b"GET /gaps.csv HTTP/1.1\r\nHost: localhost\r\n"
ENDLESS = PRODUCTS["COUNT"]
FINITE = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a a ag:Recital VALUES ?x { 1 2 3 } }"  # some seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with run_server(tmp_path_factory.mktemp("served"), "--timeout", "2", "--memory", "256", "--workers", "2") as found:
        yield found


@pytest.fixture(autouse=True)
def _well(request):
    """Check after each test that the server still answers."""
    yield
    if "server" in request.fixturenames:
        assert request.getfixturevalue("server").find_fault() == ""


def send_pieces(server, *pieces: bytes, wait: float = 600) -> bytes:
    """Send bytes and return all that comes back within a time."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as connection:
        found = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            while piece := connection.recv(65536):
                found += piece
        except OSError:
            pass
        return found


def parse_statuses(answer: bytes) -> list[int]:
    """Return the status of each answer on a connection."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


CLOSE = b"Connection: close\r\n\r\n"
SHAPES = {
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "no version": (b"GET /\r\n\r\n", 400),
    "HTTP 9": (b"GET / HTTP/9.9\r\nHost: localhost\r\n" + CLOSE, (200, 400)),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
    "host of others": (b"GET / HTTP/1.1\r\nHost: evil.example\r\n" + CLOSE, 400),
    "host that only begins so": (b"GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n" + CLOSE, 400),
    "host with a user": (b"GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n" + CLOSE, 400),
    "host, absolute": (b"GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n" + CLOSE, 400),
    "own name, absolute": (b"GET http://localhost/gaps.csv HTTP/1.1\r\nHost: localhost\r\n" + CLOSE, 200),
    "host with a space": (b"GET / HTTP/1.1\r\nHost: local host\r\n" + CLOSE, 400),
    "empty host": (b"GET / HTTP/1.1\r\nHost:\r\n" + CLOSE, 400),
    "1,000 lines": (GET + b"".join(b"X-%d: %s\r\n" % (one, b"a" * 100) for one in range(1000)) + CLOSE, (200, 400)),
    "a long line": (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n" + CLOSE, (400, 404)),
    "a long path by HEAD": (b"HEAD /" + b"a" * 3000 + b" HTTP/1.1\r\nHost: localhost\r\n" + CLOSE, 400),
    "200 lines by HEAD": (b"HEAD / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 200 + CLOSE, 400),
    "a line in two": (GET + b"X: a\r\n b\r\n" + CLOSE, (200, 400)),
    "a line without a colon": (GET + b"no colon\r\n" + CLOSE, 400),
    "a line with NUL": (GET + b"X: a\x00b\r\n" + CLOSE, 400),
    "a name with a space": (GET + b"X y: a\r\n" + CLOSE, 400),
    "a length that is no number": (HEAD + b"Content-Length: abc\r\n\r\n" + ASKED, 400),
    "a length below nothing": (HEAD + b"Content-Length: -1\r\n\r\n" + ASKED, 400),
    "a length with a sign": (HEAD + b"Content-Length: +10\r\n\r\n" + ASKED, 400),
    "a length of many figures": (HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n" + ASKED, (400, 413)),
    "a length that is huge": (HEAD + b"Content-Length: 99999999999999\r\n\r\n" + ASKED, 413),
    "two lengths": (HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + ASKED, 400),
    "a length and chunks": (HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (200, 400)),
    "chunks of two kinds": (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", (400, 501)),
    "chunks of no kind": (HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", (400, 501)),
    "a chunk of no size": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nASK{}\r\n0\r\n\r\n", 400),
    "a chunk of a huge size": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n", 400),
    "a method that is none": (b"BREW /sparql HTTP/1.1\r\nHost: localhost\r\n" + CLOSE, 405),
    "CONNECT": (b"CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n" + CLOSE, (400, 404, 405)),
    "an upgrade": (
        GET + b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: eA==\r\n\r\n",
        (200, 400, 426),
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_malformed_request_gets_at_most_one_answer(server, name):
    data, wanted = SHAPES[name]
    found = parse_statuses(send_pieces(server, data, wait=7))
    assert len(found) <= 1
    assert set(found) <= ({wanted} if isinstance(wanted, int) else set(wanted))


def test_smuggled_request_is_not_answered(server):
    """Two servers may disagree on the length: an answer to a request that nobody sent would reach others."""
    hidden = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for head in (
        b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length : 5\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Transfer-Encoding:\x0bchunked\r\n",
        b"Content-Length: 5\r\nContent-Length: 0\r\n",
        b"Content-Length: 0x5\r\n",
    ):
        found = send_pieces(server, HEAD + head + b"\r\n" + b"5\r\nASK{}\r\n0\r\n\r\nX" + hidden, wait=2)
        assert b"uptime" not in found, head
        # By its chunks it is a query followed by a request with the method XGET.
        assert parse_statuses(found) in ([], [400], [501], [200, 405]), head


def test_pipelined_requests_are_answered_in_order(server):
    asked = HEAD + b"Content-Length: %d\r\n\r\n" % len(ASKED) + ASKED
    found = send_pieces(server, (asked + GET + b"\r\n") * 5 + GET + CLOSE)
    assert parse_statuses(found) == [200] * 11
    assert found.count(GOOD_ANSWER) == 5


def test_slow_body_blocks_nobody(server):
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    try:
        for one in slow:
            one.sendall(HEAD + b"Content-Length: 5000\r\n\r\nASK")
        for one in slow[:10]:
            one.sendall(b" ")
        assert server.send_query(GOOD_QUERY) == (200, GOOD_ANSWER)
        assert server.get("/health").json["queries"]["waiting"] == 0
    finally:
        for one in slow:
            one.close()


def test_endless_body_is_refused(server):
    piece = b"4000\r\n" + b"#" * 0x4000 + b"\r\n"
    found = send_pieces(server, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[piece] * 500, wait=10)
    assert parse_statuses(found) in ([413], [])  # [] if the surplus bytes have reset the connection


def test_200_idle_connections_block_nobody(server):
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
    try:
        for one in idle[:100]:
            one.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        assert server.send_query(GOOD_QUERY) == (200, GOOD_ANSWER)
    finally:
        for one in idle:
            one.close()


def test_disconnected_client_leaves_nothing(server):
    for _ in range(6):
        with socket.create_connection(("127.0.0.1", server.port)) as one:
            one.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(ENDLESS) + ENDLESS.encode())
    assert server.send_query(GOOD_QUERY) == (200, GOOD_ANSWER)
    end = time.monotonic() + 600
    while (told := server.get("/health").json)["queries"]["running"] and time.monotonic() < end:
        time.sleep(0.2)
    assert (told["queries"]["running"], told["queries"]["waiting"]) == (0, 0)


@pytest.mark.parametrize(
    "path",
    [
        *("/assets/../../../../etc/passwd", "/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/assets/..%5c..%5cetc%5cpasswd"),
        *("/assets//etc/passwd", "/assets/%2fetc%2fpasswd", "/assets/style.css%00.txt", "/..%2f..%2fpyproject.toml"),
        *(
            "/on/../../etc/passwd/sparql",
            "/on/%2e%2e/sparql",
            "/on/2026-11-24%00/sparql",
            "/on/2026-11-24%0d%0aX/sparql",
        ),
        *("/on/9999999999-01-01/sparql", "/on/2026-02-31/sparql", "/on/-1/sparql", "/on/٢٠٢٦-11-24/sparql"),
        *(
            "/health%0d%0aSet-Cookie:%20a=b",
            "/%0d%0a2026-11-24T00:00:00Z%20GET%20/forged%20200",
            "/%1b[31mred",
            "/%ff%fe",
        ),
    ],
)
def test_path_traversal_fails_and_logs_one_line(server, path):
    before = server.log.read_text(encoding="utf-8").splitlines()
    found = send_pieces(server, b"GET %s HTTP/1.1\r\nHost: localhost\r\n" % quote(path, safe="/%:-[").encode() + CLOSE)
    head = found.partition(b"\r\n\r\n")[0].lower()
    assert parse_statuses(found)[0] in (303, 307, 400, 404)
    assert not any(word in found for word in (b"root:", b"[project]"))
    assert b"set-cookie" not in head
    lines = server.log.read_text(encoding="utf-8").splitlines()[len(before) :]
    lines = [line for line in lines if "GET /health 200" not in line]  # of the previous test
    assert len(lines) == 1
    assert lines[0].isascii()
    assert lines[0].isprintable()


def test_thousand_concurrent_health_checks(server):
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.extend(server.get("/health").status for _ in range(20)))
        for _ in range(50)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 1000


# ---- Shutdown ------------------------------------------------------------------------------------------------------


def _ask_in_threads(server, text, count):
    """Send queries in threads; their answers are complete when the threads have ended."""
    found: list[object] = []

    def ask():
        try:
            found.append(server.send_query(text))
        except OSError as error:
            found.append(error)

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 600
    while server.get("/health").json["queries"]["running"] < count and not found and time.monotonic() < end:
        time.sleep(0.02)
    return threads, found


def test_sigterm_finishes_running_requests(tmp_path):
    with run_server(tmp_path, "--workers", "2", "--timeout", "600") as server:
        workers = server.list_workers()
        threads, found = _ask_in_threads(server, FINITE, 2)
        assert found == []  # else the query is too fast for this test
        server.process.send_signal(signal.SIGTERM)
        _wait_until_closed(server)
        for thread in threads:
            thread.join()
        for answer in found:  # whole, or told as stopped where the machine is too slow for it
            assert answer.status in (200, 503)
            if answer.status == 200:
                assert int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"]) > 0
            else:
                assert answer.error_kind == "stopped"
        assert server.process.wait(600) == 0
        assert not any(map(is_running, workers))
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def _wait_until_closed(server):
    end = time.monotonic() + 600  # a guard of the test
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=10).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    pytest.fail("it takes connections after SIGTERM")


def test_sigterm_ignores_unfinished_requests(tmp_path):
    with run_server(tmp_path) as server, socket.create_connection(("127.0.0.1", server.port)) as half:
        half.sendall(HEAD + b"Content-Length: 100\r\n\r\nASK")
        while server.get("/health").json["running"] < 2:  # that one, and this
            time.sleep(0.02)
        server.process.send_signal(signal.SIGTERM)
        assert b" 503 " in half.recv(10_000)
        assert server.process.wait(600) == 0
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_sigkill_ends_workers_in_time(tmp_path):
    with run_server(tmp_path, "--workers", "2", "--timeout", "3") as server:
        workers = server.list_workers()
        threads, found = _ask_in_threads(server, ENDLESS, 2)
        assert found == []
        server.process.kill()
        server.process.wait()
        for thread in threads:
            thread.join()
        assert _wait_until_ended(workers)  # their limit is 4 s


def _wait_until_ended(workers):
    end = time.monotonic() + 600  # a guard of the test
    while any(map(is_running, workers)) and time.monotonic() < end:
        time.sleep(0.1)
    return not any(map(is_running, workers))


def _measure_processor_seconds(pids):
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])  # utime, stime
    return ticks / os.sysconf("SC_CLK_TCK")


def test_killed_worker_is_replaced(tmp_path):
    with run_server(tmp_path, "--workers", "2", "--timeout", "600") as server:
        assert server.wait_until_ready()
        before = server.list_workers()
        idle = _measure_processor_seconds(before)
        threads, found = _ask_in_threads(server, ENDLESS, 1)
        while _measure_processor_seconds(before) < idle + 0.5 and not found:
            time.sleep(0.02)  # a query that no worker has begun would go to another worker
        assert found == []
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        for thread in threads:
            thread.join()
        assert found[0].error_kind == "died"
        assert _wait_until_ended(before)  # one that is not dead yet would still get queries
        for _ in before:  # each dead worker is used once
            assert server.send_query(GOOD_QUERY) == (200, GOOD_ANSWER)
        end = time.monotonic() + 600
        while len(after := list_child_pids(server.process.pid)) < len(before) and time.monotonic() < end:
            time.sleep(0.1)
        assert len(after) == len(before)
        assert not set(after) & set(before)
