"""Official files → `ontology/act/`, and the user's own copy of the wording; for the command line alone.

What reads an official file has no example that runs: the project brings none of these files.
"""
