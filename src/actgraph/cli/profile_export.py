"""The command `profile export`."""

import os
from typing import TYPE_CHECKING

import click

from actgraph.cli.options import get_day, on_option
from actgraph.core import files
from actgraph.core.errors import InputError
from actgraph.core.tables import strip_controls, to_one_line

if TYPE_CHECKING:
    from actgraph.documents.writers.contents import Contents
    from actgraph.documents.writers.model_facts import ModelFacts
    from actgraph.graph.day import Day

# Format → the endings that its file can have; the first is the default.
FORMATS = {
    "form": (".docx", ".md"),
    "summary": (".docx", ".md"),
    "card": (".md",),
    "cyclonedx": (".json",),
    "notification": (".docx", ".md"),
    "incident": (".docx", ".md"),
    "status": (".html",),
}
_COPIES = ("office", "authorities", "downstream")


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("profile", metavar="PROFILE|-")
@click.option(
    "-o", "--output", metavar="FILE", help="Output file. Word is written for .docx. Default: standard output."
)
@click.option("--model", metavar="NAME", default="", help="The model, if the profile describes several.")
@click.option(
    "--for",
    "copy",
    type=click.Choice(_COPIES),
    default=None,
    help="Of the Model Documentation Form, write the copy with the items for these readers alone.",
)
@click.option(
    "--from",
    "source",
    metavar="FORMAT",
    help="Input format: ttl, trig, nt, nq, xml, jsonld or yaml. Default: by ending.",
)
@on_option
def export_command(
    form: str, profile: str, output: str | None, model: str, copy: str | None, source: str | None, date: str | None
) -> None:
    """Fill in a document from a profile.

    \b
    FORMAT is one of:
      form          Model Documentation Form of the Code of Practice (.docx, .md)
      summary       public summary of training content (.docx, .md)
      card          section of a model card on Article 53 (Markdown with YAML)
      cyclonedx     bill of materials, CycloneDX 1.7, with declarations (JSON)
      notification  draft of the notification under Article 52(1) (.docx, .md)
      incident      draft of a report on a serious incident (.docx, .md)
      status        one page for management (HTML that prints on A4)

    Each field says which statement of the profile fills it. A field that is open says what is missing, and by which
    provision. Without -o, Markdown, HTML or JSON goes to standard output. profile import reads the form and the
    summary back: you can fill in open fields in Word, too.

    \b
    Examples:
      actgraph profile export form examples/complete.ttl -o form.docx
      actgraph profile export form examples/complete.ttl --for downstream -o copy.docx
      actgraph profile export summary examples/complete.ttl
      actgraph profile export status examples/startup.ttl -o status.html
    """
    from actgraph.documents.writers.model_facts import ModelFacts, find_model
    from actgraph.profile.profile import read_profile

    ending = _choose_ending(form, output)
    if copy is not None and form != "form":
        raise InputError("only the Model Documentation Form has copies", where="--for", todo="Leave it out.")
    day = get_day(date)
    read = read_profile(profile, source)
    for note in read.notes:
        click.echo(to_one_line(note), err=True)
    facts = ModelFacts(read, find_model(read, model))
    if form in ("card", "cyclonedx", "status"):
        _write(output, _write_standing(form, facts, day))
        return
    contents = _fill_contents(form, facts, day, copy or "")
    if ending == ".docx":
        from actgraph.documents.writers.word_page import write_word

        assert output is not None
        _write(output, write_word(contents, day.date))
    else:
        from actgraph.documents.writers.markdown_page import write_markdown

        _write(output, write_markdown(contents))
    open_, total = contents.count_open()
    click.echo(f"Fields: {total}, open: {open_}", err=True)


def _choose_ending(form: str, output: str | None) -> str:
    """Choose what is written by the ending of the file; Markdown, HTML or JSON for standard output."""
    endings = FORMATS[form]
    if output in (None, "-"):
        return endings[-1]
    assert output is not None
    ending = os.path.splitext(output)[1].lower()
    if ending not in endings:
        what = f"{ending} is no ending for {form}" if ending else "the name of the file needs an ending"
        raise InputError(what, where=output, todo=f"Endings: {' '.join(endings)}")
    if os.path.isfile(output):
        raise InputError("is there already", where=output, todo="Give another name, or move it away.")
    return ending


def _fill_contents(form: str, facts: "ModelFacts", day: "Day", copy: str) -> "Contents":
    if form == "form":
        from actgraph.documents.writers.form_contents import fill_form

        return fill_form(facts, day, copy)
    if form == "summary":
        from actgraph.documents.writers.summary_contents import fill_summary

        return fill_summary(facts, day)
    from actgraph.documents.writers.drafts import draft_incident_report, draft_notification

    if form == "incident":
        return draft_incident_report(facts, day)
    from actgraph.documents.writers.duties import assess_standing

    return draft_notification(facts, day, assess_standing(facts.profile, facts.model.value, day))


def _write_standing(form: str, facts: "ModelFacts", day: "Day") -> str:
    from actgraph.documents.writers import card_section, cyclonedx_bom, status_page
    from actgraph.documents.writers.duties import assess_standing

    standing = assess_standing(facts.profile, facts.model.value, day)
    write = {
        "card": card_section.write_card_section,
        "cyclonedx": cyclonedx_bom.write_bom,
        "status": status_page.write_status,
    }[form]
    return write(facts, day, standing)


def _write(output: str | None, content: str | bytes) -> None:
    if output is None or output == "-":
        assert isinstance(content, str)
        click.echo(content, nl=False)
        return
    files.write_output_file(output, content)
    click.echo(strip_controls(f"{output} is written."), err=True)
