"""The graph of a day as an rdflib dataset, for those who work in Python."""

from rdflib import Dataset, URIRef

from actgraph.core import paths, prefixes
from actgraph.graph import catalog


def load_dataset(date: str | None = None) -> Dataset:
    """Load the graphs that hold on a day.

    Args:
        date: the day, ISO 8601; today where there is none.

    Raises:
        InputError: it is no date, or nothing of the graph holds on it.

    >>> article = URIRef("https://w3id.org/actgraph/eli/reg/2024/1689/art_53")
    >>> [str(title) for title in load_dataset("2025-01-01").objects(article, URIRef("http://purl.org/dc/terms/title"))]
    ['Obligations for providers of general-purpose AI models']
    """
    dataset = Dataset(default_union=True)
    for prefix, namespace in prefixes.load_prefixes().items():
        dataset.bind(prefix, namespace, replace=True)
    for graph in catalog.find_valid_graphs(catalog.parse_date(date)):
        dataset.graph(URIRef(graph.iri)).parse(paths.get_data_path("ontology", graph.file), format="turtle")
    return dataset
