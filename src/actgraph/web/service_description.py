"""Describe the SPARQL service: https://www.w3.org/TR/sparql11-service-description/."""

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from actgraph.core.prefixes import load_prefixes
from actgraph.core.tables import escape_controls
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.sparql.writers import TRIPLE_FORMATS
from actgraph.web.http.media_types import ROW_MEDIA, TRIPLE_MEDIA

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_IRIS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdf": "RDF_XML",
}


def describe_service(day: Day, endpoint: str, format_name: str) -> bytes:
    """Write the service description.

    Args:
        day: graph that a query without a dataset uses.
        endpoint: URL of the service.
        format_name: one of the RDF formats of `TRIPLE_FORMATS`.

    >>> from actgraph.graph.day import open_day
    >>> description = describe_service(open_day("2026-11-24"), "http://127.0.0.1/sparql", "ttl")
    >>> b"sd:endpoint <http://127.0.0.1/sparql>" in description
    True
    """
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    available = BlankNode("available")
    found = [
        _make_triple(service, "rdf:type", _make_sd_term("Service")),
        _make_triple(service, "sd:endpoint", NamedNode(endpoint)),
        _make_triple(service, "sd:supportedLanguage", _make_sd_term("SPARQL11Query")),
        _make_triple(service, "sd:feature", _make_sd_term("UnionDefaultGraph")),
        _make_triple(service, "sd:defaultEntailmentRegime", NamedNode("http://www.w3.org/ns/entailment/Simple")),
        _make_triple(service, "sd:defaultDataset", dataset),
        _make_triple(service, "sd:availableGraphs", available),
        _make_triple(dataset, "rdf:type", _make_sd_term("Dataset")),
        _make_triple(dataset, "rdfs:label", Literal(day.basis, language="en")),
        _make_triple(dataset, "sd:defaultGraph", default),
        _make_triple(default, "rdf:type", _make_sd_term("Graph")),
        _make_triple(available, "rdf:type", _make_sd_term("GraphCollection")),
    ]
    forms = dict.fromkeys([*ROW_MEDIA.values(), *TRIPLE_MEDIA.values()])
    found += [_make_triple(service, "sd:resultFormat", NamedNode(_FORMATS + _FORMAT_IRIS[one])) for one in forms]
    for one in day.graphs:
        found += _describe_named_graph(dataset, one.iri, "day")
    editions = [(edition.iri, edition.label) for edition in catalog.list_editions(catalog.load_catalog())]
    for iri, label in [*((one.iri, "") for one in catalog.load_catalog()), *editions]:
        found += _describe_named_graph(available, iri, "any")
        if label:
            found.append(_make_triple(NamedNode(iri), "rdfs:label", Literal(label, language="en")))
    used = {name: load_prefixes()[name] for name in ("rdfs", "grf")} | {"sd": _SD, "formats": _FORMATS}
    # The service comes first, and the triples of a node stand together.
    found = sorted(dict.fromkeys(found), key=lambda triple: (triple.subject != service, str(triple)))
    written = serialize(
        found, format=TRIPLE_FORMATS[format_name], prefixes=used if format_name in ("ttl", "rdf") else None
    )
    return escape_controls((written or b"").decode()).encode()


def _describe_named_graph(collection: BlankNode, iri: str, kind: str) -> list[Triple]:
    entry, graph = BlankNode(f"{kind}-{iri.rpartition('/')[2]}".replace(".", "_")), NamedNode(iri)
    return [
        _make_triple(collection, "sd:namedGraph", entry),
        _make_triple(entry, "rdf:type", _make_sd_term("NamedGraph")),
        _make_triple(entry, "sd:name", graph),
    ]


def _make_triple(subject: BlankNode | NamedNode, predicate: str, value: BlankNode | NamedNode | Literal) -> Triple:
    prefix, _, name = predicate.partition(":")
    return Triple(subject, NamedNode((_SD if prefix == "sd" else load_prefixes()[prefix]) + name), value)


def _make_sd_term(name: str) -> NamedNode:
    return NamedNode(_SD + name)
