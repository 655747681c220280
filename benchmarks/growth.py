"""Benchmark: the same queries on a graph with one act, ten and a hundred."""

import statistics
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.law import coverage
from actgraph.sparql import named_queries
from benchmarks.copies import open_grown_store
from benchmarks.measure import freeze_garbage, time_call
from benchmarks.row import Aim, Row

ACTS = (1, 10, 100)
DAY = "2026-11-24"
# Some are about one provision, some list what every act adds to.
QUERIES: Mapping[str, Mapping[str, str]] = {
    "coverage-of-provision": {"provision": "Article 53"},
    "coverage-of-commitment": {"commitment": "Transparency Commitment 1"},
    "references-to-provision": {"provision": "Article 53"},
    "recitals-of-article": {"provision": "Article 53"},
    "addresses-of-provision": {"provision": "Article 53"},
    "duties": {},
    "periods": {},
    "amendments": {},
    "milestones": {},
}
_FLAT = Aim("ratio", 1.5)
_TURNS = 9


def measure_growth() -> list[Row]:
    """Measure `covers`, opening the store and queries whose rows grow: the most acts against one."""
    with ExitStack() as stores:
        opened: dict[int, tuple[Store, Path]] = {}
        made = {}
        for acts in ACTS:
            start = time.perf_counter()
            opened[acts] = stores.enter_context(open_grown_store(DAY, acts))
            made[acts] = time.perf_counter() - start
        days = {acts: Day(DAY, catalog.find_valid_graphs(DAY), store) for acts, (store, _) in opened.items()}
        triples = {acts: len(store) for acts, (store, _) in opened.items()}
        freeze_garbage()
        article = days[1].cite("Article 53")
        # The undecorated function: the cache would be measured otherwise.
        covers = _measure_in_turn(lambda acts: coverage.find_coverage.__wrapped__(days[acts], article))
        opening = _measure_in_turn(lambda acts: Store.read_only(str(opened[acts][1])))
        details: list[dict[str, Any]] = []
        each: dict[str, dict[int, list[float]]] = {}
        for name, params in QUERIES.items():
            query = named_queries.load_named_query(name)
            text = named_queries.bind_parameters(query, named_queries.resolve_parameters(query, days[1], params))
            count = {acts: len(day.select_rows(text)) for acts, day in days.items()}
            took = _measure_in_turn(partial(_select_rows, days, text))
            each[name] = {acts: [one / count[acts] for one in times] for acts, times in took.items()}
            details += [_build_detail(name, acts, triples[acts], count[acts], took[acts]) for acts in ACTS]
        details += [_build_detail("covers", acts, triples[acts], 0, covers[acts]) for acts in ACTS]
        size = sum(file.stat().st_size for file in opened[ACTS[-1]][1].iterdir())
    most = ACTS[-1]
    with_most = f"with {most} acts, {triples[most] / 1e6:.1f} million triples"
    one = f"with one act, {triples[1]:,} triples"
    return [
        Row("growth", f"`covers 53`, warm, {with_most}", covers[most], one, covers[1], [_FLAT], details=details),
        Row("growth-opening", f"opening the store, {with_most}", opening[most], one, opening[1], [_FLAT]),
        Row(
            *("growth-making", f"making the store, a triple, {with_most}", [made[most] / triples[most]]),
            *(one, [made[1] / triples[1]], [_FLAT]),
            note=f"it takes {made[most]:.0f} s and {size / 1e6:,.0f} MB on disk",
        ),
        *(
            Row(f"growth-{name}", f"`{name}`, a row, {with_most}", each[name][most], one, each[name][1], [_FLAT])
            for name in ("amendments", "recitals-of-article")
        ),
    ]


def _select_rows(days: Mapping[int, Day], text: str, acts: int) -> object:
    return days[acts].select_rows(text)


def _measure_in_turn(ask: Callable[[int], object]) -> dict[int, list[float]]:
    """Measure seconds for each number of acts, in turn, after one warm-up."""
    found: dict[int, list[float]] = {acts: [] for acts in ACTS}
    for turn in range(_TURNS + 1):
        for acts in ACTS:
            seconds = time_call(partial(ask, acts))
            if turn:
                found[acts].append(seconds)
    return found


def _build_detail(name: str, acts: int, triples: int, count: int, took: list[float]) -> dict[str, Any]:
    return {"query": name, "acts": acts, "triples": triples, "rows": count, "seconds": statistics.median(took)}
