"""Search: what somebody wrote, read as a citation first, then as words that nodes have; slips of spelling forgiven."""

import functools
import re
import sqlite3
import threading
import weakref
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from actgraph.citation import parser
from actgraph.core.errors import CitationError, SeveralError
from actgraph.core.prefixes import ACT, AMENDING, CODE, GUIDELINES, IMPLEMENTING, SUMMARY, TERMS, prefixes
from actgraph.graph import day as graph
from actgraph.graph import vocabulary
from actgraph.graph.day import Day

LONGEST = 200  # characters
MOST = 50  # hits that are told
_ALIKE = 0.88  # of 1: "polcy" is like "policy", "zebra" like nothing
_SHORTEST = 4  # letters: shorter words are too much like others
_TEXTS = (TERMS, ACT, CODE, GUIDELINES, SUMMARY, AMENDING, IMPLEMENTING)  # what people look for stands first
_WORD = r"[^\W_]+"  # as the index takes words apart
_AROUND = " .,;:?!*\"'()“”"
_SMALL = frozenset(  # they find nothing that is looked for
    "a an and are as at be by can do does for from has have how i if in is it its me my of on or our that the their"
    " there they this to us was we what when where which who whom whose why will with you your".split()
)
_BEHIND = 0.5  # how much a term of the vocabulary, a page or a file counts against what the texts have


class Hit(NamedTuple):
    """A node that was found.

    Attributes:
        iri: of the node.
        label: its citation, or its name.
        kind: what it is, in words.
        title: that the text gives it.
        description: in our words, or the definition of a term.
    """

    iri: str
    label: str
    kind: str
    title: str
    description: str


class Found(NamedTuple):
    """What was found.

    Attributes:
        words: what was asked for.
        shown_for: the words that were looked for in their place; empty where these were.
        left_out: words that nothing has, nor anything like them.
        problem: why the words are not read as they stand, in one sentence; empty where they are.
        answer: the one node that the words cite; None where they cite none, or several.
        candidates: the nodes that a citation may mean, where there are several.
        elsewhere: the node of another day that the words cite; None where they cite none.
        hits: the nodes that have the words, best first.
        number: how many have them.
        partly: whether no node has all the words, so that those are told that have some.
        near: what may have been meant, where nothing was found.
    """

    words: str
    shown_for: str = ""
    left_out: Sequence[str] = ()
    problem: str = ""
    answer: Hit | None = None
    candidates: Sequence[Hit] = ()
    elsewhere: Hit | None = None
    hits: Sequence[Hit] = ()
    number: int = 0
    partly: bool = False
    near: Sequence[str] = ()


def search(day: Day, words: str) -> Found:
    """What somebody looks for: the node that the words cite, and the nodes that have them.

    Args:
        day: the graph of the day.
        words: whatever somebody wrote.

    >>> found = search(graph.on("2026-11-24"), "copywright polcy")
    >>> found.shown_for, found.number > 3
    ('copyright policy', True)
    >>> search(graph.on("2026-11-24"), "Artcle 53").answer.iri.rpartition("/")[2]
    'art_53'
    """
    if len(words) > LONGEST:
        return Found(words[:LONGEST], problem=f"{len(words)} characters are too many to search for: at most {LONGEST}")
    words = " ".join("".join(one if one.isprintable() else " " for one in words).split())
    if not words:
        return Found("")
    index = _index(day)
    written = dict.fromkeys(re.findall(_WORD, words))
    written = {word: None for word in written if word.lower() not in _SMALL} or written
    known = {word: index.nearest(word) for word in written}
    looked = re.sub(_WORD, lambda found: known.get(found[0]) or found[0], words)
    found = _cited(day, words)
    if looked != words and not (found.answer or found.candidates or found.elsewhere):
        found = _cited(day, looked)
    left_out = [word for word, other in known.items() if not other]
    # A provision was meant that is not there: the other words are in all of them.
    misread = found.near and any(not word.isalpha() for word in left_out)
    hits, number, partly = ([], 0, False) if misread else _having(index, words, known, looked)
    return found._replace(
        words=words,
        shown_for=looked if looked != words else "",
        left_out=left_out,
        hits=[_hit(day, iri) for iri in hits],
        number=number,
        partly=partly,
        near=[] if hits else found.near,
    )


def _having(index: "_Index", words: str, known: Mapping[str, str], looked: str) -> tuple[list[str], int, bool]:
    """The nodes that have the words, how many do, and whether they have only some of them.

    What is written together is looked for together first: "1.1" is no 1 and another 1.
    """
    together = [[known[word] for word in re.findall(_WORD, part) if known.get(word)] for part in words.split()]
    phrases = [" ".join(part) for part in together if part]
    single = [word for part in together for word in part]
    for asked, join in ((phrases, " "), (single, " "), (single, " OR ")):
        hits, number = index.having(asked, looked.strip(_AROUND), join)
        if hits:
            return hits, number, join == " OR "
    return [], 0, False


def _cited(day: Day, words: str) -> Found:
    """The words as a citation."""
    try:
        return Found(words, answer=_hit(day, day.cite(words)))
    except SeveralError as error:
        named = [day.labels()[label] for label in error.near if label in day.labels()]
        return Found(words, problem=error.what, candidates=[_hit(day, iri) for iri in named])
    except CitationError as error:
        other = _on_another_day(day, words)
        if other:
            return Found(words, problem=error.what, elsewhere=_hit(graph.everything(), other))
        return Found(words, near=error.near)


def _on_another_day(day: Day, words: str) -> str:
    try:
        iri = parser.read(words, graph.everything())
    except CitationError:
        return ""
    return "" if iri in day else iri


def _hit(day: Day, iri: str) -> Hit:
    node = day.node(iri)
    return Hit(iri, node.label, vocabulary.kind_of(node), node.title, node.description)


class _Index:
    """The words of the nodes of a day: as they stand, and by their stems.

    Args:
        day: the graph of the day.
    """

    def __init__(self, day: Day) -> None:
        # One connection for all threads of a server, one at a time.
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._base.close)
        self._base.executescript(
            "CREATE VIRTUAL TABLE nodes USING fts5"
            "(iri UNINDEXED, weight UNINDEXED, label, name, title, description, tokenize = 'porter unicode61');"
            "CREATE VIRTUAL TABLE plain USING fts5(words, content = '', detail = 'none');"
            "CREATE VIRTUAL TABLE known USING fts5vocab(plain, row);"
        )
        rows = _rows(day)
        self._base.executemany("INSERT INTO nodes VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._base.executemany("INSERT INTO plain(words) VALUES (?)", [(" ".join(row[2:]),) for row in rows])
        found = self._base.execute("SELECT term, doc FROM known WHERE length(term) >= ?", [_SHORTEST])
        self._known: dict[str, int] = {term: count for term, count in found if term.isalpha()}

    def nearest(self, word: str) -> str:
        """The word itself where a node has it, else the one most like it that a node has; empty where there is none."""
        if self.having([word], word, " ")[1]:
            return word
        if not word.isalpha() or len(word) < _SHORTEST:
            return ""
        begun = [one for one in self._known if one.startswith(word.lower())]
        if begun:
            return max(begun, key=self._known.__getitem__)
        from rapidfuzz.distance import JaroWinkler
        from rapidfuzz.process import extract

        alike = extract(
            word.lower(), self._known.keys(), scorer=JaroWinkler.similarity, score_cutoff=_ALIKE, limit=None
        )
        return max(alike, key=lambda one: (round(one[1], 2), self._known[one[0]]), default=("", 0))[0]

    def having(self, words: Sequence[str], whole: str, join: str) -> tuple[list[str], int]:
        """The nodes that have words or phrases, best first, a label that is just that before all; and how many do."""
        if not words:
            return [], 0
        asked = join.join(f'"{word}"' for word in words)  # nothing but letters, digits and spaces stands in the quotes
        with self._lock:
            count = self._base.execute("SELECT count(*) FROM nodes WHERE nodes MATCH ?", [asked]).fetchone()[0]
            rows = self._base.execute(
                "SELECT iri FROM nodes WHERE nodes MATCH ?"
                " ORDER BY lower(label) NOT IN (lower(?), lower(?)),"
                " round(weight * bm25(nodes, 0, 0, 10, 8, 5, 1), 6), rowid LIMIT ?",
                [asked, whole, " ".join(words), MOST],
            ).fetchall()
        return [iri for (iri,) in rows], count


@functools.lru_cache(maxsize=4)
def _index(day: Day) -> _Index:
    return _Index(day)


def _rows(day: Day) -> list[tuple[str, float, str, str, str, str]]:
    """IRI, weight, label, other names, title and description of all nodes with a label, in the order of the texts."""
    names = {"rdfs:label": 0, "skos:altLabel": 1, "dcterms:title": 2, "dcterms:description": 3, "skos:definition": 3}
    rdfs, ag = prefixes()["rdfs"], prefixes()["ag"]
    said = {prefixes()[name.partition(":")[0]] + name.partition(":")[2]: place for name, place in names.items()}
    values = " ".join(f"<{iri}>" for iri in said)
    found: dict[str, list[list[str]]] = {}
    rows = day.rows(
        f"SELECT ?node ?said ?words {{ VALUES ?said {{ {values} }} ?node <{rdfs}label> ?label ; ?said ?words"
        f" OPTIONAL {{ ?node <{ag}order> ?order }} FILTER(ISIRI(?node)) }} ORDER BY ?order ?node ?words"
    )
    for row in rows:
        texts = found.setdefault(row["node"] or "", [[], [], [], []])[said[row["said"] or ""]]
        if (words := row["words"] or "") not in texts:
            texts.append(words)
    ordered = sorted(found.items(), key=lambda one: _text(one[0]))  # stable: within a text it stays as it is
    return [(iri, _weight(day, iri), *(" ".join(texts) for texts in said_of)) for iri, said_of in ordered]  # type: ignore[misc]


def _weight(day: Day, iri: str) -> float:
    behind = iri.startswith((prefixes()["ag"], prefixes()["grf"])) or day.node(iri).kind == "Page"
    return _BEHIND if behind else 1


def _text(iri: str) -> int:
    return next((place for place, space in enumerate(_TEXTS) if iri.startswith(space)), len(_TEXTS))
