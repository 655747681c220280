"""The command `diff`: compare two editions."""

import click

from actgraph.cli.options import format_option, print_text


@click.command()
@click.argument("first", metavar="EDITION")
@click.argument("second", metavar="EDITION")
@click.argument("citation", nargs=-1)
@format_option()
def diff_command(first: str, second: str, citation: tuple[str, ...], form: str) -> None:
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
    from actgraph.cli.text.amendments import format_difference, format_no_amendment
    from actgraph.core.tables import TABLE_WRITERS, dump_json, strip_controls
    from actgraph.law.amendments import COLUMNS, diff_editions

    found = diff_editions(first, second, " ".join(citation) if citation else None)
    if first > second:
        click.echo(f"told from the earlier edition to the later: from {second} to {first}", err=True)
    if form == "text":
        print_text(strip_controls(format_difference(found)))
        return
    if form == "json":
        click.echo(dump_json([change.as_json() for change in found.changes]))
    else:
        click.echo(TABLE_WRITERS[form](COLUMNS, [change.row for change in found.changes]))
    click.echo(f"from {found.before.label} to {found.after.label}", err=True)
    if not found.changes:
        click.echo(format_no_amendment(found), err=True)
    for line in found.loading_hints if form == "json" else ():
        click.echo(strip_controls(line), err=True)
