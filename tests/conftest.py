"""What all tests share: folders of their own, the official files where they are, and no skip where none is allowed."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from pyoxigraph import RdfFormat

from tests.support import proofs

ROOT = Path(__file__).resolve().parents[1]
_proved: dict[str, tuple[float, int, bool]] = {}  # proof → seconds, tests that passed, whether one did not
_crashed: list[str] = []  # tests that ended their worker
# The formats that a profile may be written in, as the engine calls them.
FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "xml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
SOURCES = ROOT.parent / "shared" / "sources"

# Before anything of the package is imported: no test touches what is the user's own.
_home = tempfile.mkdtemp(prefix="actgraph-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["ACTGRAPH_CACHE"] = os.path.join(_home, "cache")
os.environ["ACTGRAPH_DATA"] = os.path.join(_home, "data")

settings.register_profile("actgraph", deadline=None)  # no test fails because a machine is slow
settings.load_profile("actgraph")

# The browser of the distribution: what a download of its own would bring is not reached everywhere.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium is installed (Debian: apt-get install chromium)"
)
needs_checker = pytest.mark.skipif(
    shutil.which("vnu") is None, reason="the Nu Html Checker is not installed as vnu (npm: vnu-jar, needs a Java)"
)
needs_comunica = pytest.mark.skipif(
    shutil.which("comunica-sparql") is None,
    reason="Comunica is not installed as comunica-sparql (npm: @comunica/query-sparql, needs Node.js 22.19 or later)",
)

needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="the official files are not at ../shared/sources (a clone does not bring them)"
)


def _find_graphviz_fault() -> str:
    """Say what of the system pygraphviz lacks; empty if it can be loaded."""
    try:
        import pygraphviz  # noqa: F401
    except ImportError as error:
        return str(error)
    return ""


GRAPHVIZ_FAULT = _find_graphviz_fault()
_GRAPHVIZ_REASON = (
    "pygraphviz lacks a library of the system"
    f" (Debian: apt-get install libatomic1 libglib2.0-0 libxext6 libxrender1): {GRAPHVIZ_FAULT}"
)
# The hook below does not reach the examples of docstrings.
_GRAPHVIZ_DOCTESTS = ("graph_formats.to_dot", "graphviz.load_pygraphviz", "neighbourhood.draw_neighbourhood")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Skip what fails for want of Graphviz's libraries. In CI a skip is a failure, but for official files."""
    report = yield
    if report.failed and GRAPHVIZ_FAULT and GRAPHVIZ_FAULT in report.longreprtext:
        report.outcome = "skipped"
        report.longrepr = (str(item.path), 0, f"Skipped: {_GRAPHVIZ_REASON}")
    strict = os.environ.get("ACTGRAPH_NO_SKIP")  # "1", or "but-sources" where there are no official files
    allowed = strict == "but-sources" and "../shared/sources" in str(report.longrepr)
    if report.skipped and strict and not allowed and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where no skip is allowed: {report.longrepr}"
    return report


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="write the golden files anew; read them before you commit")
    parser.addoption(
        "--prove", choices=["all", "changed"], help="run the proofs that take minutes, and keep their results"
    )


def pytest_collection_modifyitems(config, items):
    """Leave out the tests of a proof that is kept, but for `--prove all`; with `--prove`, run no other tests."""
    chosen, left = [], []
    for item in items:
        mark = item.get_closest_marker("proof")
        if mark:
            item.user_properties.append(("proof", mark.args[0]))
        if GRAPHVIZ_FAULT and item.name.endswith(_GRAPHVIZ_DOCTESTS):
            item.add_marker(pytest.mark.skip(reason=_GRAPHVIZ_REASON))
        prove = config.getoption("--prove")
        left_out = mark and prove != "all" and proofs.is_kept(mark.args[0])
        wanted = not left_out and (bool(mark) or not prove)
        (chosen if wanted else left).append(item)
    items[:] = chosen
    config.hook.pytest_deselected(items=left)


def pytest_runtest_logreport(report):
    name = dict(report.user_properties).get("proof")
    if report.when == "???":  # its worker crashed, and of which proof it was part is not told
        _crashed.append(report.nodeid)
    if name:
        seconds, tests, failed = _proved.get(name, (0.0, 0, False))
        passed = report.when == "call" and report.passed
        _proved[name] = (seconds + report.duration, tests + passed, failed or report.failed or report.skipped)


def pytest_terminal_summary(terminalreporter, config):
    for line in proofs.describe_proofs():
        terminalreporter.write_line(line)


def pytest_sessionfinish(session, exitstatus):
    """Keep the proofs that have passed whole, where all that there are were run."""
    config = session.config
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword
    ended = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)  # it was not interrupted
    whole = whole and ended and not _crashed
    if config.getoption("--prove") and whole and not hasattr(config, "workerinput"):
        for name, (seconds, tests, failed) in _proved.items():
            if tests and not failed:
                proofs.keep_proof(name, tests, seconds)


@pytest.fixture
def run(capsys):
    """A command as it is typed: its exit code, what it prints on standard output and on standard error."""

    def of(*args: str) -> tuple[int, str, str]:
        from actgraph.cli import _run

        code = _run(list(args))
        out, err = capsys.readouterr()
        return code, out, err

    return of


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a server of ours on 2026-11-24, started as a user starts it."""
    from tests.support.live_server import run_server  # after the folders are set

    with run_server(tmp_path_factory.mktemp("server"), "--timeout", "600", "--check-timeout", "600") as found:
        yield found.address


def damaged(page: Path, folder: Path, old: bytes, new: bytes) -> Path:
    """A copy of an official page in which something that is there stands otherwise."""
    data = page.read_bytes()
    assert old in data
    file = folder / "a.xhtml"
    file.write_bytes(data.replace(old, new))
    return file
