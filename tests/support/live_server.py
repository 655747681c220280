"""Start the actgraph server as a user does, send it requests, and measure its processes and memory."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from actgraph.sparql import named_queries

COMMAND = [sys.executable, "-c", "from actgraph.cli import main; main()", "serve", "--port", "0", "--on", "2026-11-24"]
QUERY_MEDIA_TYPE = "application/sparql-query"
GOOD_QUERY = "ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c }"
GOOD_ANSWER = b'{"head":{},"boolean":true}'
ACCEPT = "application/problem+json, application/sparql-results+json, text/turtle"


class Response(NamedTuple):
    """An HTTP response."""

    status: int
    body: bytes

    @property
    def error_kind(self) -> str:
        """The kind of the error; `malformed` for a bad request without one."""
        return self.json.get("kind", "malformed" if self.status == 400 else "")

    @property
    def json(self) -> dict:
        """The body, parsed as JSON."""
        return json.loads(self.body)


class LiveServer(NamedTuple):
    """A running server."""

    process: subprocess.Popen
    address: str
    log: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def list_workers(self) -> list[int]:
        """List the process IDs of the server's workers."""
        return list_child_pids(self.process.pid)

    def measure_memory(self) -> int:
        """Measure the resident bytes of the server and its workers."""
        return sum(map(measure_resident_bytes, [self.process.pid, *self.list_workers()]))

    def get(self, path: str = "/", timeout: float = 600) -> Response:
        return _send(urllib.request.Request(f"{self.address}{path}"), timeout)

    def send_query(self, query: str | bytes, timeout: float = 600) -> Response:
        """Post a SPARQL query, unchanged."""
        data = query if isinstance(query, bytes) else query.encode()
        headers = {"Content-Type": QUERY_MEDIA_TYPE, "Accept": ACCEPT}
        return _send(urllib.request.Request(f"{self.address}/sparql", data, headers), timeout)

    def is_ready(self) -> bool:
        """Tell whether all processes are ready, those to spare too."""
        told = self.get("/health").json
        return all(told[name]["alive"] > told[name]["wanted"] for name in ("workers", "check_workers"))

    def wait_until_ready(self) -> bool:
        """Wait for the processes that start in place of those that ended, which takes long on a busy machine.

        Returns:
            Whether all are ready.
        """
        end = time.monotonic() + 600
        while not (ready := self.is_ready()) and time.monotonic() < end:
            time.sleep(0.05)
        return ready

    def find_fault(self) -> str:
        """Describe what is wrong with the server; empty if it answers, is healthy and has logged no traceback."""
        if self.send_query(GOOD_QUERY) != (200, GOOD_ANSWER):
            return "a good query is not answered"
        if not self.wait_until_ready():
            return "it stays ill"
        return "a traceback" if "Traceback" in self.log.read_text(encoding="utf-8") else ""


@contextlib.contextmanager
def run_server(folder: Path, *arguments: str, setup: str = "") -> Iterator[LiveServer]:
    """Start a server, wait until all its workers answer, and end it on exit.

    Args:
        setup: Python code that its process runs first.
    """
    command = [part.replace("from actgraph.cli", f"{setup}; from actgraph.cli") if setup else part for part in COMMAND]
    log = folder / "log"
    with log.open("w") as out, subprocess.Popen([*command, *arguments], stderr=out) as process:
        try:
            end = time.monotonic() + 600
            while not (line := log.read_text(encoding="utf-8")).endswith("\n") and time.monotonic() < end:
                time.sleep(0.05)
            found = LiveServer(process, line.split()[0].rstrip("/"), log)
            assert found.send_query(GOOD_QUERY) == (200, GOOD_ANSWER)  # all workers are started
            assert found.wait_until_ready()
            yield found
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def load_plain_queries() -> dict[str, str]:
    """Load the named queries that need no parameter."""
    found = map(named_queries.load_named_query, named_queries.list_query_names())
    return {one.name: one.text for one in found if not any(param.required for param in one.params)}


def list_child_pids(pid: int) -> list[int]:
    """List the running child processes of a process."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text().split())
    return [one for one in found if is_running(one)]


def is_running(pid: int) -> bool:
    """Tell whether a process runs and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def measure_resident_bytes(pid: int) -> int:
    """Measure the resident bytes of a process; 0 if it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _send(request: urllib.request.Request, timeout: float) -> Response:
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return Response(answer.status, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Response(error.code, error.read())
