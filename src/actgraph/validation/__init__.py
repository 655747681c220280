"""Findings in profiles: shapes, batches, registries, report formats."""
