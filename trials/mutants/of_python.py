"""Mutants of the citation reader and of the guard, held against their tests."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from trials.mutants import forked, source
from trials.mutants.mutant import ROOT, Mutant, numbered


class Modules(NamedTuple):
    """Modules that are mutated together.

    Attributes:
        files: the modules.
        tests: of them.
    """

    files: Sequence[str]
    tests: Sequence[str]

    def make(self) -> Iterator[Mutant]:
        """Every mutant; what is new is the text of the module."""
        for file in self.files:
            text = (ROOT / file).read_text(encoding="utf-8")
            yield from numbered(Mutant(file, *change) for change in source.changes(text))

    def try_each(self, mutants: Sequence[Mutant], told: Callable[[Mutant, bool], None]) -> None:
        """Try some of these.

        Args:
            mutants: some of these.
            told: called with each that was tried, and whether a test saw it.
        """
        forked.Runner([*self.tests, *self.files]).try_each(mutants, told)


CITATION = Modules(("src/actgraph/citation.py", "src/actgraph/nodes.py"), ("tests/test_citation.py",))
GUARD = Modules(
    ("src/actgraph/guard.py", "src/actgraph/query_text.py", "src/actgraph/sparql.py"), ("tests/test_guard.py",)
)
