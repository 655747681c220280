"""Model cards: Markdown with or without a YAML header, Docker's cards, and the entries of model catalogues."""

__all__ = ["reader"]
