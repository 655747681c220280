"""The command `profile new`: write a profile to start from."""

import os

import click

from actgraph.core.errors import InputError
from actgraph.core.paths import get_data_path
from actgraph.core.tables import strip_controls


@click.group()
def profile_command() -> None:
    """Start a profile: a provider's description of itself and its models.

    \b
    Example:
      actgraph profile new my-profile.ttl
    """


@profile_command.command()
@click.argument("file", required=False)
def new_command(file: str | None) -> None:
    """Write a commented profile to start from, to FILE or to standard output.

    A file that is there already is left as it is.

    \b
    Examples:
      actgraph profile new my-profile.ttl
      actgraph profile new > my-profile.ttl
    """
    with open(get_data_path("examples", "start.ttl"), encoding="utf-8") as start:
        text = start.read()
    if file is None or file == "-":
        click.echo(text, nl=False)
        return
    ending = os.path.splitext(file)[1]
    if ending.lower() not in (".ttl", ".trig"):
        # The extension decides how the file is parsed.
        what = f"it is Turtle, and {ending} is not its ending" if ending else "it is Turtle, and has no ending"
        raise InputError(what, where=file, todo="Name it so: my-profile.ttl")
    try:
        # Never overwrite an existing file; remove a partial one.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        raise InputError("is there already", where=file, todo="Give another name, or move it away.") from None
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror or error})", where=file, todo="Name another place."
        ) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        os.unlink(file)
        raise InputError(
            f"cannot be written ({error.strerror or error})", where=file, todo="Name another place."
        ) from None
    click.echo(strip_controls(f"{file} is written. State your facts, then: actgraph assess {file}"), err=True)
