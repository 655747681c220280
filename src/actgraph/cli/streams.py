"""Open the standard streams so that a full or closed one changes neither files nor exit codes."""

import contextlib
import errno
import io
import os
import sys
from typing import Any

CLOSED = "standard output is closed"


class _ClosedOutput(io.RawIOBase):
    """Standard output that was closed when the process began: only a write fails."""

    def writable(self) -> bool:
        return True

    def write(self, _: Any) -> int:
        raise OSError(errno.EBADF, CLOSED)


class _LossyFile(io.FileIO):
    """A file that drops what it cannot keep."""

    def write(self, data: Any) -> int:
        with contextlib.suppress(OSError):
            written = super().write(data)
            if written is not None:  # None: it would block
                return written
        return memoryview(data).nbytes


def open_standard_streams() -> None:
    """Reserve the descriptors 0, 1 and 2, and open standard output and standard error.

    A closed descriptor would go to the next file that is opened, and answers and messages into that file. An answer
    that cannot be written is an error; a message that cannot be written is lost, and the exit code tells the rest.
    """
    is_closed = [_reserve_descriptor(number) for number in range(3)]
    if sys.stdout is None or is_closed[1]:
        sys.stdout = io.TextIOWrapper(_ClosedOutput(), encoding="utf-8", write_through=True)
    if isinstance(sys.stdout, io.TextIOWrapper):  # escape characters that its encoding lacks
        sys.stdout.reconfigure(errors="backslashreplace")
        if sys.platform == "win32" and not sys.stdout.isatty():  # files and pipes are read by programs
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    if sys.stderr is sys.__stderr__:  # not a stream of a program that calls this one
        _open_standard_error()


def _reserve_descriptor(number: int) -> bool:
    """Open the null device on a descriptor that is closed; return whether it was."""
    try:
        os.fstat(number)
    except OSError:
        null = os.open(os.devnull, os.O_RDWR)  # the lowest that is free
        if null != number:
            os.dup2(null, number)
            os.close(null)
        os.set_inheritable(number, True)
        return True
    return False


def _open_standard_error() -> None:
    if (
        sys.platform == "win32" and sys.stderr is not None and sys.stderr.isatty()
    ):  # its console has a writer of its own
        return
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    newline = None
    if sys.platform == "win32":
        encoding, newline = "utf-8", "\n"
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(_LossyFile(2, "w", closefd=False)),
        encoding=encoding,
        errors="backslashreplace",
        newline=newline,
        line_buffering=True,
    )


def discard_stdout() -> None:
    """Redirect standard output to the null device, or Python would complain about unwritten text at exit."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
