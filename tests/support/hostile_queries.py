"""Queries of somebody who means harm: what each is called, its text, and the kinds of error that it may end in."""

import tomllib

from tests.conftest import ROOT

_ALL = "?s ?p ?o . ?a ?b ?c . ?d ?e ?f"  # every triple with every other, three times
_ANY = "(<a:a>|!<a:a>)"
_MANY = 5_000
_LONGEST = "BIND('" + "x" * 1000 + "' AS ?v0) "
_WRONG = {"malformed"}
_LONG = {"too-long"}
_HUGE = {"time", "memory", "size"}
_DEEP = {"too-long", "malformed", "time", "memory"}  # it may be too deep to be asked, or be stopped

_Query = tuple[str | bytes, set[str]]


def _read_queries() -> dict[str, dict[str, _Query]]:
    """Map each group of queries to what is written out in the file of data."""
    found: dict[str, dict[str, _Query]] = {}
    for group in tomllib.loads((ROOT / "tests/data/hostile_queries.toml").read_text(encoding="utf-8"))["group"]:
        queries = {name: (text, set(group["ends_in"])) for name, text in group["queries"].items()}
        found.setdefault(group["name"], {}).update(queries)
    return found


# What is too long to be written out.
_BUILT: dict[str, dict[str, _Query]] = {
    "FROM": {
        "many": (
            f"ASK {' '.join(f'FROM <http://127.0.0.1:9/{number}>' for number in range(500))} {{ ?s ?p ?o }}",
            {"refused"},
        ),
    },
    "path": {
        "long": (f"SELECT (COUNT(*) AS ?n) {{ ?s {'/'.join([_ANY] * 40)} ?o }}", _DEEP),
        "alternatives": (f"SELECT (COUNT(*) AS ?n) {{ ?s ({'|'.join([f'({_ANY}/{_ANY})'] * 10)})+ ?o }}", _DEEP),
        "of 1,000 steps": (f"SELECT * {{ ?s {'/'.join(['<a:a>'] * 1000)} ?o }}", _DEEP),
        "in brackets": (
            f"SELECT * {{ ?s {'(' * 90}!<a:a>{')*' * 90} ?o . ?o {'(' * 5}!<a:b>{')+' * 5} ?s }} ORDER BY ?s",
            _DEEP,
        ),
    },
    "growing": {
        "REPLACE": (
            f"SELECT (STRLEN(?v4) AS ?n) {{ BIND('{'a' * 60}' AS ?v0) "
            + " ".join(f"BIND(REPLACE(?v{one}, 'a', ?v{one}) AS ?v{one + 1})" for one in range(4))
            + " }",
            _HUGE,
        ),
        "CONCAT": (
            f"SELECT (STRLEN(?v40) AS ?n) {{ {_LONGEST}"
            + " ".join(f"BIND(CONCAT(?v{one}, ?v{one}) AS ?v{one + 1})" for one in range(40))
            + " }",
            _HUGE,
        ),
        "GROUP_CONCAT": (
            f"SELECT (GROUP_CONCAT(?t) AS ?all) {{ ?s ?p ?o . BIND(CONCAT(STR(?p), '{'x' * 5000}') AS ?t) }}",
            _HUGE,
        ),
        "rows": (f"SELECT ?s ?text {{ ?s ?p ?o . BIND('{'x' * 5000}' AS ?text) }}", _HUGE),
        "triples": (f"CONSTRUCT {{ ?s ?p '{'x' * 5000}', ?o }} WHERE {{ ?s ?p ?o }}", _HUGE),
        "VALUES": ("SELECT * { VALUES ?v0 { " + "1 " * 45_000 + "} VALUES ?v1 { 1 2 3 } ?s ?p ?o }", _LONG),
    },
    # The engine overflowed its stack on each of them.
    "overflow": {
        "DESCRIBE": (f"DESCRIBE {' '.join(f'<a:{number}>' for number in range(3000))}", _LONG),
        "BIND": ("ASK { " + " ".join(f"BIND(1 AS ?v{number})" for number in range(3000)) + " }", _LONG),
        "expressions": (f"SELECT {' '.join(f'(1 AS ?v{number})' for number in range(3000))} {{}}", _LONG),
        "aggregates": (f"SELECT {' '.join(f'(COUNT(?s) AS ?v{number})' for number in range(3000))} {{}}", _LONG),
        "known triples": ("ASK { " + "<a:a> <a:b> <a:c> . " * 3000 + "}", _LONG),
        "groups of known triples": ("ASK { " + "{ <a:a> <a:b> <a:c> } " * 3000 + "}", _LONG),
        "ORDER BY": ("SELECT * { ?s ?p ?o } ORDER BY " + "STR(?s) " * 3000, _LONG),
        "GROUP BY": ("SELECT (1 AS ?x) { ?s ?p ?o } GROUP BY " + "STR(?s) " * 3000, _LONG),
        "disguised as rows": (
            "ASK { ?s ?p ('x'@en-VALUES ?x) { " + "<a:a> <a:b> <a:c> { } " * 3000 + "} }",
            _LONG,
        ),
    },
    "depth": {
        "braces": ("SELECT * " + "{" * _MANY + "}" * _MANY, _DEEP),
        "braces, open": ("SELECT * " + "{" * _MANY, _DEEP),
        "braces, closed": ("SELECT * {" + "}" * _MANY, _DEEP),
        "brackets": ("SELECT * { " + "[ <a:a> " * _MANY + "]" * _MANY + " }", _DEEP),
        "brackets, open": ("SELECT * { " + "[ <a:a> " * _MANY, _DEEP),
        "parentheses": ("SELECT * { FILTER(" + "(" * _MANY + "1" + ")" * _MANY + ") }", _DEEP),
        "parentheses, open": ("SELECT * { FILTER(" + "(" * _MANY, _DEEP),
        "lists": ("SELECT * { ?s ?p " + "(" * _MANY + ")" * _MANY + " }", _DEEP),
        "all in turn": ("SELECT * " + "{ [ <a:a> ( " * _MANY + ") ] }" * _MANY, _DEEP),
        "90 parentheses": (
            "SELECT * { ?s ?p ?o FILTER(" + "(" * 90 + "1" + ")" * 90 + f" != ?o) {_ALL} }} ORDER BY ?c",
            _DEEP,
        ),
        "90 braces": ("SELECT * " + "{" * 90 + _ALL + "}" * 90 + " ORDER BY ?f", _DEEP),
        "EXISTS": ("ASK " + "{ FILTER EXISTS " * 200 + "{}" + "}" * 200, _DEEP),
        "functions": ("SELECT (" + "STR(" * 1000 + "1" + ")" * 1000 + " AS ?x) {}", _DEEP),
        "signs": ("SELECT (" + "-" * 5000 + "1 AS ?x) {}", _DEEP),
        "not": ("SELECT (" + "!" * 5000 + "1 AS ?x) {}", _DEEP),
        "sum": ("SELECT (" + "+".join(["1"] * 8000) + " AS ?y) {}", _DEEP),
        "product": ("SELECT (" + "*".join(["(1+1)"] * 4000) + " AS ?y) {}", _DEEP),
        "IF": ("SELECT (" + "IF(1, " * 2000 + "1" + ", 2)" * 2000 + " AS ?x) {}", _DEEP),
        "or": ("SELECT * { FILTER(" + " || ".join(["?x"] * 5000) + ") }", _DEEP),
        "IN": (
            "SELECT * { ?s ?p ?o FILTER(?s IN (" + ", ".join(f"<a:{number}>" for number in range(7000)) + ")) }",
            _DEEP,
        ),
        "UNION": ("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 5000) + " }", _DEEP),
        "OPTIONAL": ("SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 4000 + "}", _DEEP),
        "FILTER": ("SELECT * { ?s ?p ?o " + "FILTER(?s) " * 8000 + "}", _DEEP),
        "objects": ("SELECT * { ?s ?p " + ", ".join(f"<a:{number}>" for number in range(8000)) + " }", _DEEP),
        "subselects": ("SELECT * " + "{ { SELECT * " * 300 + "{}" + "} }" * 300, _DEEP),
    },
    "text": {
        "long": ("SELECT * { ?s ?p ?o } #" + "x" * 100_000, {"too-long"}),
        "a long line": ("SELECT * { ?s ?p ?o . " + "?s ?p ?o . " * 9_000 + "?s }", _LONG),
        "a long IRI": (f"SELECT * {{ ?s ?p <http://a/{'x' * 90_000} > }}", _WRONG),
        "a long string": (f"SELECT * {{ ?s ?p '{'x' * 90_000} }}", _WRONG),
        "a long string of many lines": (f"SELECT * {{ ?s ?p '''{'x ' * 45_000} }}", _WRONG),
        "thousands of prefixes": (
            "".join(f"PREFIX p{number}: <http://a/{number}/> " for number in range(2900)) + f"SELECT * {{ {_ALL} }}",
            _LONG,
        ),
        "thousands of prefixes, undeclared": (
            "SELECT * { " + " ".join(f"?s p{number}:a ?o ." for number in range(5000)) + " }",
            _LONG,
        ),
        "thousands of variables": (
            "SELECT " + " ".join(f"?v{number}" for number in range(10_000)) + f" {{ {_ALL} }}",
            _LONG,
        ),
        "thousands of triples": (
            "SELECT * { " + " ".join(f"?v{number} ?p ?w{number} ." for number in range(4000)) + " }",
            _LONG,
        ),
        "thousands of conditions": ("SELECT * { ?s ?p ?o } ORDER BY " + "?s " * 33_000, _LONG),
        "thousands of rows": (f"SELECT * {{ VALUES (?v) {{ {'() (1) ' * 12_000}}} {_ALL} }}", _LONG),
        "thousands in a list": ("SELECT * { ?s ?p (" + "1 [] " * 19_000 + ") }", _LONG),
        "no UTF-8": (b"SELECT * { ?s ?p '\xff\xfe' }", _WRONG),
        "UTF-8 of a surrogate": (b"SELECT * { ?s ?p '\xed\xa0\x80' }", _WRONG),
        "UTF-16": ("SELECT * { ?s ?p ?o }".encode("utf-16"), _WRONG),
        "dots": ("a." * 50_000, _LONG),
        "quotation marks": ('"\\"\\"\\"' * 14_000, _LONG),
        "apostrophes": ("'''" * 33_000, _LONG),
        "colons": (":" * 99_000, _WRONG),
        "percent": (":%a" * 33_000, _LONG),
        "less than": ("<a" * 50_000, {"malformed", "too-long"}),
    },
}

_READ = _read_queries()
SERVICE = {name: text for name, (text, _) in _READ["SERVICE"].items()}
PRODUCTS = {name: text for name, (text, _) in _READ["product"].items()}
HOSTILE = {
    f"{group}: {name}": query
    for group in _READ | _BUILT
    for name, query in (_READ.get(group, {}) | _BUILT.get(group, {})).items()
}
