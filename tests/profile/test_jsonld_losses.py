"""JSON-LD never loses a statement in silence: it is read, as rdflib reads it, or refused, or reported."""

import itertools
import json

import pyoxigraph as ox
import pytest
import rdflib

from actgraph.core.errors import ProfileError
from actgraph.profile import formats
from actgraph.profile.text import ProfileText

NO_TAG, NO_IRI = "no valid tag", "is not a valid IRI"
NO_PROPERTY, NO_LABEL = "which is no property", "not a valid name of a blank node"
UNREAD = "so it is not read"


def write_node(part):
    return json.dumps({"@context": part.get("@context", {}), "@id": "urn:m", "urn:good": 1} | part)


def read_text(text):
    return formats.parse_rdf(ProfileText("x.jsonld", text), "jsonld")


def define(*, name="urn:p", **parts):
    return {"@context": {"a": "urn:a:", "t": {"@id": name} | {f"@{key}": value for key, value in parts.items()}}}


LOSSES = {
    "a language with an underscore": (
        {"urn:p": {"@value": "x", "@language": "en_US"}},
        "of “x” has " + NO_TAG,
    ),
    "an empty language": ({"urn:p": {"@value": "x", "@language": ""}}, NO_TAG),
    "a language of a term": (define(language="e n") | {"t": "x"}, NO_TAG),
    "a language of all": ({"@context": {"@language": "e n"}, "urn:p": "x"}, NO_TAG),
    "a language by another name": ({"@context": {"l": "@language"}, "urn:p": {"@value": "x", "l": "e n"}}, NO_TAG),
    "one of a map of languages": (
        define(container="@language") | {"t": {"e n": "x", "en": "y"}},
        "of “x” has " + NO_TAG,
    ),
    "a language in a list": ({"urn:p": {"@list": [{"@value": "x", "@language": "e n"}]}}, NO_TAG),
    "a language without a value": ({"urn:p": {"@language": "en"}}, "a @language or @direction has no @value"),
    "a direction without a value": ({"urn:p": {"@direction": "rtl"}}, "@direction has no @value"),
    "a direction of all that is none": ({"@context": {"@direction": "up"}, "urn:p": "x"}, "'up'"),
    "a direction of a term that is none": (define(direction="up") | {"t": "x"}, "'up'"),
    "a link with a space": (define(type="@id") | {"t": "http://e/a b"}, "“http://e/a b” " + NO_IRI),
    "a link with a prefix and a space": (define(type="@id") | {"t": "a:b c"}, "“a:b c” " + NO_IRI),
    "a word with a space": (define(type="@vocab") | {"t": "urn:b c"}, "“urn:b c” " + NO_IRI),
    "a relative link with a space": ({"@context": {"@base": "http://e/"}, "urn:p": {"@id": "b c"}}, "b c” " + NO_IRI),
    "a relative link without a base": (
        {"@context": {"@base": None}, "urn:p": {"@id": "b"}},
        "“b” is no full IRI",
    ),
    "a link that looks like a keyword": ({"urn:p": {"@id": "@foo"}}, "“@foo” " + NO_IRI),
    "a node whose name looks like a keyword": ({"urn:p": {"@id": "@foo", "urn:q": 1}}, "“@foo” " + NO_IRI),
    "a link that is a keyword": ({"urn:p": {"@id": "@type"}}, "“@type” " + NO_IRI),
    "a link by another name": ({"@context": {"id": "@id"}, "urn:p": {"id": "urn:a b"}}, "“urn:a b” " + NO_IRI),
    "a key with a prefix and a space": (define() | {"a:b c": 1}, "“a:b c” " + NO_IRI),
    "a key with angle brackets": ({"http://e/<x>": 1}, "“http://e/<x>” " + NO_IRI),
    "a key with a wrong escape": ({"http://e/%zz": 1}, "“http://e/%zz” " + NO_IRI),
    "a key of the vocabulary with a space": ({"@context": {"@vocab": "urn:v:"}, "b c": 1}, "“urn:v:b c” " + NO_IRI),
    "a key that looks like a keyword": ({"@foo": 1}, "“@foo” " + NO_IRI),
    "a term that looks like a keyword": ({"@context": {"@foo": "urn:p"}, "@foo": 1}, "“@foo” " + NO_IRI),
    "a keyword of contexts": ({"@version": 1}, "“@version” " + NO_IRI),
    "a key of maps": ({"@none": 1}, "“@none” is no property"),
    "a key of maps by another name": ({"@context": {"none": "@none"}, "none": 1}, "“@none” is no property"),
    "a term for a key of maps": (define(name="@none") | {"t": 1}, "“@none” is no property"),
    "a key of maps by two other names": ({"@context": {"n": "@none", "m": "n"}, "m": 1}, "“@none” is no property"),
    "a key that is a blank node": ({"_:p": 1}, "“_:p” is a blank node, " + NO_PROPERTY),
    "a term that is a blank node": (define(name="_:p") | {"t": 1}, NO_PROPERTY),
    "a vocabulary of blank nodes": ({"@context": {"@vocab": "_:"}, "p": 1}, NO_PROPERTY),
    "a class with a space": (define() | {"@type": "a:B c"}, "“a:B c” " + NO_IRI),
    "one of the classes": (define() | {"@type": ["a:B", "a:B c"]}, "“a:B c” " + NO_IRI),
    "a link that is a name of a keyword": (
        {"@context": {"id": "@id", "@base": "http://e/"}, "urn:p": {"@id": "id"}},
        "“id” " + NO_IRI,
    ),
    "a class by another name": ({"@context": {"type": "@type"}, "type": "urn:B c"}, "“urn:B c” " + NO_IRI),
    "a blank node with a space": ({"urn:p": {"@id": "_:b c"}}, "“_:b c” is " + NO_LABEL),
    "a blank node without a name": ({"urn:p": {"@id": "_:"}}, NO_LABEL),
    "a term with a space in what it means": (define(name="urn:b c") | {"t": 1}, "“urn:b c” " + NO_IRI),
    "a prefix with a space": ({"@context": {"b": "http://e e/"}, "b:c": 1}, "“http://e e/” " + NO_IRI),
    "a prefix that makes a wrong IRI": (
        {"@context": {"b": "http://e/#"}, "b:c#d": 1},
        "a term is defined as an invalid IRI",
    ),
    "a vocabulary with a space": ({"@context": {"@vocab": "urn:v v:"}, "t": 1}, "“urn:v v:t” " + NO_IRI),
    "a context of a node": ({"urn:p": {"@context": {"b": "urn:b:"}, "@id": "urn:n", "b:c d": 1}}, "“b:c d” " + NO_IRI),
    "a context of a term": (define(context={"q": "urn:b c"}) | {"t": {"q": 1}}, "“urn:b c” " + NO_IRI),
    "a map of nodes": (define(container="@id") | {"t": {"urn:b c": {"urn:q": 1}}}, "“urn:b c” " + NO_IRI),
    "a graph": (define(container=["@graph", "@id"]) | {"t": {"urn:b c": {"urn:q": 1}}}, "“urn:b c” " + NO_IRI),
    "a map of classes": (define(container="@type") | {"t": {"urn:b c": {"urn:q": 1}}}, "“urn:b c” " + NO_IRI),
    "a reverse key": ({"@reverse": {"urn:b c": {"@id": "urn:x"}}}, "“urn:b c” " + NO_IRI),
    "a reverse term": (
        {"@context": {"t": {"@reverse": "urn:b c"}}, "t": {"@id": "urn:x"}},
        "urn:b c is not a valid IRI",
    ),
    "an item of a list": ({"urn:p": {"@list": [1, {"@id": "urn:b c"}]}}, "“urn:b c” " + NO_IRI),
    "an item of a set": ({"urn:p": {"@set": [1, {"@id": "urn:b c"}]}}, "“urn:b c” " + NO_IRI),
    "what is nested": ({"@nest": {"urn:b c": 1}}, "“urn:b c” " + NO_IRI),
    "what is included": ({"@included": [{"@id": "urn:b c", "urn:q": 1}]}, "“urn:b c” " + NO_IRI),
    "a value after a property": ({"urn:p": {"urn:q": 1, "@value": "x"}}, "cannot contain properties, urn:q"),
    "a direction that is none": ({"urn:p": {"@value": "x", "@direction": "up"}}, "'up'"),
    "a term with a prefix that is null": ({"@context": {"a:b": None}, "a:b": 1}, "“a:b” is null in the @context"),
}


@pytest.mark.parametrize(("part", "said"), LOSSES.values(), ids=LOSSES)
def test_loss_is_refused(part, said):
    with pytest.raises(ProfileError) as caught:
        read_text(write_node(part))
    assert said in str(caught.value)


NOTED = {
    "a key that is not in the context": {"foo": 1},
    "a key with a space": {"b c": 1},
    "a class": {"@type": ["urn:C", "Foo"]},
    "a word": define(type="@vocab") | {"t": "foo"},
    "a term that is null": {"@context": {"@vocab": "urn:v:", "t": None}, "t": 1},
    "a term that means null": {"@context": {"t": {"@id": None}}, "t": 1},
    "a class that is null": {"@context": {"Foo": None}, "@type": "Foo"},
    "a key after a context that is null": {"@context": {"t": "urn:p"}, "urn:p": {"@context": None, "t": 1}},
    "a key after a vocabulary that is null": {"@context": [{"@vocab": "urn:v:"}, {"@vocab": None}], "t": 1},
}


@pytest.mark.parametrize("part", NOTED.values(), ids=NOTED)
def test_what_context_leaves_out_is_noted(part):
    notes = read_text(write_node(part)).notes
    assert len(notes) == 1
    assert notes[0].endswith(UNREAD)


# ---- A second processor reads the same -------------------------------------------------------------------------------

READ = {
    "values that are null": {"urn:p": [None, 1, {"@value": None}], "urn:q": None},
    "numbers with a class": define(type="http://www.w3.org/2001/XMLSchema#date") | {"t": 2026},
    "a number where a link was due": define(type="@id") | {"t": 5},
    "a map of languages": define(container=["@language", "@set"])
    | {"t": {"en": ["x", None], "@none": "y", "de": None}},
    "a map of languages with a class": define(container="@language", type="@id") | {"t": {"en": "x y"}},
    "a set of languages with a class": define(container=["@set", "@language"], type="@id") | {"t": {"en": "x y"}},
    "a key of maps by another name": {
        "@context": {"none": "@none", "t": {"@id": "urn:p", "@container": "@language"}},
        "t": {"none": "x"},
    },
    "a map by index": define(container="@index") | {"t": {"b c": "x", "e": "y"}},
    "a map by a property": define(container="@index", index="urn:i") | {"t": {"b c": {"@id": "urn:x"}}},
    "a map by classes": define(container="@type") | {"t": {"urn:C": {"urn:q": 1}, "@none": {"urn:q": 2}}},
    "a map by nodes": define(container="@id") | {"t": {"urn:x": {"urn:q": 1}, "@none": {"urn:q": 2}}},
    "graphs": define(container=["@graph", "@id"]) | {"t": {"urn:g": {"urn:q": 1}}},
    "an index": {"urn:p": {"@value": "x", "@index": "b c"}},
    "lists": {"urn:p": {"@list": [1, None, {"@list": ["x"]}]}},
    "a set": {"urn:p": {"@set": [1, "x"]}},
    "reverse": {"@reverse": {"urn:p": {"@id": "urn:x", "urn:q": 1}}},
    "JSON": {"urn:p": {"@type": "@json", "@value": {"@foo": 1, "b c": {"@language": "e n"}}}},
    "nested": {"@context": {"n": "@nest"}, "n": {"urn:q": 1}},
    "included": {"@included": [{"@id": "urn:x", "urn:q": 1}]},
    "blank nodes": {"urn:p": {"@id": "_:b"}, "urn:q": [{"@id": "_:b", "@type": "_:c"}, {"urn:r": 1}]},
    "an unknown prefix": {"zz:foo": {"@id": "yy:foo"}},
    "a term that stands for itself": {"@context": {"a": "http://a/", "a:x": {"@id": "http://a/x"}}, "a:x": 1},
    "a term with a space": {"@context": {"is open": "urn:p"}, "is open": True},
    "a protected term": {"@context": [{"@protected": True, "a": "urn:a:", "t": "urn:a:p"}, {"t": "a:p"}], "t": 1},
    "a language by two names": {"@context": {"l": "@language", "m": "l"}, "urn:p": {"@value": "x", "m": "en"}},
    "names by a class": {"@context": {"C": {"@id": "urn:C", "@context": {"q": "urn:q"}}}, "@type": "C", "q": 1},
    "relative bases": {"@context": [{"@base": "http://e/a/"}, {"@base": "b/"}], "urn:p": {"@id": "../c?d#e"}},
    "names of keywords as values": {"@context": {"id": "@id", "v": "@value"}, "urn:p": ["id", {"v": "v"}]},
    "words that begin with @": {"urn:p": "@alice", "urn:q": "@type"},
    "an IRI with name and digits": {"urn:p": {"@id": "https://e.org/hostname2026"}},
    "a direction of all": {"@context": {"@direction": "rtl"}, "urn:p": "x"},
    "a direction": {"urn:p": {"@value": "x", "@direction": "rtl"}},
    "a direction of a term": define(direction="ltr") | {"t": "x"},
    "a direction by another name": {"@context": {"d": "@direction"}, "urn:p": {"@value": "x", "d": "rtl"}},
    "protected classes": {"@context": {"@type": {"@protected": True}}, "@type": "urn:C"},
    "a set of protected classes": {"@context": {"@type": {"@protected": True, "@container": "@set"}}, "@type": "urn:C"},
}


def read_with_rdflib(text):
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="json-ld")
    return list(ox.parse(dataset.serialize(format="nquads"), format=ox.RdfFormat.N_QUADS))


def to_canonical(quads):
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


@pytest.mark.parametrize("part", READ.values(), ids=READ)
def test_rdflib_reads_same(part):
    reading = read_text(write_node(part))
    assert reading.notes == ()
    assert to_canonical(reading.quads) == to_canonical(read_with_rdflib(write_node(part)))


CONTEXT = {
    "a": "urn:a:",
    "id": "@id",
    "null": None,
    "link": {"@id": "urn:link", "@type": "@id"},
    "word": {"@id": "urn:word", "@type": "@vocab"},
    "tagged": {"@id": "urn:tagged", "@language": "en"},
    "map": {"@id": "urn:map", "@container": "@language"},
    "wrong": "urn:x y",
}
KEYS = "urn:p a:p a:p!p a:<p> null link word tagged map wrong unknown @foo _:p @reverse".split()
NAMES = ("urn:x", "a:x", "a:x y", "x", "_:x", "_:x y", "@x", "null", "link")
MADE = [*NAMES, *({"@id": name} for name in NAMES), *({"id": name, "urn:q": 1} for name in NAMES)]
MADE += [*({"@type": name} for name in NAMES), *({tag: "v"} for tag in ("en", "en_US"))]
MADE += [*({"@value": "v", "@language": tag} for tag in ("en", "e n")), [None], {"@list": [{"@id": "a:x y"}]}, 1.5]


def test_product_of_keys_and_values_loses_nothing():
    silent = []
    for key, value in itertools.product(KEYS, MADE):
        text = write_node({"@context": CONTEXT, key: value})
        try:
            reading = read_text(text)
        except ProfileError:
            continue
        if not reading.notes and len(reading.quads) < len(read_with_rdflib(text)):
            silent.append((key, value))
    assert silent == []
