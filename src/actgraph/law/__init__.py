"""Questions about the texts: coverage, references, dates, amendments, wording, search."""
