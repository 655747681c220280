"""Translate the numbers of provisions from French into English: the graph names provisions by the English ones."""

import re

# What a French text puts behind a number for what was inserted after it, and the letter of the English text.
_SUFFIXES = {"bis": "a", "ter": "b", "quater": "c", "quinquies": "d", "sexies": "e"}
SUFFIX = rf"(?: (?:{'|'.join(_SUFFIXES)}))"  # in a pattern: such a suffix and the space before it
_INSERTED = re.compile(rf"(\w+) ({'|'.join(_SUFFIXES)})")
_HEADINGS = {"CHAPITRE": "CHAPTER", "ANNEXE": "ANNEX"}


def translate_number(number: str) -> str:
    """Translate the number of an article, paragraph or point; an English one stays.

    >>> [translate_number(number) for number in ("premier", "75 quinquies", "14 bis", "b ter", "53", "1a")]
    ['1', '75d', '14a', 'bb', '53', '1a']
    """
    if number == "premier":
        return "1"
    inserted = _INSERTED.fullmatch(number)
    return inserted[1] + _SUFFIXES[inserted[2]] if inserted else number


def translate_heading(heading: str) -> str:
    """Translate the word before the number of a chapter or annex; an English heading stays.

    >>> translate_heading("CHAPITRE V"), translate_heading("ANNEXE XI"), translate_heading("SECTION 2")
    ('CHAPTER V', 'ANNEX XI', 'SECTION 2')
    """
    word, space, number = heading.partition(" ")
    return _HEADINGS.get(word, word) + space + number
