"""Benchmark: `actgraph validate`, cold and warm, against the same rules in rdflib and shapes in pyshacl."""

from collections import Counter
from functools import partial

from pyoxigraph import Literal

from actgraph.graph.day import open_day
from actgraph.validation import validate
from benchmarks.measure import (
    ROOT,
    build_command,
    build_python_command,
    freeze_garbage,
    measure_in_turn,
    measure_peak_memory,
    time_call,
    time_command,
)
from benchmarks.reference import Finding, ReferenceValidator, format_double
from benchmarks.row import Aim, Row

DAY = "2026-11-24"
_BASELINE = "rules by rdflib, then pyshacl"


def measure_cold() -> list[Row]:
    """Measure one profile in a new process."""
    file = "examples/complete.ttl"
    ours = build_command("validate", file, "--on", DAY)
    other = build_python_command("-m", "benchmarks.reference", file, DAY)
    fast, slow = measure_in_turn(lambda: time_command(ours), lambda: time_command(other), 5, warm_up=1)
    what = f"`actgraph validate {file}`, cold"
    return [
        Row("validate-cold", what, fast, f"{_BASELINE}, cold", slow, [Aim("ratio", 1 / 3)], measure_peak_memory(ours))
    ]


def measure_warm() -> list[Row]:
    """Measure every profile of `examples/` in a warm process; findings that differ are an error."""
    day, reference = open_day(DAY), ReferenceValidator(DAY)
    files = sorted(map(str, (ROOT / "examples").glob("*.t*")))
    for file in files:
        if Counter(find_findings(file)) != Counter(reference.find_findings(file)):
            raise AssertionError(f"{file}: rdflib and pyshacl find something else")
    freeze_garbage()
    fast: list[float] = []
    slow: list[float] = []
    for file in files:
        once = measure_in_turn(
            partial(time_call, partial(validate.validate_files, [file], day)),
            partial(time_call, partial(reference.find_findings, file)),
            *(3, 0),
        )
        fast, slow = fast + once[0], slow + once[1]
    what, note = f"`validate`, warm, the {len(files)} profiles of `examples/`", "each figure is that of one profile"
    return [Row("validate-warm", what, fast, f"{_BASELINE}, warm", slow, [Aim("ratio", 1 / 20)], note=note)]


def find_findings(path: str) -> list[Finding]:
    """Return our findings in the form of the reference validator, which tells what we merge one by one.

    >>> find_findings(str(ROOT / "examples/complete.ttl"))
    []
    """
    ((_, found),) = validate.validate_files([path], open_day(DAY)).results
    return sorted(
        Finding(shape, str(getattr(one.focus_node, "value", "_:")), _format_term(one.value))
        for one in found
        for shape in (one.shape, *one.included)
    )


def _format_term(term: object) -> str:
    text = "" if term is None else str(getattr(term, "value", term))
    is_double = isinstance(term, Literal) and term.datatype.value.endswith("#double")
    return format_double(text) if is_double else text
