"""Questions about the texts: coverage, references, dates, amendments, definitions, wording, search, diagrams."""

__all__ = [
    "amendments",
    "annotations",
    "application_dates",
    "code_statements",
    "compliance_routes",
    "coverage",
    "coverage_gaps",
    "definitions",
    "diagrams",
    "link_paths",
    "links",
    "milestones",
    "node_summary",
    "rdf_export",
    "search",
    "signatories",
    "sssom",
    "summaries",
    "timeline",
    "wording",
]
