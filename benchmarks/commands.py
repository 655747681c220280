"""Benchmark: time and peak memory of the commands without a baseline."""

import re
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.measure import ROOT, build_command, measure_peak_memory, time_command
from benchmarks.row import Row

SOURCES = ROOT.parent / "shared" / "sources"


def measure_assess() -> list[Row]:
    """Measure the assessment of the complete example profile."""
    words = build_command("assess", "examples/complete.ttl")
    time_command(words)
    return [
        Row(
            "assess",
            "`actgraph assess examples/complete.ttl`, cold",
            [time_command(words) for _ in range(9)],
            megabytes=measure_peak_memory(words),
        )
    ]


def measure_serve() -> list[Row]:
    """Measure the server's time to its first page, and the memory of all its processes then."""
    taken = [_measure_server() for _ in range(6)][1:]
    seconds, megabytes = [one[0] for one in taken], max(one[1] for one in taken)
    note = "memory is that of the server and all its processes together"
    return [Row("serve", "`actgraph serve`, to its first page", seconds, megabytes=megabytes, note=note)]


def measure_site() -> list[Row]:
    """Measure the static site of both editions, once, as it is slow."""
    with tempfile.TemporaryDirectory() as folder:
        return [_measure_once("site", "`actgraph site`, all pages", "site", str(Path(folder, "site")))]


def measure_build() -> list[Row]:
    """Measure the build of the Act's graph from the official files.

    Raises:
        FileNotFoundError: the official files are missing.
    """
    if not SOURCES.is_dir():
        raise FileNotFoundError(f"the official files are not at {SOURCES}")
    with tempfile.TemporaryDirectory() as folder:
        return [_measure_once("build", "`actgraph build`", "build", str(SOURCES), "--out", folder)]


def _measure_once(name: str, what: str, *arguments: str) -> Row:
    """Measure time and memory of a single run; the watching process adds some 20 ms."""
    start = time.perf_counter()
    megabytes = measure_peak_memory(build_command(*arguments))
    return Row(name, what, [time.perf_counter() - start], megabytes=megabytes, note="one run")


def _measure_server() -> tuple[float, float]:
    start = time.perf_counter()
    with subprocess.Popen(build_command("serve", "--port", "0"), stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            address = next(words[0] for words in map(str.split, server.stderr) if words[0].startswith("http"))
            with urllib.request.urlopen(address) as answer:  # noqa: S310  # it is our own
                answer.read()
            seconds = time.perf_counter() - start
            return seconds, sum(map(get_peak_memory, [server.pid, *list_children(server.pid)]))
        finally:
            server.terminate()


def get_peak_memory(pid: int) -> float:
    """Return the peak memory of a process in megabytes; 0 if it has ended.

    >>> import os
    >>> get_peak_memory(os.getpid()) > 10
    True
    """
    if not Path(f"/proc/{pid}/status").exists():
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"), re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0


def list_children(pid: int) -> list[int]:
    """List the running child processes of a process.

    >>> import os
    >>> list_children(os.getpid())
    []
    """
    try:
        found = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:  # the process has just ended
        return []
    return [int(child) for words in found for child in words.split()]
