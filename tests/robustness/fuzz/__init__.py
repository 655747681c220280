"""Texts that nobody would write, by the thousand, for all that reads what others wrote."""
