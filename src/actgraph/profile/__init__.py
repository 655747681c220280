"""Read a provider's profile safely, in every RDF syntax, with line numbers."""
