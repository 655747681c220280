"""Commands that try to break actgraph; docs/trust.md has a table of the results."""
