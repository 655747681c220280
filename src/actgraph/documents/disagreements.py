"""Find where documents state different values of what has one value."""

import functools
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.documents.draft import Draft
from actgraph.profile.schema import load_shapes

_NAMES = tuple(load_prefixes()[prefix] + name for prefix, name in (("rdfs", "label"), ("dcterms", "title")))
_LICENCE = load_prefixes()["ag"] + "licence"
_NAMED_BY = (*_NAMES, *(load_prefixes()["ag"] + name for name in ("spdxIdentifier", "hubIdentifier")))


class Disagreement(NamedTuple):
    """Different values of one property of one node.

    Attributes:
        name: what the node is called.
        node: IRI of the node.
        property: IRI of the property.
        stated: the values as words, each with its file and place.
    """

    name: str
    node: str
    property: str
    stated: tuple[str, ...]


@functools.cache
def list_single_valued() -> frozenset[str]:
    """List the properties that have one value by the shapes, and the licence; two documents seldom mean two.

    >>> load_prefixes()["ag"] + "parameters" in list_single_valued()
    True
    """
    found = {shape.path[0] for shape in load_shapes().values() if shape.is_single_valued and len(shape.path) == 1}
    return frozenset(found - set(_NAMES) | {_LICENCE})


def find_disagreements(draft: Draft) -> list[Disagreement]:
    """Find the disagreements of a draft, also those within one file."""
    return list(_find(draft))


def describe_disagreement(one: Disagreement) -> str:
    """Describe a disagreement in one sentence."""
    word = shorten_iri(one.property).partition(":")[2]
    return f"The documents disagree on {word} of {one.name}: {'; '.join(one.stated)}"


def _find(draft: Draft) -> Iterator[Disagreement]:
    names: dict[str, str] = {}
    for quad in draft.quads:
        if quad.predicate.value in _NAMED_BY:
            names.setdefault(quad.subject.value, getattr(quad.object, "value", ""))  # type: ignore[union-attr]
    values: dict[tuple[str, str], dict[object, Quad]] = {}
    for quad in draft.sources:
        if quad.predicate.value in list_single_valued():
            key = (quad.subject.value, quad.predicate.value)  # type: ignore[union-attr]
            values.setdefault(key, {}).setdefault(_normalize(quad.object), quad)
    for (node, property_), found in values.items():
        files = {draft.sources[quad].file for quad in found.values()}
        if len(found) > 1 and (property_ != _LICENCE or len(files) > 1):  # one file may offer two licences
            stated = []
            for quad in found.values():
                source = draft.sources[quad]
                value = getattr(quad.object, "value", "")
                stated.append(f"{names.get(value) or shorten_iri(value)} ({source.file}, {source.place})")
            yield Disagreement(names.get(node) or shorten_iri(node), node, property_, tuple(stated))


def _normalize(value: object) -> object:
    if isinstance(value, NamedNode):
        return value
    text = getattr(value, "value", "")
    try:
        return float(text)
    except ValueError:
        return text
