"""Find what would be found in profiles on a later day and is not found on the day asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from actgraph.graph.day import Day, open_day
from actgraph.profile.profile import Profile
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import batch
from actgraph.validation.findings import Finding, Report
from actgraph.validation.findings_builder import FindingsBuilder
from actgraph.validation.result import ValidationResult

ValidatedProfile = tuple[Profile, Sequence[ValidationResult]]  # with its results on the day asked for


def find_later_findings(validated: Iterable[ValidatedProfile], day: Day) -> list[Finding]:
    """Find what profiles lack on a later day, beside what is found in them on the day asked for.

    Args:
        validated: the profiles.
        day: the graph of the later day.

    >>> from actgraph.core import paths
    >>> from actgraph.profile.profile import read_profile
    >>> read = read_profile(paths.get_data_path("examples", "startup.ttl"))
    >>> {one.later_from for one in find_later_findings([(read, [])], open_day("2027-08-02"))}
    {'2027-08-02'}
    """
    builder = FindingsBuilder(day)
    for profile, derived, results in _find_later_results(validated, day, explain=True):
        builder.add_results(profile, derived, results)
    return [replace(one, later_from=day.date) for one in builder.build_report([]).findings]


def add_next_change(report: Report, validated: Iterable[ValidatedProfile]) -> Report:
    """Add to the counts of each model how many findings more there are on the day of its next change.

    A profile is validated once more for each such day.

    Args:
        report: the findings on the day asked for.
        validated: the profiles that it is about.
    """
    waiting: dict[str, list[ValidatedProfile]] = {}
    for one in validated:
        for date in {counts.next_change for counts in report.counts.get(one[0].name, ()) if counts.next_change}:
            waiting.setdefault(date, []).append(one)
    added = {
        (profile.name, date): len(set(map(_identify, results)))
        for date, some in waiting.items()
        for profile, _, results in _find_later_results(some, open_day(date), explain=False)
    }
    counts = {
        name: [one._replace(added_findings=added.get((name, one.next_change))) for one in models]
        for name, models in report.counts.items()
    }
    return replace(report, counts=counts)


def _find_later_results(
    validated: Iterable[ValidatedProfile], day: Day, *, explain: bool
) -> Iterator[tuple[Profile, DerivedProfile, Sequence[ValidationResult]]]:
    known = {id(profile): set(map(_identify, results)) for profile, results in validated}
    for together in batch.split_into_batches(profile for profile, _ in validated):
        derived = [DerivedProfile(one.triples, day) for one in together]
        found = batch.validate_batch(derived, day, explain=explain)
        for profile, its, results in zip(together, derived, found, strict=True):
            yield profile, its, [one for one in results if _identify(one) not in known[id(profile)]]


def _identify(result: ValidationResult) -> tuple[object, ...]:
    return result.shape, result.focus_node, result.path, result.value, result.message
