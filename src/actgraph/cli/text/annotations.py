"""Format our annotations of a node as text."""

from collections.abc import Iterator, Sequence

from actgraph.core.prefixes import shorten_iri
from actgraph.graph.engine import Row


def format_annotations(label: str, rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line per annotation: its kind, label, part of the text, and number of reviews.

    Args:
        label: the label of the node; a part is named only if it is another node.
        rows: the rows of `law.annotations.find_annotations`.
    """
    yield "As we read it"
    for row in rows:
        part = row["aboutLabel"] if row["aboutLabel"] != label else None
        relation = row["relation"] if row["relation"] != "laid down here" else None
        told = "; ".join(filter(None, [part, relation, row["review"]]))
        yield f"  {row['kind']}: {row['entityLabel']}  ({told})  {shorten_iri(row['entity'] or '')}"


def format_annotation_facts(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line per fact of an annotation, incoming statements last.

    Args:
        rows: the rows of `law.annotations.find_annotation_facts`.
    """
    yield "In data"
    for row in rows:
        value = row["value"] or ""
        told = f"{row['valueLabel']}  ({shorten_iri(value)})" if row["valueLabel"] else shorten_iri(value)
        back = "" if row["direction"] == "says" else ", of it"
        yield f"  {row['propertyLabel']}{back}: {told}"


def format_errata(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line per erratum: what is printed, what is meant, and our description.

    Args:
        rows: the rows of `law.annotations.find_errata`.
    """
    yield "Errata"
    for row in {row["erratum"]: row for row in rows}.values():
        yield f"  printed “{row['asPrinted']}”, meant “{row['corrected']}”: {row['description']}"
