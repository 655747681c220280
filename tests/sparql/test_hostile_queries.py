"""Test hostile queries: none exceeds its limits, and others are still answered."""

import itertools
import subprocess
import sys
import threading
import time
from urllib.parse import quote

import pytest

from tests.support.hostile_queries import HOSTILE
from tests.support.live_server import load_plain_queries, run_server

STOPPED = {"time", "memory", "size"}
LIMITS = ("--memory", "256", "--workers", "2")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with run_server(tmp_path_factory.mktemp("served"), "--timeout", "2", *LIMITS) as found:
        yield found


@pytest.fixture(scope="module")
def patient_server(tmp_path_factory):
    """A server with a time limit so long that a busy machine stays within it."""
    with run_server(tmp_path_factory.mktemp("served"), "--timeout", "600", *LIMITS) as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_query_is_stopped_and_next_answered(request, name):
    text, kinds = HOSTILE[name]
    server = request.getfixturevalue("server" if "time" in kinds else "patient_server")
    assert server.wait_until_ready()
    processes = len(server.list_workers())
    answer = server.send_query(text)
    assert answer.status != 200
    assert answer.error_kind in kinds
    assert answer.json["title"]
    assert "Traceback" not in answer.json["title"]
    assert "recursion" not in answer.json["title"]
    assert ("line" in answer.json) or answer.error_kind in {*STOPPED, "malformed", "too-long"}
    assert server.find_fault() == ""
    assert len(server.list_workers()) == processes


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SERVICE: escaped", "FROM: file", "update: two", "product: COUNT", "text: NUL"])
def test_hostile_query_by_get_is_stopped(server, name):
    text, _ = HOSTILE[name]
    answer = server.get(f"/sparql?query={quote(text)}&format=json")
    assert (answer.status == 200, server.find_fault()) == (False, "")
    assert any(word in answer.body.decode() for word in ("stopped", "SERVICE", "none of ours", "no SPARQL query"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "SERVICE: behind true",
        "SERVICE: in SERVICE",
        "FROM: by BASE",
        "update: LOAD",
        "path: in brackets",
        "product: ORDER BY",
        "growing: REPLACE",
        "depth: all in turn",
        "depth: sum",
        "text: a long line",
        "text: NUL",
        "text: no UTF-8",
        "text: a function of others",
        "text: quotation marks",
    ],
)
def test_hostile_query_on_command_line_is_one_message(name):
    text, _ = HOSTILE[name]
    command = [sys.executable, "-c", "from actgraph.cli import main; main()", "query", "--timeout", "2", "-"]
    data = text if isinstance(text, bytes) else text.encode()
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    err = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert [line for line in err.splitlines() if not line.startswith("  ")] == [err.splitlines()[0]]
    assert not any(word in err for word in ("Traceback", "panicked", "RUST_BACKTRACE", "recursion"))


@pytest.mark.slow
def test_clients_are_served_beside_attacker(server, patient_server):
    """No answer is lost or mixed up, and the server's memory does not grow."""
    asked = load_plain_queries()
    right = {name: patient_server.send_query(text).body for name, text in asked.items()}
    lost: list[str] = []
    counted = [0] * 9
    end = time.monotonic() + 30
    hostile = [text for name, (text, kinds) in HOSTILE.items() if kinds & STOPPED or name.startswith("SERVICE")]

    def ask_named_queries(number):
        names, places = list(asked), itertools.count()
        while time.monotonic() < end:
            name = names[(number * 7 + next(places)) % len(names)]
            answer = server.send_query(asked[name])
            if answer.status == 504 and answer.error_kind == "time":
                continue  # a busy machine needs more than two seconds, and the client is told so
            if (answer.status, answer.body) != (200, right[name]):
                lost.append(f"{name}: {answer.status} {answer.body[:200]!r}")
            counted[number] += 1

    def send_hostile_queries():
        while time.monotonic() < end:
            if server.send_query(hostile[counted[8] % len(hostile)]).status == 200:
                lost.append("a hostile query was answered")
            counted[8] += 1

    threads = [threading.Thread(target=ask_named_queries, args=(number,)) for number in range(8)] + [
        threading.Thread(target=send_hostile_queries)
    ]
    for thread in threads:
        thread.start()
    time.sleep(10)
    before = server.measure_memory()
    for thread in threads:
        thread.join()
    assert lost == []
    assert min(counted) > 0
    assert server.find_fault() == ""
    assert server.measure_memory() < 1.5 * before
