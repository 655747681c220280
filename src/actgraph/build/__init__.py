"""Official files → `ontology/act/` and the user's own copy of the wording; for the command line alone."""
