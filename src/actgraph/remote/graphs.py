"""The graphs of the catalogue in a store of somebody else's: put there, found there.

Each graph of the catalogue is a named graph there. Each interval in which the same graphs hold has one more, their
union: a query over one graph took a store a thirtieth of the time that it took over the seventy, and a statement that
two graphs make counted once.
"""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from pyoxigraph import Literal, RdfFormat, Triple, parse

from actgraph.core import paths
from actgraph.core.errors import InputError
from actgraph.core.prefixes import BASE, shorten_iri
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.remote.client import RemoteStore

PROFILE_PREFIX = BASE + "profiles/"
_DAY_PREFIX = BASE + "graphs/on."
_COUNT_QUERY = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }"


def get_day_graph(day: str) -> str:
    """IRI of the graph that has all that holds on a day.

    Args:
        day: ISO 8601 date.

    Raises:
        InputError: no text of the graph holds yet on that day.

    >>> get_day_graph("2026-11-24"), get_day_graph("2024-12-31")
    ('https://w3id.org/actgraph/graphs/on.2026-08-10', 'https://w3id.org/actgraph/graphs/on.2024-08-01')
    """
    catalog.find_valid_graphs(day)
    return f"{_DAY_PREFIX}{max(start for start in catalog.list_interval_starts() if start <= day)}"


def get_profile_graph(name: str) -> str:
    """IRI of the graph of a profile.

    Args:
        name: of its file, with or without folders.

    >>> get_profile_graph("examples/my model.ttl")
    'https://w3id.org/actgraph/profiles/my%20model.ttl'
    """
    return PROFILE_PREFIX + quote(name.replace("\\", "/").rpartition("/")[2])


def list_law_graphs() -> Sequence[str]:
    """IRIs of all graphs that `load` puts there.

    >>> len(list_law_graphs()) == len(catalog.load_catalog()) + len(catalog.list_interval_starts())
    True
    """
    return [*(one.iri for one in catalog.load_catalog()), *map(get_day_graph, catalog.list_interval_starts())]


def load_law_graphs(remote: RemoteStore, on_progress: Callable[[str], object]) -> int:
    """Put all graphs of the catalogue into a store, in the place of those that are there.

    All go under other names first, and by one update become what the graphs have: whatever becomes of this process, the
    store has all of the old ones or all of the new ones. One that cannot do so much at once is told in steps, and has
    none of a day meanwhile.

    Args:
        remote: the store.
        on_progress: what a line about each graph is given to.

    Returns:
        How many triples were sent.

    Raises:
        InputError: the store does not take them; the message says why.
    """
    # No example: it needs a server. Those of the tests start some.
    sent = 0
    for number, one in enumerate(catalog.load_catalog(), 1):
        path = paths.get_data_path("ontology", one.file)
        triples = list(dict.fromkeys(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)))
        remote.drop_graph(_get_staging_graph(one.iri))  # what a run that was stopped has left
        remote.insert_triples(_get_staging_graph(one.iri), triples)
        sent += len(triples)
        on_progress(f"{number}/{len(catalog.load_catalog())} {shorten_iri(one.iri)}: {len(triples):,} triples")
    wholes = {
        get_day_graph(start): [part.iri for part in catalog.find_valid_graphs(start)]
        for start in catalog.list_interval_starts()
    }
    on_progress(f"all in their places, and {len(wholes)} graphs of what holds from a day on")
    _publish_staged(remote, {one.iri: [one.iri] for one in catalog.load_catalog()} | wholes)
    return sent


def replace_graph(remote: RemoteStore, graph: str, triples: Sequence[Triple]) -> None:
    """Put some triples into a graph of a store, in the place of those that are in it.

    Args:
        remote: the store.
        graph: IRI of the graph.
        triples: what it has then.

    Raises:
        InputError: the store does not take them.
    """
    # No example: it needs a server.
    remote.drop_graph(_get_staging_graph(graph))
    remote.insert_triples(_get_staging_graph(graph), triples)
    _publish_staged(remote, {graph: [graph]})


def _publish_staged(remote: RemoteStore, wanted: Mapping[str, Sequence[str]]) -> None:
    """Give graphs what waits for some, all of it by one update where that can be; what is there already stays.

    Moved, each triple would be written twice in one transaction, which took a store a minute.
    """
    changes = {}
    for graph, parts in wanted.items():
        within, using = (
            f"GRAPH <{graph}> {{ ?s ?p ?o }}",
            " ".join(f"USING <{_get_staging_graph(part)}>" for part in parts),
        )
        using = f"{using} USING NAMED <{graph}>"
        changes[graph] = (
            f"DELETE {{ {within} }} {using} WHERE {{ {within} MINUS {{ ?s ?p ?o }} }} ;\n"
            f"INSERT {{ {within} }} {using} WHERE {{ ?s ?p ?o MINUS {{ {within} }} }}"
        )
    if remote.has_transaction_limit:  # no day can be asked until all is there
        for graph in wanted:
            if graph.startswith(_DAY_PREFIX):
                remote.drop_graph(graph)
    for change in changes.values() if remote.has_transaction_limit else [" ;\n".join(changes.values())]:
        remote.run_update(change)
    for part in dict.fromkeys(part for parts in wanted.values() for part in parts):
        remote.drop_graph(_get_staging_graph(part))


def _get_staging_graph(graph: str) -> str:
    return f"{graph}#waiting"


def check_day_graph(remote: RemoteStore, day: Day) -> str:
    """Whether a store has the graph of a day.

    Args:
        remote: the store.
        day: the graph of the day.

    Returns:
        What its user must know, a sentence: that it is another version; empty where it is this one.

    Raises:
        InputError: it is not there, or the store does not answer.
    """
    # No example: it needs a server.
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
