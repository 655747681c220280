"""Make the error for a provision that is not in force on a day: when it is, and what amended it."""

from collections.abc import Mapping, Sequence

from actgraph.core.errors import CitationError
from actgraph.core.prefixes import load_prefixes
from actgraph.graph.catalog import Edition, format_date


def build_amendments_query(iri: str) -> str:
    """Write the SPARQL query for amendments of all of a provision, or all of a node that contains it, nearest first.

    Its rows have `provision`, `label`, `action`, `date` and `point`.

    >>> from actgraph.graph.day import open_all_editions
    >>> query = build_amendments_query("https://w3id.org/actgraph/eli/reg/2024/1689/art_75a")
    >>> [(row["action"], row["date"]) for row in open_all_editions().select_rows(query)]
    [('inserted', '2026-07-27')]
    """
    ag, eli, rdfs = (load_prefixes()[name] for name in ("ag", "eli", "rdfs"))
    return f"""SELECT ?provision ?label ?action ?date ?point WHERE {{
        <{iri}> <{eli}is_part_of>* ?provision .
        ?provision <{rdfs}label> ?label .
        ?amendment <{ag}amends> ?provision ; <{ag}date> ?date ;
            <{ag}action>/<{rdfs}label> ?action ; <{ag}amendingPoint>/<{rdfs}label> ?point .
        FILTER NOT EXISTS {{ ?amendment <{ag}extent> ?extent }}
    }} ORDER BY DESC(STRLEN(STR(?provision))) ?date"""


def make_not_in_force_error(
    node: tuple[str, str], day: str, spans: Sequence[Edition], amendments: Sequence[Mapping[str, str | None]]
) -> CitationError:
    """Make the error for a provision that only other editions have.

    Args:
        node: its IRI and its label.
        day: the day of the question.
        spans: the editions that have it.
        amendments: the rows of the query of `build_amendments_query`.

    >>> now = Edition("urn:e", "AI Act as amended", "2026-07-27", "")
    >>> make_not_in_force_error(("act:art_75a", "Article 75a"), "2025-01-01", [now], []).what
    'Article 75a does not hold on 2025-01-01: it holds from 2026-07-27 on (AI Act as amended)'
    """
    iri, label = node
    held = " and ".join(f"{_format_span(span)} ({span.label})" for span in spans)
    told = ""
    if amendments:
        by = amendments[0]
        what = "" if by["provision"] == iri else f"{by['label']} was "
        told = f"; {what}{by['action']} on {format_date(by['date'] or '')} by {by['point']}"
    return CitationError(
        f"{label} does not hold on {day}: it holds {held}{told}",
        todo=f"Ask with --on {spans[0].end or spans[0].start}, or see all its editions:"
        f" actgraph show '{label}' --all-editions",
    )


def _format_span(edition: Edition) -> str:
    return f"from {edition.start} to {edition.end}" if edition.end else f"from {edition.start} on"
