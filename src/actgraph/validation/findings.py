"""Findings of a validation: their order and their wording."""

import builtins
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.tables import JsonValue, to_one_line
from actgraph.profile.severity import KINDS, SEVERITIES, Kind, Severity, get_kind
from actgraph.reasoning.duty_counts import DutyCounts, counts_to_dict
from actgraph.validation.urgency import URGENCIES, Urgency

STDIN = "standard input"
CLEAN_MESSAGE = "nothing found: that is no proof of compliance"
SCOPE = "This report judges the description, not the model or the conduct of its provider."
_SHOWN = 79  # characters of a longer value
_HAS_CONTRADICTION = load_prefixes()["ag"] + "hasContradiction"

# Key of JSON → attribute of a finding.
JSON_KEYS = {
    "profile": "profile",
    "line": "line",
    "node": "node",
    "nodeLabel": "node_label",
    "property": "property",
    "value": "value",
    "severity": "severity",
    "kind": "kind",
    "message": "message",
    "todo": "todo",
    "source": "source",
    "sourceLabel": "source_label",
    "shape": "shape",
    "from": "later_from",
    "urgency": "urgency",
    "since": "since",
    "group": "group",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is missing or wrong in a profile.

    Attributes:
        profile: name of the file as given, or `standard input`.
        line: of the triple, or of the node's first one, from 1; None where the format has no lines.
        node: IRI of the focus node; `_:b1` for a blank node.
        node_label: its label, or its short name.
        property: IRI of the property; empty where no property is concerned.
        value: the offending value as written; empty where something is missing.
        severity: that of the shape in SHACL: violation (the Act), warning (a commitment of a signed chapter), info
            (guidelines, recitals).
        message: what is missing or wrong, in plain words.
        todo: how to correct it.
        source: IRIs of the provisions, measures or paragraphs behind the shape, separated by a space.
        source_label: their citations.
        shape: IRI of the shape that reported it.
        leaves_open: whether it leaves something open, rather than saying that something is not shown.
        later_from: the later day, ISO 8601, on which it would be found; empty if it is found on the day asked for.
        urgency: what comes first: unreadable, contradiction, overdue, due, commitment, recommendation, question.
        since: the day, ISO 8601, from which the duty behind it binds; empty if that is unknown or no duty of the Act.
        group: id of the findings with the same cause; empty if it has none beside it.
        meant: the IRIs that may be meant in place of an unknown one, the nearest first.

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
    leaves_open: bool = False
    later_from: str = ""
    urgency: Urgency = "question"
    since: str = ""
    group: str = ""
    meant: tuple[str, ...] = ()

    @builtins.property  # the attribute `property` is another
    def kind(self) -> Kind:
        """What it is in words for people: not shown (Act), not shown (Code, signed), advice or open."""
        return get_kind(self.severity, self.leaves_open)

    def to_dict(self) -> dict[str, str | int | None]:
        """Return what `validate -f json` prints of it: keys as in docs/json.md, null where there is no value.

        >>> Finding("m.ttl", 3, "urn:m", "M", "", "", "info", "no licence", "", "", "", "urn:shape").to_dict()["value"]
        """
        return {key: getattr(self, name) or None for key, name in JSON_KEYS.items()}


STATEMENTS = " The statements: "  # stands in a message between what disagrees and the statements


class FindingGroup(NamedTuple):
    """Findings of a profile with one cause.

    Attributes:
        id: what the findings carry; unique within a profile.
        profile: name of the profile.
        message: the cause, in one or two sentences.
        todo: what mends all of them.
        lists_all: whether each finding says something of its own, rather than the same again.
        line: where to mend it, if that is another line than those of the findings; None if it is not.

    >>> FindingGroup("not described urn:e", "m.ttl", "Nothing of the name urn:e is described.", "Describe it.").profile
    'm.ttl'
    """

    id: str
    profile: str
    message: str
    todo: str
    lists_all: bool = False
    line: int | None = None


@dataclass(frozen=True)
class Report:
    """The findings of all profiles without duplicates, ordered by profile, urgency, day and line.

    Attributes:
        findings: of all profiles; sorted on creation.
        profiles: names of all validated profiles in their order, including those without findings.
        basis: the day and the editions that the report rests on, in one line.
        notes: further information for the reader, one sentence each.
        pages: IRI of a source → URL of its official page, where there is one.
        summaries: IRI of a shape → its message.
        counts: name of a profile → for each of its models how many duties have which verdict.
        groups: the findings with one cause.

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
    counts: Mapping[str, Sequence[DutyCounts]] = field(default_factory=dict)
    groups: Sequence[FindingGroup] = ()
    _by_id: Mapping[tuple[str, str], FindingGroup] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Keep a finding of a profile that is not listed: none may get lost.
        names = dict.fromkeys([*self.profiles, *(finding.profile for finding in self.findings)])
        places = {name: place for place, name in enumerate(names)}
        ordered = sorted(dict.fromkeys(self.findings), key=lambda one: (places[one.profile], *_build_sort_key(one)))
        object.__setattr__(self, "findings", tuple(ordered))
        object.__setattr__(self, "profiles", tuple(names))
        object.__setattr__(self, "_by_id", {(one.profile, one.id): one for one in self.groups})

    def get_group(self, finding: Finding) -> FindingGroup | None:
        """Get the group of a finding; None if it stands alone."""
        return self._by_id.get((finding.profile, finding.group))

    def group_by_profile(self) -> dict[str, list[Finding]]:
        """Group the findings by profile; a profile without findings has an empty list.

        >>> Report([], ["a.ttl", "b.ttl"], "").group_by_profile()
        {'a.ttl': [], 'b.ttl': []}
        """
        found: dict[str, list[Finding]] = {name: [] for name in self.profiles}
        for finding in self.findings:
            found[finding.profile].append(finding)
        return found


def build_summary_rows(report: Report) -> list[dict[str, JsonValue]]:
    """Build the JSON objects that say how many duties of each model have which verdict.

    >>> build_summary_rows(Report([], ["a.ttl"], ""))
    []
    """
    return [
        {"profile": profile, "model": one.model, "modelLabel": one.label, **counts_to_dict(one)}
        for profile, counted in report.counts.items()
        for one in counted
    ]


def build_group_rows(report: Report) -> list[dict[str, JsonValue]]:
    """Build the JSON objects of the groups of findings.

    >>> build_group_rows(Report([], ["a.ttl"], ""))
    []
    """
    return [{"id": one.id, "profile": one.profile, "message": one.message, "todo": one.todo} for one in report.groups]


def count_by_kind(findings: Sequence[Finding]) -> dict[Kind, int]:
    """Count the findings of each kind.

    >>> count_by_kind([])
    {'not shown (Act)': 0, 'not shown (Code, signed)': 0, 'advice': 0, 'open': 0}
    """
    return {kind: sum(finding.kind == kind for finding in findings) for kind in KINDS}


def count_by_severity(findings: Sequence[Finding]) -> dict[Severity, int]:
    """Count the findings of each severity, worst first.

    >>> count_by_severity([])
    {'violation': 0, 'warning': 0, 'info': 0}
    """
    return {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}


def format_counts(findings: Sequence[Finding]) -> str:
    """Format the counts of the findings as text.

    >>> format_counts([])
    '0 findings: 0 not shown (Act), 0 not shown (Code, signed), 0 advice, 0 open'
    """
    parts = ", ".join(f"{number} {kind}" for kind, number in count_by_kind(findings).items())
    return f"{len(findings)} finding{'' if len(findings) == 1 else 's'}: {parts}"


def find_worst_severity(findings: Sequence[Finding]) -> Severity:
    """Return the worst severity among the findings.

    Raises:
        ValueError: there are no findings.

    >>> find_worst_severity([Finding("", 1, *[""] * 4, severity, *[""] * 5) for severity in ("info", "warning")])
    'warning'
    """
    return min((finding.severity for finding in findings), key=SEVERITIES.index)


def format_message(finding: Finding) -> str:
    """Format the message in one line, safe for a terminal; add the value if the message does not name it.

    >>> format_message(Finding("", 1, "", "", "", "2025-02-30", "violation", "no such day.", *[""] * 4))
    'no such day: "2025-02-30"'
    """
    message, value = to_one_line(finding.message), to_one_line(shorten_iri(finding.value))
    if finding.property == _HAS_CONTRADICTION:
        return message  # its value is the name of the contradiction, which the message explains
    start, value = (value[:_SHOWN], f"{value[:_SHOWN]}…") if len(value) > _SHOWN + 1 else (value, value)
    return message if start in message else f'{message.rstrip(".")}: "{value}"'


def format_heading(finding: Finding) -> str:
    """Format what a finding is in the words that begin its line: its kind and the day from which the duty binds.

    >>> format_heading(Finding("", 1, *[""] * 4, "violation", *[""] * 5, urgency="overdue", since="2025-08-02"))
    'not shown (Act), owed since 2025-08-02'
    """
    is_possible = finding.shape == _POSSIBLE and finding.urgency == "contradiction"
    kind = "possible contradiction" if is_possible else _HEADINGS.get(finding.urgency, finding.kind)
    since = f", owed since {finding.since}" if finding.since and finding.urgency == "overdue" else ""
    return f"from {finding.later_from}: {kind}" if finding.later_from else f"{kind}{since}"


_HEADINGS = {"unreadable": "cannot be read", "contradiction": "contradiction"}
_POSSIBLE = load_prefixes()["shp"] + "Contradiction-possible"


def format_finding(finding: Finding) -> str:
    """Format a finding for a terminal: place, kind and message, then the provision and what to do.

    >>> message, todo = "no summary of the training content", "publish it and give its address"
    >>> source = ("urn:s", "Article 53(1)(d)", "urn:shape")
    >>> print(format_finding(Finding("m.ttl", 3, "urn:m", "M", "", "", "violation", message, todo, *source)))
    m.ttl:3: not shown (Act): no summary of the training content (M)
        by Article 53(1)(d)
        do: publish it and give its address
    """
    where = to_one_line(finding.profile) if finding.line is None else f"{to_one_line(finding.profile)}:{finding.line}"
    lines = [f"{where}: {format_heading(finding)}: {format_message(finding)} ({to_one_line(finding.node_label)})"]
    lines += [f"    by {to_one_line(finding.source_label)}"] if finding.source_label else []
    lines += [f"    do: {to_one_line(finding.todo)}"] if finding.todo else []
    return "\n".join(lines)


def _build_sort_key(finding: Finding) -> tuple[object, ...]:
    """Build the key that orders the findings of a profile: the gravest first, then by day and line.

    Every attribute counts, so that the order never depends on the input order.
    """
    grave = (URGENCIES.index(finding.urgency), SEVERITIES.index(finding.severity))
    where = (finding.later_from, finding.since or "9", finding.line is None, finding.line or 0, finding.node)
    rest = (finding.shape, finding.property, finding.value, finding.message)
    last = (finding.todo, finding.source, finding.source_label, finding.node_label, finding.kind, finding.group)
    return (*grave, *where, *rest, *last, finding.meant)
