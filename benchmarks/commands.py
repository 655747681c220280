"""The commands that nothing is compared with: their time, and the memory that they hold at most."""

import re
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.measure import ROOT, command, peak, run
from benchmarks.row import Row

SOURCES = ROOT.parent / "shared" / "sources"


def assess() -> list[Row]:
    """What a provider owes, for the profile that has all."""
    words = command("assess", "examples/complete.ttl")
    run(words)
    return [
        Row(
            "assess",
            "`actgraph assess examples/complete.ttl`, cold",
            [run(words) for _ in range(9)],
            megabytes=peak(words),
        )
    ]


def serve() -> list[Row]:
    """From the start of the server to its first page, and what it and its processes hold when that is answered."""
    taken = [_served() for _ in range(6)][1:]
    seconds, megabytes = [one[0] for one in taken], max(one[1] for one in taken)
    note = "memory is that of the server and all its processes together"
    return [Row("serve", "`actgraph serve`, to its first page", seconds, megabytes=megabytes, note=note)]


def site() -> list[Row]:
    """All pages of both editions; made once, as it takes long."""
    with tempfile.TemporaryDirectory() as folder:
        return [_once("site", "`actgraph site`, all pages", "site", str(Path(folder, "site")))]


def build() -> list[Row]:
    """The graph of the Act from the official files, where they are.

    Raises:
        FileNotFoundError: they are not.
    """
    if not SOURCES.is_dir():
        raise FileNotFoundError(f"the official files are not at {SOURCES}")
    with tempfile.TemporaryDirectory() as folder:
        return [_once("build", "`actgraph build`", "build", str(SOURCES), "--out", folder)]


def _once(name: str, what: str, *arguments: str) -> Row:
    """Time and memory of one and the same run: the small process that looks on takes some 20 ms."""
    start = time.perf_counter()
    megabytes = peak(command(*arguments))
    return Row(name, what, [time.perf_counter() - start], megabytes=megabytes, note="one run")


def _served() -> tuple[float, float]:
    start = time.perf_counter()
    with subprocess.Popen(command("serve", "--port", "0"), stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            address = next(words[0] for words in map(str.split, server.stderr) if words[0].startswith("http"))
            with urllib.request.urlopen(address) as answer:  # noqa: S310  # it is our own
                answer.read()
            seconds = time.perf_counter() - start
            return seconds, sum(map(held, [server.pid, *children(server.pid)]))
        finally:
            server.terminate()


def held(pid: int) -> float:
    """Megabytes that a process has held at most; none of one that has ended.

    Args:
        pid: of the process.

    >>> held(os.getpid()) > 10
    True
    """
    if not Path(f"/proc/{pid}/status").exists():
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run.

    Args:
        pid: of the process.

    >>> children(os.getpid())
    []
    """
    try:
        found = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:  # it has just ended
        return []
    return [int(child) for words in found for child in words.split()]
