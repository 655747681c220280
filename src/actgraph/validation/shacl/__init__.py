"""SHACL Core by SPARQL: each constraint of a shape becomes one query, which any SPARQL 1.1 engine can run."""

__all__ = ["checks", "engine", "joined_checks", "pyshacl_engine", "shapes_graph", "violation"]
