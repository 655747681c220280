"""What the Code, the guidelines and the template name: what a node refers to, and what refers to it."""

from actgraph.citation.labels import CODE_CHAPTERS
from actgraph.core.prefixes import CODE
from actgraph.graph.day import Day
from actgraph.graph.engine import Row

_REFERENCES = """
PREFIX ag: <https://w3id.org/actgraph/ns/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?link ?iri ?label ?order ?place ?printed ?source ?sourceLabel WHERE {
  ?link ag:%s <%s> ; ag:predicate ag:refersTo ; ag:%s ?iri ; dcterms:source ?source .
  ?iri rdfs:label ?label . ?source rdfs:label ?sourceLabel .
  OPTIONAL { ?iri ag:order ?order }
  OPTIONAL { ?link ag:placeNamed ?place }
  OPTIONAL { ?erratum ag:concerns ?link ; ag:asPrinted ?printed }
}"""


def find_references_of_part(day: Day, iri: str) -> list[Row]:
    """What a node's own words refer to, in the order in which they do.

    Args:
        day: the graph of the day.
        iri: a node of it.

    Returns:
        Rows with `iri`, `label`, `place` (in another act), `printed` (what the source has by mistake), `source` and
        `sourceLabel`, the page.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["label"] for row in find_references_of_part(day, day.cite("Safety and Security Recital (a)"))]
    ['Recital 114', 'Recital 115']
    """
    rows = day.select_rows(_REFERENCES % ("subject", iri, "object"))
    return sorted(rows, key=lambda row: (_parse_link_number(row["link"] or ""), row["iri"] or ""))


def find_parts_referring_to(day: Day, iri: str) -> list[Row]:
    """The nodes whose own words refer to a node, in the order of their texts.

    Args:
        day: the graph of the day.
        iri: a node of it.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [row["label"] for row in find_parts_referring_to(day, day.cite("Article 73"))]
    ['Safety and Security Measure 9.1']
    """
    rows = day.select_rows(_REFERENCES % ("object", iri, "subject"))
    return sorted(
        rows,
        key=lambda row: (
            *_get_text_order(row["iri"] or ""),
            int(row["order"] or 0),
            _parse_link_number(row["link"] or ""),
        ),
    )


def _parse_link_number(link: str) -> int:
    """Which of its subject's links one is: `cop:tra.int.ref_2` is the second."""
    return int(link.rpartition("_")[2])


def _get_text_order(iri: str) -> tuple[str, int]:
    """Where a text stands among others: the chapters of the Code in their order."""
    text, _, name = iri.rpartition("/")
    chapters = list(CODE_CHAPTERS) if iri.startswith(CODE) else []
    chapter = name.partition(".")[0]
    return text, chapters.index(chapter) if chapter in chapters else 0
