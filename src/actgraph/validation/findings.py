"""What a finding is, in which order findings are told, and when they end in exit code 1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from actgraph.core.errors import InputError
from actgraph.core.prefixes import shorten_iri
from actgraph.core.tables import to_one_line

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")  # gravest first
FAIL_ON_CHOICES = (*SEVERITIES, "never")
DEFAULT_FAIL_ON = "info"
STDIN = "standard input"
CLEAN_MESSAGE = "nothing found: that is no proof of compliance"
_MAX_VALUE_LENGTH = 80


@dataclass(frozen=True)
class Finding:
    """One thing that is missing or wrong in a profile.

    Attributes:
        profile: name of the file as it was given, or `standard input`.
        line: of the statement, or of the node's first one, from 1; None where the format has no lines.
        node: IRI of the node it is about; `_:b1` for a blank one.
        node_label: its label, or its short name.
        property: IRI of the property; empty where it is about none.
        value: the offending value as it was written; empty where something is missing.
        severity: violation (of the Act), warning (a commitment of a signed chapter), info (guidelines, recitals).
        message: in plain words what is missing or wrong.
        todo: what to do about it.
        source: IRIs of the provisions, measures or paragraphs that it stands on, with a space between them.
        source_label: their citations.
        shape: IRI of the shape that found it.

    >>> Finding("m.ttl", 3, "urn:m", "M", "", "", "info", "no licence", "", "urn:s", "Recital 102", "urn:shape").line
    3
    """

    profile: str
    line: int | None
    node: str
    node_label: str
    property: str
    value: str
    severity: Severity
    message: str
    todo: str
    source: str
    source_label: str
    shape: str


@dataclass(frozen=True)
class Report:
    """What was found in all profiles, each finding once, in the order of the profiles and then of the lines.

    Attributes:
        findings: of all profiles; a report puts them in order.
        profiles: names of all that were checked, the clean ones too, in the order in which they are told.
        basis: the day and the editions that the report rests on, in one line.
        notes: what else its reader must know, a sentence each.
        pages: IRI of a source → address of its official page, where there is one.
        summaries: IRI of a shape → what it asks for, in a few words.

    >>> late, early = (Finding("m.ttl", line, *[""] * 4, "info", *[""] * 5) for line in (9, 2))
    >>> [finding.line for finding in Report([late, early, late], ["m.ttl"], "as of 2026-11-24").findings]
    [2, 9]
    """

    findings: Sequence[Finding]
    profiles: Sequence[str]
    basis: str
    notes: Sequence[str] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    summaries: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # A finding of a profile that nobody named is told all the same: none may get lost.
        names = dict.fromkeys([*self.profiles, *(finding.profile for finding in self.findings)])
        places = {name: place for place, name in enumerate(names)}
        once = dict.fromkeys(self.findings)
        ordered = sorted(once, key=lambda finding: (places[finding.profile], *_build_sort_key(finding)))
        object.__setattr__(self, "findings", tuple(ordered))
        object.__setattr__(self, "profiles", tuple(names))

    def group_by_profile(self) -> dict[str, list[Finding]]:
        """The findings of each profile; none of a clean one.

        >>> Report([], ["a.ttl", "b.ttl"], "").group_by_profile()
        {'a.ttl': [], 'b.ttl': []}
        """
        found: dict[str, list[Finding]] = {name: [] for name in self.profiles}
        for finding in self.findings:
            found[finding.profile].append(finding)
        return found


def count_by_severity(findings: Sequence[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, gravest first.

    Args:
        findings: of one or more profiles.

    >>> count_by_severity([])
    {'violation': 0, 'warning': 0, 'info': 0}
    """
    return {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}


def format_counts(findings: Sequence[Finding]) -> str:
    """The same in words.

    Args:
        findings: of one or more profiles.

    >>> format_counts([])
    '0 findings: 0 violations, 0 warnings, 0 infos'
    """
    parts = ", ".join(_format_number(number, severity) for severity, number in count_by_severity(findings).items())
    return f"{_format_number(len(findings), 'finding')}: {parts}"


def find_worst_severity(findings: Sequence[Finding]) -> Severity:
    """The gravest severity among findings.

    Args:
        findings: one or more.

    Raises:
        ValueError: there are none.

    >>> find_worst_severity([Finding("", 1, *[""] * 4, severity, *[""] * 5) for severity in ("info", "warning")])
    'warning'
    """
    return min((finding.severity for finding in findings), key=SEVERITIES.index)


def get_exit_code(report: Report, fail_on: str = DEFAULT_FAIL_ON) -> int:
    """1 where something of this severity or a graver one was found, else 0.

    Where nothing else is asked for, any finding counts, as the exit codes of all commands and the `sh:conforms` of
    SHACL have it: a 0 that hides a finding would be read as a pass. Who wants the Act alone to count says `violation`.

    Args:
        report: what was found.
        fail_on: violation, warning, info or never.

    Raises:
        InputError: there is no such threshold.

    >>> found = Report([Finding("m.ttl", 1, *[""] * 4, "warning", *[""] * 5)], ["m.ttl"], "")
    >>> get_exit_code(found), get_exit_code(found, "warning"), get_exit_code(found, "violation"), get_exit_code(found, "never")
    (1, 1, 0, 0)
    """
    counting = get_failing_severities(fail_on)
    return int(any(finding.severity in counting for finding in report.findings))


def get_failing_severities(fail_on: str) -> Sequence[Severity]:
    """The severities that end in exit code 1, gravest first.

    Args:
        fail_on: violation, warning, info or never.

    Raises:
        InputError: there is no such threshold.

    >>> get_failing_severities("warning"), get_failing_severities("never")
    (('violation', 'warning'), ())
    """
    if fail_on not in FAIL_ON_CHOICES:
        raise InputError(f"no such severity: {fail_on}", where="--fail-on", todo="give " + ", ".join(FAIL_ON_CHOICES))
    return SEVERITIES[: FAIL_ON_CHOICES.index(fail_on) + 1] if fail_on != "never" else ()


def format_message(finding: Finding) -> str:
    """The message in one line that a terminal can print; it ends with the value where the message does not name it.

    Args:
        finding: what was found.

    >>> format_message(Finding("", 1, "", "", "", "2025-02-30", "violation", "no such day.", *[""] * 4))
    'no such day: "2025-02-30"'
    """
    message, value = to_one_line(finding.message), to_one_line(shorten_iri(finding.value))
    if len(value) > _MAX_VALUE_LENGTH:
        value = value[: _MAX_VALUE_LENGTH - 1] + "…"
    return message if not value or value in message else f'{message.rstrip(".")}: "{value}"'


def format_finding(finding: Finding) -> str:
    """A finding as a terminal shows it: where, how grave, what; below it by which provision, and what to do.

    Args:
        finding: what was found.

    >>> print(format_finding(Finding("m.ttl", 3, "urn:m", "M", "", "", "violation", "no summary of the training content",
    ...     "publish it and give its address", "urn:s", "Article 53(1)(d)", "urn:shape")))
    m.ttl:3: violation: no summary of the training content (M)
        by Article 53(1)(d)
        do: publish it and give its address
    """
    where = to_one_line(finding.profile) if finding.line is None else f"{to_one_line(finding.profile)}:{finding.line}"
    lines = [f"{where}: {finding.severity}: {format_message(finding)} ({to_one_line(finding.node_label)})"]
    lines += [f"    by {to_one_line(finding.source_label)}"] if finding.source_label else []
    lines += [f"    do: {to_one_line(finding.todo)}"] if finding.todo else []
    return "\n".join(lines)


def _build_sort_key(finding: Finding) -> tuple[bool, int, str, int, tuple[str, ...]]:
    """Where a finding stands among those of its profile; where there are no lines, those of a node stand together.

    Every attribute counts, so that the order never depends on the one in which findings came.
    """
    rest = (finding.shape, finding.property, finding.value, finding.message)
    last = (finding.todo, finding.source, finding.source_label, finding.node_label)
    line = 0 if finding.line is None else finding.line
    return (finding.line is None, line, finding.node, SEVERITIES.index(finding.severity), (*rest, *last))


def _format_number(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
