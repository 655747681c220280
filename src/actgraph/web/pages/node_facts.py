"""What is said of a node that no page of another kind tells: its triples, and those that point to it, in words."""

from actgraph.core.prefixes import ACT, CODE, GUIDELINES, SUMMARY, load_prefixes
from actgraph.graph import vocabulary
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law.node_summary import NodeSummary

_MAX_ROWS = 200


def find_node_facts(day: Day, iri: str, summary: NodeSummary) -> list[Row]:
    """The facts of a node, a row each; none of a part of a text, which its page tells otherwise.

    Args:
        day: the graph of the day.
        iri: a node of it.
        summary: the node as `show` tells it.

    Returns:
        Rows with `direction` (says, or is said), `property`, `propertyLabel`, `value` and `valueLabel`.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.law.node_summary import build_node_summary
    >>> day = open_day("2026-11-24")
    >>> {row["propertyLabel"] for row in find_node_facts(day, day.cite("xAI"), build_node_summary(day, day.cite("xAI")))} >= {"is named by"}
    False
    """
    if summary.facts:
        return [dict(row) for row in summary.facts]
    if summary.node.order and iri.startswith((ACT, CODE, GUIDELINES, SUMMARY)):
        return []
    names = {name: load_prefixes()[name] for name in ("rdf", "rdfs", "dcterms", "skos", "ag")}
    heads = "".join(f"PREFIX {name}: <{space}>\n" for name, space in names.items())
    return day.select_rows(
        f"{heads} SELECT DISTINCT ?direction ?property ?propertyLabel ?value ?valueLabel {{"
        f' {{ <{iri}> ?property ?value . OPTIONAL {{ ?value rdfs:label ?valueLabel }} BIND("says" AS ?direction) }}'
        f' UNION {{ ?value ?property <{iri}> ; rdfs:label ?valueLabel . BIND("is said" AS ?direction) }} UNION'
        # A link has no name of its own: it is told by what it links.
        f" {{ ?link ?property <{iri}> ; ag:subject ?value ; ag:object ?object ; ag:predicate/rdfs:label ?does ."
        " FILTER(?property NOT IN (ag:subject, ag:object)) ?value rdfs:label ?from . ?object rdfs:label ?to"
        ' BIND(CONCAT(?from, ": ", ?does, " ", ?to) AS ?valueLabel) BIND("is said" AS ?direction) }'
        " FILTER(?property NOT IN (rdf:type, rdfs:label, dcterms:description, skos:definition, dcterms:title))"
        f" OPTIONAL {{ ?property rdfs:label ?propertyLabel }} }}"
        f" ORDER BY DESC(?direction) ?property ?value ?valueLabel ?propertyLabel LIMIT {_MAX_ROWS}"
    )


def describe_node_kind(day: Day, iri: str) -> str:
    """What kind of thing a node is, in words.

    Args:
        day: the graph of the day.
        iri: a node of it.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> describe_node_kind(day, day.cite("recital 110"))
    'Recital'
    """
    return vocabulary.describe_kind(day.get_node(iri))
