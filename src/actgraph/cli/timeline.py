"""The command that tells dates: timeline."""

from collections.abc import Iterator

import click

from actgraph.cli.options import day_of, formats, on, print_rows
from actgraph.core.tables import plain
from actgraph.graph.day import Day
from actgraph.law.timeline import COLUMNS, Timeline, entries
from actgraph.law.timeline import timeline as timeline_of


@click.command()
@on
@click.option("--for", "words", metavar="PROVISION|ROLE", help="Only the dates of a provision or a role.")
@formats("svg")
def timeline(on: str | None, words: str | None, form: str) -> None:
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
    day = day_of(on)
    found = timeline_of(day, words)
    if form == "text":
        click.echo(plain("\n".join(_told(day, found))))
    elif form == "svg":
        from actgraph.law.diagrams import timeline as picture

        click.echo(picture.timeline(day, found))
    else:
        print_rows(day.basis, COLUMNS, found.rows, form)


def _told(day: Day, found: Timeline) -> Iterator[str]:
    yield found.title
    yield day.basis
    if found.summary:
        yield ""
        yield from found.summary
    state = None
    for entry in entries(found.rows):
        if entry.row["state"] != state:
            state = entry.row["state"]
            yield f"\n{state}"
        yield f"  {entry.row['date']}  {entry.row['kind']}: {entry.words}"
        yield f"    {entry.row['description']}"
        yield f"    {entry.why}"
    yield "\nNo legal advice."
