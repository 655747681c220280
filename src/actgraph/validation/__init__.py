"""Findings in profiles: vocabulary checks, SHACL shapes, batches, registries and report formats."""

__all__ = [
    "batch",
    "bulk",
    "bulk_worker",
    "country_codes",
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
    "value_remedies",
    "vocabulary_checks",
]
