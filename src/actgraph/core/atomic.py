"""What is being written stands beside its place until it is whole; what a process that was killed has left there goes.

A process holds a lock on the folder in which it writes, and the system lets go of it when the process ends, however it
ends: a folder that nobody holds is of nobody.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator

_MARK = ".actgraph-"
_SWAP = 2  # RENAME_EXCHANGE of Linux
_HERE = -100  # AT_FDCWD: names are as the process sees them


@contextlib.contextmanager
def room(place: str) -> Iterator[str]:
    """A new folder beside a place, to write in what is to come there; it goes with all that is in it in the end.

    Args:
        place: path of a file or a folder, which need not be there.

    Yields:
        The path of the new folder, on the same file system as the place.

    Raises:
        OSError: it cannot be made.

    >>> with tempfile.TemporaryDirectory() as folder, room(os.path.join(folder, "a.ttl")) as new:
    ...     os.path.dirname(new) == folder
    True
    """
    parent, name = os.path.split(os.path.realpath(place))
    prefix = f".{name[:100]}{_MARK}"
    with _held(parent):  # nobody takes a folder for left behind between its making and its lock
        for entry in os.listdir(parent):
            if entry.startswith(prefix):
                _clear(os.path.join(parent, entry))
        made = tempfile.mkdtemp(prefix=prefix, dir=parent)
        hold = os.open(made, os.O_RDONLY)
        with contextlib.suppress(OSError):  # a file system without locks: what is left there stays
            fcntl.flock(hold, fcntl.LOCK_EX)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(hold)


def put(made: str, place: str) -> None:
    """Move a folder to a place, and what is there to where it was, both at once: at no moment is the place empty.

    Args:
        made: path of the folder.
        place: path of what is to be replaced, on the same file system; a link to it stays.

    Raises:
        OSError: it cannot be moved.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     new, old = os.path.join(folder, "new"), os.path.join(folder, "old")
    ...     os.mkdir(new)
    ...     put(new, old)
    ...     os.listdir(folder)
    ['old']
    """
    place = os.path.realpath(place)
    if not os.path.lexists(place):
        os.rename(made, place)
    elif not _swapped(made, place):
        # Other systems have no such call: for a moment the place is empty, and what was there stands beside it.
        aside = f"{made}.old"
        os.rename(place, aside)
        os.rename(made, place)
        os.rename(aside, made)


def is_stood_in(place: str) -> bool:
    """Whether this process stands in a folder, or below it: who started it does too, and would stand in a removed one.

    Args:
        place: path of the folder.

    >>> is_stood_in("."), is_stood_in("no-such-folder")
    (True, False)
    """
    try:
        here, place = os.getcwd(), os.path.realpath(place)
    except OSError:  # it is gone already
        return False
    return os.path.commonpath([here, place]) == place


def _swapped(one: str, other: str) -> bool:
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _SWAP) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(number, os.strerror(number), other)


@contextlib.contextmanager
def _held(folder: str) -> Iterator[None]:
    hold = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(hold, fcntl.LOCK_EX)
        yield
    finally:
        os.close(hold)


def _clear(left: str) -> None:
    """Remove what a process has left, unless it is still at it."""
    with contextlib.suppress(OSError):
        hold = os.open(left, os.O_RDONLY)
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(hold)
