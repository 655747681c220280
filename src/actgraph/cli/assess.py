"""The command that says what a provider owes: assess."""

import click

from actgraph.cli.options import day_of, formats, note_basis, on
from actgraph.core.tables import WRITERS, one_line
from actgraph.reasoning import assess_table, assess_text


@click.command()
@click.argument("profile", metavar="PROFILE|-")
@on
@click.option("--why", metavar="OBLIGATION", help="Only this duty, with its reasons in full, like 55(1)(a).")
@click.option("--from", "source", metavar="FORMAT", help="ttl, trig, nt, nq, xml or jsonld; else by the file's ending.")
@formats()
def assess(profile: str, on: str | None, why: str | None, source: str | None, form: str) -> None:
    """What the provider of a profile owes for each of its models, why, since when, and how it can be shown.

    Each obligation of Articles 52 to 55 applies, is exempt, does not apply, or is unknown; unknown is no pass, and the
    question that would settle it is asked. actgraph profile new writes a profile to start from. The answer is as good
    as the facts of the profile, and no legal advice.

    \b
    Examples:
      actgraph assess examples/complete.ttl
      actgraph assess examples/complete.ttl --why "55(1)(a)"
      actgraph assess examples/complete.ttl --on 2026-07-01 -f json
    """
    from actgraph.profile import profile as profiles
    from actgraph.reasoning.assess import assess as assess_of
    from actgraph.reasoning.assess import obligations_of
    from actgraph.reasoning.derived import Derived

    day = day_of(on)
    read = profiles.read(profile, source)
    for note in read.notes:
        click.echo(one_line(note), err=True)
    derived = Derived(read.triples, day)
    for line in assess_text.not_read(read, derived.refused):
        click.echo(one_line(f"note: {line}"), err=True)
    if derived.refused:
        click.echo(one_line(f"note: why: actgraph validate {read.name}"), err=True)
    models = assess_of(derived, lambda triple: read.where(derived.written[triple]))
    if not models:
        raise assess_text.nothing(read.name, derived)
    if why is not None:
        wanted = obligations_of(derived, day.cite(why))
        models = [one._replace(duties=[duty for duty in one.duties if duty.obligation.iri in wanted]) for one in models]
    if why is not None and form == "text":
        click.echo("\n\n".join(assess_text.why(day, model, duty) for model in models for duty in model.duties))
    elif form == "text":
        click.echo(assess_text.told(day, models))
    else:
        found = assess_table.rows(day, read.name, models)
        if form == "json":
            from actgraph.core.tables import dumps

            click.echo(dumps(found))
        else:
            click.echo(WRITERS[form](assess_table.COLUMNS, assess_table.flat(day, found)))
    note_basis(day)
