"""Files that a user asks for: written whole or not at all."""

import contextlib
import os
import tempfile

from actgraph.errors import InputError


def write(file: str, text: str) -> None:
    """Write a file, over what is there; while it is written, and where that fails, what was there stays as it was.

    Args:
        file: its path.
        text: its contents, in UTF-8.

    Raises:
        InputError: it cannot be written.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(os.path.join(folder, "a.svg"), "<svg/>")
    ...     os.listdir(folder)
    ['a.svg']
    """
    waiting = ""
    try:
        place = os.path.realpath(file)  # a link stays, and what it leads to is written
        if os.path.exists(place) and not os.path.isfile(place):  # /dev/stdout is no place to move a file to
            with open(place, "w", encoding="utf-8") as out:
                out.write(text)
            return
        handle, waiting = tempfile.mkstemp(prefix=".actgraph-", dir=os.path.dirname(place))
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        os.chmod(waiting, _mode(place))
        os.replace(waiting, place)
    except (OSError, ValueError) as error:  # a name with a zero byte in it is a ValueError
        if waiting:
            with contextlib.suppress(OSError):
                os.unlink(waiting)
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be written ({why})", where=file, todo="Name another place.") from None


def _mode(file: str) -> int:
    """Who may read it: as before, or as with any new file."""
    try:
        return os.stat(file).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
