"""What the Code, the guidelines and the template name: what a node refers to, and what refers to it."""

from actgraph.citation.labels import CHAPTERS
from actgraph.core.prefixes import CODE
from actgraph.graph.day import Day
from actgraph.graph.engine import Row

_QUERY = """
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


def refers_to(day: Day, iri: str) -> list[Row]:
    """What a node's own words refer to, in the order in which they do.

    Args:
        day: the graph of the day.
        iri: a node of it.

    Returns:
        Rows with `iri`, `label`, `place` (in another act), `printed` (what the source has by mistake), `source` and
        `sourceLabel`, the page.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> [row["label"] for row in refers_to(day, day.cite("Safety and Security Recital (a)"))]
    ['Recital 114', 'Recital 115']
    """
    rows = day.rows(_QUERY % ("subject", iri, "object"))
    return sorted(rows, key=lambda row: (_count(row["link"] or ""), row["iri"] or ""))


def referred_to_by(day: Day, iri: str) -> list[Row]:
    """The nodes whose own words refer to a node, in the order of their texts.

    Args:
        day: the graph of the day.
        iri: a node of it.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> [row["label"] for row in referred_to_by(day, day.cite("Article 73"))]
    ['Safety and Security Measure 9.1']
    """
    rows = day.rows(_QUERY % ("object", iri, "subject"))
    return sorted(rows, key=lambda row: (*_text(row["iri"] or ""), int(row["order"] or 0), _count(row["link"] or "")))


def _count(link: str) -> int:
    """Which of its subject's links one is: `cop:tra.int.ref_2` is the second."""
    return int(link.rpartition("_")[2])


def _text(iri: str) -> tuple[str, int]:
    """Where a text stands among others: the chapters of the Code in their order."""
    text, _, name = iri.rpartition("/")
    chapters = list(CHAPTERS) if iri.startswith(CODE) else []
    chapter = name.partition(".")[0]
    return text, chapters.index(chapter) if chapter in chapters else 0
