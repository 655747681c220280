"""Bills of materials and descriptions of datasets in JSON: CycloneDX, SPDX 3 and Croissant."""

from collections.abc import Sequence

from actgraph.documents.reading import Reading


def read_document(data: bytes, name: str) -> Sequence[Reading] | None:
    """Read a bill of materials or the description of a dataset.

    Args:
        data: the bytes of the file.
        name: its name in messages.

    Returns:
        What was found; None if the file is none of these.

    Raises:
        DocumentError: it is one of these, but cannot be read.

    >>> read_document(b"# A model card", "README.md") is None
    True
    """
    from actgraph.documents.readers.bills import detection  # a start pays only for what it uses

    return detection.read_bill(data, name)
