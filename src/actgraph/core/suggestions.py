"""Near misses: what somebody may have meant by a citation that names nothing, told in few words."""

import re
from collections.abc import Iterable, Mapping, Sequence

from actgraph.core.errors import CitationError, SeveralError

HOW = (
    'Write it like "53(1)(a)", "Annex XI, Section 2", "recital 110", "Copyright Commitment 1", "Measure 9.3" or '
    '"guidelines 17".'
)
_ROOM = 150  # characters: a message is read at a glance
_LONG = 50


def misses(written: str, labels: Mapping[str, str] | Iterable[str], most: int = 5) -> list[str]:
    """The labels nearest to what was written, best first.

    Args:
        written: what somebody wrote.
        labels: what they could have written.
        most: how many at the most.

    >>> misses("Artcle 53", ["Article 5", "Article 53", "Recital 1"], most=1)
    ['Article 53']
    """
    import difflib  # only a mistake needs it

    plain = {label.lower(): label for label in labels}
    return few(plain[found] for found in difflib.get_close_matches(written.lower(), plain, n=most, cutoff=0.6))


def few(labels: Iterable[str]) -> list[str]:
    """The first of some labels, as many as a message has room for.

    Args:
        labels: what could be told, best first.

    >>> len(few(f"Article {number}" for number in range(50, 100)))
    12
    """
    told: list[str] = []
    room = _ROOM
    for label in labels:
        room -= len(label) + 2
        if told and room < 0:
            break
        told.append(label)
    return told


def quoted(text: str) -> str:
    """What somebody wrote, in quotation marks, shortened where it is long.

    Args:
        text: what they wrote.

    >>> quoted("Artcle 53")
    '“Artcle 53”'
    """
    return f"“{clipped(text)}”"


def clipped(text: str) -> str:
    """A text, shortened where it is long: to 50 characters.

    Args:
        text: of any length.

    >>> len(clipped("(" * 300))
    50
    """
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def unread(text: str, written: str, labels: Iterable[str]) -> CitationError:
    """The error of a citation that cannot be read to its end.

    Args:
        text: from where on it cannot be read.
        written: the citation.
        labels: what could have been written.

    >>> unread("and 55", "53 and 55", []).what
    '“53 and 55” names more than one provision'
    """
    told = misses(f"Article {written}" if written[0].isdigit() else written, labels)
    if re.match(_SEVERAL, text, re.IGNORECASE):
        return several(written, told)
    return CitationError(f"cannot read {quoted(text)} in {quoted(written)}", near=told, todo=HOW)


_SEVERAL = (
    r"(?:and|or|to|until|through|et seq|ff?)\b|[-–—/&+]"
    r"|(?:art(?:icle)?|rec(?:ital)?|annexe|chapter|section|para(?:graph)?|point)s\b"
)


def several(written: str, told: Sequence[str]) -> CitationError:
    """The error of a list or a range.

    Args:
        written: the citation.
        told: what can be asked for.

    >>> print(several("53 and 55", ["Article 53", "Article 55"]))
    “53 and 55” names more than one provision
      did you mean: Article 53; Article 55
      Ask for one at a time.
    """
    return SeveralError(f"{quoted(written)} names more than one provision", near=told, todo="Ask for one at a time.")
