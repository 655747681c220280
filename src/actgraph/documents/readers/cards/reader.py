"""Model cards: Markdown with or without a YAML header, Docker's cards, and the entries of model catalogues."""

from collections.abc import Sequence

from actgraph.documents.reading import Reading


def read_document(data: bytes, name: str) -> Sequence[Reading] | None:
    """Read a model card.

    Args:
        data: its bytes.
        name: its name in messages.

    Returns:
        What it says, by the mapping tables of its parts; None if it is no model card.

    Raises:
        DocumentError: it is one, and is damaged or too large.

    >>> text = b"---\\nlicense: mit\\npipeline_tag: text-generation\\n---\\n# Aurora 7B\\n"
    >>> [(reading.table, [field.value for field in reading.fields]) for reading in read_document(text, "README.md")]
    [('hub-card', ['mit', 'text-generation']), ('card-text', ['Aurora 7B'])]
    >>> read_document(b"# My tool\\n\\nInstall it with pip.", "README.md")
    """
    from actgraph.documents.readers.cards import card  # only here: most documents are none

    text = card.decode_text(data)
    return card.read_card(text, name) if text is not None else None
