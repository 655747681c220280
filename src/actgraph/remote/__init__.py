"""The same at a SPARQL 1.1 store of somebody's own: ask, load, check profiles where they lie."""
