"""What the provisions of the Act cite: a provision with its parts, and what cites them."""

from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.sparql import named_queries


def cited_by(day: Day, iri: str) -> list[Row]:
    """Which provisions and recitals cite a provision or a part of it, in the order of their text.

    Args:
        day: the graph of the day.
        iri: a provision.

    Returns:
        Rows with `from`, `fromLabel`, `cited` and `citedLabel`; what a provision says of itself is left out.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> sorted({row["fromLabel"] for row in cited_by(day, day.cite("Annex XII"))})
    ['Article 53(1)(b)(ii)', 'Article 53(6)']
    """
    return [row for row in _ask(day, "references-to-provision", iri) if not _within(row["from"], iri)]


def cites(day: Day, iri: str) -> list[Row]:
    """What a provision and its parts cite, in the order of its text.

    Args:
        day: the graph of the day.
        iri: a provision.

    Returns:
        Rows with `from`, `fromLabel`, `cited`, `citedLabel` and, in another act, `place`; its own parts are left out.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> [(row["citedLabel"], row["place"]) for row in cites(day, day.cite("53(1)(c)"))]
    [('Directive (EU) 2019/790', 'Article 4(3)')]
    """
    return [row for row in _ask(day, "references-of-provision", iri) if not _within(row["cited"], iri)]


def citing(day: Day, act: str) -> list[Row]:
    """Which provisions and recitals cite another act, in the order of their text.

    Args:
        day: the graph of the day.
        act: ELI of the act.

    Returns:
        Rows with `from`, `fromLabel` and, where one is named, `place`.

    >>> from actgraph.graph.day import on
    >>> rows = citing(on("2026-11-24"), "http://data.europa.eu/eli/dir/2019/790/oj")
    >>> [(row["fromLabel"], row["place"]) for row in rows][-1]
    ('Article 53(1)(c)', 'Article 4(3)')
    """
    return day.rows(named_queries.bind(named_queries.named("references-to-act"), {"act": act}))


def _ask(day: Day, name: str, iri: str) -> list[Row]:
    return day.rows(named_queries.bind(named_queries.named(name), {"provision": iri}))


def _within(one: str | None, iri: str) -> bool:
    return one == iri or (one or "").startswith(iri + ".")
