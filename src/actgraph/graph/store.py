"""Find the prebuilt store of a set of graphs: by size and time of its files, and never a wrong one.

A store is a folder named by the contents that it was made from, by its layout and by the engine's version; once there
it is never changed. A pointer beside it remembers size and time of every file that went in and of every file of the
store: while they are the same the store is taken as it is, which costs a look at each file and no more. Where they
differ the contents are read: a store of the same contents is taken if it is whole, else a new one is made
(`store_make`). Whatever fails on the way (disk full, read-only, cut short, another process first), the answer comes
from memory: slower, the same.
"""

import contextlib
import functools
import os
import time
from collections.abc import Sequence
from zlib import crc32

from pyoxigraph import Store

from actgraph.core import paths
from actgraph.core.errors import InputError
from actgraph.graph.catalog import NamedGraph
from actgraph.graph.store_files import POINTER, STORE_VERSION, fill_store, fingerprint_store, read_bytes

# The operating system, the engine (it calls a damaged file a RuntimeError) and a name with a zero byte in it.
STORE_ERRORS = (OSError, RuntimeError, ValueError)
_SETTLING_TIME = 2  # seconds: two changes within one tick of a file system's clock cannot be told apart by their time


def open_store(graphs: Sequence[NamedGraph], *, check: bool = False) -> Store:
    """Open a store of some graphs: each as a named graph, their union as the default graph.

    Args:
        graphs: what goes in, in the catalogue's order.
        check: read the whole store first. The disk can damage a file and leave its size and time as they were; the
            engine holds a checksum of every block and raises a RuntimeError where a query comes to a damaged one.
            That is the time to open the store again with this.

    Returns:
        A store to read from; made anew where there is none for these contents, in memory where none can be kept.

    Raises:
        InputError: the file of a graph is not there.
        OSError: it cannot be read.

    >>> from actgraph.graph import catalog
    >>> core = [graph for graph in catalog.load_catalog() if graph.file == "core.ttl"]
    >>> [name.value for name in open_store(core).named_graphs()]
    ['https://w3id.org/actgraph/graphs/core']
    """
    files = [paths.get_data_path("ontology", graph.file) for graph in graphs]
    stamp = _make_stamp(graphs, files)
    if not check:
        with contextlib.suppress(*STORE_ERRORS):
            return _open_from_pointer(_locate_stores(files), stamp)
    from actgraph.graph import store_builder  # what making needs is not on the way of an answer

    contents = [read_bytes(file) for file in files]
    try:
        return store_builder.build_store(_locate_stores(files), stamp, graphs, contents)
    except STORE_ERRORS:
        return fill_store(Store(), graphs, contents)


@functools.cache  # as many as the catalogue has intervals
def get_store(graphs: tuple[NamedGraph, ...]) -> Store:
    """The store of some graphs, opened once.

    Args:
        graphs: of a day, or all.

    >>> from actgraph.graph import catalog
    >>> get_store(tuple(catalog.load_catalog())) is get_store(tuple(catalog.load_catalog()))
    True
    """
    return open_store(graphs)


def _locate_stores(files: Sequence[str]) -> str:
    """The folder of the stores of some files: only a place, what stands in it is told by the pointer."""
    return paths.get_cache_path("stores", f"{crc32(os.fsencode(''.join(files))):08x}")


def _make_stamp(graphs: Sequence[NamedGraph], files: Sequence[str]) -> bytes:
    """What a pointer remembers of the files; empty where one has changed just now, and may change unseen."""
    lines, is_settled = [STORE_VERSION], True
    settled = time.time() - _SETTLING_TIME
    for graph, file in zip(graphs, files, strict=True):
        try:
            facts = os.stat(file)
        except FileNotFoundError:
            todo = "Make it (in a checkout: actgraph build), take it out of the catalogue, or install actgraph again."
            raise InputError("the catalogue names this file, and it is not there", where=file, todo=todo) from None
        is_settled = is_settled and facts.st_ctime <= settled  # all are looked for all the same
        # The time of the last change of the entry itself cannot be set back, as the time of the contents can.
        lines.append(f"{graph.iri} {file} {facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}")
    return os.fsencode("\n".join(lines)) if is_settled else b""


def _open_from_pointer(parent: str, stamp: bytes) -> Store:
    name, _, remembered = read_bytes(os.path.join(parent, POINTER)).partition(b"\n")
    folder = os.path.join(parent, os.fsdecode(name))
    if not stamp or remembered != stamp + b"\n" + fingerprint_store(folder):
        raise OSError("the files have changed")
    return Store.read_only(folder)
