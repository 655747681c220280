"""What a query of somebody else's may do: read our graphs, and nothing more.

The engine would call other servers for SERVICE and has no switch against it, and deep nesting can bring it down; so a
query is parsed and looked through before the engine sees it.
"""

import difflib
import logging
from collections.abc import Iterator

from actgraph import sparql
from actgraph.errors import QueryError

MOST_CHARACTERS = 100_000
MOST_NESTING = 100
MOST_OPERATORS = 300  # in expressions, paths and patterns: the engine takes them one inside the other

_OPERATORS = frozenset("+-*/|&!=<>^,")
_PATTERNS = frozenset("OPTIONAL UNION MINUS FILTER BIND EXISTS SELECT GRAPH SERVICE VALUES".split())


def check(text: str, where: str, head: str = "") -> None:
    """Refuse a query that is wrong or would do more than read.

    Args:
        text: SPARQL 1.1.
        where: what to call it in a message: a file, or standard input.
        head: lines that are put before it, such as prefixes.

    Raises:
        QueryError: it is no query, is too long or too deep, or would read more than the graphs of a day.

    >>> check("SELECT * { ?s ?p ?o } LIMIT 1", "example")
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryError(f"the query is over {MOST_CHARACTERS:,} characters", where=where)
    _measure(text, where)
    _prefixes(head + text, where)

    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    try:
        tree = parseQuery(head + text)
    except ParseBaseException as error:
        number = max(error.lineno - head.count("\n"), 1)
        raise QueryError(
            f"this is no SPARQL query: {error.msg} near “{_line(text, number)}”",
            where=f"{where}:{number}",
            todo="SELECT, ASK, CONSTRUCT and DESCRIBE are read; updates are not.",
        ) from None
    except (RecursionError, ValueError, TypeError) as error:
        raise QueryError(f"this query cannot be read ({error})", where=where) from None
    for name in _names(tree):
        if name == "ServiceGraphPattern":
            raise QueryError("SERVICE would ask another server: not here", where=where)
        if name == "DatasetClause":
            raise QueryError(
                "FROM is not read: the graphs are those of a day",
                where=where,
                todo="Pick them with --on, or name one with GRAPH <…> { … }.",
            )


def _measure(text: str, where: str) -> None:
    depth = deepest = operators = 0
    for token in sparql.tokens(text):
        mark = token["mark"] or ""
        depth += (mark in ("{", "(", "[")) - (mark in ("}", ")", "]"))
        deepest = max(deepest, depth)
        operators += mark in _OPERATORS or (token["word"] or "").upper() in _PATTERNS
    if deepest > MOST_NESTING:
        raise QueryError(f"the query nests deeper than {MOST_NESTING} brackets", where=where)
    if operators > MOST_OPERATORS:
        raise QueryError(f"the query has over {MOST_OPERATORS} operators and patterns", where=where)


def _prefixes(text: str, where: str) -> None:
    """The parser does not look whether a prefix is declared, and the engine does not say which one is not."""
    declared: set[str] = set()
    used: set[str] = set()
    word = ""
    for token in sparql.tokens(text):
        if token["prefix"] is not None:
            (declared if word == "PREFIX" else used).add(token["prefix"])
        word = (token["word"] or "").upper()
    if unknown := sorted(used - declared):
        near = difflib.get_close_matches(unknown[0], declared)
        raise QueryError(f"the prefix “{unknown[0]}:” is not declared", where=where, near=[f"{one}:" for one in near])


def _names(tree: object) -> Iterator[str]:
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting = [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, CompValue):
            yield str(item.name)
            waiting.extend(item.values())
        elif isinstance(item, list | tuple | ParseResults):
            waiting.extend(item)


def _line(text: str, number: int) -> str:
    lines = text.splitlines() or [""]
    return lines[min(number, len(lines)) - 1].strip()[:60]
