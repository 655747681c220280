"""Defined terms: those that a provision defines, those that it uses, and the provisions that use a term."""

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.graph.node import Node


def find_defined_terms(day: Day, iri: str) -> list[Node]:
    """Find the terms that a provision, or a page of a code, defines.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [term.label for term in find_defined_terms(day, day.cite("Article 3(63)"))]
    ['general-purpose AI model']
    """
    return _query_nodes(day, f"?found ag:definedIn <{iri}> .")


def find_used_terms(day: Day, iri: str) -> list[Node]:
    """Find the terms that a provision's own words use.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [term.label for term in find_used_terms(day, day.cite("Article 54(2)"))]
    ['authorised representative', 'provider']
    """
    return _query_nodes(day, f"<{iri}> ag:usesTerm ?found .")


def find_provisions_using_term(day: Day, iri: str) -> list[Node]:
    """Find the provisions whose own words use a term, in the order of the text, the recitals last.

    Args:
        iri: the term.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [provision.label for provision in find_provisions_using_term(day, day.cite("term deep fake"))]
    ['Article 50(4), first subparagraph', 'Recital 134']
    """
    found = _query_nodes(day, f"?found ag:usesTerm <{iri}> .")
    return sorted(found, key=lambda node: node.kind == "Recital")


def _query_nodes(day: Day, pattern: str) -> list[Node]:
    ag = load_prefixes()["ag"]
    ask = f"PREFIX ag: <{ag}> SELECT ?found WHERE {{ {pattern} OPTIONAL {{ ?found ag:order ?order }} }}"
    return [day.get_node(row["found"]) for row in day.select_rows(f"{ask} ORDER BY ?order ?found") if row["found"]]
