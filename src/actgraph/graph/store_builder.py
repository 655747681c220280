"""Build a store on disk in a temporary folder and move it into place, so that no process sees a part of one."""

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Sequence

from pyoxigraph import Store

from actgraph.core import atomic
from actgraph.graph.catalog import NamedGraph
from actgraph.graph.store_files import (
    LISTING,
    POINTER,
    STORE_VERSION,
    fill_store,
    fingerprint_store,
    is_store_file,
    read_bytes,
)

_LEFTOVER_AGE = 24 * 3600  # seconds: younger files may belong to a running process


def build_store(parent: str, stamp: bytes, graphs: Sequence[NamedGraph], contents: Sequence[bytes]) -> Store:
    """Build the store of some graphs, unless one with the same contents exists, and write a pointer to it.

    Args:
        parent: the folder that holds the stores of these files.
        stamp: sizes and times of the files, for the pointer; empty for no pointer.
        graphs: the graphs to load.
        contents: the Turtle of each graph.

    Returns:
        The store, opened read-only.

    Raises:
        OSError: it cannot be written there.
        RuntimeError: the same, as the engine reports it.
        SyntaxError: one of the contents is not Turtle.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     len(build_store(place, b"", [NamedGraph("urn:g", "g.ttl", None)], [b"<urn:s> <urn:p> 1 ."]))
    2
    """
    os.makedirs(parent, exist_ok=True)
    parts = [STORE_VERSION]
    parts += [f"{graph.iri} {_hash_content(content)}" for graph, content in zip(graphs, contents, strict=True)]
    name = "store-" + _hash_content("\n".join(parts).encode())[:32]
    folder = os.path.join(parent, name)
    if not is_complete(folder):
        _remove_leftovers(parent)
        with atomic.sibling_folder(os.path.join(parent, "store")) as room:
            _build_folder(room, folder, graphs, contents)
    store = Store.read_only(folder)
    if stamp:
        with contextlib.suppress(OSError):  # without a pointer the store still works, but is slower to find
            _write_pointer(parent, name.encode() + b"\n" + stamp + b"\n" + fingerprint_store(folder))
    return store


def _build_folder(room: str, folder: str, graphs: Sequence[NamedGraph], contents: Sequence[bytes]) -> None:
    making = os.path.join(room, "new")
    store = fill_store(Store(making), graphs, contents)
    store.optimize()
    store.flush()
    del store  # closes the store: only then are all its files written
    with open(os.path.join(making, LISTING), "wb") as file:
        file.write(_list_digests(making))
    with contextlib.suppress(OSError):
        os.rename(making, folder)
    if not is_complete(folder):  # an incomplete store is in the way
        os.rename(folder, os.path.join(room, "old"))
        os.rename(making, folder)


def is_complete(folder: str) -> bool:
    """Return whether a store exists and every file of it is as it was built.

    >>> is_complete("no-such-folder")
    False
    """
    try:
        return not find_damage(folder)
    except OSError:
        return False


def find_damage(folder: str) -> bool:
    """Return whether a file of a store is not as it was built.

    Raises:
        OSError: one of its files cannot be read.

    >>> from actgraph.core import paths
    >>> find_damage(paths.get_data_path("no-such-store"))
    Traceback (most recent call last):
    FileNotFoundError: ...
    """
    return read_bytes(os.path.join(folder, LISTING)) != _list_digests(folder)


def _list_digests(folder: str) -> bytes:
    names = sorted(filter(is_store_file, os.listdir(folder)))
    lines = [f"{name} {_hash_content(read_bytes(os.path.join(folder, name)))}\n" for name in names]
    return "".join(lines).encode()


def _hash_content(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_pointer(parent: str, content: bytes) -> None:
    pointer = os.path.join(parent, POINTER)
    with atomic.sibling_folder(os.path.join(parent, "store")) as room:
        with open(os.path.join(room, POINTER), "wb") as file:
            file.write(content)
        if os.path.isdir(pointer) and not os.path.islink(pointer):
            os.rename(pointer, os.path.join(room, "old"))
        os.replace(os.path.join(room, POINTER), pointer)


def _remove_leftovers(parent: str) -> None:
    """Remove replaced stores, and what earlier versions left unfinished, that no process has used for a day."""
    with os.scandir(parent) as entries:
        found = list(entries)
    for entry in found:
        with contextlib.suppress(OSError):  # another process may remove them too
            if time.time() - entry.stat(follow_symlinks=False).st_mtime < _LEFTOVER_AGE:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)
