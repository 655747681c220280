"""Start real SPARQL stores on the loopback address, with the law graph loaded, and end them."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from actgraph.core.errors import InputError
from actgraph.remote import graphs as remote_graphs
from actgraph.remote.client import RemoteStore

OXIGRAPH = shutil.which("oxigraph") or shutil.which("oxigraph", path=os.path.dirname(sys.executable))
VIRTUOSO = shutil.which("virtuoso-t")
STORE_NAMES = ("oxigraph", "virtuoso")

# All files in one folder, loopback only, and no limits that would cut results short.
_VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
ThreadsPerQuery = 2
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = 1000000
MaxConstructTriples = 1000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""


class LiveStore(NamedTuple):
    """A running store.

    Attributes:
        name: the program.
        query_url: the address for queries.
        update_url: the address for updates, with user name and password.
    """

    name: str
    query_url: str
    update_url: str

    @property
    def remote(self) -> RemoteStore:
        return RemoteStore(self.query_url, self.update_url, 1200)  # a machine may be busy

    @property
    def query_options(self) -> list[str]:
        """The command-line options for queries."""
        return ["--endpoint", self.query_url]

    @property
    def update_options(self) -> list[str]:
        """The command-line options for queries and updates."""
        return [*self.query_options, "--update-endpoint", self.update_url]


def explain_missing_store(name: str) -> str:
    """Explain why a store cannot be started; empty if it can."""
    if name == "oxigraph" and OXIGRAPH is None:
        return "the Oxigraph server is not installed (PyPI: oxigraph)"
    if name == "virtuoso" and VIRTUOSO is None:
        return "Virtuoso is not installed (Debian: apt-get install virtuoso-opensource-7-bin)"
    return ""


def list_store_params() -> list:
    """List the stores as pytest parameters; those not installed are skipped."""
    return [
        pytest.param(
            name,
            marks=pytest.mark.skipif(bool(explain_missing_store(name)), reason=explain_missing_store(name) or "never"),
        )
        for name in STORE_NAMES
    ]


@contextlib.contextmanager
def run_store(name: str, folder: Path) -> Iterator[LiveStore]:
    """Start an empty store, and end it on exit."""
    http, sql = _find_free_ports(2)
    if name == "oxigraph":
        command = [str(OXIGRAPH), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{http}"]
        found = LiveStore(name, f"http://127.0.0.1:{http}/query", f"http://127.0.0.1:{http}/update")
    else:
        ini = folder / "virtuoso.ini"
        ini.write_text(_VIRTUOSO_INI.format(folder=folder, http=http, sql=sql), encoding="utf-8")
        command = [str(VIRTUOSO), "+foreground", "+configfile", str(ini)]
        at = f"127.0.0.1:{http}/sparql"
        found = LiveStore(name, f"http://{at}", f"http://dba:dba@{at}-auth")
    with (folder / "out").open("w") as out, subprocess.Popen(command, stdout=out, stderr=out, cwd=folder) as process:
        try:
            _wait_until_ready(found, process)
            yield found
        finally:
            process.send_signal(signal.SIGTERM if name == "oxigraph" else signal.SIGKILL)  # Virtuoso would save all


@contextlib.contextmanager
def run_loaded_store(name: str, folder: Path) -> Iterator[LiveStore]:
    """Start a store with the law graphs loaded, and end it on exit."""
    with run_store(name, folder) as found:
        remote_graphs.load_law_graphs(found.remote, lambda _: None)
        yield found


@contextlib.contextmanager
def run_update_proxy(store: LiveStore, on_update: Callable[[str], None]) -> Iterator[str]:
    """Run a proxy for updates of a store that first passes each update to a callback; yields its address."""
    parts = urlsplit(store.update_url)

    class ProxyHandler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            on_update(parse_qs(body.decode())["update"][0])
            to = HTTPConnection(parts.hostname, parts.port, timeout=1200)
            to.request("POST", self.path, body, dict(self.headers))
            answer = to.getresponse()
            self.send_response_only(answer.status)
            data = answer.read()
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            to.close()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), ProxyHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        who = parts.netloc.rpartition("@")[0]
        yield parts._replace(netloc=f"{who}{'@' if who else ''}127.0.0.1:{server.server_port}").geturl()
        server.shutdown()


def _wait_until_ready(store: LiveStore, process: subprocess.Popen) -> None:
    end = time.monotonic() + 1200
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(InputError):
            store.remote.run_ask("ASK { ?s ?p ?o }")
            return
        time.sleep(0.1)
    raise AssertionError(f"{store.name} does not start: {process.poll()}")


def _find_free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        found = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [one.getsockname()[1] for one in found]
