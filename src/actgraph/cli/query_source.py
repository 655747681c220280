"""Read the SPARQL text of a user's own query and bind its parameters."""

import sys

from actgraph.core import files
from actgraph.core.errors import QueryError
from actgraph.graph.day import Day
from actgraph.sparql import named_queries
from actgraph.sparql.guard import MAX_QUERY_CHARACTERS

# Bytes: a character has four at most, and a byte order mark may precede the first.
_MOST_QUERY_BYTES = 4 * MAX_QUERY_CHARACTERS + 3


def read_own_query(query: str) -> tuple[str, str]:
    """Read a query from a file or standard input; return its text and its name for messages.

    Raises:
        QueryError: it cannot be read, is too long, or `query` is neither a file nor a named query.
    """
    import os

    looks_like_file = os.path.sep in query or query.endswith((".rq", ".sparql")) or os.path.exists(query)
    if query != "-" and not looks_like_file:
        named_queries.load_named_query(query)  # raises an error that suggests similar names
    return _read_query_text(query), "standard input" if query == "-" else query


def bind_own_query(text: str, where: str, day: Day, params: dict[str, str]) -> str:
    """Bind the parameters that a query declares in its header.

    Args:
        text: the query.
        where: its name for messages.
        day: the day in which citations are looked up.
        params: name → value, as the user wrote it.

    Raises:
        QueryError: the query declares no parameters, or they do not fit.
    """
    own = named_queries.parse_named_query(where, text)
    if params and not own.params:
        raise QueryError("the query has no parameters", where=where, todo="Declare them in it: #+ param: …")
    return named_queries.bind_parameters(own, named_queries.resolve_parameters(own, day, params))


def _read_query_text(query: str) -> str:
    where = "standard input" if query == "-" else query
    try:
        if query == "-" and not sys.stdin:
            raise QueryError("it is closed", where=where)
        if query == "-":
            return _decode_query(files.read_standard_input(_MOST_QUERY_BYTES), where)
        return _decode_query(files.read_input_file(query, _MOST_QUERY_BYTES), where)
    except OSError as error:
        raise QueryError(f"cannot be read ({error.strerror or error})", where=where) from error
    except ValueError:  # a path with a null byte
        raise QueryError("this is no path", where=where) from None


def _decode_query(data: bytes, where: str) -> str:
    if len(data) > _MOST_QUERY_BYTES:
        raise QueryError(f"the query is over {MAX_QUERY_CHARACTERS:,} characters", where=where)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"is not UTF-8 (byte {error.start})", where=where) from error
