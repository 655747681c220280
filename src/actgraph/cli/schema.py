"""The command `schema`: the JSON Schema of a profile in YAML, and the context of one in JSON-LD."""

import json

import click

from actgraph.cli.options import get_day, on_option, output_option, write_output


@click.command()
@click.option("--context", is_flag=True, help="Write the context of profiles in JSON-LD instead.")
@on_option
@output_option
def schema_command(context: bool, date: str | None, output: str | None) -> None:
    """Write a JSON Schema for profiles in YAML, or the context of profiles in JSON-LD.

    Editors use the schema to check and complete a profile. JSON-LD tools use the context; actgraph itself has it.

    \b
    Examples:
      actgraph schema -o profile.schema.json
      actgraph schema --context -o context.jsonld
    """
    from actgraph.profile.jsonld_context import format_context
    from actgraph.validation.profile_schema import build_profile_schema

    if context:
        written = format_context()
    else:
        written = json.dumps(build_profile_schema(get_day(date)), ensure_ascii=False, indent=2)
    write_output(output, written.rstrip())
