"""The commands that show the graph in a browser: serve, site."""

import contextlib
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from actgraph.cli.options import on
from actgraph.errors import InputError

if TYPE_CHECKING:
    import socket

_HOST = "127.0.0.1"


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8017, show_default=True, help="0 takes any that is free."
)
@on
def serve(port: int, on: str | None) -> None:
    """Pages for the browser, on this machine alone: texts, mapping, dates, signatories, gaps, checks of profiles.

    Each page is there as JSON and Turtle too, and as CSV where it is a table: add the ending to its address. Ctrl+C
    ends it. Needs the extra web: pip install "actgraph[web]"

    \b
    Examples:
      actgraph serve
      actgraph serve --port 8080 --on 2026-07-01
    """
    with _needs_web():
        import uvicorn

        from actgraph.web.app import app

    # The server finishes its answers, then sends itself the signal again: what is stopped has not failed.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: sys.exit(0))
    made = app(on)
    bound = _bound(port)
    with bound:
        click.echo(f"http://{_HOST}:{bound.getsockname()[1]}/  (Ctrl+C ends it)", err=True)
        uvicorn.Server(uvicorn.Config(made, log_level="warning", access_log=False)).run(sockets=[bound])


@click.command()
@click.argument("out")
@on
def site(out: str, on: str | None) -> None:
    """The same pages as files in the folder OUT, of both editions of the Act: for any web server, or to open from disk.

    The pages of the day asked for stand at the top, those of the other edition below on/. What needs a server is left
    out: the search, and the check of profiles. A site that is in OUT already is replaced when the new one is whole.
    Needs the extra web: pip install "actgraph[web]"

    \b
    Examples:
      actgraph site public
      actgraph site public --on 2026-07-01
    """
    with _needs_web():
        from actgraph.web.site import site as write

    import os
    import time

    began = time.monotonic()
    with click.progressbar(length=1, label="pages", file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        count = write(out, on, progress)
    click.echo(f"{count:,} pages in {time.monotonic() - began:.0f} s: {os.path.join(out, 'index.html')}")


@contextlib.contextmanager
def _needs_web() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise InputError(
            f"the pages need {error.name}, which is not installed", todo='Install it: pip install "actgraph[web]"'
        ) from None


def _bound(port: int) -> "socket.socket":
    """The socket to listen on; taken before anything is told, so that the address is true."""
    import socket

    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((_HOST, port))
        found.listen()  # who is told the address may come at once
    except OSError as error:
        found.close()
        raise InputError(
            f"port {port} cannot be listened on ({error.strerror})",
            where="--port",
            todo="Name another, or 0 for any that is free.",
        ) from None
    return found
