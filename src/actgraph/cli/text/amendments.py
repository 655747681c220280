"""Amendments in words, for the terminal: those of one node, and those between two editions."""

import re
from collections.abc import Iterator, Sequence

from actgraph.graph import catalog
from actgraph.graph.engine import Row
from actgraph.law import amendments
from actgraph.law.amendments import Change, Difference

_FEW = 20  # the amendments of a whole chapter are a matter of `diff`
_AROUND = 8  # words of what was kept, on either side of what was changed


def told_amendments(label: str, rows: Sequence[Row]) -> Iterator[str]:
    """The amendments of a node, a line each.

    Args:
        label: of the node.
        rows: of `amended.of`, at least one.
    """
    by = rows[0]["relation"] == "amending"
    yield "Amends" if by else "Amendments"
    editions = list(dict.fromkeys((row["editionBefore"] or "", row["editionAfter"] or "") for row in rows))
    if len(rows) > _FEW:
        names = " ".join(amendments.date_of(iri) for iri in editions[0])
        yield f"  {len(rows)} provisions; list them with: actgraph diff {names}" + ("" if by else f" '{label}'")
        return
    for row in rows:
        yield f"  {row['provisionLabel']}  ({amendments.told(row)})"
    labels = {edition.iri: edition.label for edition in catalog.editions(catalog.graphs())}
    for before, after in editions:
        yield f"  before: {labels[before]}; after: {labels[after]}"


def told_difference(found: Difference) -> str:
    """The answer to `diff` in words.

    Args:
        found: the answer.
    """
    lines = [found.label or "AI Act", f"from: {found.before.label}", f"to:   {found.after.label}", ""]
    if not found.changes:
        return "\n".join([*lines, nothing(found)])
    for change in found.changes:
        row = change.row
        lines.append(f"{row['provisionLabel']}  {amendments.told(row)}")
        lines += [f"  {line}" for line in _shown(change).splitlines()]
    if any(change.before and change.after for change in found.changes):
        lines += ["", "[-what was taken out-] {+what was put in+} … what was kept"]
    return "\n".join([*lines, *(["", *found.how_to_load] if found.how_to_load else [])])


def nothing(found: Difference) -> str:
    """That there is no amendment, in words.

    Args:
        found: an answer without a change.
    """
    dates = f"between {amendments.date_of(found.before.iri)} and {amendments.date_of(found.after.iri)}"
    return f"No amendment of {found.label or 'the AI Act'} {dates}."


def _shown(change: Change) -> str:
    if not (change.before and change.after):
        return change.before or change.after
    parts = amendments.pieces(change.before, change.after)
    marks = {"deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    shown = [
        marks[kind].format(words) if kind in marks else _short(words, first=place == 0, last=place == len(parts) - 1)
        for place, (kind, words) in enumerate(parts)
    ]
    return " ".join(shown)


def _short(words: str, *, first: bool, last: bool) -> str:
    """The words of a piece that was kept which stand next to what was changed."""
    pieces = re.split(r"( |\n)", words)
    start, end = ([] if first else pieces[: 2 * _AROUND - 1]), ([] if last else pieces[-2 * _AROUND + 1 :])
    if len(start) + len(end) >= len(pieces):
        return words
    return " ".join(filter(None, ["".join(start), "…", "".join(end)]))
