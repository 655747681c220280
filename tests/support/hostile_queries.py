"""Queries of somebody who means harm: what each is called, its text, and the kinds of error that it may end in."""

THERE = "http://127.0.0.1:9/"
_CALL = f"SERVICE <{THERE}> {{ ?x ?y ?z }}"
_AT = f"PREFIX : <{THERE}> "  # a name that the engine would call
ALL = "?s ?p ?o . ?a ?b ?c . ?d ?e ?f"  # every triple with every other, three times

REFUSED, WRONG, LONG = {"refused"}, {"malformed"}, {"too-long"}
HUGE = {"time", "memory", "size"}
# It may be too deep to be asked, or be stopped.
DEEP = {"too-long", "malformed", "time", "memory"}

SERVICE = {
    "plain": f"SELECT * {{ {_CALL} }}",
    "silent": f"SELECT * {{ SERVICE SILENT <{THERE}> {{ ?s ?p ?o }} }}",
    "variable": f"SELECT * {{ VALUES ?g {{ <{THERE}> }} SERVICE ?g {{ ?s ?p ?o }} }}",
    "name": f"PREFIX e: <{THERE}> SELECT * {{ SERVICE e:sparql {{ ?s ?p ?o }} }}",
    "by BASE": f"BASE <{THERE}> SELECT * {{ SERVICE <sparql> {{ ?s ?p ?o }} }}",
    "nested": f"SELECT * {{ {{ {{ {{ ?s ?p ?o {{ {_CALL} }} }} }} }} }}",
    "in SERVICE": f"SELECT * {{ SERVICE <{THERE}> {{ {_CALL} }} }}",
    "EXISTS": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {_CALL} }} }}",
    "NOT EXISTS": f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {_CALL} }} }}",
    "BIND": f"SELECT * {{ BIND(EXISTS {{ {_CALL} }} AS ?x) }}",
    "IF": f"SELECT (IF(EXISTS {{ {_CALL} }}, 1, 2) AS ?x) {{}}",
    "COUNT": f"SELECT (COUNT(EXISTS {{ {_CALL} }}) AS ?x) {{}}",
    "HAVING": f"SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s HAVING (EXISTS {{ {_CALL} }})",
    "GROUP BY": f"SELECT ?x {{ ?s ?p ?o }} GROUP BY (EXISTS {{ {_CALL} }} AS ?x)",
    "ORDER BY": f"SELECT ?s {{ ?s ?p ?o }} ORDER BY (EXISTS {{ {_CALL} }})",
    "subselect": f"SELECT * {{ {{ SELECT * {{ {_CALL} }} }} }}",
    "OPTIONAL": f"SELECT * {{ OPTIONAL {{ {_CALL} }} }}",
    "UNION": f"SELECT * {{ {{ ?s ?p ?o }} UNION {{ {_CALL} }} }}",
    "MINUS": f"SELECT * {{ ?s ?p ?o MINUS {{ {_CALL} }} }}",
    "GRAPH": f"SELECT * {{ GRAPH ?g {{ {_CALL} }} }}",
    "ASK": f"ASK {{ {_CALL} }}",
    "CONSTRUCT": f"CONSTRUCT {{ ?x ?y ?z }} WHERE {{ {_CALL} }}",
    "DESCRIBE": f"DESCRIBE ?x {{ {_CALL} }}",
    "escaped": f"SELECT * {{ \\u0053ERVIC\\U00000045 <{THERE}> {{ ?s ?p ?o }} }}",
    "mixed case": f"sElEcT * {{ sErViCe SiLeNt <{THERE}> {{ ?s ?p ?o }} }}",
    "no spaces": f"SELECT*{{SERVICE<{THERE}>{{?s ?p ?o}}}}",
    "behind a carriage return": f"SELECT * {{ # a comment\r{_CALL}\n }}",
    "behind a backslash": f"SELECT * {{ BIND('a\\u005C' AS ?v) {_CALL} BIND(' AS ?w) #' AS ?w) \n}}",
    "behind a signed number": f"SELECT * {{ # a \\u+00A {_CALL}\n ?s ?p '\\\\u+00A' }}",
    "behind true": f"{_AT}SELECT * {{ ?s ?PREFIX trueSERVICE:x {{ ?a ?b ?c }} }}",
    "behind true, declared": f"{_AT}PREFIX trueSERVICE: <http://h:> SELECT * {{ ?s ?p trueSERVICE:x {{ ?a ?b ?c }} }}",
    "behind a name that is no IRI": f"{_AT}PREFIX x: <http://h:> SELECT * {{ ?s ?p x:SERVICE:x {{ ?a ?b ?c }} }}",
    "behind dots": f"{_AT}PREFIX a.b.SERVICE: <u:> SELECT * {{ ?s ?p:a.b.SERVICE:x {{ ?a ?b ?c }} }}",
    "behind FILTER": f"{_AT}PREFIX FILTER: <u:> ASK {{ ?s ?p ?o . FILTER:f (:p) SERVICE:x {{ ?a ?b ?c }} }}",
}

FROM = {
    "file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "file, named": "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "http": f"SELECT * FROM <{THERE}> {{ ?s ?p ?o }}",
    "http, named": f"SELECT * FROM NAMED <{THERE}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "ftp": "ASK FROM <ftp://127.0.0.1/a.ttl> { ?s ?p ?o }",
    "data": "ASK FROM <data:text/turtle,%3Ca:a%3E%20a%20%3Ca:b%3E.> { ?s ?p ?o }",
    "no scheme": "ASK FROM <../../etc/passwd> { ?s ?p ?o }",
    "by BASE": "BASE <file:///etc/> CONSTRUCT { ?s ?p ?o } FROM <passwd> WHERE { ?s ?p ?o }",
    "by a prefix": "PREFIX f: <file:///etc/> DESCRIBE ?s FROM f:passwd { ?s ?p ?o }",
    "of ours and of others": f"ASK FROM grf:core FROM <{THERE}> {{ ?s ?p ?o }}",
    "many": f"ASK {' '.join(f'FROM <http://127.0.0.1:9/{number}>' for number in range(500))} {{ ?s ?p ?o }}",
}

UPDATES = {
    "INSERT DATA": "INSERT DATA { <a:a> <a:b> <a:c> }",
    "DELETE DATA": "DELETE DATA { <a:a> <a:b> <a:c> }",
    "DELETE WHERE": "DELETE WHERE { ?s ?p ?o }",
    "INSERT": "INSERT { <a:a> ?p ?o } WHERE { ?s ?p ?o }",
    "DELETE INSERT": "WITH <a:g> DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } USING <a:h> WHERE { ?s ?p ?o }",
    "LOAD": f"LOAD <{THERE}>",
    "LOAD of a file": "LOAD SILENT <file:///etc/passwd> INTO GRAPH <a:g>",
    "CLEAR": "CLEAR ALL",
    "DROP": "DROP SILENT DEFAULT",
    "CREATE": "CREATE GRAPH <a:g>",
    "ADD": "ADD DEFAULT TO <a:g>",
    "MOVE": "MOVE <a:g> TO DEFAULT",
    "COPY": "COPY <a:g> TO <a:h>",
    "behind a query": "SELECT * { ?s ?p ?o } ; DROP ALL",
    "two": "CLEAR ALL ; INSERT DATA { <a:a> <a:b> <a:c> }",
    "behind a comment": "# SELECT * {}\rCLEAR ALL",
}

_ANY = "(<a:a>|!<a:a>)"
PATHS = {
    "any, again and again": f"SELECT * {{ ?s {_ANY}* ?o }} ORDER BY ?s",
    "any, nested": f"SELECT (COUNT(*) AS ?n) {{ ?s (({_ANY}+)*)+ ?o }}",
    "inverse": f"SELECT (COUNT(*) AS ?n) {{ ?s ^({_ANY}|^{_ANY})* ?o }}",
    "long": f"SELECT (COUNT(*) AS ?n) {{ ?s {'/'.join([_ANY] * 40)} ?o }}",
    "of paths": f"SELECT (COUNT(*) AS ?n) {{ ?s ({'/'.join([f'{_ANY}*'] * 10)})* ?o }}",
    "alternatives": f"SELECT (COUNT(*) AS ?n) {{ ?s ({'|'.join([f'({_ANY}/{_ANY})'] * 10)})+ ?o }}",
    "of 1,000 steps": f"SELECT * {{ ?s {'/'.join(['<a:a>'] * 1000)} ?o }}",
    "in brackets": f"SELECT * {{ ?s {'(' * 90}!<a:a>{')*' * 90} ?o . ?o {'(' * 5}!<a:b>{')+' * 5} ?s }} ORDER BY ?s",
}

_LONGEST = "BIND('" + "x" * 1000 + "' AS ?v0) "
PRODUCTS = {
    "ORDER BY": f"SELECT * {{ {ALL} }} ORDER BY ?f",
    "DISTINCT": f"SELECT DISTINCT ?s ?c ?f {{ {ALL} }}",
    "GROUP_CONCAT": f"SELECT (GROUP_CONCAT(?o) AS ?all) {{ {ALL} }}",
    "COUNT": f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}",
    "COUNT DISTINCT": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {ALL} }}",
    "aggregates": f"SELECT (SUM(?o) AS ?t) (MIN(?c) AS ?l) (AVG(?o) AS ?n) (SAMPLE(?s) AS ?r) {{ {ALL} }}",
    "GROUP BY": f"SELECT ?s ?c (COUNT(?f) AS ?n) {{ {ALL} }} GROUP BY ?s ?c",
    "HAVING": f"SELECT ?s {{ {ALL} }} GROUP BY ?s HAVING (COUNT(*) < 0)",
    "ASK": f"ASK {{ {ALL} FILTER(STRLEN(CONCAT(STR(?s), STR(?c), STR(?f))) < 5) }}",
    "CONSTRUCT": f"CONSTRUCT {{ ?s ?b ?f }} WHERE {{ {ALL} }}",
    "CONSTRUCT of blank nodes": "CONSTRUCT { [] ?p [ ?b [] ] } WHERE { ?s ?p ?o . ?a ?b ?c }",
    "OFFSET": f"SELECT * {{ {ALL} }} LIMIT 1 OFFSET 9000000000",
    "LIMIT": f"SELECT * {{ {ALL} }} LIMIT 18446744073709551615",
    "OFFSET of too many figures": f"SELECT * {{ {ALL} }} OFFSET {'9' * 40}",
    "OPTIONAL": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o OPTIONAL { ?a ?b ?c } OPTIONAL { ?d ?e ?f } }",
    "MINUS": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c MINUS { ?s ?e ?c . ?c ?f ?s } }",
    "UNION": f"SELECT (COUNT(*) AS ?n) {{ {' '.join(['{ ?s ?p ?o } UNION { ?o ?p ?s }'] * 4)} {ALL} }}",
    "FILTER": f"SELECT * {{ {ALL} FILTER(CONTAINS(STR(?o), CONCAT(STR(?f), 'x', STR(?c)))) }}",
    "back-tracking": f"SELECT * {{ {ALL} FILTER REGEX(CONCAT(STR(?o), STR(?f)), '^(([a-z])+.)+[A-Z](([a-z])+)+$$') }}",
    "repetitions": f"SELECT * {{ {ALL} FILTER REGEX(STR(?o), '((((a{{1,90}}){{1,90}}){{1,90}}){{1,90}})b') }}",
    "RAND": f"SELECT (SUM(RAND()) AS ?r) {{ {ALL} }}",
    "UUID": f"SELECT DISTINCT (UUID() AS ?u) {{ {ALL} }}",
    "STRUUID": f"SELECT (STRUUID() AS ?u) {{ {ALL} }} ORDER BY ?u",
    "BNODE": f"SELECT DISTINCT (BNODE() AS ?n) (BNODE(STR(?o)) AS ?m) {{ {ALL} }}",
    "SHA512": f"SELECT (MAX(SHA512(CONCAT(STR(?s), STR(?f)))) AS ?m) {{ {ALL} }}",
    "with all graphs": "SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?a ?b ?c } } ORDER BY ?o",
    "LATERAL": f"SELECT * {{ {ALL} LATERAL {{ SELECT * {{ ?s ?x ?y }} LIMIT 1 }} }}",
}

GROWING = {
    "REPLACE": "SELECT (STRLEN(?v4) AS ?n) { BIND('" + "a" * 60 + "' AS ?v0) "
    "BIND(REPLACE(?v0, 'a', ?v0) AS ?v1) BIND(REPLACE(?v1, 'a', ?v1) AS ?v2) BIND(REPLACE(?v2, 'a', ?v2) AS ?v3)"
    " BIND(REPLACE(?v3, 'a', ?v3) AS ?v4) }",
    "CONCAT": f"SELECT (STRLEN(?v40) AS ?n) {{ {_LONGEST}"
    + " ".join(f"BIND(CONCAT(?v{one}, ?v{one}) AS ?v{one + 1})" for one in range(40))
    + " }",
    "GROUP_CONCAT": f"SELECT (GROUP_CONCAT(?t) AS ?all) {{ ?s ?p ?o . BIND(CONCAT(STR(?p), '{'x' * 5000}') AS ?t) }}",
    "rows": f"SELECT ?s ?text {{ ?s ?p ?o . BIND('{'x' * 5000}' AS ?text) }}",
    "triples": f"CONSTRUCT {{ ?s ?p '{'x' * 5000}', ?o }} WHERE {{ ?s ?p ?o }}",
    "everything": "SELECT * { ?s ?p ?o . ?o ?q ?r }",
    "DESCRIBE of everything": "DESCRIBE * { ?s ?p ?o . ?a ?b ?c }",
    "every graph": "CONSTRUCT { ?g ?p ?o . ?s ?g ?o . ?s ?p ?g . ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } ?o ?q ?r }",
    "VALUES": "SELECT * { VALUES ?v0 { " + "1 " * 45_000 + "} VALUES ?v1 { 1 2 3 } ?s ?p ?o }",
}

_MANY = 5_000
DEPTHS = {
    "braces": "SELECT * " + "{" * _MANY + "}" * _MANY,
    "braces, open": "SELECT * " + "{" * _MANY,
    "braces, closed": "SELECT * {" + "}" * _MANY,
    "brackets": "SELECT * { " + "[ <a:a> " * _MANY + "]" * _MANY + " }",
    "brackets, open": "SELECT * { " + "[ <a:a> " * _MANY,
    "parentheses": "SELECT * { FILTER(" + "(" * _MANY + "1" + ")" * _MANY + ") }",
    "parentheses, open": "SELECT * { FILTER(" + "(" * _MANY,
    "lists": "SELECT * { ?s ?p " + "(" * _MANY + ")" * _MANY + " }",
    "all in turn": "SELECT * " + "{ [ <a:a> ( " * _MANY + ") ] }" * _MANY,
    "90 parentheses": "SELECT * { ?s ?p ?o FILTER(" + "(" * 90 + "1" + ")" * 90 + f" != ?o) {ALL} }} ORDER BY ?c",
    "90 braces": "SELECT * " + "{" * 90 + ALL + "}" * 90 + " ORDER BY ?f",
    "EXISTS": "ASK " + "{ FILTER EXISTS " * 200 + "{}" + "}" * 200,
    "functions": "SELECT (" + "STR(" * 1000 + "1" + ")" * 1000 + " AS ?x) {}",
    "signs": "SELECT (" + "-" * 5000 + "1 AS ?x) {}",
    "not": "SELECT (" + "!" * 5000 + "1 AS ?x) {}",
    "sum": "SELECT (" + "+".join(["1"] * 8000) + " AS ?y) {}",
    "product": "SELECT (" + "*".join(["(1+1)"] * 4000) + " AS ?y) {}",
    "IF": "SELECT (" + "IF(1, " * 2000 + "1" + ", 2)" * 2000 + " AS ?x) {}",
    "or": "SELECT * { FILTER(" + " || ".join(["?x"] * 5000) + ") }",
    "IN": "SELECT * { ?s ?p ?o FILTER(?s IN (" + ", ".join(f"<a:{number}>" for number in range(7000)) + ")) }",
    "UNION": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 5000) + " }",
    "OPTIONAL": "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 4000 + "}",
    "FILTER": "SELECT * { ?s ?p ?o " + "FILTER(?s) " * 8000 + "}",
    "objects": "SELECT * { ?s ?p " + ", ".join(f"<a:{number}>" for number in range(8000)) + " }",
    "subselects": "SELECT * " + "{ { SELECT * " * 300 + "{}" + "} }" * 300,
}

TEXTS: dict[str, tuple[str | bytes, set[str]]] = {
    "nothing": (" ", WRONG),
    "a comment": ("# SELECT * { ?s ?p ?o }", WRONG),
    "no words": ("DROP", WRONG),
    "another language": ("{ nodes { name } }", WRONG),
    "long": ("SELECT * { ?s ?p ?o } #" + "x" * 100_000, LONG),
    "a long line": ("SELECT * { ?s ?p ?o . " + "?s ?p ?o . " * 9_000 + "?s }", DEEP),
    "a long IRI": (f"SELECT * {{ ?s ?p <http://a/{'x' * 90_000} > }}", WRONG),
    "a long string": (f"SELECT * {{ ?s ?p '{'x' * 90_000} }}", WRONG),
    "a long string of many lines": (f"SELECT * {{ ?s ?p '''{'x ' * 45_000} }}", WRONG),
    "a line feed in an IRI": ("SELECT * { ?s ?p <http://a/\nb> }", WRONG),
    "a control character in an IRI": ("SELECT * { ?s ?p <http://a/\x01b> }", WRONG),
    "an IRI that is none": ("SELECT * { ?s ?p <http://[> }", WRONG),
    "a language that is none": ("SELECT * { ?s ?p 'x'@en-aaaaaaaaaaaaaaaaaaaaaa }", WRONG),
    "an undeclared prefix": ("SELECT * { ?s nowhere:p ?o }", WRONG),
    "an undeclared prefix behind a variable": ("SELECT * { ?s:p nowhere:o }", WRONG),
    "thousands of prefixes": (
        "".join(f"PREFIX p{number}: <http://a/{number}/> " for number in range(2900)) + f"SELECT * {{ {ALL} }}",
        HUGE,
    ),
    "thousands of prefixes, undeclared": (
        "SELECT * { " + " ".join(f"?s p{number}:a ?o ." for number in range(5000)) + " }",
        {"malformed", "too-long", "time"},
    ),
    "thousands of variables": (
        "SELECT " + " ".join(f"?v{number}" for number in range(10_000)) + f" {{ {ALL} }}",
        HUGE,
    ),
    "thousands of triples": (
        "SELECT * { " + " ".join(f"?v{number} ?p ?w{number} ." for number in range(4000)) + " }",
        DEEP,
    ),
    "thousands of conditions": ("SELECT * { ?s ?p ?o } ORDER BY " + "?s " * 33_000, DEEP),
    "thousands of rows": (f"SELECT * {{ VALUES (?v) {{ {'() (1) ' * 12_000}}} {ALL} }}", DEEP | HUGE),
    "thousands in a list": ("SELECT * { ?s ?p (" + "1 [] " * 19_000 + ") }", DEEP),
    "NUL": ("SELECT * { ?s ?p ?o } \x00", WRONG),
    "NUL in a name": ("SELECT * { ?s\x00 ?p ?o }", WRONG),
    "a byte order mark": ("\ufeff\ufeffSELECT * { ?s ?p ?o }", WRONG),
    "spaces of other scripts": ("SELECT\xa0*\u2003{ ?s ?p\u3000?o }", WRONG),
    "a line separator": ("SELECT *\u2028{ ?s ?p ?o }", WRONG),
    "letters that look alike": ("\u0405ELECT * { ?s ?p ?o }", WRONG),
    "an S that is long": (f"SELECT * {{ \u017fERVICE <{THERE}> {{ ?s ?p ?o }} }}", {"refused", "malformed"}),
    "a surrogate alone": ("SELECT * { ?s ?p '\\uD800' }", REFUSED),
    "two surrogates": ("SELECT * { ?s ?p '\\uD83D\\uDE00' }", REFUSED),
    "no character": ("SELECT * { ?s ?p '\\U00110000' }", REFUSED),
    "no UTF-8": (b"SELECT * { ?s ?p '\xff\xfe' }", WRONG),
    "UTF-8 of a surrogate": (b"SELECT * { ?s ?p '\xed\xa0\x80' }", WRONG),
    "UTF-16": ("SELECT * { ?s ?p ?o }".encode("utf-16"), WRONG),
    "dots": ("a." * 50_000, WRONG),
    "quotation marks": ('"\\"\\"\\"' * 14_000, WRONG),
    "apostrophes": ("'''" * 33_000, WRONG),
    "colons": (":" * 99_000, WRONG),
    "percent": (":%a" * 33_000, WRONG),
    "less than": ("<a" * 50_000, {"malformed", "too-long"}),
    "a function of others": ("SELECT (<http://www.w3.org/2001/XMLSchema#none>(?s) AS ?x) { ?s ?p ?o }", WRONG),
    "a function that extends": ("SELECT (<java:java.lang.Runtime.exec>('id') AS ?x) { ?s ?p ?o }", WRONG),
}


def _all() -> dict[str, tuple[str | bytes, set[str]]]:
    found = {}
    groups = [("SERVICE", SERVICE, {"refused", "too-long"}), ("FROM", FROM, REFUSED), ("update", UPDATES, WRONG)]
    groups += [("path", PATHS, DEEP), ("product", PRODUCTS, HUGE | WRONG), ("growing", GROWING, HUGE)]
    groups += [("depth", DEPTHS, DEEP)]
    for group, texts, kinds in groups:
        found |= {f"{group}: {name}": (text, kinds) for name, text in texts.items()}
    return found | {f"text: {name}": one for name, one in TEXTS.items()}


HOSTILE = _all()
