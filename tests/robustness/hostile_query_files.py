"""Hostile queries: deeply nested, very long, or asking other servers."""

from tests.robustness.hostile_file import (
    BIG_BYTES,
    NESTING_DEPTH,
    HostileFile,
    list_odd_files,
    make_text_writer,
    write_big_file,
)

_DEEP_QUERIES = {
    "groups": "SELECT * " + "{ " * NESTING_DEPTH + "}" * NESTING_DEPTH,
    "brackets": "ASK { FILTER " + "(" * NESTING_DEPTH + "1" + ")" * NESTING_DEPTH + " }",
    "nots": "ASK { FILTER(" + "!" * NESTING_DEPTH + "true) }",
    "minuses": "ASK { FILTER(1 = " + "- " * NESTING_DEPTH + "1) }",
    "paths": "ASK { ?s " + "^" * NESTING_DEPTH + "<urn:p> ?o }",
    "alternatives": "ASK { ?s <urn:p>" + "|<urn:p>" * NESTING_DEPTH + " ?o }",
    "blank nodes": "ASK { " + "[ <urn:p> " * NESTING_DEPTH + "1" + " ]" * NESTING_DEPTH + " }",
    "lists": "ASK { ?s ?p " + "( " * NESTING_DEPTH + "1" + " )" * NESTING_DEPTH + " }",
    "unions": "ASK { {}" + " UNION {}" * NESTING_DEPTH + " }",
    "options": "ASK { " + "OPTIONAL { " * NESTING_DEPTH + "}" * NESTING_DEPTH + " }",
    "selects": "SELECT * { " + "{ SELECT * { " * NESTING_DEPTH + "} }" * NESTING_DEPTH + " }",
    "braces that do not close": "SELECT * " + "{ " * NESTING_DEPTH,
}
_FETCHING_QUERIES = {
    "SERVICE": "SELECT * { SERVICE <URLa> { ?s ?p ?o } }",
    "SERVICE SILENT": "SELECT * { SERVICE SILENT <URLa> { ?s ?p ?o } }",
    "SERVICE with a variable": "SELECT * { VALUES ?u { <URLa> } SERVICE ?u { ?s ?p ?o } }",
    "SERVICE by escapes": "SELECT * { \\u0053ERVICE <URLa> { ?s ?p ?o } }",
    "FROM": "SELECT * FROM <URLa> { ?s ?p ?o }",
    "FROM NAMED": "SELECT * FROM NAMED <URLa> { GRAPH ?g { ?s ?p ?o } }",
    "LOAD": "LOAD <URLa>",
    "a base": "BASE <URL> SELECT * FROM <a> { ?s ?p ?o }",
}


HOSTILE_QUERIES = [
    *list_odd_files(".rq"),
    HostileFile(
        f"{BIG_BYTES // 1_000_000} MB", "big.rq", lambda path, _: write_big_file(path, b"ASK {}\n", b"# and so on\n")
    ),
    HostileFile("a word of 90,000 letters", "word.rq", make_text_writer("A" * 90_000)),
    *(
        HostileFile(f"{NESTING_DEPTH:,} {name}", f"deep{number}.rq", make_text_writer(text))
        for number, (name, text) in enumerate(_DEEP_QUERIES.items())
    ),
    *(
        HostileFile(name, f"asks{number}.rq", make_text_writer(text))
        for number, (name, text) in enumerate(_FETCHING_QUERIES.items())
    ),
]
