"""The command that walks the graph: path."""

import click

from actgraph.cli.options import day_of, formats, on, print_rows


@click.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@on
@formats()
def path(start: str, end: str, on: str | None, form: str) -> None:
    """The shortest chains of links between two nodes, with the kind of each link.

    A link is followed in both directions: what cites a provision leads on as well as what it cites. Whole chapters and
    whole acts are avoided as long as something not much longer links the two: nearly everything has to do with them.
    At most five chains are told.

    \b
    Examples:
      actgraph path "53(1)(c)" "Copyright Measure 1.1"
      actgraph path "Annex XI" "Article 101" --on 2026-03-01 -f json
    """
    from actgraph.law.link_paths import COLUMNS, chains, rows

    day = day_of(on)
    one, other = day.cite(start), day.cite(end)
    found = chains(day, one, other)
    from actgraph.cli.text.link_paths import no_chain, told_chains

    if form == "text":
        click.echo(told_chains(day, one, other, found))
    else:
        print_rows(day.basis, COLUMNS, list(rows(day, found)), form)
        if not any(found):  # a node is linked to itself by a chain of no step
            click.echo(no_chain(one, other), err=True)
