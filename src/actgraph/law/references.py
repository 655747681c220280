"""What the provisions of the Act cite: a provision with its parts, and what cites them."""

from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.sparql import named_queries


def find_references_to_provision(day: Day, iri: str) -> list[Row]:
    """Which provisions and recitals cite a provision or a part of it, in the order of their text.

    Args:
        day: the graph of the day.
        iri: a provision.

    Returns:
        Rows with `from`, `fromLabel`, `cited` and `citedLabel`; what a provision says of itself is left out.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> sorted({row["fromLabel"] for row in find_references_to_provision(day, day.cite("Annex XII"))})
    ['Article 53(1)(b)(ii)', 'Article 53(6)']
    """
    return [row for row in _query_references(day, "references-to-provision", iri) if not _is_within(row["from"], iri)]


def find_references_of_provision(day: Day, iri: str) -> list[Row]:
    """What a provision and its parts cite, in the order of its text.

    Args:
        day: the graph of the day.
        iri: a provision.

    Returns:
        Rows with `from`, `fromLabel`, `cited`, `citedLabel` and, in another act, `place`; its own parts are left out.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [(row["citedLabel"], row["place"]) for row in find_references_of_provision(day, day.cite("53(1)(c)"))]
    [('Directive (EU) 2019/790', 'Article 4(3)')]
    """
    return [row for row in _query_references(day, "references-of-provision", iri) if not _is_within(row["cited"], iri)]


def find_references_to_act(day: Day, act: str) -> list[Row]:
    """Which provisions and recitals cite another act, in the order of their text.

    Args:
        day: the graph of the day.
        act: ELI of the act.

    Returns:
        Rows with `from`, `fromLabel` and, where one is named, `place`.

    >>> from actgraph.graph.day import open_day
    >>> rows = find_references_to_act(open_day("2026-11-24"), "http://data.europa.eu/eli/dir/2019/790/oj")
    >>> [(row["fromLabel"], row["place"]) for row in rows][-1]
    ('Article 53(1)(c)', 'Article 4(3)')
    """
    return day.select_rows(
        named_queries.bind_parameters(named_queries.load_named_query("references-to-act"), {"act": act})
    )


def _query_references(day: Day, name: str, iri: str) -> list[Row]:
    return day.select_rows(named_queries.bind_parameters(named_queries.load_named_query(name), {"provision": iri}))


def _is_within(part: str | None, iri: str) -> bool:
    return part == iri or (part or "").startswith(iri + ".")
