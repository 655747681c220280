"""Benchmark: every named query, warm, with the parameters of the tests, against rdflib on the same graph."""

import functools
import re
import signal
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

from rdflib import Graph
from rdflib.query import ResultRow

import actgraph
from actgraph.graph.day import open_day
from actgraph.graph.store import COPY_AFTER
from actgraph.sparql import named_queries
from benchmarks.measure import ROOT, freeze_garbage, time_call
from benchmarks.row import Aim, Row

sys.path.insert(0, str(ROOT))

from tests.support.query_cases import CASES

LONGEST = 120  # seconds, after which rdflib is stopped
_ONCE = 1.0  # seconds: a query that takes rdflib longer runs once
_TURNS = 3
_NUMBER = re.compile(r"\d+(\.\d+)?([eE][+-]?\d+)?")

Rows = list[dict[str, str | None]]


def measure_named_queries() -> list[Row]:
    """Measure all cases; report the median, the one nearest to rdflib and the slowest of ours."""
    for day in dict.fromkeys(day for _, _, day in CASES):
        _load_rdflib_graph(day)
        for _ in range(COPY_AFTER):
            open_day(day).select_rows("SELECT * { ?no a <urn:no> }")
    freeze_garbage()
    cases = [_measure_case(*case) for case in CASES]
    cases.sort(key=lambda case: case["ours"])
    ours, other = ([case[side] for case in cases] for side in ("ours", "rdflib"))
    least = max(cases, key=lambda case: case["ours"] / case["rdflib"])
    stopped = sum(case["stopped"] for case in cases)
    baseline = "rdflib, the same graph in memory"
    note = f"each figure is that of one of {len(cases)} cases of {len({case['query'] for case in cases})} queries"
    if stopped:
        note += f"; {stopped} of them rdflib could not answer in {LONGEST} s, and count as that"
    return [
        Row(
            *("queries", "named queries, warm", ours, baseline, other),
            aims=[Aim("ratio", 1 / 50)],
            note=note,
            details=cases,
        ),
        Row(
            *("queries-least", f"the one nearest to rdflib: {_describe_case(least)}", [least["ours"]], baseline),
            *([least["rdflib"]], [Aim("ratio", 1)]),
        ),
        Row(
            "queries-slowest",
            f"the slowest of ours: {_describe_case(cases[-1])}",
            cases[-1]["runs"],
            aims=[Aim("seconds", 0.02)],
        ),
    ]


def _measure_case(name: str, params: Mapping[str, str], day: str) -> dict[str, Any]:
    """Measure the median times of one case; rows that differ are an error, as times would mean nothing."""
    found, whole = open_day(day), _load_rdflib_graph(day)
    query = named_queries.load_named_query(name)
    text = named_queries.bind_parameters(query, named_queries.resolve_parameters(query, found, params))
    right = found.select_rows(text)
    first, told = _run_with_timeout(lambda: _run_rdflib_query(whole, text))
    if told is not None and list(map(_normalize_numbers, told)) != list(map(_normalize_numbers, right)):
        raise AssertionError(f"{name} {dict(params)} of {day}: rdflib has other rows")
    ours: list[float] = []
    other = [first] if first > _ONCE else []
    for _ in range(_TURNS):
        ours += [time_call(lambda: found.select_rows(text)) for _ in range(_TURNS)]
        if first <= _ONCE:
            other.append(time_call(lambda: _run_rdflib_query(whole, text)))
    case = {"query": name, "params": dict(params), "day": day, "rows": len(right), "stopped": told is None}
    return {**case, "ours": statistics.median(ours), "rdflib": statistics.median(other), "runs": ours}


@functools.cache
def _load_rdflib_graph(day: str) -> Graph:
    """Load all statements of a day into one rdflib graph."""
    whole = Graph()
    for part in actgraph.load(on=day).graphs():
        whole += part
    return whole


def _run_rdflib_query(graph: Graph, text: str) -> Rows:
    found = graph.query(text)
    assert found.vars is not None
    names = [str(name) for name in found.vars]
    rows = (row for row in found if isinstance(row, ResultRow))
    return [dict(zip(names, (None if one is None else str(one) for one in row), strict=True)) for row in rows]


def _run_with_timeout(call: Callable[[], Rows]) -> tuple[float, Rows | None]:
    """Return the seconds and rows of a call; None for rows if it was stopped."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    start = time.perf_counter()
    try:
        told = call()
    except TimeoutError:
        return float(LONGEST), None
    finally:
        signal.alarm(0)
    return time.perf_counter() - start, told


def _normalize_numbers(row: Mapping[str, str | None]) -> dict[str, str | None]:
    """Write numbers of a row in one form: engines write 1e25 differently."""
    return {key: repr(float(value)) if value and _NUMBER.fullmatch(value) else value for key, value in row.items()}


def _describe_case(case: Mapping[str, Any]) -> str:
    return " ".join([f"`{case['query']}`", *(f"{key}={value}" for key, value in case["params"].items())])
