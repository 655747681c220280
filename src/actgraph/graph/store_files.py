"""What a prebuilt store is made of: its files, how they are known again, and what is put into it."""

import os
from collections.abc import Iterator, Sequence
from zlib import crc32

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from actgraph.graph.catalog import NamedGraph

# What a store is made by and how: raise the first number when what `fill` puts into a store changes.
STORE_VERSION = f"1 {pyoxigraph.__version__}"
LISTING = "LISTING"
POINTER = "pointer"


def fingerprint_store(folder: str) -> bytes:
    """Names, sizes and times of a store's files.

    Of the files that say which others belong to the store, what they say too: the engine takes a damaged one for the
    end of the list, and the store for an empty one.

    Args:
        folder: of a store.

    Returns:
        A line each, sorted.

    Raises:
        OSError: the folder or one of those files cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     open(os.path.join(folder, "LOG"), "w").close()
    ...     fingerprint_store(folder)
    b''
    """
    lines = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_store_file(entry.name):
                facts = entry.stat()
                lines.append(f"{entry.name} {facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}")
                if entry.name.startswith(("CURRENT", "MANIFEST")):
                    lines.append(f"{entry.name} {crc32(read_bytes(entry.path))}")
    return "\n".join(sorted(lines)).encode()


def is_store_file(name: str) -> bool:
    """Whether a file of a store is part of it: the engine's own log and lock are not, nor is the list of its files.

    Args:
        name: of the file, without its folder.

    >>> is_store_file("CURRENT"), is_store_file("LOG.old.1")
    (True, False)
    """
    return not name.startswith((LISTING, "LOG", "LOCK"))


def fill_store(store: Store, graphs: Sequence[NamedGraph], contents: Sequence[bytes]) -> Store:
    """Load some graphs into a store, each by its name and all into the default graph.

    Args:
        store: an empty store.
        graphs: what goes in.
        contents: the Turtle of each.

    Returns:
        The store, which is filled in place.

    Raises:
        SyntaxError: one of them is no Turtle.
        ValueError: there are more graphs than contents, or fewer.

    >>> len(fill_store(Store(), [NamedGraph("urn:g", "g.ttl", None)], [b"<urn:s> <urn:p> 1 ."]))  # by its name, and by default
    2
    """
    # One load for all: each load leaves files of its own, and every file costs time at every start.
    store.bulk_extend(_parse_graphs(graphs, contents))
    return store


def _parse_graphs(graphs: Sequence[NamedGraph], contents: Sequence[bytes]) -> Iterator[Quad]:
    for graph, content in zip(graphs, contents, strict=True):
        name = NamedNode(graph.iri)
        for quad in parse(content, format=RdfFormat.TURTLE, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object)
            yield Quad(quad.subject, quad.predicate, quad.object, name)


def read_bytes(file: str) -> bytes:
    """All bytes of a file.

    Args:
        file: its path.

    Raises:
        OSError: it cannot be read.

    >>> from actgraph.core import paths
    >>> read_bytes(paths.get_data_path("ontology", "core.ttl"))[:7]
    b'@prefix'
    """
    with open(file, "rb") as stream:
        return stream.read()
