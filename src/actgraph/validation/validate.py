"""Validate profiles: read them, check their terms, run the rules, then run the SHACL shapes.

A value that cannot be read gets one finding, which says so; no other shape reports it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from actgraph.core.errors import InputError
from actgraph.graph.day import Day
from actgraph.profile import profile
from actgraph.profile.profile import Profile
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import batch, engines, later
from actgraph.validation.engines import ShaclEngine
from actgraph.validation.findings import Report
from actgraph.validation.findings_builder import FindingsBuilder
from actgraph.validation.result import ValidationResult


class ValidationRun(NamedTuple):
    """The findings of several profiles, and the profiles that could not be read.

    Attributes:
        report: the findings of all readable profiles.
        results: the SHACL results of each of them, in the same order.
        read_errors: why the other profiles cannot be read; each error names its file.
        conversions: what was converted on reading, one line each.
    """

    report: Report
    results: Sequence[tuple[Profile, Sequence[ValidationResult]]]
    read_errors: Sequence[InputError]
    conversions: Sequence[str]


def validate(profiles: Sequence[str | Profile], day: Day, format_name: str | None = None) -> Report:
    """Validate profiles on a day, and fail if one of them cannot be read.

    Args:
        profiles: paths of files, `-` for standard input, or profiles that are read already.
        day: the graph to validate against.
        format_name: the format of all files; by default the file extension decides.

    Raises:
        InputError: a profile cannot be read.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.core import paths
    >>> validate([paths.get_data_path("examples", "complete.ttl")], open_day("2026-11-24")).findings
    ()
    """
    run = validate_files(profiles, day, format_name)
    for error in run.read_errors:
        raise error
    return run.report


def validate_files(
    profiles: Sequence[str | Profile],
    day: Day,
    format_name: str | None = None,
    until: Day | None = None,
    read: Callable[[str, str | None], Profile] = profile.read_profile,
    progress: Callable[[int, int], None] | None = None,
) -> ValidationRun:
    """Validate the readable profiles and collect the read errors of the others.

    Args:
        profiles: paths of files, `-` for standard input, or profiles that are read already.
        day: the graph to validate against.
        format_name: as for `validate`.
        until: the graph of a later day; what would be found then is reported too. None for no such day.
        read: reads a file of a format.
        progress: is told after each batch how many of how many profiles are checked.

    >>> from actgraph.graph.day import open_day
    >>> [error.where for error in validate_files(["nowhere.ttl"], open_day("2026-11-24")).read_errors]
    ['nowhere.ttl']
    """
    errors: list[InputError] = []
    builder = FindingsBuilder(day)
    results: list[tuple[Profile, list[ValidationResult]]] = []
    for together in batch.split_into_batches(_read_profiles(profiles, format_name, errors, read)):
        derived = [DerivedProfile(one.triples, day) for one in together]
        for one, its, ours in zip(together, derived, batch.validate_batch(derived, day), strict=True):
            builder.add_results(one, its, ours)
            results.append((one, ours))
        if progress is not None:
            progress(len(results) + len(errors), len(profiles))
    notes = [f"not checked: {error.where}: {error.what}" for error in errors]
    notes += [note for note in [engines.choose_engine()[1]] if note]
    report = later.add_next_change(builder.build_report(notes), results)
    if until is not None:
        report = replace(report, findings=[*report.findings, *later.find_later_findings(results, until)])
    return ValidationRun(report, results, errors, [note for one, _ in results for note in one.notes])


def _read_profiles(
    names: Sequence[str | Profile],
    format_name: str | None,
    errors: list[InputError],
    read: Callable[[str, str | None], Profile],
) -> Iterator[Profile]:
    for name in names:
        try:
            yield name if isinstance(name, Profile) else read(name, format_name)
        except InputError as error:
            errors.append(error)


def validate_derived(derived: DerivedProfile, engine: ShaclEngine | None = None) -> list[ValidationResult]:
    """Validate one profile from its derived triples, by the usual engine unless one is given.

    >>> from actgraph.graph.day import open_day
    >>> validate_derived(DerivedProfile([], open_day("2026-11-24")))
    []
    """
    return batch.validate_batch([derived], derived.day, engine)[0]
