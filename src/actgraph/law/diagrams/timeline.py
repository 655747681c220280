"""Draw the timeline: a strip that is true to scale, and below it what happens on each day."""

import datetime
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from actgraph.graph.day import Day
from actgraph.law.diagrams import svg
from actgraph.law.timeline import Timeline, TimelineEntry, merge_timeline_rows

WIDTH, LEFT, AXIS, TEXT, RIGHT = 940, 30, 140, 160, 910
# Kind of a date → its colour class.
KIND_COLOURS = {
    "entry into force": "into-force",
    "application": "application",
    "cut-off": "cut-off",
    "end of a transition": "transition",
    "power": "power",
    "implementing act in force": "implementing",
    "deadline": "deadline",
}


def draw_timeline(day: Day, timeline: Timeline, *, href: svg.Href | None = None, standalone: bool = True) -> str:
    """Draw a timeline.

    Args:
        day: its date is marked.
        href: IRI → URL of the provision that sets a date; its official page or its IRI where there is none.
        standalone: embed the colours; else the page links `pictures.css`.

    Returns:
        An SVG document; its coordinates are pixels.

    Raises:
        ValueError: a date is none of ISO 8601.

    >>> from actgraph.graph.day import open_day
    >>> draw_timeline(open_day("2026-11-24"), Timeline("All dates", [], []))[:40]
    '<svg xmlns="http://www.w3.org/2000/svg" '
    """
    told = merge_timeline_rows(timeline.rows)
    below, height = _draw_list(told, day.date, href or svg.make_official_href(day))
    head = [
        svg.draw_text(LEFT, 34, svg.shorten_line(timeline.title, 88), "head"),
        *([svg.draw_text(LEFT, 54, "; ".join(timeline.summary))] if timeline.summary else []),
        svg.draw_text(LEFT, 72, svg.shorten_line(day.basis, 135), "small grey"),
    ]
    return svg.build_svg(
        timeline.title, (WIDTH, height), [*head, *_draw_strip(told, day.date), *below], standalone=standalone
    )


def _draw_strip(entries: Sequence[TimelineEntry], day: str) -> Iterator[str]:
    days = [entry.row["date"] or "" for entry in entries] + [day]
    last = min(int(max(days)[:4]) + 1, datetime.MAXYEAR)
    first = min(int(min(days)[:4]), last - 1)
    start, span = datetime.date(first, 1, 1), (datetime.date(last, 1, 1) - datetime.date(first, 1, 1)).days

    def to_x(date: str) -> float:
        return LEFT + (RIGHT - LEFT) * (datetime.date.fromisoformat(date) - start).days / span

    y = 118
    yield svg.draw_line([(LEFT, y), (RIGHT, y)], "link grey")
    for year in range(first, last + 1):
        x = to_x(f"{year}-01-01")
        yield svg.draw_line([(x, y), (x, y + 6)], "link grey")
        if year < last:
            middle = (x + to_x(f"{year + 1}-01-01")) / 2
            yield svg.draw_text(round(middle), y + 20, str(year), "small grey", "middle")
    x = to_x(day)
    yield svg.draw_line([(x, y - 16), (x, y + 8)], "open today")
    side = "" if x < WIDTH / 2 else "end"
    yield svg.draw_text(round(x) + (-6 if side else 6), y - 12, day, "small today", side)
    for entry in reversed(entries):  # on one day the first entry, the most important one, lies on top
        yield _draw_dot(to_x(entry.row["date"] or ""), y, entry, day)


def _draw_list(entries: Sequence[TimelineEntry], day: str, href: svg.Href) -> tuple[list[str], int]:
    """Draw what happens on each day, and return the height of the diagram."""
    lines: list[str] = []
    y = top = 170
    marked = False
    for date, same in groupby(entries, key=lambda entry: entry.row["date"] or ""):
        if date > day and not marked:
            lines += _draw_today(y, day)
            y, marked = y + 34, True
        lines.append(svg.draw_text(LEFT, y, date, "bold"))
        for entry in same:
            lines.append(_draw_dot(AXIS, y - 5, entry, day))
            words = [svg.draw_text(TEXT, y, entry.row["kind"] or "", f"small {_get_colour(entry)}")]
            y += 18
            for line in textwrap.wrap(entry.text, 98, break_on_hyphens=False):
                words.append(svg.draw_text(TEXT, y, line))
                y += 18
            for line in textwrap.wrap(entry.source_note, 118, break_on_hyphens=False):
                words.append(svg.draw_text(TEXT, y, line, "small grey"))
                y += 16
            source = entry.row["source"] or ""
            lines.append(svg.draw_link(href(source) if source else "", entry.row["description"] or "", words))
            y += 10
        y += 4
    if not marked:
        lines += _draw_today(y, day)
        y += 34
    return [svg.draw_line([(AXIS, top - 12), (AXIS, y - 16)], "group faint"), *lines], y


def _draw_today(y: int, day: str) -> list[str]:
    line = svg.draw_line([(LEFT, y - 4), (RIGHT, y - 4)], "link now today")
    return [line, svg.draw_text(RIGHT, y + 12, f"{day}: past above, to come below", "small today", "end")]


def _draw_dot(x: float, y: int, entry: TimelineEntry, day: str) -> str:
    state = "solid" if (entry.row["date"] or "") <= day else "open"
    return f'<circle cx="{x:.1f}" cy="{y}" r="5" class="pic-{state} pic-{_get_colour(entry)}"/>'


def _get_colour(entry: TimelineEntry) -> str:
    return KIND_COLOURS.get(entry.row["kind"] or "", "ink")
