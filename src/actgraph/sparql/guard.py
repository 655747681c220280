"""Check that an untrusted query only reads our graphs.

The engine would call other servers for SERVICE, has no switch against it, and crashes on what nests too deeply. So a
query is counted, parsed and checked before the engine sees it.
"""

import difflib
import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from actgraph.core import sparql_tokens
from actgraph.core.errors import UnansweredError
from actgraph.core.suggestions import quote_text
from actgraph.sparql.canonical import canonicalize_query, get_line_column
from actgraph.sparql.query_size import check_query_size, check_triple_count

MAX_QUERY_CHARACTERS = 100_000
# Enough for the permitted nesting and the permitted triples in the innermost group.
_RECURSION_LIMIT = 10_000

_SERVICE_PATTERN = "ServiceGraphPattern"
# The engine recognizes keywords without word boundaries and splits names that it cannot resolve: it reads trueSERVICE:a
# as “true SERVICE :a”, and a:SERVICE:b as “a: SERVICE :b”. So no name has this word before its last colon.
_HIDDEN_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class CheckedQuery(NamedTuple):
    """A query that passed the guard.

    Attributes:
        text: the canonical text.
        form: the query form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        default_graphs: the IRIs in its FROM clauses; None if it has no dataset clause.
        named_graphs: the IRIs in its FROM NAMED clauses; None if it has no dataset clause.
        queried_graphs: the IRIs in its GRAPH patterns.
        functions: the IRIs of the functions that it calls by IRI.
    """

    text: str
    form: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    queried_graphs: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()


def check_query(
    text: str, source: str, prefixes: Mapping[str, str] | None = None, base: str | None = None
) -> CheckedQuery:
    """Refuse a query that is malformed, too large or would do more than read.

    Args:
        text: SPARQL 1.1.
        source: the name of the query in messages: a file, or standard input.
        prefixes: prefix → namespace, for prefixes that the query may use without declaring them.
        base: the base IRI if the query declares none.

    Returns:
        The query with the graphs that it names; the caller checks whether these exist.

    Raises:
        UnansweredError: it is not a query, is too long or nested too deeply, or would call another server.

    >>> check_query("ASK FROM <urn:a> { ?s ?p ?o } # all", "example").default_graphs
    ('urn:a',)
    """
    if len(text) > MAX_QUERY_CHARACTERS:
        raise UnansweredError("too-long", f"the query is over {MAX_QUERY_CHARACTERS:,} characters", source)
    text = canonicalize_query(text, source)
    check_query_size(text, source)
    prologue, query = _parse_query(text, source)
    if _SERVICE_PATTERN in (item.name for item in _walk_values(query)):
        raise _make_service_error(text, source)
    check_triple_count(_count_triples(query), text, source)
    _check_prefixed_names(prologue, query, text, source, prefixes or {})
    default, named, within, functions = _get_names(prologue, query, prefixes or {}, base)
    form = next(form for form in _QUERY_FORMS if query.name == f"{form.capitalize()}Query")
    return CheckedQuery(text, form, default, named, within, functions)


def _parse_query(text: str, source: str) -> Any:
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    # Parse what the engine will read; pyparsing would expand tabs, which shifts every offset after them.
    plain = text.replace("\t", " ")
    asked = sparql_tokens.escape_dots(plain)
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _RECURSION_LIMIT))
    try:
        return parseQuery(asked)
    except ParseBaseException as error:
        at = 0
        for sign in asked[: error.loc]:  # the same characters, some of them after an added backslash
            at += sign == plain[at]
        near = text[at : at + 60].strip().partition("\n")[0]
        what = f"this is no SPARQL query: it cannot be read from “{near}” on" if near else "this is no SPARQL query"
        todo = "SELECT, ASK, CONSTRUCT and DESCRIBE are read; updates are not."
        raise UnansweredError("malformed", what, source, *get_line_column(text, at), todo=todo) from None
    except RecursionError:
        if _find_services(text):
            raise _make_service_error(text, source) from None
        what = "the query nests too much to be read"
        raise UnansweredError("too-long", what, source, todo="Ask for it in several queries.") from None
    except (ValueError, TypeError, AttributeError) as error:  # faults of the parser itself
        raise UnansweredError("malformed", f"this query cannot be read ({error})", source) from None
    finally:
        sys.setrecursionlimit(before)


def _count_triples(query: Any) -> int:
    """Count the triples in patterns and templates; the parser expands lists and property lists to triples."""
    blocks = [item.get("triples" if item.name == "TriplesBlock" else "template") for item in _walk_values(query)]
    return sum(len(triples) // 3 for block in blocks if isinstance(block, list) for triples in block)


def _check_prefixed_names(prologue: Any, query: Any, text: str, source: str, prefixes: Mapping[str, str]) -> None:
    """Check that prefixes are declared: rdflib does not, and the engine does not say which one is missing."""
    declared = {*prefixes, *(_get_part(item, "prefix") for item in _walk_values(prologue))}
    for item in _walk_values(query):
        if item.name != "pname":
            continue
        prefix, local = _get_part(item, "prefix"), _get_part(item, "localname").replace("\\", "")
        name = f"{prefix}:{local}"
        if _HIDDEN_SERVICE.search(name, 0, name.rindex(":")):
            what = f"the name {quote_text(name)} can be read as SERVICE, which would ask another server"
            raise UnansweredError("refused", what, source, *_locate_name(prefix, local, text), todo="Write its IRI.")
        if prefix not in declared:
            near = [f"{one}:" for one in difflib.get_close_matches(prefix, declared)]
            what = f"the prefix “{prefix}:” is not declared"
            raise UnansweredError("malformed", what, source, *_locate_name(prefix, local, text), near=near)


def _locate_name(prefix: str, local: str, text: str) -> tuple[int, int]:
    """Locate the first occurrence of a prefixed name."""
    for token in sparql_tokens.tokenize_query(text):
        if token["prefix"] == prefix and (token["local"] or "").replace("\\", "").rstrip(".") == local:
            return get_line_column(text, token.start())
    return get_line_column(text, 0)


def _get_part(item: Any, name: str) -> str:
    return str(item[name]) if name in item else ""


def _get_names(
    prologue: Any, query: Any, prefixes: Mapping[str, str], base: str | None
) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None, tuple[str, ...], tuple[str, ...]]:
    """Get the IRIs in FROM, in FROM NAMED, in GRAPH, and of functions."""
    from rdflib.plugins.sparql.algebra import translatePrologue
    from rdflib.term import Variable

    absolute = translatePrologue(prologue, base, prefixes).absolutize
    graphs = [
        item for item in _walk_values(query) if item.name == "GraphGraphPattern" and not isinstance(item.term, Variable)
    ]
    within = _resolve_iris(graphs, "term", absolute)
    functions = _resolve_iris([item for item in _walk_values(query) if item.name == "Function"], "iri", absolute)
    clauses = [item for item in _walk_values(query) if item.name == "DatasetClause"]
    if not clauses:
        return None, None, within, functions
    default, named = (_resolve_iris(clauses, which, absolute) for which in ("default", "named"))
    return default, named, within, functions


def _resolve_iris(clauses: list[Any], key: str, resolve: Callable[[Any], object]) -> tuple[str, ...]:
    # Backslash escapes of a local name remain in the resolved IRI; no IRI contains a backslash.
    return tuple(str(resolve(clause[key])).replace("\\", "") for clause in clauses if key in clause)


def _walk_values(tree: object) -> Iterator[Any]:
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


def _find_services(text: str) -> list[int]:
    """Find the offsets of the keyword SERVICE."""
    return [token.start() for token in sparql_tokens.tokenize_query(text) if (token["word"] or "").upper() == "SERVICE"]


def _make_service_error(text: str, source: str) -> UnansweredError:
    """Build the error for SERVICE at its first occurrence."""
    at = min(_find_services(text), default=0)  # SERVICE:a is no keyword
    return UnansweredError("refused", "SERVICE would ask another server: not here", source, *get_line_column(text, at))
