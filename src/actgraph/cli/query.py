"""The commands that ask in SPARQL: query, queries."""

import signal
import sys
from typing import TYPE_CHECKING

import click

from actgraph import catalog
from actgraph import queries as named
from actgraph.answers import Table
from actgraph.cli.options import day_of, formats, note_basis, on, print_rows
from actgraph.errors import QueryError
from actgraph.graph import Day

if TYPE_CHECKING:
    from pyoxigraph import Triple

_RDF = {"ttl": "TURTLE", "nt": "N_TRIPLES", "jsonld": "JSON_LD"}


@click.command()
@click.argument("query", metavar="NAME|FILE|-")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@on
@formats(*_RDF)
def query(query: str, params: tuple[str, ...], on: str | None, form: str) -> None:
    """Ask a named query, a file with SPARQL, or SPARQL from standard input.

    The value of a parameter is a node, written as a citation, a short name or an IRI, a date or a number. A query of
    your own may use the prefixes of the graph without declaring them, and have parameters as the named ones do, by
    lines that begin with "#+ param:" (see: actgraph queries coverage-of-provision). It reads the graph
    of one day and nothing else.

    \b
    Examples:
      actgraph query article-to-commitment-table -f markdown
      actgraph query measures-of-commitment --param commitment="Copyright Commitment 1"
      echo 'SELECT ?p { cop:cpy.com_1 ag:covers ?p }' | actgraph query -
    """
    day = day_of(on)
    text = _text(query, day, _params(params))
    # The engine does not look for Ctrl-C while it works: let the system end the process.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _answer(day, text, query, form)


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
    from actgraph.render import WRITERS

    if name:
        one = named.named(name)
        if form == "text":
            click.echo(one.text.rstrip())
        else:
            said = {"name": name, "summary": one.summary, "source": one.source, "text": one.text}
            click.echo(WRITERS[form](list(said), [said]))
        return

    found = [named.named(one) for one in named.names()]
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


def _text(query: str, day: Day, params: dict[str, str]) -> str:
    import os

    if query != "-" and query in named.names():
        return named.bind(named.named(query), named.read(named.named(query), day, params))
    looks_like_file = os.path.sep in query or query.endswith((".rq", ".sparql")) or os.path.exists(query)
    if query != "-" and not looks_like_file:
        named.named(query)  # raises: there is no such query, with near misses
    from actgraph import guard
    from actgraph.names import prefixes

    # A query may declare the same again.
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
    text, where = _read(query), "standard input" if query == "-" else query
    guard.check(text, where, head)
    own = named.of_text(where, text)
    if params and not own.params:
        raise QueryError("the query has no parameters", where=where, todo="Declare them in it: #+ param: …")
    return head + named.bind(own, named.read(own, day, params))


def _read(query: str) -> str:
    where = "standard input" if query == "-" else query
    try:
        if query == "-" and not sys.stdin:
            raise QueryError("it is closed", where=where)
        if query == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        with open(query, "rb") as file:
            return file.read().decode("utf-8-sig")
    except OSError as error:
        raise QueryError(f"cannot be read ({error.strerror or error})", where=where) from error
    except UnicodeDecodeError as error:
        raise QueryError(f"is not UTF-8 (byte {error.start})", where=where) from error


def _answer(day: Day, text: str, query: str, form: str) -> None:
    where = "standard input" if query == "-" else query
    try:
        found = day.answer(text)
    except SyntaxError as error:
        raise QueryError(f"this is no SPARQL query: {error.msg[:200]}", where=where) from None
    if isinstance(found, bool):
        _no_rdf("an answer of yes or no", form)
        print_rows(day, ("answer",), [{"answer": "true" if found else "false"}], form)
    elif isinstance(found, Table):
        _no_rdf("rows", form)
        print_rows(day, found.columns, found.rows, form)
        if not found.rows:
            click.echo("no rows: nothing in the graph of this day matches", err=True)
            for edition in catalog.to_come(day.day):
                click.echo(f"  not there before {edition.start}: {edition.label}", err=True)
            if query in named.names():
                click.echo(f"  {query} tells: {named.named(query).summary}", err=True)
    else:
        _print_triples(day, found, form)


def _no_rdf(what: str, form: str) -> None:
    if form in _RDF:
        raise QueryError(f"{what} cannot be written as {form}", where="--format", todo="Use csv, tsv or json.")


def _print_triples(day: Day, triples: "list[Triple]", form: str) -> None:
    from pyoxigraph import RdfFormat, serialize

    from actgraph.names import prefixes
    from actgraph.render import escaped

    if form not in (*_RDF, "text"):
        raise QueryError(f"triples cannot be written as {form}", where="--format", todo="Use ttl, nt or jsonld.")
    written = serialize(triples, format=getattr(RdfFormat, _RDF.get(form, "TURTLE")), prefixes=prefixes())
    click.echo(escaped((written or b"").decode().rstrip()))
    note_basis(day)
