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
_WITHOUT_REMARKS = ("cyclonedx", "status")
_COPIES = ("office", "authorities", "downstream")


@click.command()
@click.argument("form", metavar="DOCUMENT", type=click.Choice(list(FORMATS)))
@click.argument("profile", metavar="PROFILE|-")
@click.option(
    "-o", "--output", metavar="FILE", help="Output file. A name in .docx gives a Word file. Default: standard output."
)
@click.option("--model", metavar="NAME", default="", help="Choose the model if the profile describes several.")
@click.option(
    "--for",
    "copy",
    type=click.Choice(_COPIES),
    default=None,
    help="Write only the items for these readers (Model Documentation Form only).",
)
@click.option(
    "--clean", is_flag=True, help="Leave out all remarks, to hand the document out (Word and Markdown forms)."
)
@click.option(
    "--from",
    "source",
    metavar="FORMAT",
    help="Input format: ttl, trig, nt, nq, xml, jsonld or yaml. Default: by ending.",
)
@on_option
def export_command(
    form: str,
    profile: str,
    output: str | None,
    model: str,
    copy: str | None,
    clean: bool,
    source: str | None,
    date: str | None,
) -> None:
    """Fill in a document from a profile.

    \b
    DOCUMENT is one of:
      form          Model Documentation Form of the Code of Practice (.docx, .md)
      summary       public summary of training content (.docx, .md)
      card          section of a model card on Article 53 (Markdown with YAML)
      cyclonedx     bill of materials, CycloneDX 1.7, with declarations (JSON)
      notification  draft of the notification under Article 52(1) (.docx, .md)
      incident      draft of a report on a serious incident (.docx, .md)
      status        one page for management (HTML that prints on A4)

    A remark at each field names the statement of the profile that fills it. An open field says what is missing and
    which provision requires it. Remarks name your files: add --clean before you hand a document out. Without -o,
    Markdown, HTML or JSON goes to standard output. profile import reads the form and the summary back, so you can fill
    in open fields in Word, too.

    \b
    Examples:
      actgraph profile export form examples/complete.ttl -o form.docx
      actgraph profile export form examples/complete.ttl --for downstream --clean -o copy.docx
      actgraph profile export summary examples/complete.ttl
      actgraph profile export status examples/startup.ttl -o status.html
    """
    from actgraph.documents.writers.model_facts import ModelFacts, find_model
    from actgraph.profile.profile import read_profile

    ending = _choose_ending(form, output)
    if copy is not None and form != "form":
        raise InputError("it works only with form", where="--for", todo="Leave it out.")
    if clean and form in _WITHOUT_REMARKS:
        raise InputError(f"{form} has no remarks to leave out", where="--clean", todo="Leave it out.")
    day = get_day(date)
    read = read_profile(profile, source)
    for note in read.notes:
        click.echo(to_one_line(note), err=True)
    facts = ModelFacts(read, find_model(read, model))
    if form in ("card", "cyclonedx", "status"):
        _write(output, _write_standing(form, facts, day, clean))
        return
    contents = _fill_contents(form, facts, day, copy or "")
    open_, total = contents.count_open()
    if clean:
        contents = contents.strip_remarks()
    if ending == ".docx":
        from actgraph.documents.writers.word_page import write_word

        assert output is not None
        _write(output, write_word(contents, day.date))
    else:
        from actgraph.documents.writers.markdown_page import write_markdown

        _write(output, write_markdown(contents))
    click.echo(f"Fields: {total}, open: {open_}", err=True)


def _choose_ending(form: str, output: str | None) -> str:
    """Choose what is written by the ending of the file; Markdown, HTML or JSON for standard output."""
    endings = FORMATS[form]
    if output in (None, "-"):
        return endings[-1]
    assert output is not None
    ending = os.path.splitext(output)[1].lower()
    if ending not in endings:
        what = f"{form} cannot be written as {ending}" if ending else "the name of the file needs an ending"
        raise InputError(what, where=output, todo=f"Use one of: {' '.join(endings)}")
    if os.path.isfile(output):
        raise InputError("this file already exists", where=output, todo="Choose another name, or move the file.")
    return ending


def _fill_contents(form: str, facts: "ModelFacts", day: "Day", copy: str) -> "Contents":
    from actgraph.documents.writers import form_contents, incident_report, notification, summary_contents
    from actgraph.documents.writers.duties import assess_standing

    if form == "notification":
        return notification.draft_notification(facts, day, assess_standing(facts.profile, facts.model.value, day))
    try:  # the others can be filled in for a model that is not assessed, too
        standing = assess_standing(facts.profile, facts.model.value, day)
    except InputError:
        standing = None
    if form == "form":
        return form_contents.fill_form(facts, day, standing, copy)
    fill = summary_contents.fill_summary if form == "summary" else incident_report.draft_incident_report
    return fill(facts, day, standing)


def _write_standing(form: str, facts: "ModelFacts", day: "Day", clean: bool) -> str:
    from actgraph.documents.remarks import strip_remarks
    from actgraph.documents.writers import card_section, cyclonedx_bom, status_page
    from actgraph.documents.writers.duties import assess_standing

    standing = assess_standing(facts.profile, facts.model.value, day)
    write = {
        "card": card_section.write_card_section,
        "cyclonedx": cyclonedx_bom.write_bom,
        "status": status_page.write_status,
    }[form]
    text = write(facts, day, standing)
    return strip_remarks(text) if clean else text


def _write(output: str | None, content: str | bytes) -> None:
    if output is None or output == "-":
        assert isinstance(content, str)
        click.echo(content, nl=False)
        return
    files.write_output_file(output, content)
    click.echo(strip_controls(f"{output} is written."), err=True)
