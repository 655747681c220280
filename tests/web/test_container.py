"""Test the container of docs/deploy.md: built and started as the page says, it has no rights and writes nowhere."""

import http.client
import json
import re
import time

import pytest

from tests.conftest import ROOT
from tests.support import containers

DEPLOY = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
BASE = "docker.io/library/debian:trixie-slim"
NAME = "actgraph"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.proof("container-runs"),
    pytest.mark.skipif(
        bool(containers.explain_missing_containers()), reason=containers.explain_missing_containers() or "never"
    ),
]


def _find_block(kind, start):
    (found,) = re.findall(rf"^```{kind}\n({re.escape(start)}.*?)^```", DEPLOY, re.MULTILINE | re.DOTALL)
    return found


@pytest.fixture(scope="module")
def podman():
    """Podman with a container that runs as docs/deploy.md says, on a base image that the machine makes itself."""
    recipe = _find_block("dockerfile", "FROM")
    assert recipe.count(f"FROM {BASE}") == 2
    build, start, _ = _find_block("sh", "podman build").replace("\\\n", "").splitlines()
    with containers.open_podman() as found:
        words = build.split()
        assert words[:2] == ["podman", "build"]
        found.build(recipe.replace(BASE, "localhost/base"), ROOT, *words[2:-1])
        options = start.replace("127.0.0.1:8017:8017", "127.0.0.1::8017").split()
        found(*options[1:])
        yield found


@pytest.fixture(scope="module")
def port(podman):
    """The port of this machine that leads to the server, which is well."""
    port = int(podman("port", NAME).stdout.rpartition(":")[2])
    end = time.monotonic() + 600
    while podman("healthcheck", "run", NAME, check=False).returncode:
        assert time.monotonic() < end, podman("logs", NAME, check=False).stderr
        assert podman.inspect(NAME)["State"]["Running"], podman("logs", NAME, check=False).stderr
        time.sleep(1)
    return port


def _send(port, method, path, body=None, host="law.example.org", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request(method, path, body, {"Host": host} | {name.replace("_", "-"): v for name, v in headers.items()})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def test_container_answers_pages_and_queries(port):
    assert b"Article 53" in _send(port, "GET", "/eli/reg/2024/1689/art_53", Accept="text/html")[1]
    ask = "ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c }"
    status, body = _send(port, "POST", "/sparql", ask, Content_Type="application/sparql-query")
    assert (status, json.loads(body)["boolean"]) == (200, True)
    assert _send(port, "GET", "/", host="evil.example")[0] == 400


def test_container_draws_and_checks_profiles(port):
    assert b"<svg" in _send(port, "GET", "/eli/reg/2024/1689/art_53.svg")[1]
    field = '--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    body = f"{field}{(ROOT / 'examples/startup.ttl').read_text(encoding='utf-8')}\r\n--edge--\r\n".encode()
    kind = {"Content_Type": "multipart/form-data; boundary=edge", "Accept": "text/html"}
    assert _send(port, "POST", "/profile", body, **kind)[0] == 200


def test_container_knows_that_client_came_by_https(port):
    _, body = _send(port, "GET", "/sparql", Accept="text/turtle", X_Forwarded_Proto="https")
    assert b"sd:endpoint <https://law.example.org/sparql>" in body


def test_process_has_no_rights_and_nothing_to_write(podman, port):
    status = dict(
        line.split(":\t", 1)
        for line in podman("exec", NAME, "cat", "/proc/1/status").stdout.splitlines()
        if ":\t" in line
    )
    assert set(status["Uid"].split()) == {"10001"}
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    for place in ("/", "/etc", "/opt/actgraph", "/var/lib"):
        assert "Read-only file system" in podman("exec", "--user", "0", NAME, "touch", f"{place}/x", check=False).stderr


def test_health_check_fails_where_server_does_not_answer(podman, port):
    test = podman.inspect(NAME)["Config"]["Healthcheck"]["Test"]
    assert test[0] == "CMD"
    wrong = [one.replace(":8017/", ":9/") for one in test[1:]]
    assert podman("exec", NAME, *wrong, check=False).returncode == 1


def test_container_stops_cleanly(podman, port):
    podman("stop", "-t", "60", NAME)
    assert podman.inspect(NAME)["State"]["ExitCode"] == 0
    assert "Traceback" not in podman("logs", NAME).stderr
