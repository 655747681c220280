"""Test `actgraph export`: the graph of a day or of a node with its parts, as other tools read it."""

import csv
import io
import json
import os
import subprocess
import sys

import networkx as nx
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse

from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.graph import catalog, day
from actgraph.law import links
from actgraph.law.link_paths import LINK_TYPES
from actgraph.law.rdf_export import WRITERS, build_jsonld_context, collect_node_quads
from actgraph.law.sssom import format_mapping_set
from actgraph.sparql import named_queries

ON = "2026-11-24"
DAY = day.open_day(ON)
AG = load_prefixes()["ag"]
PARTS = ["Article 53", "Copyright chapter", "Recital 110", "Annex XI", "gdl:5045.sec_2.1", "tcs:sec_2.3"]
FORMATS = {"ttl": RdfFormat.TURTLE, "nq": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}


def _run_export(run, *args):
    code, out, err = run("export", *args, "--on", ON)
    assert (code, err) == (0, DAY.short_basis + "\n")
    return out


def _canonicalize(quads, named):
    """Canonicalize the blank nodes of statements (RDFC-1.0)."""
    found = Dataset(quads if named else (Quad(one.subject, one.predicate, one.object) for one in quads))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


def _load_files():
    for one in catalog.find_valid_graphs(ON):
        for quad in parse(one.read(), format=RdfFormat.TURTLE, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(one.iri))


@pytest.mark.parametrize("form", FORMATS)
def test_whole_export_equals_files(run, form):
    out = _run_export(run, "-f", form)
    found = _canonicalize(parse(out.encode(), format=FORMATS[form]), form == "nq")
    assert found == _canonicalize(_load_files(), form == "nq")
    assert len(found) > 50_000


def test_nquads_name_each_graph(run):
    names = {quad.graph_name.value for quad in parse(_run_export(run, "-f", "nq").encode(), format=RdfFormat.N_QUADS)}
    assert names == {one.iri for one in catalog.find_valid_graphs(ON)}


def test_turtle_is_default_format(run):
    assert _run_export(run, "Recital 110") == _run_export(run, "Recital 110", "-f", "ttl")


def test_lines_are_sorted_and_deterministic():
    code = (
        "from actgraph.cli import _run;"
        f"[_run(['export', *args, '--on', '{ON}']) for args in ([], ['cpy', '-f', 'jsonld'], ['cpy', '-f', 'graphml'])]"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
    subjects = [quad.subject for quad in collect_node_quads(DAY)]
    assert list(map(str, subjects)) == sorted(map(str, subjects))


# ---- One node -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", PARTS)
def test_node_export_has_only_its_parts(words):
    iri = DAY.cite(words)
    inside, found = links.find_subtree(DAY, iri), collect_node_quads(DAY, iri)
    whole = collect_node_quads(DAY)
    assert {quad for quad in whole if quad.subject.value in inside} <= set(found) < set(whole)
    about = {}
    for quad in found:
        about.setdefault(quad.subject.value, set()).add(getattr(quad.object, "value", ""))
    strange = {subject for subject, values in about.items() if subject not in inside and not values & inside}
    assert not strange, f"they have nothing to do with {words}"


def test_link_comes_with_its_source():
    article = DAY.cite("53(1)(c)")
    found = collect_node_quads(DAY, article)
    said = {}
    for quad in found:
        said.setdefault(quad.subject.value, {})[shorten_iri(quad.predicate.value)] = shorten_iri(quad.object.value)
    itself = {"ag:covers": "act:art_53.par_1.pnt_c", "ag:refersTo": "act:art_53.par_1.pnt_c"}
    assert said[DAY.cite("Copyright Commitment 1")] == itself, "the links and no more of it"
    of = [one for one in said.values() if one.get("ag:predicate") == "ag:covers"]
    assert [(one["ag:linkKind"], one["dcterms:source"]) for one in of] == [("ag:declared", "cop:cpy.pag_4")]
    assert all(one["dcterms:description"] for one in said.values() if one.get("ag:predicate") == "ag:addresses")


def test_mapping_gap_comes_with_provision():
    kinds = {quad.object.value for quad in collect_node_quads(DAY, DAY.cite("Article 54"))}
    assert AG + "MappingGap" in kinds


# ---- JSON-LD ------------------------------------------------------------------------------------------------------


def test_context_terms_are_classes_or_properties():
    terms = {term: said for term, said in build_jsonld_context().items() if isinstance(said, dict)}
    kinds = ("Class", "ObjectProperty", "DatatypeProperty")
    asked = " ".join(f"<{load_prefixes()['owl']}{kind}>" for kind in kinds)
    rows = DAY.select_rows(
        f"SELECT DISTINCT ?x {{ VALUES ?kind {{ {asked} }} ?x a ?kind FILTER(STRSTARTS(STR(?x), '{AG}')) }}"
    )
    assert {expand_curie(said["@id"]) for said in terms.values()} == {row["x"] for row in rows}
    assert all(said["@id"] == f"ag:{term}" for term, said in terms.items())
    assert not set(terms) & set(load_prefixes()), "a term hides a prefix"
    assert {term: iri for term, iri in build_jsonld_context().items() if isinstance(iri, str)} == load_prefixes()


@pytest.mark.parametrize("words", PARTS)
def test_rdflib_reads_jsonld_of_node(words):
    from rdflib import Graph
    from rdflib.compare import isomorphic

    found = collect_node_quads(DAY, DAY.cite(words))
    read = Graph().parse(data=WRITERS["jsonld"](found), format="json-ld")
    assert isomorphic(read, Graph().parse(data=WRITERS["ttl"](found), format="turtle"))
    assert len(read) == len({(quad.subject, quad.predicate, quad.object) for quad in found})


@pytest.mark.slow
def test_rdflib_reads_whole_jsonld():
    from rdflib import Graph
    from rdflib.compare import to_canonical_graph

    found = collect_node_quads(DAY)
    read, expected = (
        Graph().parse(data=WRITERS[form](found), format=name)
        for form, name in (("jsonld", "json-ld"), ("ttl", "turtle"))
    )
    assert set(to_canonical_graph(read)) == set(to_canonical_graph(expected))


def test_jsonld_needs_no_network_and_uses_its_terms(run):
    told = json.loads(_run_export(run, "53(1)(c)", "-f", "jsonld"))
    assert told["@context"] == build_jsonld_context()
    (node,) = [one for one in told["@graph"] if one["@id"] == "act:art_53.par_1.pnt_c"]
    assert "Point" in node["@type"]
    assert node["number"] == ["c"]
    assert node["rdfs:label"] == [{"@value": "Article 53(1)(c)", "@language": "en"}]
    assert node["eli:is_part_of"] == [{"@id": "act:art_53.par_1"}]


# ---- GraphML, CSV, SSSOM ------------------------------------------------------------------------------------------


def test_networkx_reads_whole_graphml(run):
    read = nx.parse_graphml(_run_export(run, "-f", "graphml"), force_multigraph=True)
    assert read.nodes[DAY.cite("Article 53")]["label"] == "Article 53"
    assert read.nodes[DAY.cite("Article 53")]["kind"] == "Article"
    found = {(start, end, shorten_iri(data["link"])) for start, end, data in read.edges(data=True)}
    assert {link for *_, link in found} == set(LINK_TYPES)
    (edge,) = [
        data
        for data in read.get_edge_data(DAY.cite("Copyright Commitment 1"), DAY.cite("53(1)(c)")).values()
        if data["link"] == AG + "covers"
    ]
    assert (edge["kind"], shorten_iri(edge["source"])) == ("declared", "cop:cpy.pag_4")
    cites = DAY.select_rows(f"SELECT ?a ?b {{ ?a <{load_prefixes()['eli']}cites> ?b }}")
    assert {(row["a"], row["b"], "eli:cites") for row in cites} <= found


def test_node_graphml_has_its_links(run):
    read = nx.parse_graphml(_run_export(run, "Article 54", "-f", "graphml"), force_multigraph=True)
    inside = links.find_subtree(DAY, DAY.cite("Article 54"))
    assert all({start, end} & inside for start, end in read.edges())
    assert DAY.cite("Annex XI") in read


def _export_table(run, *args):
    return list(csv.DictReader(io.StringIO(_run_export(run, *args, "-f", "csv"))))


def test_csv_equals_table(run):
    rows = DAY.select_rows(named_queries.load_named_query("article-to-commitment-table").text)
    assert _export_table(run) == [{name: value or "" for name, value in row.items()} for row in rows]


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        (
            "Article 3",
            {("Article 3", "Safety and Security Commitment 1"), ("Article 3", "Safety and Security Appendix 1")},
        ),
        ("Copyright chapter", {("Article 53", "Copyright Commitment 1")}),
        ("Copyright Commitment 1", {("Article 53", "Copyright Commitment 1")}),
    ],
)
def test_csv_of_node(run, words, pairs):
    found = {(row["articleLabel"], row["commitmentLabel"]) for row in _export_table(run, words)}
    whole = {(row["articleLabel"], row["commitmentLabel"]) for row in _export_table(run)}
    assert found <= whole
    assert found == pairs or words == "Article 3"
    assert {article for article, _ in found} == {article for article, _ in pairs}


def test_csv_of_act_chapter(run):
    assert {row["articleLabel"] for row in _export_table(run, "Chapter V")} == {
        "Article 53",
        "Article 55",
        "Article 56",
    }


def test_csv_of_uncovered_node_says_so(run):
    code, out, err = run("export", "Article 54", "-f", "csv", "--on", ON)
    assert (code, len(out.splitlines())) == (0, 1)
    assert err.startswith("no rows: no commitment names it")


def test_node_sssom_is_subset(run):
    def parse_rows(text):
        return [line for line in text.splitlines() if not line.startswith(("#", "subject_id"))]

    found, whole = parse_rows(_run_export(run, "Article 53", "-f", "sssom")), parse_rows(format_mapping_set(DAY))
    assert found == [line for line in whole if "\tact:art_53." in line or "\tact:art_53\t" in line]
    assert 5 < len(found) < len(whole)


# ---- Output files and errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.ttl", "@prefix"),
        ("a.nq", "<https"),
        ("a.jsonld", "{"),
        ("a.graphml", "<graphml"),
        ("a.sssom.tsv", "#curie_map"),
        ("a.csv", "article,"),
    ],
)
def test_file_extension_selects_format(run, tmp_path, name, begins):
    assert _run_export(run, "Copyright chapter", "-o", str(tmp_path / name)) == ""
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["Article 999"], "there is no Article 999"),
        ([""], "actgraph: "),
        (["Measure 1.1"], "Copyright Measure 1.1"),
        (["53(1)(a)", "-f", "csv"], "Article 53(1)(a) is a part of one"),
        (["-f", "csv", "--on", "2025-01-01"], "there is no code of practice on 2025-01-01"),
        (["-f", "sssom", "--on", "2025-01-01"], "there is no code of practice on 2025-01-01"),
        (["--on", "2020-01-01"], "no text of the graph holds on 2020-01-01"),
        (["-f", "xml"], "'xml' is not one of"),
        (["-o", "a.xml"], "“.xml” is the ending of none of its formats"),
        (["53", "-o", "not-there/a.ttl"], "not-there/a.ttl: cannot be written"),
    ],
)
def test_user_error_is_one_message(run, args, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("export", *args)
    assert (code, out) == (2, "")
    assert told in err
