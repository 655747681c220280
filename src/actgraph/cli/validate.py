"""The command `validate`: check profiles."""

from dataclasses import replace

import click

from actgraph.cli import portfolio
from actgraph.cli.options import (
    day_option,
    endpoint_option,
    format_basis,
    get_day,
    get_remote_store,
    output_option,
    print_basis,
    print_text,
    record_option,
    timeout_option,
    update_endpoint_option,
    write_output,
)
from actgraph.core.errors import InputError
from actgraph.core.tables import strip_controls, to_one_line
from actgraph.graph.day import Day
from actgraph.profile.source import FORMAT_NAMES
from actgraph.validation.exit_codes import DEFAULT_FAIL_ON, FAIL_ON_CHOICES, get_exit_code
from actgraph.validation.report_writers import REPORT_WRITERS, flatten_report


@click.command()
@click.argument("profiles", metavar="PROFILE...", nargs=-1)
@endpoint_option
@update_endpoint_option
@timeout_option("Seconds that the store may take for each answer.")
@day_option
@click.option(
    "--until",
    metavar="DATE",
    help="Also show what would be found on this later day, YYYY-MM-DD; the exit code does not count it.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON_CHOICES),
    default=DEFAULT_FAIL_ON,
    show_default=True,
    help="End in exit code 1 where there is a finding of this level or a graver one. violation: not shown (Act), and"
    " those open because a statement cannot be read or contradicts another. warning: all of these, and not shown (Code,"
    " signed). unknown: also where a duty is undecided. info: any finding.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([*REPORT_WRITERS, "ttl", *portfolio.FORMATS]),
    default="text",
    show_default=True,
    help="How to print it; ttl is the report of SHACL, csv and html are the portfolio alone.",
)
@click.option(
    "--from",
    "source",
    type=click.Choice(FORMAT_NAMES),
    help="The format of the profiles; by the ending of each name where it is left out.",
)
@click.option("--all", "flat", is_flag=True, help="List each finding by itself, not those with one cause together.")
@output_option
@record_option
@click.option("--bulk", is_flag=True, help="PROFILE is a registry: see below.")
@click.option("--dask", metavar="SCHEDULER", help="The workers of this Dask cluster check a registry.")
@click.option("--processes", type=click.IntRange(1, 256), help="How many work on a registry; one a core if left out.")
def validate_command(
    profiles: tuple[str, ...],
    endpoint: str | None,
    update_endpoint: str | None,
    timeout: float,
    date: str | None,
    until: str | None,
    fail_on: str,
    form: str,
    flat: bool,
    source: str | None,
    output: str | None,
    record: str | None,
    bulk: bool,
    processes: int | None,
    dask: str | None,
) -> int:
    """Find what a provider's description of itself and its models lacks, or gets wrong.

    PROFILE is a file in YAML, Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD, or - for standard input. Each
    finding says what is missing or wrong, where, by which provision, and what to do, and begins with its kind:

    \b
      not shown (Act)           no evidence that a duty of the AI Act is met
      not shown (Code, signed)  no evidence that a signed commitment is met
      advice                    guidelines or recitals recommend it, or a text
                                prescribes no form
      open                      a fact is missing, unreadable or contradicted;
                                the law does not settle it, or it is too early

    The gravest findings stand first, in this order: what cannot be read, contradictions, overdue duties, due duties,
    commitments, advice, open questions. Findings of one kind are ordered by the day since when the duty binds, then by
    line. Findings with one cause stand together, with one remedy. To list each finding by itself, use --all.

    The report judges the description, not the model or the conduct of its provider. A duty or commitment that is not
    shown can be met all the same. Nothing found is no proof of compliance.

    The report begins with a line for each model: how many duties apply, must be complied with by a later day, apply
    from a later day, are exempt, do not apply and are unknown, and when more bind. A model of which no duty can be
    decided ends in exit code 1, unless --fail-on is never. In CI we recommend --fail-on unknown: it fails for
    violations, for warnings, and for each duty that is undecided.

    For several profiles the report begins with a portfolio instead: each model, AI system and deployment against the
    duties, with the next day on which more duties bind, how many findings concern it, and the gravest of them. A
    finding that concerns several models, such as one about their provider, counts for each. -f csv and -f html print
    the portfolio alone. validate checks every profile that it can read. If it cannot read one, the exit code is 2.

    With --bulk, PROFILE is a registry of any size: a folder of profiles, or one N-Quads file with a named graph a
    profile, its statements together. Findings go to the file of -o, a JSON object a line, as in findings of -f json;
    that file is there when all is done. A run that was stopped goes on where it was when the same command is given
    again. With --dask the work is done by an existing Dask cluster, each of whose workers has the same actgraph.

    With --endpoint each PROFILE is the IRI of a graph of that store, and all that describe a model are taken where none
    is named. They are checked there, in a graph that is removed afterwards, so the store must be one to write to.

    \b
    Examples:
      actgraph validate examples/complete.ttl
      actgraph validate examples/complete.ttl --on 2026-08-03
      actgraph validate examples/*.ttl --fail-on never
      actgraph validate examples/*.ttl -f html -o portfolio.html --fail-on never
      actgraph validate examples/complete.ttl --fail-on unknown
      actgraph validate examples/startup.ttl --all --fail-on never
      actgraph validate examples/complete.ttl --until 2027-08-02 --fail-on never
      actgraph validate examples/complete.ttl -f sarif > findings.sarif
      actgraph validate examples/complete.ttl --record record.json
      actgraph validate - --from ttl < examples/complete.ttl
      actgraph validate --endpoint http://127.0.0.1:7878/query
      actgraph validate --bulk registry.nq -o findings.ndjson
      actgraph validate --bulk profiles/ -o findings.ndjson --dask tcp://127.0.0.1:8786

    A file to start from: actgraph profile new model.ttl

    Exit codes: 0 nothing found of that severity, 1 findings, 2 a profile that cannot be read, or wrong usage.
    """
    if not profiles and endpoint is None:
        raise click.UsageError("Missing argument 'PROFILE...'.")
    if endpoint is not None and (bulk or source is not None):
        raise click.UsageError(f"{'--bulk' if bulk else '--from'} is for files, and --endpoint for what is in a store.")
    if update_endpoint is not None and endpoint is None:
        raise click.UsageError("--update-endpoint is of the store of --endpoint, which is missing.")
    if until is not None and (bulk or endpoint is not None):
        raise click.UsageError("--until is for files, one by one: leave out --bulk and --endpoint.")
    if record is not None and (bulk or endpoint is not None):
        raise click.UsageError("--record is for files, one by one: leave out --bulk and --endpoint.")
    if bulk:
        from actgraph.cli.bulk import validate_in_bulk

        _check_bulk_options(profiles, form, source, output)
        return validate_in_bulk(profiles[0], output or "", get_day(date), processes, dask, fail_on)
    for option, value in (("--processes", processes), ("--dask", dask)):
        if value is not None:
            raise InputError("this is for a registry", where=option, todo="Say --bulk too.")
    from actgraph.profile.profile import read_profile
    from actgraph.validation import shacl_report
    from actgraph.validation.portfolio import build_portfolio
    from actgraph.validation.validate import validate_files

    if record is not None:
        from actgraph.validation import record_files, records

        record_files.check_target(record, output)
        keeper = records.ProfileKeeper()
    day = get_day(date)
    if endpoint is not None:
        store = get_remote_store(endpoint, update_endpoint, timeout)
        from actgraph.remote.validate import list_leftover_graphs, validate_remote_graphs

        for graph in list_leftover_graphs(store):
            told = f"{graph} is of a check that was killed, or that still runs; remove it with: DROP GRAPH <{graph}>"
            click.echo(f"note: {to_one_line(told)}", err=True)
        found = validate_remote_graphs(store, profiles, day)
    else:
        later = _get_later_day(until, day)
        read = read_profile if record is None else keeper.read
        with portfolio.show_progress(len(profiles)) as show:
            found = validate_files(profiles, day, source, later, read, show)
        if record is not None and not found.read_errors:
            kept = records.build_validate_record(found.report, day, later.date if later else None, keeper.kept)
            record_files.write_record(record, kept)
    portfolio.print_conversions(found)
    if found.results:
        report = flatten_report(found.report) if flat and form in ("text", "markdown") else found.report
        is_file = output not in (None, "-")
        if form in portfolio.FORMATS:
            write_output(output, portfolio.format_portfolio_as(build_portfolio(found, day), form))
        elif form == "ttl":
            named = [(one.name, ours) for one, ours in found.results]
            write_output(output, shacl_report.format_shacl_report(named, report))
        elif form == "text":
            table = ""
            if len(profiles) > 1 or len(report.profiles) > 1:  # in place of the line for each model
                table = f"{portfolio.format_portfolio_as(build_portfolio(found, day), form, is_file=is_file)}\n\n"
                report = replace(report, counts={})
            text = f"{table}{REPORT_WRITERS[form](report)}\n{format_basis(day)}"
            if is_file:
                write_output(output, text)
            else:
                print_text(text)
        else:
            write_output(output, REPORT_WRITERS[form](report))
        if form != "text":
            print_basis(day)
    for error in found.read_errors:
        click.echo(f"actgraph: {strip_controls(str(error))}", err=True)
    if record is not None and found.read_errors:
        click.echo("note: no record is written, because not every profile can be read", err=True)
    return 2 if found.read_errors else get_exit_code(found.report, fail_on)


def _get_later_day(until: str | None, day: Day) -> Day | None:
    if until is None:
        return None
    later = get_day(until)
    if later.date <= day.date:
        todo = f"Name a day after {day.date}, such as 2027-08-02."
        raise InputError(f"{later.date} is not after the day asked for", where="--until", todo=todo)
    return later


def _check_bulk_options(profiles: tuple[str, ...], form: str, source: str | None, output: str | None) -> None:
    wrong = {
        "PROFILE": ("one registry is checked at a time", "Name one.") if len(profiles) > 1 else None,
        "-f": ("the findings of a registry are lines of JSON", "Leave it out.") if form != "text" else None,
        "--from": ("a registry is read by the endings of its files", "Leave it out.") if source else None,
        "-o": ("the findings of a registry need a file", "Name one: -o findings.ndjson") if not output else None,
    }
    for where, told in wrong.items():
        if told:
            raise InputError(told[0], where=where, todo=told[1])
