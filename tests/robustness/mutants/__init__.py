"""Mutants: rules, shapes, citation reader and guard with one thing changed, each of which a test must see."""
