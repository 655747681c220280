"""Read what providers have (cards, bills of materials, forms, summaries, logs) and draft a profile from it."""

__all__ = [
    "disagreements",
    "draft",
    "draft_writer",
    "importer",
    "questions",
    "reading",
    "reading_process",
    "recognition",
    "tables",
    "values",
]
