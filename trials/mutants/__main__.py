"""Change one thing at a time, and see whether a test sees it.

Run it as: python -m trials.mutants [citation|guard|rules|shapes...]
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click

from trials.mutants import explained, of_python, of_rules, of_shapes
from trials.mutants.mutant import Mutant


class Target(NamedTuple):
    """What is mutated together.

    Attributes:
        make: makes every mutant.
        survivors: those of some mutants that no test sees; told is called with each that was tried.
    """

    make: Callable[[], Iterator[Mutant]]
    survivors: Callable[[list[Mutant], Callable[[Mutant], None]], list[Mutant]]


def _each(is_killed: Callable[[Mutant], bool]) -> Callable[[list[Mutant], Callable[[Mutant], None]], list[Mutant]]:
    def survivors(mutants: list[Mutant], told: Callable[[Mutant], None]) -> list[Mutant]:
        left = []
        for one in mutants:
            if not is_killed(one):
                left.append(one)
            told(one)
        return left

    return survivors


TARGETS = {
    "citation": Target(of_python.CITATION.make, of_python.CITATION.survivors),
    "guard": Target(of_python.GUARD.make, of_python.GUARD.survivors),
    "rules": Target(of_rules.make, _each(of_rules.is_killed)),
    "shapes": Target(of_shapes.make, _each(of_shapes.is_killed)),
}


@click.command(epilog="Ends with 1 where a mutant survives that is not explained, or an explanation is of none.")
@click.argument("targets", nargs=-1, type=click.Choice(list(TARGETS)))
@click.option("--in", "within", metavar="TEXT", default="", help="Only mutants with this in their file or place.")
@click.option("--list", "only_list", is_flag=True, help="Name the mutants, and try none.")
@click.option("--write", metavar="FILE", type=click.Path(path_type=Path), help="Write the figures there as JSON.")
def main(targets: tuple[str, ...], within: str, only_list: bool, write: Path | None) -> None:
    r"""Mutants: what changes when one thing is changed, and which test sees it.

    Each mutant is the project with one thing changed: a condition of a rule dropped, a count of a shape moved, a
    comparison turned. A test has to see it. One that none sees is named; then either a case is missing, or the change
    changes nothing, and trials/mutants/explained.toml says why.

    \b
    citation  what reads citations: src/actgraph/citation.py and nodes.py
    guard     what refuses queries: src/actgraph/guard.py, query_text.py and sparql.py
    rules     queries/rules, by the cases of the rules and of the shapes
    shapes    shapes/, by their cases

    \b
    python -m trials.mutants                                all of them
    python -m trials.mutants rules --in open-source         the rules with that in their name
    python -m trials.mutants shapes --list | less           what would be tried
    python -m trials.mutants --write figures.json
    """
    figures = {}
    failed = False
    explanations = explained.read()
    for name in targets or TARGETS:
        every = list(TARGETS[name].make())
        some = [one for one in every if within in one.file or within in one.where]
        if only_list:
            for one in some:
                click.echo(" | ".join(one.name))
            continue
        start = time.perf_counter()
        survived = TARGETS[name].survivors(some, _Progress(name, len(some)))
        known = explained.names(explanations)
        left = [one for one in survived if one.name not in known]
        idle = explained.idle(explanations, every)
        for one in left:
            click.echo(f"survives: {' | '.join(one.name)}")
        for file, where, what in idle:
            click.echo(f"explained, and is none any more: {file} | {where} | {what}")
        dead = {one.name for one in some} - {one.name for one in survived}
        for file, where, what in sorted(known & dead):
            click.echo(f"explained, and a test sees it: {file} | {where} | {what}")
        figures[name] = {
            "mutants": len(some),
            "killed": len(some) - len(survived),
            "explained": len(survived) - len(left),
            "survived": len(left),
            "seconds": round(time.perf_counter() - start),
        }
        failed = failed or bool(left or idle)
        click.echo(f"{name}: " + ", ".join(f"{value:,} {key}" for key, value in figures[name].items()))
    if write and figures:
        write.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.exit(1 if failed else 0)


class _Progress:
    """Tells on standard error how far it is, at most once a second."""

    def __init__(self, name: str, number: int) -> None:
        self._name, self._number, self._done, self._told = name, number, 0, 0.0

    def __call__(self, mutant: Mutant) -> None:
        self._done += 1
        if time.monotonic() - self._told > 1 or self._done == self._number:
            self._told = time.monotonic()
            end = "\n" if self._done == self._number else ""
            click.echo(f"\r{self._name} {self._done:,} of {self._number:,}{end}", nl=False, err=True)


if __name__ == "__main__":
    main(prog_name="python -m trials.mutants")
