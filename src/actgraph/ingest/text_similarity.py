"""Compare texts by the cosine of their words and word pairs, weighted by rarity (TF-IDF)."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

Vector = dict[str, float]

# These words follow the number of an act at its first mention; they say nothing about the subject of the text.
_LEGISLATOR = re.compile(r"\bof the European Parliament and of the Council\b")


def make_vectorizer(texts: Iterable[str]) -> Callable[[str], Vector]:
    """Return a function that turns a text into a vector of length 1.

    Args:
        texts: the corpus, which tells how rare a word is.

    >>> vector = make_vectorizer(["a duty of care", "a duty of candour", "a fine"])
    >>> index = VectorIndex([vector("care is a duty"), vector("")])
    >>> [round(one, 2) for one in index.compute_similarities(vector("a duty of care"))]
    [0.3, 0.0]
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


class VectorIndex:
    """Vectors with which another one is compared at once.

    >>> index = VectorIndex([{"duty": 1.0}, {"fine": 1.0}])
    >>> index.compute_similarities({"duty": 0.6, "care": 0.8})
    [0.6, 0.0]
    """

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self._count = len(vectors)
        self._places: dict[str, list[tuple[int, float]]] = {}
        for place, vector in enumerate(vectors):
            for term, weight in vector.items():
                self._places.setdefault(term, []).append((place, weight))

    def compute_similarities(self, vector: Vector) -> list[float]:
        """Return the cosine of a vector and each of these: 0 without a common word, 1 for the same words.

        The sum is exact, so it does not depend on the order of the words.

        >>> VectorIndex([{"duty": 1.0}]).compute_similarities({"care": 1.0})
        [0.0]
        """
        products: list[list[float]] = [[] for _ in range(self._count)]
        for term, weight in vector.items():
            for place, other in self._places.get(term, ()):
                products[place].append(weight * other)
        return [math.fsum(one) for one in products]


def _count_terms(text: str) -> Counter[str]:
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", _LEGISLATOR.sub("", text).lower())
    words = [word for word in words if len(word) > 1]
    return Counter([*words, *(f"{first} {second}" for first, second in pairwise(words))])
