"""The command that compares editions: diff."""

import click

from actgraph.cli.options import formats


@click.command()
@click.argument("one", metavar="EDITION")
@click.argument("other", metavar="EDITION")
@click.argument("citation", nargs=-1)
@formats()
def diff(one: str, other: str, citation: tuple[str, ...], form: str) -> None:
    """What was inserted, replaced or deleted between two EDITIONs of the AI Act, and by which point of which act.

    An edition is named by the date of its text: 2024-07-12 as published, 2026-07-27 as amended. With a citation only
    the amendments of that provision are told, of its parts, and of what it is part of. The words that changed are shown
    where you have loaded your own copies of both texts: actgraph text load FILE.

    \b
    Examples:
      actgraph diff 2024-07-12 2026-07-27 "Article 10"
      actgraph diff 2024-07-12 2026-07-27 "75a(2)"
      actgraph diff 2024-07-12 2026-07-27 -f csv
    """
    from actgraph.cli.text.amendments import nothing, told_difference
    from actgraph.core.tables import WRITERS, dumps, plain
    from actgraph.law.amendments import COLUMNS, between

    found = between(one, other, " ".join(citation) if citation else None)
    if one > other:
        click.echo(f"told from the earlier edition to the later: from {other} to {one}", err=True)
    if form == "text":
        click.echo(plain(told_difference(found)))
        return
    if form == "json":
        click.echo(dumps([change.as_json() for change in found.changes]))
    else:
        click.echo(WRITERS[form](COLUMNS, [change.row for change in found.changes]))
    click.echo(f"from {found.before.label} to {found.after.label}", err=True)
    if not found.changes:
        click.echo(nothing(found), err=True)
    for line in found.how_to_load if form == "json" else ():
        click.echo(plain(line), err=True)
