"""The words of a profile in YAML: those of the vocabulary without prefixes, and what may be their values."""

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from pyoxigraph import NamedNode, RdfFormat, parse

from actgraph.core import paths
from actgraph.core.prefixes import expand_curie, get_local_name, load_prefixes
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile import schema

VERSION_KEY = "actgraph"
DEFAULT_BASE = "https://example.org/profile/"
# The sections of a profile, and the class of what stands in them; `nodes` is for everything else.
SECTIONS = {
    "providers": "Provider",
    "models": "Model",
    "systems": "System",
    "deployers": "Deployer",
    "deployments": "Deployment",
    "evidence": "Evidence",
    "datasets": "Dataset",
    "licences": "Licence",
    "nodes": "",
}
SINGULAR = {name: name.removesuffix("s") for name in SECTIONS if name not in ("evidence", "nodes")}
# Words for properties of other vocabularies.
_SHARED = {
    "label": "rdfs:label",
    "title": "dcterms:title",
    "description": "dcterms:description",
    "issued": "dcterms:issued",
    "modified": "dcterms:modified",
    "source": "dcterms:source",
    "identifier": "dcterms:identifier",
    "page": "foaf:page",
}
_KINDS = {
    "double": "number",
    "integer": "integer",
    "boolean": "boolean",
    "date": "day",
    "gYearMonth": "month",
    "string": "text",
}
# Fields and items stand in a mapping of their own: `fields: {2.1.used: true}`, `items: {13: 70B}`.
GROUPS = {"fields": "tcs:fld_", "items": "cop:mdf.itm_"}
LITERAL_KEYS = frozenset({"value", "datatype", "language"})
RESERVED = ("id", "type", "from", *GROUPS)
_FILES = (("training-summary", "template.ttl"), ("code-of-practice", "documentation-form.ttl"))


class Word(NamedTuple):
    """A property by the word that YAML has for it.

    Attributes:
        iri: the property.
        kind: `number`, `integer`, `boolean`, `day`, `month`, `text`, `address`, `node`, or `any`.
        classes: the classes of its values; empty for literals.
        is_lenient: whether a text is read as it is if it is none of this kind, as answers to fields and items are.
    """

    iri: str
    kind: str
    classes: tuple[str, ...] = ()
    is_lenient: bool = False


@functools.cache
def load_words() -> Mapping[str, Word]:
    """Load the words for properties.

    >>> load_words()["ownCompute"].kind, load_words()["label"].iri
    ('number', 'http://www.w3.org/2000/01/rdf-schema#label')
    """
    words = {}
    for iri, found in load_vocabulary().properties.items():
        if iri.startswith(load_prefixes()["ag"]) and found.kind != "annotation":
            words[get_local_name(iri)] = _make_word(iri, found.range)
    for name, curie in _SHARED.items():
        iri = expand_curie(curie) or ""
        kind = {"issued": "day", "modified": "day", "page": "address", "source": "any"}.get(name, "text")
        words[name] = Word(iri, kind)
    return words


def _make_word(iri: str, range_: tuple[str, ...], is_lenient: bool = False) -> Word:
    xsd = load_prefixes()["xsd"]
    classes = tuple(one for one in range_ if not one.startswith((xsd, load_prefixes()["rdfs"])))
    datatypes = {one.removeprefix(xsd) for one in range_ if one.startswith(xsd)}
    if classes or (not range_ and not is_lenient):
        return Word(iri, "node", classes, is_lenient)
    return Word(iri, _KINDS.get(datatypes.pop(), "text") if len(datatypes) == 1 else "text", (), is_lenient)


@functools.cache
def load_groups() -> Mapping[str, Mapping[str, Word]]:
    """Load the fields of the template and the items of the form: group → word → property.

    >>> load_groups()["fields"]["2.1.used"].kind, load_groups()["items"]["13"].kind
    ('boolean', 'number')
    """
    ranges: dict[str, set[str]] = {}
    figure = NamedNode(load_prefixes()["ag"] + "figure")  # a number, though its range admits a plain N/A
    for folder, name in _FILES:
        for quad in parse(path=paths.get_data_path("ontology", folder, name), format=RdfFormat.TURTLE):
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
                continue
            if quad.object == figure:
                ranges[quad.subject.value] = {load_prefixes()["xsd"] + "double"}
            elif quad.predicate.value == load_prefixes()["rdfs"] + "range":
                ranges.setdefault(quad.subject.value, set()).add(quad.object.value)
    return {
        group: {
            iri.removeprefix(start): _make_word(iri, tuple(sorted(range_)), is_lenient=True)
            for iri, range_ in ranges.items()
            if iri.startswith(start)
        }
        for group, start in ((group, expand_curie(curie) or "") for group, curie in GROUPS.items())
    }


@functools.cache
def list_named_values(classes: tuple[str, ...]) -> Mapping[str, str]:
    """List the values of the vocabulary that belong to one of some classes: word → IRI.

    >>> sorted(list_named_values((load_prefixes()["ag"] + "SizeRange",)))
    ['highestRange', 'lowestRange', 'middleRange']
    """
    terms = load_vocabulary()

    def belongs(class_: str) -> bool:
        return class_ in classes or any(belongs(parent) for parent in terms.classes.get(class_, ()))

    return {
        get_local_name(iri): iri for iri, own in terms.individuals.items() if any(belongs(class_) for class_ in own)
    }


@functools.cache
def list_values(word: Word) -> Mapping[str, str]:
    """List the values of the vocabulary that a property takes, by its shape, else by its range: word → IRI.

    >>> list(list_values(load_words()["sizeClass"]))[:2]
    ['microenterprise', 'smallEnterprise']
    """
    allowed = schema.find_allowed_values(word.iri)
    if allowed and word.kind == "node":
        return {get_local_name(iri): iri for iri in allowed if iri.startswith(load_prefixes()["ag"])}
    return list_named_values(word.classes) if word.classes else {}


@functools.cache
def get_default_class(classes: tuple[str, ...]) -> str:
    """Return the class of a node that is written in place of a value; empty if it must be written.

    >>> get_default_class((load_prefixes()["ag"] + "Licence",)) == load_prefixes()["ag"] + "Licence"
    True
    """
    return classes[0] if len(classes) == 1 and not list_named_values(classes) else ""


@functools.cache
def invert_words() -> Mapping[str, str]:
    """Map each property to its word; fields and items to `fields 2.1.used` and `items 13`.

    >>> invert_words()[load_prefixes()["tcs"] + "fld_2.1.used"]
    'fields 2.1.used'
    """
    found = {word.iri: name for name, word in load_words().items()}
    for group, words in load_groups().items():
        found |= {word.iri: f"{group} {name}" for name, word in words.items()}
    return found


def get_word(name: str) -> Word:
    """Return the property of a word, or of a field or an item as `invert_words` writes it.

    >>> get_word("fields 2.1.used").kind
    'boolean'
    """
    group, space, inner = name.partition(" ")
    return load_groups()[group][inner] if space else load_words()[name]


LOCAL_NAME = re.compile(r"[A-Za-z0-9_][\w-]*(?:\.[\w-]+)*", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def expand_name(name: str, base: str) -> str:
    """Expand a name of a node to its IRI: a full IRI, a short name with a known prefix, or a name below the base.

    >>> expand_name("model", DEFAULT_BASE), expand_name("cop:tra", DEFAULT_BASE), expand_name("urn:x", DEFAULT_BASE)
    ('https://example.org/profile/model', 'https://w3id.org/actgraph/code-of-practice/tra', 'urn:x')
    """
    if not _SCHEME.match(name):
        return base + name
    return expand_curie(name) or name
