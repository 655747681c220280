"""Near misses: what somebody may have meant by a citation that names nothing, told in few words."""

import re
from collections.abc import Iterable, Mapping, Sequence

from actgraph.core.errors import CitationError, MultipleCitationsError

CITATION_HINT = (
    'Write it like "53(1)(a)", "Annex XI, Section 2", "recital 110", "Copyright Commitment 1", "Measure 9.3" or '
    '"guidelines 17".'
)
_MAX_SUGGESTIONS_LENGTH = 150  # characters: a message is read at a glance
_MAX_TEXT_LENGTH = 50


def suggest_labels(text: str, labels: Mapping[str, str] | Iterable[str], limit: int = 5) -> list[str]:
    """The labels nearest to what was written, best first.

    Args:
        text: what somebody wrote.
        labels: what they could have written.
        limit: how many at the most.

    >>> suggest_labels("Artcle 53", ["Article 5", "Article 53", "Recital 1"], limit=1)
    ['Article 53']
    """
    import difflib  # only a mistake needs it

    plain = {label.lower(): label for label in labels}
    return limit_suggestions(
        plain[found] for found in difflib.get_close_matches(text.lower(), plain, n=limit, cutoff=0.6)
    )


def limit_suggestions(labels: Iterable[str]) -> list[str]:
    """The first of some labels, as many as a message has room for.

    Args:
        labels: what could be told, best first.

    >>> len(limit_suggestions(f"Article {number}" for number in range(50, 100)))
    12
    """
    told: list[str] = []
    room = _MAX_SUGGESTIONS_LENGTH
    for label in labels:
        room -= len(label) + 2
        if told and room < 0:
            break
        told.append(label)
    return told


def quote_text(text: str) -> str:
    """What somebody wrote, in quotation marks, shortened where it is long.

    Args:
        text: what they wrote.

    >>> quote_text("Artcle 53")
    '“Artcle 53”'
    """
    return f"“{truncate_text(text)}”"


def truncate_text(text: str) -> str:
    """A text, shortened where it is long: to 50 characters.

    Args:
        text: of any length.

    >>> len(truncate_text("(" * 300))
    50
    """
    return text if len(text) <= _MAX_TEXT_LENGTH else f"{text[: _MAX_TEXT_LENGTH - 1]}…"


def make_unreadable_error(text: str, citation: str, labels: Iterable[str]) -> CitationError:
    """The error of a citation that cannot be read to its end.

    Args:
        text: from where on it cannot be read.
        citation: the citation.
        labels: what could have been written.

    >>> make_unreadable_error("and 55", "53 and 55", []).what
    '“53 and 55” names more than one provision'
    """
    told = suggest_labels(f"Article {citation}" if citation[0].isdigit() else citation, labels)
    if re.match(_LIST_OR_RANGE, text, re.IGNORECASE):
        return make_multiple_error(citation, told)
    return CitationError(f"cannot read {quote_text(text)} in {quote_text(citation)}", near=told, todo=CITATION_HINT)


_LIST_OR_RANGE = (
    r"(?:and|or|to|until|through|et seq|ff?)\b|[-–—/&+]"
    r"|(?:art(?:icle)?|rec(?:ital)?|annexe|chapter|section|para(?:graph)?|point)s\b"
)


def make_multiple_error(citation: str, suggestions: Sequence[str]) -> CitationError:
    """The error of a list or a range.

    Args:
        citation: the citation.
        suggestions: what can be asked for.

    >>> print(make_multiple_error("53 and 55", ["Article 53", "Article 55"]))
    “53 and 55” names more than one provision
      did you mean: Article 53; Article 55
      Ask for one at a time.
    """
    return MultipleCitationsError(
        f"{quote_text(citation)} names more than one provision", near=suggestions, todo="Ask for one at a time."
    )
