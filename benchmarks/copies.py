"""A graph that has grown: the graph of a day with as many acts as one likes, in one store on disk.

A further act is the AI Act under another number: every provision and recital with all that is said of it, and what it
refers to. The Code, the guidelines and the vocabulary are one for all of them.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store, serialize

from actgraph.core.prefixes import BASE
from actgraph.graph import catalog
from actgraph.graph.store import open_store

_ACT = b"eli/reg/2024/1689/"  # below our base
_THE_ACT = b"<http://data.europa.eu/eli/reg/2024/1689/oj>"


@contextmanager
def open_grown_store(day: str, acts: int) -> Iterator[tuple[Store, Path]]:
    """A store of the graph of a day with so many acts, and its folder; both are gone afterwards.

    Args:
        day: ISO 8601 date.
        times: 1 for the graph as it is.
    """
    lines = _serialize_day(day)
    with tempfile.TemporaryDirectory(prefix="actgraph-grown-") as name:
        store = Store(name)
        for number in range(acts):
            store.bulk_load(_copy_act(lines, number), format=RdfFormat.N_TRIPLES)
        store.optimize()
        store.flush()
        del store  # closes it: only then are all its files written
        yield Store.read_only(name), Path(name)


def _serialize_day(day: str) -> bytes:
    whole = open_store(catalog.find_valid_graphs(day)).quads_for_pattern(None, None, None, DefaultGraph())
    written = serialize((quad.triple for quad in whole), format=RdfFormat.N_TRIPLES)
    assert written is not None
    return written


def _copy_act(lines: bytes, number: int) -> bytes:
    """The statements of an act; with the first all others, which are there once."""
    if number == 0:
        return lines
    ours = (b"<" + BASE.encode() + _ACT, _THE_ACT)
    own = b"".join(line for line in lines.splitlines(keepends=True) if line.startswith(ours) and b" _:" not in line)
    named = own.replace(_ACT, b"eli/reg/%d/1/" % (3000 + number))
    return named.replace(_THE_ACT, b"<http://data.europa.eu/eli/reg/%d/1/oj>" % (3000 + number))
