"""Find the provisions of the Act that the guidelines on prohibited practices name.

A reference is read where the words "AI Act" follow it, or where it can be of no other act: Article 5, a recital, an
annex. Other articles without these words are often those of another act.
"""

import re
from collections.abc import Sequence

from actgraph.ingest.code_references import find_act_mentions

_STEP = (
    r"(?:\d+(?:\.\d+)?[a-z]?|\(?[a-z0-9]{1,4}(?:-\d)?\)+|[IVX]+|points?|letters?|paragraphs?"
    r"|(?:first|second|third) (?:sub)?paragraph|Articles?|[Rr]ecitals?|Annex(?:es)?|Sections?"
    r"|(?:of|in)(?= Annex)|and|or|to|[-–,])"
)
_POINT_OF_ANNEX = r"points? \(?\d\)? ?\([a-z]\) of "
_OF_THE_ACT = re.compile(
    rf"\b(?:Articles?|Art\.?|[Rr]ecitals?|Annex(?:es)?|Chapters?|points?(?= \(?\d\)? ?\([a-z]\) of Annex)) ?"
    rf"(?:{_STEP}\s?)+(?:(?:of )?the )?AI Act"
    # Where these words follow no name, Article 5, a single recital and an annex with a Roman number are the Act's.
    r"|\bArticle 5\([1-8]\)(?:(?: ?(?:,|and|or|to|-))? ?\(?(?:[a-h]|i{1,3})\))*"
    r"|\b[Rr]ecital \d+\b(?! (?:of|UCPD|DSA|GDPR|LED)\b)"
    rf"|\b(?:{_POINT_OF_ANNEX})?Annex [IVX]+\b(?:(?:, (?:point )?|\()\d\)?(?:,? letter)? ?\(?[a-z]\))?"
)
_USUAL_FORMS = (  # how these guidelines write a citation → how it is usual
    (r"\bArt\b\.?", "Article"),
    (r",? letter ", ""),
    (r"\)\)", ")"),
    (r"(?<=[\d)])(,?) ?\(?([a-z]{1,3})\)", r"\1(\2)"),
    (r"\b(and|or|to) ([a-z]{1,3})\)", r"\1 (\2)"),
    (r"(Annex [IVX]+),? (?:points? )?(\d)", r"\1, point \2"),
    (r"\((\d)-(\d)\)", r"(\1) to (\2)"),
    (r" to Article \d+(?=\()", " to "),
    (r"(?<=\))\s?[-–]\s?(?=\()", " to "),
    (r" AI Act", ""),
)


def find_guideline_references(words: str, provisions: Sequence[str]) -> list[str]:
    """Find the provisions of the Act that a paragraph names, in Turtle, each once.

    Args:
        words: its words.
        provisions: local names of the provisions of the Act, in the order of the text.

    >>> act = ["art_5", "art_5.par_1", "art_5.par_1.pnt_a", "art_5.par_1.pnt_b", "art_7"]
    >>> find_guideline_references("Article 5(1)(a) and (b) AI Act, and Article 7 Charter", act)
    ['act:art_5.par_1.pnt_a', 'act:art_5.par_1.pnt_b']
    """
    found: dict[str, None] = {}
    for match in _OF_THE_ACT.finditer(" ".join(words.split())):
        named = match[0]
        for printed, usual in _USUAL_FORMS:
            named = re.sub(printed, usual, named)
        for mention in find_act_mentions(named, provisions):
            found.setdefault(mention.object)
    return list(found)
