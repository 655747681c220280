"""Collect what each page holds."""

__all__ = ["error", "node", "node_facts", "profile_form", "router", "sparql_form", "table_cells", "vocabulary"]
