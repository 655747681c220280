"""Format the sentences of a part of a code as text."""

import textwrap
from collections.abc import Iterator, Sequence

from actgraph.graph.engine import Row


def format_statements(rows: Sequence[Row]) -> Iterator[str]:
    """Yield each sentence with its number, force, condition, exception and page.

    Args:
        rows: of the query `statements-of-code`.
    """
    yield "Sentence by sentence, in our words"
    for row in rows:
        number = (row["statementLabel"] or "").rpartition(" ")[2]
        force = f"[{row['forceLabel']}] " if row["forceLabel"] else ""
        page = (row["sourceLabel"] or "").rpartition(", ")[2]
        told = [f"{number}  {force}{row['description']}"]
        told += [f"Condition: {row['condition'].rstrip('.')}."] if row["condition"] else []
        told += [f"Exception: {row['exception'].rstrip('.')}."] if row["exception"] else []
        line = f"{' '.join(told)} ({page})"
        yield textwrap.fill(line, 110, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)
