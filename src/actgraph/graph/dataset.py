"""Load the graph of a day into an rdflib dataset."""

import datetime

from rdflib import Dataset, URIRef

from actgraph.core import prefixes
from actgraph.graph import catalog


def load_dataset(date: str | datetime.date | None = None) -> Dataset:
    """Load the named graphs of a day; queries see their union.

    Args:
        date: ISO 8601 date, or a `datetime.date`; today (UTC) by default.

    Raises:
        InputError: it is not a date, or no text of the graph is in force on it.

    >>> article = URIRef("https://w3id.org/actgraph/eli/reg/2024/1689/art_53")
    >>> [str(title) for title in load_dataset("2025-01-01").objects(article, URIRef("http://purl.org/dc/terms/title"))]
    ['Obligations for providers of general-purpose AI models']
    """
    dataset = Dataset(default_union=True)
    for prefix, namespace in prefixes.load_prefixes().items():
        dataset.bind(prefix, namespace, replace=True)
    for graph in catalog.find_valid_graphs(catalog.parse_date(date)):
        dataset.graph(URIRef(graph.iri)).parse(graph.read(), format="turtle")
    return dataset
