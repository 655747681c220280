"""Build a store with the graph of a day and any number of copies of the AI Act.

A copy is the AI Act under another number: every provision and recital with its statements and references. The Code,
the guidelines and the vocabulary are there once.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store, serialize

from actgraph.core.prefixes import BASE
from actgraph.graph import catalog
from actgraph.graph.store import open_store

_ACT = b"eli/reg/2024/1689/"  # relative to our base
_THE_ACT = b"<http://data.europa.eu/eli/reg/2024/1689/oj>"


@contextmanager
def open_grown_store(day: str, acts: int) -> Iterator[tuple[Store, Path]]:
    """Open a temporary store of the graph of a day with some acts; yield the store and its folder.

    Args:
        acts: number of acts; 1 for the graph as it is.
    """
    lines = _serialize_day(day)
    with tempfile.TemporaryDirectory(prefix="actgraph-grown-") as name:
        store = Store(name)
        for number in range(acts):
            store.bulk_load(_copy_act(lines, number), format=RdfFormat.N_TRIPLES)
        store.optimize()
        store.flush()
        del store  # closing it writes all its files
        yield Store.read_only(name), Path(name)


def _serialize_day(day: str) -> bytes:
    whole = open_store(catalog.find_valid_graphs(day)).quads_for_pattern(None, None, None, DefaultGraph())
    written = serialize((quad.triple for quad in whole), format=RdfFormat.N_TRIPLES)
    assert written is not None
    return written


def _copy_act(lines: bytes, number: int) -> bytes:
    """Return the statements of one copy; number 0 is the whole graph as it is."""
    if number == 0:
        return lines
    ours = (b"<" + BASE.encode() + _ACT, _THE_ACT)
    own = b"".join(line for line in lines.splitlines(keepends=True) if line.startswith(ours) and b" _:" not in line)
    named = own.replace(_ACT, b"eli/reg/%d/1/" % (3000 + number))
    return named.replace(_THE_ACT, b"<http://data.europa.eu/eli/reg/%d/1/oj>" % (3000 + number))
