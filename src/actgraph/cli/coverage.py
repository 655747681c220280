"""The commands `covers`, `show` and `gaps`: answers about provisions and parts of the codes of practice."""

import click

from actgraph.cli.options import (
    day_option,
    format_basis,
    format_option,
    get_day,
    print_basis,
    print_rows,
    print_status,
    print_text,
)
from actgraph.core.prefixes import load_prefixes
from actgraph.law.coverage import find_coverage
from actgraph.law.wording import LANGUAGES


@click.command()
@click.argument("citation", nargs=-1, required=True)
@day_option
@format_option()
def covers_command(citation: tuple[str, ...], date: str | None, form: str) -> None:
    """Which commitments and measures of the codes cover a provision; for a part of a code, what it covers.

    There are two codes: the General-Purpose AI Code (Chapter V) and the AI-Generated Content Code (Article 50). Of the
    second, each measure says whether it is mandatory, encouraged or optional for signatories.

    A link is declared (the heading of the commitment names the provision), stated (the body of the text says so),
    editorial (we read it so, point by point) or derived (the provision is part of what is named; a measure stands under
    its commitment).

    \b
    Examples:
      actgraph covers 53
      actgraph covers "Art. 55(1), point (c)"
      actgraph covers "Annex XI, Section 2"
      actgraph covers "50(2)"
      actgraph covers "Copyright Commitment 1"
      actgraph covers 56 --on 2026-03-01 -f json
    """
    day = get_day(date)
    iri = day.cite(" ".join(citation))
    found = find_coverage(day, iri)
    if form == "text":
        from actgraph.cli.text.answers import format_coverage

        print_text(format_coverage(day, iri, found))
    else:
        print_rows(format_basis(day), found.columns, found.to_rows(), form)
        for number, words in found.narrowing_notes.items():
            click.echo(f"row {number + 1} is {words}", err=True)
        if not found.rows:
            from actgraph.law.coverage_gaps import describe_absent_code

            if absent := describe_absent_code(day, iri):
                click.echo(absent, err=True)


@click.command()
@click.argument("citation", nargs=-1, required=True)
@day_option
@format_option("ttl", "nt", "jsonld")
@click.option("--all-editions", is_flag=True, help="As it is in every edition that has it.")
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Language of the official wording."
)
def show_command(citation: tuple[str, ...], date: str | None, form: str, all_editions: bool, language: str) -> None:
    """One node: its place, title and role, what stands under it, what covers it, what amended it, its official wording.

    The official wording is printed where you have loaded your own copy of it: actgraph text get act downloads it,
    actgraph text load FILE reads a file that you have saved.

    \b
    Examples:
      actgraph show "53(1)(c)"
      actgraph show "Safety and Security Measure 9.3"
      actgraph show "Article 10(5)" --all-editions
      actgraph show "53(1)(c)" --lang fr
    """
    from actgraph.law.node_summary import COLUMNS as SHOWN
    from actgraph.law.node_summary import build_node_summary, find_days_with_node, serialize_node

    if all_editions and (date or form in ("ttl", "nt", "jsonld")):
        raise click.UsageError("--all-editions goes with neither --on nor an RDF format: name one day instead.")
    words = " ".join(citation)
    found = find_days_with_node(words) if all_editions else [get_day(date)]
    if form in ("ttl", "nt", "jsonld"):
        click.echo(serialize_node(found[0], words, form))
        print_basis(found[0])
        return
    views = [build_node_summary(day, day.cite(words), history=all_editions, language=language) for day in found]
    if form == "text":
        from actgraph.cli.text.answers import format_node_summary

        print_text("\n\n".join(format_node_summary(day, one) for day, one in zip(found, views, strict=True)))
    elif form == "json":
        from actgraph.core.tables import dump_json

        click.echo(written := dump_json([one.as_json() for one in views]))
        print_status(written)
        for day in found:
            print_basis(day)
    else:
        print_rows(format_basis(found[-1]), SHOWN, [one.as_row() for one in views], form)
        for day in found[:-1]:
            print_basis(day)


@click.command()
@click.argument("citation", nargs=-1)
@day_option
@format_option()
@click.option("--duties", is_flag=True, help="Only duties of providers and deployers.")
def gaps_command(citation: tuple[str, ...], date: str | None, form: str, duties: bool) -> None:
    """The provisions that no commitment of a code covers: of Chapter V, or of the chapter or article you name.

    Duties come first, apart from exceptions, classification, procedure, powers and effects, which no commitment need
    cover. Where you name a provision, each exception that no commitment takes up has a row of its own.

    \b
    Examples:
      actgraph gaps
      actgraph gaps "Article 50"
      actgraph gaps --duties -f csv
    """
    day = get_day(date)
    from actgraph.law.coverage_gaps import find_gaps, find_uncovered_provisions

    iri = day.cite(" ".join(citation)) if citation else ""
    rows = find_gaps(day, iri) if iri else find_uncovered_provisions(day)
    if duties:
        rows = [row for row in rows if (row["role"] or "").removeprefix(load_prefixes()["ag"]) in _DUTIES]
    if form == "text":
        from actgraph.cli.text.gaps import format_gaps

        print_text(format_gaps(day, rows, iri))
    else:
        print_rows(format_basis(day), (*_GAP_COLUMNS, "norm", "normLabel") if iri else _GAP_COLUMNS, rows, form)


_DUTIES = ("providerDuty", "deployerDuty", "providerAndDeployerDuty")
_GAP_COLUMNS = ("provision", "provisionLabel", "role", "roleLabel", "article", "articleLabel", "articleTitle")
