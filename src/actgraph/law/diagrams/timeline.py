"""The timeline as a picture: a strip that is true to scale, and below it what happens on each day."""

import datetime
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from actgraph.graph.day import Day
from actgraph.law.diagrams import svg
from actgraph.law.timeline import Entry, Timeline, entries

WIDTH, LEFT, AXIS, TEXT, RIGHT = 940, 30, 140, 160, 910
# Kind of a date → its colour.
KINDS = {
    "entry into force": "into-force",
    "application": "application",
    "cut-off": "cut-off",
    "end of a transition": "transition",
    "power": "power",
    "implementing act in force": "implementing",
    "deadline": "deadline",
}


def timeline(day: Day, found: Timeline, *, href: svg.Href | None = None, standalone: bool = True) -> str:
    """Draw a timeline.

    Args:
        day: the graph of the day, which is marked.
        found: the dates.
        href: IRI → where the provision that sets a date leads; its official page or its IRI where there is none.
        standalone: whether the picture brings its colours; else the page links `pictures.css`.

    Returns:
        The SVG document; its coordinates are pixels.

    Raises:
        ValueError: a date is none of ISO 8601.

    >>> from actgraph.graph.day import on
    >>> timeline(on("2026-11-24"), Timeline("All dates", [], []))[:40]
    '<svg xmlns="http://www.w3.org/2000/svg" '
    """
    told = entries(found.rows)
    below, height = _list(told, day.day, href or svg.official(day))
    head = [
        svg.text(LEFT, 34, svg.short(found.title, 88), "head"),
        *([svg.text(LEFT, 54, "; ".join(found.summary))] if found.summary else []),
        svg.text(LEFT, 72, svg.short(day.basis, 135), "small grey"),
    ]
    return svg.picture(found.title, (WIDTH, height), [*head, *_strip(told, day.day), *below], standalone=standalone)


def _strip(told: Sequence[Entry], day: str) -> Iterator[str]:
    days = [entry.row["date"] or "" for entry in told] + [day]
    first, last = int(min(days)[:4]), int(max(days)[:4]) + 1
    start, span = datetime.date(first, 1, 1), (datetime.date(last, 1, 1) - datetime.date(first, 1, 1)).days

    def place(date: str) -> float:
        return LEFT + (RIGHT - LEFT) * (datetime.date.fromisoformat(date) - start).days / span

    y = 118
    yield svg.line([(LEFT, y), (RIGHT, y)], "link grey")
    for year in range(first, last + 1):
        x = place(f"{year}-01-01")
        yield svg.line([(x, y), (x, y + 6)], "link grey")
        if year < last:
            middle = (x + place(f"{year + 1}-01-01")) / 2
            yield svg.text(round(middle), y + 20, str(year), "small grey", "middle")
    x = place(day)
    yield svg.line([(x, y - 16), (x, y + 8)], "open today")
    side = "" if x < WIDTH / 2 else "end"
    yield svg.text(round(x) + (-6 if side else 6), y - 12, day, "small today", side)
    for entry in reversed(told):  # of one day the first, the most telling, lies on top
        yield _dot(place(entry.row["date"] or ""), y, entry, day)


def _list(told: Sequence[Entry], day: str, address: svg.Href) -> tuple[list[str], int]:
    """What happens on each day, and the height of the picture."""
    lines: list[str] = []
    y = top = 170
    marked = False
    for date, same in groupby(told, key=lambda entry: entry.row["date"] or ""):
        if date > day and not marked:
            lines += _mark(y, day)
            y, marked = y + 34, True
        lines.append(svg.text(LEFT, y, date, "bold"))
        for entry in same:
            lines.append(_dot(AXIS, y - 5, entry, day))
            words = [svg.text(TEXT, y, entry.row["kind"] or "", f"small {_colour(entry)}")]
            y += 18
            for line in textwrap.wrap(entry.words, 98, break_on_hyphens=False):
                words.append(svg.text(TEXT, y, line))
                y += 18
            for line in textwrap.wrap(entry.why, 118, break_on_hyphens=False):
                words.append(svg.text(TEXT, y, line, "small grey"))
                y += 16
            source = entry.row["source"] or ""
            lines.append(svg.link(address(source) if source else "", entry.row["description"] or "", words))
            y += 10
        y += 4
    if not marked:
        lines += _mark(y, day)
        y += 34
    return [svg.line([(AXIS, top - 12), (AXIS, y - 16)], "group faint"), *lines], y


def _mark(y: int, day: str) -> list[str]:
    line = svg.line([(LEFT, y - 4), (RIGHT, y - 4)], "link now today")
    return [line, svg.text(RIGHT, y + 12, f"{day}: past above, to come below", "small today", "end")]


def _dot(x: float, y: int, entry: Entry, day: str) -> str:
    state = "solid" if (entry.row["date"] or "") <= day else "open"
    return f'<circle cx="{x:.1f}" cy="{y}" r="5" class="pic-{state} pic-{_colour(entry)}"/>'


def _colour(entry: Entry) -> str:
    return KINDS.get(entry.row["kind"] or "", "ink")
