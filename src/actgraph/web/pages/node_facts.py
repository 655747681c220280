"""What is said of a node that no page of another kind tells: its triples, and those that point to it, in words."""

from actgraph.core.prefixes import ACT, CODE, GUIDELINES, SUMMARY, prefixes
from actgraph.graph import vocabulary
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law.node_summary import View

_MOST = 200


def facts(day: Day, iri: str, seen: View) -> list[Row]:
    """The facts of a node, a row each; none of a part of a text, which its page tells otherwise.

    Args:
        day: the graph of the day.
        iri: a node of it.
        seen: the node as `show` tells it.

    Returns:
        Rows with `direction` (says, or is said), `property`, `propertyLabel`, `value` and `valueLabel`.

    >>> from actgraph.graph.day import on
    >>> from actgraph.law.node_summary import view
    >>> day = on("2026-11-24")
    >>> {row["propertyLabel"] for row in facts(day, day.cite("xAI"), view(day, day.cite("xAI")))} >= {"is named by"}
    False
    """
    if seen.facts:
        return [dict(row) for row in seen.facts]
    if seen.node.order and iri.startswith((ACT, CODE, GUIDELINES, SUMMARY)):
        return []
    names = {name: prefixes()[name] for name in ("rdf", "rdfs", "dcterms", "skos", "ag")}
    heads = "".join(f"PREFIX {name}: <{space}>\n" for name, space in names.items())
    return day.rows(
        f"{heads} SELECT DISTINCT ?direction ?property ?propertyLabel ?value ?valueLabel {{"
        f' {{ <{iri}> ?property ?value . OPTIONAL {{ ?value rdfs:label ?valueLabel }} BIND("says" AS ?direction) }}'
        f' UNION {{ ?value ?property <{iri}> ; rdfs:label ?valueLabel . BIND("is said" AS ?direction) }} UNION'
        # A link has no name of its own: it is told by what it links.
        f" {{ ?link ?property <{iri}> ; ag:subject ?value ; ag:object ?object ; ag:predicate/rdfs:label ?does ."
        " FILTER(?property NOT IN (ag:subject, ag:object)) ?value rdfs:label ?from . ?object rdfs:label ?to"
        ' BIND(CONCAT(?from, ": ", ?does, " ", ?to) AS ?valueLabel) BIND("is said" AS ?direction) }'
        " FILTER(?property NOT IN (rdf:type, rdfs:label, dcterms:description, skos:definition, dcterms:title))"
        f" OPTIONAL {{ ?property rdfs:label ?propertyLabel }} }}"
        f" ORDER BY DESC(?direction) ?property ?value ?valueLabel ?propertyLabel LIMIT {_MOST}"
    )


def kind(day: Day, iri: str) -> str:
    """What kind of thing a node is, in words.

    Args:
        day: the graph of the day.
        iri: a node of it.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> kind(day, day.cite("recital 110"))
    'Recital'
    """
    return vocabulary.kind_of(day.node(iri))
