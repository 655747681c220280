"""A closed or full standard stream changes no exit code and no file; an answer that cannot be written ends in 2."""

import os
import subprocess
import sys

import pytest
from benchmarks.measure import build_command

from tests.conftest import ROOT

_ENDINGS = {  # words → exit code, whether there is an answer on standard output
    "covers 53": (0, True),
    "--help": (0, True),
    "--version": (0, True),
    "query duties": (0, True),
    "doctor": (0, True),
    "profile new": (0, True),
    "validate a.ttl": (1, True),
    "validate a.ttl -o out.txt": (1, False),
    "validate --bulk registry -o out.ndjson": (1, True),
    "assess a.ttl --fail-on never": (2, False),
    "assess a.ttl": (0, True),
    "record check record.json": (0, True),
    "draw mapping -o out.svg": (0, False),
    "export -o out.ttl": (0, False),
    "profile new out.ttl": (0, False),
    "covers Nowhere": (2, False),
    "covers --nonsense": (2, False),
    "build small.fmx.xml --out made": (0, False),
    "load --endpoint http://127.0.0.1:9/query a.ttl": (2, False),
}
_FAULT = "from actgraph.cli import options, main; options.open_day = lambda day: 1 / 0; main(['covers', '53'])"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "registry").mkdir()
    for place in ("a.ttl", "registry/a.ttl"):
        (tmp_path / place).write_bytes((ROOT / "examples/startup.ttl").read_bytes())
    (tmp_path / "small.fmx.xml").write_bytes((ROOT / "tests/cases/small.fmx.xml").read_bytes())
    return tmp_path


def _run(folder, words, redirect):
    if "record" in words:
        made = build_command("validate", "a.ttl", "--record", "record.json")
        subprocess.run(made, cwd=folder, capture_output=True, check=False)
    command = f"'{build_command()[0]}' {words} {redirect}"
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False, timeout=600)


@pytest.mark.parametrize("redirect", ["2>/dev/full", "2>&- <&-"])
@pytest.mark.parametrize("words", _ENDINGS)
def test_lost_messages_change_no_exit_code(folder, words, redirect):
    code, answers = _ENDINGS[words]
    done = _run(folder, words, redirect)
    assert (done.returncode, bool(done.stdout), done.stderr) == (code, answers, "")


@pytest.mark.parametrize("redirect", [">&-", ">/dev/full", ">&- 2>/dev/full <&-"])
@pytest.mark.parametrize("words", _ENDINGS)
def test_answer_that_cannot_be_written_ends_in_2(folder, words, redirect):
    code, answers = _ENDINGS[words]
    done = _run(folder, words, redirect)
    assert done.returncode == (2 if answers else code), done
    assert ("the answer cannot be written" in done.stderr) == (answers and "2>" not in redirect)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("redirect", ["2>/dev/full", "2>&-", ">&-"])
def test_our_fault_ends_in_3(redirect):
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -c "{_FAULT}" {redirect}'], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert ("our own fault" in done.stderr) == (redirect == ">&-")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_no_file_takes_descriptor_of_stream(closed, tmp_path):
    """Print while files are open: the words would go into the first file opened, such as one of a store."""
    code = (
        "import os, sys; from actgraph.cli import streams; streams.open_standard_streams();"
        " kept = os.open(sys.argv[1], os.O_CREAT | os.O_RDWR); os.write(2, b'words'); print('more', file=sys.stderr);"
        " sys.exit(0 if kept > 2 else 9)"
    )
    done = subprocess.run(["bash", "-c", f'"{sys.executable}" -c "{code}" kept {closed}'], cwd=tmp_path, check=False)
    assert (done.returncode, (tmp_path / "kept").read_bytes()) == (0, b"")


@pytest.mark.parametrize("words", ["covers 53", "validate a.ttl"])
def test_reader_that_leaves_is_no_error(folder, words):
    done = _run(folder, words, "2>&1 | true; exit ${PIPESTATUS[0]}")
    assert done.returncode in (0, 1)


def test_store_is_made_with_closed_streams(tmp_path):
    """The store that a command with closed streams has made gives the answers of any other."""
    environment = {**os.environ, "ACTGRAPH_CACHE": str(tmp_path / "cache")}
    command = f"'{build_command()[0]}' covers 53"
    made = subprocess.run(["bash", "-c", f"{command} >&- 2>&- <&-"], env=environment, check=False)
    told = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, check=False)
    usual = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert (made.returncode, told.returncode, told.stdout) == (2, 0, usual.stdout)
