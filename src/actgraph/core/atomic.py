"""Write atomically: build in a temporary sibling folder, then swap it into place.

A process holds a lock on a file beside its temporary folder. The system releases the lock when the process ends, even
when it is killed: a folder whose lock is free is a leftover, and the next process removes it.
"""

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
import sys
import warnings
from collections.abc import Iterator

_MARK = ".actgraph-"
_LOCK_SUFFIX = ".lock"
_LOCK_ATTEMPTS = 10
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

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, sibling_folder(os.path.join(folder, "a.ttl")) as new:
    ...     os.path.dirname(new) == folder
    True
    """
    parent, name = os.path.split(os.path.realpath(target))
    prefix = f".{name[:100]}{_MARK}"
    for entry in os.listdir(parent):
        if entry.startswith(prefix):
            _remove_leftover(os.path.join(parent, entry.removesuffix(_LOCK_SUFFIX)))
    with contextlib.ExitStack() as held:
        for attempt in range(_LOCK_ATTEMPTS):
            made = os.path.join(parent, prefix + secrets.token_hex(4))
            try:
                held.enter_context(hold_lock(made + _LOCK_SUFFIX))
            except BlockingIOError:  # another process took the new file for a leftover
                if attempt == _LOCK_ATTEMPTS - 1:  # a file system such as /proc, which makes no files
                    raise OSError(errno.EROFS, "no file can be made there", made) from None
                continue
            except OSError:  # a file system without locks: leftovers stay
                pass
            break
        if sys.platform == "win32":  # there the mode would stay with all that is moved out of the folder
            os.mkdir(made)
        else:
            os.mkdir(made, 0o700)
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def hold_lock(path: str) -> Iterator[None]:
    """Hold a lock on a file, which exists as long as the lock is held.

    Args:
        path: path of the file, which nothing else uses.

    Raises:
        BlockingIOError: another process holds it.
        OSError: the file cannot be made, or its file system has no locks.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, hold_lock(os.path.join(folder, "lock")):
    ...     os.listdir(folder)
    ['lock']
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where the system has no locks, a lock file alone has to do
        from filelock import FileLock, Timeout  # takes a while to import, and few commands write

    lock = FileLock(path, blocking=False, fallback_to_soft=False)
    try:
        os.stat(os.path.dirname(path) or ".")  # the library would make a folder that is missing
        lock.acquire()
    except Timeout:
        raise BlockingIOError(errno.EWOULDBLOCK, "another process holds it", path) from None
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP):  # no locks: nobody holds it
            _remove_file(path)
        raise
    try:
        yield
    finally:
        _remove_file(path)  # while it is held, so that nobody else locks a file that is about to go
        lock.release()
        if sys.platform == "win32":  # it removes no file that is open
            _remove_file(path)


def swap_into_place(new: str, target: str) -> None:
    """Swap a new folder with its target in one step, so that the target exists at every moment.

    Args:
        new: path of the new folder; it holds the old one afterwards.
        target: path of what is replaced, on the same file system; a symbolic link to it stays.

    Raises:
        OSError: it cannot be moved.

    >>> import tempfile
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
        try:
            os.rename(new, target)
        except BaseException:
            os.rename(aside, target)
            raise
        os.rename(aside, new)


def is_cwd_inside(folder: str) -> bool:
    """Return whether the working directory is a folder or inside it.

    Replacing such a folder would leave the user's shell in a removed one.

    >>> is_cwd_inside("."), is_cwd_inside("no-such-folder")
    (True, False)
    """
    try:
        folder = os.path.realpath(folder)
        return os.path.commonpath([os.getcwd(), folder]) == folder
    except (OSError, ValueError):  # the working directory no longer exists; the folder is on another drive
        return False


def _try_swap(first: str, second: str) -> bool:
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(number, os.strerror(number), second)


def _remove_leftover(folder: str) -> None:
    """Remove the folder of a process that has ended; one that is still locked stays."""
    with contextlib.suppress(OSError), hold_lock(folder + _LOCK_SUFFIX):
        shutil.rmtree(folder, ignore_errors=True)


def _remove_file(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)
