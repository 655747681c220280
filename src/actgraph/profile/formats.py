"""The six forms of RDF that a profile can be written in: statements, and in four of them their lines."""

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Triple, parse

from actgraph.core import prefixes
from actgraph.profile import jsonld, jsonld_process, rdfxml, turtle_lines
from actgraph.profile.text import MOST_WRITTEN, Text, bounded, clipped

_MOST_QUOTED = 100  # statements about statements: the engine takes them one inside the other
_QUOTED = "a statement about a statement (RDF 1.2) is not read"
_PLAIN = "Say it with a node of its own."
_CAN_QUOTE = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


class Reading(NamedTuple):
    """What is written in a profile.

    Attributes:
        quads: its statements, in the order of the text where there are lines.
        lines: of each, from 1; empty in RDF/XML and JSON-LD.
        notes: what is written and not read.
    """

    quads: list[Quad]
    lines: list[int]
    notes: tuple[str, ...] = ()


def read(source: Text, form: str) -> Reading:
    """Read the statements of a text.

    Args:
        source: the text.
        form: `ttl`, `trig`, `nt`, `nq`, `xml` or `jsonld`.

    Raises:
        ProfileError: it is not of this form, or holds what is not read here.

    >>> read(Text("a.ttl", "<a:a> <a:b> 1 ,\\n2 ."), "ttl").lines
    [1, 2]
    """
    return _READERS[form](source)


def _terse(source: Text, kind: RdfFormat) -> Reading:
    quads = _judged(source, kind)
    single = turtle_lines.apart(source)
    # Neither the statements nor that a line belongs to one may hang on our reading of the text being right.
    try:
        again = bounded(parse(single.text, format=RdfFormat.TRIG))
    except (SyntaxError, MemoryError):
        return Reading(quads, [])
    if len(again) != len(single.lines) or _ground(again) != _ground(quads):
        return Reading(quads, [])
    return Reading(again, single.lines)


def _lined(source: Text, kind: RdfFormat) -> Reading:
    quads = _judged(source, kind)
    lines = turtle_lines.one_a_line(source)
    if len(lines) != len(quads):
        lines = turtle_lines.of_lines(source)
    return Reading(quads, lines if len(lines) == len(quads) else [])


def _xml(source: Text) -> Reading:
    rdfxml.check(source)
    return Reading(_judged(source, RdfFormat.RDF_XML), [])


def _json(source: Text) -> Reading:
    jsonld.check(source)
    quads = _judged(source, RdfFormat.JSON_LD)
    with _engine(source, RdfFormat.JSON_LD):
        return Reading(quads, [], jsonld.passed_over(source))


def _judged(source: Text, kind: RdfFormat) -> list[Quad]:
    if kind in _CAN_QUOTE and source.text.count("<<") > _MOST_QUOTED:
        raise source.wrong(_QUOTED, _PLAIN, source.find("<<"))
    with _engine(source, kind):
        quads = _parsed(source, kind)
    for quad in quads:
        if isinstance(quad.object, Triple):
            raise source.wrong(_QUOTED, _PLAIN, source.find(r"<<|\{\||~"))
        if isinstance(quad.object, Literal) and quad.object.direction is not None:
            what = f"“{clipped(quad.object.value)}” has a direction of writing, which is not read"
            raise source.wrong(what, "Leave it out.", source.find("--|@direction"))
    return quads


@contextlib.contextmanager
def _engine(source: Text, kind: RdfFormat) -> Iterator[None]:
    """What the engine says, as our users are told it."""
    try:
        yield
    except SyntaxError as error:
        column = f" (column {error.offset})" if error.offset else ""
        what = f"this is no {kind.name}: {plain(error)}{column}"
        raise source.wrong(what, _todo(error.msg), error.lineno or _line(source, kind, error.msg)) from None
    except MemoryError:
        what = f"a single value or name is over 16 MB, or all are over {MOST_WRITTEN // 1_000_000} MB when written out"
        raise source.wrong(what, "Shorten it, or the prefix that stands for it.") from None
    except jsonld_process.BrokenError:
        raise source.wrong("the reader of JSON-LD broke over it", "Nest less, or write it in Turtle.") from None


def _parsed(source: Text, kind: RdfFormat) -> list[Quad]:
    if kind == RdfFormat.JSON_LD:
        return jsonld_process.statements(source.text)
    return bounded(parse(source.text, format=kind))


def _line(source: Text, kind: RdfFormat, message: str) -> int | None:
    if kind == RdfFormat.RDF_XML:
        return rdfxml.line_of_error(source)
    return jsonld.line_of_error(source, message)


def plain(error: Exception) -> str:
    """What the engine says of a text, without the place, which is told apart.

    Args:
        error: as it raises it.

    >>> plain(SyntaxError("Parser error at line 1 column 2: a dot is missing"))
    'a dot is missing'
    """
    return re.sub(r"^Parser error (?:at|between|on) .*?\d+: ", "", getattr(error, "msg", str(error)))


def _todo(message: str) -> str:
    if unknown := re.search(r"[Tt]he prefix (\S*): has not been declared", message):
        prefix = unknown[1]
        namespace = prefixes.prefixes().get(prefix, "…")
        return f"Declare it at the top: @prefix {prefix}: <{namespace}> ."
    if "No scheme found" in message:
        return "Write IRIs in full, or say at the top what they are relative to (@base, xml:base)."
    return "Repair it there, or just before."


def _ground(quads: list[Quad]) -> Counter[tuple[object, ...]]:
    """The statements, whatever their blank nodes are called."""
    return Counter(tuple(None if isinstance(part, BlankNode) else part for part in quad) for quad in quads)


_READERS: dict[str, Callable[[Text], Reading]] = {
    "ttl": lambda source: _terse(source, RdfFormat.TURTLE),
    "trig": lambda source: _terse(source, RdfFormat.TRIG),
    "nt": lambda source: _lined(source, RdfFormat.N_TRIPLES),
    "nq": lambda source: _lined(source, RdfFormat.N_QUADS),
    "xml": _xml,
    "jsonld": _json,
}
