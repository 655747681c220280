"""Format amendments as text: those of one node, and those between two editions."""

import re
from collections.abc import Iterator, Sequence

from actgraph.graph import catalog
from actgraph.graph.engine import Row
from actgraph.law import amendments
from actgraph.law.amendments import EditionDiff, ProvisionChange

_MOST_LISTED = 20  # more, such as those of a whole chapter, are left to `diff`
_CONTEXT_WORDS = 8  # unchanged words that are shown on either side of a change


def format_amendments(label: str, rows: Sequence[Row]) -> Iterator[str]:
    """Yield the amendments of a node, a line each.

    Args:
        label: the label of the node.
        rows: the rows of `law.amendments.find_amendments`, at least one.
    """
    by = rows[0]["relation"] == "amending"
    yield "Amends" if by else "Amendments"
    editions = list(dict.fromkeys((row["editionBefore"] or "", row["editionAfter"] or "") for row in rows))
    if len(rows) > _MOST_LISTED:
        names = " ".join(amendments.parse_edition_date(iri) for iri in editions[0])
        yield f"  {len(rows)} provisions; list them with: actgraph diff {names}" + ("" if by else f" '{label}'")
        return
    for row in rows:
        yield f"  {row['provisionLabel']}  ({amendments.format_amendment(row)})"
    labels = {edition.iri: edition.label for edition in catalog.list_editions(catalog.load_catalog())}
    for before, after in editions:
        yield f"  before: {labels[before]}; after: {labels[after]}"


def format_difference(difference: EditionDiff) -> str:
    """Format the answer of `diff`."""
    lines = [difference.label or "AI Act", f"from: {difference.before.label}", f"to:   {difference.after.label}", ""]
    if not difference.changes:
        return "\n".join([*lines, format_no_amendment(difference)])
    for change in difference.changes:
        row = change.row
        lines.append(f"{row['provisionLabel']}  {amendments.format_amendment(row)}")
        lines += [f"  {line}" for line in _format_change(change).splitlines()]
    if any(change.before and change.after for change in difference.changes):
        lines += ["", "[-what was taken out-] {+what was put in+} … what was kept"]
    return "\n".join([*lines, *(["", *difference.loading_hints] if difference.loading_hints else [])])


def format_no_amendment(difference: EditionDiff) -> str:
    """Format the message that the editions differ in no amendment."""
    before, after = (amendments.parse_edition_date(edition.iri) for edition in (difference.before, difference.after))
    return f"No amendment of {difference.label or 'the AI Act'} between {before} and {after}."


def _format_change(change: ProvisionChange) -> str:
    if not (change.before and change.after):
        return change.before or change.after
    parts = amendments.diff_words(change.before, change.after)
    marks = {"deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    shown = [
        marks[kind].format(words)
        if kind in marks
        else _shorten_kept(words, first=place == 0, last=place == len(parts) - 1)
        for place, (kind, words) in enumerate(parts)
    ]
    return " ".join(shown)


def _shorten_kept(words: str, *, first: bool, last: bool) -> str:
    """Keep only the words of an unchanged piece that stand next to a change."""
    pieces = re.split(r"( |\n)", words)
    start, end = (
        ([] if first else pieces[: 2 * _CONTEXT_WORDS - 1]),
        ([] if last else pieces[-2 * _CONTEXT_WORDS + 1 :]),
    )
    if len(start) + len(end) >= len(pieces):
        return words
    return " ".join(filter(None, ["".join(start), "…", "".join(end)]))
