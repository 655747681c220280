"""Fuzz every reader of foreign texts."""
