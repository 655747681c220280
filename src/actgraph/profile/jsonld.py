"""What a profile in JSON-LD may hold, and what of it the engine passes over in silence.

JSON-LD leaves out, without a word, each key that no context explains and each IRI that is not whole; a fact that its
writer believes to be in the profile would be missing. So the text is read once more inside a context that explains
every key, and what comes out more than before is told.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad

from actgraph.profile import jsonld_process
from actgraph.profile.text import Text, clipped

MOST_NESTING = 100
MOST_TERMS = 1000  # in contexts: the engine takes terms that rest on each other one inside the other
_PROBE = "https://w3id.org/actgraph/.well-known/profile/"
_KEY, _RELATIVE = _PROBE + "key/", _PROBE + "relative/"
_PART = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|([\[{])|([\]}])', re.DOTALL)
_REPAIR = "Repair it, or write the profile in Turtle."


def check(source: Text) -> None:
    """Refuse what is no JSON, what nests too deep, and contexts that would have to be fetched.

    Args:
        source: a text that should be JSON-LD.

    Raises:
        ProfileError: it is one of these, or an IRI in it is none.

    >>> check(Text("a.jsonld", '{"@context": "https://example.org/c"}'))
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.jsonld:1: the context https://example.org/c would have to be fetched
      Write the context itself into the file: nothing is ever fetched.
    """
    depth = 0
    for part in _PART.finditer(source.text):
        depth += (part[1] is not None) - (part[2] is not None)
        if depth > MOST_NESTING:
            line = source.line(part.start())
            raise source.wrong(f"the brackets nest deeper than {MOST_NESTING}", "Give the inner nodes an @id.", line)
    try:
        # Pairs, for a key may stand there twice; figures as they are written, for they may be very long.
        tree = json.loads(source.text, object_pairs_hook=_Object, parse_int=_Figure, parse_float=_Figure)
    except json.JSONDecodeError as error:
        raise source.wrong(f"this is no JSON: {error.msg}", _REPAIR, source.line(error.pos)) from None
    terms = 0
    for key, value in _pairs(tree):
        if key == "@context":
            terms += sum(1 for _ in _pairs(value))
        if remote := next(_remote(key, value), None):
            what = f"the context {clipped(remote)} would have to be fetched"
            raise source.wrong(
                what, "Write the context itself into the file: nothing is ever fetched.", _line(source, remote)
            )
        if key == "@id" and isinstance(value, str) and ":" in value and not _is_node(value):
            raise source.wrong(f"“{clipped(value)}” is no IRI", "Write %20 and the like.", _line(source, value))
    if terms > MOST_TERMS:
        raise source.wrong(f"its contexts have over {MOST_TERMS:,} terms", "Leave out what the profile does not use.")


def passed_over(source: Text) -> tuple[str, ...]:
    """Notes on the keys and classes that no context explains, so that they are not read.

    Args:
        source: JSON-LD that the engine reads.

    Raises:
        ProfileError: an IRI in it is not whole.

    >>> passed_over(Text("a.jsonld", '{"@id": "a:a", "a:b": 1, "name": "x"}'))
    ('a.jsonld:1: “name” is not in the @context, so it is not read',)
    """
    inside = f'{{"@context": {{"@vocab": "{_KEY}"}}, "@graph": {source.text}}}'
    found: dict[str, None] = {}
    for quad in jsonld_process.statements(inside, _RELATIVE):
        for iri in _iris(quad):
            if iri.startswith(_RELATIVE):
                written = iri.removeprefix(_RELATIVE)
                raise source.wrong(
                    f"“{clipped(written)}” is no full IRI",
                    'Write IRIs in full, or an "@base" into the @context.',
                    _line(source, written),
                )
            if iri.startswith(_KEY):
                found[iri.removeprefix(_KEY)] = None
    return tuple(_note(source, key) for key in found)


def line_of_error(source: Text, message: str) -> int | None:
    """The line of what the engine's message quotes, or None.

    Args:
        source: a text that it cannot read as JSON-LD.
        message: what it says.

    >>> line_of_error(Text("a.jsonld", '{\\n"@type": "b"}'), "Invalid @type iri 'b'")
    2
    """
    quoted = re.search(r"'([^']+)'", message)
    return _line(source, quoted[1]) if quoted else None


def _note(source: Text, key: str) -> str:
    line = _line(source, key)
    where = source.name if line is None else f"{source.name}:{line}"
    return f"{where}: “{clipped(key)}” is not in the @context, so it is not read"


def _line(source: Text, written: str) -> int | None:
    return source.find(re.escape(json.dumps(written, ensure_ascii=False)))


class _Figure(str):
    """A number as it is written."""


class _Object(list[tuple[str, Any]]):
    """An object of JSON as its pairs."""


def _pairs(tree: Any) -> Iterator[tuple[str, Any]]:
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, _Object):
            yield from part
            waiting.extend(value for _, value in part)
        elif isinstance(part, list):
            waiting.extend(part)


def _remote(key: str, value: Any) -> Iterator[str]:
    if key in ("@context", "@import"):
        parts = value if isinstance(value, list) and not isinstance(value, _Object) else [value]
        yield from (part for part in parts if isinstance(part, str) and not isinstance(part, _Figure))


def _iris(quad: Quad) -> Iterator[str]:
    parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return (part.value for part in parts if isinstance(part, NamedNode))


def _is_node(written: str) -> bool:
    try:
        NamedNode(written)
    except ValueError:
        return written.startswith("_:")
    return True
