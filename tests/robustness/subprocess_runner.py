"""Run a command as its user does, and tell what became of it: exit code, words, seconds, memory, files left."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

TIMEOUT_SECONDS = 60  # seconds: what runs longer is taken for hanging
MOST_SECONDS, MOST_MEGABYTES = 10, 1000  # of what is refused
_LAUNCHER = """
import os, resource, sys
limit = int(sys.argv[1])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(pid, 0)
print(used.ru_maxrss, file=os.fdopen(int(os.environ["TRIAL_TOLD"]), "w"))
os._exit(os.waitstatus_to_exitcode(status) & 255)
"""


class Outcome(NamedTuple):
    """What became of a command.

    Attributes:
        code: its exit code; 128 and more where a signal ended it.
        out: what it printed.
        err: what it said on standard error.
        seconds: from its start to its end.
        megabytes: of memory that it held at most.
    """

    code: int
    stdout: str
    stderr: str
    seconds: float
    megabytes: float


def run_measured(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    stdout: IO[bytes] | None = None,
    max_file_bytes: int = 0,
) -> Outcome:
    """Run a command to its end.

    Args:
        words: the command.
        folder: to run it in.
        environment: what is set beside what is set already.
        given: what comes from standard input; None where it is empty.
        out: where it prints; None to be told.
        most_bytes: of a file that it writes, as if the disk were full then; 0 for any.

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
        megabytes = int(told.read() or 0) * 1024 / 1_000_000
    code = process.returncode if process.returncode >= 0 else 128 - process.returncode
    return Outcome(code, (printed or b"").decode(errors="replace"), said.decode(errors="replace"), seconds, megabytes)
