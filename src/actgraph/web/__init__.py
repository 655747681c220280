"""Serve the graph over HTTP and write it as static files: pages for people, JSON, Turtle and CSV for programs."""

__all__ = ["app", "http", "pages", "profile_upload", "server", "site", "sparql_endpoint", "work_queue"]
