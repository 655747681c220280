"""Query, load and validate at a SPARQL 1.1 store elsewhere."""

__all__ = ["client", "graphs", "queries", "query_pool", "query_worker", "rules", "validate"]
