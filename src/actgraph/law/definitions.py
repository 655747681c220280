"""Defined terms: what a provision defines, what it uses, and which provisions use a term."""

from actgraph.core.prefixes import prefixes
from actgraph.graph.day import Day
from actgraph.graph.engine import Node


def defined_by(day: Day, iri: str) -> list[Node]:
    """The terms that a provision, or a page of the Code, defines.

    Args:
        day: the graph of the day.
        iri: the provision or the page.

    >>> from actgraph.graph.day import on
    >>> [term.label for term in defined_by(on("2026-11-24"), on("2026-11-24").cite("Article 3(63)"))]
    ['general-purpose AI model']
    """
    return _nodes(day, f"?found ag:definedIn <{iri}> .")


def used_by(day: Day, iri: str) -> list[Node]:
    """The terms that a provision's own words use.

    Args:
        day: the graph of the day.
        iri: the provision.

    >>> from actgraph.graph.day import on
    >>> [term.label for term in used_by(on("2026-11-24"), on("2026-11-24").cite("Article 54(2)"))]
    ['authorised representative', 'provider']
    """
    return _nodes(day, f"<{iri}> ag:usesTerm ?found .")


def users(day: Day, iri: str) -> list[Node]:
    """The provisions whose own words use a term, in the order of the text, the recitals last.

    Args:
        day: the graph of the day.
        iri: the term.

    >>> from actgraph.graph.day import on
    >>> [provision.label for provision in users(on("2026-11-24"), on("2026-11-24").cite("term deep fake"))]
    ['Article 50(4), first subparagraph', 'Recital 134']
    """
    found = _nodes(day, f"?found ag:usesTerm <{iri}> .")
    return sorted(found, key=lambda node: node.kind == "Recital")


def _nodes(day: Day, pattern: str) -> list[Node]:
    ag = prefixes()["ag"]
    ask = f"PREFIX ag: <{ag}> SELECT ?found WHERE {{ {pattern} OPTIONAL {{ ?found ag:order ?order }} }}"
    return [day.node(row["found"]) for row in day.rows(f"{ask} ORDER BY ?order ?found") if row["found"]]
