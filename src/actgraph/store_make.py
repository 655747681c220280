"""Make a prebuilt store: in a folder of its own, moved into place whole, so that no process ever sees a part of one."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Sequence

import pyoxigraph
from pyoxigraph import Store

from actgraph.catalog import Graph
from actgraph.store import LISTING, fill, listing, open_folder

_LAYOUT = "1"  # raise it when what `fill` puts into a store changes
_KEEP = 24 * 3600  # seconds: another process may still be reading a store that was replaced


def make(place: str, stamp: str, graphs: Sequence[Graph], contents: Sequence[bytes]) -> Store:
    """Make the store of some graphs and point to it, unless one of the same contents is there already.

    Args:
        place: the folder that holds the stores of these files.
        stamp: size and time of the files, for the pointer.
        graphs: what goes in.
        contents: the Turtle of each.

    Raises:
        OSError: it cannot be kept there.
    """
    os.makedirs(place, exist_ok=True)
    parts = [_LAYOUT, pyoxigraph.__version__, *(hashlib.sha256(content).hexdigest() for content in contents)]
    name = "store-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    folder = os.path.join(place, name)
    try:
        store = open_folder(folder)
    except OSError:
        _sweep(place)
        _make(place, folder, graphs, contents)
        store = open_folder(folder)
    _point(place, stamp, name)
    return store


def _make(place: str, folder: str, graphs: Sequence[Graph], contents: Sequence[bytes]) -> None:
    making = tempfile.mkdtemp(prefix="making-", dir=place)
    try:
        store = fill(Store(making), graphs, contents)
        store.optimize()
        store.flush()
        del store  # closes it: only then are all its files written
        with open(os.path.join(making, LISTING), "w", encoding="utf-8") as file:
            file.write(listing(making))
        try:
            os.rename(making, folder)
        except OSError:
            try:
                open_folder(folder)  # another process was first: the same contents, the same store
            except OSError:  # one that was cut short stands in the way
                os.rename(folder, tempfile.mkdtemp(prefix="making-", dir=place))
                os.rename(making, folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _point(place: str, stamp: str, name: str) -> None:
    handle, waiting = tempfile.mkstemp(prefix="making-", dir=place)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{name}\n{stamp}")
        os.replace(waiting, os.path.join(place, "pointer"))
    except OSError:
        os.unlink(waiting)
        raise


def _sweep(place: str) -> None:
    """Remove half-made and replaced stores, once no process can still be at them."""
    with os.scandir(place) as entries:
        old = [entry for entry in entries if entry.name != "pointer" and time.time() - entry.stat().st_mtime > _KEEP]
    for entry in old:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            os.unlink(entry.path)
