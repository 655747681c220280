"""SPARQL: named queries, the guard against hostile ones, worker processes, result formats."""
