"""Handle HTTP: media types, links, requests, security headers, and pages as HTML and data."""

__all__ = [
    "answers",
    "assets",
    "connections",
    "html",
    "links",
    "media_types",
    "monitoring",
    "node_paths",
    "page",
    "requests",
    "security_headers",
    "server_end",
]
