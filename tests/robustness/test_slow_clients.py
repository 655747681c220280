"""Test clients that let the server wait: it drops them, answers all others, and holds a bounded number of bytes."""

import contextlib
import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from tests.support.live_server import GOOD_ANSWER, GOOD_QUERY, measure_resident_bytes, run_server

pytestmark = [pytest.mark.slow, pytest.mark.proof("server-stands")]
GUARD = 600  # seconds; no limit of the server
SHORT = {"head_seconds": 2, "body_seconds": 2, "rest_seconds": 2, "answer_seconds": 2, "stop_seconds": 1}
PATIENT = {"head_seconds": GUARD, "body_seconds": GUARD, "answer_seconds": GUARD}
GET = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
PAGE = b"GET /eli/reg/2024/1689.ttl HTTP/1.1\r\nHost: localhost\r\n\r\n"  # 300 kB
ROWS = b"SELECT * { ?s ?p ?o . ?s ?q ?r } LIMIT 10000"  # 4 MB
QUERY = HEAD + b"Content-Length: %d\r\n\r\n" % len(ROWS) + ROWS


@contextlib.contextmanager
def run_limited(folder, *arguments, **limits):
    """Start a server with other limits of its connections."""
    made = f"lambda **given: made(**given)._replace(**{limits})"
    setup = f"import actgraph.web.http.connections as c; made = c.ConnectionLimits; c.ConnectionLimits = {made}"
    with run_server(folder, "--workers", "2", *arguments, setup=setup) as found:
        yield found
        assert found.process.poll() is not None or found.find_fault() == ""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with run_limited(tmp_path_factory.mktemp("served"), **SHORT) as found:
        yield found


@pytest.fixture
def connect():
    """Open connections whose clients take little at once; they are closed at the end of the test."""
    with contextlib.ExitStack() as stack:

        def open_connection(server, data=b""):
            found = stack.enter_context(socket.socket())
            found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            found.settimeout(GUARD)
            found.connect(("127.0.0.1", server.port))
            found.sendall(data)
            return found

        yield open_connection


def read_to_end(connection):
    """Read until the server ends the connection."""
    found = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(65536):
            found += piece
    return found


def send_until_refused(connection, piece, pause=0.0):
    """Send a piece again and again until the server ends the connection; return their number, and its answer."""
    end, count = time.monotonic() + GUARD, 0
    connection.settimeout(max(pause, 0.001))
    found = b""
    while time.monotonic() < end:
        try:
            connection.sendall(piece)
            count += 1
        except TimeoutError:
            pass
        except ConnectionError:
            return count, found
        try:
            found += (told := connection.recv(65536))
            if not told:
                return count, found
        except TimeoutError:
            continue
        except ConnectionError:
            return count, found
    pytest.fail("the server did not end the connection")


def count_files(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def wait_until(is_so, what):
    end = time.monotonic() + GUARD
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def test_half_heads_are_told_and_dropped(server, connect):
    half = [connect(server, b"GET / HTTP/1.1\r\nHost: loc") for _ in range(300)]
    silent = [connect(server) for _ in range(50)]
    assert server.send_query(GOOD_QUERY) == (200, GOOD_ANSWER)
    assert {read_to_end(one)[:12] for one in half} == {b"HTTP/1.1 408"}
    assert {read_to_end(one) for one in silent} == {b""}


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nX: ",
        GET + b"\r\n" + b"GET / HTTP/1.1\r\nX: ",
        HEAD + b"Content-Length: 5000\r\n\r\n",
        CHUNKED,
    ],
    ids=["head", "second head", "body", "chunks"],
)
def test_byte_now_and_then_moves_no_limit(server, connect, data):
    piece = b"1\r\n#\r\n" if data == CHUNKED else b"#"
    _, found = send_until_refused(connect(server, data), piece, pause=0.2)
    assert b"HTTP/1.1 408" in found


@pytest.mark.parametrize(
    "head",
    [
        b"X: " + b"a" * 1_000_000,
        b"".join(b"X-%d: a\r\n" % one for one in range(101)),
        b"a:\r\n" * 20_000,
    ],
    ids=["long line", "101 lines", "20,000 lines"],
)
def test_large_head_is_refused(server, connect, head):
    connection = connect(server)
    with contextlib.suppress(ConnectionError):
        connection.sendall(GET + head + b"\r\n\r\n")
    assert read_to_end(connection)[:12] in (b"HTTP/1.1 400", b"")  # b"" if the surplus bytes have reset it


@pytest.mark.parametrize(
    ("data", "piece"),
    [
        (GET, b"X: y\r\n" * 1000),
        (GET + b"X: ", b"a" * 6000),
        (CHUNKED + b"5\r\nASK{}\r\n0\r\n", b"X: y\r\n" * 1000),
        (CHUNKED + b"5;", b"a" * 6000),
        (GET + b"Content-Length: 10000000000\r\n\r\n", b"a" * 6000),
        (
            b"POST /health HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1000\r\n" + b"a" * 4096 + b"\r\n",
        ),
    ],
    ids=["lines", "line", "lines after a body", "chunk extension", "body of a GET", "body of a refused POST"],
)
def test_endless_request_ends_in_bounded_memory(server, connect, data, piece):
    before = measure_resident_bytes(server.process.pid)
    send_until_refused(connect(server, data), piece)
    assert measure_resident_bytes(server.process.pid) < before + 20_000_000


def test_malformed_rest_after_answer_logs_no_traceback(server, connect):
    refused = b"POST /health HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
    connection = connect(server, refused)
    assert connection.recv(12) == b"HTTP/1.1 405"
    connection.sendall(b"zz\r\n")
    read_to_end(connection)
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_http_1_0_with_keep_alive_gets_one_answer(server, connect):
    asked = b"GET /health HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
    assert read_to_end(connect(server, asked * 5)).count(b"HTTP/1.1 200") == 1


def test_clients_that_do_not_read_are_dropped(server, connect):
    files, memory = count_files(server), server.measure_memory()
    held = [connect(server, PAGE) for _ in range(100)] + [connect(server, QUERY) for _ in range(20)]
    wait_until(lambda: server.get("/health").json["requests"].get("200", 0) > 0, "nothing is answered")
    assert server.get("/signatories").status == 200
    assert server.send_query(GOOD_QUERY) == (200, GOOD_ANSWER)
    wait_until(lambda: count_files(server) <= files, "connections are left")
    assert server.get("/health").json["running"] == 1
    assert server.measure_memory() < memory + 300_000_000
    assert all(len(read_to_end(one)) < 300_000 for one in held)


def test_page_is_not_made_for_a_client_that_has_gone(server, connect):
    before = server.get("/health").json["requests"]["200"]
    for _ in range(200):
        connect(server, PAGE).close()
    assert server.get("/signatories").status == 200
    assert server.get("/health").json["requests"]["200"] < before + 100


def test_slow_reader_is_dropped(server, connect):
    connection = connect(server, QUERY)
    taken, end = 0, time.monotonic() + GUARD
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(100):
            taken += len(piece)
            assert time.monotonic() < end
            time.sleep(0.1)
    assert taken < 4_000_000


def test_pipelined_requests_wait_for_their_reader(server, connect):
    """Each answer waits until the one before is taken, and no more is read."""
    memory = measure_resident_bytes(server.process.pid)
    count, found = send_until_refused_without_reading(connect(server), (GET + b"\r\n") * 100)
    assert count < 10_000
    assert found < 10_000_000
    assert measure_resident_bytes(server.process.pid) < memory + 20_000_000


def send_until_refused_without_reading(connection, piece):
    """Send a piece until the server ends the connection; return the number of pieces, and the bytes that it sent."""
    count = 0
    with contextlib.suppress(ConnectionError):
        while count < 10_000:
            connection.sendall(piece)
            count += 1
    return count, len(read_to_end(connection))


def test_10_000_pipelined_requests_are_answered(server, connect):
    connection = connect(server)
    sender = threading.Thread(
        target=connection.sendall, args=((GET + b"\r\n") * 9_999 + GET + b"Connection: close\r\n\r\n",)
    )
    sender.start()
    found = read_to_end(connection)
    sender.join()
    assert found.count(b"HTTP/1.1 200") == 10_000


def test_oldest_connection_gives_way(tmp_path, connect):
    """Half heads, half bodies and idle connections: one that comes later than all is answered."""
    with run_limited(tmp_path, **PATIENT, connections=40) as server:
        first = connect(server, b"GET / HTTP/1.1\r\nHost: loc")
        for data in (b"", b"GET / HT", HEAD + b"Content-Length: 50\r\n\r\nASK", PAGE):
            for _ in range(40):
                connect(server, data)
            assert server.send_query(GOOD_QUERY) == (200, GOOD_ANSWER)
            assert server.get("/health").status == 200
        assert read_to_end(first) == b""


def test_reader_is_served_while_others_hold_the_budget(tmp_path, connect):
    """Who does not read gives way to who does; the limit of time plays no part."""
    with run_limited(tmp_path, **PATIENT, held_bytes=10_000_000) as server:
        files = count_files(server)
        held = [connect(server, QUERY) for _ in range(4)]
        for one in held:
            one.recv(1)  # its answer has begun, or it gave way
        before = measure_resident_bytes(server.process.pid)
        for _ in range(10):
            held.append(connect(server, QUERY))
            answer = server.send_query(ROWS)
            assert answer.status in (200, 503)
            wait_until(lambda: server.send_query(ROWS).status == 200, "a reader is never served")
        wait_until(lambda: count_files(server) <= files + 3, "more is held than allowed")  # 10 MB / 4 MB
        assert measure_resident_bytes(server.process.pid) < before + 60_000_000


def test_bodies_that_do_not_end_give_way(tmp_path, connect):
    with run_limited(tmp_path, **PATIENT, held_bytes=5_000_000) as server:
        held = []
        for _ in range(200):
            held.append(connect(server))
            with contextlib.suppress(ConnectionError):
                held[-1].sendall(HEAD + b"Content-Length: 200000\r\n\r\n" + b"#" * 100_000)
        wait_until(lambda: server.send_query(GOOD_QUERY) == (200, GOOD_ANSWER), "a query is never answered")
        kept = [one for one in held if read_to_end(one).startswith(b"HTTP/1.1 408")]
        assert len(kept) < 60  # 5 MB / 100 kB; these ended by the limit of time


def test_sigterm_does_not_wait_for_readers(tmp_path, connect):
    with run_limited(tmp_path, **PATIENT, stop_seconds=1) as server:
        for data in [QUERY] * 3 + [PAGE] * 3 + [HEAD + b"Content-Length: 50\r\n\r\nASK"] * 3:
            connect(server, data)
        wait_until(lambda: server.get("/health").json["queries"].get("answered", 0) >= 3, "nothing is answered")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(GUARD) == 0
    told = Path(server.log).read_text(encoding="utf-8")
    assert "Traceback" not in told
    assert "Cancel" not in told  # uvicorn's word for its own limit, which is longer
