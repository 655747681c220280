"""The command that shows the graph in a browser: serve."""

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
    try:
        import uvicorn

        from actgraph.web.app import app
    except ModuleNotFoundError as error:
        raise InputError(
            f"the pages need {error.name}, which is not installed", todo='Install it: pip install "actgraph[web]"'
        ) from None
    made = app(on)
    bound = _bound(port)
    with bound:
        click.echo(f"http://{_HOST}:{bound.getsockname()[1]}/  (Ctrl+C ends it)", err=True)
        uvicorn.Server(uvicorn.Config(made, log_level="warning", access_log=False)).run(sockets=[bound])


def _bound(port: int) -> "socket.socket":
    """The socket to listen on; taken before anything is told, so that the address is true."""
    import socket

    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((_HOST, port))
    except OSError as error:
        found.close()
        raise InputError(
            f"port {port} cannot be listened on ({error.strerror})",
            where="--port",
            todo="Name another, or 0 for any that is free.",
        ) from None
    return found
