"""Read a user's file without blocking for ever; write a file completely or not at all."""

import contextlib
import errno
import os
import stat
import sys
import time
from typing import BinaryIO

from actgraph.core import atomic
from actgraph.core.errors import InputError

_PIPE_TIMEOUT = 5  # seconds to wait for another process to open a pipe
_POLL_INTERVAL = 0.02  # seconds
_CHUNK = 1_000_000  # bytes


def read_input_file(file: str, limit: int) -> bytes:
    """Read a file or a pipe, up to one byte more than the limit.

    Args:
        file: its path.
        limit: the most bytes that the caller accepts; one byte more shows that the file is longer.

    Raises:
        OSError: the file cannot be read, is a device or a socket, or no process writes to the pipe.
        ValueError: the path is not valid.

    >>> from actgraph.core import paths
    >>> read_input_file(paths.get_data_path("examples", "startup.ttl"), 6)
    b'@prefix'
    """
    with open_input_file(file) as stream:
        handle = stream.fileno()
        if sys.platform == "win32" or not stat.S_ISFIFO(os.fstat(handle).st_mode):
            return _read_to_end(handle, limit, file)
        first = _read_first_byte(handle, file)
        os.set_blocking(handle, True)
        return first + _read_to_end(handle, limit - len(first), file)


def open_input_file(file: str) -> BinaryIO:
    """Open a file or a pipe for reading; what has no data yet does not block.

    Raises:
        OSError: the file cannot be read, is a folder, a device or a socket. The null device is an empty file.
        ValueError: the path is not valid.

    >>> from actgraph.core import paths
    >>> with open_input_file(paths.get_data_path("examples", "startup.ttl")) as stream:
    ...     stream.read(7)
    b'@prefix'
    """
    # Opening a device may already act on it, and opening a pipe would block until a process writes to it.
    _refuse_device(os.stat(file), file)
    if sys.platform == "win32":
        return open(file, "rb")
    handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    try:
        _refuse_device(os.fstat(handle), file)
        return open(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_standard_input(limit: int) -> bytes:
    """Read standard input, which is open, up to one byte more than the limit.

    Raises:
        OSError: it cannot be read, or is a device other than a terminal.
    """
    try:
        handle = sys.stdin.fileno()
        facts = os.fstat(handle)
    except (OSError, ValueError):  # a program that calls this one has put a stream of its own there
        return sys.stdin.buffer.read(limit + 1)
    if not (os.isatty(handle) or stat.S_ISSOCK(facts.st_mode)):
        _refuse_device(facts, None)
    if sys.platform != "win32":
        os.set_blocking(handle, not stat.S_ISREG(facts.st_mode))  # some files of /proc would block
    return _read_to_end(handle, limit, None)


def _refuse_device(facts: os.stat_result, file: str | None) -> None:
    kind = facts.st_mode
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file)
    if stat.S_ISSOCK(kind):
        raise OSError(errno.ENODEV, "it is a socket, not a file", file)
    if stat.S_ISBLK(kind) or (stat.S_ISCHR(kind) and not _is_null_device(facts)):
        raise OSError(errno.ENODEV, "it is a device, not a file", file)


def _is_null_device(facts: os.stat_result) -> bool:
    return sys.platform == "win32" or facts.st_rdev == os.stat(os.devnull).st_rdev


def _read_to_end(handle: int, limit: int, file: str | None) -> bytes:
    """Read what is left, up to one byte more than the limit."""
    parts, left = [], limit + 1
    try:
        while left > 0 and (part := os.read(handle, min(left, _CHUNK))):
            parts.append(part)
            left -= len(part)
    except BlockingIOError:  # such as /proc/kmsg, which waits for the next message
        raise OSError(errno.ENODEV, "it has no end", file) from None
    return b"".join(parts)


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


def write_output_file(file: str, content: str | bytes) -> None:
    """Write a file atomically: an existing file is replaced only when the new one is complete.

    Args:
        file: its path.
        content: a text, which is written in UTF-8, or bytes.

    Raises:
        InputError: it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_output_file(os.path.join(folder, "a.svg"), "<svg/>")
    ...     os.listdir(folder)
    ['a.svg']
    """
    try:
        data = content.encode() if isinstance(content, str) else content
        place = os.path.realpath(file)  # a symbolic link stays; its target is written
        if os.path.exists(file) and not os.path.isfile(file):  # a pipe or a device cannot be replaced
            with open(_open_stream(file), "wb") as out:
                out.write(data)
            return
        with atomic.sibling_folder(place) as room:
            waiting = os.path.join(room, "new")
            with open(waiting, "wb") as out:
                out.write(data)
            os.chmod(waiting, _choose_mode(place))
            os.replace(waiting, place)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be written ({why})", where=file, todo="Name another place.") from None


def _open_stream(place: str) -> int | str:
    """Open a pipe, a terminal, the null device or what a stream of this process goes to; refuse other devices.

    A write to another device could destroy a disk or restart the machine.
    """
    if sys.platform == "win32":
        return place
    facts = os.stat(place)
    if stat.S_ISBLK(facts.st_mode) or stat.S_ISSOCK(facts.st_mode):
        _refuse_device(facts, place)
    if stat.S_ISCHR(facts.st_mode) and not (_is_null_device(facts) or _is_own_stream(facts)):
        _refuse_device(facts, place)
    end = time.monotonic() + _PIPE_TIMEOUT
    while True:
        try:  # opening a pipe in blocking mode would block until a process reads from it
            handle = os.open(place, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        except OSError as error:
            if error.errno != errno.ENXIO or not stat.S_ISFIFO(facts.st_mode):
                raise
            if time.monotonic() > end:
                raise TimeoutError(errno.ETIMEDOUT, "nobody reads from this pipe", place) from None
            time.sleep(_POLL_INTERVAL)
        else:
            os.set_blocking(handle, True)
            return handle


def _is_own_stream(facts: os.stat_result) -> bool:
    if sys.platform == "win32":
        return False
    for handle in range(3):
        with contextlib.suppress(OSError):
            if os.fstat(handle).st_rdev == facts.st_rdev:
                return True
    with contextlib.suppress(OSError):
        return os.stat("/dev/tty").st_rdev == facts.st_rdev
    return False


def _choose_mode(file: str) -> int:
    """Return the permissions of the file as it is, or those of a new file."""
    try:
        return os.stat(file).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
