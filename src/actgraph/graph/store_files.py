"""Files and contents of a prebuilt store."""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from zlib import crc32

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from actgraph.graph.catalog import NamedGraph

# Raise the first number when `fill_store` puts other triples into a store.
STORE_VERSION = f"1 {pyoxigraph.__version__}"
LISTING = "LISTING"
POINTER = "pointer"
_MAX_FILE_BYTES = 256_000_000  # a file of a store has some 3 MB


def fingerprint_store(folder: str) -> bytes:
    """List names, sizes and times of the files of a store, a sorted line each.

    The files that name the other files of the store have their checksum too: the engine takes a damaged one for the end
    of its list, and the store for an empty one.

    Raises:
        OSError: the folder or one of these files cannot be read, or is no regular file.

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
                if not stat.S_ISREG(facts.st_mode):
                    raise OSError(errno.EINVAL, "no file of a store", entry.path)
                lines.append(f"{entry.name} {facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}")
                if entry.name.startswith(("CURRENT", "MANIFEST")):
                    lines.append(f"{entry.name} {crc32(read_bytes(entry.path))}")
    return "\n".join(sorted(lines)).encode()


def is_store_file(name: str) -> bool:
    """Return whether a file name is part of the store: the engine's log and lock and our `LISTING` are not.

    >>> is_store_file("CURRENT"), is_store_file("LOG.old.1")
    (True, False)
    """
    return not name.startswith((LISTING, "LOG", "LOCK"))


def fill_store(store: Store, graphs: Sequence[NamedGraph], contents: Sequence[bytes]) -> Store:
    """Load graphs into an empty store, each as a named graph and all into the default graph, and return the store.

    Args:
        store: filled in place.
        graphs: the graphs to load.
        contents: the Turtle of each graph.

    Raises:
        SyntaxError: one of the contents is not Turtle.
        ValueError: the numbers of graphs and contents differ.

    >>> len(fill_store(Store(), [NamedGraph("urn:g", "g.ttl", None)], [b"<urn:s> <urn:p> 1 ."]))
    2
    """
    # Load all at once: each load writes files of its own, and every file costs time at every start.
    store.bulk_extend(_parse_graphs(graphs, contents))
    return store


def _parse_graphs(graphs: Sequence[NamedGraph], contents: Sequence[bytes]) -> Iterator[Quad]:
    for graph, content in zip(graphs, contents, strict=True):
        name = NamedNode(graph.iri)
        for quad in parse(content, format=RdfFormat.TURTLE, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object)
            yield Quad(quad.subject, quad.predicate, quad.object, name)


def read_bytes(file: str) -> bytes:
    """Read all bytes of a regular file of at most 256 MB; never wait for a pipe, never read a device.

    Raises:
        OSError: it cannot be read, is larger, or is no regular file.

    >>> from actgraph.core import paths
    >>> read_bytes(paths.get_data_path("ontology", "catalog.ttl"))[:7]
    b'@prefix'
    """
    with open(file, "rb", opener=_open_at_once) as stream:
        facts = os.fstat(stream.fileno())
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > _MAX_FILE_BYTES:
            raise OSError(errno.EINVAL, "no file of a store", file)
        return stream.read(facts.st_size)


def _open_at_once(file: str, flags: int) -> int:
    return os.open(file, flags | getattr(os, "O_NONBLOCK", 0))  # opening a pipe would wait for who writes to it
