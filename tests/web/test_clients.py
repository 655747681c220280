"""Test that SPARQL clients get from the endpoint what `actgraph query` gives."""

import csv
import doctest
import io
import json
import os
import re
import subprocess
from urllib.error import HTTPError

import pytest
import SPARQLWrapper
from rdflib import RDF, RDFS, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from actgraph.graph.day import open_day
from actgraph.web.pages.sparql_form import bind_start_query
from tests.conftest import ROOT, needs_comunica
from tests.support.console_examples import compile_output_pattern, make_bin_folder

DAY = "2026-11-24"  # of the test server
AG = Namespace("https://w3id.org/actgraph/ns/")
ACT = Namespace("https://w3id.org/actgraph/eli/reg/2024/1689/")
COMMITMENT = URIRef("https://w3id.org/actgraph/code-of-practice/cpy.com_1")
GRAPHS = "https://w3id.org/actgraph/graphs/"
CORE, COPYRIGHT = (URIRef(GRAPHS + name) for name in ("core", "code-of-practice.copyright"))
OLD = URIRef(f"{GRAPHS}edition.act.2024-07-12")
QUERIES = {
    "coverage-of-provision": "53(1)(c)",
    "norms-of-provision": "53",
    "references-of-provision": "53",
    "guidelines-on-provision": "53(2)",
}

pytestmark = [
    pytest.mark.slow,
    # What SPARQLWrapper makes of triples.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]


@pytest.fixture(params=QUERIES)
def query(request):
    """A named query for a provision, and its rows from the command."""
    from click.testing import CliRunner

    from actgraph.cli import cli

    provision = QUERIES[request.param]
    arguments = [request.param, "--param", f"provision={provision}", "--on", DAY, "-f", "json"]
    rows = json.loads(CliRunner().invoke(cli, ["query", *arguments]).stdout)
    assert len(rows) > 1
    text = bind_start_query(open_day(DAY), request.param, [("provision", provision)])
    return text, [{name: None if value is None else str(value) for name, value in row.items()} for row in rows]


# ---- SPARQLWrapper

WAYS = [
    (SPARQLWrapper.GET, SPARQLWrapper.URLENCODED),
    (SPARQLWrapper.POST, SPARQLWrapper.URLENCODED),
    (SPARQLWrapper.POST, SPARQLWrapper.POSTDIRECTLY),
]


def _build_wrapper(server, text, form, way=WAYS[0]):
    made = SPARQLWrapper.SPARQLWrapper(f"{server}/sparql")
    made.setMethod(way[0])
    made.setRequestMethod(way[1])
    made.setReturnFormat(form)
    made.setQuery(text)
    return made


def _simplify_rows(told):
    return [
        {name: row[name]["value"] if name in row else None for name in told["head"]["vars"]}
        for row in _get_bindings(told)
    ]


def _get_bindings(told):
    return told["results"]["bindings"]


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_sparqlwrapper_gets_same_rows_as_command(server, query, way):
    text, rows = query
    assert _simplify_rows(_build_wrapper(server, text, SPARQLWrapper.JSON, way).queryAndConvert()) == rows
    table = _build_wrapper(server, text, SPARQLWrapper.CSV, way).queryAndConvert().decode()
    empty = [{name: value or "" for name, value in row.items()} for row in rows]
    assert list(csv.DictReader(io.StringIO(table, newline=""))) == empty


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_sparqlwrapper_reads_each_format_of_rows(server, way):
    text = "SELECT ?label { act:art_53 rdfs:label ?label }"
    assert _simplify_rows(_build_wrapper(server, text, SPARQLWrapper.JSON, way).queryAndConvert()) == [
        {"label": "Article 53"}
    ]
    (literal,) = _build_wrapper(server, text, SPARQLWrapper.XML, way).queryAndConvert().getElementsByTagName("literal")
    assert (literal.firstChild.data, literal.getAttribute("xml:lang")) == ("Article 53", "en")
    assert _build_wrapper(server, text, SPARQLWrapper.CSV, way).queryAndConvert() == b"label\r\nArticle 53\r\n"
    assert _build_wrapper(server, text, SPARQLWrapper.TSV, way).queryAndConvert() == b'?label\n"Article 53"@en\n'
    assert (
        _build_wrapper(server, "ASK { act:art_53 ?p ?o }", SPARQLWrapper.JSON, way).queryAndConvert()["boolean"] is True
    )
    (yes,) = _build_wrapper(server, "ASK {}", SPARQLWrapper.XML, way).queryAndConvert().getElementsByTagName("boolean")
    assert yes.firstChild.data == "true"


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { act:art_53 rdfs:label ?l }", "DESCRIBE act:art_53"])
def test_sparqlwrapper_reads_each_format_of_triples(server, way, text):
    label = (ACT.art_53, RDFS.label, Literal("Article 53", lang="en"))
    for form in (SPARQLWrapper.TURTLE, SPARQLWrapper.N3):
        told = _build_wrapper(server, text, form, way).queryAndConvert()
        assert label in Graph().parse(data=told, format="turtle"), form
    for form in (SPARQLWrapper.JSONLD, SPARQLWrapper.RDFXML, SPARQLWrapper.XML):
        assert label in _build_wrapper(server, text, form, way).queryAndConvert(), form


def test_sparqlwrapper_names_graphs(server):
    ask = _build_wrapper(server, "ASK { act:art_75a ?p ?o }", SPARQLWrapper.JSON)
    assert ask.queryAndConvert()["boolean"] is True
    ask.addDefaultGraph(str(OLD))
    assert ask.queryAndConvert()["boolean"] is False
    names = _build_wrapper(server, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", SPARQLWrapper.JSON)
    names.addNamedGraph(str(CORE))
    assert _simplify_rows(names.queryAndConvert()) == [{"g": str(CORE)}]


def test_sparqlwrapper_raises_its_own_exceptions(server):
    with pytest.raises(QueryBadFormed, match=r'"this is no SPARQL query".+ "line": 1, "column": 6'):
        _build_wrapper(server, "ASK {", SPARQLWrapper.JSON).query()
    with pytest.raises(HTTPError) as refused:
        _build_wrapper(server, "ASK { SERVICE <http://example.org/> {} }", SPARQLWrapper.JSON).query()
    assert (refused.value.code, b"SERVICE" in refused.value.read()) == (403, True)
    refused.value.close()
    with pytest.raises(HTTPError) as update:
        _build_wrapper(server, "INSERT DATA { <urn:a> <urn:b> 1 }", SPARQLWrapper.JSON, WAYS[1]).query()
    assert (update.value.code, b"read only" in update.value.read()) == (403, True)
    update.value.close()


# ---- rdflib

METHODS = ["GET", "POST", "POST_FORM"]


@pytest.fixture(params=METHODS)
def store(request, server):
    return SPARQLStore(f"{server}/sparql", method=request.param)


def test_rdflib_gets_same_rows_as_command(store, query):
    text, rows = query
    found = Graph(store).query(text)
    told = [{str(name): row.get(name) for name in found.vars} for row in found.bindings]
    assert [{name: None if value is None else str(value) for name, value in row.items()} for row in told] == rows


def test_rdflib_runs_each_query_kind(store):
    asked = Graph(store)
    covered = ACT["art_53.par_1.pnt_c"]
    (row,) = asked.query("SELECT ?p { ?c ag:covers ?p }", initNs={"ag": AG}, initBindings={"c": COMMITMENT})
    assert row.p == covered
    assert asked.query("ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c }").askAnswer is True
    assert asked.query("ASK { cop:cpy.com_1 ag:covers act:art_1 }").askAnswer is False
    made = asked.query("CONSTRUCT WHERE { cop:cpy.com_1 ag:covers ?p }").graph
    assert set(made) == {(COMMITMENT, AG.covers, covered)}
    assert (COMMITMENT, AG.covers, covered) in asked.query("DESCRIBE cop:cpy.com_1").graph


def test_rdflib_uses_endpoint_as_graph(store):
    asked = Graph(store)
    covered = ACT["art_53.par_1.pnt_c"]
    assert list(asked.triples((COMMITMENT, AG.covers, None))) == [(COMMITMENT, AG.covers, covered)]
    assert list(asked.subjects(AG.covers, covered)) == [COMMITMENT]
    assert str(asked.value(COMMITMENT, RDFS.label)) == "Copyright Commitment 1"
    assert (COMMITMENT, AG.covers, ACT.art_1) not in asked
    assert len(asked) > 50_000


def test_rdflib_reads_graphs_by_name(store):
    assert CORE in {getattr(one, "identifier", one) for one in store.contexts()}
    core = Graph(store, identifier=CORE)
    assert (AG.covers, RDF.type, None) in core
    assert (COMMITMENT, RDF.type, None) not in core
    assert not Graph(store, identifier=OLD).query("ASK { act:art_75a ?p ?o }").askAnswer
    rows = Dataset(store, default_union=True).query("SELECT ?g { GRAPH ?g { cop:cpy.com_1 a ?type } }")
    assert {row.g for row in rows} == {COPYRIGHT}


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib_reads_each_format_of_rows(server, form):
    asked = Graph(SPARQLStore(f"{server}/sparql", returnFormat=form))
    assert [str(row.l) for row in asked.query("SELECT ?l { act:art_53 rdfs:label ?l }")] == ["Article 53"]


def test_rdflib_raises_its_own_exceptions(store):
    if store.method == "GET":
        with pytest.raises(ValueError, match="something wrong"):
            store.query("ASK {")
    else:  # it raises nothing and gives an invalid result
        assert store.query("ASK {")[0] == 400


# ---- Comunica


def _run_comunica(source, text, *more):
    """Run Comunica; `sparql@` before the address states its type, else Comunica detects it."""
    return subprocess.run(["comunica-sparql", source, text, *more], capture_output=True, text=True, check=False)


def _get_comunica_rows(source, text):
    done = _run_comunica(source, text, "-t", "application/sparql-results+json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


SOURCES = pytest.mark.parametrize("kind", ["sparql@", ""], ids=["told", "found out"])


@needs_comunica
@SOURCES
def test_comunica_gets_same_rows_as_command(server, query, kind):
    text, rows = query
    assert _simplify_rows(_get_comunica_rows(f"{kind}{server}/sparql", text)) == rows


@needs_comunica
@SOURCES
def test_comunica_runs_each_query_kind(server, kind):
    source = f"{kind}{server}/sparql"
    pattern = f"<{COMMITMENT}> <{AG.covers}> ?p"
    triple = (COMMITMENT, AG.covers, ACT["art_53.par_1.pnt_c"])
    assert _get_comunica_rows(source, f"ASK {{ {pattern} }}")["boolean"] is True
    for text in (f"CONSTRUCT WHERE {{ {pattern} }}", f"DESCRIBE <{COMMITMENT}>"):
        done = _run_comunica(source, text, "-t", "application/n-triples")
        assert triple in Graph().parse(data=done.stdout, format="nt"), done.stderr


@needs_comunica
@SOURCES
def test_comunica_reads_graphs_by_name(server, kind):
    text = f"SELECT ?g {{ GRAPH ?g {{ <{COMMITMENT}> a ?type }} }}"
    assert _simplify_rows(_get_comunica_rows(f"{kind}{server}/sparql", text)) == [{"g": str(COPYRIGHT)}]


@needs_comunica
@SOURCES
def test_comunica_queries_other_day(server, kind):
    text = f"SELECT ?l {{ <{ACT.art_75a}> <{RDFS.label}> ?l }}"
    found = [_simplify_rows(_get_comunica_rows(f"{kind}{server}{day}/sparql", text)) for day in ("", "/on/2026-07-26")]
    assert found == [[{"l": "Article 75a"}], []]


@needs_comunica
def test_comunica_reports_refused_query(server):
    done = _run_comunica(f"sparql@{server}/on/no-day/sparql", "SELECT * { ?s ?p ?o }")
    assert (done.returncode, "400" in done.stderr) == (1, True), done


# ---- The examples of docs/sparql.md

DOC = (ROOT / "docs/sparql.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n\$ (.+?)\n(.*?)```", DOC, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", DOC, re.DOTALL)
ADDRESS = "http://127.0.0.1:8017"


def test_every_documented_block_is_run():
    assert len(re.findall(r"^```\w", DOC, re.MULTILINE)) == len(CONSOLE) + len(PYTHON)


@pytest.mark.parametrize(
    ("command", "printed"),
    [pytest.param(*one, marks=[needs_comunica] if one[0].startswith("comunica") else []) for one in CONSOLE],
    ids=[command[:60] for command, _ in CONSOLE],
)
def test_console_example(server, command, printed, tmp_path):
    env = {**os.environ, "PATH": os.pathsep.join([make_bin_folder(tmp_path), os.environ["PATH"]])}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command.replace(ADDRESS, server)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert re.fullmatch(compile_output_pattern(printed), done.stdout.rstrip("\n") + "\n", re.DOTALL), done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize("code", PYTHON, ids=range(len(PYTHON)))
def test_python_example(server, code):
    test = doctest.DocTestParser().get_doctest(code.replace(ADDRESS, server), {}, "sparql", "docs/sparql.md", 0)
    results = doctest.DocTestRunner().run(test)
    assert results.failed == 0
    assert results.attempted > 2
