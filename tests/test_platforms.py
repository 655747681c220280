"""Test that every command gives its answer on a system without what only POSIX has."""

import os
import re
import subprocess
import sys
import urllib.request

import pytest

from tests.conftest import ROOT, SOURCES, needs_sources

# Hides in each Python process what Windows lacks.
SITECUSTOMIZE = """
import builtins, io, os, signal, sys

for module in ("fcntl", "resource"):
    sys.modules[module] = None
for owner, name in ((os, "sched_getaffinity"), (os, "fork"), (signal, "SIGKILL")):
    if hasattr(owner, name):
        delattr(owner, name)


def hide_proc(open_file):
    def open_other(file, *args, **options):
        if isinstance(file, (str, os.PathLike)) and os.fspath(file).startswith("/proc"):
            raise FileNotFoundError(2, "No such file or directory", file)
        return open_file(file, *args, **options)

    return open_other


builtins.open = io.open = hide_proc(open)
os.open = hide_proc(os.open)
"""
ACTGRAPH = [sys.executable, "-c", "from actgraph.cli import main; main()"]
OWN_QUERY = "SELECT ?p { cop:cpy.com_1 ag:covers ?p } ORDER BY ?p"
JSONLD = '{"@id": "urn:m", "@type": "https://w3id.org/actgraph/ns/Model"}'
MEMORY_NOTE = "note: This system does not limit the memory of a query; the limit of time holds.\n"
FILES_NOTE = (
    "note: This system does not limit the files that a query opens; a query that reads other data is refused.\n"
)
JSONLD_NOTE = "note: This system does not limit the memory in which JSON-LD is read.\n"


@pytest.fixture
def hidden(tmp_path):
    """An environment in which what only POSIX has is hidden, and a file opened without its encoding is an error."""
    folder = tmp_path / "hidden"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SITECUSTOMIZE, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder), "PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "error"}


def _run(environment, folder, *words, **more):
    done = subprocess.run(
        [*ACTGRAPH, *words], env=environment, cwd=folder, capture_output=True, encoding="utf-8", timeout=600, **more
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("words", "typed", "notes"),
    [
        (["covers", "53"], "", ""),
        (["show", "53(1)(c)"], "", ""),
        (["query", "duties"], "", ""),
        (["query", "-"], OWN_QUERY, MEMORY_NOTE + FILES_NOTE),
        (["assess", str(ROOT / "examples/startup.ttl")], "", ""),
        (["validate", str(ROOT / "examples/complete.ttl")], "", ""),
        (["validate", str(ROOT / "examples/startup.ttl"), "-f", "json", "-o", "found.json"], "", ""),
        (["validate", "-", "--from", "jsonld"], JSONLD, JSONLD_NOTE),
        (["validate", "--bulk", str(ROOT / "examples"), "-o", "findings.ndjson", "--processes", "2"], "", ""),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_command_gives_same_answer_without_posix(words, typed, notes, hidden, tmp_path):
    answers = []
    for name, environment in (("here", None), ("there", hidden)):
        (tmp_path / name).mkdir()
        code, out, err = _run(environment, tmp_path / name, *words, "--on", "2026-11-24", input=typed)
        files = {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        answers.append((code, out, re.sub(r"\d+ s\b|[\d,.]+ a second", "", err), files))
    (code, out, err, files), there = answers
    assert code in (0, 1)
    assert there == (code, out, notes + err, files)


@needs_sources
def test_official_files_are_read_without_posix(hidden, tmp_path):
    edition = SOURCES / "ai-act" / "oj-2024-07-12.fmx.xml"
    for name, environment in (("here", None), ("there", hidden)):
        (tmp_path / name).mkdir()
        environment = {**(environment or os.environ), "ACTGRAPH_DATA": str(tmp_path / name / "data")}
        built = _run(environment, tmp_path / name, "build", str(edition), "--out", "act")
        assert built[0] == 0, built[2]
        assert _run(environment, tmp_path / name, "text", "load", str(edition))[0] == 0
        assert "53" in _run(environment, tmp_path / name, "show", "53", "--on", "2026-01-01")[1]
    here, there = (
        {file.name: file.read_bytes() for file in (tmp_path / one / "act").rglob("*.ttl")} for one in ("here", "there")
    )
    assert here
    assert here == there


def test_server_answers_without_posix(hidden, tmp_path):
    with subprocess.Popen(
        [*ACTGRAPH, "serve", "--port", "0", "--on", "2026-11-24"], env=hidden, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            address = process.stderr.readline().split()[0]
            notes = process.stderr.readline() + process.stderr.readline()
            with urllib.request.urlopen(f"{address}eli/reg/2024/1689/art_53") as page:
                assert "Article 53" in page.read().decode()
            asked = urllib.request.Request(
                f"{address}sparql",
                OWN_QUERY.encode(),
                {"Content-Type": "application/sparql-query", "Accept": "text/csv"},
            )
            with urllib.request.urlopen(asked) as rows:
                assert b"art_53.par_1.pnt_c" in rows.read()
        finally:
            process.terminate()
    assert notes == MEMORY_NOTE + FILES_NOTE


# Each 30th page: what of POSIX a site needs is in its processes, files and folders, and not in its texts.
SOME_PAGES = """
from actgraph.web import site

every = site.list_page_jobs
site.list_page_jobs = lambda *of: (one for place, one in enumerate(every(*of)) if not place % 30 or "art_53" in one.path)
from actgraph.cli import main
main()
"""


@pytest.mark.slow
def test_site_is_written_without_posix(hidden, tmp_path):
    command = [sys.executable, "-c", SOME_PAGES, "site", "public", "--on", "2026-11-24"]
    done = subprocess.run(command, env=hidden, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stderr
    for edition in (".", "on/2026-07-26"):
        page = tmp_path / "public" / edition / "eli/reg/2024/1689/art_53.html"
        assert "Article 53" in page.read_text(encoding="utf-8")
    assert len(list((tmp_path / "public").rglob("*.html"))) > 100


def test_console_of_windows_prints():
    """Code page 1252 lacks what the texts have, such as arrows and letters of other languages."""
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(
        [*ACTGRAPH, "path", "53(1)(c)", "Copyright Measure 1.1"], env=environment, capture_output=True, timeout=600
    )
    assert (done.returncode, b"Copyright Measure 1.1" in done.stdout) == (0, True), done.stderr
