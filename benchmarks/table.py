"""Save figures of the benchmarks, and write their table into the pages that show it.

Run it as: python -m benchmarks.table
"""

import json
import re
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT
from benchmarks.row import Aim, Row

KEPT = ROOT / "benchmarks/results/table.json"
PAGES = (ROOT / "benchmarks/README.md",)
BEGIN, END = "<!-- figures: python -m benchmarks --write -->", "<!-- end of figures -->"
_HEAD = (
    "| what | ours | baseline | its time | ours ÷ baseline | aim | | peak MB |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
)


def load_figures(file: Path = KEPT) -> list[dict[str, Any]]:
    """Load the saved figures, one object per row, with date and machine; none if there is no file.

    >>> load_figures(Path("nowhere.json"))
    []
    """
    if not file.exists():
        return []
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def save_figures(file: Path, rows: Sequence[Row], about: Mapping[str, str], order: Sequence[str] = ()) -> None:
    """Save some rows; replace those of the same names and keep all others.

    Args:
        about: the date and the machine.
        order: beginnings of their names, in the order of the table.
    """
    new = {row.name: {**about, **row.to_json()} for row in rows}
    whole = {**{row["name"]: row for row in load_figures(file)}, **new}
    # Rows that are measured together begin alike and keep their order.
    place = {name: next((n for n, group in enumerate(order) if name.startswith(group)), len(order)) for name in whole}
    file.parent.mkdir(parents=True, exist_ok=True)
    # More digits than can be measured mean nothing.
    told = json.dumps(sorted(whole.values(), key=lambda row: place[row["name"]]), ensure_ascii=False, indent=1)
    file.write_text(re.sub(r"\d+\.\d{7,}", lambda number: f"{float(number[0]):.6f}", told) + "\n", encoding="utf-8")


def format_table(rows: Sequence[Row]) -> str:
    """Format rows as a Markdown table.

    >>> print(format_table([Row("a", "A", [0.08, 0.1, 0.09], "B", [0.05, 0.05, 0.05], [Aim("ratio", 2)], 36.4)]))
    | what | ours | baseline | its time | ours ÷ baseline | aim | | peak MB |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | A | 90 ms (80 to 100) | B | 50 ms (50 to 50) | 1.80 (1.60 to 2.00) | ratio ≤ 2 | met | 36 |
    <BLANKLINE>
    """
    lines: list[str] = []
    notes: list[str] = []
    for row in rows:
        mark = ""
        if row.note:
            if row.note not in notes:
                notes.append(row.note)
            mark = f" ({notes.index(row.note) + 1})"
        cells = [
            *(row.what + mark, _format_times(row.ours), row.baseline, _format_times(row.other), _format_ratios(row)),
            *("; ".join(map(_format_aim, row.aims)), format_outcome(row)),
            "" if row.megabytes is None else f"{row.megabytes:.0f}",
        ]
        lines.append("|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|\n")
    told = "".join(f"{number}. {note[0].upper()}{note[1:]}.\n" for number, note in enumerate(notes, 1))
    return _HEAD + "".join(lines) + (f"\n{told}" if told else "")


def format_outcome(row: Row) -> str:
    """Return whether a row meets its targets, in words; empty if it has none.

    >>> format_outcome(Row("a", "A", [0.1], "B", [0.01], [Aim("ratio", 2)]))
    '**missed**'
    """
    figures = [(aim, row.get_figure(aim.of)) for aim in row.aims]
    if not figures:
        return ""
    return "met" if all(figure is not None and aim.is_met(figure) for aim, figure in figures) else "**missed**"


def format_figures(found: Sequence[Mapping[str, Any]]) -> str:
    """Format saved figures as a table, with date and machine."""
    told = dict.fromkeys(f"{row['date']}, {row['machine']}" for row in found)
    return f"Measured on {'; '.join(told)}.\n\n{format_table([Row.from_json(row) for row in found])}"


def insert_figures(page: str, figures: str) -> str:
    """Replace the figures of a page.

    Args:
        page: Markdown with the two markers.
        figures: text to put between them.

    Raises:
        ValueError: the page lacks the markers.

    >>> insert_figures(f"A {BEGIN} old {END} B", "new") == f"A {BEGIN}\\nnew{END} B"
    True
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page has no place for figures: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{figures}{END}{after}"


def update_pages() -> None:
    """Write the table of the saved figures into the pages that show it."""
    for page in PAGES:
        page.write_text(
            insert_figures(page.read_text(encoding="utf-8"), format_figures(load_figures())), encoding="utf-8"
        )


# (least seconds, factor, unit, digits) of a printed time.
_UNITS = ((10, 1, "s", 1), (0.03, 1000, "ms", 0), (0.001, 1000, "ms", 1), (0, 1_000_000, "µs", 0))


def _format_times(seconds: Sequence[float]) -> str:
    if not seconds:
        return ""
    low, middle, high = _get_quartiles(seconds)
    factor, unit, digits = next((factor, unit, digits) for least, factor, unit, digits in _UNITS if middle >= least)
    span = f" ({low * factor:,.{digits}f} to {high * factor:,.{digits}f})" if len(seconds) > 1 else ""
    return f"{middle * factor:,.{digits}f} {unit}{span}"


def _get_quartiles(figures: Sequence[float]) -> tuple[float, float, float]:
    """Return lower quartile, median and upper quartile; of fewer than four, minimum, median and maximum."""
    if len(figures) < 4:
        return min(figures), statistics.median(figures), max(figures)
    low, middle, high = statistics.quantiles(figures, n=4, method="inclusive")
    return low, middle, high


def _format_ratios(row: Row) -> str:
    if not row.ratios:
        return ""
    middle = _format_ratio(statistics.median(row.ratios))
    return (
        f"{middle} ({_format_ratio(min(row.ratios))} to {_format_ratio(max(row.ratios))})"
        if len(row.ratios) > 1
        else middle
    )


def _format_ratio(ratio: float) -> str:
    """Format a ratio; below 1 as a fraction."""
    return f"{ratio:.2f}" if ratio >= 1 else f"1/{1 / ratio:.3g}"


def _format_aim(aim: Aim) -> str:
    sign = "<" if aim.below else "≤"
    if aim.of == "ratio":
        return f"ratio {sign} {aim.most:g}" if aim.most >= 1 else f"ratio {sign} 1/{1 / aim.most:.3g}"
    return f"{sign} {aim.most * 1000:g} ms" if aim.of == "seconds" else f"{sign} {aim.most:g} MB"


if __name__ == "__main__":
    update_pages()
