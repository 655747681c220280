"""Make the errors for citations that cannot be parsed."""

import re
from collections.abc import Iterable, Sequence

from actgraph.core.errors import CitationError, MultipleCitationsError
from actgraph.core.suggestions import quote_text, suggest_labels

CITATION_HINT = (
    'Write it like "53(1)(a)", "Annex XI, Section 2", "recital 110", "Copyright Commitment 1", "Measure 9.3" or '
    '"guidelines 17".'
)


def make_unreadable_error(text: str, citation: str, labels: Iterable[str]) -> CitationError:
    """Make the error for a citation that cannot be parsed to its end.

    Args:
        text: the rest that cannot be parsed.
        citation: the whole citation.
        labels: what the user could have written.

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
    """Make the error for a citation that is a list or a range.

    >>> print(make_multiple_error("53 and 55", ["Article 53", "Article 55"]))
    “53 and 55” names more than one provision
      did you mean: Article 53; Article 55
      Ask for one at a time.
    """
    return MultipleCitationsError(
        f"{quote_text(citation)} names more than one provision", near=suggestions, todo="Ask for one at a time."
    )
