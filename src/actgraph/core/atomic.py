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
_RENAME_EXCHANGE = 2  # RENAME_EXCHANGE of Linux
_AT_FDCWD = -100  # AT_FDCWD: names are as the process sees them


@contextlib.contextmanager
def sibling_folder(target: str) -> Iterator[str]:
    """A new folder beside a place, to write in what is to come there; it goes with all that is in it in the end.

    Args:
        target: path of a file or a folder, which need not be there.

    Yields:
        The path of the new folder, on the same file system as the place.

    Raises:
        OSError: it cannot be made.

    >>> with tempfile.TemporaryDirectory() as folder, sibling_folder(os.path.join(folder, "a.ttl")) as new:
    ...     os.path.dirname(new) == folder
    True
    """
    parent, name = os.path.split(os.path.realpath(target))
    prefix = f".{name[:100]}{_MARK}"
    with _lock_folder(parent):  # nobody takes a folder for left behind between its making and its lock
        for entry in os.listdir(parent):
            if entry.startswith(prefix):
                _remove_leftover(os.path.join(parent, entry))
        made = tempfile.mkdtemp(prefix=prefix, dir=parent)
        hold = os.open(made, os.O_RDONLY)
        with contextlib.suppress(OSError):  # a file system without locks: what is left there stays
            fcntl.flock(hold, fcntl.LOCK_EX)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(hold)


def swap_into_place(new: str, target: str) -> None:
    """Move a folder to a place, and what is there to where it was, both at once: at no moment is the place empty.

    Args:
        new: path of the folder.
        target: path of what is to be replaced, on the same file system; a link to it stays.

    Raises:
        OSError: it cannot be moved.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     new, old = os.path.join(folder, "new"), os.path.join(folder, "old")
    ...     os.mkdir(new)
    ...     swap_into_place(new, old)
    ...     os.listdir(folder)
    ['old']
    """
    target = os.path.realpath(target)
    if not os.path.lexists(target):
        os.rename(new, target)
    elif not _try_swap(new, target):
        # Other systems have no such call: for a moment the place is empty, and what was there stands beside it.
        aside = f"{new}.old"
        os.rename(target, aside)
        os.rename(new, target)
        os.rename(aside, new)


def is_cwd_inside(folder: str) -> bool:
    """Whether this process stands in a folder, or below it: who started it does too, and would stand in a removed one.

    Args:
        folder: path of the folder.

    >>> is_cwd_inside("."), is_cwd_inside("no-such-folder")
    (True, False)
    """
    try:
        here, folder = os.getcwd(), os.path.realpath(folder)
    except OSError:  # it is gone already
        return False
    return os.path.commonpath([here, folder]) == folder


def _try_swap(first: str, second: str) -> bool:
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(number, os.strerror(number), second)


@contextlib.contextmanager
def _lock_folder(folder: str) -> Iterator[None]:
    hold = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(hold, fcntl.LOCK_EX)
        yield
    finally:
        os.close(hold)


def _remove_leftover(folder: str) -> None:
    """Remove what a process has left, unless it is still at it."""
    with contextlib.suppress(OSError):
        hold = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(hold)
