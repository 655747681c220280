"""The command that hands the graph's findings to other tools: export."""

import click

from actgraph.cli.options import day_of, note_basis, on


@click.command()
@on
def export(on: str | None) -> None:
    """The mapping of the Code's measures, appendix sections and form items to the points of the Act, as we read it.

    It is an SSSOM mapping set as TSV: a row a link, with its justification, the passage it stands on, a confidence and
    how often it was read; what is mapped to nothing is a row with sssom:NoTermFound.

    \b
    Example:
      actgraph export --on 2026-11-24 > code-to-act.sssom.tsv
    """
    from actgraph.errors import InputError
    from actgraph.names import CODE
    from actgraph.sssom import mapping_set

    day = day_of(on)
    if CODE + "code" not in day:
        raise InputError(f"there is no Code of Practice on {day.day}", where="--on", todo="Take 2025-07-10 or later.")
    click.echo(mapping_set(day), nl=False)
    note_basis(day)
