"""Test the builder of the graph of the guidelines on prohibited practices."""

from collections import Counter
from pathlib import Path

import pytest

from actgraph.core.prefixes import ACT, PROHIBITED_GUIDELINES
from actgraph.graph.day import open_day
from actgraph.ingest import guideline_graph
from tests.conftest import ROOT, SOURCES, needs_sources

FOLDER = SOURCES / "guidelines"
GRAPHS = ROOT / "ontology/act"
DAY = open_day("2026-11-24")
PUBLISHED = [iri.removeprefix(ACT) for iri in open_day("2024-08-01").get_labels().values() if iri.startswith(ACT)]
# By hand: number of a paragraph → the provisions that it and its footnotes name.
REFERENCES = {
    1: ["art_1"],
    3: ["art_96.par_1.pnt_b", "art_5"],
    12: ["art_3.pnt_9", "art_3.pnt_10"],
    22: ["art_2.par_3"],
    167: ["art_5.par_1.pnt_c.pnt_ii"],  # "Article 5(1)(c) ii)"
    185: ["anx_III.pnt_6.pnt_d"],  # "Annex III, point 6, letter (d)"
    239: ["art_5.par_1.pnt_f", "anx_III.pnt_1.pnt_c", "art_50.par_3"],  # "point (1)(c) of Annex III"
    379: [f"art_5.par_1.pnt_h.pnt_{point}" for point in ("i", "ii", "iii")],  # without "AI Act"
    140: ["art_5.par_1.pnt_a", "art_5.par_1.pnt_b"],  # recital 83 and Article 27 are those of the Digital Services Act
    58: ["art_5.par_1.pnt_a", "art_5.par_1.pnt_b"],
    59: ["rct_29"],  # Article 1 of the Charter is none of the Act
}


@needs_sources
def test_committed_graphs_are_what_the_pdf_gives():
    made = dict(guideline_graph.build_guideline_graphs(FOLDER, PUBLISHED, print))
    assert {name: (GRAPHS / name).read_text(encoding="utf-8") for name in made} == made


def test_graph_has_all_parts():
    nodes = [DAY.get_node(iri) for iri in DAY.get_labels().values() if iri.startswith(PROHIBITED_GUIDELINES)]
    assert Counter(node.kind for node in nodes) == {"Guidelines": 1, "GuidelineSection": 114, "GuidelineParagraph": 433}
    tops = [node.number for node in nodes if node.kind == "GuidelineSection" and "." not in node.number]
    assert sorted(tops, key=int) == [str(number) for number in range(1, 13)]
    assert all(node.parent in DAY for node in nodes if node.kind != "Guidelines")


@pytest.mark.parametrize("number", REFERENCES)
def test_references_are_those_read_by_hand(number):
    text = Path(GRAPHS / guideline_graph.REFERENCES).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(f"gpp:5052.par_{number} ag:refersTo "))
    assert line.removesuffix(" .").partition("refersTo ")[2].split(" , ") == [
        f"act:{one}" for one in REFERENCES[number]
    ]
