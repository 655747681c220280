"""Draw the dates of a timeline below an axis of years: a column for a span of years, a lane for a sort of date."""

import datetime
import textwrap
from collections.abc import Iterator, Sequence
from itertools import count, groupby
from typing import NamedTuple

from actgraph.graph.catalog import format_date
from actgraph.graph.day import Day
from actgraph.law.diagrams import svg
from actgraph.law.diagrams.timeline import KIND_COLOURS
from actgraph.law.timeline import Timeline, TimelineEntry, merge_timeline_rows

# Title of a lane → the kinds of date in it; a kind that none names stands in the last.
LANES = {
    "Application": ("entry into force", "application"),
    "Transitions": ("cut-off", "end of a transition"),
    "Powers and enforcement": ("power", "implementing act in force"),
    "Deadlines and reviews": ("deadline",),
}
_WIDTH, _LEFT, _RIGHT = 1000, 20, 980  # pixels: of the whole; where the axis begins and ends
_TITLE, _LEGEND, _AXIS, _YEARS = (
    44,
    24,
    26,
    32,
)  # pixels: heights of the title, the legend, and above and below the axis
_LANE_TITLE, _LINE, _GAP = 22, 14, 6  # pixels: of the title of a lane, of a line, between two dates
_DOT, _INDENT = 5, 18  # pixels: the radius of a dot, and how far right of its column's edge the words begin
_LETTER_WIDTH, _MIN_LETTERS = 6.3, 15  # of a small letter; so that the longest word fits into a line
_FEW, _MOST_COLUMNS = 4, 7  # dates of neighbouring years that share a column; columns that fit
_MONTH_LETTERS = 3


class _Column(NamedTuple):
    """A span of years: the first, and the one after the last; where it begins, and how wide it is."""

    first: int
    end: int
    x: float
    width: float

    @property
    def title(self) -> str:
        return str(self.first) if self.end == self.first + 1 else f"{self.first} to {self.end - 1}"

    def holds(self, date: str) -> bool:
        return self.first <= int(date[:4]) < self.end

    def to_x(self, date: str) -> float:
        start = datetime.date(self.first, 1, 1).toordinal()
        days = 366 * (self.end - self.first)  # the year after the last one may be none of the calendar
        return self.x + self.width * (datetime.date.fromisoformat(date).toordinal() - start) / days


class _Pen(NamedTuple):
    """How a lane is drawn: the day shown, its colour, and where its words lead."""

    day: str
    colour: str
    href: svg.Href


def draw_time_axis(day: Day, timeline: Timeline, *, href: svg.Href | None = None, standalone: bool = True) -> str:
    """Draw the dates of a timeline below an axis of years.

    Years with many dates are wider than others; years without any are left out.

    Args:
        day: its date is marked.
        href: IRI → URL of a date (a milestone); its official page or its IRI where there is none.
        standalone: embed the colours and the title; else the page links `pictures.css`.

    Returns:
        An SVG document; its coordinates are pixels.

    Raises:
        ValueError: a date is none of ISO 8601.

    >>> from actgraph.graph.day import open_day
    >>> draw_time_axis(open_day("2026-11-24"), Timeline("All dates", [], []))[:40]
    '<svg xmlns="http://www.w3.org/2000/svg" '
    """
    lanes = _fill_lanes(merge_timeline_rows(timeline.rows))
    columns = _find_columns(lanes, day.date)
    axis = (_TITLE if standalone else 0) + _LEGEND + _AXIS
    lines: list[str] = []
    y = axis + _YEARS
    for title, entries in lanes.items():
        lines.append(svg.draw_line([(_LEFT, y), (_RIGHT, y)], "group faint"))
        lines.append(svg.draw_text(_LEFT, y + _LINE + 3, title, "bold"))
        pen = _Pen(day.date, KIND_COLOURS[LANES[title][-1]], href or svg.make_official_href(day))
        cells = [
            _draw_cell([one for one in entries if column.holds(_get_date(one))], column, y + _LANE_TITLE, pen)
            for column in columns
        ]
        lines += [line for drawn, _ in cells for line in drawn]
        top, y = y + _LANE_TITLE, max(bottom for _, bottom in cells) + _GAP
        lines += [svg.draw_line([(one.x, top), (one.x, y)], "grid faint") for one in columns[1:]]
    head = [svg.draw_text(_LEFT, 28, svg.shorten_line(timeline.title, 88), "head")] if standalone else []
    scale = _draw_axis(columns, {_get_date(one) for entries in lanes.values() for one in entries}, day.date, axis)
    drawn = [*head, *_draw_legend(axis - _AXIS - _GAP), *scale, *lines]
    return svg.build_svg(f"{timeline.title}, below an axis of years", (_WIDTH, y + _GAP), drawn, standalone=standalone)


def _get_date(entry: TimelineEntry) -> str:
    return entry.row["date"] or ""


def _get_state(date: str, day: str) -> str:
    return "solid" if date <= day else "open"


def _fill_lanes(entries: Sequence[TimelineEntry]) -> dict[str, list[TimelineEntry]]:
    """Put the entries into their lanes, by date; a lane without any is left out."""
    lanes = {kind: title for title, kinds in LANES.items() for kind in kinds}
    found: dict[str, list[TimelineEntry]] = {title: [] for title in LANES}
    for entry in sorted(entries, key=lambda one: (_get_date(one), one.row["kind"] or "")):
        found[lanes.get(entry.row["kind"] or "", [*LANES][-1])].append(entry)
    return {title: inside for title, inside in found.items() if inside}


def _find_columns(lanes: dict[str, list[TimelineEntry]], day: str) -> list[_Column]:
    """Find the spans of years, and give the more room to each the more its fullest lane has to say."""
    dates = [_get_date(one) for entries in lanes.values() for one in entries]
    spans = next(found for few in count(_FEW) if len(found := _merge_years([*dates, day], few)) <= _MOST_COLUMNS)
    loads = [
        max(
            (
                sum(len(one.row["label"] or "") for one in entries if first <= int(_get_date(one)[:4]) < end)
                for entries in lanes.values()
            ),
            default=0,
        )
        for first, end in spans
    ]
    least = _INDENT + _MIN_LETTERS * _LETTER_WIDTH
    spare = _RIGHT - _LEFT - least * len(spans)
    columns, x = [], float(_LEFT)
    for (first, end), load in zip(spans, loads, strict=True):
        width = least + spare * (load / sum(loads) if any(loads) else 1 / len(spans))
        columns.append(_Column(first, end, x, width))
        x += width
    return columns


def _merge_years(dates: Sequence[str], few: int) -> list[tuple[int, int]]:
    """Merge neighbouring years that have few dates together."""
    spans: list[tuple[int, int]] = []
    sizes: list[int] = []
    for year, same in groupby(sorted(int(date[:4]) for date in dates)):
        size = len(list(same))
        if spans and sizes[-1] + size <= few:
            spans[-1], sizes[-1] = (spans[-1][0], year + 1), sizes[-1] + size
        else:
            spans.append((year, year + 1))
            sizes.append(size)
    return spans


def _draw_cell(entries: Sequence[TimelineEntry], column: _Column, y: int, pen: _Pen) -> tuple[list[str], int]:
    """Draw the dates of a lane in a column, below each other, and return where they end."""
    drawn = []
    letters = int((column.width - _INDENT) / _LETTER_WIDTH)
    for date, same in groupby(entries, key=_get_date):
        y += _LINE
        drawn.append(_draw_dot(column.x + _INDENT - _DOT - 4, y - 4, f"{_get_state(date, pen.day)} {pen.colour}"))
        drawn.append(
            svg.draw_text(column.x + _INDENT, y, format_date(date, _MONTH_LETTERS), f"small bold {pen.colour}")
        )
        for entry in same:
            words = []
            for line in textwrap.wrap(entry.row["label"] or "", letters, break_on_hyphens=False):
                y += _LINE
                words.append(svg.draw_text(column.x + _INDENT, y, line, "small"))
            milestone = entry.row["milestone"] or ""
            told = f"{format_date(date)}, {entry.row['kind']}: {entry.text}"
            drawn.append(svg.draw_link(pen.href(milestone) if milestone else "", told, words))
            y += _GAP // 2
        y += _GAP // 2
    return drawn, y


def _draw_axis(columns: Sequence[_Column], dates: set[str], day: str, y: int) -> Iterator[str]:
    """Draw the axis with a dot for each date, the edges of its columns, and the day shown."""
    for column in columns:
        yield svg.draw_line([(column.x, y - _DOT), (column.x, y + _YEARS)], "grid faint")
        yield svg.draw_text(round(column.x + column.width / 2), y + _LINE + _DOT, column.title, "small grey", "middle")
    yield svg.draw_line([(_LEFT, y), (_RIGHT, y)], "link grey")
    x = next(column.to_x(day) for column in columns if column.holds(day))
    yield svg.draw_line([(x, y - _LINE), (x, y + 2 * _DOT)], "open today")
    for date in sorted(dates):
        at = next(column.to_x(date) for column in columns if column.holds(date))
        yield _draw_dot(at, y, f"{_get_state(date, day)} ink")
    side = "end" if x > _WIDTH / 2 else ""
    words = f"Day shown: {format_date(day)}"
    yield svg.draw_text(round(x) + (-_GAP if side else _GAP), y - _DOT - 4, words, "small today", side)


def _draw_legend(y: int) -> Iterator[str]:
    x = float(_LEFT + _DOT)
    for state, words in (("solid", "past, or on the day shown"), ("open", "to come")):
        yield _draw_dot(x, y - 4, f"{state} ink")
        yield svg.draw_text(x + _INDENT, y, words, "small")
        x += 3 * _INDENT + _LETTER_WIDTH * len(words)


def _draw_dot(x: float, y: int, classes: str) -> str:
    names = " ".join(f"pic-{name}" for name in classes.split())
    return f'<circle cx="{x:.1f}" cy="{y}" r="{_DOT}" class="{names}"/>'
