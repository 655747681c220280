"""The graph of one day: its catalogue, store, nodes and vocabulary."""

__all__ = [
    "catalog",
    "dataset",
    "day",
    "engine",
    "internal_queries",
    "node",
    "store",
    "store_builder",
    "store_files",
    "store_watch",
    "vocabulary",
]
