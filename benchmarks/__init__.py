"""Benchmarks: what actgraph takes of time and memory, beside what the same would take by other means."""
