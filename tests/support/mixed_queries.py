"""Random queries of fragments that two SPARQL parsers may tokenise differently, each with a SERVICE clause."""

import random

NOWHERE = "http://127.0.0.1:9/"  # nothing listens on port 9
_PIECES = [
    *"true false SERVICE service SERVICE: trueSERVICE: SILENT x x: a a.b : . .. < > <urn:a> ? $ ?s _: _:b @en".split(),
    *"^^ 1 1. 1e5 FILTER OPTIONAL BIND VALUES LATERAL EXISTS AS PREFIX { } ( ) [ ] | ^ / * + - ! = && ; ,".split(),
    *"<< <<( )>> {| |} ~ %20 é".split(),
    *("'", '"', "'''", '"""', "#", "\\'", "\\#", "\\.", "\\u0041", "\\u005C", "\\u+027"),
    *(" ", " ", " ", "\n", "\r", "\t", "\xa0", "\u2028", "\x00", "\ufeff"),
    *("\u0301", "\U00010000", "\u00b2", "\u00b7", "\u017f"),
]
_SUBJECTS = ["?s", "x:", "a:b.c", "_:b", "[]", "(1)", "<urn:a>", "1", "'a'", "SERVICE:x", "FILTER:f", "true"]
_VERBS = ["?p", "a", ":p", "^:p", "!:p", "<urn:p>*", ":p?", "(:p|^:p)+", ":p/:q", "a:b.c.d", "x:y", "?PREFIX"]
_OBJECTS = [
    *(
        "true",
        "'a'",
        "'''a'b'''",
        '"""a"b"""',
        "x:",
        "x:y",
        "a:b.c",
        "a:b.c.d",
        ":p",
        "1",
        "1.5",
        "?o",
        "_:b",
        "<urn:a>",
    ),
    *("'a'@en", "'a'^^x:y", "[]", "()", "[:p 1]", "(1 2)", "a:\\'b", "a:\\#b", "a:b%20", "-1"),
]
_CALLS = ["SERVICE :x {}", f"SERVICE <{NOWHERE}> {{}}", "SERVICE:x {?a ?b ?c}", "SERVICE SILENT :x {}", "SERVICE:x {}"]
_PREFIXES_OF_CALLS = ["", "", "true", "false", "x:", "'a'", "1.", "a:b.c.", "?v", "x:SERVICE"]
_DECLARATIONS = ["", "PREFIX SERVICE: <u:> ", "PREFIX trueSERVICE: <http://h:> ", "PREFIX FILTER: <u:> "]


def mix_query(rng: random.Random) -> str:
    """Mix a query; most are not valid SPARQL."""
    body = "".join(_mix_piece(rng) for _ in range(rng.randint(1, 3)))
    at = rng.choice([at for at, sign in enumerate(f"{body} ") if sign in " .}"])
    if rng.random() < 0.3:  # put the call where the grammar expects a node
        body = f"{body}?s {rng.choice(_VERBS)} "
        at = len(body)
    body = f"{body[:at]}{rng.choice(_PREFIXES_OF_CALLS)}{rng.choice(_CALLS)}{body[at:]}"
    for _ in range(rng.randint(0, 2)):
        at = rng.randint(0, len(body))
        body = f"{body[:at]}{rng.choice(_PIECES)}{body[at + rng.randint(0, 2) :]}"
    names = f"PREFIX : <{NOWHERE}> PREFIX x: <http://h:> PREFIX a: <http://h:/> {rng.choice(_DECLARATIONS)}"
    return f"{names}SELECT * {{ ?s ?PREFIX ?o . {body} }}"


def _mix_piece(rng: random.Random) -> str:
    node, other = rng.choice(_OBJECTS), rng.choice(_OBJECTS)
    gap, end = rng.choice(["", " "]), rng.choice([" ", ". ", " , 1 "])
    triple = f"{rng.choice(_SUBJECTS)} {rng.choice(_VERBS)}{gap}{node}{end}"
    shapes = [triple, triple, triple, f"{{ {triple}}} ", f"OPTIONAL {{ {triple}}} ", f"FILTER EXISTS {{ {triple}}} "]
    shapes += [f"FILTER({node} < {other}) ", f"BIND({node} AS ?v) ", f"VALUES ?z {{ {node}{other} }} "]
    return rng.choice([*shapes, f"#{node}\n", f"#{node}\r"])
