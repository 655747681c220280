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
from actgraph.profile.schema import Result
from actgraph.reasoning.derived import Derived
from actgraph.validation import batch, engines
from actgraph.validation.engines import Engine
from actgraph.validation.findings import Report
from actgraph.validation.findings_builder import Told


class Checked(NamedTuple):
    """What was found, and what could not be read at all.

    Attributes:
        report: the findings of all profiles that could be read.
        results: of each of them, in their order, as SHACL has it.
        broken: why the others cannot be read, each naming its file.
        conversions: what was converted while they were read, a line each.
    """

    report: Report
    results: Sequence[tuple[Profile, Sequence[Result]]]
    broken: Sequence[InputError]
    conversions: Sequence[str]


def validate(profiles: Sequence[str], day: Day, form: str | None = None) -> Report:
    """What the shapes find in some profiles on a day.

    Args:
        profiles: paths of files; `-` for standard input.
        day: the graph of the day.
        form: the format of all of them; by the ending of each name where there is none.

    Raises:
        InputError: a profile cannot be read.

    >>> from actgraph.graph import day
    >>> from actgraph.core import paths
    >>> validate([paths.data("examples", "complete.ttl")], day.on("2026-11-24")).findings
    ()
    """
    found = check(profiles, day, form)
    for error in found.broken:
        raise error
    return found.report


def check(profiles: Sequence[str], day: Day, form: str | None = None) -> Checked:
    """The same, for all profiles that can be read: one that cannot does not keep the others from being checked.

    Args:
        profiles: paths of files; `-` for standard input.
        day: the graph of the day.
        form: as for `validate`.

    >>> from actgraph.graph import day
    >>> [error.where for error in check(["nowhere.ttl"], day.on("2026-11-24")).broken]
    ['nowhere.ttl']
    """
    broken: list[InputError] = []
    told = Told(day)
    found: list[tuple[Profile, list[Result]]] = []
    for together in batch.portions(_read(profiles, form, broken)):
        derived = [Derived(one.triples, day) for one in together]
        for one, its, ours in zip(together, derived, batch.find(derived, day), strict=True):
            told.add(one, its, ours)
            found.append((one, ours))
    notes = [f"not checked: {error.where}: {error.what}" for error in broken]
    notes += [note for note in [engines.usual()[1]] if note]
    return Checked(told.report(notes), found, broken, [note for one, _ in found for note in one.notes])


def _read(names: Sequence[str], form: str | None, broken: list[InputError]) -> Iterator[Profile]:
    for name in names:
        try:
            yield profile.read(name, form)
        except InputError as error:
            broken.append(error)


def find(derived: Derived, by: Engine | None = None) -> list[Result]:
    """All that is found in one profile.

    Args:
        derived: the profile, for a day.
        by: the engine that holds the shapes against it; the usual one where there is none.

    >>> from actgraph.graph import day
    >>> find(Derived([], day.on("2026-11-24")))
    []
    """
    return batch.find([derived], derived.day, by)[0]
