"""Pictures as SVG: a timeline as a strip that is true to scale, and below it what happens on each day."""

import datetime
import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from actgraph.timeline import Entry, Timeline, entries

WIDTH, LEFT, AXIS, TEXT, RIGHT = 940, 30, 140, 160, 910
COLOURS = {
    "entry into force": "#222222",
    "application": "#0b6e99",
    "cut-off": "#7a4a8c",
    "end of a transition": "#a3431f",
    "power": "#4a6b2a",
    "implementing act in force": "#2f7d6b",
    "deadline": "#8a6a00",
}
_GREY, _NOW = "#666666", "#c0182b"


def timeline(found: Timeline, day: str, basis: str) -> str:
    """Draw a timeline.

    Args:
        found: the dates.
        day: the day asked for, which is marked.
        basis: the editions that it rests on, in one line.

    Returns:
        The SVG document; its coordinates are pixels.

    Raises:
        ValueError: a date is none of ISO 8601.

    >>> timeline(Timeline("All dates", [], []), "2026-11-24", "no edition")[:40]
    '<svg xmlns="http://www.w3.org/2000/svg" '
    """
    told = entries(found.rows)
    below, height = _list(told, day, 170)
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="14" role="img"><title>{escape(found.title)}</title>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(
            LEFT,
            34,
            textwrap.shorten(found.title, 88, placeholder=" …"),
            "#222222",
            "font-size='18' font-weight='bold'",
        ),
        _text(LEFT, 54, "; ".join(found.summary), "#222222"),
        _text(LEFT, 72, textwrap.shorten(basis, 135, placeholder=" …"), _GREY, "font-size='12'"),
    ]
    return "\n".join([*head, *_strip(told, day), *below, "</svg>"])


def _strip(told: Sequence[Entry], day: str) -> Iterator[str]:
    days = [entry.row["date"] or "" for entry in told] + [day]
    first, last = int(min(days)[:4]), int(max(days)[:4]) + 1
    start, span = datetime.date(first, 1, 1), (datetime.date(last, 1, 1) - datetime.date(first, 1, 1)).days

    def place(date: str) -> float:
        return LEFT + (RIGHT - LEFT) * (datetime.date.fromisoformat(date) - start).days / span

    y = 118
    yield f'<line x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}" stroke="{_GREY}"/>'
    for year in range(first, last + 1):
        x = place(f"{year}-01-01")
        yield f'<line x1="{x:.1f}" y1="{y}" x2="{x:.1f}" y2="{y + 6}" stroke="{_GREY}"/>'
        if year < last:
            middle = (x + place(f"{year + 1}-01-01")) / 2
            yield _text(round(middle), y + 20, str(year), _GREY, "font-size='12' text-anchor='middle'")
    x = place(day)
    yield f'<line x1="{x:.1f}" y1="{y - 16}" x2="{x:.1f}" y2="{y + 8}" stroke="{_NOW}" stroke-width="2"/>'
    side = "start" if x < WIDTH / 2 else "end"
    yield _text(round(x) + (6 if side == "start" else -6), y - 12, day, _NOW, f"font-size='12' text-anchor='{side}'")
    for entry in reversed(told):  # of one day the first, the most telling, lies on top
        yield _dot(place(entry.row["date"] or ""), y, entry, day)


def _list(told: Sequence[Entry], day: str, top: int) -> tuple[list[str], int]:
    """What happens on each day, and the height of the picture."""
    lines: list[str] = []
    y, marked = top, False
    for date, same in groupby(told, key=lambda entry: entry.row["date"] or ""):
        if date > day and not marked:
            lines += _mark(y, day)
            y, marked = y + 34, True
        lines.append(_text(LEFT, y, date, "#222222", "font-weight='bold'"))
        for entry in same:
            lines.append(_dot(AXIS, y - 5, entry, day))
            lines.append(_text(TEXT, y, entry.row["kind"] or "", _colour(entry), "font-size='12'"))
            y += 18
            for line in textwrap.wrap(entry.words, 98, break_on_hyphens=False):
                lines.append(_text(TEXT, y, line, "#222222"))
                y += 18
            for line in textwrap.wrap(entry.why, 118, break_on_hyphens=False):
                lines.append(_text(TEXT, y, line, _GREY, "font-size='12'"))
                y += 16
            y += 10
        y += 4
    if not marked:
        lines += _mark(y, day)
        y += 34
    axis = f'<line x1="{AXIS}" y1="{top - 12}" x2="{AXIS}" y2="{y - 16}" stroke="#bbbbbb"/>'
    return [axis, *lines], y


def _mark(y: int, day: str) -> list[str]:
    line = f'<line x1="{LEFT}" y1="{y - 4}" x2="{RIGHT}" y2="{y - 4}" stroke="{_NOW}" stroke-dasharray="5 4"/>'
    return [line, _text(RIGHT, y + 12, f"{day}: past above, to come below", _NOW, "font-size='12' text-anchor='end'")]


def _dot(x: float, y: int, entry: Entry, day: str) -> str:
    fill = _colour(entry) if (entry.row["date"] or "") <= day else "#ffffff"
    return f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="{fill}" stroke="{_colour(entry)}" stroke-width="2"/>'


def _colour(entry: Entry) -> str:
    return COLOURS.get(entry.row["kind"] or "", "#222222")


def _text(x: int, y: int, words: str, colour: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" fill="{colour}" {more}>{escape(words)}</text>'
