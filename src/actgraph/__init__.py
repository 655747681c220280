"""The EU AI Act and the General-Purpose AI Code of Practice as one knowledge graph.

>>> import actgraph
>>> actgraph.cite("53(1)(a)")
'https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_a'
>>> rows = actgraph.ask("coverage-of-provision", provision="53(1)(c)", on="2026-11-24")
>>> rows[0]["commitmentLabel"], rows[0]["link"]
('Copyright Commitment 1', 'declared')
>>> len(list(actgraph.load(on="2025-01-01").graphs())) > 5
True
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["ask", "cite", "load"]


def cite(words: str, on: str | None = None, *, strict: bool = False) -> str | None:
    """Return the IRI of the node that a citation names on a day, or None.

    Args:
        words: the citation, such as "53(1)(a)", "Annex XI, Section 2", "recital 110", "Copyright Measure 1.2".
        on: the day, ISO 8601; today (UTC) by default.
        strict: raise an error, instead of returning None, where it names no node or more than one.

    Raises:
        CitationError: with `strict`; the message has suggestions.
        InputError: the day is not a date, or no text of the graph is in force on it.

    >>> cite("Article 153") is None
    True
    """
    from actgraph.core.errors import CitationError
    from actgraph.graph.day import open_day

    try:
        return open_day(on).cite(words)
    except CitationError:
        if strict:
            raise
        return None


def ask(name: str, on: str | None = None, **params: str) -> list[dict[str, str | None]]:
    """Run a named query on the graph of a day.

    Args:
        name: the name of a query in `queries/`; `actgraph queries` lists them.
        on: the day, ISO 8601; today (UTC) by default.
        params: the parameters of the query; nodes as citations, short names or IRIs.

    Returns:
        For each row, variable name → plain string, or None where unbound.

    Raises:
        QueryError: there is no such query, or a parameter is missing or unknown.
        CitationError: a parameter names no node.
        InputError: the day is not a date, or no text of the graph is in force on it.

    >>> [row["measureLabel"] for row in ask("measures-of-commitment", commitment="Safety and Security Commitment 10")]
    ['Safety and Security Measure 10.1', 'Safety and Security Measure 10.2']
    """
    from actgraph.graph.day import open_day
    from actgraph.sparql import named_queries

    return named_queries.run_named_query(name, open_day(on), params)


def load(on: str | None = None) -> "Dataset":
    """Load the graph of a day into rdflib.

    Args:
        on: the day, ISO 8601; today (UTC) by default.

    Returns:
        A dataset with the named graphs of the day; queries see their union.

    Raises:
        InputError: the day is not a date, or no text of the graph is in force on it.

    >>> from rdflib import URIRef
    >>> commitment = URIRef("https://w3id.org/actgraph/code-of-practice/cpy.com_1")
    >>> covers = URIRef("https://w3id.org/actgraph/ns/covers")
    >>> [str(provision).rpartition("/")[2] for provision in load("2026-11-24").objects(commitment, covers)]
    ['art_53.par_1.pnt_c']
    """
    from actgraph.graph import dataset

    return dataset.load_dataset(on)
