"""Build the page of the timeline, for all or for one kind of actor."""

from functools import partial

from actgraph.graph.day import Day
from actgraph.law import timeline
from actgraph.law.diagrams import timeline as picture
from actgraph.web.http.page import Page

# Name in the URL → kind of actor.
ROLES = {
    name.lower().replace(" ", "-"): name
    for name in ("provider", "provider of general-purpose AI models", "downstream provider", "deployer", "Commission")
}


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
            "entries": timeline.merge_timeline_rows(found.rows),
            "roles": ROLES.items(),
            "picture": "",
        },
        data=[dict(row) for row in found.rows],
        about=list(dict.fromkeys(row["milestone"] or "" for row in found.rows if row["milestone"])),
        columns=timeline.COLUMNS,
        rows=found.rows,
        draw=partial(picture.draw_timeline, day, found),
    )
