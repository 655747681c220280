"""Read official files, within a limit of size."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from actgraph.core import files
from actgraph.core.errors import InputError

# A Formex file says its language in an element, a page of the Official Journal in its title and head, the page of a
# consolidated text in its first line.
_LANGUAGE = re.compile(
    rb"<LG\.(?:DOC|OJ)>([A-Z]{2})<"
    rb"|<title>L_\d+([A-Z]{2})\."
    rb'|"oj-hd-lg">([A-Z]{2})<'
    rb'|"reference">\w+ \xe2\x80\x94 ([A-Z]{2}) \xe2\x80\x94 '
)
_HEAD_BYTES = 65_536  # a page that was saved from a browser can have style sheets before its text
MOST_BYTES = 10_000_000  # eight times the longest file; readers need up to forty times as much memory
SAVE_AGAIN = "Save it again from EUR-Lex or from the Commission's page."

# The parsers compare each attribute of an element with all others. The longest tag of an official file has 508 bytes.
_MOST_TAG_BYTES = 2000
_TAG = re.compile(rb"""<[A-Za-z](?>[^>"']+|"[^"]*"|'[^']*'|["'])*+""")


class FileWatcher(Protocol):
    """What sets limits for the work on official files."""

    def begin_file(self, path: Path, size: int, times: int) -> None:
        """Note that work on a file of so many bytes begins, which may take so many times the usual time."""

    def lift_limits(self) -> contextlib.AbstractContextManager[None]:
        """Lift the limits while something is done that does not depend on the file."""


_watchers: list[FileWatcher] = []


@contextlib.contextmanager
def watch_files(watcher: FileWatcher) -> Iterator[None]:
    """Let a watcher set limits for a while."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def begin_file(path: Path, size: int, times: int = 1) -> None:
    """Tell the watchers that work on a file begins.

    Args:
        path: the file.
        size: its size in bytes.
        times: how many times the usual time the work may take.

    >>> begin_file(Path("act.html"), 5)
    """
    for watcher in _watchers:
        watcher.begin_file(path, size, times)


@contextlib.contextmanager
def lift_limits() -> Iterator[None]:
    """Lift the limits of the watchers while something is done that does not depend on a file.

    >>> with lift_limits():
    ...     print("the graph is opened")
    the graph is opened
    """
    with contextlib.ExitStack() as stack:
        for watcher in _watchers:
            stack.enter_context(watcher.lift_limits())
        yield


def read_official_file(path: Path) -> bytes:
    """Read an official file.

    Raises:
        InputError: it cannot be read, or is over 10 MB.

    >>> read_official_file(Path("no-such.html"))
    Traceback (most recent call last):
    actgraph.core.errors.InputError: no-such.html: cannot be read (No such file or directory)
    """
    try:
        found = files.read_input_file(str(path), MOST_BYTES)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=str(path)) from error
    except ValueError:  # a path with a null byte
        raise InputError("this is no path", where=str(path)) from None
    if len(found) > MOST_BYTES:
        raise InputError(
            f"it is over {MOST_BYTES // 1_000_000} MB; official files are smaller",
            where=str(path),
            todo=SAVE_AGAIN,
        )
    begin_file(path, len(found))
    return found


def check_tags(data: bytes, path: Path) -> None:
    """Refuse HTML or XML with a tag that is longer than any of an official file.

    Args:
        data: the content of the file.
        path: the file, for messages.

    Raises:
        InputError: there is such a tag.

    >>> check_tags(b'<html><p class="oj-normal">Article 1</p></html>', Path("act.html"))
    >>> check_tags(b"<html>\\n<p" + b" a" * 1000 + b">", Path("act.html"))
    Traceback (most recent call last):
    actgraph.core.errors.InputError: act.html:2: a tag is over 2,000 bytes long; those of official files are shorter
      Save it again from EUR-Lex or from the Commission's page.
    """
    for tag in _TAG.finditer(data):
        if tag.end() - tag.start() > _MOST_TAG_BYTES:
            line = data.count(b"\n", 0, tag.start()) + 1
            raise InputError(
                f"a tag is over {_MOST_TAG_BYTES:,} bytes long; those of official files are shorter",
                where=f"{path}:{line}",
                todo=SAVE_AGAIN,
            )


def detect_language(path: Path) -> str:
    """Detect the language that an official file says it is in, as two capital letters; empty where it says none.

    Raises:
        InputError: the file cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     count = Path(folder, "act.fmx.xml").write_bytes(b"<ACT><LG.DOC>FR</LG.DOC></ACT>")
    ...     detect_language(Path(folder, "act.fmx.xml"))
    'FR'
    """
    found = _LANGUAGE.search(read_official_file(path)[:_HEAD_BYTES])
    return next(filter(None, found.groups())).decode() if found else ""


@contextlib.contextmanager
def wrap_read_errors(path: Path) -> Iterator[None]:
    """Turn exceptions of a reader into an error that names the file.

    A reader cannot check for every kind of damage.

    Raises:
        InputError: in place of the exception.

    >>> with wrap_read_errors(Path("act.fmx.xml")):
    ...     int("53a")
    Traceback (most recent call last):
    actgraph.core.errors.InputError: act.fmx.xml: it cannot be read: invalid literal for int() with base 10: '53a'
      The file is damaged, or has a layout that is new: save it again from EUR-Lex.
    """
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        raise InputError(
            f"it cannot be read: {error}",
            where=str(path),
            todo="The file is damaged, or has a layout that is new: save it again from EUR-Lex.",
        ) from error
