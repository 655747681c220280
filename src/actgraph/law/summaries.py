"""What a provision says, in our words: its own sentence, or those of its norms and of the terms that it defines."""

import functools
import re
from collections import defaultdict
from collections.abc import Mapping

from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.graph.internal_queries import load_internal_query


def find_summary(day: Day, iri: str) -> str:
    """Find what a node says, in our words; empty where the graph does not tell.

    Args:
        iri: a node; of a provision without a sentence of ours, its norms and the terms that it defines are told.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> find_summary(day, day.cite("Article 3(2)")).partition(":")[0]
    '“Risk”'
    """
    return day.get_node(iri).description or load_summaries(day).get(iri, "")


@functools.lru_cache(maxsize=4)
def load_summaries(day: Day) -> Mapping[str, str]:
    """Load what the provisions say that have no sentence of ours, by IRI.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> len(load_summaries(day)) > 100
    True
    """
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(day.select_rows(load_internal_query("summaries")), key=_get_place):
        found[row["provision"] or ""].append(row)
    return {iri: " ".join(dict.fromkeys(map(_format_words, rows))) for iri, rows in found.items()}


def _get_place(row: Row) -> tuple[bool, int, str]:
    """Return the place of a statement among those of its provision: exceptions last, `…-2` after what has no number."""
    statement = row["statement"] or ""
    number = re.search(r"-(\d+)$", statement)
    return "/exm_" in statement, int(number[1]) if number else 1, statement


def _format_words(row: Row) -> str:
    """Format what a statement says; a definition with its term before it."""
    term, words = row["term"] or "", row["words"] or ""
    return f"“{term[:1].upper()}{term[1:]}”: {words}" if term else words
