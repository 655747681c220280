"""Run named queries and untrusted SPARQL queries: the guard, worker processes and result formats."""

__all__ = [
    "canonical",
    "dataset_clause",
    "execute",
    "guard",
    "named_queries",
    "worker",
    "worker_pool",
    "writers",
]
