"""Run named queries and untrusted SPARQL queries: the guard, worker processes and result formats."""

__all__ = [
    "canonical",
    "dataset_clause",
    "execute",
    "guard",
    "named_queries",
    "query_pool",
    "query_worker",
    "writers",
]
