"""Time `actgraph covers 53` cold against its baselines, in turn; print a table.

Run it as: python benchmarks/cold.py [RUNS]
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

RDFLIB = """
from rdflib import Graph
from actgraph import catalog, paths, queries
graph = Graph()
for part in catalog.holding("2026-11-24"):
    graph.parse(paths.data("ontology", part.file), format="turtle")
article = "https://w3id.org/actgraph/eli/reg/2024/1689/art_53"
for name in ("coverage-of-provision", "parts-without-commitment"):
    print(len(list(graph.query(queries.bind(queries.named(name), {"provision": article})))))
"""


def seconds(command: list[str]) -> float:
    """Wall time of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def compare(ours: list[str], other: list[str], runs: int) -> tuple[list[float], list[float]]:
    """Times of two commands run in turn, after two warm-up runs of each."""
    for command in (ours, other) * 2:
        seconds(command)
    pairs = [(seconds(ours), seconds(other)) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def main(runs: int) -> None:
    """Print the table."""
    ours = [str(Path(sys.executable).with_name("actgraph")), "covers", "53"]
    baselines = {
        "python -c 'import click'": [sys.executable, "-c", "import click"],
        "rdflib, same files and queries": [sys.executable, "-c", RDFLIB],
    }
    print("| baseline | ours, median ms | baseline, median ms | ratio: median | min | max |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, command in baselines.items():
        a, b = compare(ours, command, runs)
        ratios = [one / other for one, other in zip(a, b, strict=True)]
        figures = [statistics.median(a) * 1000, statistics.median(b) * 1000]
        told = " | ".join(f"{figure:.0f}" for figure in figures)
        print(f"| {name} | {told} | {statistics.median(ratios):.3f} | {min(ratios):.3f} | {max(ratios):.3f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
