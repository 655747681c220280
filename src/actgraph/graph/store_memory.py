"""The graph in memory, for a process that goes on asking: it answers in half the time that the files take, or less.

A command asks some ten queries and is over: to read all of a store first would cost it more than it is spared. A
server, the making of a site or a notebook ask thousands.
"""

import threading

from pyoxigraph import Store

COPY_AFTER = 200  # queries of one graph, after which the next thousand are expected
MAX_COPIES = 3  # graphs in memory, each of some 40 MB: both editions and their union; others stay on disk

_copies: dict[Store, Store] = {}  # the one on disk → the one in memory
_copy_lock = threading.Lock()


def copy_to_memory(store: Store) -> Store:
    """The same store in memory; the store itself where as many are there as may be.

    Args:
        store: what is copied: not the files that it was made from, which may have changed since.

    Raises:
        RuntimeError: a block of its files is damaged.

    >>> from actgraph.graph import catalog
    >>> from actgraph.graph import store
    >>> opened = store.open_store([graph for graph in catalog.load_catalog() if graph.file == "core.ttl"])
    >>> len(copy_to_memory(opened)) == len(opened)
    True
    """
    with _copy_lock:  # threads of a server come to this at once
        if store not in _copies:
            if len(_copies) >= MAX_COPIES:
                return store
            new = Store()
            new.bulk_extend(store)
            _copies[store] = new
        return _copies[store]
