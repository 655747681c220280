"""The command `path`: find paths of links between two nodes."""

import click

from actgraph.cli.options import day_option, format_basis, format_option, get_day, print_rows, print_text


@click.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@day_option
@format_option()
def path_command(start: str, end: str, date: str | None, form: str) -> None:
    """The shortest chains of links between two nodes, with the kind of each link.

    A link is followed in both directions: what cites a provision leads on as well as what it cites. Whole chapters and
    whole acts are avoided as long as something not much longer links the two: nearly everything has to do with them.
    At most five chains are told.

    \b
    Examples:
      actgraph path "53(1)(c)" "Copyright Measure 1.1"
      actgraph path "Annex XI" "Article 101" --on 2026-03-01 -f json
    """
    from actgraph.law.link_paths import COLUMNS, build_path_rows, find_link_paths

    day = get_day(date)
    one, other = day.cite(start), day.cite(end)
    found = find_link_paths(day, one, other)
    from actgraph.cli.text.link_paths import format_link_paths, format_no_path

    if form == "text":
        print_text(format_link_paths(day, one, other, found))
    else:
        print_rows(format_basis(day), COLUMNS, list(build_path_rows(day, found)), form)
        if not any(found):  # the path from a node to itself has no step
            click.echo(format_no_path(one, other), err=True)
