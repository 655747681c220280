"""The text of a profile, as long as nothing is known of it but its characters and its lines."""

import bisect
import codecs
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Quad

from actgraph.core.errors import ProfileError
from actgraph.core.tables import strip_controls

MAX_EXPANDED_CHARACTERS = 50_000_000  # characters: a short name may stand for a long one as often as it likes
_MAX_MESSAGE = 200  # characters of a parser's message: it may quote all that it could not read
_LINE_END = re.compile(r"\r\n?|\n")  # the three that parsers of RDF count


@dataclass(frozen=True)
class ProfileText:
    """What is written in a profile, and where it comes from.

    Attributes:
        name: the path as given, or `standard input`.
        text: its characters, without a byte order mark.

    >>> ProfileText("a.ttl", "one\\ntwo").get_line(4)
    2
    """

    name: str
    text: str

    @functools.cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    def get_line(self, index: int) -> int:
        """The line, from 1, on which a character stands.

        Args:
            index: of the character, from 0.
        """
        return bisect.bisect_right(self._line_starts, index)

    def find_line(self, pattern: str) -> int | None:
        """The line on which the first match of a pattern begins, or None.

        Args:
            pattern: a regular expression.
        """
        found = re.search(pattern, self.text)
        return self.get_line(found.start()) if found else None

    def make_error(self, what: str, todo: str, line: int | None = None) -> ProfileError:
        """The error of a text that cannot be read.

        Args:
            what: what is wrong.
            todo: what to do about it.
            line: where, from 1; None where nobody knows.

        >>> print(ProfileText("a.ttl", "").make_error("it is empty", "Write one.", 1))
        a.ttl:1: it is empty
          Write one.
        """
        where = self.name if line is None else f"{self.name}:{line}"
        return ProfileError(clip_message(what), where=where, todo=todo)


def decode_profile(data: bytes, name: str) -> ProfileText:
    """The text of some bytes.

    Args:
        data: UTF-8, with or without a byte order mark.
        name: where they come from.

    Raises:
        ProfileError: they are not UTF-8, or are none that a text has.

    >>> decode_profile(b"a\\xe4", "a.ttl")
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.ttl:1: byte 2 of this line (0xE4) is not UTF-8
      Save the file as UTF-8.
    """
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode("utf-8")
        wrong = text.find("\0")  # no text has it; UTF-16 without a mark is full of it
        if wrong < 0:
            return ProfileText(name, text)
        before = text[:wrong]
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
    lines = _LINE_END.split(before)
    byte = body[len(before.encode())]
    guess = " (the file looks like UTF-16)" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    raise ProfileError(
        f"byte {len(lines[-1].encode()) + 1} of this line (0x{byte:02X}) is not UTF-8{guess}",
        where=f"{name}:{len(lines)}",
        todo="Save the file as UTF-8.",
    )


def clip_message(message: str) -> str:
    """A message that is fit for a terminal: one line without signs that steer it, and not a long one.

    Args:
        message: of any length, with anything in it.

    >>> clip_message("a\\x1b\\nb")
    'a b'
    """
    line = " ".join(strip_controls(message).split())
    return line if len(line) <= _MAX_MESSAGE else f"{line[: _MAX_MESSAGE - 1]}…"


def collect_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Statements as they come from a reader, as long as they are not more than can be held.

    Args:
        quads: of one profile.

    Raises:
        MemoryError: written out they have over 50 million characters.

    >>> from pyoxigraph import Literal, NamedNode
    >>> len(collect_quads([Quad(NamedNode("a:a"), NamedNode("a:b"), Literal(1))]))
    1
    """
    found: list[Quad] = []
    written = 0
    for quad in quads:
        written += sum(len(getattr(part, "value", "")) for part in quad)
        if written > MAX_EXPANDED_CHARACTERS:
            raise MemoryError
        found.append(quad)
    return found
