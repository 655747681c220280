"""Check a profile in JSON-LD and report the keys that JSON-LD ignores.

A JSON-LD processor silently drops each key that the context does not define and each relative IRI, so a fact that the
author believes to be in the profile would be missing. Therefore the text is parsed a second time inside a context that
defines every key, also those that are null; what appears only then is reported. `jsonld_losses` refuses what is wrong.
"""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad

from actgraph.profile.jsonld_context import CONTEXT_IRI, build_context
from actgraph.profile.jsonld_losses import parse_masked
from actgraph.profile.jsonld_tree import (
    JsonNumber,
    JsonObject,
    NameMasks,
    Rewriter,
    find_json_line,
    read_tree,
    walk_pairs,
)
from actgraph.profile.text import ProfileText, clip_message

MAX_JSON_NESTING = 100
MAX_CONTEXT_TERMS = 1000  # contexts included: each has its copy of all terms, and terms may depend on each other
MAX_TERM_LENGTH = 500  # characters: the parser writes out all terms of a node before a statement can be counted
MAX_COPIED_TERMS = 5_000_000  # the parser copies all terms for each node that a context within a context applies to
MAX_JSON_VALUES = 150_000  # with keys: some seven for each statement that a profile may have
_PROBE_BASE = "https://w3id.org/actgraph/.well-known/profile/"
_KEY_PREFIX, _NULL_PREFIX, _RELATIVE_PREFIX = (_PROBE_BASE + name for name in ("key/", "null/", "relative/"))
_UNREAD = {_KEY_PREFIX: "not in", _NULL_PREFIX: "null in"}
# A text that does not end goes on to the end of the file.
_JSON_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)|([\[{])|([\]}])|([,:])', re.DOTALL)
_REPAIR = "Repair it, or write the profile in Turtle."


def check_jsonld(source: ProfileText) -> None:
    """Refuse invalid JSON, deep nesting, too many values, and large contexts or ones that would have to be fetched.

    Raises:
        ProfileError: the text is one of these.

    >>> check_jsonld(ProfileText("a.jsonld", '{"@context": "https://example.org/c"}'))
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.jsonld:1: the context https://example.org/c would have to be fetched
      Write the context into the file, or name that of actgraph, \
https://w3id.org/actgraph/context.jsonld: nothing is fetched.
    """
    _check_size(source)
    try:
        tree = read_tree(source.text)
    except json.JSONDecodeError as error:
        raise source.make_error(f"this is no JSON: {error.msg}", _REPAIR, source.get_line(error.pos)) from None
    terms = 0
    has_inner = is_named = False
    for key, value, is_term in walk_pairs(tree):
        terms += is_term + _count_contexts(key, value)
        has_inner = has_inner or (is_term and key == "@context")
        if terms > MAX_CONTEXT_TERMS:
            raise source.make_error(
                f"its contexts have over {MAX_CONTEXT_TERMS:,} terms", "Leave out what the profile does not use."
            )
        if is_term and isinstance(value, str) and len(value) > MAX_TERM_LENGTH:
            what = f"what a term of its @context stands for is over {MAX_TERM_LENGTH} characters"
            raise source.make_error(what, "Shorten it.", find_json_line(source, key))
        if is_term and ":" in key and (value is None or (isinstance(value, JsonObject) and ("@id", None) in value)):
            what = f"“{clip_message(key)}” is null in the @context, so it would not be read"
            raise source.make_error(
                what, "Remove this key from the @context, or give its IRI there.", find_json_line(source, key)
            )
        for remote in _find_remote_contexts(key, value):
            if (key, remote) == ("@context", CONTEXT_IRI):
                is_named = True
                continue
            what = f"the context {clip_message(remote)} would have to be fetched"
            todo = f"Write the context into the file, or name that of actgraph, {CONTEXT_IRI}: nothing is fetched."
            raise source.make_error(what, todo, find_json_line(source, remote))
    if is_named:
        terms += len(build_context()["@context"])
    if has_inner and terms * source.text.count("{") > MAX_COPIED_TERMS:
        what = "contexts within its @context have too many terms for so many nodes"
        raise source.make_error(what, "Write all terms into the outer @context.", source.find_line('"@context"'))


def _check_size(source: ProfileText) -> None:
    """Refuse a text before it is read as a tree, which would take far more memory than the text."""
    depth = values = 0
    for part in _JSON_TOKEN.finditer(source.text):
        mark = part.lastindex
        if mark == 1:
            depth += 1
        elif mark == 2:
            depth -= 1
        values += mark in (1, 3)
        if depth > MAX_JSON_NESTING:
            what, todo = f"the brackets nest deeper than {MAX_JSON_NESTING}", "Give the inner nodes an @id."
        elif values > MAX_JSON_VALUES:
            what = f"it has more than {MAX_JSON_VALUES:,} keys and values"
            todo = "Remove what does not describe the providers and models of this profile, or split it by model."
        else:
            continue
        raise source.make_error(what, todo, source.get_line(part.start()))


def report_unread_keys(source: ProfileText) -> tuple[str, ...]:
    """Report, one sentence each, the ignored keys and classes: the context does not define them, or sets them to null.

    Args:
        source: JSON-LD that the parser accepts.

    Raises:
        ProfileError: an IRI in it is relative.

    >>> report_unread_keys(ProfileText("a.jsonld", '{"@id": "a:a", "a:b": 1, "name": "x"}'))
    ('a.jsonld:1: “name” is not in the @context, so it is not read',)
    """
    masks = NameMasks()
    rewriter = Rewriter(masks.mask, _NULL_PREFIX, {"@vocab": _KEY_PREFIX, "@base": _RELATIVE_PREFIX})
    tree = rewriter.rewrite(read_tree(source.text))
    found: dict[str, str] = {}
    for quad in parse_masked(tree, masks, f'{{"@context": {{"@vocab": "{_KEY_PREFIX}"}}, "@graph": ', _RELATIVE_PREFIX):
        for iri in _get_iris(quad):
            if iri.startswith(_RELATIVE_PREFIX):
                written = masks.unmask(iri.removeprefix(_RELATIVE_PREFIX))
                raise source.make_error(
                    f"“{clip_message(written)}” is no full IRI",
                    'Write IRIs in full, or an "@base" into the @context.',
                    find_json_line(source, written),
                )
            for prefix, reason in _UNREAD.items():
                if iri.startswith(prefix):
                    found.setdefault(masks.unmask(iri.removeprefix(prefix)), reason)
    lines = _find_text_lines(source, found)
    return tuple(_format_note(source, key, reason, lines.get(key)) for key, reason in found.items())


def find_jsonld_error_line(source: ProfileText, message: str) -> int | None:
    """Find the line of the text that the parser's error message quotes, or None.

    >>> find_jsonld_error_line(ProfileText("a.jsonld", '{\\n"@type": "b"}'), "Invalid @type iri 'b'")
    2
    """
    quoted = re.search(r"'([^']+)'", message)
    return find_json_line(source, quoted[1]) if quoted else None


def _find_text_lines(source: ProfileText, texts: Collection[str]) -> dict[str, int]:
    """Find the line of each text between quotation marks in one pass."""
    lines: dict[str, int] = {}
    wanted = {json.dumps(text, ensure_ascii=False): text for text in texts}
    for part in _JSON_TOKEN.finditer(source.text) if wanted else ():
        text = wanted.get(part[0])
        if text is not None and text not in lines:
            lines[text] = source.get_line(part.start())
    return lines


def _format_note(source: ProfileText, key: str, reason: str, line: int | None) -> str:
    where = source.name if line is None else f"{source.name}:{line}"
    return f"{where}: “{clip_message(key)}” is {reason} the @context, so it is not read"


def _count_contexts(key: str, value: Any) -> int:
    return 0 if key != "@context" else len(value) if type(value) is list else 1


def _find_remote_contexts(key: str, value: Any) -> Iterator[str]:
    if key in ("@context", "@import"):
        parts = value if isinstance(value, list) and not isinstance(value, JsonObject) else [value]
        yield from (part for part in parts if isinstance(part, str) and not isinstance(part, JsonNumber))


def _get_iris(quad: Quad) -> Iterator[str]:
    parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return (part.value for part in parts if isinstance(part, NamedNode))
