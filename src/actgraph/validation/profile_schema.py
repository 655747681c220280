"""Build the JSON Schema of a profile in YAML, for editors."""

from collections.abc import Mapping
from typing import Any

from actgraph.core.prefixes import BASE, get_local_name, load_prefixes
from actgraph.graph.day import Day
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile import yaml_words as words
from actgraph.profile.yaml_words import Word
from actgraph.reasoning.allowed_terms import load_allowed_terms

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS: Mapping[str, dict[str, Any]] = {
    "number": {"type": ["number", "string"], "examples": ["1.8e23 FLOP", "12B"]},
    "integer": {"type": ["integer", "string"], "examples": [10, "10 years"]},
    "boolean": {
        "anyOf": [
            {"type": "boolean"},
            {"type": "string", "pattern": "^([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO|[YyNn])$"},
        ]
    },
    "day": {"type": "string", "examples": ["2026-02-02"]},
    "month": {"type": "string", "examples": ["2025-06"]},
    "text": {"type": ["string", "number", "boolean"]},
    "any": {"type": ["string", "number"]},
    "address": {"type": "string", "format": "uri"},
}
_REFERENCE = {
    "type": "object",
    "properties": {"id": {"type": "string"}},
    "required": ["id"],
    "additionalProperties": False,
}
# A class whose nodes have the words of another one too: a deployer signs as a provider does, a marking is evidence.
_ALSO = {"Deployer": "Provider", "Marking": "Evidence"}
_LITERAL = {
    "type": "object",
    "properties": {"value": {}, "datatype": {"type": "string"}, "language": {"type": "string"}},
    "required": ["value"],
    "additionalProperties": False,
}


def build_profile_schema(day: Day) -> dict[str, Any]:
    """Build the schema: the sections, the words of each class with their definitions, and their values.

    Args:
        day: the day of the vocabulary.

    >>> from actgraph.graph.day import open_day
    >>> schema = build_profile_schema(open_day("2026-11-24"))
    >>> schema["$defs"]["modalityIn"]["anyOf"][0]["enum"][:2]
    ['text', 'speech']
    """
    rows = day.select_rows(
        f"SELECT ?term ?text {{ ?term <{load_prefixes()['skos']}definition> ?text FILTER(STRSTARTS(STR(?term),"
        f' "{load_prefixes()["ag"]}")) }}'
    )
    definitions = {row["term"] or "": row["text"] or "" for row in rows}
    allowed = load_allowed_terms(day)
    known = {
        name: word
        for name, word in words.load_words().items()
        if word.iri in allowed.properties or not word.iri.startswith(load_prefixes()["ag"])
    }
    classes = sorted(get_local_name(iri) for iri in allowed.classes if iri in load_vocabulary().classes)
    node = {"anyOf": [{"$ref": f"#/$defs/{class_}"} for class_ in classes]}
    sections: dict[str, Any] = {}
    for section, class_ in words.SECTIONS.items():
        value = _make_blocks({"$ref": f"#/$defs/{class_}"} if class_ in classes else node)
        sections[section] = {"type": "object", "additionalProperties": value}
        if section in words.SINGULAR:
            sections[words.SINGULAR[section]] = value
    return {
        "$schema": _DIALECT,
        "$id": f"{BASE}profile.schema.json",
        "title": "actgraph profile",
        "description": "A provider's description of itself, its models and AI systems, and its evidence.",
        "type": "object",
        "properties": {
            words.VERSION_KEY: {"const": 1, "description": "The version of this form of a profile."},
            "base": {"type": "string", "format": "uri", "description": "The IRI that names of nodes are below."},
            "sources": {
                "type": "object",
                "description": "The documents that statements come from; from: names one of them.",
                "additionalProperties": _make_blocks({"$ref": "#/$defs/Source"}),
            },
            **sections,
        },
        "required": [words.VERSION_KEY],
        "additionalProperties": False,
        "$defs": {
            "Source": _make_node("", {name: word for name, word in known.items() if _is_shared(word)}),
            **{class_: _make_node(class_, _select_words(class_, known)) for class_ in classes},
            **{name: _make_values(word, classes, definitions.get(word.iri, "")) for name, word in known.items()},
            **{
                f"{group}.{name}": _make_values(word, classes)
                for group, inner in words.load_groups().items()
                for name, word in inner.items()
            },
        },
    }


def _is_shared(word: Word) -> bool:
    return not word.iri.startswith(load_prefixes()["ag"])


def _select_words(class_: str, known: Mapping[str, Word]) -> dict[str, Word]:
    """Select the words for a class: those of its domain or of a class whose words it shares, and those without one."""
    own = {load_prefixes()["ag"] + name for name in (class_, _ALSO.get(class_, class_))}
    properties = load_vocabulary().properties
    return {
        name: word
        for name, word in known.items()
        if _is_shared(word) or not properties[word.iri].domain or own.intersection(properties[word.iri].domain)
    }


def _make_blocks(node: dict[str, Any]) -> dict[str, Any]:
    """Allow a node to be empty, one mapping, or one for each source; a mapping whose keys are comments is empty."""
    nothing = {"type": "null"}
    return {"anyOf": [node, {"type": "array", "items": {"anyOf": [node, nothing]}}, nothing]}


def _make_node(class_: str, known: Mapping[str, Word]) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "id": {"type": "string", "description": "Its name, by which others refer to it."},
        "type": {"type": ["string", "array"], "description": "Its class, where it is not clear from its place."},
        "from": {"type": ["string", "null"], "description": "The source of these statements."},
        **{name: {"$ref": f"#/$defs/{name}"} for name in known},
    }
    if "Evidence" in (class_, _ALSO.get(class_)):
        for group, inner in words.load_groups().items():
            properties[group] = {
                "type": "object",
                "properties": {name: {"$ref": f"#/$defs/{group}.{name}"} for name in inner},
                "additionalProperties": False,
            }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _make_values(word: Word, classes: list[str], definition: str = "") -> dict[str, Any]:
    """Make the schema of one value or of several."""
    options: list[dict[str, Any]] = []
    if word.kind == "node":
        named = list(words.list_values(word))
        options += [{"enum": named}] if named else []
        options += [{"type": "string", "description": "The name of a node, a citation or an IRI."}] if not named else []
        inner = get_local_name(words.get_default_class(word.classes))
        if inner in classes:
            options.append({"$ref": f"#/$defs/{inner}"})
        elif not named:
            options.append({"type": "object"})
    else:
        options.append(dict(_SCALARS[word.kind]))
    if word.is_lenient and {"type": "string"} not in options:
        options.append({"type": ["string", "number", "boolean"]})
    options += [dict(_LITERAL), dict(_REFERENCE)]
    values = {"anyOf": [*options, {"type": "array", "items": {"anyOf": options}, "minItems": 1}]}
    return {"description": definition, **values} if definition else values
