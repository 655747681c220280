"""Mutants of the citation parser and the query guard, tried on their tests."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tests.robustness.mutants import fork_runner, python_operators
from tests.robustness.mutants.mutant import ROOT, Mutant, number_mutants


class MutatedModules(NamedTuple):
    """Modules that are mutated together.

    Attributes:
        files: the modules.
        tests: their tests.
        skipped_tests: slow tests to skip, which see no mutant that the others miss.
    """

    files: Sequence[str]
    tests: Sequence[str]
    skipped_tests: Sequence[str] = ()

    def make_mutants(self) -> Iterator[Mutant]:
        """Make every mutant; `new` is the text of the module."""
        for file in self.files:
            text = (ROOT / file).read_text(encoding="utf-8")
            yield from number_mutants(Mutant(file, *change) for change in python_operators.change_module(text))

    def try_each(self, mutants: Sequence[Mutant], report: Callable[[Mutant, bool], None]) -> None:
        """Try some mutants, and report of each whether a test failed."""
        fork_runner.MutantRunner([*self.tests, *self.files], self.skipped_tests).try_each(mutants, report)


CITATION = MutatedModules(
    tuple(
        f"src/actgraph/citation/{name}.py"
        for name in ("parser", "act_parser", "code_parser", "content_code_parser", "guideline_parser")
    ),
    ("tests/citation/test_parser.py",),
    (
        "tests/citation/test_parser.py::test_every_node_is_cited_by_label_and_iri",
        "tests/citation/test_parser.py::test_citation_error_names_problem_and_remedy",
        "tests/citation/test_parser.py::test_citation_parsing_is_fast",
        "tests/citation/test_parser.py::test_any_text_is_node_or_error",
        "tests/citation/test_parser.py::test_every_spelling_resolves_to_node",
    ),
)
GUARD = MutatedModules(
    (
        "src/actgraph/sparql/guard.py",
        "src/actgraph/sparql/query_size.py",
        "src/actgraph/sparql/canonical.py",
        "src/actgraph/core/sparql_tokens.py",
    ),
    ("tests/sparql/test_guard.py", "tests/sparql/test_query_size.py"),
    (
        "tests/sparql/test_guard.py::test_own_queries_pass",
        "tests/sparql/test_guard.py::test_disguised_service_is_refused",
        "tests/sparql/test_query_size.py::test_longest_query_ends_no_engine_with_quarter_of_stack",
        "tests/sparql/test_query_size.py::test_engine_overflows_stack_without_guard",
    ),
)
