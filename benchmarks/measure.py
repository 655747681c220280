"""How time and memory are measured: two things in turn, after runs that are not counted."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What a process held at most is told by the system when it ends. It counts what its parent held when it was started, so
# that this must be small: a Python with nothing in it.
_LAUNCH = """
import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(pid, 0)
print(used.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def build_command(*arguments: str) -> list[str]:
    """A command of ours as its user types it, by the script that pip has put beside this Python.

    Args:
        arguments: of `actgraph`.

    >>> build_command("covers", "53")[1:]
    ['covers', '53']
    """
    return [str(Path(sys.executable).with_name("actgraph")), *arguments]


def build_python_command(*arguments: str) -> list[str]:
    """A command by this Python.

    Args:
        arguments: of the interpreter.

    >>> build_python_command("-c", "pass")[1:]
    ['-c', 'pass']
    """
    return [sys.executable, *arguments]


def time_command(argv: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """Seconds from the start of a process to its end; what it prints goes nowhere.

    Args:
        words: the command.
        environment: what is set beside what is set already.

    Raises:
        CalledProcessError: it ends with another exit code than 0, what it has to say is on standard error.

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
    """Megabytes of memory that a process held at most.

    Args:
        words: the command.
        environment: as for `run`.

    Raises:
        CalledProcessError: as for `run`.

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
    """Seconds that a call takes.

    Args:
        what: is called once.

    >>> time_call(lambda: None) < 1
    True
    """
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure_in_turn(
    ours: Callable[[], float], other: Callable[[], float], runs: int, warm_up: int = 2
) -> tuple[list[float], list[float]]:
    """Measure two things in turn, A B A B, so that what else the machine does falls on both.

    Args:
        ours: gives the seconds of one run.
        other: likewise.
        runs: how many of each are counted.
        warm: how many of each go before, and are not.

    Returns:
        The seconds of ours and of the other, the pairs in the same places.

    >>> measure_in_turn(iter([9, 1, 2]).__next__, iter([9, 3, 4]).__next__, 2, warm_up=1)
    ([1, 2], [3, 4])
    """
    for _ in range(warm_up):
        ours()
        other()
    pairs = [(ours(), other()) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def freeze_garbage() -> None:
    """Keep the collector of garbage from what is there now: neither side is to pay for the graphs of the other.

    >>> freeze_garbage()
    """
    gc.collect()
    gc.freeze()


def _merge_environment(environment: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, **(environment or {})}
