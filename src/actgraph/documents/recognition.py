"""Find out what a document is, by its content, and read it."""

import importlib
from collections.abc import Sequence

from actgraph.documents.reading import DocumentError, Reading
from actgraph.profile.source import detect_format

# In this order: what is told by one sign first, what any text could be last.
READERS = ("bills", "logs", "forms", "texts", "cards")
_KINDS = """
    model cards: Markdown, or spec.yaml of a model catalogue
    bills of materials: CycloneDX or SPDX 3 that describe a model
    metadata of datasets: Croissant
    Model Documentation Form, training-content summary: .docx, .txt, .pdf with text
    logs of training compute: .json, .csv (columns such as phase, gpus, hours, mfu)"""


def read_document(data: bytes, name: str) -> Sequence[Reading]:
    """Read a document.

    Args:
        data: its bytes.
        name: its name in messages.

    Raises:
        DocumentError: it is none that is read, or is damaged.

    >>> read_document(b"", "card.md")
    Traceback (most recent call last):
    actgraph.documents.reading.DocumentError: card.md: it is empty
      Give a document with text
    """
    if not data.strip():
        raise DocumentError("it is empty", where=name, todo="Give a document with text")
    if detect_format(data) == "yaml":
        raise DocumentError("this is a profile, not a document", where=name, todo=f"Check it: actgraph validate {name}")
    for reader in READERS:
        module = importlib.import_module(f"actgraph.documents.readers.{reader}.reader")
        found: Sequence[Reading] | None = module.read_document(data, name)
        if found is not None:
            return found
    raise DocumentError(
        "actgraph does not recognise this as any document that it can read",
        where=name,
        todo=f"The content decides, not the name. These are read:{_KINDS}",
    )
