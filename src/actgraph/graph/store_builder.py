"""Build a store on disk in a temporary folder and move it into place, so that no process sees a part of one."""

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Sequence

from pyoxigraph import Store

from actgraph.graph.catalog import NamedGraph
from actgraph.graph.store_files import LISTING, POINTER, STORE_VERSION, fill_store, fingerprint_store, is_store_file

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
        _build_folder(parent, folder, graphs, contents)
    store = Store.read_only(folder)
    if stamp:
        with contextlib.suppress(OSError):  # without a pointer the store still works, but is slower to find
            _write_pointer(parent, name.encode() + b"\n" + stamp + b"\n" + fingerprint_store(folder))
    return store


def _build_folder(parent: str, folder: str, graphs: Sequence[NamedGraph], contents: Sequence[bytes]) -> None:
    making = tempfile.mkdtemp(prefix="making-", dir=parent)
    aside = tempfile.mkdtemp(prefix="making-", dir=parent)
    try:
        store = fill_store(Store(making), graphs, contents)
        store.optimize()
        store.flush()
        del store  # closes the store: only then are all its files written
        with open(os.path.join(making, LISTING), "wb") as file:
            file.write(_list_digests(making))
        with contextlib.suppress(OSError):
            os.rename(making, folder)
        if not is_complete(folder):  # an incomplete store is in the way
            os.rename(folder, os.path.join(aside, "old"))
            os.rename(making, folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)


def is_complete(folder: str) -> bool:
    """Return whether a store exists and every file of it is as it was built.

    >>> is_complete("no-such-folder")
    False
    """
    try:
        with open(os.path.join(folder, LISTING), "rb") as file:
            return file.read() == _list_digests(folder)
    except OSError:
        return False


def _list_digests(folder: str) -> bytes:
    lines = []
    for name in sorted(filter(is_store_file, os.listdir(folder))):
        with open(os.path.join(folder, name), "rb") as file:
            lines.append(f"{name} {_hash_content(file.read())}\n")
    return "".join(lines).encode()


def _hash_content(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_pointer(parent: str, content: bytes) -> None:
    handle, waiting = tempfile.mkstemp(prefix="making-", dir=parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(waiting, os.path.join(parent, POINTER))
    except OSError:
        os.unlink(waiting)
        raise


def _remove_leftovers(parent: str) -> None:
    """Remove unfinished and replaced stores that are too old to be in use by a process that builds one."""
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
