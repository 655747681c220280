"""The portfolio: the models, AI systems and deployments of several profiles against the duties, with their findings."""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from actgraph.core.tables import JsonValue, TableRow
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.profile.profile import Profile
from actgraph.reasoning.duty_counts import KINDS, DutyCounts, DutyVerdict
from actgraph.validation.findings import Finding, format_heading, format_message
from actgraph.validation.findings_builder import format_term
from actgraph.validation.validate import ValidationRun

NOT_ASSESSED = "not assessed"
NO_MODEL, UNREADABLE = "no model", "cannot be read"  # in place of the kind, where a profile has nothing to assess
_HEAD = ("profile", "model", "modelLabel", "kind")
_REST = ("nextChange", "added", "addedFindings", "findings", "gravestKind", "gravestFinding", "gravestAt")
_MAX_STEPS = 5_000_000  # models times statements of a profile; beyond that each finding counts for every model


class PortfolioRow(NamedTuple):
    """One model, AI system or deployment of one profile, or a profile in which nothing is assessed.

    Attributes:
        profile: name of the profile.
        kind: one of the values of `KINDS`, `NO_MODEL` or `UNREADABLE`.
        label: its name; that of the profile where nothing is assessed.
        counts: its duties by verdict, and when more of them bind; None where nothing is assessed.
        duties: provision → the verdict; none where nothing is assessed.
        findings: the findings that concern it, the gravest first.
        problem: why nothing is assessed; empty if something is.
    """

    profile: str
    kind: str
    label: str
    counts: DutyCounts | None
    duties: Mapping[str, DutyVerdict]
    findings: Sequence[Finding]
    problem: str = ""


class Portfolio(NamedTuple):
    """The rows of several profiles, in the order of the profiles; those that cannot be read stand last.

    Attributes:
        duties: kind → the provisions that are assessed for it, in the order of the Act; only the kinds that there are.
        rows: the rows.
        basis: the day and the editions, in one line.
    """

    duties: Mapping[str, Sequence[Node]]
    rows: Sequence[PortfolioRow]
    basis: str


def build_portfolio(run: ValidationRun, day: Day) -> Portfolio:
    """Build the portfolio of validated profiles.

    Args:
        run: the findings and verdicts of the profiles.
        day: the graph of the day asked for.

    >>> from actgraph.core import paths
    >>> from actgraph.graph.day import open_day
    >>> from actgraph.validation.validate import validate_files
    >>> day = open_day("2026-12-01")
    >>> run = validate_files([paths.get_data_path("examples", "complete.ttl"), "nowhere.ttl"], day)
    >>> found = build_portfolio(run, day)
    >>> [(row.label, row.kind) for row in found.rows]
    [('Aurora 2 (invented)', 'model'), ('nowhere.ttl', 'cannot be read')]
    >>> format_verdict(found.rows[0].duties[day.cite("53(1)(c)")])
    'applies since 2026-02-02'
    """
    report = run.report
    profiles = {profile.name: profile for profile, _ in run.results}
    rows: list[PortfolioRow] = []
    for name, findings in report.group_by_profile().items():
        ours = [one for one in findings if not one.later_from]
        counted = report.counts.get(name, ())
        concerned = _assign_findings(profiles[name], counted, ours) if name in profiles else [ours] * len(counted)
        rows += [_build_row(name, one, some, day) for one, some in zip(counted, concerned, strict=True)]
        if not counted:
            problem = "It describes no model, AI system or deployment that can be assessed."
            rows.append(PortfolioRow(name, NO_MODEL, name, None, {}, ours, problem))
    rows += [
        PortfolioRow(error.where or "", UNREADABLE, error.where or "", None, {}, (), error.what)
        for error in run.read_errors
    ]
    kinds = {row.kind for row in rows}
    duties = {
        kind: sorted(
            (day.get_node(iri) for iri in {iri for row in rows if row.kind == kind for iri in row.duties}),
            key=lambda one: (one.order, one.iri),
        )
        for kind in KINDS.values()
        if kind in kinds
    }
    return Portfolio(duties, rows, report.basis)


def _build_row(profile: str, counts: DutyCounts, findings: Sequence[Finding], day: Day) -> PortfolioRow:
    duties = {day.get_node(one.obligation).source: one for one in counts.duties}
    return PortfolioRow(profile, counts.kind, counts.label, counts, duties, findings)


def _assign_findings(
    profile: Profile, counted: Sequence[DutyCounts], findings: Sequence[Finding]
) -> list[list[Finding]]:
    """Assign the findings of a profile to each thing that is assessed.

    A finding concerns a model if the model leads to its node through the statements of the profile, but not by way of
    another assessed model. A finding whose node no model leads to concerns all of them: none may get lost.
    """
    assessed = {one.model for one in counted}
    if len(assessed) * len(profile.triples) > _MAX_STEPS:
        return [list(findings) for _ in counted]
    links = _index_links(profile.triples)
    reached = {model: _collect_reached(model, links, assessed) for model in assessed}
    lost = {one.node for one in findings} - {node for nodes in reached.values() for node in nodes}
    return [[one for one in findings if one.node in reached[its.model] or one.node in lost] for its in counted]


def _index_links(triples: Iterable[Triple]) -> Mapping[str, Sequence[str]]:
    links: dict[str, list[str]] = {}
    for one in triples:
        if isinstance(one.object, NamedNode):
            links.setdefault(format_term(one.subject), []).append(format_term(one.object))
    return links


def _collect_reached(model: str, links: Mapping[str, Sequence[str]], assessed: Set[str]) -> set[str]:
    reached, waiting = {model}, [model]
    while waiting:
        new = {one for one in links.get(waiting.pop(), ()) if one not in assessed} - reached
        reached |= new
        waiting += new
    return reached


def format_verdict(verdict: DutyVerdict) -> str:
    """Format the status of a duty with its day.

    >>> format_verdict(DutyVerdict("", "comply by", "2027-08-02")), format_verdict(DutyVerdict("", "comply by", ""))
    ('comply by 2027-08-02', 'comply by a day that is unknown')
    """
    if verdict.status == "applies":
        return f"applies since {verdict.since}" if verdict.since else "applies"
    is_later = verdict.status in ("comply by", "applies from")
    return f"{verdict.status} {verdict.since or 'a day that is unknown'}" if is_later else verdict.status


def shorten_citation(provision: Node) -> str:
    """Shorten the citation of a provision to what stands above a column.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-12-01")
    >>> shorten_citation(day.get_node(day.cite("53(1)(a)")))
    '53(1)(a)'
    """
    return provision.label.removeprefix("Article ")


def list_portfolio_columns(portfolio: Portfolio) -> Sequence[str]:
    """List the columns of the table: what a row is about, a column for each duty, the next day and the findings."""
    found = {one.iri: one for some in portfolio.duties.values() for one in some}
    ordered = sorted(found.values(), key=lambda one: (one.order, one.iri))
    return (*_HEAD, *map(shorten_citation, ordered), *_REST)


def build_portfolio_rows(portfolio: Portfolio) -> list[TableRow]:
    """Build a row for each model, AI system and deployment, with the columns of `list_portfolio_columns`.

    A duty that does not concern the kind has no value. Where nothing is assessed, each duty is `NOT_ASSESSED`.
    """
    provisions = {one.iri: shorten_citation(one) for some in portfolio.duties.values() for one in some}
    return [
        {
            "profile": row.profile,
            "model": row.counts.model if row.counts else "",
            "modelLabel": row.label,
            "kind": row.kind,
            **(
                dict.fromkeys(provisions.values(), NOT_ASSESSED)
                if row.problem
                else {provisions[iri]: format_verdict(one) for iri, one in row.duties.items()}
            ),
            **_describe_next_change(row.counts),
            "findings": "" if row.kind == UNREADABLE else str(len(row.findings)),
            **_describe_gravest(row),
        }
        for row in portfolio.rows
    ]


def _describe_next_change(counts: DutyCounts | None) -> dict[str, str]:
    if counts is None or not counts.next_change:
        return {}
    more = "" if counts.added_findings is None else str(counts.added_findings)
    return {"nextChange": counts.next_change, "added": str(counts.added), "addedFindings": more}


def _describe_gravest(row: PortfolioRow) -> dict[str, str]:
    if not row.findings:
        return {"gravestKind": row.kind, "gravestFinding": row.problem, "gravestAt": ""} if row.problem else {}
    first = row.findings[0]
    told = f"{format_message(first)} ({first.node_label})"
    return {"gravestKind": format_heading(first), "gravestFinding": told, "gravestAt": format_place(first)}


def format_place(finding: Finding) -> str:
    """Format where a finding is: the profile, and the line if there is one.

    >>> format_place(Finding("m.ttl", 3, *[""] * 4, "info", *[""] * 5))
    'm.ttl:3'
    """
    return finding.profile if finding.line is None else f"{finding.profile}:{finding.line}"


def portfolio_to_dicts(portfolio: Portfolio) -> list[Mapping[str, JsonValue]]:
    """Return what `assess -f json` prints for several profiles: a row for each model, documented in docs/json.md."""
    return [
        {
            "profile": row.profile,
            "model": row.counts.model if row.counts else None,
            "modelLabel": row.label,
            "kind": row.kind,
            "duties": [
                {
                    "provision": one.iri,
                    "provisionLabel": one.label,
                    "obligation": row.duties[one.iri].obligation,
                    "status": row.duties[one.iri].status,
                    "since": row.duties[one.iri].since or None,
                }
                for one in portfolio.duties.get(row.kind, ())
                if one.iri in row.duties
            ],
            "nextChange": (row.counts.next_change if row.counts else "") or None,
            "added": row.counts.added if row.counts else 0,
            "addedFindings": row.counts.added_findings if row.counts else None,
            "findings": None if row.kind == UNREADABLE else len(row.findings),
            "gravest": row.findings[0].to_dict() if row.findings else None,
            "problem": row.problem or None,
        }
        for row in portfolio.rows
    ]
