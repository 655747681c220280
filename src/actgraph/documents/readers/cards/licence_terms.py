"""Find the terms of a licence in its text, where a card has it."""

import re
from collections.abc import Iterator

from actgraph.documents.readers.cards.guards import split_sentences

_TERMS = (
    (
        "limit by number of users",
        re.compile(r"\b(?:greater|more) than \d[\d.,]* (?:million|billion) monthly active users\b"),
    ),
    ("attribution", re.compile(r"\b(?:must|shall) retain\b.{0,160}\b(?:attribution|copyright) notice\b", re.DOTALL)),
    (
        "restriction of use",
        re.compile(r"\b(?:will|shall|may|must) not use\b.{0,160}\bto improve any other\b", re.DOTALL),
    ),
)


def find_licence_terms(text: str) -> Iterator[str]:
    """Find the terms that the text of a licence sets in plain words.

    Args:
        text: a paragraph of the licence.

    >>> list(find_licence_terms("You must retain in all copies the following attribution notice."))
    ['attribution']
    >>> list(find_licence_terms("Attribution is welcome."))
    []
    """
    for sentence in split_sentences(text):
        for name, pattern in _TERMS:
            if pattern.search(sentence):
                yield name
