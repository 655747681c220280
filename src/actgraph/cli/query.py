"""The commands that ask in SPARQL: query, queries."""

import signal
import sys
from typing import TYPE_CHECKING

import click

from actgraph.cli.options import day_of, endpoint, formats, on, print_rows, store_of, timeout
from actgraph.core import files
from actgraph.core.errors import QueryError
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.graph.engine import Table
from actgraph.sparql import named_queries
from actgraph.sparql.guard import MOST_CHARACTERS

if TYPE_CHECKING:
    from actgraph.remote.client import Remote

_RDF = ("ttl", "nt", "jsonld")
_MEGABYTES = 2_000  # what a query of one's own may take
_MOST_BYTES = 500_000_000
_MOST_READ = 4 * MOST_CHARACTERS + 3  # bytes: a character has four at most, and a mark may stand before the first


@click.command()
@click.argument("query", metavar="NAME|FILE|-")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@timeout("Seconds after which a query of your own is stopped; at a store, any.")
@endpoint
@on
@formats(*_RDF)
def query(
    query: str,
    params: tuple[str, ...],
    timeout: float,
    endpoint: str | None,
    on: str | None,
    form: str,
) -> None:
    """Ask a named query, a file with SPARQL, or SPARQL from standard input.

    The value of a parameter is a node, written as a citation, a short name or an IRI, a date or a number. A query of
    your own may use the prefixes of the graph without declaring them, and have parameters as the named ones do, by
    lines that begin with "#+ param:" (see: actgraph queries coverage-of-provision). It reads the graph
    of one day, or the editions and graphs that it names by FROM, and nothing else.

    \b
    Examples:
      actgraph query article-to-commitment-table -f markdown
      actgraph query measures-of-commitment --param commitment="Copyright Commitment 1"
      echo 'SELECT ?p { cop:cpy.com_1 ag:covers ?p }' | actgraph query -
      actgraph query duties --endpoint http://127.0.0.1:7878/query --on 2026-11-24
    """
    if endpoint is not None:
        _ask_store(store_of(endpoint, None, timeout), query, _params(params), on, form)
    elif query != "-" and query in named_queries.names():
        day, one = day_of(on), named_queries.named(query)
        # The engine does not look for Ctrl-C while it works: let the system end the process.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        found = day.answer(named_queries.bind(one, named_queries.read(one, day, _params(params))))
        _print(day, day.basis, found, query, form)
    else:
        _ask(query, _params(params), timeout, on, form)


@click.command()
@formats()
@click.argument("name", required=False)
def queries(form: str, name: str | None) -> None:
    """List the named queries, or show one with its header.

    \b
    Examples:
      actgraph queries
      actgraph queries coverage-of-provision
    """
    from actgraph.core.tables import WRITERS

    if name:
        one = named_queries.named(name)
        if form == "text":
            click.echo(one.text.rstrip())
        else:
            said = {"name": name, "summary": one.summary, "source": one.source, "text": one.text}
            click.echo(WRITERS[form](list(said), [said]))
        return

    found = [named_queries.named(one) for one in named_queries.names()]
    rows = [
        {
            "name": one.name,
            "summary": one.summary,
            "params": ", ".join(param.name if param.required else f"[{param.name}]" for param in one.params),
        }
        for one in found
    ]
    if form == "text":
        click.echo("\n".join(map(_listed, rows)))
    else:
        click.echo(WRITERS[form](("name", "summary", "params"), rows))


def _listed(row: dict[str, str]) -> str:
    """A query in a few lines of the terminal's width."""
    import shutil
    import textwrap

    head = f"{row['name']}  {row['params']}".rstrip()
    width = max(40, min(110, shutil.get_terminal_size((110, 0)).columns))
    return f"{head}\n{textwrap.fill(row['summary'], width, initial_indent='    ', subsequent_indent='    ')}"


def _params(pairs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise QueryError(f"“{pair}” is no parameter", where="--param", todo='Write: --param name="…"')
        if name.strip() in found:
            raise QueryError(f"the parameter {name.strip()} is given twice", where="--param")
        found[name.strip()] = value.strip()
    return found


def _ask(query: str, params: dict[str, str], timeout: float, on: str | None, form: str) -> None:
    """Ask a query of the user's own, in a process that can be stopped."""
    import json

    from actgraph.sparql.execute import Question
    from actgraph.sparql.worker_pool import Limits, Workers
    from actgraph.sparql.writers import TABLE

    text, where = _own(query)
    with Workers(1, Limits(timeout, _MEGABYTES), spare=0) as workers:  # starts while the rest is looked up
        day = day_of(on)
        bound = _bound(text, where, day, params)
        triples = form if form in _RDF else "ttl"
        answer = workers.answer(Question(bound, day.day, where, TABLE, TABLE, triples, most_bytes=_MOST_BYTES))
    basis = answer.basis or day.basis
    if answer.form != TABLE:
        _print_triples(answer.body.decode(), form, basis)
        return
    told = json.loads(answer.body)
    rows = [dict(zip(told["columns"], row, strict=True)) for row in told.get("rows", ())]
    _print(day, basis, told["answer"] if "answer" in told else Table(told["columns"], rows), query, form)


def _ask_store(store: "Remote", query: str, params: dict[str, str], on: str | None, form: str) -> None:
    """Ask a query at a store of somebody else's."""
    from actgraph.remote import graphs as remote_graphs
    from actgraph.remote import queries as remote_asking

    day = day_of(on)
    if query != "-" and query in named_queries.names():
        one = named_queries.named(query)
        text = named_queries.bind(one, named_queries.read(one, day, params))
        note = remote_graphs.check(store, day)
        table = remote_asking.of_ours(store, text, day)
        answer = remote_asking.Answer(table, f"{day.basis}; asked at {store.url}")
    else:
        text, where = _own(query)
        bound = _bound(text, where, day, params)
        note = remote_graphs.check(store, day)
        answer = remote_asking.of_others(store, bound, where, day, form if form in _RDF else "ttl")
    if note:
        click.echo(f"note: {note}", err=True)
    if isinstance(answer.found, str):
        _print_triples(answer.found, form, answer.basis)
    else:
        _print(day, answer.basis, answer.found, query, form)


def _own(query: str) -> tuple[str, str]:
    """The text of a query of the user's own, and what to call it."""
    import os

    looks_like_file = os.path.sep in query or query.endswith((".rq", ".sparql")) or os.path.exists(query)
    if query != "-" and not looks_like_file:
        named_queries.named(query)  # raises: there is no such query, with near misses
    return _read(query), "standard input" if query == "-" else query


def _bound(text: str, where: str, day: Day, params: dict[str, str]) -> str:
    own = named_queries.of_text(where, text)
    if params and not own.params:
        raise QueryError("the query has no parameters", where=where, todo="Declare them in it: #+ param: …")
    return named_queries.bind(own, named_queries.read(own, day, params))


def _read(query: str) -> str:
    where = "standard input" if query == "-" else query
    try:
        if query == "-" and not sys.stdin:
            raise QueryError("it is closed", where=where)
        if query == "-":
            return _decoded(sys.stdin.buffer.read(_MOST_READ + 1), where)
        return _decoded(files.content(query, _MOST_READ), where)
    except OSError as error:
        raise QueryError(f"cannot be read ({error.strerror or error})", where=where) from error
    except ValueError:  # a path with a zero byte
        raise QueryError("this is no path", where=where) from None


def _decoded(data: bytes, where: str) -> str:
    if len(data) > _MOST_READ:
        raise QueryError(f"the query is over {MOST_CHARACTERS:,} characters", where=where)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"is not UTF-8 (byte {error.start})", where=where) from error


def _print(day: Day, basis: str, found: object, query: str, form: str) -> None:
    if isinstance(found, bool):
        _no_rdf("an answer of yes or no", form)
        print_rows(basis, ("answer",), [{"answer": "true" if found else "false"}], form)
    elif isinstance(found, Table):
        _no_rdf("rows", form)
        print_rows(basis, found.columns, found.rows, form)
        if not found.rows:
            click.echo("no rows: nothing in the graph that was asked matches", err=True)
            for edition in catalog.to_come(day.day) if basis == day.basis else ():
                click.echo(f"  not there before {edition.start}: {edition.label}", err=True)
            if query in named_queries.names():
                click.echo(f"  {query} tells: {named_queries.named(query).summary}", err=True)


def _no_rdf(what: str, form: str) -> None:
    if form in _RDF:
        raise QueryError(f"{what} cannot be written as {form}", where="--format", todo="Use csv, tsv or json.")


def _print_triples(written: str, form: str, basis: str) -> None:
    if form not in (*_RDF, "text"):
        raise QueryError(f"triples cannot be written as {form}", where="--format", todo="Use ttl, nt or jsonld.")
    click.echo(written.rstrip())
    click.echo(basis, err=True)
