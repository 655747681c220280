"""Run the mutation tests: change one thing at a time, and see whether a test fails.

Run it as: python -m tests.robustness.mutants [citation|guard|rules|shapes...]
"""

import datetime
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from tests.robustness.mutants import equivalent_mutants, python_mutants, rule_mutants, shape_mutants
from tests.robustness.mutants.mutant import Mutant


class MutationTarget(NamedTuple):
    """A part of the project that is mutated together.

    Attributes:
        make_mutants: makes every mutant.
        try_each: tries mutants, and reports of each whether a test failed.
    """

    make_mutants: Callable[[], Iterator[Mutant]]
    try_each: Callable[[Sequence[Mutant], Callable[[Mutant, bool], None]], None]


def _make_try_each(
    is_killed: Callable[[Mutant], bool],
) -> Callable[[Sequence[Mutant], Callable[[Mutant, bool], None]], None]:
    def try_each(mutants: Sequence[Mutant], report: Callable[[Mutant, bool], None]) -> None:
        for one in mutants:
            report(one, is_killed(one))

    return try_each


TARGETS = {
    "citation": MutationTarget(python_mutants.CITATION.make_mutants, python_mutants.CITATION.try_each),
    "guard": MutationTarget(python_mutants.GUARD.make_mutants, python_mutants.GUARD.try_each),
    "rules": MutationTarget(rule_mutants.make_mutants, _make_try_each(rule_mutants.is_killed)),
    "shapes": MutationTarget(shape_mutants.make_mutants, _make_try_each(shape_mutants.is_killed)),
}


@click.command(epilog="Ends with 1 where a mutant survives that is not explained, or an explanation is of none.")
@click.argument("targets", nargs=-1, type=click.Choice(list(TARGETS)))
@click.option("--in", "within", metavar="TEXT", default="", help="Only mutants with this in their file or place.")
@click.option("--list", "only_list", is_flag=True, help="Name the mutants, and try none.")
@click.option("--write", metavar="FILE", type=click.Path(path_type=Path), help="Put the figures into this JSON file.")
def main(targets: tuple[str, ...], within: str, only_list: bool, write: Path | None) -> None:
    """Mutants: what changes when one thing is changed, and which test sees it.

    Each mutant is the project with one thing changed: a condition of a rule dropped, a count of a shape moved, a
    comparison turned. A test has to see it. One that none sees is named; then either a case is missing, or the change
    changes nothing, and tests/robustness/mutants/equivalent_mutants.toml says why.

    \b
    citation  what reads citations: src/actgraph/citation/parser.py and act_parser.py
    guard     what refuses queries: guard.py, query_size.py, canonical.py in src/actgraph/sparql; core/sparql_tokens.py
    rules     queries/rules, by the cases of the rules and of the shapes
    shapes    shapes/, by their cases

    \b
    python -m tests.robustness.mutants                                all of them
    python -m tests.robustness.mutants rules --in open-source         the rules with that in their name
    python -m tests.robustness.mutants shapes --list | less           what would be tried
    python -m tests.robustness.mutants --write figures.json
    """
    figures = json.loads(write.read_text("utf-8")) if write and write.exists() else {}
    failed = False
    explanations = equivalent_mutants.read_explanations()
    for name in targets or TARGETS:
        every = list(TARGETS[name].make_mutants())
        some = [one for one in every if within in one.file or within in one.where]
        if not some and name in targets:
            raise click.UsageError(f"no mutant of {name} has “{within}” in its file or place; --list shows them")
        if only_list:
            for one in some:
                click.echo(" | ".join(one.name))
            continue
        tally = _MutantTally(name, len(some), equivalent_mutants.collect_mutant_names(explanations))
        TARGETS[name].try_each(some, tally)
        idle = equivalent_mutants.find_stale_names(explanations, every)
        for one in idle:
            click.echo(f"explained, and no mutant any more: {' | '.join(one)}")
        figures[name] = tally.get_figures()
        failed = failed or bool(figures[name]["survived"] or idle)
        counts = ", ".join(f"{value:,} {key}" for key, value in figures[name].items() if key != "day")
        click.echo(f"{name}: {counts}")
    if write and not only_list:
        write.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.exit(1 if failed else 0)


class _MutantTally:
    """Count results, print surviving mutants, and report progress on standard error at most once a second."""

    def __init__(self, name: str, total: int, explained: set[tuple[str, str, str]]) -> None:
        self._name, self._total, self._explained = name, total, explained
        self._counts = dict.fromkeys(("killed", "explained", "survived"), 0)
        self._start, self._last_report = time.monotonic(), 0.0

    def __call__(self, mutant: Mutant, killed: bool) -> None:
        is_explained = mutant.name in self._explained
        self._counts["killed" if killed else "explained" if is_explained else "survived"] += 1
        if not killed and not is_explained:
            click.echo(f"survives: {' | '.join(mutant.name)}")
        if killed and is_explained:
            click.echo(f"explained, and a test sees it: {' | '.join(mutant.name)}")
        done = sum(self._counts.values())
        if time.monotonic() - self._last_report > 1 or done == self._total:
            self._last_report = time.monotonic()
            click.echo(f"\r{self._name} {done:,} of {self._total:,}" + "\n" * (done == self._total), nl=False, err=True)

    def get_figures(self) -> dict[str, int | str]:
        """Get the day, the counts, and the seconds since the start."""
        seconds = round(time.monotonic() - self._start)
        return {"day": f"{datetime.date.today()}", "mutants": self._total, **self._counts, "seconds": seconds}


if __name__ == "__main__":
    main(prog_name="python -m tests.robustness.mutants")
