"""Open the prebuilt store of a set of graphs, or build it; never a store of other contents.

A store is a folder whose name is a hash of its contents, its layout and the engine's version; it is never changed. A
pointer next to it records size and time of every source file and of every file of the store. While these are the same,
the store is opened without reading the source files. Where they differ, the source files are read: a complete store of
the same contents is reused, otherwise a new one is built (`store_builder`). Where that fails (disk full, read-only,
interrupted, another process first), the same graphs are loaded into memory, which is slower. So they are under a limit
of address space (`ulimit -v`) that is too small for the threads of the engine, which would end the process.

A process that runs many queries (a server, the site builder, a notebook) copies its stores into memory, where a query
takes half the time or less. A command runs about ten queries; loading the whole store would cost more than it saves.
"""

import contextlib
import functools
import os
import threading
import time
from collections.abc import Callable, Sequence
from zlib import crc32

from pyoxigraph import Store

from actgraph.core import paths, system
from actgraph.core.errors import InputError
from actgraph.graph.catalog import NamedGraph
from actgraph.graph.store_files import POINTER, STORE_VERSION, fill_store, fingerprint_store, read_bytes
from actgraph.graph.store_watch import watch_store

# Errors of the operating system and of the engine (RuntimeError: a damaged file); ValueError: a zero byte in a name.
STORE_ERRORS = (OSError, RuntimeError, ValueError)
COPY_AFTER = 200  # queries on one graph; a process that has run so many will run many more
COPYING = "copy of a store"  # the name of the thread that makes it
MAX_COPIES = 3  # graphs in memory, some 40 MB each: both editions and their union
WHOLE, DAMAGED, ABSENT = "whole", "damaged", "not built yet"
# Address space in bytes. Each thread of the engine maps up to 140 MB; it starts one for each processor, and some more.
_SPACE_ON_DISK, _SPACE_PER_PROCESSOR = 750_000_000, 150_000_000
_SPACE_IN_MEMORY = 500_000_000  # some 270 MB while the graphs are loaded, the rest for what the command does
_SETTLING_TIME = 2  # seconds: two changes within one tick of the file system's clock have the same time

_copies: dict[Store, Store] = {}  # the store on disk → its copy in memory
_copy_lock = threading.Lock()


def open_store(graphs: Sequence[NamedGraph], *, check: bool = False) -> Store:
    """Open a store of some graphs: each as a named graph, their union as the default graph.

    Args:
        graphs: the graphs, in the order of the catalogue.
        check: check every file of the store. A disk can damage a file without changing its size and time; the engine
            then raises a RuntimeError when a query reads the damaged block. Open the store again with `check` after
            such an error.

    Returns:
        A store for reading; built where none exists for these contents, and in memory where it cannot be written.

    Raises:
        InputError: the file of a graph does not exist, or the address space of the process is too small.
        OSError: the file of a graph cannot be read.

    >>> from actgraph.graph import catalog
    >>> core = [graph for graph in catalog.load_catalog() if graph.file == "core/core.ttl"]
    >>> [name.value for name in open_store(core).named_graphs()]
    ['https://w3id.org/actgraph/graphs/core']
    """
    files = [(graph.iri, file) for graph in graphs for file in graph.list_files()]
    stamp = _make_stamp(files)
    folder = _locate_stores([file for _, file in files])
    if not _has_space_for_engine():
        return fill_store(Store(), graphs, [graph.read() for graph in graphs])
    if not check:
        with contextlib.suppress(*STORE_ERRORS):
            return _open_from_pointer(folder, stamp)
    from actgraph.graph import store_builder  # imported here: an answer from an existing store does not need it

    contents = [graph.read() for graph in graphs]
    try:
        return store_builder.build_store(folder, stamp, graphs, contents)
    except STORE_ERRORS:
        if check:  # where a store that is open cannot be replaced, the next process builds it
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(folder, POINTER))
        return fill_store(Store(), graphs, contents)


def check_store(graphs: Sequence[NamedGraph]) -> str:
    """Check every file of the store of some graphs, as it stands on the disk; build nothing.

    Returns:
        `WHOLE`, `DAMAGED` or `ABSENT`.

    >>> from actgraph.graph import catalog
    >>> core = [graph for graph in catalog.load_catalog() if graph.file == "core/core.ttl"]
    >>> open_store(core) is not None and check_store(core)
    'whole'
    """
    from actgraph.graph import store_builder

    folder = _locate_stores([file for graph in graphs for file in graph.list_files()])
    try:
        name = read_bytes(os.path.join(folder, POINTER)).partition(b"\n")[0]
    except OSError:
        return ABSENT
    return WHOLE if store_builder.is_complete(os.path.join(folder, os.fsdecode(name))) else DAMAGED


def repair_stores(*choices: Sequence[NamedGraph]) -> bool:
    """Build those stores of some graphs anew that are damaged on the disk.

    Args:
        choices: the graphs of each store.

    Returns:
        Whether one was damaged.

    >>> from actgraph.graph import catalog
    >>> core = [graph for graph in catalog.load_catalog() if graph.file == "core/core.ttl"]
    >>> open_store(core) is not None and repair_stores(core)
    False
    """
    damaged = [graphs for graphs in choices if check_store(graphs) == DAMAGED]
    for graphs in damaged:
        open_store(graphs, check=True)
    return bool(damaged)


@functools.cache  # as many entries as the catalogue has intervals
def get_store(graphs: tuple[NamedGraph, ...]) -> Store:
    """Return the store of some graphs, opened once in a process.

    >>> from actgraph.graph import catalog
    >>> get_store(tuple(catalog.load_catalog())) is get_store(tuple(catalog.load_catalog()))
    True
    """
    return open_store(graphs)


def copy_in_background(store: Store, use: Callable[[Store], None]) -> None:
    """Copy a store to memory in a thread, so that no query waits for it; it takes a second.

    Args:
        store: the store.
        use: takes the copy. It is not called where the store cannot be copied, or has enough copies.

    >>> from actgraph.graph import catalog
    >>> copy_in_background(open_store([catalog.load_catalog()[0]]), lambda copy: None)
    """

    def copy() -> None:
        # A block is damaged: the query that needs it will meet it. Or a limit of memory is reached.
        with contextlib.suppress(RuntimeError, MemoryError):
            if (copied := copy_to_memory(store)) is not store:
                use(copied)

    with contextlib.suppress(RuntimeError):  # the system has no thread left
        threading.Thread(target=copy, name=COPYING).start()


def copy_to_memory(store: Store) -> Store:
    """Return a copy of a store in memory, or the store itself where `MAX_COPIES` copies exist.

    The store is copied, not loaded again from its source files, because these may have changed since.

    Raises:
        RuntimeError: a block of its files is damaged.

    >>> from actgraph.graph import catalog
    >>> core = open_store([graph for graph in catalog.load_catalog() if graph.file == "core/core.ttl"])
    >>> len(copy_to_memory(core)) == len(core)
    True
    """
    with _copy_lock:  # several threads of a server may copy at once
        if store not in _copies:
            if len(_copies) >= MAX_COPIES:
                return store
            new = Store()
            new.bulk_extend(quad for quad in store)  # Python code, between whose steps other threads run
            _copies[store] = new
        return _copies[store]


def _locate_stores(files: Sequence[str]) -> str:
    """Return the folder that holds the stores of some files; the pointer in it names the current one."""
    return paths.get_cache_path("stores", f"{crc32(os.fsencode(''.join(files))):08x}")


def _make_stamp(files: Sequence[tuple[str, str]]) -> bytes:
    """Return what a pointer records of the files, empty where one has just changed and may change again unnoticed.

    Args:
        files: for each file the name of its graph, and its path.
    """
    lines, is_settled = [STORE_VERSION], True
    settled = time.time() - _SETTLING_TIME
    for graph, file in files:
        try:
            facts = os.stat(file)
        except FileNotFoundError:
            todo = "Install actgraph again, or in a checkout run: actgraph build"
            raise InputError("this file of the graph is missing", where=file, todo=todo) from None
        is_settled = is_settled and facts.st_ctime <= settled  # no early exit: every file must exist
        # A program can set the modification time (mtime) back, but not the change time (ctime).
        lines.append(f"{graph} {file} {facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}")
    return os.fsencode("\n".join(lines)) if is_settled else b""


def _has_space_for_engine() -> bool:
    """Return whether the engine can open a store on disk; raise InputError where not even memory can hold one."""
    free = system.measure_free_address_space()
    if free is None:
        return True
    if free < _SPACE_IN_MEMORY:
        raise InputError(
            f"the limit of address space leaves {max(free, 0) // 1_000_000} MB, and the graph needs "
            f"{_SPACE_IN_MEMORY // 1_000_000} MB",
            todo="Raise or remove the limit (ulimit -v unlimited), and run the command again.",
        )
    return free >= _SPACE_ON_DISK + _SPACE_PER_PROCESSOR * system.count_processors()


def _open_from_pointer(parent: str, stamp: bytes) -> Store:
    name, _, remembered = read_bytes(os.path.join(parent, POINTER)).partition(b"\n")
    folder = os.path.join(parent, os.fsdecode(name))
    if not stamp or remembered != stamp + b"\n" + fingerprint_store(folder):
        raise OSError("the files have changed")
    store = Store.read_only(folder)
    watch_store(folder)
    return store
