"""Run a command in a subprocess and measure its exit code, output, time and memory."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

TIMEOUT_SECONDS = 600  # after which a command counts as hanging
MOST_SECONDS, MOST_MEGABYTES = 10, 1000  # limits of a refusal
_LAUNCHER = """
import os, resource, sys
limit = int(sys.argv[1])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(pid, 0)
print(used.ru_maxrss, used.ru_utime + used.ru_stime, file=os.fdopen(int(os.environ["TRIAL_TOLD"]), "w"))
os._exit(os.waitstatus_to_exitcode(status) & 255)
"""


class Outcome(NamedTuple):
    """What a command did.

    Attributes:
        code: the exit code; 128 plus the signal's number if a signal ended it.
        stdout: standard output.
        stderr: standard error.
        seconds: the run time.
        megabytes: the peak memory.
        cpu_seconds: the computing time, with that of the processes that it started and waited for.
    """

    code: int
    stdout: str
    stderr: str
    seconds: float
    megabytes: float
    cpu_seconds: float = 0.0


def run_measured(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    stdout: IO[bytes] | None = None,
    max_file_bytes: int = 0,
) -> Outcome:
    """Run a command to its end, or kill it after a time limit.

    Args:
        command: the command.
        folder: the working folder.
        environment: variables added to the present ones.
        stdin: standard input.
        stdout: a file for standard output; None to return it.
        max_file_bytes: the size limit of a written file, as if the disk were full; 0 for none.

    >>> run_measured([sys.executable, "-c", "print(1)"], Path()).stdout
    '1\\n'
    """
    reads, writes = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(max_file_bytes), *command],
        cwd=folder,
        env={**os.environ, **(environment or {}), "TRIAL_TOLD": str(writes)},
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=stdout or subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[writes],
        start_new_session=True,
    )
    os.close(writes)
    start = time.perf_counter()
    watch = threading.Timer(TIMEOUT_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    watch.start()
    try:
        printed, said = process.communicate(stdin)
    finally:
        watch.cancel()
    seconds = time.perf_counter() - start
    with os.fdopen(reads) as told:
        kilobytes, cpu_seconds = (told.read() or "0 0").split()
    code = process.returncode if process.returncode >= 0 else 128 - process.returncode
    output = (printed or b"").decode(errors="replace"), said.decode(errors="replace")
    return Outcome(code, *output, seconds, int(kilobytes) * 1024 / 1_000_000, float(cpu_seconds))
