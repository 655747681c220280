"""The command `load`: put the graph and profiles into a SPARQL store."""

import click

from actgraph.cli.options import endpoint_option, get_remote_store, timeout_option, update_endpoint_option
from actgraph.core.tables import to_one_line
from actgraph.profile.source import FORMAT_NAMES


@click.command()
@click.argument("profiles", metavar="[PROFILE...]", nargs=-1)
@endpoint_option
@update_endpoint_option
@timeout_option("Seconds that the store may take for each update.")
@click.option(
    "--from",
    "source",
    type=click.Choice(FORMAT_NAMES),
    help="The format of the profiles; by the ending of each name where it is left out.",
)
@click.option("--only-profiles", is_flag=True, help="Leave the graph of the law as it is there.")
def load_command(
    profiles: tuple[str, ...],
    endpoint: str | None,
    update_endpoint: str | None,
    timeout: float,
    source: str | None,
    only_profiles: bool,
) -> None:
    """Put the graph into a SPARQL 1.1 store, and each PROFILE as a graph of its own.

    Every graph of the catalogue becomes a named graph, and all that holds from a day on one more; what the store has
    under these names is replaced, and nothing else is touched. The graph of a profile is named after its file, and the
    name is printed. Until all is there the store answers from what it had; Virtuoso for a moment not at all.

    \b
    Examples:
      actgraph load --endpoint http://127.0.0.1:7878/query
      actgraph load --endpoint http://127.0.0.1:7878/query --only-profiles examples/complete.ttl
    """
    from actgraph.core.errors import InputError
    from actgraph.profile import profile

    if endpoint is None:
        raise click.UsageError("Missing option '--endpoint'.")
    store = get_remote_store(endpoint, update_endpoint, timeout)
    from actgraph.remote import graphs as remote_graphs

    read = {}
    for name in profiles:  # read all before anything changes
        graph = remote_graphs.get_profile_graph("standard-input" if name == "-" else name)
        if graph in read:
            what = f"two profiles would have the graph {graph}"
            raise InputError(what, where=name, todo="Load them apart, or give one file another name.")
        read[graph] = profile.read_profile(name, source)
    if not only_profiles:
        sent = remote_graphs.load_law_graphs(store, lambda line: click.echo(line, err=True))
        click.echo(f"{sent:,} triples of the law")
    for graph, one in read.items():
        for note in one.notes:
            click.echo(f"note: {to_one_line(note)}", err=True)
        remote_graphs.replace_graph(store, graph, one.triples)
        click.echo(f"{to_one_line(one.name)}: {len(one.triples):,} triples as {graph}")
