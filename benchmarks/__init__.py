"""Benchmarks: time and memory of actgraph, compared with other ways to do the same."""
