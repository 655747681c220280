"""Mutants of the citation reader and of the guard, held against their tests."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tests.robustness.mutants import fork_runner, python_operators
from tests.robustness.mutants.mutant import ROOT, Mutant, numbered


class Modules(NamedTuple):
    """Modules that are mutated together.

    Attributes:
        files: the modules.
        tests: of them.
        aside: those of them that take long and see no mutant that the others do not see.
    """

    files: Sequence[str]
    tests: Sequence[str]
    aside: Sequence[str] = ()

    def make(self) -> Iterator[Mutant]:
        """Every mutant; what is new is the text of the module."""
        for file in self.files:
            text = (ROOT / file).read_text(encoding="utf-8")
            yield from numbered(Mutant(file, *change) for change in python_operators.changes(text))

    def try_each(self, mutants: Sequence[Mutant], told: Callable[[Mutant, bool], None]) -> None:
        """Try some of these.

        Args:
            mutants: some of these.
            told: called with each that was tried, and whether a test saw it.
        """
        fork_runner.Runner([*self.tests, *self.files], self.aside).try_each(mutants, told)


CITATION = Modules(
    ("src/actgraph/citation/parser.py", "src/actgraph/citation/act_parser.py"),
    ("tests/citation/test_parser.py",),
    (
        "tests/citation/test_parser.py::test_every_node_is_read_by_its_label_its_short_name_and_its_iri",
        "tests/citation/test_parser.py::test_an_error_says_what_and_what_to_do",
        "tests/citation/test_parser.py::test_no_citation_takes_long",
        "tests/citation/test_parser.py::test_any_text_is_a_node_or_an_error",
        "tests/citation/test_parser.py::test_a_node_is_read_however_it_is_written",
    ),
)
GUARD = Modules(
    ("src/actgraph/sparql/guard.py", "src/actgraph/sparql/canonical.py", "src/actgraph/core/sparql_tokens.py"),
    ("tests/sparql/test_guard.py",),
    (
        "tests/sparql/test_guard.py::test_our_own_queries_pass",
        "tests/sparql/test_guard.py::test_what_the_engine_reads_as_service_is_refused",
    ),
)
