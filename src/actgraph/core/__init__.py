"""Errors, prefixes, paths, atomic files and tables: what every room needs, with no law and no store."""
