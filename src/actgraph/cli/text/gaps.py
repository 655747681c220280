"""Format what no code covers as text: the answer of `gaps`, and what shows a duty of Article 50 instead."""

import textwrap
from collections.abc import Iterator, Sequence

from actgraph.cli.options import format_basis
from actgraph.core.prefixes import ACT
from actgraph.core.tables import strip_controls
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law.coverage_gaps import describe_absent_code, find_other_proof


def format_gaps(day: Day, rows: list[Row], iri: str = "") -> str:
    """Format the answer of `gaps`.

    Args:
        day: the day of the answer.
        rows: the provisions, duties first.
        iri: the chapter or article that the user named; empty for Chapter V.
    """
    named = day.get_node(iri).label if iri else "Chapter V"
    lines = [f"Provisions of {named} that no commitment covers", format_basis(day)]
    if absent := describe_absent_code(day, iri or f"{ACT}cpt_V"):
        lines.append(absent)
    role: str | None = ""
    for row in rows:
        if row["roleLabel"] != role:
            role = row["roleLabel"]
            lines += ["", role or "role not read"]
        lines.append(f"  {row['provisionLabel']}  {row.get('normLabel') or row['articleTitle']}")
    if not rows:
        lines += ["", f"None: commitments cover all of {named}, or it lays down nothing of this kind."]
    return strip_controls("\n".join(lines)).rstrip("\n")


def format_other_proof(day: Day, provisions: Sequence[str]) -> Iterator[str]:
    """Yield what shows the duties of Article 50 that no code covers."""
    found = [row for iri in provisions for row in find_other_proof(day, iri)]
    if not found:
        return
    yield "What shows the duty: fulfilment of the provision itself. No code covers it."
    yield from (f"  {row['sourceLabel']}  {row['dutyLabel']}" for row in found)
    for words in dict.fromkeys(day.get_node(row["route"] or "").description for row in found):
        yield textwrap.fill(words, 110, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    yield ""
