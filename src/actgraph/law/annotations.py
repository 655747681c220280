"""Our editorial statements about the texts: those about a node, its errata, and what one statement says."""

from actgraph.core.prefixes import TERMS
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.sparql import named_queries

_WHOLE_KINDS = {"Chapter", "Section", "CodeChapter"}


def find_annotations(day: Day, iri: str) -> list[Row]:
    """Find our statements on a node or a part of it, or about it.

    Args:
        iri: a node; a whole chapter or section of an act or a code has none, as it would have all.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["kind"] for row in find_annotations(day, day.cite("54(6)")) if row["relation"] == "laid down here"]
    ['Contradiction', 'Exemption', 'Question', 'Question', 'Question', 'Reservation']
    """
    return [] if day.get_node(iri).kind in _WHOLE_KINDS else _query_about_node(day, iri, "readings-of-node")


def find_errata(day: Day, iri: str) -> list[Row]:
    """Find the errors in the text of a node, or in what its file says of it.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["corrected"] for row in find_errata(day, day.cite("guidelines 15"))]
    ['paragraph 118']
    """
    return _query_about_node(day, iri, "errata")


def find_annotation_facts(day: Day, iri: str) -> list[Row]:
    """Find what one of our statements says, and what others say of it; nothing for any other node.

    Args:
        iri: a node of it; of a node that is no statement of ours nothing is told.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> rows = find_annotation_facts(day, day.cite("rdg:exm_53.2"))
    >>> [row["valueLabel"] for row in rows if row["propertyLabel"] == "not of models"]
    ['general-purpose AI model with systemic risk']
    """
    # A defined term is a SKOS concept too, but not a statement of ours.
    return [] if iri.startswith(TERMS) else _query_about_node(day, iri, "facts-of-reading")


def _query_about_node(day: Day, iri: str, query_name: str) -> list[Row]:
    """Return the rows of a query about a node; none for a node of a class that the query does not take."""
    query = named_queries.load_named_query(query_name)
    return (
        day.select_rows(named_queries.bind_parameters(query, {"node": iri}))
        if day.get_node(iri).kind in query.params[0].kinds
        else []
    )
