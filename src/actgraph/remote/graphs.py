"""Load the graphs of the catalogue into a remote store and find them there.

Each graph of the catalogue is a named graph. Each interval in which the same graphs are in force has one more graph,
their union: a query of one graph took a thirtieth of the time of a query of seventy, and a triple of two graphs counts
once.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from actgraph.core.errors import InputError
from actgraph.core.prefixes import BASE, shorten_iri
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.remote.client import RemoteStore

PROFILE_PREFIX = BASE + "profiles/"
_DAY_PREFIX = BASE + "graphs/on."
_COUNT_QUERY = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }"
_COUNT_EACH_QUERY = "SELECT ?graph (COUNT(*) AS ?triples) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_MAX_STAGINGS = 4


def get_day_graph(day: str) -> str:
    """Return the IRI of the graph of everything in force on an ISO 8601 date.

    Raises:
        InputError: no text is in force yet on that date.

    >>> get_day_graph("2026-11-24"), get_day_graph("2024-12-31")
    ('https://w3id.org/actgraph/graphs/on.2026-08-10', 'https://w3id.org/actgraph/graphs/on.2024-08-01')
    """
    catalog.find_valid_graphs(day)
    return f"{_DAY_PREFIX}{max(start for start in catalog.list_interval_starts() if start <= day)}"


def get_profile_graph(name: str) -> str:
    """Return the IRI of the graph of a profile, by its file name.

    >>> get_profile_graph("examples/my model.ttl")
    'https://w3id.org/actgraph/profiles/my%20model.ttl'
    """
    return PROFILE_PREFIX + quote(name.replace("\\", "/").rpartition("/")[2])


def list_law_graphs() -> Sequence[str]:
    """List the IRIs of all graphs that `load_law_graphs` writes.

    >>> len(list_law_graphs()) == len(catalog.load_catalog()) + len(catalog.list_interval_starts())
    True
    """
    return [*(one.iri for one in catalog.load_catalog()), *map(get_day_graph, catalog.list_interval_starts())]


def load_law_graphs(remote: RemoteStore, on_progress: Callable[[str], object]) -> int:
    """Load all graphs of the catalogue into a store, replace those that exist, and return the number of triples sent.

    All graphs are staged under other names first, then swapped in by one update: whatever happens to this process, the
    store has all the old graphs or all the new ones. A store with a limit on transactions is updated in steps, and has
    no graph of a day meanwhile. A line about each graph is passed to `on_progress`.

    Raises:
        InputError: the store does not accept them; the message says why.
    """
    staged: dict[str, Sequence[Triple]] = {}
    for number, graph in enumerate(catalog.load_catalog(), 1):
        triples = list(dict.fromkeys(quad.triple for quad in parse(graph.read(), format=RdfFormat.TURTLE)))
        _stage_graph(remote, graph.iri, triples)
        staged[graph.iri] = triples
        on_progress(f"{number}/{len(catalog.load_catalog())} {shorten_iri(graph.iri)}: {len(triples):,} triples")
    day_graphs = {
        get_day_graph(start): [part.iri for part in catalog.find_valid_graphs(start)]
        for start in catalog.list_interval_starts()
    }
    on_progress(f"all in their places, and {len(day_graphs)} graphs of what holds from a day on")
    _publish_staged(remote, staged, {graph: [graph] for graph in staged} | day_graphs)
    return sum(map(len, staged.values()))


def replace_graph(remote: RemoteStore, graph: str, triples: Sequence[Triple]) -> None:
    """Replace the triples of a graph in a store.

    Raises:
        InputError: the store does not accept them.
    """
    _stage_graph(remote, graph, triples)
    _publish_staged(remote, {graph: triples}, {graph: [graph]})


def _stage_graph(remote: RemoteStore, graph: str, triples: Sequence[Triple]) -> None:
    remote.drop_graph(_get_staging_graph(graph))  # left over from an interrupted run
    remote.insert_triples(_get_staging_graph(graph), triples)


def _publish_staged(
    remote: RemoteStore, staged: Mapping[str, Sequence[Triple]], wanted: Mapping[str, Sequence[str]]
) -> None:
    """Publish what is staged, and again until the store has it and no more.

    A store finishes an update whose client was killed. That may be after the next run has staged the same graphs, or
    while it publishes them, and then each blank node would be there twice.

    Args:
        staged: graph → its triples, which are staged.
        wanted: graph → graphs whose triples it gets.

    Raises:
        InputError: the store does not accept them, or somebody else writes into these graphs again and again.
    """
    for _ in range(_MAX_STAGINGS):
        _restage_disturbed_graphs(remote, staged)
        _publish_once(remote, wanted)
        if _count_triples(remote, staged) == _count_triples(remote, staged, _get_staging_graph):
            break
    else:
        raise _make_disturbance_error(remote)
    for graph in staged:
        remote.drop_graph(_get_staging_graph(graph))


def _restage_disturbed_graphs(remote: RemoteStore, staged: Mapping[str, Sequence[Triple]]) -> None:
    """Stage graphs again into which somebody else has written meanwhile.

    Raises:
        InputError: somebody else writes again and again.
    """
    before: Mapping[str, int] = {}
    for _ in range(_MAX_STAGINGS):
        found = _count_triples(remote, staged, _get_staging_graph)
        # A store that writes numbers in another form may have fewer triples than were sent, but each time as many.
        disturbed = [
            graph
            for graph, many in found.items()
            if many != len(staged[graph]) and (many > len(staged[graph]) or many != before.get(graph))
        ]
        if not disturbed:
            return
        for graph in disturbed:
            _stage_graph(remote, graph, staged[graph])
        before = found
    raise _make_disturbance_error(remote)


def _count_triples(
    remote: RemoteStore, graphs: Iterable[str], get_name: Callable[[str], str] = str
) -> Mapping[str, int]:
    """Count the triples of each graph, or of the graph that has another name for it."""
    names = {get_name(graph): graph for graph in graphs}
    rows = remote.run_select(_COUNT_EACH_QUERY, (), list(names)).rows
    counts = {str(getattr(row["graph"], "value", "")): int(getattr(row["triples"], "value", 0)) for row in rows}
    return {graph: counts.get(name, 0) for name, graph in names.items()}


def _make_disturbance_error(remote: RemoteStore) -> InputError:
    what = "another program writes into the same graphs"
    return InputError(what, where=remote.url, todo="Run one load at a time; then repeat it.")


def _publish_once(remote: RemoteStore, wanted: Mapping[str, Sequence[str]]) -> None:
    """Give graphs the triples staged for them, in one update where possible, and only where they differ.

    To move all triples would write each twice in one transaction, which took a store a minute.
    """
    changes = {}
    for graph, parts in wanted.items():
        within = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
        using = " ".join(f"USING <{_get_staging_graph(part)}>" for part in parts) + f" USING NAMED <{graph}>"
        changes[graph] = (
            f"DELETE {{ {within} }} {using} WHERE {{ {within} MINUS {{ ?s ?p ?o }} }} ;\n"
            f"INSERT {{ {within} }} {using} WHERE {{ ?s ?p ?o MINUS {{ {within} }} }}"
        )
    if remote.has_transaction_limit:  # hide the graphs of days until everything is loaded
        for graph in wanted:
            if graph.startswith(_DAY_PREFIX):
                remote.drop_graph(graph)
    for change in changes.values() if remote.has_transaction_limit else [" ;\n".join(changes.values())]:
        remote.run_update(change)


def find_missing_graphs(remote: RemoteStore, graphs: Collection[str]) -> list[str]:
    """Find the graphs that a store lacks: it would answer as if they were empty.

    Raises:
        InputError: the store does not answer.
    """
    names = " ".join(f"<{graph}>" for graph in sorted(graphs))
    query = f"SELECT ?graph {{ VALUES ?graph {{ {names} }} FILTER EXISTS {{ GRAPH ?graph {{ ?s ?p ?o }} }} }}"
    found = {row["graph"] for row in remote.run_select(query, (), sorted(graphs)).rows} if graphs else set()
    return [graph for graph in sorted(graphs) if NamedNode(graph) not in found]


def _get_staging_graph(graph: str) -> str:
    return f"{graph}#waiting"


def check_day_graph(remote: RemoteStore, day: Day) -> str:
    """Check that a store has the graph of a day; return a warning if it has another version, else an empty text.

    Raises:
        InputError: the graph is missing, or the store does not answer.
    """
    name = get_day_graph(day.date)
    found = remote.run_select(_COUNT_QUERY, [name]).rows[0]["triples"]
    there = int(found.value) if isinstance(found, Literal) else 0
    here = int(day.select_rows(_COUNT_QUERY)[0]["triples"] or 0)
    if not there:
        what = f"the graph of {day.date} is not there ({name})"
        raise InputError(what, where=remote.url, todo=f"Load it first: actgraph load --endpoint {remote.url}")
    if there != here:
        return f"the store has another version of the graph: {there:,} triples for this day where here are {here:,}"
    return ""
