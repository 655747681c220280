"""The readers: each knows one kind of document and gives its fields as they are written."""

__all__ = ["bills", "cards", "forms", "labels", "logs", "names", "texts"]
