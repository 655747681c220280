"""Queries that are written to break what reads them, or to have it ask others."""

from tests.robustness.hostile_file import BIG, DEEP, Case, odd, repeated, written

_DEEP_QUERIES = {
    "groups": "SELECT * " + "{ " * DEEP + "}" * DEEP,
    "brackets": "ASK { FILTER " + "(" * DEEP + "1" + ")" * DEEP + " }",
    "nots": "ASK { FILTER(" + "!" * DEEP + "true) }",
    "minuses": "ASK { FILTER(1 = " + "- " * DEEP + "1) }",
    "paths": "ASK { ?s " + "^" * DEEP + "<urn:p> ?o }",
    "alternatives": "ASK { ?s <urn:p>" + "|<urn:p>" * DEEP + " ?o }",
    "blank nodes": "ASK { " + "[ <urn:p> " * DEEP + "1" + " ]" * DEEP + " }",
    "lists": "ASK { ?s ?p " + "( " * DEEP + "1" + " )" * DEEP + " }",
    "unions": "ASK { {}" + " UNION {}" * DEEP + " }",
    "options": "ASK { " + "OPTIONAL { " * DEEP + "}" * DEEP + " }",
    "selects": "SELECT * { " + "{ SELECT * { " * DEEP + "} }" * DEEP + " }",
    "braces that do not close": "SELECT * " + "{ " * DEEP,
}
_ASKS_OTHERS = {
    "SERVICE": "SELECT * { SERVICE <URLa> { ?s ?p ?o } }",
    "SERVICE SILENT": "SELECT * { SERVICE SILENT <URLa> { ?s ?p ?o } }",
    "SERVICE with a variable": "SELECT * { VALUES ?u { <URLa> } SERVICE ?u { ?s ?p ?o } }",
    "SERVICE by escapes": "SELECT * { \\u0053ERVICE <URLa> { ?s ?p ?o } }",
    "FROM": "SELECT * FROM <URLa> { ?s ?p ?o }",
    "FROM NAMED": "SELECT * FROM NAMED <URLa> { GRAPH ?g { ?s ?p ?o } }",
    "LOAD": "LOAD <URLa>",
    "a base": "BASE <URL> SELECT * FROM <a> { ?s ?p ?o }",
}


QUERIES = [
    *odd(".rq"),
    Case(f"{BIG // 1_000_000} MB", "big.rq", lambda path, _: repeated(path, b"ASK {}\n", b"# and so on\n")),
    Case("a word of 90,000 letters", "word.rq", written("A" * 90_000)),
    *(
        Case(f"{DEEP:,} {name}", f"deep{number}.rq", written(text))
        for number, (name, text) in enumerate(_DEEP_QUERIES.items())
    ),
    *(Case(name, f"asks{number}.rq", written(text)) for number, (name, text) in enumerate(_ASKS_OTHERS.items())),
]
