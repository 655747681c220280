"""Test the mapping in layers: all links are drawn, measures are folded, and no words lie on others."""

import xml.etree.ElementTree as ET
from collections import Counter
from itertools import combinations

from actgraph.graph.day import open_day
from actgraph.law.diagrams import mapping

SVG = "{http://www.w3.org/2000/svg}"
DAY = open_day("2026-11-24")
CHAPTER = DAY.cite("Safety and Security chapter")
GRAPH = mapping.build_mapping_graph(DAY, CHAPTER)
DRAWN = ET.fromstring(mapping.draw_mapping(DAY, CHAPTER, href=str))
OWNERS = ("Commitment", "Appendix")


def _get_owner(iri):
    node = DAY.get_node(iri)
    return node.iri if node.kind in OWNERS else _get_owner(node.parent)


def _get_width(text):
    names = text.get("class") or ""
    return len(text.text) * (6.2 if "pic-small" in names else 8 if "pic-bold" in names else 6.9)


def _get_box(text):
    x, y, width = float(text.get("x")), float(text.get("y")), _get_width(text)
    x -= {"end": width}.get(text.get("text-anchor"), 0)
    return x, y - 11, x + width, y + 2


def test_one_line_for_each_commitment_provision_and_kind():
    lines = [path.find(f"{SVG}title").text for path in DRAWN.iter(f"{SVG}path") if path.find(f"{SVG}title") is not None]
    bundles = {(_get_owner(start), end, data["kind"]) for start, end, data in GRAPH.edges(data=True)}
    assert len(lines) == len(bundles) > 50
    told = {line for text in lines for line in text.split("\n") if not line.startswith("and ")}
    assert told <= {data["told"] for *_, data in GRAPH.edges(data=True)}


def test_commitments_and_measures_and_provisions_are_links():
    leads = Counter(link.get("href") for link in DRAWN.iter(f"{SVG}a"))
    parts = {iri for iri in GRAPH if iri.startswith(CHAPTER)}
    assert parts <= set(leads), "also the measures that are folded"
    assert set(GRAPH) <= set(leads)
    sides = {iri: {data["kind"] == "editorial" for *_, data in GRAPH.in_edges(iri, data=True)} for iri in GRAPH}
    assert all(leads[iri] == len(sides[iri]) for iri in GRAPH if iri not in parts), "once on each side that names it"


def test_provisions_count_what_addresses_them():
    texts = {
        link.get("href"): [text.text for text in link.iter(f"{SVG}text")]
        for link in DRAWN.iter(f"{SVG}a")
        if any("pic-grey" in text.get("class") for text in link.iter(f"{SVG}text"))
    }
    found = {
        iri: Counter(GRAPH.nodes[start]["kind"] for start in starts)
        for iri in texts
        if (starts := {start for start, _, data in GRAPH.in_edges(iri, data=True) if data["kind"] == "editorial"})
    }
    assert len(found) == len(texts) > 10
    for iri, lines in texts.items():
        numbers = [int(words.split()[0]) for words in lines[-1].split(", ")]
        assert numbers == [found[iri][kind] for kind in ("Commitment", "Measure", "Appendix") if found[iri][kind]]


def test_words_are_whole_and_do_not_lie_on_each_other():
    texts = list(DRAWN.iter(f"{SVG}text"))
    assert not any(text.text.endswith("…") for text in texts)
    for one, other in combinations(texts, 2):
        a, b = _get_box(one), _get_box(other)
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one.text, other.text)


def test_small_chapter_keeps_a_row_for_each_measure():
    texts = [text.text for text in ET.fromstring(mapping.draw_mapping(DAY, DAY.cite("cop:cpy"))).iter(f"{SVG}text")]
    assert sum("Measure" in text for text in texts) == 5
