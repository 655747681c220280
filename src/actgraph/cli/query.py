"""The commands `query` and `queries`: run SPARQL and list the named queries."""

import signal
from typing import TYPE_CHECKING

import click

from actgraph.cli.options import (
    day_option,
    endpoint_option,
    format_basis,
    format_option,
    get_day,
    get_remote_store,
    print_missing_limits,
    print_rows,
    timeout_option,
)
from actgraph.cli.query_source import bind_own_query, read_own_query
from actgraph.core.errors import QueryError
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.graph.engine import Table
from actgraph.sparql import named_queries

if TYPE_CHECKING:
    from actgraph.remote.client import RemoteStore

_RDF_FORMATS = ("ttl", "nt", "jsonld")
_MOST_MEGABYTES = 2_000  # the memory limit of a user's own query
_MOST_ANSWER_BYTES = 500_000_000


@click.command()
@click.argument("query", metavar="NAME|FILE|-")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@timeout_option("Seconds after which a query of your own is stopped; at a store, any.")
@endpoint_option
@day_option
@format_option(*_RDF_FORMATS)
def query_command(
    query: str,
    params: tuple[str, ...],
    timeout: float,
    endpoint: str | None,
    date: str | None,
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
        _query_store(get_remote_store(endpoint, None, timeout), query, _parse_params(params), date, form)
    elif query != "-" and query in named_queries.list_query_names():
        day, one = get_day(date), named_queries.load_named_query(query)
        # The engine ignores Ctrl+C while it works: let the system end the process.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        found = day.query(
            named_queries.bind_parameters(one, named_queries.resolve_parameters(one, day, _parse_params(params)))
        )
        _print_answer(day, format_basis(day), found, query, form)
    else:
        _run_own_query(query, _parse_params(params), timeout, date, form)


@click.command()
@format_option()
@click.argument("name", required=False)
def queries_command(form: str, name: str | None) -> None:
    """List the named queries, or show one with its header.

    \b
    Examples:
      actgraph queries
      actgraph queries coverage-of-provision
    """
    from actgraph.core.tables import TABLE_WRITERS

    if name:
        one = named_queries.load_named_query(name)
        if form == "text":
            click.echo(one.text.rstrip())
        else:
            said = {"name": name, "summary": one.summary, "source": one.source, "text": one.text}
            click.echo(TABLE_WRITERS[form](list(said), [said]))
        return

    found = [named_queries.load_named_query(one) for one in named_queries.list_query_names()]
    rows = [
        {
            "name": one.name,
            "summary": one.summary,
            "params": ", ".join(param.name if param.required else f"[{param.name}]" for param in one.params),
        }
        for one in found
    ]
    if form == "text":
        click.echo("\n".join(map(_format_query, rows)))
    else:
        click.echo(TABLE_WRITERS[form](("name", "summary", "params"), rows))


def _format_query(row: dict[str, str]) -> str:
    """Format a named query in a few lines of the terminal's width."""
    import shutil
    import textwrap

    head = f"{row['name']}  {row['params']}".rstrip()
    width = max(40, min(110, shutil.get_terminal_size((110, 0)).columns))
    return f"{head}\n{textwrap.fill(row['summary'], width, initial_indent='    ', subsequent_indent='    ')}"


def _parse_params(pairs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise QueryError(f"“{pair}” is no parameter", where="--param", todo='Write: --param name="…"')
        if name.strip() in found:
            raise QueryError(f"the parameter {name.strip()} is given twice", where="--param")
        found[name.strip()] = value.strip()
    return found


def _run_own_query(query: str, params: dict[str, str], timeout: float, date: str | None, form: str) -> None:
    """Run a query of the user in a worker process that can be stopped."""
    import json

    from actgraph.core import system
    from actgraph.core.errors import InputError, UnansweredError
    from actgraph.core.worker_pool import WorkLimits
    from actgraph.graph import catalog, store
    from actgraph.sparql.execute import QueryRequest
    from actgraph.sparql.query_pool import QueryPool
    from actgraph.sparql.writers import TABLE

    text, where = read_own_query(query)
    print_missing_limits()
    limits = WorkLimits(timeout, _MOST_MEGABYTES)
    with QueryPool(1, limits, spare=0) as workers:  # starts while the day is opened
        day = get_day(date)
        bound = bind_own_query(text, where, day, params)
        triples = form if form in _RDF_FORMATS else "ttl"
        request = QueryRequest(bound, day.date, where, TABLE, TABLE, triples, max_bytes=_MOST_ANSWER_BYTES)
        try:
            answer = workers.run_query(request)
        except UnansweredError as error:
            if error.kind not in ("time", "memory", "died", "failed"):
                raise
            if error.kind == "failed" and system.measure_free_address_space() is not None:
                todo = "Raise or remove the limit (ulimit -v unlimited), and run the command again."
                raise InputError("the limit of address space is too small for a query", todo=todo) from None
            choices = (day.graphs, catalog.load_catalog())
            # A process that had the damaged store open may have removed the pointer to it: the next one builds it.
            is_absent = error.kind == "failed" and store.ABSENT in map(store.check_store, choices)
            if not store.repair_stores(*choices) and not is_absent:
                raise
            with QueryPool(1, limits, spare=0) as others:  # the first may have the damaged store open
                answer = others.run_query(request)
    basis = answer.basis or format_basis(day)
    if answer.format_name != TABLE:
        _print_triples(answer.body.decode(), form, basis)
        return
    told = json.loads(answer.body)
    rows = [dict(zip(told["columns"], row, strict=True)) for row in told.get("rows", ())]
    _print_answer(day, basis, told["answer"] if "answer" in told else Table(told["columns"], rows), query, form)


def _query_store(store: "RemoteStore", query: str, params: dict[str, str], date: str | None, form: str) -> None:
    """Run a query at a remote store."""
    from actgraph.remote import graphs as remote_graphs
    from actgraph.remote import queries

    day = get_day(date)
    if query != "-" and query in named_queries.list_query_names():
        one = named_queries.load_named_query(query)
        text = named_queries.bind_parameters(one, named_queries.resolve_parameters(one, day, params))
        note = remote_graphs.check_day_graph(store, day)
        table = queries.run_own_query(store, text, day)
        answer = queries.RemoteAnswer(table)
    else:
        text, where = read_own_query(query)
        bound = bind_own_query(text, where, day, params)
        note = remote_graphs.check_day_graph(store, day)
        answer = queries.run_user_query(store, bound, where, day, form if form in _RDF_FORMATS else "ttl")
    if note:
        click.echo(f"note: {note}", err=True)
    basis = f"{answer.basis or format_basis(day)}; asked at {store.url}"
    if isinstance(answer.result, str):
        _print_triples(answer.result, form, basis)
    else:
        _print_answer(day, basis, answer.result, query, form)


def _print_answer(day: Day, basis: str, answer: object, query: str, form: str) -> None:
    if isinstance(answer, bool):
        _reject_rdf_format("an answer of yes or no", form)
        print_rows(basis, ("answer",), [{"answer": "true" if answer else "false"}], form)
    elif isinstance(answer, Table):
        _reject_rdf_format("rows", form)
        print_rows(basis, answer.columns, answer.rows, form)
        if not answer.rows:
            click.echo("no rows: nothing in the graph that was asked matches", err=True)
            for edition in catalog.find_future_editions(day.date) if basis == format_basis(day) else ():
                click.echo(f"  not there before {edition.start}: {edition.label}", err=True)
            if query in named_queries.list_query_names():
                click.echo(f"  {query} tells: {named_queries.load_named_query(query).summary}", err=True)


def _reject_rdf_format(answer: str, form: str) -> None:
    if form in _RDF_FORMATS:
        raise QueryError(f"{answer} cannot be written as {form}", where="--format", todo="Use csv, tsv or json.")


def _print_triples(text: str, form: str, basis: str) -> None:
    if form not in (*_RDF_FORMATS, "text"):
        raise QueryError(f"triples cannot be written as {form}", where="--format", todo="Use ttl, nt or jsonld.")
    click.echo(text.rstrip())
    click.echo(basis, err=True)
