"""The JSON-LD context of the graph: its prefixes, and a term for each class and property of its own."""

from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

from actgraph.core import paths
from actgraph.core.prefixes import load_prefixes

JsonLdContext = dict[str, Any]


def build_jsonld_context() -> JsonLdContext:
    """The context, made from `ontology/prefixes.ttl` and `ontology/core.ttl`.

    A property whose values are nodes has `@type: @id`, one whose values are of a datatype has that; what is words alone
    has none.

    >>> build_jsonld_context()["covers"], build_jsonld_context()["order"], build_jsonld_context()["Article"]
    ({'@id': 'ag:covers', '@type': '@id'}, {'@id': 'ag:order', '@type': 'xsd:integer'}, {'@id': 'ag:Article'})
    """
    ag, xsd = load_prefixes()["ag"], load_prefixes()["xsd"]
    kinds: dict[str, set[str]] = {}
    ranges: dict[str, str] = {}
    for quad in parse(path=paths.get_data_path("ontology", "core.ttl"), format=RdfFormat.TURTLE):
        if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
            continue
        if quad.predicate.value == load_prefixes()["rdf"] + "type":
            kinds.setdefault(quad.subject.value, set()).add(quad.object.value.removeprefix(load_prefixes()["owl"]))
        elif quad.predicate.value == load_prefixes()["rdfs"] + "range":
            ranges[quad.subject.value] = quad.object.value
    found: JsonLdContext = dict(sorted(load_prefixes().items()))
    for iri in sorted(iri for iri in kinds if iri.startswith(ag)):
        term: dict[str, str] = {"@id": f"ag:{iri.removeprefix(ag)}"}
        datatype = ranges.get(iri, "")
        if "ObjectProperty" in kinds[iri]:
            term["@type"] = "@id"
        elif "DatatypeProperty" in kinds[iri] and datatype.startswith(xsd) and datatype != xsd + "string":
            term["@type"] = f"xsd:{datatype.removeprefix(xsd)}"
        elif not kinds[iri] & {"Class", "DatatypeProperty"}:
            continue  # a node, such as a role
        found[iri.removeprefix(ag)] = term
    return found
