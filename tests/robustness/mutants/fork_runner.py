"""Collect tests once, and run them for each mutant in a forked process.

Starting pytest and loading the law takes seconds; a forked process has both. In it the mutated module replaces the
original, and the tests that reach the changed function run until one fails.
"""

import ast
import doctest
import functools
import io
import os
import select
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType

import pytest
from coverage import Coverage

from tests.robustness.mutants.mutant import ROOT, Mutant

_MIN_SECONDS = 1  # second for each test
_SLOWDOWN_LIMIT = 5  # times the duration on the original code; what takes longer counts as endless


class MutantRunner:
    """Run some tests on mutants.

    Args:
        tests: paths of test files, and of modules with doctests.
        skipped_tests: node IDs of tests to skip.
    """

    def __init__(self, tests: Sequence[str], skipped_tests: Sequence[str] = ()) -> None:
        self._tests, self._skipped_tests = tests, skipped_tests
        self._seconds: dict[str, float] = {}
        self._called: dict[str, set[tuple[str, str]]] = {}
        self._killers: dict[str, int] = {}
        self._failed = False
        self._mutants: Sequence[Mutant] = ()
        self._report: Callable[[Mutant, bool], None] = lambda *_: None

    def try_each(self, mutants: Sequence[Mutant], report: Callable[[Mutant, bool], None]) -> None:
        """Try mutants of modules, and report of each whether a test failed.

        Args:
            mutants: with the text of the module as `new`.
            report: called for each mutant.

        Raises:
            RuntimeError: a test fails without any mutant.
        """
        out = sys.stdout

        def report_to_stdout(mutant: Mutant, killed: bool) -> None:
            with redirect_stdout(out):
                report(mutant, killed)

        self._mutants, self._report = mutants, report_to_stdout
        words = ["-q", "-s", "-n", "0", "-p", "no:cacheprovider", "--rootdir", str(ROOT)]
        words += [f"--deselect={one}" for one in self._skipped_tests]
        with redirect_stdout(io.StringIO()) as said:
            code = pytest.main([*words, *(str(ROOT / one) for one in self._tests)], plugins=[self])
        if code:
            raise RuntimeError(f"pytest ends with {code} though nothing is changed: {said.getvalue()}")

    # ---- What pytest calls ----

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record failures, and the duration of each test."""
        self._failed = self._failed or report.failed
        self._seconds[report.nodeid] = self._seconds.get(report.nodeid, 0) + report.duration

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every test on the original code, then those of each mutant."""
        files = {str(ROOT / one.file) for one in self._mutants}
        for item in session.items:
            with _record_calls(files, self._called.setdefault(item.nodeid, set())):
                self._run_test(item)
            if self._failed:
                raise pytest.UsageError(f"{item.nodeid} fails though nothing is changed")
        for one in self._mutants:
            self._report(one, self._is_killed(one, session.items))
        return True

    # ---- One mutant ----

    def _run_test(self, item: pytest.Item) -> None:
        example = getattr(item, "dtest", None)
        names = dict(example.globs) if isinstance(example, doctest.DocTest) else {}
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        if isinstance(example, doctest.DocTest):
            example.globs.update(names)  # running a doctest clears its names

    def _sort_tests(self, mutant: Mutant, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """Sort the tests that reach the change: those that killed most mutants first, then the fastest."""
        place = str(ROOT / mutant.file), mutant.where.rpartition(".")[2]
        some = [item for item in items if place in self._called[item.nodeid]]
        by_all = not any(place in called for called in self._called.values())
        return sorted(
            items if by_all else some, key=lambda one: (-self._killers.get(one.nodeid, 0), self._seconds[one.nodeid])
        )

    def _is_killed(self, mutant: Mutant, all_items: Sequence[pytest.Item]) -> bool:
        items = self._sort_tests(mutant, all_items)
        most = sum(_MIN_SECONDS + _SLOWDOWN_LIMIT * self._seconds[item.nodeid] for item in items)
        reads, writes = os.pipe()
        process = os.fork()
        if not process:
            os.close(reads)
            self._run_in_child(mutant, items, all_items, writes)
        os.close(writes)
        ready, _, _ = select.select([reads], [], [], most)
        if not ready:
            os.kill(process, signal.SIGKILL)
        said = os.read(reads, 20) if ready else b"-1"
        os.close(reads)
        os.waitpid(process, 0)
        if said and int(said) >= 0:
            killer = items[int(said)].nodeid
            self._killers[killer] = self._killers.get(killer, 0) + 1
        return said != b"-2"

    def _run_in_child(
        self, mutant: Mutant, items: Sequence[pytest.Item], all_items: Sequence[pytest.Item], result_fd: int
    ) -> None:
        """Run the tests in this process, write the index of the failed one, and end the process.

        Instead of an index it writes -1 if no test could run, and -2 if all passed.
        """
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        said = -1
        try:
            _install_mutant(mutant, all_items)
            self._failed, said = False, -2
            for number, item in enumerate(items):
                # The signal ends a process whose test does not end; it then writes no result.
                signal.setitimer(signal.ITIMER_VIRTUAL, _MIN_SECONDS + _SLOWDOWN_LIMIT * self._seconds[item.nodeid])
                self._run_test(item)
                if self._failed:
                    said = number
                    break
        finally:
            os.write(result_fd, str(said).encode())
            os._exit(0)


@contextmanager
def _record_calls(files: set[str], called: set[tuple[str, str]]) -> Iterator[None]:
    """Record which functions of some files are called."""
    seen = Coverage(data_file=None, include=sorted(files))
    seen.start()
    try:
        yield
    finally:
        seen.stop()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # coverage warns if a test reaches none of the files
        data = seen.get_data()
    for file in files:
        lines = set(data.lines(file) or ())
        called |= {(file, name) for name, body in _list_functions(file) if not lines.isdisjoint(body)}


@functools.cache
def _list_functions(file: str) -> Sequence[tuple[str, range]]:
    """List the functions of a file with their lines."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [(node.name, range(node.body[0].lineno, (node.end_lineno or 0) + 1)) for node in found]


def _install_mutant(mutant: Mutant, items: Sequence[pytest.Item]) -> None:
    """Replace the original module by the mutant, also where its names were imported."""
    path = Path(mutant.file)
    name = ".".join(path.relative_to("src").with_suffix("").parts)
    module = sys.modules[name]
    before = dict(vars(module))
    exec(compile(mutant.new, str(ROOT / path), "exec"), vars(module))
    new = {id(value): vars(module)[key] for key, value in before.items() if _is_defined_in(value, name)}
    globs = [item.dtest.globs for item in items if isinstance(getattr(item, "dtest", None), doctest.DocTest)]  # type: ignore[attr-defined]
    modules = [one for key, one in sys.modules.items() if key.partition(".")[0] in ("actgraph", "tests")]
    for names in [*globs, *(vars(one) for one in modules if isinstance(one, ModuleType))]:
        for key, value in list(names.items()):
            if id(value) in new:
                names[key] = new[id(value)]


def _is_defined_in(value: object, module: str) -> bool:
    return callable(value) and getattr(value, "__module__", "") == module
