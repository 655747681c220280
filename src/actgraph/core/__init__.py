"""What every other package uses: errors, prefixes, paths, atomic files and tables; no law and no store."""

__all__ = [
    "atomic",
    "errors",
    "files",
    "parent_process",
    "paths",
    "prefixes",
    "sparql_tokens",
    "suggestions",
    "tables",
    "urls",
    "xsd",
]
