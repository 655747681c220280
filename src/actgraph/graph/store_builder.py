"""Make a prebuilt store: in a folder of its own, moved into place whole, so that no process ever sees a part of one."""

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

_LEFTOVER_AGE = 24 * 3600  # seconds: what another process is at just now is left alone


def build_store(parent: str, stamp: bytes, graphs: Sequence[NamedGraph], contents: Sequence[bytes]) -> Store:
    """Make the store of some graphs and point to it, unless one of the same contents is there already.

    Args:
        parent: the folder that holds the stores of these files.
        stamp: size and time of the files, for the pointer; empty where there should be none.
        graphs: what goes in.
        contents: the Turtle of each.

    Returns:
        The store, opened for reading only.

    Raises:
        OSError: it cannot be kept there; the engine makes a RuntimeError of some of them.
        SyntaxError: one of the contents is no Turtle.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     len(build_store(place, b"", [NamedGraph("urn:g", "g.ttl", None)], [b"<urn:s> <urn:p> 1 ."]))
    2
    """
    os.makedirs(parent, exist_ok=True)
    parts = [STORE_VERSION]
    parts += [f"{graph.iri} {_hash_content(content)}" for graph, content in zip(graphs, contents, strict=True)]
    name = "store-" + _hash_content("\n".join(parts).encode())[:32]
    folder = os.path.join(parent, name)
    if not _is_complete(folder):
        _remove_leftovers(parent)
        _build_folder(parent, folder, graphs, contents)
    store = Store.read_only(folder)
    if stamp:
        with contextlib.suppress(OSError):  # a store is good without a pointer to it, if slower to find
            _write_pointer(parent, name.encode() + b"\n" + stamp + b"\n" + fingerprint_store(folder))
    return store


def _build_folder(parent: str, folder: str, graphs: Sequence[NamedGraph], contents: Sequence[bytes]) -> None:
    making = tempfile.mkdtemp(prefix="making-", dir=parent)
    aside = tempfile.mkdtemp(prefix="making-", dir=parent)
    try:
        store = fill_store(Store(making), graphs, contents)
        store.optimize()
        store.flush()
        del store  # closes it: only then are all its files written
        with open(os.path.join(making, LISTING), "wb") as file:
            file.write(_list_digests(making))
        with contextlib.suppress(OSError):
            os.rename(making, folder)
        if not _is_complete(folder):  # one that was cut short stands in the way
            os.rename(folder, os.path.join(aside, "old"))
            os.rename(making, folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)


def _is_complete(folder: str) -> bool:
    """Whether a store is there and every file of it is as it was made."""
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
    """Remove half-made and replaced stores, once no process can still be making them."""
    with os.scandir(parent) as entries:
        found = list(entries)
    for entry in found:
        with contextlib.suppress(OSError):  # another process may be sweeping too
            if time.time() - entry.stat(follow_symlinks=False).st_mtime < _LEFTOVER_AGE:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)
