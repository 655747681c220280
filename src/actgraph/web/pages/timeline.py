"""Build the page of the timeline, for all or for one kind of actor."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from actgraph.graph.catalog import format_date
from actgraph.graph.day import Day
from actgraph.law import timeline
from actgraph.law.diagrams import svg
from actgraph.law.diagrams.time_axis import draw_time_axis
from actgraph.law.timeline import Timeline, TimelineEntry
from actgraph.web.http.page import Page

# Name in the URL → kind of actor.
ROLES = {
    name.lower().replace(" ", "-"): name
    for name in ("provider", "provider of general-purpose AI models", "downstream provider", "deployer", "Commission")
}
# Kinds of date after which nothing goes on; after the others something applies, holds or may be done.
_OVER = ("cut-off", "deadline")


class DateSection(NamedTuple):
    """A section of the page.

    Attributes:
        anchor: its id.
        title: its heading.
        days: each date with its entries.
    """

    anchor: str
    title: str
    days: Sequence[tuple[str, Sequence[TimelineEntry]]]


def build_timeline_page(day: Day, role: str = "") -> Page:
    """Build the page of the dates that the law sets.

    Args:
        role: one of `ROLES`, or a kind of actor; empty for all.

    Raises:
        CitationError: there is no such actor.

    >>> from actgraph.graph.day import open_day
    >>> build_timeline_page(open_day("2026-11-24")).title
    'All dates'
    """
    found = timeline.build_timeline(day, ROLES.get(role, role) or None)
    return Page(
        path=f"timeline/{role}" if role else "timeline",
        template="timeline.html",
        title=found.title,
        context={
            "sections": group_entries(day, timeline.merge_timeline_rows(found.rows)),
            "anchors": _name_entries(found),
            "roles": ROLES.items(),
            "in_words": format_date,
        },
        data=[dict(row) for row in found.rows],
        about=list(dict.fromkeys(row["milestone"] or "" for row in found.rows if row["milestone"])),
        columns=timeline.COLUMNS,
        rows=found.rows,
        draw=partial(_draw_picture, day, found),
    )


def group_entries(day: Day, entries: Sequence[TimelineEntry]) -> list[DateSection]:
    """Group dates into sections: those of the day, what is coming, what applies now, and what is over.

    What is coming begins with the next date, what has come with the latest.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> [one.anchor for one in group_entries(day, timeline.merge_timeline_rows(timeline.build_timeline(day).rows))]
    ['coming', 'now', 'over']
    """
    past = [one for one in entries if one.row["state"] == "past"]
    found = [
        ("today", f"On {format_date(day.date)}", [one for one in entries if one.row["state"] == "today"], False),
        ("coming", "What is coming", [one for one in entries if one.row["state"] == "to come"], False),
        ("now", "What applies now", [one for one in past if one.row["kind"] not in _OVER], True),
        ("over", "Past deadlines and cut-off dates", [one for one in past if one.row["kind"] in _OVER], True),
    ]
    return [
        DateSection(anchor, title, _group_by_date(chosen, latest_first=latest_first))
        for anchor, title, chosen, latest_first in found
        if chosen
    ]


def _group_by_date(
    entries: Sequence[TimelineEntry], *, latest_first: bool
) -> list[tuple[str, Sequence[TimelineEntry]]]:
    ordered = sorted(entries, key=lambda one: one.row["date"] or "", reverse=latest_first)
    return [(date, list(same)) for date, same in groupby(ordered, key=lambda one: one.row["date"] or "")]


def _name_entries(found: Timeline) -> dict[str, str]:
    """Map each milestone to the id of its entry on the page."""
    return {row["milestone"]: row["milestone"].rpartition("/")[2] for row in found.rows if row["milestone"]}


def _draw_picture(day: Day, found: Timeline, *, href: svg.Href | None = None, standalone: bool = True) -> str:
    """Draw the picture: on the page its dates lead to their entries below, in a file to their pages."""
    anchors = _name_entries(found)
    return draw_time_axis(
        day, found, href=href if standalone else lambda iri: f"#{anchors.get(iri, '')}", standalone=standalone
    )
