"""Tests that are collected once and run for each mutant, in a process that is split off for it.

pytest itself takes seconds to start and to read the law; a process that is split off has all of that. In it the changed
module takes the place of ours, and the tests that come to the changed function run, until one fails.
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

_MIN_SECONDS = 1  # second that a test may take
_SLOWDOWN_LIMIT = 5  # times as long as the tests take with nothing changed: then they do not end


class MutantRunner:
    """Runs some tests on mutants.

    Args:
        tests: paths of test files, and of modules with examples.
        aside: tests of these that are not run, each as pytest names it.
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
        """Try some mutants.

        Args:
            mutants: of modules; what is new is the text of the module.
            told: called with each that was tried, and whether a test saw it.

        Raises:
            RuntimeError: a test fails though nothing is changed.
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
        """Remember that a test failed, and how long each takes."""
        self._failed = self._failed or report.failed
        self._seconds[report.nodeid] = self._seconds.get(report.nodeid, 0) + report.duration

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every test with nothing changed; then those of each mutant."""
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
            example.globs.update(names)  # an example can run once only: then its names are gone

    def _sort_tests(self, mutant: Mutant, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """The tests that come to what is changed: those that saw most mutants first, then the quick ones."""
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
        """Run the tests in this process, and end it; it says which failed: -1 if none could run, -2 if none did."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        said = -1
        try:
            _install_mutant(mutant, all_items)
            self._failed, said = False, -2
            for number, item in enumerate(items):
                # A test that does not end ends the process, which then says nothing.
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
    """Note which functions of some files are called."""
    seen = Coverage(data_file=None, include=sorted(files))
    seen.start()
    try:
        yield
    finally:
        seen.stop()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a test comes to none of them is no fault
        data = seen.get_data()
    for file in files:
        lines = set(data.lines(file) or ())
        called |= {(file, name) for name, body in _list_functions(file) if not lines.isdisjoint(body)}


@functools.cache
def _list_functions(file: str) -> Sequence[tuple[str, range]]:
    """The functions of a file, each with its lines."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [(node.name, range(node.body[0].lineno, (node.end_lineno or 0) + 1)) for node in found]


def _install_mutant(mutant: Mutant, items: Sequence[pytest.Item]) -> None:
    """Put the changed module in the place of ours, also where somebody has taken a name from it."""
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
