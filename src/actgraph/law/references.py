"""References between provisions of the Act, and those in the codes, the guidelines and the template."""

from actgraph.citation.labels import CODE_CHAPTERS
from actgraph.core.prefixes import CODE
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.graph.internal_queries import load_internal_query
from actgraph.sparql import named_queries


def find_references_to_provision(day: Day, iri: str) -> list[Row]:
    """Find the provisions and recitals that cite a provision or a part of it, in the order of their text.

    Returns:
        Rows with `from`, `fromLabel`, `cited` and `citedLabel`; the provision's references to itself are left out.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> sorted({row["fromLabel"] for row in find_references_to_provision(day, day.cite("Annex XII"))})
    ['Article 53(1)(b)(ii)', 'Article 53(6)']
    """
    return [row for row in _query_references(day, "references-to-provision", iri) if not _is_within(row["from"], iri)]


def find_references_of_provision(day: Day, iri: str) -> list[Row]:
    """Find what a provision and its parts cite, in the order of its text.

    Returns:
        Rows with `from`, `fromLabel`, `cited`, `citedLabel` and, in another act, `place`; its own parts are left out.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [(row["citedLabel"], row["place"]) for row in find_references_of_provision(day, day.cite("53(1)(c)"))]
    [('Directive (EU) 2019/790', 'Article 4(3)')]
    """
    return [row for row in _query_references(day, "references-of-provision", iri) if not _is_within(row["cited"], iri)]


def find_references_to_act(day: Day, act: str) -> list[Row]:
    """Find the provisions and recitals that cite another act, in the order of their text.

    Args:
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


def find_references_of_part(day: Day, iri: str) -> list[Row]:
    """Find what a node's own words refer to, in their order.

    Returns:
        Rows with `iri`, `label`, `place` (in another act), `printed` (what the source has by mistake), `source` and
        `sourceLabel`, the page.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["label"] for row in find_references_of_part(day, day.cite("Safety and Security Recital (a)"))]
    ['Recital 114', 'Recital 115']
    """
    rows = day.select_rows(
        load_internal_query("references-of-node", here="ag:subject", there="ag:object", node=f"<{iri}>")
    )
    return sorted(rows, key=lambda row: (_parse_link_number(row["link"] or ""), row["iri"] or ""))


def find_parts_referring_to(day: Day, iri: str) -> list[Row]:
    """Find the nodes whose own words refer to a node, in the order of their texts.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["label"] for row in find_parts_referring_to(day, day.cite("Article 73"))]
    ['Safety and Security Measure 9.1']
    """
    rows = day.select_rows(
        load_internal_query("references-of-node", here="ag:object", there="ag:subject", node=f"<{iri}>")
    )
    return sorted(
        rows,
        key=lambda row: (
            *_get_text_order(row["iri"] or ""),
            int(row["order"] or 0),
            _parse_link_number(row["link"] or ""),
        ),
    )


def _query_references(day: Day, name: str, iri: str) -> list[Row]:
    return day.select_rows(named_queries.bind_parameters(named_queries.load_named_query(name), {"provision": iri}))


def _is_within(part: str | None, iri: str) -> bool:
    return part == iri or (part or "").startswith(iri + ".")


def _parse_link_number(link: str) -> int:
    """Parse the number of a link among those of its subject: `cop:tra.int.ref_2` is the second."""
    return int(link.rpartition("_")[2])


def _get_text_order(iri: str) -> tuple[str, int]:
    """Return the sort key of a text; the chapters of the General-Purpose AI Code keep their order."""
    text, _, name = iri.rpartition("/")
    chapters = list(CODE_CHAPTERS) if iri.startswith(CODE) else []
    chapter = name.partition(".")[0]
    return text, chapters.index(chapter) if chapter in chapters else 0
