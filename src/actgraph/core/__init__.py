"""What every other package uses: errors, prefixes, paths, atomic files and tables; no law and no store."""

__all__ = [
    "atomic",
    "child_process",
    "errors",
    "files",
    "paths",
    "prefixes",
    "sparql_tokens",
    "suggestions",
    "system",
    "tables",
    "urls",
    "worker_pool",
    "worker_process",
    "wrapping",
    "xsd",
]
