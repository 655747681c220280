"""Write findings as text, JSON, Markdown, SARIF or JUnit."""

from collections.abc import Callable

from actgraph.core.tables import dump_json, escape_markdown, rows_to_markdown, rows_to_text, to_one_line
from actgraph.profile.severity import KINDS
from actgraph.validation.findings import (
    CLEAN_MESSAGE,
    SCOPE,
    Finding,
    Report,
    count_by_kind,
    format_counts,
    format_finding,
    format_message,
)
from actgraph.validation.junit import format_junit_report
from actgraph.validation.sarif import format_sarif_report

_SUMMARY_COLUMNS = ("profile", *KINDS)


def format_text_report(report: Report) -> str:
    """Format the findings for a terminal, profile by profile, with a summary table of several profiles and the counts.

    >>> print(format_text_report(Report([], ["a.ttl"], "as of 2026-11-24")))
    a.ttl: nothing found: that is no proof of compliance
    <BLANKLINE>
    0 findings: 0 not shown (Act), 0 not shown (Code, signed), 0 advice, 0 open
    This report judges the description, not the model or the conduct of its provider.
    """
    blocks = [
        "\n".join(map(format_finding, findings)) if findings else f"{to_one_line(profile)}: {CLEAN_MESSAGE}"
        for profile, findings in report.group_by_profile().items()
    ]
    if len(report.profiles) > 1:
        blocks.append(rows_to_text(_SUMMARY_COLUMNS, _build_summary(report)))
    return "\n\n".join([*blocks, f"{_format_total(report)}\n{SCOPE}"])


def format_json_report(report: Report) -> str:
    """Format the findings as a JSON list of objects with full IRIs; null where there is no value.

    >>> format_json_report(Report([], ["a.ttl"], ""))
    '[]'
    """
    return dump_json(build_finding_rows(report))


def build_finding_rows(report: Report) -> list[dict[str, str | int | None]]:
    """Build the JSON objects of the findings.

    >>> build_finding_rows(Report([], ["a.ttl"], ""))
    []
    """
    return [finding.to_dict() for finding in report.findings]


def format_markdown_report(report: Report) -> str:
    """Format the findings as Markdown: a table per profile, a summary of several profiles, the counts and the basis.

    >>> print(format_markdown_report(Report([], ["a_b.ttl"], "as of 2026-11-24")))
    ## a\\_b.ttl
    <BLANKLINE>
    nothing found: that is no proof of compliance
    <BLANKLINE>
    0 findings: 0 not shown (Act), 0 not shown (Code, signed), 0 advice, 0 open
    <BLANKLINE>
    This report judges the description, not the model or the conduct of its provider.
    <BLANKLINE>
    as of 2026-11-24
    """
    blocks = []
    for profile, findings in report.group_by_profile().items():
        blocks.append(f"## {escape_markdown(profile)}")
        blocks.append(_format_findings_table(findings) if findings else CLEAN_MESSAGE)
    if len(report.profiles) > 1:
        blocks.append(rows_to_markdown(_SUMMARY_COLUMNS, _build_summary(report)))
    blocks += [_format_total(report), *map(escape_markdown, report.notes), SCOPE, escape_markdown(report.basis)]
    return "\n\n".join(block for block in blocks if block)


REPORT_WRITERS: dict[str, Callable[[Report], str]] = {
    "text": format_text_report,
    "json": format_json_report,
    "markdown": format_markdown_report,
    "sarif": format_sarif_report,
    "junit": format_junit_report,
}


def _format_findings_table(findings: list[Finding]) -> str:
    rows = [
        {
            "line": "" if finding.line is None else str(finding.line),
            "kind": finding.kind,
            "node": finding.node_label,
            "finding": format_message(finding),
            "by": finding.source_label,
            "do": finding.todo,
        }
        for finding in findings
    ]
    return rows_to_markdown(list(rows[0]), rows)


def _build_summary(report: Report) -> list[dict[str, str]]:
    return [
        {
            "profile": to_one_line(profile),
            **{kind: str(number) for kind, number in count_by_kind(findings).items()},
        }
        for profile, findings in report.group_by_profile().items()
    ]


def _format_total(report: Report) -> str:
    """Format the last line: all counts and, for several profiles, how many have findings."""
    if len(report.profiles) < 2 or not report.findings:
        return format_counts(report.findings)
    found = sum(bool(findings) for findings in report.group_by_profile().values())
    return f"{format_counts(report.findings)}; in {found} of {len(report.profiles)} profiles"
