"""Compare texts by the cosine of their words and word pairs, weighted by rarity (TF-IDF)."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise

Vector = dict[str, float]

# These words follow the number of an act at its first mention; they say nothing about the subject of the text.
_LEGISLATOR = re.compile(r"\bof the European Parliament and of the Council\b")


def make_vectorizer(texts: Iterable[str]) -> Callable[[str], Vector]:
    """Return a function that turns a text into a vector of length 1.

    Args:
        texts: the corpus, which tells how rare a word is.

    >>> vector = make_vectorizer(["a duty of care", "a duty of candour", "a fine"])
    >>> round(compute_similarity(vector("a duty of care"), vector("care is a duty")), 2)
    0.3
    >>> compute_similarity(vector("care"), vector(""))
    0.0
    """
    counts = [_count_terms(text) for text in texts]
    seen = Counter(term for one in counts for term in one)

    def vectorize(text: str) -> Vector:
        weights = {
            term: (1 + math.log(count)) * (1 + math.log((1 + len(counts)) / (1 + seen[term])))
            for term, count in _count_terms(text).items()
        }
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
        return {term: weight / length for term, weight in weights.items()}

    return vectorize


def compute_similarity(first: Vector, second: Vector) -> float:
    """Return the cosine of two vectors: 0 without a common word, 1 for the same words.

    The sum is exact, so it does not depend on the order of the words.

    >>> compute_similarity({"duty": 0.6, "care": 0.8}, {"duty": 1.0})
    0.6
    """
    if len(first) > len(second):
        first, second = second, first
    return math.fsum(weight * second[term] for term, weight in first.items() if term in second)


def _count_terms(text: str) -> Counter[str]:
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", _LEGISLATOR.sub("", text).lower())
    words = [word for word in words if len(word) > 1]
    return Counter([*words, *(f"{first} {second}" for first, second in pairwise(words))])
