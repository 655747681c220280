"""Draft a profile from what providers have (cards, bills, forms, logs), and fill in forms and reports from one."""

__all__ = [
    "disagreements",
    "draft",
    "draft_writer",
    "importer",
    "questions",
    "reading",
    "reading_process",
    "recognition",
    "remarks",
    "tables",
    "values",
    "writers",
]
