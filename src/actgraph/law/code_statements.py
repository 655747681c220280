"""The sentences of the AI-Generated Content Code, and what each part of it means for a signatory."""

from pyoxigraph import NamedNode

from actgraph.core.prefixes import CONTENT_CODE
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.graph.node import to_named_node
from actgraph.sparql import named_queries


def get_force(day: Day, iri: str) -> str:
    """Return whether a part of the code is mandatory, encouraged or optional; empty where it only explains.

    >>> from actgraph.graph.day import open_day
    >>> get_force(open_day("2026-11-24"), CONTENT_CODE + "sec_2.com_1")
    'mandatory'
    """
    if not iri.startswith(CONTENT_CODE):
        return ""
    force = to_named_node("ag:force")
    found = [quad.object for quad in day.find_outgoing(iri) if quad.predicate == force]
    return day.get_node(found[0].value).label if found and isinstance(found[0], NamedNode) else ""


def find_statements(day: Day, iri: str) -> list[Row]:
    """Find the sentences of a part of the code itself, without those of the parts below it; a point can be its own.

    Returns:
        Rows of the query `statements-of-code`.

    >>> from actgraph.graph.day import open_day
    >>> [row["forceLabel"] for row in find_statements(open_day("2026-11-24"), CONTENT_CODE + "sec_2.com_1.mea_2.sub_3")]
    ['mandatory', 'optional', 'mandatory']
    """
    if not iri.startswith(CONTENT_CODE):
        return []
    query = named_queries.load_named_query("statements-of-code")
    rows = day.select_rows(named_queries.bind_parameters(query, {"part": iri}))
    return [row for row in rows if row["statement"] == iri or f"{iri}.stm_" in (row["statement"] or "")]
