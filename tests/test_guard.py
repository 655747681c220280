"""What a query of somebody else's may do."""

import random

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from actgraph import graph, guard, queries, sparql
from actgraph.errors import QueryError
from actgraph.query_text import canonical
from tests.hostile_queries import SERVICE
from tests.mixed_queries import mixed

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


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_refused(text):
    with pytest.raises(QueryError):
        guard.check(text, "here")


@pytest.mark.parametrize("name", queries.names())
def test_our_own_queries_pass(name):
    guard.check(queries.named(name).text, name)


def test_the_words_are_allowed_where_they_are_data():
    guard.check('SELECT * { ?s ?p "SERVICE <x>" } # SERVICE, FROM', "here")


def test_a_query_that_passes_is_answered():
    text = "SELECT (COUNT(*) AS ?n) { GRAPH <https://w3id.org/actgraph/graphs/act.recitals> { ?s a ag:Recital } }"
    text = "PREFIX ag: <https://w3id.org/actgraph/ns/> " + text
    guard.check(text, "here")
    assert graph.on("2026-11-24").rows(text) == [{"n": "180"}]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s dpv:hasService ?o ; dpv:service.desk ?service }",
        "SELECT * { ?SERVICE ?p <http://service.example:8080/a> , 'service: a' }",
        "PREFIX a: <urn:services:> ASK { ?s a:b:c a:Service_b }",
    ],
)
def test_names_with_service_in_them_are_read(text):
    guard.check(text, "here", {"dpv": "https://w3id.org/dpv#"})


@pytest.mark.parametrize("text", ["ASK { ?s ?PREFIX nowhere:a }", "ASK { ?s:p nowhere:a }", "ASK { ?s ?p nowhere: }"])
def test_a_prefix_that_is_not_declared_is_told_with_its_place(text):
    with pytest.raises(QueryError, match="not declared") as told:
        guard.check(text, "here", {"": "urn:"})
    assert told.value.where == f"here:1:{text.index('nowhere') + 1}"


@pytest.mark.parametrize("before", ["\t\t", "?s ?p 1\r.\r\n", "act:art_53.par_1.pnt_c ?p 'a'@en . ", "# a comment\n\t"])
def test_the_place_is_that_of_the_text(before):
    text = f"ASK {{ {before}?s ?p ?o }} !"
    with pytest.raises(QueryError) as told:
        guard.check(text, "here", {"act": "urn:"})
    lines = text.splitlines()
    line, column = len(lines), len(lines[-1])
    assert told.value.where == f"here:{line}:{column}"


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        ("ASK " + "{" * 101 + "}" * 101, "nests deeper than 100 brackets", 105),
        ("ASK { FILTER(" + "1+" * 300 + "1) }", "over 300 operators", 613),
    ],
    ids=["brackets", "operators"],
)
def test_one_more_than_may_be_is_too_long(text, said, column):
    with pytest.raises(QueryError, match=said) as told:
        guard.check(text, "here")
    assert (told.value.kind, told.value.where) == ("too-long", f"here:1:{column}")


def test_as_many_brackets_and_some_hundred_triples_are_read():
    guard.check("ASK " + "{" * 99 + "?s ?p ?o" + "}" * 99, "here")
    guard.check("ASK { " + " ".join(f"?s ?p {number} ." for number in range(500)) + " }", "here")


# With what the mixed queries name: else the engine stops before it would call.
_OBJECTS = [Literal(True), Literal(False), Literal("a"), NamedNode("http://h:"), NamedNode("http://h:/b.c")]
_STORE = Store()
_STORE.extend(Quad(NamedNode("urn:a"), NamedNode("urn:b"), one) for one in _OBJECTS)


def _calls(text):
    """Whether the engine would ask another server; nobody listens at the port that the queries name."""
    try:
        for _ in _STORE.query(text):
            pass
    except OSError:
        return True
    except (SyntaxError, RuntimeError):
        return False
    return False


def _canonical(text):
    try:
        return sparql.escaped(canonical(text, "here"))
    except QueryError:
        return ""


def test_what_the_engine_reads_as_service_is_refused():
    chance = random.Random(20261124)
    texts = filter(None, (_canonical(mixed(chance)) for _ in range(20_000)))
    called = [text for text in texts if _calls(text)]
    assert len(called) > 100
    for text in called:
        with pytest.raises(QueryError):
            guard.check(text, "here")
