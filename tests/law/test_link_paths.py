"""actgraph path: the shortest chains of links between two nodes."""

import json

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode

from actgraph.cli import cli
from actgraph.core.prefixes import shorten_iri
from actgraph.graph.day import open_day
from actgraph.law.link_paths import COLUMNS, LINK_TYPES, find_link_paths

DAY = "2026-11-24"


def _told(start, end, day=DAY):
    graph = open_day(day)
    return [
        [(shorten_iri(step.link), step.kind, step.forward, shorten_iri(step.end)) for step in chain]
        for chain in find_link_paths(graph, graph.cite(start), graph.cite(end))
    ]


def test_from_a_provision_to_the_measure_that_covers_it():
    measure = "cop:cpy.com_1.mea_1"
    assert _told("53(1)(c)", "Copyright Measure 1.1") == [[("ag:addresses", "editorial", False, measure)]]
    assert _told("53(1)(c)", "Copyright Commitment 1") == [[("ag:covers", "declared", False, "cop:cpy.com_1")]]


def test_a_reference_is_followed_as_it_points_and_against_it():
    assert _told("Article 53(5)", "Article 97") == [[("eli:cites", "stated", True, "act:art_97")]]
    assert _told("Article 97", "Article 53(5)") == [[("eli:cites", "stated", False, "act:art_53.par_5")]]


@pytest.mark.parametrize(
    ("start", "end", "hub"),
    [
        ("Article 40", "Article 43", "act:cpt_III.sct_5"),
        ("recital 110", "recital 112", "http://data.europa.eu/eli/reg/2024/1689/oj"),
        ("Article 100", "Article 101", "http://data.europa.eu/eli/treaty/tfeu_2016/oj"),
    ],
)
def test_what_much_has_to_do_with_is_no_short_cut(start, end, hub):
    """Two provisions stand in one chapter, or cite one act: a chain through what they say themselves comes first."""
    found = _told(start, end)
    assert found
    assert hub not in [step[-1] for chain in found for step in chain]


def test_the_chapter_links_what_nothing_else_does():
    assert ("eli:is_part_of", "part", True, "act:cpt_V") in _told("Article 53", "Chapter V")[0]


def test_every_step_is_a_triple_of_the_graph():
    graph = open_day(DAY)
    for chain in find_link_paths(graph, graph.cite("Article 101"), graph.cite("Measure 9.3")):
        for step in chain:
            subject, object_ = (step.start, step.end) if step.forward else (step.end, step.start)
            triples = {(quad.predicate.value, quad.object) for quad in graph.find_outgoing(subject)}
            assert (step.link, NamedNode(object_)) in triples


def test_chains_are_of_the_day():
    assert _told("Article 10(5)", "Article 59", "2026-07-26")
    for day, there in (("2026-07-26", True), (DAY, False)):
        found = _told("Article 2(7)", "Article 10(2)(f)", day)
        assert found
        assert any(step[-1] == "act:art_10.par_5" for chain in found for step in chain) is there


def test_a_statement_of_ours_leads_to_the_provision_it_stands_on():
    assert _told("rdg:thr_51.2", "51(2)") == [[("dcterms:source", "editorial", True, "act:art_51.par_2")]]


def test_what_was_computed_of_a_recital_that_was_read_counts_no_more():
    found = _told("recital 112", "Article 55")
    assert found
    assert ("ag:explains", "computed", True, "act:art_55") not in [chain[0] for chain in found]


def test_every_link_that_is_followed_is_a_property_of_the_graph():
    known = {shorten_iri(row["link"]) for row in open_day(DAY).select_rows("SELECT DISTINCT ?link { ?from ?link ?to }")}
    assert set(LINK_TYPES) <= known


def test_one_and_the_same():
    result = CliRunner().invoke(cli, ["path", "53", "Article 53", "--on", DAY])
    assert (result.exit_code, "one and the same" in result.output) == (0, True)


def test_json_has_its_columns():
    result = CliRunner().invoke(cli, ["path", "53(5)", "97", "--on", DAY, "-f", "json"])
    (row,) = json.loads(result.stdout)
    assert tuple(row) == COLUMNS
    assert (row["kind"], row["direction"], row["toLabel"]) == ("stated", "forward", "Article 97")


@pytest.mark.parametrize("words", [["53", "Article 153"], ["Article 153", "53"]])
def test_what_names_nothing_is_told(words):
    result = CliRunner().invoke(cli, ["path", *words, "--on", DAY])
    assert result.exit_code != 0
    assert "Article 153" in str(result.exception) + result.output
