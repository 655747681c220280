"""Read one cell of a table of a model card."""

import re
from collections.abc import Iterator

from actgraph.documents.readers.cards.labels import normalize_label
from actgraph.documents.readers.cards.prose import Found
from actgraph.documents.readers.cards.table_fields import TableField
from actgraph.documents.readers.cards.values_of_labels import read_value

DOCKER = "docker: "
_OF_SIZES = re.compile(r"\([^()]*\d[BM]\b[^()]*\)")


def read_cell(one: TableField, is_docker: bool, footnote: str = "") -> Iterator[Found]:
    """Read one cell.

    Args:
        one: the cell with its label.
        is_docker: whether the table is one that Docker's cards have; the names of its fields begin with DOCKER.
        footnote: to which the mark ¹ at a label leads.

    >>> from actgraph.documents.readers.cards.html_tables import Cell
    >>> next(read_cell(TableField("hardware required", "VRAM¹", Cell("2 GB", 1)), True, "Estimated.")).value
    'VRAM: 2 GB (Estimated)'
    """
    text, label = one.cell.text, one.label
    if one.field == "hardware required" and "¹" in label and footnote:
        text, label = f"{text} ({footnote.rstrip('.')})", label.strip("¹ ")
    if is_docker and "modalities" in one.field and _OF_SIZES.search(text):
        yield Found(label, text, "it holds for some sizes of the model")
    elif is_docker and one.field not in ("licence", "hardware required", "context length"):
        label = normalize_label(label).strip("¹1 ")
        text = re.sub(r"\n+", ", ", text)
        yield Found(f"{DOCKER}{label}", text)
        if label == "model variant" and text.strip("` ").startswith("ai/"):
            yield Found(f"{DOCKER}namespace of the variant", "ai/")
        if re.search(r"\b(?:up to|max)[^()]*\d", text) and label == "input modalities":
            yield Found("context length", f"{one.label}: {text}")
    else:
        yield from read_value(one.field or normalize_label(label), label, text, one.cell.links)
