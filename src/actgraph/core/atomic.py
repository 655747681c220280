"""Write atomically: build in a temporary sibling folder, then swap it into place.

A process holds a lock on its temporary folder. The system releases the lock when the process ends, even when it is
killed: a folder without a lock is a leftover, and the next process removes it.
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
_RENAME_EXCHANGE = 2  # flag of renameat2 of Linux
_AT_FDCWD = -100  # paths are relative to the working directory


@contextlib.contextmanager
def sibling_folder(target: str) -> Iterator[str]:
    """Create a temporary folder next to a target; remove it, with all that is still in it, at the end.

    Args:
        target: path of a file or a folder, which need not exist.

    Yields:
        The path of the new folder, on the same file system as the target.

    Raises:
        OSError: it cannot be created.

    >>> with tempfile.TemporaryDirectory() as folder, sibling_folder(os.path.join(folder, "a.ttl")) as new:
    ...     os.path.dirname(new) == folder
    True
    """
    parent, name = os.path.split(os.path.realpath(target))
    prefix = f".{name[:100]}{_MARK}"
    with _lock_folder(parent):  # so that no process removes the new folder before it is locked
        for entry in os.listdir(parent):
            if entry.startswith(prefix):
                _remove_leftover(os.path.join(parent, entry))
        made = tempfile.mkdtemp(prefix=prefix, dir=parent)
        hold = os.open(made, os.O_RDONLY)
        with contextlib.suppress(OSError):  # a file system without locks: leftovers stay
            fcntl.flock(hold, fcntl.LOCK_EX)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(hold)


def swap_into_place(new: str, target: str) -> None:
    """Swap a new folder with its target in one step, so that the target exists at every moment.

    Args:
        new: path of the new folder; it holds the old one afterwards.
        target: path of what is replaced, on the same file system; a symbolic link to it stays.

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
        # Without renameat2 the target is missing for a moment, while the old folder has another name.
        aside = f"{new}.old"
        os.rename(target, aside)
        os.rename(new, target)
        os.rename(aside, new)


def is_cwd_inside(folder: str) -> bool:
    """Return whether the working directory is a folder or inside it.

    Replacing such a folder would leave the user's shell in a removed one.

    >>> is_cwd_inside("."), is_cwd_inside("no-such-folder")
    (True, False)
    """
    try:
        here, folder = os.getcwd(), os.path.realpath(folder)
    except OSError:  # the working directory no longer exists
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
    """Remove the folder of a process that has ended; one that is still locked stays."""
    with contextlib.suppress(OSError):
        hold = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(hold)
