"""Queries mixed of pieces that two parsers may read in two ways, with SERVICE somewhere among them."""

import random

THERE = "http://127.0.0.1:9/"  # nobody listens there
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
_CALLS = ["SERVICE :x {}", f"SERVICE <{THERE}> {{}}", "SERVICE:x {?a ?b ?c}", "SERVICE SILENT :x {}", "SERVICE:x {}"]
_FRONTS = ["", "", "true", "false", "x:", "'a'", "1.", "a:b.c.", "?v", "x:SERVICE"]
_DECLARED = ["", "PREFIX SERVICE: <u:> ", "PREFIX trueSERVICE: <http://h:> ", "PREFIX FILTER: <u:> "]


def mixed(chance: random.Random) -> str:
    """A query; most are none.

    Args:
        chance: what it is mixed by.
    """
    body = "".join(_piece(chance) for _ in range(chance.randint(1, 3)))
    at = chance.choice([at for at, sign in enumerate(f"{body} ") if sign in " .}"])
    if chance.random() < 0.3:  # where a node is expected
        body = f"{body}?s {chance.choice(_VERBS)} "
        at = len(body)
    body = f"{body[:at]}{chance.choice(_FRONTS)}{chance.choice(_CALLS)}{body[at:]}"
    for _ in range(chance.randint(0, 2)):
        at = chance.randint(0, len(body))
        body = f"{body[:at]}{chance.choice(_PIECES)}{body[at + chance.randint(0, 2) :]}"
    names = f"PREFIX : <{THERE}> PREFIX x: <http://h:> PREFIX a: <http://h:/> {chance.choice(_DECLARED)}"
    return f"{names}SELECT * {{ ?s ?PREFIX ?o . {body} }}"


def _piece(chance: random.Random) -> str:
    node, other = chance.choice(_OBJECTS), chance.choice(_OBJECTS)
    gap, end = chance.choice(["", " "]), chance.choice([" ", ". ", " , 1 "])
    triple = f"{chance.choice(_SUBJECTS)} {chance.choice(_VERBS)}{gap}{node}{end}"
    shapes = [triple, triple, triple, f"{{ {triple}}} ", f"OPTIONAL {{ {triple}}} ", f"FILTER EXISTS {{ {triple}}} "]
    shapes += [f"FILTER({node} < {other}) ", f"BIND({node} AS ?v) ", f"VALUES ?z {{ {node}{other} }} "]
    return chance.choice([*shapes, f"#{node}\n", f"#{node}\r"])
