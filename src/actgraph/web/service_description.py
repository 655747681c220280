"""What the SPARQL service says of itself: https://www.w3.org/TR/sparql11-service-description/."""

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from actgraph.core.prefixes import prefixes
from actgraph.core.tables import escaped
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.sparql.writers import TRIPLES
from actgraph.web.http.media_types import ROWS
from actgraph.web.http.media_types import TRIPLES as TRIPLES_MEDIA

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdf": "RDF_XML",
}


def described(day: Day, endpoint: str, form: str) -> bytes:
    """The description of the service.

    Args:
        day: the graph that it asks where none is named.
        endpoint: its address.
        form: one of the formats of triples.

    >>> from actgraph.graph.day import on
    >>> b"sd:endpoint <http://127.0.0.1/sparql>" in described(on("2026-11-24"), "http://127.0.0.1/sparql", "ttl")
    True
    """
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    available = BlankNode("available")
    found = [
        _said(service, "rdf:type", _sd("Service")),
        _said(service, "sd:endpoint", NamedNode(endpoint)),
        _said(service, "sd:supportedLanguage", _sd("SPARQL11Query")),
        _said(service, "sd:feature", _sd("UnionDefaultGraph")),
        _said(service, "sd:defaultEntailmentRegime", NamedNode("http://www.w3.org/ns/entailment/Simple")),
        _said(service, "sd:defaultDataset", dataset),
        _said(service, "sd:availableGraphs", available),
        _said(dataset, "rdf:type", _sd("Dataset")),
        _said(dataset, "rdfs:label", Literal(day.basis, language="en")),
        _said(dataset, "sd:defaultGraph", default),
        _said(default, "rdf:type", _sd("Graph")),
        _said(available, "rdf:type", _sd("GraphCollection")),
    ]
    forms = dict.fromkeys([*ROWS.values(), *TRIPLES_MEDIA.values()])
    found += [_said(service, "sd:resultFormat", NamedNode(_FORMATS + _NAMES[one])) for one in forms]
    for one in day.graphs:
        found += _named(dataset, one.iri, "day")
    editions = [(edition.iri, edition.label) for edition in catalog.editions(catalog.graphs())]
    for iri, label in [*((one.iri, "") for one in catalog.graphs()), *editions]:
        found += _named(available, iri, "any")
        if label:
            found.append(_said(NamedNode(iri), "rdfs:label", Literal(label, language="en")))
    used = {name: prefixes()[name] for name in ("rdfs", "grf")} | {"sd": _SD, "formats": _FORMATS}
    # The service first, and what is said of each node in one place.
    found = sorted(dict.fromkeys(found), key=lambda triple: (triple.subject != service, str(triple)))
    written = serialize(found, format=TRIPLES[form], prefixes=used if form in ("ttl", "rdf") else None)
    return escaped((written or b"").decode()).encode()


def _named(collection: BlankNode, iri: str, kind: str) -> list[Triple]:
    entry, graph = BlankNode(f"{kind}-{iri.rpartition('/')[2]}".replace(".", "_")), NamedNode(iri)
    return [
        _said(collection, "sd:namedGraph", entry),
        _said(entry, "rdf:type", _sd("NamedGraph")),
        _said(entry, "sd:name", graph),
    ]


def _said(subject: BlankNode | NamedNode, predicate: str, value: BlankNode | NamedNode | Literal) -> Triple:
    prefix, _, name = predicate.partition(":")
    return Triple(subject, NamedNode((_SD if prefix == "sd" else prefixes()[prefix]) + name), value)


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
