"""The elements of an SPDX 3 document in JSON-LD, under the short names of the official context; nothing is fetched."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from actgraph.documents.readers.bills.bounded_json import clean_text
from actgraph.documents.reading import DocumentError

_MAX_ELEMENTS = 200_000
_TERM = re.compile(r"https?://spdx\.org/rdf/3\.[0-9.]+/terms/(?P<profile>\w+)/(?P<name>\w+)(?:/(?P<entry>\w+))?")
_OWN_PREFIXES = {"spdx": "https://spdx.org/rdf/3.0.1/terms/"}
_KEYWORDS = {"@type": "type", "@value": "@value", "@id": "@id", "spdxId": "@id"}


@dataclass
class Element:
    """An element of the document, or a part of one.

    Attributes:
        identifier: its IRI or blank node; made up from its path if it has none.
        kind: the short name of its class.
        path: where it stands.
        values: property → its values, each with its path; an element within is its identifier.
    """

    identifier: str
    kind: str
    path: str
    values: dict[str, list[tuple[Any, str]]] = field(default_factory=dict)

    def get_texts(self, name: str) -> Sequence[tuple[str, str]]:
        """Return the values of a property that are texts, each with its path."""
        return [(text, path) for value, path in self.values.get(name, ()) if (text := clean_text(value))]

    def get_text(self, name: str) -> str:
        """Return the first text of a property; empty if there is none."""
        return next((text for text, _ in self.get_texts(name)), "")

    def locate(self, name: str) -> str:
        """Return where the first text of a property stands; empty if there is none."""
        return next((path for _, path in self.get_texts(name)), "")


def shorten_term(name: str, prefixes: Mapping[str, str] = _OWN_PREFIXES) -> str:
    """Return the name that the official context gives to a class, property or entry of a vocabulary.

    >>> shorten_term("https://spdx.org/rdf/3.0.1/terms/AI/typeOfModel"), shorten_term("spdx:Core/name")
    ('ai_typeOfModel', 'name')
    >>> shorten_term("https://spdx.org/rdf/3.0.0/terms/Core/RelationshipType/trainedOn"), shorten_term("ai_domain")
    ('trainedOn', 'ai_domain')
    """
    if ":" in name and not name.startswith("http"):
        prefix, _, rest = name.partition(":")
        name = f"{prefixes[prefix]}{rest}" if prefix in prefixes else name
    found = _TERM.fullmatch(name)
    if not found:
        return name
    if found["entry"]:
        return found["entry"]
    return found["name"] if found["profile"] == "Core" else f"{found['profile'].lower()}_{found['name']}"


def read_elements(document: Any, name: str) -> dict[str, Element]:
    """Read all elements of a document.

    Args:
        document: as parsed.
        name: the name of the file in messages.

    Returns:
        Identifier → element, in the order of the document.

    Raises:
        DocumentError: it has too many.

    >>> found = read_elements({"@graph": [{"type": "Person", "spdxId": "urn:p", "name": "A"}]}, "bill.json")
    >>> found["urn:p"].get_texts("name")
    [('A', '@graph[0].name')]
    """
    return _ElementReader(_read_prefixes(document), name).read(document)


def _read_prefixes(document: Any) -> dict[str, str]:
    contexts = document.get("@context") if isinstance(document, dict) else None
    prefixes = dict(_OWN_PREFIXES)
    for context in contexts if isinstance(contexts, list) else [contexts]:
        if isinstance(context, dict):
            prefixes |= {key: value for key, value in context.items() if isinstance(value, str)}
    return prefixes


class _ElementReader:
    def __init__(self, prefixes: Mapping[str, str], name: str) -> None:
        self._prefixes, self._name = prefixes, name
        self._elements: dict[str, Element] = {}

    def read(self, document: Any) -> dict[str, Element]:
        for one, path in _list_top(document):
            self._add(one, path)
        return self._elements

    def _add(self, source: dict[str, Any], path: str) -> str:
        if len(self._elements) >= _MAX_ELEMENTS:
            raise DocumentError("it has too many elements", where=self._name)
        values: dict[str, list[tuple[Any, str]]] = {}
        identifier, kind = "", ""
        for key, value in source.items():
            name = _KEYWORDS.get(key) or shorten_term(key, self._prefixes)
            if name == "@id":
                identifier = clean_text(value)
            elif name == "type":
                kind = shorten_term(
                    clean_text(value[0] if isinstance(value, list) and value else value), self._prefixes
                )
            elif not key.startswith("@"):
                at = f"{path}.{key}" if path else key
                values.setdefault(name, []).extend(self._read_values(value, at))
        identifier = identifier or f"_:at-{path}"
        if not kind and not values:
            return identifier  # a mere reference
        known = self._elements.setdefault(identifier, Element(identifier, kind, path))
        known.kind = known.kind or kind
        for name, more in values.items():
            known.values.setdefault(name, []).extend(more)
        return identifier

    def _read_values(self, value: Any, path: str) -> Iterator[tuple[Any, str]]:
        if isinstance(value, list):
            for number, one in enumerate(value):
                yield from self._read_values(one, f"{path}[{number}]")
        elif isinstance(value, dict):
            if "@value" in value or "@list" in value:
                yield from self._read_values(value.get("@value", value.get("@list")), path)
            else:
                yield shorten_term(self._add(value, path), self._prefixes), path
        elif isinstance(value, str):
            yield (shorten_term(value, self._prefixes) if _TERM.fullmatch(value) else value), path
        else:
            yield value, path


def _list_top(document: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """List the elements at the top of a document: of its graph, of an array, or the only one."""
    graph, prefix = document, ""
    if isinstance(document, dict):
        graph, prefix = document.get("@graph", [document]), "@graph" if "@graph" in document else ""
    for number, one in enumerate(graph if isinstance(graph, list) else [graph]):
        if isinstance(one, dict):
            yield one, f"{prefix}[{number}]" if prefix or isinstance(document, list) else ""
