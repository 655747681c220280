"""Count the duties of each model of a profile by verdict, and find the day on which more of them bind."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from actgraph.core.prefixes import load_prefixes
from actgraph.core.suggestions import truncate_name
from actgraph.core.tables import JsonValue, to_one_line
from actgraph.graph import catalog
from actgraph.reasoning.outcome import NO_VERDICT, Outcome
from actgraph.reasoning.what_if import Doubt

_AG = load_prefixes()["ag"]
_NAMES = {_AG + "applies": "applies", _AG + "isExempt": "exempt", _AG + "doesNotApply": "does not apply"}
STATUS_NAMES = ("applies", "comply by", "applies from", "exempt", "does not apply", "unknown")
KINDS = {_AG + "AssessedModel": "model", _AG + "AssessedSystem": "AI system", _AG + "AssessedDeployment": "deployment"}
OWED = ("applies", "comply by", "applies from")  # it binds, now or from a later day
_WORDS = {  # of one duty, and of several
    "applies": ("applies", "apply"),
    "comply by": ("must be complied with by a later day",) * 2,
    "applies from": ("applies from a later day", "apply from a later day"),
    "exempt": ("is exempt", "are exempt"),
    "does not apply": ("does not apply", "do not apply"),
    "unknown": ("is unknown", "are unknown"),
}


class DutyVerdict(NamedTuple):
    """The verdict on one duty.

    Attributes:
        obligation: IRI of the obligation.
        status: one of `STATUS_NAMES`.
        since: the day from which it binds, ISO 8601; empty if it does not bind, or if it is unknown since when.
    """

    obligation: str
    status: str
    since: str


class DutyCounts(NamedTuple):
    """How many duties of a model there are by verdict.

    Attributes:
        model: IRI of the model.
        label: its name.
        counts: for each of `STATUS_NAMES` how many duties have this verdict.
        next_change: the first later day, ISO 8601, on which more duties bind; empty if no such day is known.
        added: how many bind from that day.
        added_findings: how many findings more the whole profile has on that day; None where it was not validated.
        kind: one of the values of `KINDS`.
        duties: the verdict on each duty; empty if they were only counted.
    """

    model: str
    label: str
    counts: Mapping[str, int]
    next_change: str
    added: int
    added_findings: int | None = None
    kind: str = "model"
    duties: Sequence[DutyVerdict] = ()


def has_unknown(one: DutyCounts) -> bool:
    """Tell whether a duty of a model is unknown.

    >>> has_unknown(build_duty_counts("urn:m", "M", [("unknown", ""), ("exempt", "")]))
    True
    """
    return one.counts["unknown"] > 0


def is_undecided(one: DutyCounts) -> bool:
    """Tell whether every duty of a model is unknown.

    >>> is_undecided(build_duty_counts("urn:m", "M", [("unknown", ""), ("exempt", "")]))
    False
    """
    return one.counts["unknown"] == sum(one.counts.values())


def counts_to_dict(one: DutyCounts) -> dict[str, JsonValue]:
    """Return the counts as JSON: how many duties have each status, the next change, and what it adds.

    >>> counts_to_dict(build_duty_counts("urn:m", "M", [("comply by", "2027-08-02")]))["complyBy"]
    1
    """
    names = {name: re.sub(r" (\w)", lambda found: found[1].upper(), name) for name in one.counts}
    counts: dict[str, JsonValue] = {names[name]: number for name, number in one.counts.items()}
    return {**counts, "nextChange": one.next_change or None, "added": one.added, "addedFindings": one.added_findings}


def get_status(statuses: Sequence[str], start: str, *, is_legacy: bool, is_doubtful: bool, date: str) -> str:
    """Get the verdict on a duty.

    Args:
        statuses: IRIs of the statuses that the rules derive.
        start: the first day from which it binds, ISO 8601; empty if none is derived.
        is_legacy: whether a transition gives time until that day (Article 111(3), (4)).
        is_doubtful: whether the verdict hangs on a statement that cannot be read or contradicts another.
        date: the day asked for.

    >>> get_status([_AG + "applies"], "2027-08-02", is_legacy=True, is_doubtful=False, date="2026-11-28")
    'comply by'
    """
    if is_doubtful or not statuses:
        return "unknown"
    status = _NAMES[statuses[0]]
    if status == "applies" and start[:10] > date:
        return "comply by" if is_legacy else "applies from"
    return status


def count_duties(
    outcome: Outcome,
    doubts: Sequence[Doubt],
    upcoming: Mapping[str, str],
    obligations: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
    date: str,
    undated: Set[str] = frozenset(),
) -> list[DutyCounts]:
    """Count the duties as regards each assessed model, AI system and deployment.

    Args:
        outcome: what the rules say of the profile.
        doubts: what leaves verdicts open.
        upcoming: IRI of a duty that does not bind yet → the day from which it will, as the profile states.
        obligations: class of what is assessed → IRIs of its obligations.
        labels: IRI of what is assessed → its name.
        date: the day asked for.
        undated: IRIs of the duties of which a question leaves open from when they bind.

    >>> model = ("urn:m", _AG + "AssessedModel")
    >>> counted = count_duties(Outcome({}, frozenset([model])), [], {}, {model[1]: ["rdg:obl_53.3"]}, {}, "2026-11-28")
    >>> counted[0].counts["unknown"]
    1
    """
    doubtful = {duty for doubt in doubts for duty in doubt.duties}
    undated = {duty for doubt in doubts for duty in doubt.undated} | undated
    found = []
    assessed = [(node, kind) for kind in obligations for node, said in sorted(outcome.classes) if said == kind]
    for model, kind in assessed:
        is_legacy_model = kind == _AG + "AssessedModel" and (model, _AG + "LegacyModel") in outcome.classes
        verdicts, duties = [], []
        for obligation in obligations[kind]:
            duty = f"{model}.duty_{obligation.partition('obl_')[2]}"
            is_legacy = is_legacy_model or (duty, _AG + "DutyInTransition") in outcome.classes
            statuses, start = outcome.verdicts.get(duty, NO_VERDICT)
            status = get_status(sorted(statuses), start, is_legacy=is_legacy, is_doubtful=duty in doubtful, date=date)
            since = start if status in OWED and duty not in undated else ""
            verdicts.append((status, since or upcoming.get(duty, "")))
            duties.append(DutyVerdict(obligation, status, since[:10]))
        counts = build_duty_counts(model, labels.get(model, model), verdicts)
        found.append(counts._replace(kind=KINDS[kind], duties=duties))
    return found


def build_duty_counts(model: str, label: str, verdicts: Sequence[tuple[str, str]]) -> DutyCounts:
    """Build the counts of a model from the status of each duty and the day from which it binds, now or later.

    >>> build_duty_counts("urn:m", "M", [("comply by", "2027-08-02"), ("applies", "2025-09-01")]).next_change
    '2027-08-02'
    """
    counted = Counter(status for status, _ in verdicts)
    # A profile may give a time zone after the day.
    starts = [start[:10] for status, start in verdicts if start and status not in ("applies", "unknown")]
    first = min(starts, default="")
    return DutyCounts(
        model, truncate_name(label), {name: counted[name] for name in STATUS_NAMES}, first, starts.count(first)
    )


def format_duty_counts(one: DutyCounts) -> str:
    """Format the counts of a model in one line.

    >>> counts = dict.fromkeys(STATUS_NAMES, 0) | {"unknown": 16}
    >>> format_duty_counts(DutyCounts("urn:m", "M", counts, "", 0))
    'M: 16 duties are unknown'
    """
    told = [f"{number} {_WORDS[name][number > 1]}" for name, number in one.counts.items() if number]
    first, _, rest = told[0].partition(" ")
    text = f"{to_one_line(one.label)}: {first} {'duty' if first == '1' else 'duties'} {', '.join([rest, *told[1:]])}"
    return f"{text}. {format_next_change(one)}" if one.next_change else text


def format_next_change(one: DutyCounts) -> str:
    """Format the next day on which more duties of a model bind, and how many findings more its profile has then.

    >>> format_next_change(build_duty_counts("urn:m", "M", [("comply by", "2027-08-02")]))
    'Next change on 2 August 2027: 1 more binds'
    """
    verb = "binds" if one.added == 1 else "bind"
    text = f"Next change on {catalog.format_date(one.next_change)}: {one.added} more {verb}"
    if not one.added_findings:
        return text
    findings = f"{one.added_findings} finding{'s' * (one.added_findings > 1)} more"
    return f"{text}; {findings} in the profile unless shown by then"
