"""The exit code of a validation: which findings, and how much that is unknown, make it 1."""

from collections.abc import Sequence

from actgraph.core.errors import InputError
from actgraph.profile.severity import SEVERITIES, Severity
from actgraph.reasoning.duty_counts import has_unknown, is_undecided
from actgraph.validation.findings import Report

FAIL_ON_CHOICES = ("violation", "warning", "unknown", "info", "never")
DEFAULT_FAIL_ON = "info"


def get_exit_code(report: Report, fail_on: str = DEFAULT_FAIL_ON) -> int:
    """Return 1 if there is a finding of the severity `fail_on` or a worse one, or too much is unknown; else 0.

    By default every finding counts, as in `sh:conforms` of SHACL: an exit code 0 that hides a finding would be taken
    for a pass. To count only what stands on the Act, and what cannot be read, give `violation`. `unknown` counts
    undecided duties beside violations and warnings. Unless `never` is given, a model of which no duty could be decided
    counts too.

    Raises:
        InputError: `fail_on` is not violation, warning, unknown, info or never.

    >>> from actgraph.validation.findings import Finding
    >>> found = Report([Finding("m.ttl", 1, *[""] * 4, "warning", *[""] * 5)], ["m.ttl"], "")
    >>> [get_exit_code(found, fail_on) for fail_on in ("info", "unknown", "warning", "violation", "never")]
    [1, 1, 1, 0, 0]
    """
    failing = get_failing_severities(fail_on)
    models = [one for counted in report.counts.values() for one in counted]
    return int(
        any(finding.severity in failing for finding in report.findings if not finding.later_from)
        or has_failing_unknown(fail_on, any(map(has_unknown, models)), any(map(is_undecided, models)))
    )


def has_failing_unknown(fail_on: str, unknown: bool, undecided: bool) -> bool:
    """Tell whether what is unknown leads to exit code 1.

    Args:
        fail_on: as for `get_exit_code`.
        unknown: whether a duty is unknown.
        undecided: whether there is a model of which every duty is.

    >>> has_failing_unknown("violation", True, False), has_failing_unknown("violation", True, True)
    (False, True)
    """
    return (unknown and fail_on == "unknown") or (undecided and fail_on != "never")


def get_failing_severities(fail_on: str) -> Sequence[Severity]:
    """Return the severities that lead to exit code 1, worst first.

    Raises:
        InputError: `fail_on` is not violation, warning, unknown, info or never.

    >>> get_failing_severities("warning"), get_failing_severities("unknown"), get_failing_severities("never")
    (('violation', 'warning'), ('violation', 'warning'), ())
    """
    if fail_on not in FAIL_ON_CHOICES:
        raise InputError(f"no such severity: {fail_on}", where="--fail-on", todo="give " + ", ".join(FAIL_ON_CHOICES))
    if fail_on == "never":
        return ()
    return SEVERITIES[: SEVERITIES.index("warning" if fail_on == "unknown" else fail_on) + 1]
