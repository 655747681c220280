"""Find the prebuilt store of a set of graphs: by size and time of its files, and never a wrong one.

A store is a folder named by the contents that it was made from, by its layout and by the engine's version; once there
it is never changed. A pointer beside it remembers size and time of every file that went in: while they are the same the
store is taken as it is, which costs a look at each file and no more. Where they differ the contents are read: a store
of the same contents is taken, else a new one is made (`store_make`). Whatever fails on the way (disk full, read-only,
cut short, another process first), the answer comes from memory: slower, the same.
"""

import os
from collections.abc import Iterator, Sequence
from zlib import crc32

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from actgraph import paths
from actgraph.catalog import Graph

LISTING = "LISTING"


def open_store(graphs: Sequence[Graph]) -> Store:
    """Open a store of some graphs: each as a named graph, their union as the default graph.

    Args:
        graphs: what goes in, in the catalogue's order.

    Returns:
        A store to read from; made anew where there is none for these contents, in memory where none can be kept.
    """
    files = [paths.data("ontology", graph.file) for graph in graphs]
    # Only a place: what stands there is taken by the full paths in its pointer.
    place = paths.cache("stores", f"{crc32(os.fsencode(''.join(files))):08x}")
    stamp = "\n".join(_stamp(file) for file in files)
    try:
        return open_folder(os.path.join(place, _pointed(place, stamp)))
    except OSError:
        pass
    from actgraph import store_make  # what making needs is not on the way of an answer

    contents = [_read(file) for file in files]
    try:
        return store_make.make(place, stamp, graphs, contents)
    except OSError:
        return fill(Store(), graphs, contents)


def open_folder(folder: str) -> Store:
    """Open one store that is there, to read.

    Args:
        folder: its folder.

    Raises:
        OSError: it is not there or not whole.
    """
    with open(os.path.join(folder, LISTING), encoding="utf-8") as file:
        if file.read() != listing(folder):
            raise OSError("the store is not whole")
    return Store.read_only(folder)


def listing(folder: str) -> str:
    """Names and sizes of a store's files, less the engine's own log and lock."""
    aside = (LISTING, "LOG", "LOCK")
    with os.scandir(folder) as entries:
        seen = [f"{entry.name} {entry.stat().st_size}" for entry in entries if not entry.name.startswith(aside)]
    return "\n".join(sorted(seen))


def fill(store: Store, graphs: Sequence[Graph], contents: Sequence[bytes]) -> Store:
    """Load some graphs into a store, each by its name and all into the default graph.

    Args:
        store: an empty store.
        graphs: what goes in.
        contents: the Turtle of each.
    """
    # One load for all: each load leaves files of its own, and every file costs time at every start.
    store.bulk_extend(_quads(graphs, contents))
    return store


def _quads(graphs: Sequence[Graph], contents: Sequence[bytes]) -> Iterator[Quad]:
    for graph, content in zip(graphs, contents, strict=True):
        name = NamedNode(graph.iri)
        for quad in parse(content, format=RdfFormat.TURTLE, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object)
            yield Quad(quad.subject, quad.predicate, quad.object, name)


def _stamp(file: str) -> str:
    seen = os.stat(file)
    # The time of the last change of the entry itself cannot be set back, as the time of the contents can.
    return f"{file} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns}"


def _pointed(place: str, stamp: str) -> str:
    with open(os.path.join(place, "pointer"), encoding="utf-8") as file:
        name, _, remembered = file.read().partition("\n")
    if remembered != stamp or not name.startswith("store-"):
        raise OSError("the files have changed")
    return name


def _read(file: str) -> bytes:
    with open(file, "rb") as stream:
        return stream.read()
