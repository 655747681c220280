"""Read the official forms in Word: the Model Documentation Form and the public summary of training content."""

from collections.abc import Sequence

from actgraph.documents.reading import Reading


def read_document(data: bytes, name: str) -> Sequence[Reading] | None:
    """Read a Word document with one of the official forms, or with both.

    Args:
        data: its bytes.
        name: its name in messages.

    Returns:
        What was found; None if it is no Word document.

    Raises:
        DocumentError: it is damaged, is another kind of office document, or holds neither form.

    >>> read_document(b"# A card", "card.md")
    """
    from actgraph.documents.readers.forms.container import open_word

    parts = open_word(data, name)
    if parts is None:
        return None
    from actgraph.documents.readers.forms.recognition import read_forms
    from actgraph.documents.readers.forms.word import read_rows

    return read_forms(read_rows(parts, name), name)
