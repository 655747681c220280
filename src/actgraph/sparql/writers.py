"""Write SPARQL results in the W3C formats, with values that are safe to open in a terminal or spreadsheet.

Where the format has escapes, control characters are written as escapes, and so is the character that would make a
spreadsheet compute a TSV cell. CSV has no escapes: there an apostrophe is put before such a cell and control characters
are removed.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, serialize

from actgraph.core.errors import UnansweredError
from actgraph.core.prefixes import load_prefixes
from actgraph.core.tables import escape_controls, escape_formula
from actgraph.graph.engine import to_plain_value

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

QueryResults = QuerySolutions | QueryBoolean | QueryTriples
_MAX_COLUMNS, _MAX_CELLS = 200, 20_000  # limits of a web page, where each cell is an element
TABLE = "table"  # not a W3C format: columns and plain values as JSON, for our own pages and commands


class SerializedResult(NamedTuple):
    """A query result in one of the formats.

    Attributes:
        format_name: a key of ROW_FORMATS or TRIPLE_FORMATS, or TABLE.
        body: the bytes.
        query_form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        is_truncated: whether rows are left out because of the limit on rows.
        basis: the graphs that the query named, in words; empty if it ran on all graphs of the day.
    """

    format_name: str
    body: bytes
    query_form: str = ""
    is_truncated: bool = False
    basis: str = ""


ROW_FORMATS: Mapping[str, QueryResultsFormat] = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
TRIPLE_FORMATS: Mapping[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}


def serialize_results(results: QueryResults, format_name: str, max_bytes: int, max_rows: int = 0) -> SerializedResult:
    """Serialize the results of the engine.

    Args:
        results: not consumed yet.
        format_name: a key of `ROW_FORMATS`, a key of `TRIPLE_FORMATS` if the query returns triples, or `TABLE`.
        max_bytes: the limit on the size of the body.
        max_rows: the limit on the rows of a table; 0 for none.

    Raises:
        UnansweredError: the body is too large, or the format cannot express the results.
        OSError: the store cannot be read.

    >>> from pyoxigraph import Store
    >>> serialize_results(Store().query('SELECT ("=1+1" AS ?sum) {}'), "csv", 1000).body
    b"sum\\r\\n'=1+1\\r\\n"
    """
    if format_name == TABLE:
        return _serialize_table(results, max_bytes, max_rows)
    if isinstance(results, QueryTriples):
        return _build_result(
            format_name, _escape_unsafe(_serialize_triples(results, format_name, max_bytes), format_name), max_bytes
        )
    if format_name == "csv" and isinstance(results, QuerySolutions):
        return _build_result(format_name, _serialize_csv(results, max_bytes), max_bytes)
    out = _BoundedBuffer(max_bytes)
    try:
        results.serialize(out, format=ROW_FORMATS[format_name])
    except _TooLargeError:
        raise _make_size_error(max_bytes) from None
    return _build_result(format_name, _escape_unsafe(out.getvalue().decode(), format_name), max_bytes)


def _build_result(format_name: str, text: str, max_bytes: int) -> SerializedResult:
    body = text.encode()  # escapes have made it longer
    if len(body) > max_bytes:
        raise _make_size_error(max_bytes)
    return SerializedResult(format_name, body)


def _serialize_csv(results: QuerySolutions, max_bytes: int) -> str:
    out = io.StringIO()
    writer = csv.writer(out)  # CRLF line ends, as RFC 4180 requires
    writer.writerow([variable.value for variable in results.variables])
    writer.writerows([escape_formula(value or "") for value in row] for row in _iterate_rows(results, max_bytes))
    return out.getvalue()


def _serialize_triples(results: QueryTriples, format_name: str, max_bytes: int) -> str:
    triples = sorted(set(results), key=str)  # the engine repeats triples
    if format_name == "rdf" and (
        no_name := next((one for one in triples if not _XML_NAME.search(one.predicate.value)), None)
    ):
        what = f"RDF/XML has no way to write the property {no_name.predicate.value}"
        raise UnansweredError("not-acceptable", what, todo="Ask for Turtle, N-Triples or JSON-LD.")
    text = "\n".join(map(str, triples))
    used = {name: iri for name, iri in load_prefixes().items() if iri in text}
    out = _BoundedBuffer(max_bytes)
    try:
        serialize(
            triples, out, format=TRIPLE_FORMATS[format_name], prefixes=used if format_name in ("ttl", "rdf") else None
        )
    except _TooLargeError:
        raise _make_size_error(max_bytes) from None
    return out.getvalue().decode()


def _serialize_table(results: QueryResults, max_bytes: int, max_rows: int) -> SerializedResult:
    if isinstance(results, QueryBoolean):
        return SerializedResult(TABLE, json.dumps({"answer": bool(results)}).encode())
    if isinstance(results, QueryTriples):
        return _build_result("ttl", _escape_unsafe(_serialize_triples(results, "ttl", max_bytes), "ttl"), max_bytes)
    columns = [variable.value for variable in results.variables]
    if max_rows and len(columns) > _MAX_COLUMNS:
        what = f"the answer has {len(columns):,} columns, and a page shows {_MAX_COLUMNS} at most"
        raise UnansweredError("size", what, todo="Ask for it as a file.")
    most = min(max_rows, _MAX_CELLS // max(len(columns), 1))
    rows: list[list[str | None]] = []
    cut = False
    try:
        for row in _iterate_rows(results, max_bytes):
            if max_rows and len(rows) == most:
                cut = True
                break
            rows.append(row)
    except UnansweredError:
        if not max_rows or not rows:
            raise
        cut = True
    return SerializedResult(TABLE, json.dumps({"columns": columns, "rows": rows}).encode(), is_truncated=cut)


def _iterate_rows(results: QuerySolutions, max_bytes: int) -> Iterator[list[str | None]]:
    size = 0
    for solution in results:
        row = [to_plain_value(value) for value in solution]
        size += sum(len(value.encode()) + 1 if value else 1 for value in row)
        if size > max_bytes:
            raise _make_size_error(max_bytes)
        yield row


class _TooLargeError(Exception):
    pass


class _BoundedBuffer(io.BytesIO):
    """A buffer in memory that refuses to grow over a limit."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self._max_bytes = max_bytes

    def write(self, data: "ReadableBuffer") -> int:
        written = super().write(data)
        if self.tell() > self._max_bytes:
            raise _TooLargeError
        return written


def _make_size_error(max_bytes: int) -> UnansweredError:
    return UnansweredError(
        "size",
        f"the answer is over {max_bytes / 1_000_000:g} MB",
        todo="Ask for less of it: name a node, count, or take pages of it with ORDER BY, LIMIT and OFFSET.",
    )


# In RDF/XML the local part of a property is the name of an element.
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")
# Characters that XML 1.0 cannot express; and those that are written as character references.
_XML_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_CONTROLS = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# A TSV string that a spreadsheet would compute, because it strips the quotation marks; numbers are left as they are.
_FORMULA = re.compile(r'(?m)(?:^|(?<=\t))"(?![+-]?[\d.]+(?:[eE][+-]?\d+)?")(\s*)([=+\-@\uff1d\uff0b\uff0d\uff20])')


def _escape_unsafe(text: str, format_name: str) -> str:
    if format_name in ("xml", "rdf"):
        return _XML_CONTROLS.sub(lambda found: f"&#x{ord(found[0]):x};", _XML_FORBIDDEN.sub("\ufffd", text))
    if format_name == "tsv":
        text = _FORMULA.sub(lambda found: f'"{found[1]}\\u{ord(found[2]):04X}', text)
    return escape_controls(text)
