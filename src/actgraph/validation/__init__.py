"""Findings in profiles: vocabulary checks, SHACL shapes, batches, registries and report formats."""

__all__ = [
    "batch",
    "bulk",
    "bulk_worker",
    "disagreements",
    "engines",
    "exit_codes",
    "findings",
    "findings_builder",
    "groups",
    "open_results",
    "report_writers",
    "result",
    "results",
    "sarif",
    "shacl",
    "shacl_report",
    "urgency",
    "validate",
    "vocabulary_checks",
]
