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
from actgraph.core.prefixes import BASE, shorten
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.remote.client import Remote

PROFILES = BASE + "profiles/"
_DAYS = BASE + "graphs/on."
_COUNT = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }"


def of_day(day: str) -> str:
    """IRI of the graph that has all that holds on a day.

    Args:
        day: ISO 8601 date.

    Raises:
        InputError: no text of the graph holds yet on that day.

    >>> of_day("2026-11-24"), of_day("2024-12-31")
    ('https://w3id.org/actgraph/graphs/on.2026-08-10', 'https://w3id.org/actgraph/graphs/on.2024-08-01')
    """
    catalog.holding(day)
    return f"{_DAYS}{max(start for start in catalog.intervals() if start <= day)}"


def of_profile(name: str) -> str:
    """IRI of the graph of a profile.

    Args:
        name: of its file, with or without folders.

    >>> of_profile("examples/my model.ttl")
    'https://w3id.org/actgraph/profiles/my%20model.ttl'
    """
    return PROFILES + quote(name.replace("\\", "/").rpartition("/")[2])


def law() -> Sequence[str]:
    """IRIs of all graphs that `load` puts there.

    >>> len(law()) == len(catalog.graphs()) + len(catalog.intervals())
    True
    """
    return [*(one.iri for one in catalog.graphs()), *map(of_day, catalog.intervals())]


def load(remote: Remote, tell: Callable[[str], object]) -> int:
    """Put all graphs of the catalogue into a store, in the place of those that are there.

    All go under other names first, and by one update become what the graphs have: whatever becomes of this process, the
    store has all of the old ones or all of the new ones. One that cannot do so much at once is told in steps, and has
    none of a day meanwhile.

    Args:
        remote: the store.
        tell: what a line about each graph is given to.

    Returns:
        How many triples were sent.

    Raises:
        InputError: the store does not take them; the message says why.
    """
    # No example: it needs a server. Those of the tests start some.
    sent = 0
    for number, one in enumerate(catalog.graphs(), 1):
        path = paths.data("ontology", one.file)
        triples = list(dict.fromkeys(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)))
        remote.drop(_waiting(one.iri))  # what a run that was stopped has left
        remote.insert(_waiting(one.iri), triples)
        sent += len(triples)
        tell(f"{number}/{len(catalog.graphs())} {shorten(one.iri)}: {len(triples):,} triples")
    wholes = {of_day(start): [part.iri for part in catalog.holding(start)] for start in catalog.intervals()}
    tell(f"all in their places, and {len(wholes)} graphs of what holds from a day on")
    _become(remote, {one.iri: [one.iri] for one in catalog.graphs()} | wholes)
    return sent


def replace(remote: Remote, graph: str, triples: Sequence[Triple]) -> None:
    """Put some triples into a graph of a store, in the place of those that are in it.

    Args:
        remote: the store.
        graph: IRI of the graph.
        triples: what it has then.

    Raises:
        InputError: the store does not take them.
    """
    # No example: it needs a server.
    remote.drop(_waiting(graph))
    remote.insert(_waiting(graph), triples)
    _become(remote, {graph: [graph]})


def _become(remote: Remote, wanted: Mapping[str, Sequence[str]]) -> None:
    """Give graphs what waits for some, all of it by one update where that can be; what is there already stays.

    Moved, each triple would be written twice in one transaction, which took a store a minute.
    """
    changes = {}
    for graph, parts in wanted.items():
        within, using = f"GRAPH <{graph}> {{ ?s ?p ?o }}", " ".join(f"USING <{_waiting(part)}>" for part in parts)
        using = f"{using} USING NAMED <{graph}>"
        changes[graph] = (
            f"DELETE {{ {within} }} {using} WHERE {{ {within} MINUS {{ ?s ?p ?o }} }} ;\n"
            f"INSERT {{ {within} }} {using} WHERE {{ ?s ?p ?o MINUS {{ {within} }} }}"
        )
    if remote.in_steps:  # no day can be asked until all is there
        for graph in wanted:
            if graph.startswith(_DAYS):
                remote.drop(graph)
    for change in changes.values() if remote.in_steps else [" ;\n".join(changes.values())]:
        remote.update(change)
    for part in dict.fromkeys(part for parts in wanted.values() for part in parts):
        remote.drop(_waiting(part))


def _waiting(graph: str) -> str:
    return f"{graph}#waiting"


def check(remote: Remote, day: Day) -> str:
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
    name = of_day(day.day)
    found = remote.rows(_COUNT, [name]).rows[0]["triples"]
    there = int(found.value) if isinstance(found, Literal) else 0
    here = int(day.rows(_COUNT)[0]["triples"] or 0)
    if not there:
        what = f"the graph of {day.day} is not there ({name})"
        raise InputError(what, where=remote.url, todo=f"Load it first: actgraph load --endpoint {remote.url}")
    if there != here:
        return f"the store has another version of the graph: {there:,} triples for this day where here are {here:,}"
    return ""
