"""What a query of somebody else's may do: read our graphs, and nothing more.

The engine would call other servers for SERVICE and has no switch against it, and deep nesting can bring it down; so a
query is parsed and looked through before the engine sees it.
"""

import difflib
import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from actgraph.core import sparql_tokens
from actgraph.core.errors import UnansweredError
from actgraph.core.suggestions import quoted
from actgraph.sparql.canonical import canonical, place

MOST_CHARACTERS = 100_000
MOST_NESTING = 100
MOST_OPERATORS = 300  # in expressions, paths and patterns: the engine takes them one inside the other
_CALLS = 10_000  # of the parser, one in the other: enough for as many brackets, and for some hundred triples in a group

_OPERATORS = frozenset("+-*/|&!=<>^,")
_PATTERNS = frozenset("OPTIONAL UNION MINUS FILTER BIND EXISTS SELECT GRAPH SERVICE VALUES".split())
_SERVICE = "ServiceGraphPattern"
# The engine takes a word of the language wherever its letters stand, and a name that it cannot resolve in parts: of
# trueSERVICE:a it reads “true SERVICE :a”, of a:SERVICE:b “a: SERVICE :b”.
_PARTS = re.compile(r"service.*:", re.IGNORECASE | re.ASCII)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class Checked(NamedTuple):
    """A query that may be asked.

    Attributes:
        text: as every parser reads it alike.
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        default: the IRIs that it names by FROM; None where it names no graphs at all.
        named: the IRIs that it names by FROM NAMED; None likewise.
        within: the IRIs that it looks into by GRAPH.
    """

    text: str
    form: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    within: tuple[str, ...] = ()


def check(text: str, source: str, prefixes: Mapping[str, str] | None = None, base: str | None = None) -> Checked:
    """Refuse a query that is wrong or would do more than read.

    Args:
        text: SPARQL 1.1.
        source: what to call it in a message: a file, or standard input.
        prefixes: prefix → namespace, of those that it may use without declaring them.
        base: the IRI that relative ones are relative to where the query does not say.

    Returns:
        The query with the graphs that it names; whether these are ours is for who knows the graphs.

    Raises:
        UnansweredError: it is no query, is too long or too deep, or would ask others.

    >>> check("ASK FROM <urn:a> { ?s ?p ?o } # all", "example").default
    ('urn:a',)
    """
    if len(text) > MOST_CHARACTERS:
        raise UnansweredError("too-long", f"the query is over {MOST_CHARACTERS:,} characters", source)
    text = canonical(text, source)
    _measure(text, source)
    prologue, query = _parsed(text, source)
    if _SERVICE in (item.name for item in _values(query)):
        raise _refused(text, source)
    _names(prologue, query, text, source, prefixes or {})
    default, named, within = _dataset(prologue, query, prefixes or {}, base)
    form = next(form for form in _FORMS if query.name == f"{form.capitalize()}Query")
    return Checked(text, form, default, named, within)


def _parsed(text: str, source: str) -> Any:
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    # What the engine will read. A tab would be widened, which moves all that stands behind it.
    plain = text.replace("\t", " ")
    asked = sparql_tokens.escaped(plain)
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _CALLS))
    try:
        return parseQuery(asked)
    except ParseBaseException as error:
        at = 0
        for sign in asked[: error.loc]:  # the same signs, and a backslash before some
            at += sign == plain[at]
        near = text[at : at + 60].strip().partition("\n")[0]
        what = f"this is no SPARQL query: it cannot be read from “{near}” on" if near else "this is no SPARQL query"
        todo = "SELECT, ASK, CONSTRUCT and DESCRIBE are read; updates are not."
        raise UnansweredError("malformed", what, source, *place(text, at), todo=todo) from None
    except RecursionError:
        if _services(text):
            raise _refused(text, source) from None
        what = "the query has too many triples in a group, or brackets in brackets, to be read"
        raise UnansweredError("too-long", what, source, todo="Ask for it in several queries.") from None
    except (ValueError, TypeError, AttributeError) as error:  # the parser has faults of its own
        raise UnansweredError("malformed", f"this query cannot be read ({error})", source) from None
    finally:
        sys.setrecursionlimit(before)


def _measure(text: str, source: str) -> None:
    depth = operators = 0
    for token in sparql_tokens.tokens(text):
        mark = token["mark"] or ""
        depth += (mark in ("{", "(", "[")) - (mark in ("}", ")", "]"))
        operators += mark in _OPERATORS or (token["word"] or "").upper() in _PATTERNS
        if depth > MOST_NESTING:
            what = f"the query nests deeper than {MOST_NESTING} brackets"
            raise UnansweredError("too-long", what, source, *place(text, token.start()))
        if operators > MOST_OPERATORS:
            what = f"the query has over {MOST_OPERATORS} operators and patterns"
            raise UnansweredError("too-long", what, source, *place(text, token.start()))


def _names(prologue: Any, query: Any, text: str, source: str, known: Mapping[str, str]) -> None:
    """The parser does not look whether a prefix is declared, and the engine does not say which one is not."""
    declared = {*known, *(_part(item, "prefix") for item in _values(prologue))}
    for item in _values(query):
        if item.name != "pname":
            continue
        prefix, local = _part(item, "prefix"), _part(item, "localname").replace("\\", "")
        if _PARTS.search(f"{prefix}:{local}"):
            what = f"the name {quoted(f'{prefix}:{local}')} can be read as SERVICE, which would ask another server"
            raise UnansweredError("refused", what, source, *_where(prefix, local, text), todo="Write its IRI.")
        if prefix not in declared:
            near = [f"{one}:" for one in difflib.get_close_matches(prefix, declared)]
            what = f"the prefix “{prefix}:” is not declared"
            raise UnansweredError("malformed", what, source, *_where(prefix, local, text), near=near)


def _where(prefix: str, local: str, text: str) -> tuple[int, int]:
    """The place of a name, at the first place where it stands."""
    for token in sparql_tokens.tokens(text):
        if token["prefix"] == prefix and (token["local"] or "").replace("\\", "").rstrip(".") == local:
            return place(text, token.start())
    return place(text, 0)


def _part(item: Any, name: str) -> str:
    return str(item[name]) if name in item else ""


def _dataset(
    prologue: Any, query: Any, known: Mapping[str, str], base: str | None
) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None, tuple[str, ...]]:
    from rdflib.plugins.sparql.algebra import translatePrologue
    from rdflib.term import Variable

    absolute = translatePrologue(prologue, base, known).absolutize
    graphs = [
        item for item in _values(query) if item.name == "GraphGraphPattern" and not isinstance(item.term, Variable)
    ]
    within = _of(graphs, "term", absolute)
    clauses = [item for item in _values(query) if item.name == "DatasetClause"]
    if not clauses:
        return None, None, within
    return _of(clauses, "default", absolute), _of(clauses, "named", absolute), within


def _of(clauses: list[Any], kind: str, absolute: Callable[[Any], object]) -> tuple[str, ...]:
    # A name is resolved with the signs that escape others in it, which no IRI has.
    return tuple(str(absolute(clause[kind])).replace("\\", "") for clause in clauses if kind in clause)


def _values(tree: object) -> Iterator[Any]:
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting = [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, CompValue):
            yield item
            waiting.extend(item.values())
        elif isinstance(item, list | tuple | ParseResults):
            waiting.extend(item)


def _services(text: str) -> list[int]:
    """The places where SERVICE stands as a word of the language."""
    return [token.start() for token in sparql_tokens.tokens(text) if (token["word"] or "").upper() == "SERVICE"]


def _refused(text: str, source: str) -> UnansweredError:
    """The error of SERVICE, at the first place where it stands."""
    at = min(_services(text), default=0)  # of SERVICE:a no word
    return UnansweredError("refused", "SERVICE would ask another server: not here", source, *place(text, at))
