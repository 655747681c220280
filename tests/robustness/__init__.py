"""Trials: what is done to actgraph to break it, by commands, and the table of what became of it (docs/trust.md)."""
