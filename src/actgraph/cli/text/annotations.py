"""What we read into a node, in words."""

from collections.abc import Iterator, Sequence

from actgraph.core.prefixes import shorten_iri
from actgraph.graph.engine import Row


def format_annotations(label: str, rows: Sequence[Row]) -> Iterator[str]:
    """A line a statement: what kind it is, what it says, on which part it stands, how often it was read.

    Args:
        label: of the node that was asked for; a part of it is named.
        rows: of `reading.readings`.
    """
    yield "As we read it"
    for row in rows:
        part = row["aboutLabel"] if row["aboutLabel"] != label else None
        relation = row["relation"] if row["relation"] != "laid down here" else None
        told = "; ".join(filter(None, [part, relation, row["review"]]))
        yield f"  {row['kind']}: {row['entityLabel']}  ({told})  {shorten_iri(row['entity'] or '')}"


def format_annotation_facts(rows: Sequence[Row]) -> Iterator[str]:
    """A line a fact of a statement; what others say of it at the end.

    Args:
        rows: of `reading.facts`.
    """
    yield "In data"
    for row in rows:
        value = row["value"] or ""
        told = f"{row['valueLabel']}  ({shorten_iri(value)})" if row["valueLabel"] else shorten_iri(value)
        back = "" if row["direction"] == "says" else ", of it"
        yield f"  {row['propertyLabel']}{back}: {told}"


def format_errata(rows: Sequence[Row]) -> Iterator[str]:
    """An error with what is printed and what is meant, and our words on it.

    Args:
        rows: of `reading.errata`.
    """
    yield "Errata"
    for row in {row["erratum"]: row for row in rows}.values():
        yield f"  printed “{row['asPrinted']}”, meant “{row['corrected']}”: {row['description']}"
