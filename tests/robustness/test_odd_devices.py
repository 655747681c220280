"""Devices and sockets are refused by type wherever a user's file is read or written."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from benchmarks.measure import build_command

from tests.conftest import ROOT
from tests.robustness.hostile_commands import HOSTILE_COMMANDS
from tests.robustness.subprocess_runner import run_measured

PROFILE = (ROOT / "examples" / "startup.ttl").read_text(encoding="utf-8")
_SUFFIXES = {
    "query": ".rq",
    "text load": ".fmx.xml",
    "build": ".fmx.xml",
    "validate --bulk": ".nq",
    "record check": ".json",
}
_COMMANDS = [name for name in HOSTILE_COMMANDS if name not in ("assess", "load")]  # they read as validate does
_DEVICES = ["/dev/kmsg", "/dev/zero", "/dev/random", "/dev/full", "/dev/tty", "/dev/ptmx"]
# Files of no length: one waits for more, the others are as long as the memory of the process or of the machine.
_ODD_FILES = ["/proc/kmsg", "/proc/self/mem", "/proc/self/pagemap", "/proc/kcore", "/proc/kpagecount"]


def _refuse(command: str, target: str, folder: Path) -> str:
    name = f"a{_SUFFIXES.get(command, '.ttl')}"
    (folder / name).symlink_to(target)
    found = run_measured(HOSTILE_COMMANDS[command][1](name), folder)
    messages = [line for line in found.stderr.splitlines() if line.startswith("actgraph: ")]
    assert (found.code, found.stdout, len(messages)) == (2, "", 1), found
    return messages[0]


@pytest.mark.parametrize("device", _DEVICES)
@pytest.mark.parametrize("command", _COMMANDS)
def test_device_is_refused_by_type(command, device, tmp_path):
    if not os.path.exists(device):
        pytest.skip(f"there is no {device}")
    assert "device" in _refuse(command, device, tmp_path) or command == "validate --bulk"


@pytest.mark.parametrize("file", [*_ODD_FILES, "/dev/null"])
@pytest.mark.parametrize("command", _COMMANDS)
def test_file_without_length_ends(command, file, tmp_path):
    """The null device is an empty file."""
    _refuse(command, file, tmp_path)


def test_terminal_and_socket_are_refused(tmp_path):
    ours, theirs = pytest.importorskip("pty").openpty()
    assert "it is a device" in _refuse("validate", os.ttyname(theirs), tmp_path)
    os.close(ours)
    os.close(theirs)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "socket"))
        (tmp_path / "a.ttl").unlink()
        assert "it is a socket" in _refuse("validate", "socket", tmp_path)


@pytest.mark.parametrize("file", ["/dev/kmsg", "/proc/kmsg", "/dev/zero"])
@pytest.mark.parametrize("command", [["validate", "-", "--from", "ttl"], ["query", "-"]], ids=" ".join)
def test_device_as_standard_input_is_refused(command, file):
    if not os.access(file, os.R_OK):
        pytest.skip(f"{file} cannot be read here")
    with open(file, "rb") as source:
        done = subprocess.run(build_command(*command), stdin=source, capture_output=True, check=False, timeout=600)
    assert (done.returncode, done.stdout, done.stderr.count(b"actgraph: ")) == (2, b"", 1)


@pytest.mark.parametrize(
    "words",
    [
        "validate /dev/stdin --from ttl < a.ttl",
        "cat a.ttl | validate /dev/stdin --from ttl",
        "cat a.ttl | validate /dev/fd/0 --from ttl",
        "validate --from ttl <(cat a.ttl)",
        "validate --from ttl - < a.ttl",
        "validate a.ttl -o /dev/stdout",
        "validate a.ttl -o /dev/stdout | cat",
        "validate a.ttl -o >(cat)",
    ],
)
def test_streams_are_still_files(words, tmp_path):
    (tmp_path / "a.ttl").write_text(PROFILE, encoding="utf-8")
    script = words.replace("validate", f"'{build_command()[0]}' validate", 1)
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, check=False, timeout=600, text=True
    )
    assert done.returncode == 1, done
    assert "not shown" in done.stdout or "-o >(" in words  # the shell does not wait for that process


def test_terminal_can_be_typed_into():
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = build_command("validate", "-", "--from", "ttl")
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.write(ours, b"<urn:m> a <https://w3id.org/actgraph/ns/Model> .\n\x04")
        printed, _ = process.communicate(timeout=600)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 1
    assert b"standard input" in printed or b"-:1" in printed


def _make_node(path: Path, kind: str) -> None:
    words = {"fifo": ["p"], "kmsg": ["c", "1", "11"], "block": ["b", "7", "99"]}[kind]
    if (
        not shutil.which("mknod")
        or subprocess.run(["mknod", path, *words], capture_output=True, check=False).returncode
    ):
        pytest.skip("this user makes no devices")


@pytest.mark.parametrize("kind", ["fifo", "kmsg", "block"])
@pytest.mark.parametrize(
    "words",
    [
        ["validate", "a.ttl", "-o", "out"],
        ["validate", "--bulk", "registry", "-o", "out"],
        ["validate", "a.ttl", "--record", "out"],
        ["export", "Article 53", "-f", "ttl", "-o", "out"],
        ["draw", "mapping", "-f", "svg", "-o", "out"],
        ["site", "out"],
        ["build", "small.fmx.xml", "--out", "out"],
        ["profile", "new", "out.ttl"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_output_replaces_no_device(words, kind, tmp_path):
    """A run over a registry would have put its findings in the place of the device."""
    (tmp_path / "registry").mkdir()
    for place in ("a.ttl", "registry/a.ttl"):
        (tmp_path / place).write_text(PROFILE, encoding="utf-8")
    shutil.copy(ROOT / "tests/cases/small.fmx.xml", tmp_path)
    out = tmp_path / words[-1] if words[-1].startswith("out") else tmp_path / "out"
    _make_node(out, kind)
    before = out.stat()
    found = run_measured(build_command(*words), tmp_path)
    messages = [line for line in found.stderr.splitlines() if line.startswith("actgraph: ")]
    assert (found.code, len(messages)) == (2, 1), found
    assert (out.stat().st_ino, out.stat().st_mode) == (before.st_ino, before.st_mode)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(["a.ttl", "registry", "small.fmx.xml", out.name])


@pytest.mark.parametrize("device", ["/dev/kmsg", "/dev/zero", "fifo"])
def test_kept_wording_that_is_device_does_not_hang(device, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    if device == "fifo":
        os.mkfifo(data / "wording.sqlite")
    else:
        (data / "wording.sqlite").symlink_to(device)
    found = run_measured(build_command("show", "53"), tmp_path, {"ACTGRAPH_DATA": str(data)})
    assert found.code == 2, found
    assert "wording" in found.stderr
