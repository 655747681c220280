"""The commands `profile new`, `profile import` and `profile convert`; `profile export` has a module of its own."""

import os

import click

from actgraph.cli.options import get_day, on_option
from actgraph.cli.profile_export import export_command
from actgraph.core import files
from actgraph.core.errors import InputError, ProfileError
from actgraph.core.paths import get_data_path
from actgraph.core.tables import strip_controls, to_one_line

_ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".ttl": "ttl", ".trig": "trig"}
_DRAFT_ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".trig": "trig", ".json": "json"}


@click.group()
def profile_command() -> None:
    """Start a profile, draft one from your documents, convert it between YAML and RDF, or fill in forms from it.

    \b
    Examples:
      actgraph profile new my-profile.yaml
      actgraph profile import examples/documents/form.docx -o draft.yaml
      actgraph profile convert examples/startup.ttl -o startup.yaml
      actgraph profile export form examples/complete.ttl -o form.docx
    """


profile_command.add_command(export_command, "export")


@profile_command.command()
@click.argument("file", required=False)
def new_command(file: str | None) -> None:
    """Write a commented profile to fill in.

    It goes to FILE, or to standard output.

    It is YAML; if the name of FILE ends in .ttl or .trig, it is Turtle. A file that is there already is left as it is.

    \b
    Examples:
      actgraph profile new my-profile.yaml
      actgraph profile new my-profile.ttl
    """
    form = "yaml"
    if file is not None and file != "-":
        form = _get_form(file, _ENDINGS, "a profile")
    with open(get_data_path("examples", f"start.{'yaml' if form == 'yaml' else 'ttl'}"), encoding="utf-8") as start:
        text = start.read()
    if file is None or file == "-":
        click.echo(text, nl=False)
        return
    _write_new_file(file, text)
    click.echo(strip_controls(f"{file} is written. State your facts, then: actgraph assess {file}"), err=True)


@profile_command.command()
@click.argument("files_", metavar="FILE...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", help="Output file (.yaml, .trig, .json). Default: standard output.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["yaml", "trig", "json"]),
    help="Output format. Default: by the ending of the output file, otherwise yaml.",
)
@click.option(
    "--one-model", is_flag=True, help="All files are about one model, even if they use different names for it."
)
@on_option
def import_command(
    files_: tuple[str, ...], output: str | None, form: str | None, one_model: bool, date: str | None
) -> None:
    """Draft a profile from your documents.

    It contains only what they state.

    It reads model cards (README.md, spec.yaml), bills of materials (CycloneDX, SPDX 3), Croissant metadata, the Model
    Documentation Form and the summary of training content (Word, PDF with text, plain text), and logs of training
    compute. Each file is recognised by its content. Each statement of the draft gives its place in the source file. The
    end of the draft lists each field from which no statement was made. The draft asks you for facts that decide whether
    a duty applies. For programs, use -f json.

    \b
    Examples:
      actgraph profile import examples/documents/card.md
      actgraph profile import examples/documents/card.md examples/documents/form.docx -f json
    """
    from actgraph.documents.disagreements import describe_disagreement, find_disagreements
    from actgraph.documents.draft import list_main_models
    from actgraph.documents.draft_writer import write_draft
    from actgraph.documents.importer import import_documents
    from actgraph.documents.questions import find_questions

    if output not in (None, "-"):
        assert output is not None
        form = _choose_form(form, output, _DRAFT_ENDINGS, "a draft")
        _refuse_existing(output)
    day = get_day(date)
    draft = import_documents(
        files_, lambda line: click.echo(to_one_line(line), err=True) if len(files_) > 1 else None, one_model
    )
    questions = find_questions(draft.quads, day)
    text = write_draft(draft, questions, form or "yaml")
    if output is None or output == "-":
        click.echo(text, nl=False)
    else:
        _write_new_file(output, text)
    for one in find_disagreements(draft):
        click.echo(to_one_line(describe_disagreement(one)), err=True)
    if len(files_) > 1 and len(models := list_main_models(draft)) > 1:
        click.echo(to_one_line(f"The files name {len(models)} models: {', '.join(models)}."), err=True)
        click.echo("If these names mean the same model, add --one-model to the command.", err=True)
    told = (
        f"Statements: {len(draft.sources)}, questions for you: {len(questions)}, fields not used: {len(draft.unmapped)}"
    )
    click.echo(told, err=True)
    if output is not None and output != "-" and form != "json":
        click.echo(strip_controls(f"{output} is written. Check it, then: actgraph validate {output}"), err=True)


@profile_command.command()
@click.argument("profile", metavar="PROFILE|-")
@click.option(
    "--from",
    "source",
    metavar="FORMAT",
    help="Input format: ttl, trig, nt, nq, xml, jsonld or yaml. Default: by the ending.",
)
@click.option("-o", "--output", metavar="FILE", help="Output file (.yaml, .ttl, .trig). Default: standard output.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["yaml", "ttl", "trig"]),
    help="Output format. Default: by the ending of the output file, otherwise yaml for RDF and trig for YAML.",
)
def convert_command(profile: str, source: str | None, output: str | None, form: str | None) -> None:
    """Convert a profile between YAML and RDF.

    Converting changes no statement; comments are not kept. If YAML cannot express part of the profile, such as words of
    other vocabularies, nothing is converted and the message lists what.

    \b
    Examples:
      actgraph profile convert examples/startup.ttl
      actgraph profile convert examples/start.yaml -f ttl
    """
    from actgraph.profile.profile import read_profile
    from actgraph.profile.trig_writer import write_trig
    from actgraph.profile.yaml_tree import MAX_YAML_CHARACTERS
    from actgraph.profile.yaml_writer import write_yaml

    if output not in (None, "-"):
        assert output is not None
        form = _choose_form(form, output, _ENDINGS, "a profile")
        _refuse_existing(output)
    read = read_profile(profile, source)
    for note in read.notes:
        click.echo(to_one_line(note), err=True)
    click.echo("note: comments are not kept", err=True)
    form = form or ("trig" if read.is_yaml else "yaml")
    if form == "yaml":
        text = write_yaml(read.quads, name=read.name, locate=lambda quad: read.format_location(quad.triple))
        if len(text) > MAX_YAML_CHARACTERS:
            what = f"in YAML it would have over {MAX_YAML_CHARACTERS:,} characters"
            raise ProfileError(what, where=read.name, todo="Split it by model, or keep it in Turtle.")
    else:
        if form == "ttl" and read.has_graphs:
            raise ProfileError(
                "it has named graphs, which Turtle has not", where=read.name, todo="Write it as TriG: -f trig"
            )
        text = write_trig(read.quads)
    if output is None or output == "-":
        click.echo(text, nl=False)
    else:
        _write_new_file(output, text)


def _get_form(file: str, endings: dict[str, str], what: str) -> str:
    ending = os.path.splitext(file)[1].lower()
    if ending not in endings:
        # The extension decides how the file is parsed.
        wrong = f"{ending} is no ending of {what}" if ending else f"the name of {what} needs an ending"
        raise InputError(wrong, where=file, todo=f"Endings: {' '.join(endings)}")
    return endings[ending]


def _choose_form(form: str | None, output: str, endings: dict[str, str], what: str) -> str:
    """Choose the format of a file by its ending, which the format asked for must not contradict."""
    by_ending = _get_form(output, endings, what)
    if form not in (None, by_ending):
        raise InputError(f"its ending stands for {by_ending}, not for {form}", where=output, todo="Change one of them.")
    return by_ending


def _refuse_existing(file: str) -> None:
    if os.path.isfile(file):
        raise InputError("is there already", where=file, todo="Give another name, or move it away.")


def _write_new_file(file: str, text: str) -> None:
    """Write a file that is not there yet, whole or not at all."""
    _refuse_existing(file)
    files.write_output_file(file, text)
