"""Read a user's file without blocking for ever; write a file completely or not at all."""

import errno
import os
import stat
import sys
import time

from actgraph.core import atomic
from actgraph.core.errors import InputError

_PIPE_TIMEOUT = 5  # seconds to wait for a process to write to a pipe
_POLL_INTERVAL = 0.02  # seconds


def read_input_file(file: str, limit: int) -> bytes:
    """Read a file or a pipe, up to one byte more than the limit.

    Args:
        file: its path.
        limit: the most bytes that the caller accepts; one byte more shows that the file is longer.

    Raises:
        OSError: the file cannot be read, or no process writes to the pipe.
        ValueError: the path is not valid.

    >>> from actgraph.core import paths
    >>> read_input_file(paths.get_data_path("examples", "startup.ttl"), 6)
    b'@prefix'
    """
    if sys.platform == "win32":
        if os.path.isdir(file):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file)
        with open(file, "rb") as stream:
            return stream.read(limit + 1)
    # Opening a pipe in blocking mode would block until a process writes to it.
    handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file)
        first = _read_first_byte(handle, file) if stat.S_ISFIFO(kind) else b""
        os.set_blocking(handle, True)
        with open(handle, "rb", closefd=False) as stream:
            return first + stream.read(limit + 1 - len(first))
    finally:
        os.close(handle)


def _read_first_byte(pipe: int, file: str) -> bytes:
    """Read the first byte of a pipe, or nothing where a process has it open and has not written yet."""
    end = time.monotonic() + _PIPE_TIMEOUT
    while time.monotonic() < end:
        try:
            if found := os.read(pipe, 1):
                return found
        except BlockingIOError:
            return b""
        time.sleep(_POLL_INTERVAL)
    raise TimeoutError(errno.ETIMEDOUT, "nobody writes to this pipe", file)


def write_output_file(file: str, text: str) -> None:
    """Write a file in UTF-8 atomically: an existing file is replaced only when the new one is complete.

    Raises:
        InputError: it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_output_file(os.path.join(folder, "a.svg"), "<svg/>")
    ...     os.listdir(folder)
    ['a.svg']
    """
    try:
        place = os.path.realpath(file)  # a symbolic link stays; its target is written
        if os.path.exists(place) and not os.path.isfile(place):  # a device such as /dev/stdout cannot be replaced
            with open(place, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
            return
        with atomic.sibling_folder(place) as room:
            waiting = os.path.join(room, "new")
            with open(waiting, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
            os.chmod(waiting, _choose_mode(place))
            os.replace(waiting, place)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be written ({why})", where=file, todo="Name another place.") from None


def _choose_mode(file: str) -> int:
    """Return the permissions of the file as it is, or those of a new file."""
    try:
        return os.stat(file).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
