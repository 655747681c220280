"""The command that says what a provider owes: assess."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from pyoxigraph import NamedNode

from actgraph.cli import told_assess
from actgraph.cli.options import day_of, formats, note_basis, on
from actgraph.names import expand, shorten
from actgraph.render import WRITERS, plain

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from actgraph.profile import Profile


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
    from actgraph import profile as profiles
    from actgraph.assess import assess as assess_of
    from actgraph.assess import obligations_of
    from actgraph.derived import Derived

    day = day_of(on)
    read = profiles.read(profile, source)
    for note in read.notes:
        click.echo(plain(note), err=True)
    derived = Derived(read.triples, day)
    for line in _not_read(read, derived.refused):
        click.echo(plain(line), err=True)
    models = assess_of(derived, lambda triple: read.where(derived.written[triple]))
    if not models:
        _nothing(read.name, any(derived.subjects("rdf:type", NamedNode(expand("ag:Model") or ""))))
    if why is not None:
        wanted = obligations_of(derived, day.cite(why))
        models = [one._replace(duties=[duty for duty in one.duties if duty.obligation.iri in wanted]) for one in models]
    if why is not None and form == "text":
        click.echo("\n\n".join(told_assess.why(day, model, duty) for model in models for duty in model.duties))
    elif form == "text":
        power = day.rows(_POWER)
        click.echo(told_assess.told(day, models, (power[0]["date"] or "") if power else "9999"))
    else:
        found = told_assess.rows(day, read.name, models)
        if form == "json":
            from actgraph.render import dumps

            click.echo(dumps(found))
        else:
            click.echo(WRITERS[form](told_assess.COLUMNS, told_assess.flat(day, found, form)))
    note_basis(day)


_POWER = (
    "PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX rdg: <https://w3id.org/actgraph/reading/>"
    " SELECT ?date { <https://w3id.org/actgraph/reading/pow_101.1.sub1> ag:appliesBy ?one . ?one ag:date ?date }"
)


_SHOWN = 5


def _not_read(read: "Profile", refused: "Sequence[Triple]") -> list[str]:
    """What is told of statements that are not for a profile to make, as they change nothing."""
    told = [
        f"note: {read.where(one)}: not read, as it is not for a profile to state, or no word of the vocabulary:"
        f" {read.shown(one.subject)} {shorten(one.predicate.value)}"  # type: ignore[arg-type]
        for one in refused[:_SHOWN]
    ]
    if len(refused) > _SHOWN:
        told.append(f"note: {len(refused) - _SHOWN} more such statements are not read")
    return [*told, f"note: why: actgraph validate {read.name}"] if told else []


def _nothing(name: str, has_models: bool) -> None:
    from actgraph.errors import InputError

    if has_models:
        raise InputError(
            "each model of the profile is only the base of another's, so none is assessed",
            where=name,
            todo="Say of the other that it is a ag:Model too; no model is made from itself, nor by way of others.",
        )
    raise InputError(
        "the profile describes no model that could be assessed",
        where=name,
        todo="Say what is a model: <…> a ag:Model . A profile to start from: actgraph profile new",
    )
