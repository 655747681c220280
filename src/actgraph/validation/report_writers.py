"""Write findings as text, JSON, Markdown, SARIF or JUnit."""

from collections.abc import Callable

from actgraph.core.tables import dump_json, escape_markdown, rows_to_markdown, rows_to_text, to_one_line
from actgraph.graph import catalog
from actgraph.profile.severity import KINDS
from actgraph.reasoning.duty_counts import format_duty_counts
from actgraph.validation.findings import (
    CLEAN_MESSAGE,
    SCOPE,
    Finding,
    Report,
    build_summary_rows,
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
        "\n".join(
            [
                *map(format_duty_counts, report.counts.get(profile, ())),
                *(map(format_finding, findings) if findings else [f"{to_one_line(profile)}: {CLEAN_MESSAGE}"]),
            ]
        )
        for profile, findings in report.group_by_profile().items()
    ]
    if len(report.profiles) > 1:
        blocks.append(rows_to_text(_SUMMARY_COLUMNS, _build_summary(report)))
    return "\n\n".join([*blocks, f"{_format_total(report)}\n{SCOPE}"])


def format_json_report(report: Report) -> str:
    """Format the report as a JSON object: its basis, the duties of each model by verdict, and the findings.

    >>> import json
    >>> json.loads(format_json_report(Report([], ["a.ttl"], "")))["findings"]
    []
    """
    return dump_json(
        {
            "basis": report.basis,
            "scope": SCOPE,
            "summary": build_summary_rows(report),
            "findings": build_finding_rows(report),
        }
    )


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
        blocks += [escape_markdown(format_duty_counts(one)) for one in report.counts.get(profile, ())]
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
    """Format the last line: all counts, for several profiles how many have findings, and what a later day adds."""
    text = format_counts([one for one in report.findings if not one.later_from])
    if len(report.profiles) > 1 and report.findings:
        found = sum(bool(findings) for findings in report.group_by_profile().values())
        text += f"; in {found} of {len(report.profiles)} profiles"
    later = [one.later_from for one in report.findings if one.later_from]
    return f"{text}; {len(later)} more from {catalog.format_date(later[0])}" if later else text
