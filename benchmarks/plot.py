"""Draw the growth from the saved figures, without measuring.

Run it as: python -m benchmarks.plot (needs the extra bench)
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT
from benchmarks.table import load_figures

GRAPH, PROFILES = (ROOT / "benchmarks" / name for name in ("growth-graph.svg", "growth-profiles.svg"))


def group_points(
    details: Iterable[Mapping[str, Any]], line: str, across: str, unit: str = ""
) -> dict[str, list[tuple[float, float]]]:
    """Group the points to draw by line, in order.

    Args:
        details: of a saved row, each with `seconds`.
        line: key that names the line of a point.
        across: key of the x value.
        unit: key of the number by which the seconds are divided; empty for none.

    Returns:
        Name of the line → (x value, milliseconds).

    >>> group_points([{"query": "a", "acts": 10, "seconds": 0.5, "rows": 50}], "query", "acts", "rows")
    {'a': [(10, 10.0)]}
    """
    lines: dict[str, list[tuple[float, float]]] = {}
    for one in sorted(details, key=lambda one: one[across]):
        parts = (one[unit] or 1) if unit else 1
        lines.setdefault(one[line], []).append((one[across], one["seconds"] * 1000 / parts))
    return lines


def draw_lines(file: Path, lines: Mapping[str, Sequence[tuple[float, float]]], across: str, up: str) -> None:
    """Draw lines with both axes logarithmic.

    Args:
        file: SVG, the same bytes for the same points.
        lines: name → points.
        across: label of the x axis.
        up: label of the y axis.
    """
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "actgraph"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5))
    for name, each in lines.items():
        axes.plot(*zip(*each, strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel=across, ylabel=up)
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5))
    figure.savefig(file, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)


def draw_growth() -> None:
    """Draw milliseconds per row as the graph grows; for `covers`, per answer."""
    lines = group_points(_load_details("growth"), "query", "triples", "rows")
    draw_lines(GRAPH, lines, "triples in the graph", "milliseconds a row (covers: an answer)")


def draw_bulk() -> None:
    """Draw milliseconds per profile as their number grows.

    The rows have names that begin with `bulk`; their details have `command`, `profiles` and `seconds`.
    """
    if lines := group_points(_load_details("bulk"), "command", "profiles", "profiles"):
        draw_lines(PROFILES, lines, "profiles", "milliseconds a profile")


def _load_details(name: str) -> list[dict[str, Any]]:
    return [one for row in load_figures() if row["name"].startswith(name) for one in row["details"]]


if __name__ == "__main__":
    draw_growth()
    draw_bulk()
