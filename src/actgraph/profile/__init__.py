"""Read a provider's profile safely, in every RDF syntax, with line numbers."""

__all__ = [
    "amounts",
    "answers",
    "declared_prefixes",
    "foreign_formats",
    "jsonld_process",
    "limits",
    "nquads_blocks",
    "profile",
    "registry",
    "schema",
    "severity",
    "source",
    "text",
    "turtle_lines",
    "turtle_literals",
    "turtle_mistakes",
    "turtle_names",
    "turtle_place",
    "turtle_punctuation",
    "written_values",
]
