"""Find the articles that each recital explains; `docs/recitals.md` describes the method and its accuracy."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from operator import add, sub
from typing import NamedTuple

from actgraph.ingest.provision import Provision
from actgraph.ingest.text_similarity import VectorIndex, make_vectorizer
from actgraph.ingest.turtle import format_header, format_link_node, get_ai_act

Pair = tuple[str, str]

# The weights of the logistic function of `RecitalLink.features`, fitted to tests/samples/recitals-gold.csv; a test
# repeats the fit.
WEIGHTS = (2.0, 3.64, 2.46, 2.83, 2.99)
LEAST_CONFIDENCE = 0.7  # links below it are dropped
MOST_CONFIDENCE = 0.97  # the gold set supports no higher value
MOST_LINKS = 4  # per recital

# The costs of leaving the order of the articles, set by hand: for a jump, for each skipped article (up to 30), and for
# going back.
_JUMP_COST, _ARTICLE_COST, _MOST_ARTICLES, _BACK_COST = 0.8, 0.02, 30, 0.8

_PREFIXES = {"act", "ag", "dcterms", "grf", "owl", "rdfs"}
_ORIGIN = "the official Formex files, by the method of docs/recitals.md"
_MENTION = re.compile(r"\bArticles? (\d+[a-z]?)\b")


class RecitalLink(NamedTuple):
    """A recital and an article that it may explain.

    Attributes:
        recital: local name under `act:`.
        article: local name under `act:`.
        similarity: the similarity of the two texts.
        recital_share: the similarity relative to the recital's most similar article.
        article_share: the similarity relative to the article's most similar recital.
        on_path: whether the recital is at the article when both are aligned in order.
    """

    recital: str
    article: str
    similarity: float
    recital_share: float
    article_share: float
    on_path: bool

    @property
    def features(self) -> tuple[float, ...]:
        """The inputs of the confidence: a constant 1, and one number per attribute.

        >>> RecitalLink("rct_1", "art_1", 0.98, 0.95, 0.5, True).features[-2:]
        (0.5, 1.0)
        """
        return (
            1.0,
            math.log(self.similarity + 0.02),
            math.log(self.recital_share + 0.05),
            self.article_share,
            float(self.on_path),
        )

    @property
    def confidence(self) -> float:
        """The probability that the recital explains the article, from 0 to `MOST_CONFIDENCE`.

        >>> RecitalLink("rct_1", "art_1", 2.0, 1.0, 1.0, True).confidence
        0.97
        """
        total = math.fsum(weight * value for weight, value in zip(WEIGHTS, self.features, strict=True))
        return min(MOST_CONFIDENCE, 1 / (1 + math.exp(-total)))


def find_explained_articles(
    recitals: Sequence[Provision], provisions: Sequence[Provision], stated: set[Pair]
) -> list[RecitalLink]:
    """Find the articles that each recital explains, in the order of the text.

    Args:
        recitals: the recitals of the Act.
        provisions: the articles and annexes of one edition, each followed by its parts.
        stated: pairs of recital and article where the recital names the article: a stated link, so none is computed.

    >>> reason = Provision("rct_1", "Recital", "1", "", "", "A duty of care is laid down.")
    >>> article = Provision("art_1", "Article", "1", "Duty of care", "", "There is a duty of care.")
    >>> [pair.article for pair in find_explained_articles([reason], [article], set())]
    ['art_1']
    >>> find_explained_articles([reason], [article], {("rct_1", "art_1")})
    []
    """
    found: list[RecitalLink] = []
    rows: dict[str, list[RecitalLink]] = {}
    for pair in list_candidates(recitals, provisions):
        if round(pair.confidence, 2) >= LEAST_CONFIDENCE and (pair.recital, pair.article) not in stated:
            rows.setdefault(pair.recital, []).append(pair)
    for row in rows.values():
        best = sorted(row, key=lambda pair: -pair.confidence)[
            :MOST_LINKS
        ]  # of equals, those that come first in the text
        found += [pair for pair in row if pair in best]
    return found


def list_candidates(recitals: Sequence[Provision], provisions: Sequence[Provision]) -> list[RecitalLink]:
    """Pair every recital with every article, in the order of the text.

    Args:
        recitals: the recitals of the Act.
        provisions: the articles and annexes of one edition, each followed by its parts.

    >>> reason = Provision("rct_1", "Recital", "1", "", "", "A duty of care is laid down.")
    >>> laws = [Provision(f"art_{number}", "Article", number, "", "", "A fine.") for number in "12"]
    >>> [(pair.recital, pair.article) for pair in list_candidates([reason], laws)]
    [('rct_1', 'art_1'), ('rct_1', 'art_2')]
    """
    parts = _split_articles(provisions)
    if not parts or not recitals:
        return []
    articles = {name: " ".join(texts) for name, texts in parts.items()}
    vector = make_vectorizer([*(item.wording for item in recitals), *articles.values()])
    wholes = VectorIndex([vector(text) for text in articles.values()])
    pieces = VectorIndex([vector(text) for texts in parts.values() for text in texts])
    rows = []
    for item in recitals:
        own = vector(item.wording)
        nearest = iter(pieces.compute_similarities(own))
        rows.append(
            [
                alike + max(islice(nearest, len(texts)))
                for alike, texts in zip(wholes.compute_similarities(own), parts.values(), strict=True)
            ]
        )
    best = [max(column) or 1.0 for column in zip(*rows, strict=True)]
    return [
        RecitalLink(item.name, name, alike, alike / (max(row) or 1.0), alike / best[count], place == count)
        for item, row, place in zip(recitals, rows, _align_recitals(rows), strict=True)
        for count, (name, alike) in enumerate(zip(parts, row, strict=True))
    ]


def build_recital_graph(
    date: str, recitals: Sequence[Provision], provisions: Sequence[Provision], stated: set[Pair]
) -> str:
    """Return the Turtle text of one edition.

    Args:
        date: the edition.
        recitals: the recitals of the Act.
        provisions: the articles and annexes of the edition, each followed by its parts.
        stated: pairs of recital and article where the recital names the article.

    >>> reason = Provision("rct_1", "Recital", "1", "", "", "A duty of care is laid down.")
    >>> article = Provision("art_1", "Article", "1", "Duty of care", "", "There is a duty of care.")
    >>> "act:rct_1 ag:explains act:art_1 ." in build_recital_graph("2024-07-12", [reason], [article], set())
    True
    """
    title = f"what the recitals of the AI Act explain, edition of {date}"
    blocks = [format_header(f"act.{date}.recitals", title, get_ai_act(date).source, _ORIGIN, _PREFIXES)]
    edition = date.replace("-", "")
    count: Counter[str] = Counter()
    for pair in find_explained_articles(recitals, provisions, stated):
        count[pair.recital] += 1
        recital, article = f"act:{pair.recital}", f"act:{pair.article}"
        name = f"{recital}.xpl_{edition}_{count[pair.recital]}"
        confidence = f"ag:confidence {pair.confidence:.2f}".rstrip("0")
        blocks.append(f"{recital} ag:explains {article} .\n")
        blocks.append(format_link_node(name, recital, "ag:explains", article, "computed", recital, confidence))
    return "\n".join(blocks)


def _split_articles(provisions: Sequence[Provision]) -> dict[str, list[str]]:
    """Return the texts of each article: its paragraphs, definitions or points, and the annex that details it.

    An annex belongs to the article that its title names.
    """
    found: dict[str, dict[str, list[str]]] = {item.name: {} for item in provisions if item.kind == "Article"}
    owner: dict[str, str] = {}
    for item in provisions:
        top, _, below = item.name.partition(".")
        if item.kind == "Annex":
            mention = _MENTION.search(item.title)
            owner[top] = f"art_{mention[1]}" if mention else ""
        article = owner.get(top, top)
        if article in found:
            part = f"{top}.{below.partition('.')[0]}" if below else top
            found[article].setdefault(part, []).append(f"{item.title} {item.wording}")
    return {name: [" ".join(words) for words in parts.values()] for name, parts in found.items()}


def _align_recitals(rows: list[list[float]]) -> list[int]:
    """Return the article of each recital on the likeliest path that mostly keeps the order of both (Viterbi)."""
    gains = [[math.log(alike / (max(row) or 1) + 0.05) for alike in row] for row in rows]
    places = range(len(rows[0]))
    costs = [[_compute_jump_cost(before, place) for before in places] for place in places]
    totals, steps = gains[0], []
    for gain in gains[1:]:
        step, best = [], []
        for place in places:
            reached = list(map(sub, totals, costs[place]))
            best.append(max(reached))
            step.append(reached.index(best[-1]))
        totals = list(map(add, best, gain))
        steps.append(step)
    path = [max(places, key=lambda place: totals[place])]
    for step in reversed(steps):
        path.append(step[path[-1]])
    return path[::-1]


def _compute_jump_cost(before: int, place: int) -> float:
    if before <= place <= before + 1:
        return 0.0
    return (
        _JUMP_COST + _ARTICLE_COST * min(abs(place - before), _MOST_ARTICLES) + (_BACK_COST if place < before else 0.0)
    )
