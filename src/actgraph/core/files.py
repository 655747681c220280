"""Files of a user's: read without waiting for ever, written whole or not at all."""

import errno
import os
import stat
import time

from actgraph.core import atomic
from actgraph.core.errors import InputError

_PIPE_TIMEOUT = 5  # seconds, for somebody to begin to write to a pipe
_POLL_INTERVAL = 0.02  # seconds


def read_input_file(file: str, limit: int) -> bytes:
    """The bytes of a file, or of a pipe that somebody writes to.

    Args:
        file: its path.
        limit: bytes that are wanted; where it is longer, one more is read, and no more than that.

    Raises:
        OSError: it cannot be read, or nobody writes to the pipe.
        ValueError: this is no path.

    >>> read_input_file("/dev/zero", 2)
    b'\\x00\\x00\\x00'
    """
    # Who opens a pipe and waits, waits until somebody writes.
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
    """The first byte of a pipe, or none where somebody has it open and has not written yet."""
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
    """Write a file, over what is there; while it is written, and where that fails, what was there stays as it was.

    Args:
        file: its path.
        text: its contents, in UTF-8.

    Raises:
        InputError: it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_output_file(os.path.join(folder, "a.svg"), "<svg/>")
    ...     os.listdir(folder)
    ['a.svg']
    """
    try:
        place = os.path.realpath(file)  # a link stays, and what it leads to is written
        if os.path.exists(place) and not os.path.isfile(place):  # /dev/stdout is no place to move a file to
            with open(place, "w", encoding="utf-8") as out:
                out.write(text)
            return
        with atomic.sibling_folder(place) as room:
            waiting = os.path.join(room, "new")
            with open(waiting, "w", encoding="utf-8") as out:
                out.write(text)
            os.chmod(waiting, _choose_mode(place))
            os.replace(waiting, place)
    except (OSError, ValueError) as error:  # a name with a zero byte in it is a ValueError
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be written ({why})", where=file, todo="Name another place.") from None


def _choose_mode(file: str) -> int:
    """Who may read it: as before, or as with any new file."""
    try:
        return os.stat(file).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
