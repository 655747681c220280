"""Attack a running server: with uploads, by killing its processes, and by ending it in the middle."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from starlette.testclient import TestClient

from actgraph.core import worker_pool
from actgraph.graph.store import COPY_AFTER
from actgraph.web.app import create_app
from tests.robustness.server_attacks import UPLOADS, attack_with_uploads
from tests.support.live_server import GOOD_ANSWER, GOOD_QUERY, is_running, run_server

pytestmark = [pytest.mark.slow, pytest.mark.proof("server-stands")]
HEAVY = {  # those that keep a process busy for a while
    *("models built on each other", "Turtle of 2 MB", "models, 2 MB", "JSON-LD of 2 MB"),
}
GUARD_SECONDS = 600  # of a wait; a busy machine takes long
_AG = "https://w3id.org/actgraph/ns/"
GOOD_PROFILE = f"<urn:m> a <{_AG}Model> .".encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with run_server(tmp_path_factory.mktemp("served"), "--timeout", "60", "--workers", "2") as found:
        # A process that has run many queries keeps the graph in memory: let all do so before memory is compared.
        for _ in range(COPY_AFTER):
            assert all(found.send_query(GOOD_QUERY) == (200, GOOD_ANSWER) for _ in found.list_workers())
        for _ in range(COPY_AFTER // 2):  # a page takes more than two queries
            assert found.get("/gaps").status == 200
        for _ in range(COPY_AFTER // 5):
            assert send_profile(found)[0] == 200
        wait_until(lambda: _is_settled(found), "the memory goes on growing")
        yield found


def _is_settled(server):
    before = server.measure_memory()
    time.sleep(2)
    return abs(server.measure_memory() - before) < 1_000_000


def wait_until(is_so, what):
    end = time.monotonic() + GUARD_SECONDS
    while not is_so():
        assert time.monotonic() < end, f"{what}, even after {GUARD_SECONDS} s"
        time.sleep(0.1)


def send_profile(server, body=GOOD_PROFILE, kind="text/turtle"):
    """Send a profile, and return the status and the body of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=GUARD_SECONDS)
    with contextlib.closing(connection):
        connection.request("POST", "/profile", body, {"Content-Type": kind})
        answer = connection.getresponse()
        return answer.status, answer.read()


# ---- Uploads ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", UPLOADS)
def test_uploads_disturb_nobody(server, name):
    before = server.measure_memory()
    found = attack_with_uploads(server, *UPLOADS[name](), count=40)
    assert found.faults == []
    assert set(found.statuses) <= {200, 400, 413, 503}
    assert found.peak_megabytes < 1000
    if name in HEAVY:
        assert found.busy_answers, "no page and query was answered while uploads were worked on"
    wait_until(lambda: server.get("/health").json["checks"]["running"] == 0, "checks run on without their clients")
    wait_until(lambda: server.measure_memory() < before + 60_000_000, "the memory does not return")
    assert server.find_fault() == ""


def test_small_profiles_are_checked_meanwhile(server):
    """A queue that is full for a while answers 503, and is there again afterwards."""
    attack_with_uploads(server, *UPLOADS["Turtle of 2 MB"](), count=20)
    wait_until(lambda: send_profile(server)[0] == 200, "no profile is checked")


def test_check_of_client_that_left_is_stopped(server):
    before = server.get("/health").json
    head = "POST /profile HTTP/1.1\r\nHost: localhost\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n"
    # Within all limits, and some seconds of work.
    kind, body = "text/turtle", "".join(f"<urn:m{one}> a <{_AG}Model> .\n" for one in range(145)).encode()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=GUARD_SECONDS)
    with contextlib.closing(connection):
        connection.connect()
        connection.sock.sendall(head.format(kind, len(body)).encode() + body)
        wait_until(lambda: server.get("/health").json["checks"]["running"], "the check does not begin")
    wait_until(lambda: not server.get("/health").json["checks"]["running"], "the check runs on")
    after = server.get("/health").json
    assert after["checks"].get("gone", 0) == before["checks"].get("gone", 0) + 1
    assert after["checks"].get("time", 0) == before["checks"].get("time", 0)
    assert after["check_workers"]["replaced"] == before["check_workers"]["replaced"] + 1  # its process was killed


# ---- Killed processes ------------------------------------------------------------------------------------------------


def test_killed_processes_are_replaced(server):
    killed = server.list_workers()
    for worker in killed:
        os.kill(worker, signal.SIGKILL)
    for _ in range(10):  # at once: no good query or profile meets a dead process
        assert server.send_query(GOOD_QUERY) == (200, GOOD_ANSWER)
    assert send_profile(server)[0] == 200
    wait_until(lambda: len(server.list_workers()) == len(killed), "the processes are not replaced")
    assert not set(server.list_workers()) & set(killed)


def test_processes_killed_as_they_start_are_replaced(server):
    """Whoever asks meanwhile is answered by one that begins."""
    answers = []
    for _ in range(5):
        for worker in server.list_workers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        answers.append(server.send_query(GOOD_QUERY))
    assert answers == [(200, GOOD_ANSWER)] * 5
    wait_until(server.is_ready, "the processes are not replaced")


def test_stopped_process_keeps_nobody_waiting(server):
    """A process that takes no job is killed, and another one takes it."""
    for worker in server.list_workers():
        os.kill(worker, signal.SIGSTOP)
    assert server.send_query(GOOD_QUERY) == (200, GOOD_ANSWER)
    wait_until(lambda: send_profile(server)[0] == 200, "no profile is checked")
    for worker in server.list_workers():
        os.kill(worker, signal.SIGCONT)
    wait_until(server.is_ready, "the processes are not replaced")


def test_signal_without_a_name_is_told(server):
    with _send_endless_query(server) as found:
        end = time.monotonic() + GUARD_SECONDS
        while not found:
            assert time.monotonic() < end, "the query goes on"
            for worker in server.list_workers():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGRTMIN + 6)
            time.sleep(2)  # if no process had begun: until another one has
    assert found[0].error_kind == "died"
    wait_until(server.is_ready, "the processes are not replaced")


@contextlib.contextmanager
def _send_endless_query(server):
    found = []
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    thread = threading.Thread(target=lambda: found.append(server.send_query(text)))
    thread.start()
    wait_until(lambda: server.get("/health").json["queries"]["running"], "the query does not begin")
    yield found
    thread.join()


def test_health_is_ill_while_processes_are_missing(monkeypatch):
    """Where processes have died and none can be started, `/health` does not say that all is well."""
    with TestClient(create_app("2026-11-24"), base_url="http://127.0.0.1") as client:
        wait_until(lambda: client.get("/health").json()["status"] == "ok", "the processes do not start")
        monkeypatch.setattr(worker_pool, "_WorkerProcess", _refuse_to_start)
        for worker in tuple(client.app.state.pools["check_workers"]._workers):
            os.kill(worker.child.process.pid, signal.SIGKILL)
            worker.child.process.wait()
        told = client.get("/health")
        assert (told.status_code, told.json()["status"]) == (503, "ill")
        assert told.json()["check_workers"]["alive"] == 0
        monkeypatch.undo()
        wait_until(lambda: client.get("/health").json()["status"] == "ok", "the processes are not replaced")


def _refuse_to_start(*_):
    raise BlockingIOError("there are too many processes")


# ---- The end ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_end_with_checks_queued(tmp_path, number):
    kind, body = UPLOADS["models, 2 MB"]()
    found = []
    with run_server(tmp_path, "--timeout", "600", "--check-timeout", "600") as server:

        def send():
            found.append(send_profile(server, body, kind)[0])

        def ask():
            found.append(server.send_query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }").status)

        threads = [threading.Thread(target=target) for target in [*[send] * 20, *[ask] * 5]]
        for thread in threads:
            thread.start()
        wait_until(lambda: _count_waiting(server) >= len(threads) - 3, "they do not queue")
        workers = server.list_workers()
        began = time.monotonic()
        server.process.send_signal(number)
        assert server.process.wait(GUARD_SECONDS) == 0
        seconds = time.monotonic() - began
        for thread in threads:
            thread.join()
    answered = [status for status in found if status != 503]  # the check that ran may end in time
    assert (len(found), answered in ([], [400])) == (len(threads), True), found
    assert seconds < 60  # 8 on an idle machine; it was 101
    assert not any(map(is_running, workers))
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def _count_waiting(server):
    health = server.get("/health").json
    return health["checks"]["waiting"] + health["queries"]["waiting"]


def test_second_interrupt_changes_nothing(tmp_path):
    with run_server(tmp_path, "--timeout", "600") as server:
        with _send_endless_query(server) as found:
            for _ in range(2):
                server.process.send_signal(signal.SIGINT)
                time.sleep(0.5)  # two signals at once would count as one
        assert server.process.wait(GUARD_SECONDS) == 0
    assert found[0].status == 503
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_end_before_the_server_runs(number):
    """From the first import of ours on, the end is no failure, and no traceback."""
    for name in ("click", "actgraph.cli.serve", "uvicorn", "actgraph.web.app", "actgraph.graph.day"):
        done = subprocess.run(
            [sys.executable, "-c", _SIGNAL_AT_IMPORT, name, str(int(number))],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), f"at the import of {name}: {done.stderr}"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_second_signal_while_python_ends(number):
    done = subprocess.run(
        [sys.executable, "-c", _SIGNAL_AT_EXIT, str(int(number))], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


_SIGNAL_AT_IMPORT = """
import os, signal, sys
name, number = sys.argv[1], int(sys.argv[2])
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["-c", "serve", "--port", "0", "--on", "2026-11-24"]
class Finder:
    def find_spec(self, asked, path=None, target=None):
        if asked == name:
            signal.raise_signal(number)
sys.meta_path.insert(0, Finder())
from actgraph.cli import main
main()
"""

# The first signal comes while the graph is opened, the second when the handlers of Python are gone.
_SIGNAL_AT_EXIT = """
import os, signal, sys
number = int(sys.argv[1])
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["-c", "serve", "--port", "0", "--on", "2026-11-24"]
class Finder:
    def find_spec(self, asked, path=None, target=None):
        if asked == "actgraph.web.app":
            signal.raise_signal(number)
class Last:
    def __del__(self, kill=os.kill, own=os.getpid()):
        kill(own, number)
sys.meta_path.insert(0, Finder())
sys.last = Last()
from actgraph.cli import main
main()
"""
