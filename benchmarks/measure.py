"""Measure time and memory of commands and calls, in turn and after a warm-up."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The system reports the peak memory of a process when it ends. It counts what the parent held at the start, so the
# parent must be small: a bare Python.
_LAUNCH = """
import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(pid, 0)
print(used.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def build_command(*arguments: str) -> list[str]:
    """Build an `actgraph` command, run by the script that pip has installed beside this Python.

    >>> build_command("covers", "53")[1:]
    ['covers', '53']
    """
    return [str(Path(sys.executable).with_name("actgraph")), *arguments]


def build_python_command(*arguments: str) -> list[str]:
    """Build a command that runs this Python.

    >>> build_python_command("-c", "pass")[1:]
    ['-c', 'pass']
    """
    return [sys.executable, *arguments]


def time_command(argv: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """Run a command and return its seconds; discard its output.

    Args:
        environment: variables to add.

    Raises:
        CalledProcessError: the exit code is not 0.

    >>> time_command(build_python_command("-c", "pass")) > 0
    True
    """
    start = time.perf_counter()
    subprocess.run(
        argv,
        cwd=ROOT,
        env=_merge_environment(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    return time.perf_counter() - start


def measure_peak_memory(argv: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """Run a command and return its peak memory in megabytes.

    Args:
        environment: variables to add.

    Raises:
        CalledProcessError: the exit code is not 0.

    >>> 5 < measure_peak_memory(build_python_command("-c", "pass")) < 50
    True
    """
    launch = [sys.executable, "-I", "-S", "-c", _LAUNCH, *argv]
    done = subprocess.run(
        launch,
        cwd=ROOT,
        env=_merge_environment(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    return int(done.stderr.split()[-1]) * 1024 / 1e6


def time_call(call: Callable[[], object]) -> float:
    """Call a function once and return its seconds.

    >>> time_call(lambda: None) < 1
    True
    """
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure_in_turn(
    ours: Callable[[], float], other: Callable[[], float], runs: int, warm_up: int = 2
) -> tuple[list[float], list[float]]:
    """Measure two things alternately, A B A B, so that other load falls on both.

    Args:
        ours: runs once and returns its seconds.
        other: likewise.
        runs: measured runs of each.
        warm_up: runs of each before, which are not counted.

    Returns:
        The seconds of ours and of the other, pairs at the same index.

    >>> measure_in_turn(iter([9, 1, 2]).__next__, iter([9, 3, 4]).__next__, 2, warm_up=1)
    ([1, 2], [3, 4])
    """
    for _ in range(warm_up):
        ours()
        other()
    pairs = [(ours(), other()) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def freeze_garbage() -> None:
    """Exclude all present objects from garbage collection, so that neither side pays for the other's graphs.

    >>> freeze_garbage()
    """
    gc.collect()
    gc.freeze()


def _merge_environment(environment: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, **(environment or {})}
