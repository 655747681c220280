"""The graphs of the catalogue in a store of somebody else's: put there, found there.

Each graph of the catalogue is a named graph there. Each interval in which the same graphs hold has one more, their
union: a query over one graph took a store a thirtieth of the time that it took over the seventy, and a statement that
two graphs make counted once.
"""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from pyoxigraph import Literal, RdfFormat, parse

from actgraph import catalog, paths
from actgraph.errors import InputError
from actgraph.graph import Day
from actgraph.names import BASE, shorten
from actgraph.remote.client import Remote

PROFILES = BASE + "profiles/"
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
    return f"{BASE}graphs/on.{max(start for start in catalog.intervals() if start <= day)}"


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

    Until all are there no day can be asked: the graphs of the intervals go first and come last.

    Args:
        remote: the store.
        tell: what a line about each graph is given to.

    Returns:
        How many triples were sent.

    Raises:
        InputError: the store does not take them; the message says why.
    """
    # No example: it needs a server. Those of the tests start some.
    wholes = {of_day(start): catalog.holding(start) for start in catalog.intervals()}
    for name in wholes:
        remote.drop(name)
    sent = 0
    for number, one in enumerate(catalog.graphs(), 1):
        path = paths.data("ontology", one.file)
        triples = list(dict.fromkeys(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)))
        remote.drop(one.iri)
        remote.insert(one.iri, triples)
        sent += len(triples)
        tell(f"{number}/{len(catalog.graphs())} {shorten(one.iri)}: {len(triples):,} triples")
    for name, parts in wholes.items():
        using = " ".join(f"USING <{part.iri}>" for part in parts)
        remote.update(f"INSERT {{ GRAPH <{name}> {{ ?s ?p ?o }} }} {using} WHERE {{ ?s ?p ?o }}")
        tell(f"{shorten(name)}: {len(parts)} graphs in one")
    return sent


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
