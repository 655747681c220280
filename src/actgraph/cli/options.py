"""Options that several commands share, and how they print answers."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from actgraph.core.tables import TABLE_WRITERS, TableRow, rows_to_records
from actgraph.graph.catalog import list_provisional_texts
from actgraph.graph.day import Day, open_day

if TYPE_CHECKING:
    from actgraph.remote.client import RemoteStore

Command = Callable[..., Any]
_EDITIONS = "actgraph.editions"  # whether --editions was given


def day_option(command: Command) -> Command:
    """Add `--on`, the day of the answer, and `--editions`, which names the edition of every text of that day."""
    return on_option(
        click.option(
            "--editions",
            is_flag=True,
            expose_value=False,
            callback=_keep_editions_flag,
            help="Name the editions of all texts, not only of the Act.",
        )(command)
    )


def on_option(command: Command) -> Command:
    """Add `--on` alone, for a command that prints no answer."""
    return click.option(
        "--on", "date", metavar="DATE", help="The day asked for, like 2026-03-01; today where there is none."
    )(command)


def _keep_editions_flag(context: click.Context, _: click.Parameter, value: bool) -> None:
    context.meta[_EDITIONS] = value


def format_basis(day: Day) -> str:
    """Format the day and the edition of the Act that an answer rests on; with `--editions` those of all texts."""
    context = click.get_current_context(silent=True)
    return day.basis if context and context.meta.get(_EDITIONS) else day.short_basis


def output_option(command: Command) -> Command:
    """Add `--output`, the file for the answer."""
    return click.option(
        "-o", "--output", metavar="FILE", help="Where to write it; standard output where there is none."
    )(command)


def record_option(command: Command) -> Command:
    """Add `--record`, the file for a record of the result."""
    return click.option(
        "--record",
        metavar="FILE",
        help="Also write the result and the text of each profile to this file, for record check.",
    )(command)


def format_option(*extra: str) -> Callable[[Command], Command]:
    """Add `--format`, the format of the answer.

    Args:
        extra: formats of this command besides those of tables.
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
    """Add `--endpoint`, the store to query instead of the local graph."""
    return click.option(
        "--endpoint",
        metavar="URL",
        help="Ask a SPARQL 1.1 store, such as http://127.0.0.1:7878/query (docs/scale.md).",
    )(command)


def update_endpoint_option(command: Command) -> Command:
    """Add `--update-endpoint`, the address for updates of the store."""
    return click.option(
        "--update-endpoint",
        metavar="URL",
        help="The address of that store for updates, where it is another; /update beside /query is found.",
    )(command)


def timeout_option(help_text: str) -> Callable[[Command], Command]:
    """Add `--timeout`, in seconds."""
    return click.option("--timeout", type=click.FloatRange(0.1, 3600), default=60, show_default=True, help=help_text)


def get_remote_store(endpoint: str, update_endpoint: str | None, timeout: float) -> "RemoteStore":
    """Return the store at an address.

    Args:
        endpoint: the address for queries.
        update_endpoint: the address for updates; derived from `endpoint` if None.
        timeout: seconds for an answer.

    Raises:
        InputError: an address is not valid, or the extra `remote` is not installed.
    """
    try:
        from actgraph.remote.client import RemoteStore
    except ModuleNotFoundError as error:
        from actgraph.core.errors import InputError

        todo = 'Install it: pip install "actgraph[remote]"'
        raise InputError(f"a store elsewhere needs {error.name}, which is not installed", todo=todo) from None
    return RemoteStore(endpoint, update_endpoint or "", timeout)


def print_rows(basis: str, columns: Sequence[str], rows: Sequence[TableRow], form: str) -> None:
    """Print rows on standard output, and the editions they rest on on standard error.

    Args:
        basis: the editions, as a sentence.
        columns: the columns in their order.
        rows: the rows, each a mapping of columns.
        form: a key of `TABLE_WRITERS`.
    """
    written = TABLE_WRITERS[form](columns, rows)
    width = get_window_width()
    if form == "text" and rows and width and max(map(len, written.splitlines())) > width:
        written = rows_to_records(columns, rows, width)
    click.echo(written)
    click.echo(basis, err=True)
    print_status(written)


def print_status(answer: str) -> None:
    """Print on standard error which texts of an answer were not formally adopted when they were published."""
    for label in list_provisional_texts(answer):
        click.echo(f"note: {label}", err=True)


def print_text(text: str) -> None:
    """Print a text on standard output, with its lines no longer than the window is wide.

    A text that was not formally adopted when it was published is named last.
    """
    text = "\n".join([text, *(f"\nnote: {label}" for label in list_provisional_texts(text))])
    if width := get_window_width():
        from actgraph.core.wrapping import wrap_lines  # not needed where the answer goes to a file or a pipe

        text = wrap_lines(text, width)
    click.echo(text)


def get_window_width() -> int:
    """Return the width of the window that shows standard output, in characters; 0 where it goes elsewhere."""
    try:
        if not sys.stdout.isatty():
            return 0
    except (AttributeError, ValueError):  # there is none, or it is closed
        return 0
    import shutil  # kept off the path of short answers

    return shutil.get_terminal_size().columns


def detect_output_format(output: str | None, endings: Mapping[str, str], default: str) -> str:
    """Choose the format by the extension of the output file.

    Args:
        output: the file; None or - for standard output.
        endings: extension → format.
        default: the format for standard output, and for a file without an extension.

    Raises:
        InputError: no format has this extension.
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
    """Write an answer to standard output, or atomically to a file.

    Args:
        output: the file; None or - for standard output.
        text: the answer.

    Raises:
        InputError: the file cannot be written.
    """
    text = text.rstrip("\n") + "\n"
    if output is None or output == "-":
        click.echo(text, nl=False)
    else:
        from actgraph.core import files

        files.write_output_file(output, text)


def print_basis(day: Day) -> None:
    """Print the editions that an answer rests on on standard error, so that standard output holds the answer alone."""
    click.echo(format_basis(day), err=True)


def print_missing_limits() -> None:
    """Print on standard error which limits of queries this system does not enforce."""
    from actgraph.core import system

    for sentence in system.list_missing_limits():
        click.echo(f"note: {sentence}", err=True)


def get_day(date: str | None) -> Day:
    """Open the graph of a day; of today if None."""
    return open_day(date)
