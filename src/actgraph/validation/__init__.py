"""Findings in profiles: vocabulary checks, SHACL shapes, batches, registries and report formats."""

__all__ = [
    "batch",
    "bulk",
    "bulk_worker",
    "engines",
    "findings",
    "findings_builder",
    "open_results",
    "record_check",
    "record_files",
    "records",
    "report_writers",
    "result",
    "results",
    "sarif",
    "shacl",
    "shacl_report",
    "validate",
    "vocabulary_checks",
]
