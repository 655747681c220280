"""The commands `serve` and `site`: show the graph in a browser."""

import contextlib
import re
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from actgraph.cli.options import get_day, get_remote_store, on_option, print_missing_limits
from actgraph.cli.progress import ProgressBar
from actgraph.core import system
from actgraph.core.errors import InputError
from actgraph.core.suggestions import quote_text
from actgraph.core.tables import to_one_line

if TYPE_CHECKING:
    import socket

_ADDRESS = "127.0.0.1"
_END_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_MOST_CONNECTIONS = 5_000
_MOST_NEW = 500  # connections that are taken at once, before others give way
_OTHER_FILES = 200  # open files that are no connections


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8017, show_default=True, help="0 takes any that is free."
)
@click.option(
    "--listen",
    "address",
    metavar="ADDRESS",
    default=_ADDRESS,
    show_default=True,
    help="The address to listen on. Change it only in a container, or if the load balancer is on another machine.",
)
@click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A name that it may be asked by, behind a server in front; repeatable.",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="A site whose pages may ask at /sparql, like https://example.org; * is any; repeatable.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 600),
    default=4,
    show_default=True,
    help="Seconds after which a query is stopped.",
)
@click.option(
    "--memory",
    type=click.IntRange(50, 1_000_000),
    default=512,
    show_default=True,
    help="Megabytes at which a query, or the check of a profile, is stopped.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Queries that are worked on at once; where none is given one for each core, from 2 to 8.",
)
@click.option(
    "--check-timeout",
    type=click.FloatRange(0.1, 600),
    default=5,
    show_default=True,
    help="Seconds after which the check of a profile is stopped.",
)
@click.option(
    "--max-upload",
    type=click.FloatRange(0.001, 10),
    default=2,
    show_default=True,
    help="Largest profile that is accepted, in MB.",
)
@click.option(
    "--endpoint",
    metavar="URL",
    help="A SPARQL 1.1 store that answers /sparql instead of the local graph; load it first (docs/deploy.md).",
)
@on_option
def serve_command(
    port: int,
    address: str,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    timeout: float,
    memory: int,
    workers: int | None,
    check_timeout: float,
    max_upload: float,
    endpoint: str | None,
    date: str | None,
) -> None:
    """Pages for the browser, and a SPARQL endpoint at /sparql, on this machine alone unless --listen says otherwise.

    Texts, mapping, dates, signatories, gaps, checks of profiles; each page is there as JSON and Turtle too, and as CSV
    where it is a table: add the ending to its address. Queries and checks run in separate processes. A process that
    reaches its limit of time or memory is stopped. Queries reach neither files nor other servers, but for the store of
    --endpoint. A line for each request goes to standard error, without what was asked; /health shows a supervisor its
    state. Ctrl+C stops it within 10 seconds; requests that are not finished get 503. Needs the extra web: pip install
    "actgraph[web]". Behind nginx and under systemd: docs/deploy.md

    \b
    Examples:
      actgraph serve
      actgraph serve --port 8080 --on 2026-07-01
      actgraph serve --host law.example.org --timeout 10
      actgraph serve --endpoint http://127.0.0.1:7878/query
      curl --data-urlencode "query=ASK { act:art_53 ?p ?o }" http://127.0.0.1:8017/sparql
    """
    for one in _END_SIGNALS:  # the server ends, then raises the signal again
        signal.signal(one, _end_without_failure)
    with _require_web():
        from actgraph.core.worker_pool import WorkLimits
        from actgraph.web.app import ServerOptions, create_app
        from actgraph.web.http.connections import ConnectionLimits, make_protocol
        from actgraph.web.http.monitoring import ACCESS_LOG
        from actgraph.web.server import Server

    import logging

    names, sites = _check_hosts(hosts), _check_origins(origins)
    if endpoint is not None:
        _check_store(endpoint, timeout, date)
    limits, check_limits = WorkLimits(timeout, memory), WorkLimits(check_timeout, memory)
    options = ServerOptions(names, sites, workers or 0, limits, check_limits, max_upload, endpoint or "")
    made = create_app(date, options)
    ACCESS_LOG.addHandler(logging.StreamHandler())
    ACCESS_LOG.setLevel(logging.INFO)
    files = _raise_file_limit()
    at_once = max(files - _OTHER_FILES - _MOST_NEW, files // 4)
    bound = _bind_socket(address, port)
    with bound:
        click.echo(f"http://{_format_address(address)}:{bound.getsockname()[1]}/  (Ctrl+C ends it)", err=True)
        print_missing_limits()
        server = Server(
            made,
            http=make_protocol(ConnectionLimits(connections=at_once)),
            loop="asyncio",
            ws="none",
            backlog=_MOST_NEW,
            log_level="warning",
            access_log=False,
            server_header=False,
        )
        try:
            server.run(sockets=[bound])
        except SystemExit as end:  # by the signal; a page that is still being made is not waited for
            if end.code:
                raise


def _end_without_failure(*_: object) -> None:
    """Exit with 0; a second signal would end the process by itself as soon as Python has given up its handlers."""
    for one in _END_SIGNALS:
        signal.signal(one, signal.SIG_IGN)
    sys.exit(0)


def _raise_file_limit() -> int:
    """Raise the limit of open files as far as needed and allowed: each connection is a file, even an idle one."""
    most = _MOST_CONNECTIONS + _MOST_NEW + _OTHER_FILES
    system.set_limit("files", most)
    return system.get_limit("files") or most


def _check_hosts(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not re.fullmatch(r"(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", name):
            raise InputError(
                f"{quote_text(name)} is no name of a host", where="--host", todo="Write it like law.example.org."
            )
    return tuple(name.lower() for name in names)


def _check_origins(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if name != "*" and not re.fullmatch(r"https?://[A-Za-z0-9.\[\]:-]+", name):
            raise InputError(
                f"{quote_text(name)} is no origin",
                where="--allow-origin",
                todo="Write it like https://example.org, or *.",
            )
    return names


@click.command()
@click.argument("out")
@click.option("--with-wording", is_flag=True, help="Show the official wording that you have loaded, with its owner.")
@on_option
def site_command(out: str, with_wording: bool, date: str | None) -> None:
    """The same pages as files in the folder OUT, of both editions of the Act: for any web server, or to open from disk.

    The pages of the day asked for stand at the top, those of the other edition below on/. What needs a server is left
    out: the search, and the check of profiles. Official wording is left out unless you ask for it. A site that is in
    OUT is replaced when the new one is complete. Needs the extra web: pip install "actgraph[web]"

    \b
    Examples:
      actgraph site public
      actgraph site public --on 2026-07-01
      actgraph site public --with-wording
    """
    with _require_web():
        from actgraph.web.site import write_site

    import os
    import time

    began = time.monotonic()
    with ProgressBar("pages") as bar:
        count = write_site(out, date, bar.update, with_wording=with_wording)
    click.echo(f"{count:,} pages in {time.monotonic() - began:.0f} s: {to_one_line(os.path.join(out, 'index.html'))}")


@contextlib.contextmanager
def _require_web() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise InputError(
            f"the pages need {error.name}, which is not installed", todo='Install it: pip install "actgraph[web]"'
        ) from None


def _check_store(endpoint: str, timeout: float, date: str | None) -> None:
    """Check that the store answers and has the graph of the day."""
    store = get_remote_store(endpoint, None, timeout)
    from actgraph.remote.graphs import check_day_graph

    if note := check_day_graph(store, get_day(date)):
        click.echo(f"note: {note}", err=True)


def _format_address(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _bind_socket(address: str, port: int) -> "socket.socket":
    """Bind the socket before the address is printed, so that the printed address is true."""
    import ipaddress
    import socket

    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        what, todo = f"{quote_text(address)} is no IP address", "Write it like 127.0.0.1, or 0.0.0.0 for all addresses."
        raise InputError(what, where="--listen", todo=todo) from None
    found = socket.socket(socket.AF_INET6 if version == 6 else socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let another program take the port over
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((address, port))
        found.listen()  # a client may connect as soon as the address is printed
    except OSError as error:
        found.close()
        raise InputError(
            f"the server cannot listen on port {port} of {address} ({error.strerror})",
            where="--port",
            todo="Choose another port, or 0 for any that is free. Check that --listen is an address of this machine.",
        ) from None
    return found
