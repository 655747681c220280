"""Findings → text, JSON, Markdown, SARIF, JUnit: one dict of writers."""

from collections.abc import Callable

from actgraph.core.tables import as_markdown, dumps, in_markdown, one_line
from actgraph.core.tables import as_text as table
from actgraph.validation.findings import CLEAN, Finding, Report, count, counted, said, told
from actgraph.validation.junit import as_junit
from actgraph.validation.sarif import as_sarif

# Key in the output → attribute of a finding.
KEYS = {
    "profile": "profile",
    "line": "line",
    "node": "node",
    "nodeLabel": "node_label",
    "property": "property",
    "value": "value",
    "severity": "severity",
    "message": "message",
    "todo": "todo",
    "source": "source",
    "sourceLabel": "source_label",
    "shape": "shape",
}
_SUMMARY = ("profile", "violation", "warning", "info")


def as_text(report: Report) -> str:
    """Findings for the terminal, profile by profile; then a table where there are several, and the counts.

    Args:
        report: what was found.

    >>> print(as_text(Report([], ["a.ttl"], "as of 2026-11-24")))
    a.ttl: nothing found: that is no proof of compliance
    <BLANKLINE>
    0 findings: 0 violations, 0 warnings, 0 infos
    """
    blocks = [
        "\n".join(map(told, findings)) if findings else f"{one_line(profile)}: {CLEAN}"
        for profile, findings in report.by_profile().items()
    ]
    if len(report.profiles) > 1:
        blocks.append(table(_SUMMARY, _summary(report)))
    return "\n\n".join([*blocks, _total(report)])


def as_json(report: Report) -> str:
    """A list of objects with full IRIs; null where there is no value.

    Args:
        report: what was found.

    >>> as_json(Report([], ["a.ttl"], ""))
    '[]'
    """
    return dumps(as_rows(report))


def as_rows(report: Report) -> list[dict[str, str | int | None]]:
    """The same before it is written.

    Args:
        report: what was found.

    >>> as_rows(Report([], ["a.ttl"], ""))
    []
    """
    return [{key: _or_null(getattr(finding, name)) for key, name in KEYS.items()} for finding in report.findings]


def as_markdown_report(report: Report) -> str:
    """A heading and a table for each profile; then a table where there are several, the counts, and the basis.

    Args:
        report: what was found.

    >>> print(as_markdown_report(Report([], ["a_b.ttl"], "as of 2026-11-24")))
    ## a\\_b.ttl
    <BLANKLINE>
    nothing found: that is no proof of compliance
    <BLANKLINE>
    0 findings: 0 violations, 0 warnings, 0 infos
    <BLANKLINE>
    as of 2026-11-24
    """
    blocks = []
    for profile, findings in report.by_profile().items():
        blocks.append(f"## {in_markdown(profile)}")
        blocks.append(_findings_table(findings) if findings else CLEAN)
    if len(report.profiles) > 1:
        blocks.append(as_markdown(_SUMMARY, _summary(report)))
    blocks += [_total(report), *map(in_markdown, report.notes), in_markdown(report.basis)]
    return "\n\n".join(block for block in blocks if block)


WRITERS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown_report,
    "sarif": as_sarif,
    "junit": as_junit,
}


def _findings_table(findings: list[Finding]) -> str:
    rows = [
        {
            "line": "" if finding.line is None else str(finding.line),
            "severity": finding.severity,
            "node": finding.node_label,
            "finding": said(finding),
            "by": finding.source_label,
            "do": finding.todo,
        }
        for finding in findings
    ]
    return as_markdown(list(rows[0]), rows)


def _summary(report: Report) -> list[dict[str, str]]:
    return [
        {"profile": one_line(profile), **{severity: str(number) for severity, number in count(findings).items()}}
        for profile, findings in report.by_profile().items()
    ]


def _total(report: Report) -> str:
    """The last line: all counts, so that it can be searched for, and in how many of several profiles."""
    if len(report.profiles) < 2 or not report.findings:
        return counted(report.findings)
    found = sum(bool(findings) for findings in report.by_profile().values())
    return f"{counted(report.findings)}; in {found} of {len(report.profiles)} profiles"


def _or_null(value: str | int | None) -> str | int | None:
    return None if value == "" else value
