"""Write findings as text, JSON, Markdown, SARIF or JUnit."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from actgraph.core.tables import dump_json, escape_markdown, rows_to_markdown, rows_to_text, to_one_line
from actgraph.graph import catalog
from actgraph.profile.severity import KINDS
from actgraph.reasoning.duty_counts import format_duty_counts
from actgraph.validation.findings import (
    CLEAN_MESSAGE,
    SCOPE,
    Finding,
    Report,
    build_group_rows,
    build_summary_rows,
    count_by_kind,
    format_counts,
    format_finding,
    format_heading,
    format_message,
)
from actgraph.validation.groups import build_group_head, split_by_cause
from actgraph.validation.junit import format_junit_report
from actgraph.validation.sarif import format_sarif_report
from actgraph.validation.urgency import URGENCIES

_SUMMARY_COLUMNS = ("profile", *KINDS)


def flatten_report(report: Report) -> Report:
    """Take the groups from a report, so that each finding is told by itself.

    >>> flatten_report(Report([], ["a.ttl"], "")).groups
    ()
    """
    return replace(report, findings=[replace(one, group="") for one in report.findings], groups=())


def format_text_report(report: Report) -> str:
    """Format the findings for a terminal, profile by profile, with a summary table of several profiles and the counts.

    Findings with one cause stand together.

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
                *(_format_block(report, some) for some in split_by_cause(findings)),
                *([] if findings else [f"{to_one_line(profile)}: {CLEAN_MESSAGE}"]),
            ]
        )
        for profile, findings in report.group_by_profile().items()
    ]
    if len(report.profiles) > 1:
        blocks.append(rows_to_text(_SUMMARY_COLUMNS, _build_summary(report)))
    return "\n\n".join([*blocks, f"{_format_total(report)}\n{SCOPE}"])


def _format_block(report: Report, findings: Sequence[Finding]) -> str:
    first, group = findings[0], report.get_group(findings[0])
    head = build_group_head(group, findings)
    if group is None:
        return "\n".join(map(format_finding, findings))
    same = {format_heading(one) for one in findings} == {format_heading(first)}
    lines = []
    is_of_node = len({one.node for one in findings}) == 1
    told = format_message(head) if is_of_node and len({one.message for one in findings}) > 1 else ""
    shown = findings if group.lists_all else findings[:_MAX_MEMBERS]
    for one in sorted(shown, key=_build_member_key):
        where = "" if one.line in (None, head.line) else f"line {one.line}: "
        heading = "" if same else f"{format_heading(one)}: "
        if (one.line, format_heading(one), format_message(one)) == (head.line, format_heading(head), told):
            continue  # the head says it
        if len({member.message for member in findings}) == 1:
            lines.append(f"    - {where}{to_one_line(one.node_label)}")
        else:
            lines.append(f"    - {where}{heading}{format_message(one)} [{to_one_line(one.source_label)}]")
    if len(shown) < len(findings):
        lines.append(f"    - {len(findings) - len(shown)} more")
    return "\n".join([format_finding(head), *lines])


_MAX_MEMBERS = 5  # of a group whose findings all say the same


def _build_member_key(finding: Finding) -> tuple[int, list[tuple[int, str]]]:
    """Build the key that orders findings with one cause: by urgency, then by citation, numbers as numbers."""
    parts = re.findall(r"\d+|\D+", finding.source_label)
    return URGENCIES.index(finding.urgency), [(int(one), "") if one.isdecimal() else (0, one) for one in parts]


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
            "groups": build_group_rows(report),
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
        blocks.append(_format_findings_table(report, findings) if findings else CLEAN_MESSAGE)
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


def _format_findings_table(report: Report, findings: Sequence[Finding]) -> str:
    rows = [
        {
            "line": "" if head.line is None else str(head.line),
            "kind": format_heading(head),
            "node": head.node_label,
            "finding": format_message(head),
            "by": "; ".join(dict.fromkeys(one.source_label for one in some)),
            "do": head.todo,
        }
        for some in split_by_cause(findings)
        for head in [build_group_head(report.get_group(some[0]), some)]
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
    if report.groups:
        causes = sum(len(split_by_cause(findings)) for findings in report.group_by_profile().values())
        text += f"; {causes} cause{'' if causes == 1 else 's'}, --all lists each finding"
    return f"{text}; {len(later)} more from {catalog.format_date(later[0])}" if later else text
