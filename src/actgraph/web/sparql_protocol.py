"""Parse requests of the SPARQL 1.1 Protocol.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qsl

import mimeparse
from starlette.requests import Request

from actgraph.core.suggestions import quote_text, suggest_labels
from actgraph.sparql.guard import MAX_QUERY_CHARACTERS
from actgraph.web.http.requests import RequestError, get_media_type, read_bounded

FORM_MEDIA, QUERY_MEDIA, UPDATE_MEDIA = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
PROTOCOL_FIELDS = ("query", "default-graph-uri", "named-graph-uri", "format")
_MAX_BYTES = 12 * MAX_QUERY_CHARACTERS + 100_000  # at most four bytes per character, each written as %XX in a form


class Operation(NamedTuple):
    """A query operation of the protocol.

    Attributes:
        query: SPARQL text; None for a request without a query, which is answered with the service description.
        default_graphs: IRIs of the default graph.
        named_graphs: IRIs of the graphs for GRAPH.
        formats: values of the field `format`.
        start_query: name of the query that fills the form; empty for none.
        parameters: all other fields: the parameters of that query.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    start_query: str = ""
    parameters: tuple[tuple[str, str], ...] = ()


async def read_operation(request: Request) -> Operation:
    """Read the operation of a request by GET, by POST of a form, or by direct POST.

    Raises:
        RequestError: the request breaks the protocol, asks for an update, or is too large.
    """
    fields = _parse_fields(request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        return parse_operation(fields)
    if request.method != "POST":
        raise RequestError(405, "a query is asked by GET or POST")
    kind = get_media_type(request.headers)
    if kind == UPDATE_MEDIA:
        raise RequestError(403, "this service is read only: it takes no update")
    if kind not in (FORM_MEDIA, QUERY_MEDIA):
        told = kind or "a body without a type"
        raise RequestError(415, f"a query is not read from {told}", f"Send it as {QUERY_MEDIA}, or as {FORM_MEDIA}.")
    charset = mimeparse.parse_mime_type(request.headers["content-type"])[2].get("charset") or "utf-8"
    if charset.lower() not in ("utf-8", "utf8"):
        raise RequestError(415, "a query is in UTF-8", "Send it so.")
    body = await read_bounded(request, _MAX_BYTES, request.app.state.end)
    found = parse_operation(
        [*fields, *(_parse_fields(body) if kind == FORM_MEDIA else [("query", _decode_text(body))])]
    )
    if found.query is None:  # the service description is for GET only
        raise RequestError(400, "there is no query", "Send one field “query”.")
    return found


def parse_operation(fields: Iterable[tuple[str, str]]) -> Operation:
    """Parse the fields of a request, given as names and values in their order.

    Raises:
        RequestError: there are two queries, a field is unknown, or the request is an update.

    >>> parse_operation([("query", "ASK {}"), ("default-graph-uri", "urn:g")]).default_graphs
    ('urn:g',)
    """
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    if "update" in found or any(name.startswith("using-") for name in found):
        raise RequestError(403, "this service is read only: it takes no update")
    queries = found.get("query", [])
    if len(queries) > 1:
        raise RequestError(400, "there is more than one query", "Send one field “query”.")
    start = found.get("start", [""])[0]
    others = tuple((name, value) for name in found if name not in (*PROTOCOL_FIELDS, "start") for value in found[name])
    if not queries and not start and (graphs := [name for name in PROTOCOL_FIELDS[1:3] if name in found]):
        raise RequestError(400, f"there is no query beside {graphs[0]}", "Send one field “query”.")
    for name, _ in () if start else others:
        near = suggest_labels(name, PROTOCOL_FIELDS)
        if near or (not queries and "format" not in found):  # clients send fields of other services with a query
            todo = f"Fields: {', '.join(PROTOCOL_FIELDS)}."
            raise RequestError(400, f"there is no field {quote_text(name)}", todo, near)
    return Operation(
        queries[0] if queries else None,
        tuple(filter(None, found.get("default-graph-uri", ()))),
        tuple(filter(None, found.get("named-graph-uri", ()))),
        tuple(filter(None, found.get("format", ()))),
        start,
        others,
    )


def _parse_fields(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode(), keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise _make_encoding_error() from None
    except ValueError:
        raise RequestError(400, "there are more than 100 fields") from None


def _decode_text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise _make_encoding_error() from None


def _make_encoding_error() -> RequestError:
    return RequestError(400, "the query is not in UTF-8", "Send it in UTF-8.")
