"""Search: a query is read as a citation first, then as words that nodes have, with misspellings corrected."""

import functools
import re
import sqlite3
import threading
import weakref
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from actgraph.citation import parser
from actgraph.core.errors import CitationError, MultipleCitationsError
from actgraph.core.prefixes import ACT, ALL_GUIDELINES, AMENDING, CODES, IMPLEMENTING, SUMMARY, TERMS, load_prefixes
from actgraph.graph import vocabulary
from actgraph.graph.day import Day, open_all_editions
from actgraph.law.summaries import find_summary, load_summaries

MAX_QUERY_LENGTH = 200  # characters
MAX_HITS = 50  # hits that are shown
_MIN_SIMILARITY = 0.88  # of 1: "polcy" is like "policy", "zebra" like nothing
_MIN_FUZZY_LENGTH = 4  # letters: shorter words resemble too many others
# What people look for comes first.
_TEXT_ORDER = (TERMS, ACT, *CODES, *ALL_GUIDELINES, SUMMARY, AMENDING, IMPLEMENTING)
_WORD_PATTERN = r"[^\W_]+"  # as the index splits words
_PUNCTUATION = " .,;:?!*\"'()“”"
_STOP_WORDS = frozenset(  # words that say nothing about a provision
    "a an and are as at be by can do does for from has have how i if in is it its me my of on or our that the their"
    " there they this to us was we what when where which who whom whose why will with you your".split()
)
_BACKGROUND_WEIGHT = 0.5  # of terms of the vocabulary, pages, files and single statements, relative to the texts
_BACKGROUND_KINDS = ("Page", "CodeStatement")


class SearchHit(NamedTuple):
    """A node that was found.

    Attributes:
        iri: of the node.
        label: its citation, or its name.
        kind: in words.
        title: as the text has it.
        description: what it says, in our words.
    """

    iri: str
    label: str
    kind: str
    title: str
    description: str


class SearchResult(NamedTuple):
    """The result of a search.

    Attributes:
        query: as it was written.
        corrected_query: the query that was searched for instead; empty where it was searched as written.
        ignored_words: words that no node has, nor anything like them.
        problem: why the query cannot be read as written, in one sentence; empty where it can.
        answer: the one node that the query cites; None where it cites none, or several.
        candidates: the nodes that a citation may mean, where there are several.
        not_in_force: the node of another day that the query cites; None where it cites none.
        hits: the nodes that have the words, best first.
        total: how many nodes have the words.
        is_partial: whether no node has all the words, so that `hits` have some of them.
        suggestions: what may have been meant, where nothing was found.
    """

    query: str
    corrected_query: str = ""
    ignored_words: Sequence[str] = ()
    problem: str = ""
    answer: SearchHit | None = None
    candidates: Sequence[SearchHit] = ()
    not_in_force: SearchHit | None = None
    hits: Sequence[SearchHit] = ()
    total: int = 0
    is_partial: bool = False
    suggestions: Sequence[str] = ()


def search_nodes(day: Day, query: str) -> SearchResult:
    """Search for the node that a query cites, and the nodes that have its words.

    >>> from actgraph.graph.day import open_day
    >>> found = search_nodes(open_day("2026-11-24"), "copywright polcy")
    >>> found.corrected_query, found.total > 3
    ('copyright policy', True)
    >>> search_nodes(open_day("2026-11-24"), "Artcle 53").answer.iri.rpartition("/")[2]
    'art_53'
    """
    if len(query) > MAX_QUERY_LENGTH:
        return SearchResult(
            query[:MAX_QUERY_LENGTH],
            problem=f"{len(query)} characters are too many to search for: at most {MAX_QUERY_LENGTH}",
        )
    query = " ".join("".join(one if one.isprintable() else " " for one in query).split())
    if not query:
        return SearchResult("")
    index = _get_index(day)
    written = dict.fromkeys(re.findall(_WORD_PATTERN, query))
    written = {word: None for word in written if word.lower() not in _STOP_WORDS} or written
    known = {word: index.find_nearest_word(word) for word in written}
    looked = re.sub(_WORD_PATTERN, lambda found: known.get(found[0]) or found[0], query)
    found = _search_citation(day, query)
    if looked != query and not (found.answer or found.candidates or found.not_in_force):
        found = _search_citation(day, looked)
    left_out = [word for word, other in known.items() if not other]
    # The query means a provision that does not exist; its other words would match all provisions.
    misread = found.suggestions and any(not word.isalpha() for word in left_out)
    hits, number, partly = ([], 0, False) if misread else _match_query(index, query, known, looked)
    return found._replace(
        query=query,
        corrected_query=looked if looked != query else "",
        ignored_words=left_out,
        hits=[_build_hit(day, iri) for iri in hits],
        total=number,
        is_partial=partly,
        suggestions=[] if hits else found.suggestions,
    )


def _match_query(
    index: "_Index", query: str, corrections: Mapping[str, str], corrected_query: str
) -> tuple[list[str], int, bool]:
    """Match the words; return the nodes, how many there are, and whether they have only some of the words.

    Words that are written together are matched as a phrase first: "1.1" is not two separate 1.
    """
    together = [
        [corrections[word] for word in re.findall(_WORD_PATTERN, part) if corrections.get(word)]
        for part in query.split()
    ]
    phrases = [" ".join(part) for part in together if part]
    single = [word for part in together for word in part]
    for asked, join in ((phrases, " "), (single, " "), (single, " OR ")):
        hits, number = index.match_nodes(asked, corrected_query.strip(_PUNCTUATION), join)
        if hits:
            return hits, number, join == " OR "
    return [], 0, False


def _search_citation(day: Day, text: str) -> SearchResult:
    """Read the text as a citation."""
    try:
        return SearchResult(text, answer=_build_hit(day, day.cite(text)))
    except MultipleCitationsError as error:
        named = [day.get_labels()[label] for label in error.near if label in day.get_labels()]
        return SearchResult(text, problem=error.what, candidates=[_build_hit(day, iri) for iri in named])
    except CitationError as error:
        other = _find_on_another_day(day, text)
        if other:
            return SearchResult(text, problem=error.what, not_in_force=_build_hit(open_all_editions(), other))
        return SearchResult(text, suggestions=error.near)


def _find_on_another_day(day: Day, text: str) -> str:
    try:
        iri = parser.parse_citation(text, open_all_editions())
    except CitationError:
        return ""
    return "" if iri in day else iri


def _build_hit(day: Day, iri: str) -> SearchHit:
    node = day.get_node(iri)
    return SearchHit(iri, node.label, vocabulary.describe_kind(node), node.title, find_summary(day, iri))


class _Index:
    """A full-text index of the nodes of a day: of words as written, and of their stems."""

    def __init__(self, day: Day) -> None:
        # All threads of a server share one connection, under a lock.
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._base.close)
        self._base.executescript(
            "CREATE VIRTUAL TABLE nodes USING fts5"
            "(iri UNINDEXED, weight UNINDEXED, label, name, title, description, tokenize = 'porter unicode61');"
            "CREATE VIRTUAL TABLE plain USING fts5(words, content = '', detail = 'none');"
            "CREATE VIRTUAL TABLE known USING fts5vocab(plain, row);"
        )
        rows = _build_index_rows(day)
        self._base.executemany("INSERT INTO nodes VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._base.executemany("INSERT INTO plain(words) VALUES (?)", [(" ".join(row[2:]),) for row in rows])
        found = self._base.execute("SELECT term, doc FROM known WHERE length(term) >= ?", [_MIN_FUZZY_LENGTH])
        self._known: dict[str, int] = {term: count for term, count in found if term.isalpha()}

    def find_nearest_word(self, word: str) -> str:
        """Find the word itself where a node has it, else the most similar word of a node; empty where there is none."""
        if self.match_nodes([word], word, " ")[1]:
            return word
        if not word.isalpha() or len(word) < _MIN_FUZZY_LENGTH:
            return ""
        begun = [one for one in self._known if one.startswith(word.lower())]
        if begun:
            return max(begun, key=self._known.__getitem__)
        from rapidfuzz.distance import JaroWinkler
        from rapidfuzz.process import extract

        alike = extract(
            word.lower(), self._known.keys(), scorer=JaroWinkler.similarity, score_cutoff=_MIN_SIMILARITY, limit=None
        )
        return max(alike, key=lambda one: (round(one[1], 3), self._known[one[0]]), default=("", 0))[0]

    def match_nodes(self, words: Sequence[str], query: str, separator: str) -> tuple[list[str], int]:
        """Match nodes with words or phrases, best first, an equal label before all; return them and their number."""
        if not words:
            return [], 0
        # Safe to quote: words consist of letters, digits and spaces.
        asked = separator.join(f'"{word}"' for word in words)
        with self._lock:
            count = self._base.execute("SELECT count(*) FROM nodes WHERE nodes MATCH ?", [asked]).fetchone()[0]
            rows = self._base.execute(
                "SELECT iri FROM nodes WHERE nodes MATCH ?"
                " ORDER BY lower(label) NOT IN (lower(?), lower(?)),"
                " round(weight * bm25(nodes, 0, 0, 10, 8, 5, 1), 6), rowid LIMIT ?",
                [asked, query, " ".join(words), MAX_HITS],
            ).fetchall()
        return [iri for (iri,) in rows], count


@functools.lru_cache(maxsize=4)
def _get_index(day: Day) -> _Index:
    return _Index(day)


def _build_index_rows(day: Day) -> list[tuple[str, float, str, str, str, str]]:
    """Build IRI, weight, label, other names, title and description of all labelled nodes, in the order of the texts."""
    names = {"rdfs:label": 0, "skos:altLabel": 1, "dcterms:title": 2, "dcterms:description": 3, "skos:definition": 3}
    rdfs, ag = load_prefixes()["rdfs"], load_prefixes()["ag"]
    said = {load_prefixes()[name.partition(":")[0]] + name.partition(":")[2]: place for name, place in names.items()}
    values = " ".join(f"<{iri}>" for iri in said)
    found: dict[str, list[list[str]]] = {}
    rows = day.select_rows(
        f"SELECT ?node ?said ?words {{ VALUES ?said {{ {values} }} ?node <{rdfs}label> ?label ; ?said ?words"
        f" OPTIONAL {{ ?node <{ag}order> ?order }} FILTER(ISIRI(?node)) }} ORDER BY ?order ?node ?words"
    )
    for row in rows:
        texts = found.setdefault(row["node"] or "", [[], [], [], []])[said[row["said"] or ""]]
        if (words := row["words"] or "") not in texts:
            texts.append(words)
    for iri, words in load_summaries(day).items():
        found[iri][3].append(words)
    ordered = sorted(found.items(), key=lambda one: _get_text_rank(one[0]))  # stable within a text
    return [(iri, _compute_weight(day, iri), *(" ".join(texts) for texts in said_of)) for iri, said_of in ordered]  # type: ignore[misc]


def _compute_weight(day: Day, iri: str) -> float:
    behind = (
        iri.startswith((load_prefixes()["ag"], load_prefixes()["grf"])) or day.get_node(iri).kind in _BACKGROUND_KINDS
    )
    return _BACKGROUND_WEIGHT if behind else 1


def _get_text_rank(iri: str) -> int:
    return next((place for place, space in enumerate(_TEXT_ORDER) if iri.startswith(space)), len(_TEXT_ORDER))
