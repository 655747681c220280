"""Make the error for a provision that is not in force on a day: when it is, and what amended it."""

from collections.abc import Mapping, Sequence

from actgraph.core.errors import CitationError
from actgraph.graph.catalog import Edition, format_date


def make_not_in_force_error(
    node: tuple[str, str], day: str, spans: Sequence[Edition], amendments: Sequence[Mapping[str, str | None]]
) -> CitationError:
    """Make the error for a provision that only other editions have.

    Args:
        node: its IRI and its label.
        day: the day of the question.
        spans: the editions that have it.
        amendments: the rows of `queries/internal/amendments-around-node.rq`.

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
