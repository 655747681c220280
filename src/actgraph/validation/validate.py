"""What the shapes find in profiles.

A profile is read, its words are held against the vocabulary, the rules say what follows from it, and the shapes are
held against both. Of a value that cannot be read one thing is told: that it cannot be read.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from actgraph.core.errors import InputError
from actgraph.graph.day import Day
from actgraph.profile import profile
from actgraph.profile.profile import Profile
from actgraph.profile.schema import ValidationResult
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import batch, engines
from actgraph.validation.engines import ShaclEngine
from actgraph.validation.findings import Report
from actgraph.validation.findings_builder import FindingsBuilder


class ValidationRun(NamedTuple):
    """What was found, and what could not be read at all.

    Attributes:
        report: the findings of all profiles that could be read.
        results: of each of them, in their order, as SHACL has it.
        read_errors: why the others cannot be read, each naming its file.
        conversions: what was converted while they were read, a line each.
    """

    report: Report
    results: Sequence[tuple[Profile, Sequence[ValidationResult]]]
    read_errors: Sequence[InputError]
    conversions: Sequence[str]


def validate(profiles: Sequence[str], day: Day, format_name: str | None = None) -> Report:
    """What the shapes find in some profiles on a day.

    Args:
        profiles: paths of files; `-` for standard input.
        day: the graph of the day.
        format_name: the format of all of them; by the ending of each name where there is none.

    Raises:
        InputError: a profile cannot be read.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.core import paths
    >>> validate([paths.get_data_path("examples", "complete.ttl")], open_day("2026-11-24")).findings
    ()
    """
    found = validate_files(profiles, day, format_name)
    for error in found.read_errors:
        raise error
    return found.report


def validate_files(profiles: Sequence[str], day: Day, format_name: str | None = None) -> ValidationRun:
    """The same, for all profiles that can be read: one that cannot does not keep the others from being checked.

    Args:
        profiles: paths of files; `-` for standard input.
        day: the graph of the day.
        format_name: as for `validate`.

    >>> from actgraph.graph.day import open_day
    >>> [error.where for error in validate_files(["nowhere.ttl"], open_day("2026-11-24")).read_errors]
    ['nowhere.ttl']
    """
    broken: list[InputError] = []
    told = FindingsBuilder(day)
    found: list[tuple[Profile, list[ValidationResult]]] = []
    for together in batch.split_into_batches(_read_profiles(profiles, format_name, broken)):
        derived = [DerivedProfile(one.triples, day) for one in together]
        for one, its, ours in zip(together, derived, batch.validate_batch(derived, day), strict=True):
            told.add_results(one, its, ours)
            found.append((one, ours))
    notes = [f"not checked: {error.where}: {error.what}" for error in broken]
    notes += [note for note in [engines.choose_engine()[1]] if note]
    return ValidationRun(told.build_report(notes), found, broken, [note for one, _ in found for note in one.notes])


def _read_profiles(names: Sequence[str], format_name: str | None, errors: list[InputError]) -> Iterator[Profile]:
    for name in names:
        try:
            yield profile.read_profile(name, format_name)
        except InputError as error:
            errors.append(error)


def validate_derived(derived: DerivedProfile, engine: ShaclEngine | None = None) -> list[ValidationResult]:
    """All that is found in one profile.

    Args:
        derived: the profile, for a day.
        engine: the engine that holds the shapes against it; the usual one where there is none.

    >>> from actgraph.graph.day import open_day
    >>> validate_derived(DerivedProfile([], open_day("2026-11-24")))
    []
    """
    return batch.validate_batch([derived], derived.day, engine)[0]
