"""The command `assess`: list what a provider owes."""

from dataclasses import replace

import click

from actgraph.cli.options import day_option, format_option, get_day, print_basis, print_text, record_option
from actgraph.core.errors import InputError
from actgraph.core.tables import TABLE_WRITERS, to_one_line
from actgraph.reasoning import assess_table, assess_text


@click.command()
@click.argument("profiles", metavar="PROFILE...", nargs=-1, required=True)
@day_option
@click.option("--why", metavar="OBLIGATION", help="Only this duty, with its reasons in full, like 55(1)(a).")
@click.option(
    "--from", "source", metavar="FORMAT", help="ttl, trig, nt, nq, xml, jsonld or yaml; else by the file's ending."
)
@format_option("html")
@record_option
def assess_command(
    profiles: tuple[str, ...], date: str | None, why: str | None, source: str | None, form: str, record: str | None
) -> int:
    """What is owed for each model, AI system and deployment of a profile, why, since when, and how it can be shown.

    Each obligation of Articles 52 to 55, or 50 for AI systems and their deployers, applies, must be complied with by
    a later day, applies from a later day, is exempt, does not apply, or is unknown; unknown is no pass, and the
    question that would settle it is asked. Where a verdict rests on a criterion or a presumption, "unless" says what
    would change it. actgraph profile new writes a profile to start from. The answer is as good as the facts of the
    profile, and no legal advice.

    Several profiles give a portfolio: each model, AI system and deployment against the duties, with the status, the
    next day on which more duties bind, the findings of validate, and the gravest of them. The csv and html tables show
    each status with its day. csv has a row for each model and a column for each duty; html is one page to print or
    send. A profile that cannot be read, or describes no model, ends in exit code 2 after the others are shown. --why
    and --record need one profile.

    \b
    Examples:
      actgraph assess examples/complete.ttl
      actgraph assess examples/complete.ttl --why "55(1)(a)"
      actgraph assess examples/complete.ttl --on 2026-07-01 -f json
      actgraph assess examples/image-generator.ttl --on 2026-11-29
      actgraph assess examples/complete.ttl --record record.json
      actgraph assess examples/complete.ttl examples/bria.trig examples/chatbot.ttl
      actgraph assess examples/*.ttl -f csv > portfolio.csv
      actgraph assess examples/*.ttl -f html > portfolio.html
    """
    from actgraph.profile.profile import read_profile
    from actgraph.reasoning.assess import find_assessed_obligations
    from actgraph.reasoning.assessment import assess_profile
    from actgraph.reasoning.derived import DerivedProfile

    if len(profiles) > 1 or form == "html":
        from actgraph.cli.portfolio import assess_several

        _check_portfolio_options(why, record)
        return assess_several(profiles, get_day(date), source, form)
    profile = profiles[0]
    if record is not None:
        from actgraph.validation import record_files, records

        record_files.check_target(record)
        keeper = records.ProfileKeeper()
    day = get_day(date)
    read = read_profile(profile, source) if record is None else keeper.read(profile, source)
    for note in read.notes:
        click.echo(to_one_line(note), err=True)
    derived = DerivedProfile(read.triples, day)
    not_read = assess_text.describe_refused_triples(read, derived)
    for line in not_read:
        click.echo(to_one_line(f"note: {line}"), err=True)
    if not_read:
        click.echo(to_one_line(f"note: why: actgraph validate {read.name}"), err=True)
    assessment = assess_profile(read, derived)
    if record is not None:
        record_files.write_record(record, records.build_assess_record(assessment, keeper.kept))
    if why is not None:
        wanted = find_assessed_obligations(derived, day.cite(why))
        assessment = replace(
            assessment,
            models=[
                one._replace(duties=[duty for duty in one.duties if duty.obligation.iri in wanted])
                for one in assessment.models
            ],
        )
    if why is not None and form == "text":
        proofs = [
            assess_text.format_duty_proof(day, model, duty) for model in assessment.models for duty in model.duties
        ]
        print_text(read.write_words("\n\n".join(proofs)))
    elif form == "text":
        print_text(read.write_words(assess_text.format_assessment(day, assessment.models)))
    else:
        found = assessment.to_dicts()
        if form == "json":
            from actgraph.core.tables import dump_json

            click.echo(dump_json(found))
        else:
            click.echo(
                TABLE_WRITERS[form](assess_table.list_columns(found), assess_table.flatten_assessment_rows(day, found))
            )
    print_basis(day)
    return 0


def _check_portfolio_options(why: str | None, record: str | None) -> None:
    """Refuse what a portfolio does not have."""
    told = {
        "--why": (why, "Name one profile, and a format other than html."),
        "--record": (
            record,
            "Name one profile, and a format other than html; or record all with actgraph validate --record.",
        ),
    }
    for option, (value, todo) in told.items():
        if value is not None:
            raise InputError("this is for one profile, not for a portfolio", where=option, todo=todo)
