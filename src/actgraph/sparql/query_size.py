"""Count what the engine would nest: it recurses on the stack of its thread, and a query can end the whole process.

Measured with pyoxigraph 0.5.13 on a stack of 8 MB, which the engine overflows at some 2,600 assignments (BIND, AS, an
IRI of DESCRIBE), patterns, triples or bracketed terms, one after the other. Each limit is at most a fifth of that.
Terms are limited to bound the time that the parser needs.
"""

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
MAX_TERMS = 2_500  # names, variables, literals and keywords outside the rows of VALUES
MAX_VALUES = 10_000  # values and rows of VALUES

_OPERATORS = frozenset("+-*/|&!=<>^,")
_PATTERN_KEYWORDS = frozenset("OPTIONAL UNION MINUS FILTER BIND EXISTS SELECT GRAPH SERVICE VALUES AS".split())
_SEVERAL = "Ask for it in several queries."
_LISTED = "Write long lists in VALUES, or ask for it in several queries."


class _Limit(NamedTuple):
    most: int
    what: str
    todo: str


_LIMITS = {
    "nesting": _Limit(MAX_QUERY_NESTING, f"the query nests deeper than {MAX_QUERY_NESTING} brackets", _SEVERAL),
    "operator": _Limit(MAX_OPERATORS, f"the query has over {MAX_OPERATORS} operators and patterns", _LISTED),
    "bracket": _Limit(MAX_BRACKETS, f"the query has over {MAX_BRACKETS} pairs of brackets", _SEVERAL),
    "triple": _Limit(MAX_TRIPLES, f"the query has over {MAX_TRIPLES} triples", _SEVERAL),
    "described": _Limit(
        MAX_DESCRIBED,
        f"DESCRIBE names over {MAX_DESCRIBED} IRIs",
        "List them in VALUES: DESCRIBE ?node { VALUES ?node { … } }.",
    ),
    "term": _Limit(MAX_TERMS, f"the query has over {MAX_TERMS:,} terms outside VALUES", _LISTED),
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
        UnansweredError: there are too many; the error tells about where the first too many one is written.

    >>> check_triple_count(500, "ASK {}", "mine")
    """
    if count <= MAX_TRIPLES:
        return
    ends = [token.start() for token in sparql_tokens.tokenize_query(text) if (token["mark"] or " ") in ".;,("]
    raise _make_size_error("triple", text, source, ends[:MAX_TRIPLES][-1])


def _make_size_error(kind: str, text: str, source: str, offset: int) -> UnansweredError:
    _, what, todo = _LIMITS[kind]
    return UnansweredError("too-long", what, source, *get_line_column(text, offset), todo=todo)


def _list_countable(text: str) -> Iterator[tuple[str, int]]:
    """Iterate over what is counted: its kind, a key of the limits or `close`, and its offset."""
    in_describe, before = False, ""
    values = ""  # in VALUES: “head” up to the brace, “rows” from it on
    for token in sparql_tokens.tokenize_query(text):
        mark, offset = token["mark"] or "", token.start()
        word = "" if before == "@" else (token["word"] or "").upper()  # a language is no keyword
        before = mark
        if word == "VALUES":
            values = "head"
        elif mark == "{" and values == "head":
            values = "rows"
        elif mark == "}" or (values == "head" and not token["variable"] and mark not in ("(", ")")):
            values = ""
        in_describe = word == "DESCRIBE" or (in_describe and not word and mark != "{")
        if mark in ("{", "(", "["):
            yield "nesting", offset
        elif mark in ("}", ")", "]"):
            yield "close", offset
        if values == "rows":
            if not mark or mark == "(":
                yield "value", offset
            continue
        if not mark:
            yield "term", offset
            if in_describe and not word and not token["variable"]:
                yield "described", offset
        elif mark in ("{", "(", "["):
            yield "bracket", offset
        if mark in _OPERATORS or word in _PATTERN_KEYWORDS:
            yield "operator", offset
