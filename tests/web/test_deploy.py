"""Test docs/deploy.md: nginx with its configuration before one real server and two, and the systemd units."""

import contextlib
import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.conftest import ROOT
from tests.support.live_server import run_server

DEPLOY = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
HOST = "law.example.org"
needs_nginx = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")),
    reason="nginx or openssl is not installed (Debian: apt-get install nginx-light openssl)",
)
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed (Debian: apt-get install systemd)"
)
pytestmark = pytest.mark.slow


def _find_blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", DEPLOY, re.MULTILINE | re.DOTALL)


def _replace_all(text, pairs):
    for old, new in pairs.items():
        assert old in text, f"docs/deploy.md has no {old}"
        text = text.replace(old, new)
    return text


def _find_free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class NginxClient:
    """A client of nginx: over TLS, by the name of the certificate."""

    def __init__(self, port, certificate):
        self.port, self.context = port, ssl.create_default_context(cafile=certificate)

    def ask(self, method, path, body=None, headers=None, host=HOST):
        with self.open_connection() as connection:
            return _send_request(connection, method, path, body, {"Host": host, **(headers or {})})

    @contextlib.contextmanager
    def open_connection(self):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=600)
        with contextlib.closing(connection):
            plain = socket.create_connection(("127.0.0.1", self.port), timeout=600)
            connection.sock = self.context.wrap_socket(plain, server_hostname=HOST)
            yield connection


def _send_request(connection, method, path, body=None, headers=None):
    connection.request(method, path, body, headers or {"Host": HOST})
    answer = connection.getresponse()
    return answer, answer.read()


@contextlib.contextmanager
def _run_nginx(folder, site, proxy):
    """Run nginx with the configuration of the page; yields a client of it, and its port without TLS."""
    key, certificate, secure, plain = folder / "key.pem", folder / "cert.pem", _find_free_port(), _find_free_port()
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-days", "2"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files], check=True, capture_output=True
    )
    (folder / "actgraph-proxy.conf").write_text(proxy)
    site = _replace_all(
        site,
        {
            "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
            "listen 80": f"listen 127.0.0.1:{plain}",
            f"/etc/letsencrypt/live/{HOST}/fullchain.pem": str(certificate),
            f"/etc/letsencrypt/live/{HOST}/privkey.pem": str(key),
        },
    )
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{site}}}\n"
    )
    command = ["nginx", "-p", str(folder), "-c", str(config)]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as nginx:
        try:
            while True:
                assert nginx.poll() is None, "nginx ended"
                with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", secure)):
                    break
                time.sleep(0.02)
            yield NginxClient(secure, certificate), plain
        finally:
            nginx.terminate()


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    site, proxy, _, _ = _find_blocks("nginx")
    with run_server(folder, "--host", HOST, "--timeout", "600", "--check-timeout", "600") as found:
        site = _replace_all(site, {"http://127.0.0.1:8017": found.address})
        with _run_nginx(folder, site, proxy) as (client, plain):
            yield client, found.log, plain


@needs_nginx
def test_pages_pass_through_proxy(front):
    answer, body = front[0].ask("GET", "/eli/reg/2024/1689/art_53", headers={"Accept": "text/html"})
    assert answer.status == 200
    assert b"Article 53" in body
    assert answer.headers["Strict-Transport-Security"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@needs_nginx
def test_queries_pass_by_get_and_post(front):
    ask = "ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c }"
    got, body = front[0].ask("GET", f"/sparql?{urlencode({'query': ask})}")
    assert (got.status, json.loads(body)["boolean"]) == (200, True)
    posted, body = front[0].ask("POST", "/sparql", ask, {"Content-Type": "application/sparql-query"})
    assert (posted.status, json.loads(body)["boolean"]) == (200, True)


@needs_nginx
def test_long_get_query_passes_through_proxy(front):
    query = f"ASK {{ VALUES ?x {{ {'100 ' * 4_900} }} }}"
    answer, _ = front[0].ask("GET", f"/sparql?{urlencode({'query': query})}")
    assert answer.status == 200


@needs_nginx
def test_service_knows_its_public_address(front):
    _, body = front[0].ask("GET", "/sparql", headers={"Accept": "text/turtle"})
    assert f"sd:endpoint <https://{HOST}/sparql>".encode() in body


@needs_nginx
def test_profile_is_accepted_only_from_own_page(front):
    field = '--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    profile = (ROOT / "examples/startup.ttl").read_text(encoding="utf-8")
    kind = {
        "Content-Type": "multipart/form-data; boundary=edge",
        "Accept": "text/html",
        "Sec-Fetch-Site": "same-origin",
    }
    body = f"{field}{profile}\r\n--edge--\r\n".encode()
    own, _ = front[0].ask("POST", "/profile", body, kind | {"Origin": f"https://{HOST}"})
    other, _ = front[0].ask("POST", "/profile", body, kind | {"Origin": "https://other.example"})
    assert (own.status, other.status) == (200, 403)


@needs_nginx
def test_health_is_not_public(front):
    assert front[0].ask("GET", "/health")[0].status == 404


@needs_nginx
def test_server_refuses_other_host_name(front):
    answer, body = front[0].ask("GET", "/", host="evil.example")
    assert (answer.status, body) == (400, b"Invalid host header")


@needs_nginx
def test_http_redirects_to_https(front):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", front[2])) as connection:
        connection.request("GET", "/gaps", headers={"Host": HOST})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/gaps")


@needs_nginx
def test_rate_limit_is_answered_with_429(front):
    with front[0].open_connection() as connection:
        found = (_send_request(connection, "GET", "/assets/style.css")[0].status for _ in range(20_000))
        assert 429 in found
    time.sleep(3)  # the other tests send requests too


@needs_nginx
def test_log_has_no_client_and_no_query(front):
    front[0].ask("POST", "/sparql", "ASK { <urn:secret> ?p ?o }", {"Content-Type": "application/sparql-query"})
    front[0].ask("GET", "/search?q=secret", headers={"Referer": "https://secret.example/", "User-Agent": "secret"})
    told = front[1].read_text()
    assert "POST /sparql 200" in told
    assert "secret" not in told
    assert "127.0.0.1" not in told.partition("\n")[2]


# ---- Several servers


class Pair:
    """Two servers that share a cache folder, and clients that ask nginx all along."""

    def __init__(self, folder, stack):
        self.folder, self.stack, self.ports = folder, stack, [_find_free_port(), _find_free_port()]
        self.servers = [self._start_server(port) for port in self.ports]
        self.answers, self.ended = Counter(), threading.Event()

    def _start_server(self, port):
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        options = ["--host", HOST, "--timeout", "600", "--workers", "1", "--port", str(port)]
        return self.stack.enter_context(run_server(folder, *options))

    def start_again(self, which):
        self.servers[which] = self._start_server(self.ports[which])

    def ask_on(self, client, number):
        """Ask by GET and by POST until the end, and count what comes back."""
        ask = f"SELECT ({number} AS ?n) {{ FILTER EXISTS {{ cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c }} }}"
        kind = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
        while not self.ended.is_set():
            for method, path, body in (("POST", "/sparql", ask), ("GET", f"/sparql?{urlencode({'query': ask})}", None)):
                try:
                    answer, told = client.ask(method, path, body, kind)
                    self.answers["right" if told == f"n\r\n{number}\r\n".encode() else f"{answer.status} {told}"] += 1
                except (OSError, http.client.HTTPException) as error:
                    self.answers[repr(error)] += 1

    def wait_for_answers(self, more):
        """Wait until so many more requests are answered."""
        wanted, end = self.answers.total() + more, time.monotonic() + 600
        while self.answers.total() < wanted:
            assert time.monotonic() < end, self.answers
            time.sleep(0.05)


@pytest.fixture
def pair(tmp_path):
    site, proxy, upstream, more = _find_blocks("nginx")
    site = _replace_all(site, {"http://127.0.0.1:8017": "http://actgraph", "rate=5r/s": "rate=10000r/s"})
    with contextlib.ExitStack() as stack:
        found = Pair(tmp_path, stack)
        ports = {f"127.0.0.1:{one}": f"127.0.0.1:{port}" for one, port in zip((8017, 8018), found.ports, strict=True)}
        upstream = _replace_all(upstream, ports)
        client, _ = stack.enter_context(_run_nginx(tmp_path, upstream + site, proxy + more))
        asking = [threading.Thread(target=found.ask_on, args=(client, number)) for number in range(6)]
        for one in asking:
            one.start()
        try:
            found.wait_for_answers(50)
            yield found
        finally:
            found.ended.set()
            for one in asking:
                one.join()


@needs_nginx
def test_no_request_is_lost_when_server_is_killed(pair):
    pair.servers[0].process.kill()
    pair.servers[0].process.wait()
    pair.wait_for_answers(200)
    pair.start_again(0)
    pair.wait_for_answers(50)
    assert set(pair.answers) == {"right"}
    assert "POST /sparql 200" in pair.servers[0].log.read_text(), "the new one answers too"


@needs_nginx
def test_no_request_is_lost_when_servers_restart_one_by_one(pair):
    for which in (0, 1):
        pair.servers[which].process.terminate()
        assert pair.servers[which].process.wait(600) == 0
        pair.wait_for_answers(50)
        pair.start_again(which)
    pair.wait_for_answers(50)
    assert set(pair.answers) == {"right"}


# ---- systemd


@pytest.fixture(scope="module", params=["actgraph.service", "actgraph@8017.service"])
def unit(request, tmp_path_factory):
    text, changed = _find_blocks("ini")
    for line in changed.splitlines() if "@" in request.param else ():
        (old,) = [one for one in text.splitlines() if one.partition("=")[0] == line.partition("=")[0]]
        text = text.replace(old, line)
    file = tmp_path_factory.mktemp("systemd") / request.param
    file.write_text(_replace_all(text, {"/opt/actgraph/bin/actgraph": str(ROOT / ".venv/bin/actgraph")}))
    if not (ROOT / ".venv/bin/actgraph").exists():  # another environment: any program works for reading the unit
        file.write_text(_replace_all(text, {"/opt/actgraph/bin/actgraph": sys.executable}))
    return file


@needs_systemd
def test_systemd_accepts_unit_without_warning(unit):
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if "actgraph" in line]
    assert (done.returncode, told) == (0, [])


@needs_systemd
def test_systemd_rates_unit_as_safe(unit):
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=18", "--no-pager", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_unit_command_has_valid_options(run):
    lines = re.findall(r"^ExecStart=/opt/actgraph/bin/actgraph (.*)$", DEPLOY, re.MULTILINE)
    assert len(lines) == 2
    for line in lines:
        words = line.replace("%i", "8018").split()
        code, _, err = run(*words, "--on", "2020-01-01")  # read completely, then refused for its day
        assert (code, "entered into force" in err) == (2, True)


def test_health_keys_are_documented(server):
    host = server.removeprefix("http://")
    with contextlib.closing(http.client.HTTPConnection(host)) as connection:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        found = json.loads(answer.read())
    assert (answer.status, found["status"]) == (200, "ok")
    assert found["workers"]["alive"] == found["workers"]["wanted"] + 1
    told = DEPLOY.partition("| key | what |")[2].partition("\n\n")[0]
    assert set(found) | {"store"} == {
        key for line in told.splitlines()[2:] for key in re.findall(r"`(\w+)`", line.split("|")[1])
    }


def test_log_lines_match_documentation():
    lines = re.findall(r"^[0-9T:-]+Z .*$", DEPLOY, re.MULTILINE)
    assert len(lines) == 2
    for line in lines:
        assert re.fullmatch(r"\S+Z (GET|POST) /sparql (200|504) \d+ B \d+ ms (answered|time)", line)
