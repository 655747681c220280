"""The options that commands share, and how every answer is printed."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from actgraph.core.tables import WRITERS, Row, as_records
from actgraph.graph import day as graph
from actgraph.graph.day import Day

if TYPE_CHECKING:
    from actgraph.remote.client import Remote

Command = Callable[..., Any]


def on(command: Command) -> Command:
    """The day that an answer is for."""
    return click.option("--on", metavar="DATE", help="The day asked for, like 2026-03-01; today where there is none.")(
        command
    )


def output(command: Command) -> Command:
    """The file that an answer goes to."""
    return click.option(
        "-o", "--output", metavar="FILE", help="Where to write it; standard output where there is none."
    )(command)


def formats(*more: str) -> Callable[[Command], Command]:
    """The format of an answer.

    Args:
        more: formats of this command beyond those of rows.
    """
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice([*WRITERS, *more]),
        default="text",
        show_default=True,
        help="How to print it; json has full IRIs.",
    )


def endpoint(command: Command) -> Command:
    """The store that is asked in the place of this machine."""
    return click.option(
        "--endpoint",
        metavar="URL",
        help="Ask a SPARQL 1.1 store, such as http://127.0.0.1:7878/query (docs/scale.md).",
    )(command)


def update_endpoint(command: Command) -> Command:
    """Where the store is changed."""
    return click.option(
        "--update-endpoint",
        metavar="URL",
        help="The address of that store for updates, where it is another; /update beside /query is found.",
    )(command)


def timeout(what: str) -> Callable[[Command], Command]:
    """The seconds that something may take.

    Args:
        what: to say of it.
    """
    return click.option("--timeout", type=click.FloatRange(0.1, 3600), default=60, show_default=True, help=what)


def store_of(endpoint: str, update: str | None, timeout: float) -> "Remote":
    """The store at an address.

    Args:
        endpoint: the address for queries.
        update: the address for updates; guessed from the other where there is none.
        timeout: seconds for an answer.

    Raises:
        InputError: an address is none.
    """
    from actgraph.remote.client import Remote

    return Remote(endpoint, update or "", timeout)


def print_rows(basis: str, columns: Sequence[str], rows: Sequence[Row], form: str) -> None:
    """Print rows on standard output, and on standard error what they rest on.

    Args:
        basis: the editions that they rest on.
        columns: the columns in their order.
        rows: a mapping of columns each.
        form: one of the writers.
    """
    written = WRITERS[form](columns, rows)
    if form == "text" and rows and sys.stdout.isatty():  # a file and a pipe have no width
        import shutil  # not on the way of a short answer

        width = shutil.get_terminal_size().columns
        if max(map(len, written.splitlines())) > width:
            written = as_records(columns, rows, width)
    click.echo(written)
    click.echo(basis, err=True)


def form_of(output: str | None, endings: Mapping[str, str], default: str) -> str:
    """The format that the ending of a file asks for.

    Args:
        output: the file; None or - for standard output.
        endings: ending → format.
        default: the format of standard output, and of a file without an ending.

    Raises:
        InputError: it is the ending of no format.
    """
    import os

    ending = os.path.splitext(output or "")[1].lower()
    if ending and ending not in endings:
        from actgraph.core.errors import InputError
        from actgraph.core.suggestions import quoted

        raise InputError(
            f"{quoted(ending)} is the ending of none of its formats",
            where=output or "",
            todo=f"Name it with one of {' '.join(endings)}, or say which format it is with -f.",
        )
    return endings.get(ending, default)


def write(output: str | None, text: str) -> None:
    """Write an answer to a file, whole or not at all, or to standard output.

    Args:
        output: the file; None or - for standard output.
        text: the answer.

    Raises:
        InputError: it cannot be written.
    """
    text = text.rstrip("\n") + "\n"
    if output is None or output == "-":
        click.echo(text, nl=False)
    else:
        from actgraph.core import files

        files.write(output, text)


def note_basis(day: Day) -> None:
    """Say on standard error which editions an answer rests on, so that a file of rows stays one."""
    click.echo(day.basis, err=True)


def day_of(date: str | None) -> Day:
    """The graph of the day that was asked for."""
    return graph.on(date)
