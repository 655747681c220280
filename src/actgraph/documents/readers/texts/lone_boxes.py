"""Boxes in documents that print only one of two options, as what is left of a web page: “☑ Yes” and, empty, “☐ No”."""

import re
from collections.abc import Sequence

from actgraph.documents.readers.texts import ticks

EMPTY = "the only box that is printed is that of No, it is empty, and no other words of the document say no"
_LONE_FIELDS = 2
# What the document must say that it has none of, for an empty box of No to be the answer.
_SUBJECTS = {
    "field 2.2.1.agreements": r"commercial(?:ly)? licens",
    "field 2.2.2.obtained": r"private data",
    "field 2.3.crawlers-used": r"crawl|scrap",
    "field 2.4.model-interactions": r"user data",
    "field 2.4.other-services": r"user data",
    "field 2.5.used": r"synthetic",
    "field 2.6.used": r"other (?:data )?sources",
}
_NONE_OF = re.compile(r"\b(?:no|not|without|neither)\b[^.|;:?☐☑]{0,200}", re.IGNORECASE)


def prints_lone_boxes(values: Sequence[str]) -> bool:
    """Tell whether a document prints only the option that is meant: every lone Yes is ticked, every lone No is not.

    Args:
        values: what stands after each question that is answered by yes or no.

    >>> prints_lone_boxes(["☑ Yes", "☐ No", "☐ No"]), prints_lone_boxes(["☑ Yes ☐ No", "☐ No", "☐ No"])
    (True, False)
    """
    options: list[tuple[str, bool | None]] = []
    for value in values:
        try:
            found, _ = ticks.find_ticks(value, ("yes", "no"))
        except ticks.UnclearTickError:
            return False
        if len(found) > 1:
            return False
        options += [(one.option.lower(), one.is_ticked) for one in found]
    return (
        options.count(("yes", True)) >= 1
        and options.count(("no", False)) >= _LONE_FIELDS
        and set(options) == {("yes", True), ("no", False)}
    )


def find_words(field: str, text: str) -> int | None:
    """Find where the words of a document say that there is none of what a question asks for; None if nowhere.

    Args:
        field: the question.
        text: an answer, or words around the answers.

    >>> said = "Public datasets | No commercial licensing, user data, or private data"
    >>> find_words("field 2.2.2.obtained", said), find_words("field 2.6.used", said)
    (18, None)
    """
    subject = _SUBJECTS.get(field, "")
    said = ((one.start(), " ".join(one[0].split())) for one in _NONE_OF.finditer(text))
    return next((at for at, words in said if subject and re.search(subject, words, re.IGNORECASE)), None)
