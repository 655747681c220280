"""The command `timeline`: list the dates that the law sets."""

from collections.abc import Iterator

import click

from actgraph.cli.options import day_option, format_basis, format_option, get_day, print_rows, print_text
from actgraph.core.tables import strip_controls
from actgraph.graph.day import Day
from actgraph.law.timeline import COLUMNS, Timeline, build_timeline, merge_timeline_rows


@click.command()
@day_option
@click.option("--for", "subject", metavar="PROVISION|ROLE", help="Only the dates of a provision or a role.")
@format_option("svg")
def timeline_command(date: str | None, subject: str | None, form: str) -> None:
    """The dates that the law sets: what is past on the day asked for, what is to come, and which provision says so.

    For a provision: when it entered into force, from when it applies, what concerns it, itself, its whole and its
    parts. A role is one of those that the Act speaks to, such as provider, deployer, Commission or Member State.

    \b
    Examples:
      actgraph timeline
      actgraph timeline --for "Article 55"
      actgraph timeline --for "Article 6(2)" --on 2026-07-01
      actgraph timeline --for deployer -f csv
      actgraph timeline -f svg > timeline.svg
    """
    day = get_day(date)
    found = build_timeline(day, subject)
    if form == "text":
        print_text(strip_controls("\n".join(_format_timeline(day, found))))
    elif form == "svg":
        from actgraph.law.diagrams.timeline import draw_timeline

        click.echo(draw_timeline(day, found))
    else:
        print_rows(format_basis(day), COLUMNS, found.rows, form)


def _format_timeline(day: Day, timeline: Timeline) -> Iterator[str]:
    yield timeline.title
    yield format_basis(day)
    if timeline.summary:
        yield ""
        yield from timeline.summary
    state = None
    for entry in merge_timeline_rows(timeline.rows):
        if entry.row["state"] != state:
            state = entry.row["state"]
            yield f"\n{state}"
        yield f"  {entry.row['date']}  {entry.row['kind']}: {entry.text}"
        yield f"    {entry.row['description']}"
        yield f"    {entry.source_note}"
    yield "\nNo legal advice."
