"""The command line: one module per command family, imported when the command runs."""

from actgraph.cli import signals

signals.end_quietly_while_importing()

import errno
import gc
import importlib
import io
import os
import sys

# A command ends before garbage collection would pay off, and imported modules are no garbage.
gc.set_threshold(100_000)

import click

from actgraph.cli import streams
from actgraph.core.errors import ActgraphError
from actgraph.graph import store_watch

_COMMANDS = {
    "covers": "coverage",
    "show": "coverage",
    "gaps": "coverage",
    "path": "path",
    "timeline": "timeline",
    "diff": "diff",
    "query": "query",
    "queries": "query",
    "validate": "validate",
    "profile": "profile",
    "schema": "schema",
    "assess": "assess",
    "record": "record",
    "draw": "draw",
    "export": "export",
    "serve": "serve",
    "site": "serve",
    "build": "ingest",
    "text": "official_text",
    "load": "load",
    "doctor": "doctor",
}


class _LazyGroup(click.Group):
    """Import each command only when it is called: `covers` does not wait for what `build` imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"actgraph.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from actgraph.core import suggestions
        from actgraph.core.tables import strip_controls

        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            meant = suggestions.suggest_labels(args[0], list(_COMMANDS))
            hint = f" Did you mean: {', '.join(meant)}?" if meant else ""
            raise click.UsageError(f"There is no command {suggestions.quote_text(strip_controls(args[0]))}.{hint}", ctx)
        return super().resolve_command(ctx, args)


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"actgraph {version('actgraph')}")
        ctx.exit()


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """The EU AI Act, its two codes of practice and the Commission's guidelines as one graph.

    \b
    Examples:
      actgraph covers 53
      actgraph show "Annex XI, Section 2"
      actgraph query measures-of-commitment --param commitment="Copyright Commitment 1"

    Exit codes: 0 clean, 1 findings, 2 wrong input or usage, 3 our own fault. This is no legal advice.
    """


def main(args: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code.

    Args:
        args: the arguments; those of the process if None.
    """
    code = _run(args)
    sys.stderr.flush()
    # Nothing is left to clean up, and tearing down the engine and the modules would take a tenth of the run time.
    os._exit(code)


def _run(args: list[str] | None) -> int:
    streams.open_standard_streams()
    signals.restore_interrupts()
    store_watch.end_on_damage(_end_on_damaged_store)
    try:
        result = cli.main(args, prog_name="actgraph", standalone_mode=False)
        sys.stdout.flush()
    except ActgraphError as error:
        _print_error(f"actgraph: {error}")
        return error.exit_code
    except click.ClickException as error:
        from actgraph.core.tables import to_one_line

        told = io.StringIO()
        error.show(told)
        _print_error(
            told.getvalue().rstrip("\n").replace(error.message, to_one_line(error.message))
        )  # the message quotes what the user typed
        return 2
    except click.Abort:
        _print_error("actgraph: stopped")
        return 130
    except BrokenPipeError:  # the reader closed the pipe
        streams.discard_stdout()
        return 0
    except OSError as error:
        if sys.platform == "win32" and error.filename is None and error.errno == errno.EINVAL:  # its closed pipe
            streams.discard_stdout()
            return 0
        if error.errno in (errno.EMFILE, errno.ENFILE):
            _print_error(
                f"actgraph: the system opens no more files ({error.strerror})\n"
                "  Raise the limit, for example: ulimit -n 1024"
            )
            return 2
        if error.filename is not None or error.errno not in _WRITE_ERRNOS:
            return _report_fault(error)
        streams.discard_stdout()
        _print_error(f"actgraph: the answer cannot be written ({error.strerror})")
        return 2
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:  # a panic of the engine is a BaseException
        return _report_fault(error)
    return result if isinstance(result, int) else 0


_WRITE_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def _report_fault(error: BaseException) -> int:
    """Report an unexpected exception as a fault of actgraph, with its place in the code; return exit code 3."""
    from traceback import extract_tb

    last = extract_tb(error.__traceback__)[-1]
    _print_error(
        f"actgraph: our own fault: {type(error).__name__}: {error} ({last.filename}:{last.lineno})\n"
        "  Please report it with the command that you ran."
    )
    return 3


def _end_on_damaged_store() -> None:
    """End the process, in which a query may run for ever; the pointer to the store is removed already."""
    _print_error(
        "actgraph: a file of the prebuilt store is damaged, so the command was stopped\n"
        "  Run it again: it builds the store anew. If this happens often, check the disk."
    )
    os._exit(2)


def _print_error(message: str) -> None:
    """Print a message on standard error."""
    from actgraph.core.tables import strip_controls

    click.echo(strip_controls(message), err=True)
