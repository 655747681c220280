"""Explanations why a mutant that no test sees is equivalent to the original."""

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.robustness.mutants.mutant import Mutant

EXPLANATIONS_FILE = Path(__file__).with_suffix(".toml")


class Explanation(NamedTuple):
    """Why some mutants are equivalent.

    Attributes:
        file: the mutated file.
        where: the rule, the shape or the function.
        whats: each change as text.
        why: the reason.
    """

    file: str
    where: str
    whats: tuple[str, ...]
    why: str


def read_explanations(file: Path = EXPLANATIONS_FILE) -> Sequence[Explanation]:
    """Read all explanations; one for several rules has a folder as its file, and lists the changes for each rule.

    Raises:
        KeyError: an entry lacks a key.

    >>> all(one.why.endswith(".") for one in read_explanations())
    True
    >>> {one.file for one in read_explanations() if one.where == "binds-from"}
    {'queries/rules/binds-from.rq'}
    """
    said = tomllib.loads(file.read_text(encoding="utf-8")).get("mutant", [])
    return [one for entry in said for one in _parse_entry(entry)]


def _parse_entry(entry: dict[str, Any]) -> list[Explanation]:
    if "where" in entry:
        return [Explanation(entry["file"], entry["where"], tuple(entry["changes"]), entry["why"])]
    return [
        Explanation(f"{entry['file']}/{rule}.rq", rule, tuple(changes), entry["why"])
        for rule, changes in entry["changes"].items()
    ]


def collect_mutant_names(explanations: Iterable[Explanation]) -> set[tuple[str, str, str]]:
    """Collect the names of the explained mutants.

    >>> sorted(collect_mutant_names([Explanation("a.rq", "a", ("> → >=", "< → <="), "They are never equal.")]))
    [('a.rq', 'a', '< → <='), ('a.rq', 'a', '> → >=')]
    """
    return {(one.file, one.where, what) for one in explanations for what in one.whats}


def find_stale_names(explanations: Iterable[Explanation], mutants: Iterable[Mutant]) -> list[tuple[str, str, str]]:
    """Find the names of explained mutants that no longer exist, in the files of the given mutants.

    >>> explained = [Explanation("a.rq", "a", ("> → >=",), "They are never equal.")]
    >>> find_stale_names(explained, [Mutant("a.rq", "a", "> → <=", "")])
    [('a.rq', 'a', '> → >=')]
    """
    mutants = list(mutants)
    files = {one.file for one in mutants}
    return sorted(
        name for name in collect_mutant_names(explanations) - {one.name for one in mutants} if name[0] in files
    )
