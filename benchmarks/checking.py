"""`actgraph validate`, cold and warm: against the same rules by rdflib and the same shapes by pyshacl."""

from collections import Counter
from functools import partial

from actgraph.graph.day import open_day
from actgraph.validation import validate
from benchmarks.measure import ROOT, command, in_turn, peak, python, run, settle, timed
from benchmarks.reference import Finding, Reference
from benchmarks.row import Aim, Row

DAY = "2026-11-24"
_BASELINE = "rules by rdflib, then pyshacl"


def cold() -> list[Row]:
    """One profile, by a process of its own."""
    file = "examples/complete.ttl"
    ours = command("validate", file, "--on", DAY)
    other = python("-m", "benchmarks.reference", file, DAY)
    fast, slow = in_turn(lambda: run(ours), lambda: run(other), 5, warm=1)
    what = f"`actgraph validate {file}`, cold"
    return [Row("validate-cold", what, fast, f"{_BASELINE}, cold", slow, [Aim("ratio", 1 / 3)], peak(ours))]


def warm() -> list[Row]:
    """Every profile of `examples/`, by a process that has done it before; findings that differ are an error."""
    day, reference = open_day(DAY), Reference(DAY)
    files = sorted(map(str, (ROOT / "examples").iterdir()))
    for file in files:
        if Counter(findings(file)) != Counter(reference.findings(file)):
            raise AssertionError(f"{file}: rdflib and pyshacl find something else")
    settle()
    fast: list[float] = []
    slow: list[float] = []
    for file in files:
        once = in_turn(
            partial(timed, partial(validate.validate_files, [file], day)),
            partial(timed, partial(reference.findings, file)),
            *(3, 0),
        )
        fast, slow = fast + once[0], slow + once[1]
    what, note = f"`validate`, warm, the {len(files)} profiles of `examples/`", "each figure is that of one profile"
    return [Row("validate-warm", what, fast, f"{_BASELINE}, warm", slow, [Aim("ratio", 1 / 20)], note=note)]


def findings(path: str) -> list[Finding]:
    """What we find in a profile, as the reference tells it.

    Args:
        path: of the profile.

    >>> findings(str(ROOT / "examples/complete.ttl"))
    []
    """
    ((_, found),) = validate.validate_files([path], open_day(DAY)).results
    return sorted(Finding(one.shape, str(getattr(one.focus_node, "value", "_:")), _plain(one.value)) for one in found)


def _plain(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))
