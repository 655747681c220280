"""Test `actgraph path`: the shortest chains of links between two nodes."""

import json

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode

from actgraph.cli import cli
from actgraph.core.prefixes import shorten_iri
from actgraph.graph.day import open_day
from actgraph.law.link_paths import COLUMNS, LINK_TYPES, find_link_paths

DAY = "2026-11-24"


def _find_paths(start, end, day=DAY):
    graph = open_day(day)
    return [
        [(shorten_iri(step.link), step.kind, step.forward, shorten_iri(step.end)) for step in chain]
        for chain in find_link_paths(graph, graph.cite(start), graph.cite(end))
    ]


def test_path_from_provision_to_measure():
    measure = "cop:cpy.com_1.mea_1"
    assert _find_paths("53(1)(c)", "Copyright Measure 1.1") == [[("ag:addresses", "editorial", False, measure)]]
    assert _find_paths("53(1)(c)", "Copyright Commitment 1") == [[("ag:covers", "declared", False, "cop:cpy.com_1")]]


def test_references_are_followed_both_ways():
    assert _find_paths("Article 53(5)", "Article 97") == [[("eli:cites", "stated", True, "act:art_97")]]
    assert _find_paths("Article 97", "Article 53(5)") == [[("eli:cites", "stated", False, "act:art_53.par_5")]]


@pytest.mark.parametrize(
    ("start", "end", "hub"),
    [
        ("Article 40", "Article 43", "act:cpt_III.sct_5"),
        ("recital 110", "recital 112", "http://data.europa.eu/eli/reg/2024/1689/oj"),
        ("Article 100", "Article 101", "http://data.europa.eu/eli/treaty/tfeu_2016/oj"),
    ],
)
def test_hub_nodes_are_no_shortcut(start, end, hub):
    """Two provisions may share a chapter or cite one act; a chain through their own statements comes first."""
    found = _find_paths(start, end)
    assert found
    assert hub not in [step[-1] for chain in found for step in chain]


def test_chapter_links_otherwise_unlinked_nodes():
    assert ("eli:is_part_of", "part", True, "act:cpt_V") in _find_paths("Article 53", "Chapter V")[0]


def test_every_step_is_triple():
    graph = open_day(DAY)
    for chain in find_link_paths(graph, graph.cite("Article 101"), graph.cite("Measure 9.3")):
        for step in chain:
            subject, object_ = (step.start, step.end) if step.forward else (step.end, step.start)
            triples = {(quad.predicate.value, quad.object) for quad in graph.find_outgoing(subject)}
            assert (step.link, NamedNode(object_)) in triples


def test_paths_depend_on_day():
    assert _find_paths("Article 10(5)", "Article 59", "2026-07-26")
    for day, there in (("2026-07-26", True), (DAY, False)):
        found = _find_paths("Article 2(7)", "Article 10(2)(f)", day)
        assert found
        assert any(step[-1] == "act:art_10.par_5" for chain in found for step in chain) is there


def test_annotation_leads_to_its_source():
    assert _find_paths("rdg:thr_51.2", "51(2)") == [[("dcterms:source", "editorial", True, "act:art_51.par_2")]]


def test_read_recital_replaces_computed_links():
    found = _find_paths("recital 112", "Article 55")
    assert found
    assert ("ag:explains", "computed", True, "act:art_55") not in [chain[0] for chain in found]


def test_followed_links_are_properties():
    known = {shorten_iri(row["link"]) for row in open_day(DAY).select_rows("SELECT DISTINCT ?link { ?from ?link ?to }")}
    assert set(LINK_TYPES) <= known


def test_path_from_node_to_itself():
    result = CliRunner().invoke(cli, ["path", "53", "Article 53", "--on", DAY])
    assert (result.exit_code, "one and the same" in result.output) == (0, True)


def test_json_has_documented_columns():
    result = CliRunner().invoke(cli, ["path", "53(5)", "97", "--on", DAY, "-f", "json"])
    (row,) = json.loads(result.stdout)
    assert tuple(row) == COLUMNS
    assert (row["kind"], row["direction"], row["toLabel"]) == ("stated", "forward", "Article 97")


@pytest.mark.parametrize("words", [["53", "Article 153"], ["Article 153", "53"]])
def test_unknown_node_is_reported(words):
    result = CliRunner().invoke(cli, ["path", *words, "--on", DAY])
    assert result.exit_code != 0
    assert "Article 153" in str(result.exception) + result.output
