"""Answers to SPARQL in the formats of the W3C, and no value of them dangerous to who opens the file.

What the formats can say otherwise is said otherwise: a sign that a terminal would take for a command stands there by
its number, and so does the sign that makes a spreadsheet compute a cell of TSV. CSV cannot say it: there such a cell
has an apostrophe in front, and signs for terminals are left out.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, serialize

from actgraph.core.errors import UnansweredError
from actgraph.core.prefixes import prefixes
from actgraph.core.tables import escaped, in_sheet
from actgraph.graph.engine import plain_value

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

Results = QuerySolutions | QueryBoolean | QueryTriples
_COLUMNS, _CELLS = 200, 20_000  # that a page shows: each becomes an element of it
TABLE = "table"  # not of the W3C: columns and plain values as JSON, for our own pages and commands


class Written(NamedTuple):
    """An answer, written.

    Attributes:
        form: its format.
        body: the bytes.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE.
        cut: whether rows are left out, as many as were asked for being there.
        basis: the graphs that it was asked over, in words, where some were named; empty where all of the day were.
    """

    form: str
    body: bytes
    query: str = ""
    cut: bool = False
    basis: str = ""


ROWS: Mapping[str, QueryResultsFormat] = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
TRIPLES: Mapping[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}


def written(results: Results, form: str, most_bytes: int, most_rows: int = 0) -> Written:
    """Write an answer.

    Args:
        results: of the engine, not looked at yet.
        form: one of `ROWS`, or of `TRIPLES` where the query makes triples, or `TABLE`.
        most_bytes: how large it may become.
        most_rows: how many rows of a table to write; 0 for all.

    Raises:
        UnansweredError: it is larger.
        OSError: the store cannot be read.

    >>> from pyoxigraph import Store
    >>> written(Store().query('SELECT ("=1+1" AS ?sum) {}'), "csv", 1000).body
    b"sum\\r\\n'=1+1\\r\\n"
    """
    if form == TABLE:
        return _table(results, most_bytes, most_rows)
    if isinstance(results, QueryTriples):
        return _whole(form, _safe(_triples(results, form, most_bytes), form), most_bytes)
    if form == "csv" and isinstance(results, QuerySolutions):
        return _whole(form, _csv(results, most_bytes), most_bytes)
    out = _Bounded(most_bytes)
    try:
        results.serialize(out, format=ROWS[form])
    except _TooLargeError:
        raise _too_large(most_bytes) from None
    return _whole(form, _safe(out.getvalue().decode(), form), most_bytes)


def _whole(form: str, text: str, most_bytes: int) -> Written:
    body = text.encode()  # signs that are written by their number have made it longer
    if len(body) > most_bytes:
        raise _too_large(most_bytes)
    return Written(form, body)


def _csv(results: QuerySolutions, most_bytes: int) -> str:
    out = io.StringIO()
    writer = csv.writer(out)  # ends its lines as RFC 4180 has it
    writer.writerow([variable.value for variable in results.variables])
    writer.writerows([in_sheet(value or "") for value in row] for row in _rows(results, most_bytes))
    return out.getvalue()


def _triples(results: QueryTriples, form: str, most_bytes: int) -> str:
    triples = sorted(set(results), key=str)  # a graph has each triple once, the engine gives it as often as it is made
    if form == "rdf" and (no_name := next((one for one in triples if not _NAME.search(one.predicate.value)), None)):
        what = f"RDF/XML has no way to write the property {no_name.predicate.value}"
        raise UnansweredError("not-acceptable", what, todo="Ask for Turtle, N-Triples or JSON-LD.")
    text = "\n".join(map(str, triples))
    used = {name: iri for name, iri in prefixes().items() if iri in text}
    out = _Bounded(most_bytes)
    try:
        serialize(triples, out, format=TRIPLES[form], prefixes=used if form in ("ttl", "rdf") else None)
    except _TooLargeError:
        raise _too_large(most_bytes) from None
    return out.getvalue().decode()


def _table(results: Results, most_bytes: int, most_rows: int) -> Written:
    if isinstance(results, QueryBoolean):
        return Written(TABLE, json.dumps({"answer": bool(results)}).encode())
    if isinstance(results, QueryTriples):
        return _whole("ttl", _safe(_triples(results, "ttl", most_bytes), "ttl"), most_bytes)
    columns = [variable.value for variable in results.variables]
    if most_rows and len(columns) > _COLUMNS:
        what = f"the answer has {len(columns):,} columns, and a page shows {_COLUMNS} at most"
        raise UnansweredError("size", what, todo="Ask for it as a file.")
    most = min(most_rows, _CELLS // max(len(columns), 1))
    rows: list[list[str | None]] = []
    cut = False
    try:
        for row in _rows(results, most_bytes):
            if most_rows and len(rows) == most:
                cut = True
                break
            rows.append(row)
    except UnansweredError:
        if not most_rows or not rows:
            raise
        cut = True
    return Written(TABLE, json.dumps({"columns": columns, "rows": rows}).encode(), cut=cut)


def _rows(results: QuerySolutions, most_bytes: int) -> Iterator[list[str | None]]:
    size = 0
    for solution in results:
        row = [plain_value(value) for value in solution]
        size += sum(len(value.encode()) + 1 if value else 1 for value in row)
        if size > most_bytes:
            raise _too_large(most_bytes)
        yield row


class _TooLargeError(Exception):
    pass


class _Bounded(io.BytesIO):
    """A file in memory that takes so much and no more."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: "ReadableBuffer") -> int:
        written = super().write(data)
        if self.tell() > self._most:
            raise _TooLargeError
        return written


def _too_large(most_bytes: int) -> UnansweredError:
    return UnansweredError(
        "size",
        f"the answer is over {most_bytes / 1_000_000:g} MB",
        todo="Ask for less of it: name a node, count, or take pages of it with ORDER BY, LIMIT and OFFSET.",
    )


# A property is the name of an element there.
_NAME = re.compile(r"[^\W\d][\w.-]*$")
# What XML 1.0 has no way to write; and what it writes by its number.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BY_NUMBER = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# A string of TSV that a spreadsheet, which takes the quotation marks off, would compute; numbers are left as they are.
_FORMULA = re.compile(r'(?m)(?:^|(?<=\t))"(?![+-]?[\d.]+(?:[eE][+-]?\d+)?")(\s*)([=+\-@\uff1d\uff0b\uff0d\uff20])')


def _safe(text: str, form: str) -> str:
    if form in ("xml", "rdf"):
        return _BY_NUMBER.sub(lambda found: f"&#x{ord(found[0]):x};", _NO_XML.sub("\ufffd", text))
    if form == "tsv":
        text = _FORMULA.sub(lambda found: f'"{found[1]}\\u{ord(found[2]):04X}', text)
    return escaped(text)
