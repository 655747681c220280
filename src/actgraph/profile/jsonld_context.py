"""The JSON-LD context of a profile: the words of the vocabulary as keys of JSON, as YAML has them.

A profile names the context by its address. Nothing is fetched: the context is made from the vocabulary and put in the
place of the address before the text is read.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from actgraph.core.prefixes import BASE, get_local_name, load_prefixes, shorten_iri
from actgraph.profile import schema, yaml_words
from actgraph.profile.text import ProfileText
from actgraph.profile.yaml_words import Word

CONTEXT_FILE = "context.jsonld"
CONTEXT_IRI = BASE + CONTEXT_FILE
_ALIASES = {"id": "@id", "type": "@type", **dict.fromkeys(yaml_words.GROUPS, "@nest")}
_TYPES = {"number": "xsd:double", "integer": "xsd:integer", "boolean": "xsd:boolean"}
_TYPES |= {"day": "xsd:date", "month": "xsd:gYearMonth", "address": "@id", "any": "@id"}
_ONCE = "Name it once, at the top of the file, and put the nodes into one @graph."


@functools.cache
def build_context() -> Mapping[str, Any]:
    """Build the context from the vocabulary: its prefixes, and the words that the shapes of profiles look at.

    A value of a property that takes values of the vocabulary is one of their words, else the IRI of a node.

    >>> context = build_context()["@context"]
    >>> context["Model"], context["ownCompute"], context["developedBy"]
    ('ag:Model', {'@id': 'ag:ownCompute', '@type': 'xsd:double'}, {'@id': 'ag:developedBy', '@type': '@id'})
    >>> context["modalityOut"], context["image"], context["2.1.used"]
    ({'@id': 'ag:modalityOut', '@type': '@vocab'}, 'ag:image', 'tcs:fld_2.1.used')
    """
    ag = load_prefixes()["ag"]
    properties, classes = schema.collect_shape_terms()
    words = {
        name: word
        for name, word in yaml_words.load_words().items()
        if word.iri in properties or not word.iri.startswith(ag)
    }
    for group in yaml_words.load_groups().values():
        words |= group
    values = {name: iri for word in words.values() for name, iri in yaml_words.list_values(word).items()}
    names = {get_local_name(iri): iri for iri in classes if iri.startswith(ag)} | values
    return {
        "@context": {
            "@version": 1.1,
            **load_prefixes(),
            **_ALIASES,
            **{name: shorten_iri(iri) for name, iri in sorted(names.items())},
            **{name: _define_word(word) for name, word in sorted(words.items())},
        }
    }


def _define_word(word: Word) -> str | dict[str, str]:
    name = shorten_iri(word.iri)
    if word.kind == "node":
        return {"@id": name, "@type": "@vocab" if yaml_words.list_values(word) else "@id"}
    # Answers of yes or no may be words: JSON's own true and false need no type.
    type_ = "" if word.kind == "boolean" and word.is_lenient else _TYPES.get(word.kind, "")
    return {"@id": name, "@type": type_} if type_ else name


def format_context() -> str:
    """Write the context as a file."""
    return json.dumps(build_context(), ensure_ascii=False, indent=2) + "\n"


def insert_context(source: ProfileText) -> ProfileText:
    """Put the context into a text in the place of its address; the lines stay as they are.

    Args:
        source: valid JSON.

    Raises:
        ProfileError: the text names the context more than once.

    >>> insert_context(ProfileText("a.jsonld", '{"@context": "urn:other"}')).text
    '{"@context": "urn:other"}'
    >>> '"\\\\u0069d":"\\\\u0040id"' in insert_context(ProfileText("a", f'{{"@context": ["{CONTEXT_IRI}"]}}')).text
    True
    """
    first, again = [*_find_addresses(source.text), None, None][:2]
    if first is None:
        return source
    if again is not None:
        raise source.make_error(f"it names the context {CONTEXT_IRI} twice", _ONCE, source.get_line(again.start()))
    return ProfileText(source.name, source.text[: first.start()] + _write_escaped() + source.text[first.end() :])


def _find_addresses(text: str) -> Iterator[re.Match[str]]:
    """Find where the address stands as a context, alone or in a list."""
    open_: list[tuple[str, str | None]] = []  # each open bracket, and the key that was read last in it
    is_key = False
    for part in _TOKEN.finditer(text):
        mark = part[0]
        if mark in "{[":
            # A list has the key of what it is the value of.
            open_.append((mark, open_[-1][1] if mark == "[" and open_ else None))
            is_key = mark == "{"
        elif mark in "}]":
            open_.pop()
            is_key = False
        elif mark in ",:":
            is_key = mark == "," and bool(open_) and open_[-1][0] == "{"
        elif is_key:
            open_[-1] = "{", json.loads(mark)
        elif open_ and open_[-1][1] == "@context" and json.loads(mark) == CONTEXT_IRI:
            yield part


_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{},:]', re.DOTALL)


@functools.cache
def _write_escaped() -> str:
    """Write the context on one line, with escapes: whoever looks for a text of the profile does not find it here."""
    text = json.dumps(build_context()["@context"], separators=(",", ":"))
    return re.sub('"(.)([^"]*)"', lambda found: f'"\\u{ord(found[1]):04x}{found[2]}"', text)
