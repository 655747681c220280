"""Check a profile in JSON-LD and report the keys that JSON-LD ignores.

A JSON-LD processor silently drops each key that the context does not define and each relative IRI, so a fact that the
author believes to be in the profile would be missing. Therefore the text is parsed a second time inside a context that
defines every key; what appears only then is reported.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad

from actgraph.profile import jsonld_process
from actgraph.profile.text import ProfileText, clip_message

MAX_JSON_NESTING = 100
MAX_CONTEXT_TERMS = 1000  # the parser resolves terms that depend on each other recursively
_PROBE_BASE = "https://w3id.org/actgraph/.well-known/profile/"
_KEY_PREFIX, _RELATIVE_PREFIX = _PROBE_BASE + "key/", _PROBE_BASE + "relative/"
_JSON_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|([\[{])|([\]}])', re.DOTALL)
_REPAIR = "Repair it, or write the profile in Turtle."


def check_jsonld(source: ProfileText) -> None:
    """Refuse invalid JSON, deep nesting, large contexts and contexts that would have to be fetched.

    Raises:
        ProfileError: the text is one of these, or an `@id` in it is not a valid IRI.

    >>> check_jsonld(ProfileText("a.jsonld", '{"@context": "https://example.org/c"}'))
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.jsonld:1: the context https://example.org/c would have to be fetched
      Write the context itself into the file: nothing is ever fetched.
    """
    depth = 0
    for part in _JSON_TOKEN.finditer(source.text):
        depth += (part[1] is not None) - (part[2] is not None)
        if depth > MAX_JSON_NESTING:
            line = source.get_line(part.start())
            raise source.make_error(
                f"the brackets nest deeper than {MAX_JSON_NESTING}", "Give the inner nodes an @id.", line
            )
    try:
        # Pairs, because a key may occur twice; numbers as strings, because they may be very long.
        tree = json.loads(source.text, object_pairs_hook=_JsonObject, parse_int=_JsonNumber, parse_float=_JsonNumber)
    except json.JSONDecodeError as error:
        raise source.make_error(f"this is no JSON: {error.msg}", _REPAIR, source.get_line(error.pos)) from None
    terms = 0
    for key, value in _walk_pairs(tree):
        if key == "@context":
            terms += sum(1 for _ in _walk_pairs(value))
        if remote := next(_find_remote_contexts(key, value), None):
            what = f"the context {clip_message(remote)} would have to be fetched"
            raise source.make_error(
                what, "Write the context itself into the file: nothing is ever fetched.", _find_line(source, remote)
            )
        if key == "@id" and isinstance(value, str) and ":" in value and not _is_node_id(value):
            raise source.make_error(
                f"“{clip_message(value)}” is no IRI", "Write %20 and the like.", _find_line(source, value)
            )
    if terms > MAX_CONTEXT_TERMS:
        raise source.make_error(
            f"its contexts have over {MAX_CONTEXT_TERMS:,} terms", "Leave out what the profile does not use."
        )


def report_unread_keys(source: ProfileText) -> tuple[str, ...]:
    """Report, one sentence each, the keys and classes that are ignored because the context does not define them.

    Args:
        source: JSON-LD that the parser accepts.

    Raises:
        ProfileError: an IRI in it is relative.

    >>> report_unread_keys(ProfileText("a.jsonld", '{"@id": "a:a", "a:b": 1, "name": "x"}'))
    ('a.jsonld:1: “name” is not in the @context, so it is not read',)
    """
    inside = f'{{"@context": {{"@vocab": "{_KEY_PREFIX}"}}, "@graph": {source.text}}}'
    found: dict[str, None] = {}
    for quad in jsonld_process.parse_jsonld(inside, _RELATIVE_PREFIX):
        for iri in _get_iris(quad):
            if iri.startswith(_RELATIVE_PREFIX):
                written = iri.removeprefix(_RELATIVE_PREFIX)
                raise source.make_error(
                    f"“{clip_message(written)}” is no full IRI",
                    'Write IRIs in full, or an "@base" into the @context.',
                    _find_line(source, written),
                )
            if iri.startswith(_KEY_PREFIX):
                found[iri.removeprefix(_KEY_PREFIX)] = None
    return tuple(_format_note(source, key) for key in found)


def find_jsonld_error_line(source: ProfileText, message: str) -> int | None:
    """Find the line of the text that the parser's error message quotes, or None.

    >>> find_jsonld_error_line(ProfileText("a.jsonld", '{\\n"@type": "b"}'), "Invalid @type iri 'b'")
    2
    """
    quoted = re.search(r"'([^']+)'", message)
    return _find_line(source, quoted[1]) if quoted else None


def _format_note(source: ProfileText, key: str) -> str:
    line = _find_line(source, key)
    where = source.name if line is None else f"{source.name}:{line}"
    return f"{where}: “{clip_message(key)}” is not in the @context, so it is not read"


def _find_line(source: ProfileText, text: str) -> int | None:
    return source.find_line(re.escape(json.dumps(text, ensure_ascii=False)))


class _JsonNumber(str):
    """A JSON number as written."""


class _JsonObject(list[tuple[str, Any]]):
    """A JSON object as key-value pairs."""


def _walk_pairs(tree: Any) -> Iterator[tuple[str, Any]]:
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, _JsonObject):
            yield from part
            waiting.extend(value for _, value in part)
        elif isinstance(part, list):
            waiting.extend(part)


def _find_remote_contexts(key: str, value: Any) -> Iterator[str]:
    if key in ("@context", "@import"):
        parts = value if isinstance(value, list) and not isinstance(value, _JsonObject) else [value]
        yield from (part for part in parts if isinstance(part, str) and not isinstance(part, _JsonNumber))


def _get_iris(quad: Quad) -> Iterator[str]:
    parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return (part.value for part in parts if isinstance(part, NamedNode))


def _is_node_id(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return text.startswith("_:")
    return True
