"""SHACL Core by SPARQL: each constraint of a shape is one query, which any SPARQL 1.1 engine answers."""
