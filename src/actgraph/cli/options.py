"""The options that commands share, and how every answer is printed."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from actgraph.core.tables import TABLE_WRITERS, TableRow, rows_to_records
from actgraph.graph.day import Day, open_day

if TYPE_CHECKING:
    from actgraph.remote.client import RemoteStore

Command = Callable[..., Any]


def day_option(command: Command) -> Command:
    """The day that an answer is for."""
    return click.option("--on", metavar="DATE", help="The day asked for, like 2026-03-01; today where there is none.")(
        command
    )


def output_option(command: Command) -> Command:
    """The file that an answer goes to."""
    return click.option(
        "-o", "--output", metavar="FILE", help="Where to write it; standard output where there is none."
    )(command)


def format_option(*extra: str) -> Callable[[Command], Command]:
    """The format of an answer.

    Args:
        extra: formats of this command beyond those of rows.
    """
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice([*TABLE_WRITERS, *extra]),
        default="text",
        show_default=True,
        help="How to print it; json has full IRIs.",
    )


def endpoint_option(command: Command) -> Command:
    """The store that is asked in the place of this machine."""
    return click.option(
        "--endpoint",
        metavar="URL",
        help="Ask a SPARQL 1.1 store, such as http://127.0.0.1:7878/query (docs/scale.md).",
    )(command)


def update_endpoint_option(command: Command) -> Command:
    """Where the store is changed."""
    return click.option(
        "--update-endpoint",
        metavar="URL",
        help="The address of that store for updates, where it is another; /update beside /query is found.",
    )(command)


def timeout_option(help_text: str) -> Callable[[Command], Command]:
    """The seconds that something may take.

    Args:
        help_text: to say of it.
    """
    return click.option("--timeout", type=click.FloatRange(0.1, 3600), default=60, show_default=True, help=help_text)


def get_remote_store(endpoint: str, update_endpoint: str | None, timeout: float) -> "RemoteStore":
    """The store at an address.

    Args:
        endpoint: the address for queries.
        update_endpoint: the address for updates; guessed from the other where there is none.
        timeout: seconds for an answer.

    Raises:
        InputError: an address is none.
    """
    from actgraph.remote.client import RemoteStore

    return RemoteStore(endpoint, update_endpoint or "", timeout)


def print_rows(basis: str, columns: Sequence[str], rows: Sequence[TableRow], form: str) -> None:
    """Print rows on standard output, and on standard error what they rest on.

    Args:
        basis: the editions that they rest on.
        columns: the columns in their order.
        rows: a mapping of columns each.
        form: one of the writers.
    """
    written = TABLE_WRITERS[form](columns, rows)
    if form == "text" and rows and sys.stdout.isatty():  # a file and a pipe have no width
        import shutil  # not on the way of a short answer

        width = shutil.get_terminal_size().columns
        if max(map(len, written.splitlines())) > width:
            written = rows_to_records(columns, rows, width)
    click.echo(written)
    click.echo(basis, err=True)


def detect_output_format(output: str | None, endings: Mapping[str, str], default: str) -> str:
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
        from actgraph.core.suggestions import quote_text

        raise InputError(
            f"{quote_text(ending)} is the ending of none of its formats",
            where=output or "",
            todo=f"Name it with one of {' '.join(endings)}, or say which format it is with -f.",
        )
    return endings.get(ending, default)


def write_output(output: str | None, text: str) -> None:
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

        files.write_output_file(output, text)


def print_basis(day: Day) -> None:
    """Say on standard error which editions an answer rests on, so that a file of rows stays one."""
    click.echo(day.basis, err=True)


def get_day(date: str | None) -> Day:
    """The graph of the day that was asked for."""
    return open_day(date)
