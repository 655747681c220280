"""Decode the text of a profile and map character offsets to line numbers."""

import array
import bisect
import codecs
import functools
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Quad, Triple

from actgraph.core.errors import ProfileError
from actgraph.core.tables import strip_controls
from actgraph.profile import foreign_formats

MAX_STATEMENTS = 20_000  # a documented model has some 300
MAX_EXPANDED_CHARACTERS = 20_000_000  # a short prefix may expand to a long namespace any number of times
_MAX_MESSAGE = 200  # characters: a parser's message may quote all the input that it could not read
_LINE_END = re.compile(r"\r\n?|\n")  # the three line ends that RDF parsers count


class TooManyStatementsError(MemoryError):
    """The quads of a parser are more than MAX_STATEMENTS."""


@dataclass(frozen=True)
class ProfileText:
    """The text of a profile and its name.

    Attributes:
        name: the path as given, or `standard input`.
        text: its characters, without a byte order mark.

    >>> ProfileText("a.ttl", "one\\ntwo").get_line(4)
    2
    """

    name: str
    text: str

    @functools.cached_property
    def _line_starts(self) -> "array.array[int]":
        starts = array.array("I", [0])  # a list would take forty bytes for each line
        starts.extend(end.end() for end in _LINE_END.finditer(self.text))
        return starts

    def get_line(self, index: int) -> int:
        """Return the line, from 1, of the character at an index."""
        return bisect.bisect_right(self._line_starts, index)

    def get_offset(self, line: int, column: int) -> int:
        """Return the index of a line and a column, both from 1.

        >>> ProfileText("a.ttl", "one\\ntwo").get_offset(2, 1)
        4
        """
        before = itertools.islice(_LINE_END.finditer(self.text), line - 2, None) if line > 1 else iter(())
        end = next(before, None)
        return min((end.end() if end else 0) + column - 1, len(self.text))

    def find_line(self, pattern: str) -> int | None:
        """Find the line on which the first match of a regular expression begins, or None."""
        found = re.search(pattern, self.text)
        return self.get_line(found.start()) if found else None

    def make_error(self, what: str, todo: str, line: int | None = None) -> ProfileError:
        """Build the error to raise for this text.

        Args:
            what: what is wrong.
            todo: what to do about it.
            line: from 1; None if it is unknown.

        >>> print(ProfileText("a.ttl", "").make_error("it is empty", "Write one.", 1))
        a.ttl:1: it is empty
          Write one.
        """
        where = self.name if line is None else f"{self.name}:{line}"
        return ProfileError(clip_message(what), where=where, todo=todo)


def decode_profile(data: bytes, name: str) -> ProfileText:
    """Decode UTF-8, with or without a byte order mark.

    Args:
        data: the bytes of the profile.
        name: the name of the profile in messages.

    Raises:
        ProfileError: the data is not UTF-8 or contains a null character.

    >>> decode_profile(b"a\\xe4", "a.ttl")
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.ttl:1: byte 2 of this line (0xE4) is not UTF-8
      Save the file as UTF-8.
    """
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode("utf-8")
        wrong = text.find("\0")  # no text has one; UTF-16 without a byte order mark is full of them
        if wrong < 0:
            return ProfileText(name, text)
        before = text[:wrong]
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
    if foreign := foreign_formats.identify_binary(data):
        raise ProfileError(foreign.what, where=name, todo=foreign.todo)
    lines = _LINE_END.split(before)
    byte = body[len(before.encode())]
    guess = " (the file looks like UTF-16)" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    raise ProfileError(
        f"byte {len(lines[-1].encode()) + 1} of this line (0x{byte:02X}) is not UTF-8{guess}",
        where=f"{name}:{len(lines)}",
        todo="Save the file as UTF-8.",
    )


def clip_message(message: str) -> str:
    """Turn a message into one short line without control characters, safe to print on a terminal.

    >>> clip_message("a\\x1b\\nb")
    'a b'
    """
    line = " ".join(strip_controls(message).split())
    return line if len(line) <= _MAX_MESSAGE else f"{line[: _MAX_MESSAGE - 1]}…"


def collect_quads(quads: Iterable[Quad], limit: int = MAX_EXPANDED_CHARACTERS) -> list[Quad]:
    """Collect the quads of a parser and stop at the limits, and at a statement about a statement, which is not read.

    Raises:
        TooManyStatementsError: they are more than MAX_STATEMENTS.
        MemoryError: they have more characters than the limit with all prefixes expanded.

    >>> from pyoxigraph import Literal, NamedNode
    >>> len(collect_quads([Quad(NamedNode("a:a"), NamedNode("a:b"), Literal(1))]))
    1
    """
    found: list[Quad] = []
    written = 0
    for quad in quads:
        written += sum(len(getattr(part, "value", "")) for part in quad)
        if written > limit:
            raise MemoryError
        if len(found) == MAX_STATEMENTS:
            raise TooManyStatementsError
        found.append(quad)
        if isinstance(quad.object, Triple):  # it holds another statement, of which no length is told
            break
    return found
