"""The graph of a day as an rdflib dataset, for those who work in Python."""

from rdflib import Dataset, URIRef

from actgraph.core import paths, prefixes
from actgraph.graph import catalog


def load(on: str | None = None) -> Dataset:
    """Load the graphs that hold on a day.

    Args:
        on: the day, ISO 8601; today where there is none.

    Raises:
        InputError: it is no date, or nothing of the graph holds on it.

    >>> article = URIRef("https://w3id.org/actgraph/eli/reg/2024/1689/art_53")
    >>> [str(title) for title in load("2025-01-01").objects(article, URIRef("http://purl.org/dc/terms/title"))]
    ['Obligations for providers of general-purpose AI models']
    """
    dataset = Dataset(default_union=True)
    for prefix, namespace in prefixes.prefixes().items():
        dataset.bind(prefix, namespace, replace=True)
    for graph in catalog.holding(catalog.day_of(on)):
        dataset.graph(URIRef(graph.iri)).parse(paths.data("ontology", graph.file), format="turtle")
    return dataset
