"""Count what the engine would nest: it recurses on the stack of its thread, and a query can end the whole process.

pyoxigraph 0.5.13 overflows a stack of 8 MB at some 2,600 assignments (BIND, AS, an IRI of DESCRIBE), groups, triples or
conditions of ORDER BY one after the other, and at some 800 in each other. Each limit is at most a fifth of that. Words,
signs and values nest nothing: their limits bound the time of the parser that checks the query, to some two seconds.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from actgraph.core import sparql_tokens
from actgraph.core.errors import UnansweredError
from actgraph.sparql.canonical import get_line_column

MAX_QUERY_NESTING = 100
MAX_OPERATORS = 400  # in expressions, paths and patterns
MAX_BRACKETS = 500  # pairs outside the rows of VALUES
MAX_TRIPLES = 500
MAX_DESCRIBED = 100  # IRIs that DESCRIBE names; its variables nest nothing
MAX_TOKENS = 4_000  # words and signs, without brackets, outside the rows of VALUES
MAX_VALUES = 5_000  # values and rows of VALUES

_OPERATORS = frozenset("+-*/|&!=<>^,")
_PATTERN_KEYWORDS = frozenset("OPTIONAL UNION MINUS FILTER BIND EXISTS SELECT GRAPH SERVICE VALUES AS".split())
_VALUES_HEAD = re.compile(r"\s*(?:[?$]\w+|\(\s*(?:[?$]\w+\s*)*\))\s*\{")
_SEVERAL = "Ask for it in several queries."
_LISTED = "Write long lists in VALUES, or ask for it in several queries."


class _Limit(NamedTuple):
    most: int
    what: str
    todo: str


_LIMITS = {
    "nesting": _Limit(MAX_QUERY_NESTING, f"the query nests deeper than {MAX_QUERY_NESTING} brackets", _SEVERAL),
    "operator": _Limit(
        MAX_OPERATORS, f"the query has over {MAX_OPERATORS} operators, commas, patterns and AS", _LISTED
    ),
    "bracket": _Limit(MAX_BRACKETS, f"the query has over {MAX_BRACKETS} pairs of brackets", _SEVERAL),
    "triple": _Limit(MAX_TRIPLES, f"the query has over {MAX_TRIPLES} triples", _SEVERAL),
    "described": _Limit(
        MAX_DESCRIBED,
        f"DESCRIBE names over {MAX_DESCRIBED} IRIs",
        "List them in VALUES: DESCRIBE ?node { VALUES ?node { … } }.",
    ),
    "token": _Limit(MAX_TOKENS, f"the query has over {MAX_TOKENS:,} words and signs outside VALUES", _LISTED),
    "value": _Limit(MAX_VALUES, f"the query has over {MAX_VALUES:,} values and rows in VALUES", _SEVERAL),
}


def check_query_size(text: str, source: str) -> None:
    """Refuse a query with more of anything than its limit, before it is parsed.

    Args:
        text: SPARQL without comments.
        source: the name of the query in messages.

    Raises:
        UnansweredError: the query is too large; the error tells where it exceeds the limit.

    >>> check_query_size("ASK {}", "mine")
    """
    counts: Counter[str] = Counter()
    for kind, offset in _list_countable(text):
        counts[kind] += 1
        if kind == "close":
            counts["nesting"] -= 1
        elif counts[kind] > _LIMITS[kind].most:
            raise _make_size_error(kind, text, source, offset)


def check_triple_count(count: int, text: str, source: str) -> None:
    """Refuse a query with too many triples, counted in what the parser made of it.

    A list of n members is 2 n triples, so that the tokens do not tell their number.

    Args:
        count: of the triples in all patterns and templates.
        text: as for `check_query_size`.
        source: the name of the query in messages.

    Raises:
        UnansweredError: there are too many; the error tells where about 500 of them are written.

    >>> check_triple_count(500, "ASK {}", "mine")
    """
    most = _LIMITS["triple"].most
    if count > most:
        marks = (".", ";", ",", "{", "(", "[")
        ends = [token.start() for token in sparql_tokens.tokenize_query(text) if token["mark"] in marks]
        raise _make_size_error("triple", text, source, ends[: most + 1][-1])


def _make_size_error(kind: str, text: str, source: str, offset: int) -> UnansweredError:
    _, what, todo = _LIMITS[kind]
    return UnansweredError("too-long", what, source, *get_line_column(text, offset), todo=todo)


def _list_countable(text: str) -> Iterator[tuple[str, int]]:
    """Iterate over what is counted: its kind, a key of the limits or `close`, and its offset."""
    in_describe, before = False, ""
    rows_start = len(text)  # of VALUES
    for token in sparql_tokens.tokenize_query(text):
        mark, offset = token["mark"] or "", token.start()
        word = "" if before in ("@", "-") else (token["word"] or "").upper()  # a language is no keyword
        before = mark
        in_describe = word == "DESCRIBE" or (in_describe and not word and mark != "{")
        if word == "VALUES" and (head := _VALUES_HEAD.match(text, token.end())):
            rows_start = head.end()
        elif mark == "}":
            rows_start = len(text)
        if mark in ("{", "(", "["):
            yield "nesting", offset
        elif mark in ("}", ")", "]"):
            yield "close", offset
        if offset >= rows_start:
            if not mark or mark == "(":
                yield "value", offset
            continue
        if mark in ("{", "(", "["):
            yield "bracket", offset
        elif mark not in ("}", ")", "]"):
            yield "token", offset
        if in_describe and not (mark or word or token["variable"]):
            yield "described", offset
        if mark in _OPERATORS or word in _PATTERN_KEYWORDS:
            yield "operator", offset
