"""Test `actgraph serve`: messages, shutdown and refusals."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from tests.support.live_server import run_server

COMMAND = [sys.executable, "-c", "from actgraph.cli import main; main()", "serve", "--port", "0", "--on", "2026-11-24"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_server_stops_cleanly(how):
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        address = server.stderr.readline().split()[0]
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}gaps.csv") as answer:
            assert answer.readline().startswith(b"provision,")
        server.send_signal(how)
        out, err = server.communicate()
    assert (server.returncode, out) == (0, "")
    (line,) = err.splitlines()
    assert re.fullmatch(r"[0-9T:Z-]+ GET /gaps.csv 200 \d+ B \d+ ms", line)


def test_server_listens_on_localhost_only(server):
    port = int(server.rpartition(":")[2])
    try:
        own = socket.gethostbyname(socket.gethostname())
    except OSError:  # no name service knows the host
        own = "127."
    if own.startswith("127."):  # the host name is loopback itself: use another loopback address
        own = "127.0.0.2"
    with socket.socket() as other:
        other.settimeout(5)
        with pytest.raises(OSError, match="refused"):
            other.connect((own, port))


def test_used_port_is_refused(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "cannot listen on port" in err
    assert "--port" in err


def test_server_listens_where_it_is_told(tmp_path):
    with run_server(tmp_path, "--listen", "127.0.0.2", "--host", "127.0.0.2") as found:
        assert found.address.startswith("http://127.0.0.2:")
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", found.port))


@pytest.mark.parametrize("address", ["localhost", "", "127.0.0.1:80", "300.0.0.1"])
def test_what_is_no_address_is_refused(run, address):
    code, _, err = run("serve", "--port", "0", "--listen", address)
    assert (code, "is no IP address" in err, "--listen" in err) == (2, True, True)


def test_address_of_another_machine_is_refused(run):
    code, _, err = run("serve", "--port", "0", "--listen", "192.0.2.1")
    assert code == 2
    assert "cannot listen on port 0 of 192.0.2.1" in err


def test_day_before_the_act_is_refused(run):
    code, _, err = run("serve", "--on", "2020-01-01")
    assert (code, "entered into force on 2024-08-01" in err) == (2, True)


@pytest.mark.parametrize(("command", "lacks"), [("serve", "uvicorn"), ("site", "jinja2")])
def test_missing_extra_names_package_to_install(command, lacks, tmp_path):
    code = f"import sys; sys.modules[{lacks!r}] = None; from actgraph.cli import main; main()"
    arguments = [sys.executable, "-c", code, command, *(["out"] if command == "site" else [])]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"the pages need {lacks}" in done.stderr
    assert 'pip install "actgraph[web]"' in done.stderr
