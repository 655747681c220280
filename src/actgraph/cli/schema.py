"""The command `schema`: the JSON Schema of a profile in YAML."""

import json

import click

from actgraph.cli.options import get_day, on_option, output_option, write_output


@click.command()
@on_option
@output_option
def schema_command(date: str | None, output: str | None) -> None:
    """Write a JSON Schema for profiles in YAML.

    Editors use it to check and complete a profile.

    \b
    Examples:
      actgraph schema -o profile.schema.json
    """
    from actgraph.validation.profile_schema import build_profile_schema

    write_output(output, json.dumps(build_profile_schema(get_day(date)), ensure_ascii=False, indent=2))
