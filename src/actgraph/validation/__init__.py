"""Findings in profiles: vocabulary checks, SHACL shapes, batches, registries and report formats."""

__all__ = [
    "answers",
    "batch",
    "bulk",
    "bulk_worker",
    "engines",
    "findings",
    "findings_builder",
    "open_results",
    "report_writers",
    "result",
    "results",
    "sarif",
    "shacl",
    "shacl_report",
    "validate",
    "vocabulary_checks",
]
