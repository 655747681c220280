"""Which paragraph of C(2025) 7719, the guidelines as adopted, matches a paragraph of C(2025) 5045.

The graph has no paragraphs of C(2025) 7719. This compares the words of both texts where the user has loaded them: what
it finds is no statement of the graph.
"""

import difflib
import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from actgraph.core.prefixes import GUIDELINES
from actgraph.graph.day import Day
from actgraph.law import wording

_JULY = GUIDELINES + "5045.par_"
_ADOPTED = GUIDELINES + "7719.par_"
_NAME = "C(2025) 7719"
_MOST_PARAGRAPHS = 400  # C(2025) 5045 has 144

_RUN = 3  # words: shorter runs are common to unrelated paragraphs
_LEAST_RUNS = 0.2  # share of common runs below which two paragraphs are not compared at all
_LEAST_SAME = 0.5  # share of the words that two paragraphs must have in common to match
_MOST_LENGTHENED = 0.8  # share of common words below which a paragraph that holds another one is more than it
_LEAST_PART = 0.8  # share of the words of a paragraph that must be found in a longer one
_MOST_WORDS = 2000  # of a paragraph: the longest has 700, and the time of a comparison grows with their square
_FOOTNOTE = re.compile(r"^Footnote \d+: .*$", re.MULTILINE)
_COMPARED = "our comparison of your two files"


class AdoptedParagraph(NamedTuple):
    """What the comparison finds for a paragraph of C(2025) 5045.

    Attributes:
        number: the number of the paragraph of C(2025) 7719; empty if none matches, or if a text is not loaded.
        iri: the IRI under which its words are kept; empty likewise.
        similarity: the share of the words that both have, from 0 to 1; for a part, the share of its own words.
        is_part: whether the paragraph is part of a longer one there.
        description: all this in words, for people.
    """

    number: str
    iri: str
    similarity: float
    is_part: bool
    description: str

    def as_json(self) -> dict[str, object]:
        """Return what `show -f json` tells.

        >>> AdoptedParagraph("51", "urn:51", 0.984, False, "matches").as_json()["similarity"]
        0.98
        """
        return {
            "number": self.number or None,
            "of": _NAME,
            "similarity": math.floor(self.similarity * 100) / 100 if self.number else None,
            "part": self.is_part,
            "description": self.description,
        }


def find_adopted_paragraph(day: Day, iri: str) -> AdoptedParagraph | None:
    """Find the paragraph of C(2025) 7719 whose words match those of a paragraph of C(2025) 5045.

    Args:
        day: a day on which both hold.
        iri: any node.

    Returns:
        What was found; None where the node is no paragraph of C(2025) 5045, or C(2025) 7719 is not loaded.

    Raises:
        InputError: the wording that was kept cannot be read.

    >>> from actgraph.graph.day import open_day
    >>> find_adopted_paragraph(open_day("2025-08-01"), GUIDELINES + "5045.par_53") is None
    True
    """
    if not iri.startswith(_JULY):
        return None
    adopted = _get_paragraphs(day, _ADOPTED)
    if not adopted:
        return None
    july = _get_paragraphs(day, _JULY)
    number = int(iri.removeprefix(_JULY))
    if number not in dict(july):
        return AdoptedParagraph(
            "", "", 0.0, False, f"{_NAME} is loaded; load the PDF of C(2025) 5045 too to compare them"
        )
    return _match_paragraphs(july, adopted)[number]


def _get_paragraphs(day: Day, base: str) -> tuple[tuple[int, str], ...]:
    found = wording.get_own_wordings(day, [f"{base}{number}" for number in range(1, _MOST_PARAGRAPHS)])
    return tuple((int(iri.removeprefix(base)), words) for iri, words in found.items())


@lru_cache(maxsize=2)
def _match_paragraphs(
    july: tuple[tuple[int, str], ...], adopted: tuple[tuple[int, str], ...]
) -> dict[int, AdoptedParagraph]:
    """Match all paragraphs at once: in their order, and each with one at most, but for parts of longer ones."""
    old, new = [_split_words(words) for _, words in july], [_split_words(words) for _, words in adopted]
    partners = _align(old, new)
    return {
        number: _describe_match(old, new, partners, place, [number for number, _ in adopted])
        for place, (number, _) in enumerate(july)
    }


def _split_words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:\^\d+)?", _FOOTNOTE.sub("", text).casefold())[:_MOST_WORDS]


def _align(old: Sequence[list[str]], new: Sequence[list[str]]) -> list[int | None]:
    """Return the place of the new paragraph for each old one: in their order, and with the most words in common."""
    likeness = _measure_runs(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one in range(1, len(old) + 1):
        for other in range(1, len(new) + 1):
            joined = best[one - 1][other - 1] + likeness[one - 1].get(other - 1, 0.0)
            best[one][other] = max(best[one - 1][other], best[one][other - 1], joined)
    partners: list[int | None] = [None] * len(old)
    one, other = len(old), len(new)
    while one and other:
        if best[one][other] == best[one - 1][other]:
            one -= 1
        elif best[one][other] == best[one][other - 1]:
            other -= 1
        else:
            one, other = one - 1, other - 1
            partners[one] = other
    return partners


def _measure_runs(old: Sequence[list[str]], new: Sequence[list[str]]) -> list[dict[int, float]]:
    """Return for each old paragraph the share of its runs of words that each new one has, and the other way round."""
    counts = [_count_runs(words) for words in new]
    places: dict[tuple[str, ...], list[int]] = {}
    for place, count in enumerate(counts):
        for run in count:
            places.setdefault(run, []).append(place)
    found: list[dict[int, float]] = []
    for words in old:
        common: Counter[int] = Counter()
        runs = _count_runs(words)
        for run, times in runs.items():
            for place in places.get(run, ()):
                common[place] += min(times, counts[place][run])
        shares = {place: 2 * count / (runs.total() + counts[place].total()) for place, count in common.items()}
        found.append({place: share for place, share in shares.items() if share >= _LEAST_RUNS})
    return found


def _count_runs(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def _count_common(one: Sequence[str], other: Sequence[str], least: int = 1) -> int:
    """Count the words that two paragraphs have in the same order, in runs of at least so many words."""
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= least)


def _describe_match(
    old: Sequence[list[str]],
    new: Sequence[list[str]],
    partners: Sequence[int | None],
    place: int,
    numbers: Sequence[int],
) -> AdoptedParagraph:
    words, partner = old[place] or [""], partners[place]
    if partner is not None:
        same = 2 * _count_common(words, new[partner]) / (len(words) + len(new[partner]))
        share = _count_common(words, new[partner], _RUN) / len(words)
        if same < _MOST_LENGTHENED and share >= _LEAST_PART:
            return _make_part(numbers[partner], share)
        if same >= _LEAST_SAME:
            told = f"matches paragraph {numbers[partner]} of {_NAME} ({_format_share(same)} of the words are the same"
            return _make_match(numbers[partner], same, told, is_part=False)
    before = max((other for other in partners[:place] if other is not None), default=0)
    after = min((other for other in partners[place + 1 :] if other is not None), default=len(new) - 1)
    runs = _count_runs(words)
    for other in range(before, after + 1):
        if (runs & _count_runs(new[other])).total() < _LEAST_SAME * runs.total():
            continue  # at once, because the exact count takes long
        share = _count_common(words, new[other], _RUN) / len(words)
        if share >= _LEAST_PART and _has_room(old, new, partners, other, len(words)):
            return _make_part(numbers[other], share)
    return AdoptedParagraph("", "", 0.0, False, f"no paragraph of {_NAME} matches ({_COMPARED})")


def _make_part(number: int, share: float) -> AdoptedParagraph:
    told = f"is part of paragraph {number} of {_NAME} ({_format_share(share)} of its words are there"
    return _make_match(number, share, told, is_part=True)


def _make_match(number: int, similarity: float, told: str, *, is_part: bool) -> AdoptedParagraph:
    return AdoptedParagraph(str(number), f"{_ADOPTED}{number}", similarity, is_part, f"{told}; {_COMPARED})")


def _format_share(share: float) -> str:
    return f"{math.floor(share * 100)} %"  # rounded down: 100 % means every word


def _has_room(
    old: Sequence[list[str]], new: Sequence[list[str]], partners: Sequence[int | None], other: int, length: int
) -> bool:
    """Return whether a new paragraph is long enough to hold so many words besides those of its partner."""
    held = sum(
        _count_common(old[place], new[other], _RUN) for place, partner in enumerate(partners) if partner == other
    )
    return held + _LEAST_PART * length <= len(new[other])
