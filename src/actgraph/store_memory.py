"""The graph in memory, for a process that goes on asking: it answers in half the time that the files take, or less.

A command asks some ten queries and is over: to read all of a store first would cost it more than it is spared. A
server, the making of a site or a notebook ask thousands.
"""

import threading
from collections.abc import Sequence

from pyoxigraph import Store

from actgraph.catalog import Graph

OFTEN = 200  # queries of one graph, after which the next thousand are expected
MOST = 3  # graphs in memory, each of some 40 MB: both editions and their union; others stay on disk

_kept: dict[tuple[Graph, ...], Store] = {}
_making = threading.Lock()


def copied(graphs: Sequence[Graph], store: Store) -> Store:
    """The same store in memory; the store itself where as many are there as may be.

    Args:
        graphs: that are in it.
        store: what is copied: not the files that it was made from, which may have changed since.

    Raises:
        RuntimeError: a block of its files is damaged.

    >>> from actgraph import catalog, store
    >>> core = [graph for graph in catalog.graphs() if graph.file == "core.ttl"]
    >>> opened = store.open_store(core)
    >>> len(copied(core, opened)) == len(opened)
    True
    """
    name = tuple(graphs)
    with _making:  # threads of a server come to this at once
        if name not in _kept:
            if len(_kept) >= MOST:
                return store
            new = Store()
            new.bulk_extend(store)
            _kept[name] = new
        return _kept[name]
