"""Test which queries the guard accepts."""

import logging
import random
import sys

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from actgraph.core import sparql_tokens
from actgraph.core.errors import QueryError
from actgraph.graph.day import open_day
from actgraph.sparql import guard, named_queries
from actgraph.sparql.canonical import canonicalize_query, get_line_column
from tests.support.hostile_queries import SERVICE
from tests.support.looping import each
from tests.support.mixed_queries import mix_query

BAD = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "variable": "SELECT * { ?g a ?x . SERVICE ?g { ?s ?p ?o } }",
    "subselect": "SELECT * { { SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } } }",
    "optional": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "bind": "SELECT * { BIND(EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } AS ?x) }",
    "minus": "SELECT * { ?s ?p ?o MINUS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "having": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } })",
    "order": "SELECT ?s { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } })",
    "escaped": "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "hash": "PREFIX x: <http://127.0.0.1/#> SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "hash in an IRI": "SELECT * { <http://a/#b> ?p ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "hash in a string": 'SELECT * { ?s ?p "#" . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    "lower case": "select * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "behind a carriage return": "SELECT * { # a comment\rSERVICE <http://127.0.0.1:9/> { ?s ?p ?o }\n }",
    "behind a backslash by its number": "SELECT * { BIND('a\\u005C' AS ?x) SERVICE <http://127.0.0.1:9/> {}"
    " BIND(' AS ?y) #' AS ?y) \n}",
    "quotation marks by their number": "SELECT * { BIND('a\\U00000027 AS ?x) SERVICE <http://127.0.0.1:9/> {} }",
    "line feed by its number": "SELECT * { # a\\u000ASERVICE <http://127.0.0.1:9/> {} \n}",
    "load": "LOAD <http://127.0.0.1:9/>",
    "insert": "INSERT DATA { <a:a> <a:b> <a:c> }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "two": "SELECT * { ?s ?p ?o } ; DROP ALL",
    "braces": "SELECT * " + "{" * 2200 + "}" * 2200,
    "brackets": "SELECT * { FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }",
    "deep sum": "SELECT (" + "+".join(["1"] * 8000) + " AS ?y) {}",
    "deep path": "SELECT * { ?s " + "/".join(["<a:a>"] * 1000) + " ?o }",
    "many patterns": "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 3000 + "}",
    "brackets behind a comment": "SELECT * { # " + ")" * 5000 + "\n" + "{" * 2500 + "}" * 2501,
    "long": "SELECT * { ?s ?p ?o } #" + "x" * 200_000,
}

BAD |= {f"SERVICE: {name}": text for name, text in SERVICE.items()}


@each("text", BAD.values(), ids=BAD)
def test_unsafe_query_is_refused(text):
    with pytest.raises(QueryError):
        guard.check_query(text, "here")


@each("name", named_queries.list_query_names())
def test_own_queries_pass(name):
    guard.check_query(named_queries.load_named_query(name).text, name)


def test_keywords_are_allowed_in_data():
    guard.check_query('SELECT * { ?s ?p "SERVICE <x>" } # SERVICE, FROM', "here")


def test_accepted_query_is_answered():
    text = "SELECT (COUNT(*) AS ?n) { GRAPH <https://w3id.org/actgraph/graphs/act.recitals> { ?s a ag:Recital } }"
    text = "PREFIX ag: <https://w3id.org/actgraph/ns/> " + text
    guard.check_query(text, "here")
    assert open_day("2026-11-24").select_rows(text) == [{"n": "180"}]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s dpv:hasService ?o ; dpv:service.desk ?service }",
        "SELECT * { ?SERVICE ?p <http://service.example:8080/a> , 'service: a' }",
        "PREFIX a: <urn:services:> ASK { ?s a:b:c a:Service_b }",
    ],
)
def test_names_containing_service_are_accepted(text):
    guard.check_query(text, "here", {"dpv": "https://w3id.org/dpv#"})


@pytest.mark.parametrize("text", ["ASK { ?s ?PREFIX nowhere:a }", "ASK { ?s:p nowhere:a }", "ASK { ?s ?p nowhere: }"])
def test_undeclared_prefix_is_located(text):
    with pytest.raises(QueryError, match="not declared") as told:
        guard.check_query(text, "here", {"": "urn:"})
    assert told.value.where == f"here:1:{text.index('nowhere') + 1}"


@pytest.mark.parametrize("before", ["\t\t", "?s ?p 1\r.\r\n", "act:art_53.par_1.pnt_c ?p 'a'@en . ", "# a comment\n\t"])
def test_error_place_refers_to_text(before):
    text = f"ASK {{ {before}?s ?p ?o }} !"
    with pytest.raises(QueryError) as told:
        guard.check_query(text, "here", {"act": "urn:"})
    lines = text.splitlines()
    line, column = len(lines), len(lines[-1])
    assert told.value.where == f"here:{line}:{column}"


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        ("ASK " + "{" * 101 + "}" * 101, "nests deeper than 100 brackets", 105),
        ("ASK { FILTER(" + "1+" * 400 + "1) }", "over 400 operators", 813),
    ],
    ids=["brackets", "operators"],
)
def test_query_over_limit_is_refused(text, said, column):
    with pytest.raises(QueryError, match=said) as told:
        guard.check_query(text, "here")
    assert (told.value.kind, told.value.where) == ("too-long", f"here:1:{column}")


def test_query_within_limits_is_accepted():
    guard.check_query("ASK " + "{" * 99 + "?s ?p ?o" + "}" * 99, "here")
    guard.check_query("ASK " + "{" * 100 + "}" * 100, "here")
    guard.check_query("ASK { " + " ".join(f"?s ?p {number} ." for number in range(500)) + " }", "here")


# With the names of the mixed queries: else the engine stops before the call.
_OBJECTS = [Literal(True), Literal(False), Literal("a"), NamedNode("http://h:"), NamedNode("http://h:/b.c")]
_STORE = Store()
_STORE.extend(Quad(NamedNode("urn:a"), NamedNode("urn:b"), one) for one in _OBJECTS)


def _calls_server(text):
    """Return whether the engine would contact another server; the port in the queries is closed."""
    try:
        for _ in _STORE.query(text):
            pass
    except OSError:
        return True
    except (SyntaxError, RuntimeError):
        return False
    return False


def _canonicalize_query(text):
    try:
        return sparql_tokens.escape_dots(canonicalize_query(text, "here"))
    except QueryError:
        return ""


def test_disguised_service_is_refused():
    chance = random.Random(20261124)
    texts = filter(None, (_canonicalize_query(mix_query(chance)) for _ in range(20_000)))
    called = [text for text in texts if _calls_server(text)]
    assert len(called) > 100
    for text in called:
        with pytest.raises(QueryError):
            guard.check_query(text, "here")


# ---- Exact messages -------------------------------------------------------------------------------------------------

KNOWN = {"": "urn:", "act": "urn:act:", "dpv": "https://w3id.org/dpv#"}
NO_QUERY = "this is no SPARQL query"
FORMS = "\n  SELECT, ASK, CONSTRUCT and DESCRIBE are read; updates are not."
BY_NUMBER = (
    "the query writes a character by its number where that can be read in more than one way\n  Write the character"
    " itself; in strings \\t, \\n, \\r, \\\", \\' and \\\\ stand for what ends them."
)
NOT_HERE = "SERVICE would ask another server: not here"
TOO_DEEP = "the query nests too much to be read\n  Ask for it in several queries."
AS_SERVICE = "can be read as SERVICE, which would ask another server\n  Write its IRI."

TOLD = [  # the query, the kind of its error, and the whole message
    ("", "malformed", f"here:1:1: {NO_QUERY}{FORMS}"),
    ("ASK {", "malformed", f"here:1:6: {NO_QUERY}{FORMS}"),
    ("ASK {\n\t?s ?p ?o }\n!rest\nx", "malformed", f"here:3:1: {NO_QUERY}: it cannot be read from “!rest” on{FORMS}"),
    ("ASK {} " + "!" * 70, "malformed", f"here:1:8: {NO_QUERY}: it cannot be read from “{'!' * 60}” on{FORMS}"),
    # the parser sees a backslash before the dots in a name, which is not in the text
    ("ASK {act:a.b.c.d ?p :\\.e} !\\.", "malformed", f"here:1:27: {NO_QUERY}: it cannot be read from “!\\.” on{FORMS}"),
    ("ASK { ?s ?p \n'a\\u000A' }", "refused", f"here:2:3: {BY_NUMBER}"),
    ("ASK { ?s ?p 1 . service <a:a> {} SERVICE <a:b> {} }", "refused", f"here:1:17: {NOT_HERE}"),
    ("ASK { ?s ?p 'SERVICE' , ?SERVICE .\nSERVICE ?s {} }", "refused", f"here:2:1: {NOT_HERE}"),
    ("ASK { ?s ?p 1 . SERVICE:x {} }", "refused", f"here:1:1: {NOT_HERE}"),
    ("ASK {}" + " " * 99_995, "too-long", "here: the query is over 100,000 characters"),
    # names
    ("ASK { ?s ?p dvp:a , act:a }", "malformed", "here:1:13: the prefix “dvp:” is not declared\n  did you mean: dpv:"),
    ("ASK { ?s ?p act:a , <no:a> , 'no:a' , no:b , no:a }", "malformed", "here:1:46: the prefix “no:” is not declared"),
    ("ASK { ?s ?p no:a\\.b.cX. }", "malformed", "here:1:13: the prefix “no:” is not declared"),
    (f"ASK {{ ?s ?p {'o' * 202}:a }}", "malformed", f"here:1:1: the prefix “{'o' * 202}:” is not declared"),
    ("ASK {\n?s act:a 1 ; act:Service:a\\.b 2 }", "refused", f"here:2:14: the name “act:Service:a.b” {AS_SERVICE}"),
    ("PREFIX SERVICE: <a:> ASK { ?s SERVICE:b 1 }", "refused", f"here:1:31: the name “SERVICE:b” {AS_SERVICE}"),
    ("ASK { ?s act:SERVICE: 1 }", "refused", f"here:1:10: the name “act:SERVICE:” {AS_SERVICE}"),
]


@each(("text", "kind", "said"), TOLD, ids=[text[-40:] for text, _, _ in TOLD])
def test_error_text_is_exact(text, kind, said):
    with pytest.raises(QueryError) as told:
        guard.check_query(text, "here", KNOWN)
    assert (told.value.kind, str(told.value)) == (kind, said)


CHECKED = [  # the query, the text for the engine, the graphs that it names, and the functions
    ("ASK { ?s ?p ?o } # all", "ASK { ?s ?p ?o }      ", "ASK", None, None, (), ()),
    ("SELECT * FROM <a> FROM :c { ?s ?p ?o }", "", "SELECT", ("urn:c", "http://b/a"), (), (), ()),
    ("DESCRIBE act:a FROM NAMED act:b\\.c", "", "DESCRIBE", (), ("urn:act:b.c",), (), ()),
    ("CONSTRUCT WHERE { ?s ?p act:a.b.c }", "", "CONSTRUCT", None, None, (), ()),
    ("PREFIX x: <u:> BASE <http://d/> ASK { GRAPH <a> { ?s x:a 1 } }", "", "ASK", None, None, ("http://d/a",), ()),
    ("ASK { GRAPH act:e\\-f { GRAPH ?g { ?s ?p 1 } } }", "", "ASK", None, None, ("urn:act:e-f",), ()),
    (
        "ASK { ?s act:\u017fervice:a act:serv\u0130ce:a }",
        "",
        "ASK",
        None,
        None,
        (),
        (),
    ),  # no upper case of it
    ("ASK { FILTER(<a>(act:f(1))) }", "", "ASK", None, None, (), ("http://b/a", "urn:act:f")),
]


@pytest.mark.parametrize("case", CHECKED, ids=[case[0] for case in CHECKED])
def test_query_properties_are_read(case):
    text, asked, *others = case
    assert guard.check_query(text, "here", KNOWN, "http://b/") == (asked or text, *others)


def test_longest_query_is_accepted():
    assert guard.check_query("ASK {}" + " " * 99_994, "here").form == "ASK"


@each(
    ("text", "kind", "said"),
    [
        ("ASK { ?s ?p ?SERVICE , 'SERVICE' }", "too-long", f"here: {TOO_DEEP}"),
        ("ASK {\nservice <a:a> {} }", "refused", f"here:2:1: {NOT_HERE}"),
    ],
)
def test_exhausted_parser_is_query_error(monkeypatch, text, kind, said):
    def fail(_):
        raise RecursionError

    monkeypatch.setattr("rdflib.plugins.sparql.parser.parseQuery", fail)
    with pytest.raises(QueryError) as told:
        guard.check_query(text, "here")
    assert (told.value.kind, str(told.value)) == (kind, said)


def test_parser_failure_is_query_error(monkeypatch):
    def fail(_):
        raise ValueError("why")

    monkeypatch.setattr("rdflib.plugins.sparql.parser.parseQuery", fail)
    with pytest.raises(QueryError) as told:
        guard.check_query("ASK {}", "here")
    assert (told.value.kind, str(told.value)) == ("malformed", "here: this query cannot be read (why)")


def test_parser_is_silent_and_keeps_recursion_limit(caplog):
    caplog.set_level(logging.WARNING, "rdflib")
    before = sys.getrecursionlimit()
    guard.check_query("ASK { ?s ?p 1 }", "here")
    logging.getLogger("rdflib.term").warning("no day")
    logging.getLogger("others").warning("a day")
    assert [record.name for record in caplog.records] == ["others"]
    assert sys.getrecursionlimit() == before


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a\r\nb\rc\n\r\n", "a\nb\nc\n\n"),
        ("<a#b> '#' \"#\" '''#'#''' # \\u0041 é\n#\n#x", "<a#b> '#' \"#\" '''#'#'''      \n \n  "),
        ("\\u0058\\U00000062\\U0001F600\\u00e9 \\u00G1 \\u", "Xb\U0001f600é \\u00G1 \\u"),
    ],
)
def test_canonical_text(text, read):
    assert canonicalize_query(text, "here") == read


@pytest.mark.parametrize("escape", ["u0022", "u0027", "u005C", "u000a", "U00110000", "UFFFFFFFF", "u+041", "U+041"])
def test_ambiguous_unicode_escape_is_refused(escape):
    with pytest.raises(QueryError) as told:
        canonicalize_query(f"ASK {{\n ?s ?p '\\{escape}' }}", "here")
    assert str(told.value) == f"here:2:9: {BY_NUMBER}"


def test_places_count_from_one():
    assert [get_line_column("\nab\n\nc\n", at) for at in range(7)] == [
        (1, 1),
        (2, 1),
        (2, 2),
        (2, 3),
        (3, 1),
        (4, 1),
        (4, 2),
    ]


TOKENS = {  # tokens of each kind, with what follows directly
    "aside": [
        *("<>", "<urn:a#b>", "#", "# a 'b", '""', '"a\\"b"', "''", "'a\\'\\\\'", '"a', "'a"),
        *('""""""', '"""a"b""c\nd\\""""', "''''''", "'''a'b''c\nd\\''''"),
    ],
    "variable": ["?s", "$s", "?s1", "?é_\u00b7", "?1"],
    None: ["_:b", "_:1b-c", "_:a..b", "_:a.bc..de.f"],
    "local": [
        "a:b",
        ":b",
        ":1",
        "a:b.c-d",
        "a::",
        "a:%41",
        "a:b%41c",
        "a:\\'b",
        "a:b\\#\\-",
        "a.b-c:d",
        f"{'o' * 201}:a",
    ],
    "prefix": [":", "a:", "a.b:"],
    "word": ["a", "SELECT", "é1"],
    "mark": [*"{}()[].;,<>=!&|^@?$%\\"],
}


@each(("kind", "text"), [(kind, text) for kind, some in TOKENS.items() for text in some])
def test_token_is_complete(kind, text):
    first = next(sparql_tokens.tokenize_query(f"{text}\n}}"))
    assert (first.lastgroup, first.group()) == (kind, text)


@pytest.mark.parametrize("text", ['"""a"b\n', "'''a'b\n", '"""a\\\n', "'''a\\\n", '"\\\n', "'\\\n"])
def test_unclosed_string_ends_with_text(text):
    assert [token.group() for token in sparql_tokens.tokenize_query(text)] == [text]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("?a.b:c.d", ["?a", ".", "b:c.d"]),
        ("a.:b", ["a", ".", ":b"]),
        ("_:a.SERVICE:b.", ["_:a.SERVICE", ":b."]),
        ("'a' 'b' \"c\" \"d\"#'e'\r?f", ["'a'", "'b'", '"c"', '"d"', "#'e'", "?f"]),
        ("<a <b>", ["<", "a", "<b>"]),
        ("'a\nb'", ["'a", "b", "'"]),
    ],
)
def test_token_boundaries_match_parser(text, read):
    assert [token.group() for token in sparql_tokens.tokenize_query(text)] == read


def test_only_dots_in_names_are_escaped():
    text = "ASK { a:b.c.X a:b.. ?s.t 'a:b.c' . <a:b.c> a:b\\.c.d. _:a.b :a.b a.b: a: }"
    told = "ASK { a:b\\.c\\.X a:b.. ?s.t 'a:b.c' . <a:b.c> a:b\\.c\\.d. _:a.b :a\\.b a.b: a: }"
    assert sparql_tokens.escape_dots(text) == told


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ASK { ?s ?p 'FROM <a>' }", "ASK { ?s ?p 'FROM <a>' }"),
        ("ASK from <a> From Named a:b{}", "ASK  {}"),
        ("ASK FROM # a\n NAMED #b\n <c> # d\n{}", "ASK  # d\n{}"),
        ("FROM <a> FROM <b> ASK", "  ASK"),
    ],
)
def test_dataset_clause_is_removed(text, left):
    assert sparql_tokens.remove_dataset_clauses(text) == left
