"""Test the links in the official wording: what the graph says of a text is linked, and nothing else."""

import pytest

from actgraph.graph.day import open_day
from actgraph.ingest import wording_loader
from actgraph.law import references, wording
from actgraph.web.pages.node import build_node_page
from actgraph.web.pages.word_links import Piece, link_words
from tests.conftest import SOURCES, needs_sources
from tests.support.looping import each

DAY = open_day("2026-11-24")


def _link(line, page, cited=(), terms=()):
    node = DAY.get_node(DAY.cite(page))
    named = [DAY.get_node(DAY.cite(f"term {term}")) for term in terms]
    (pieces,) = link_words(line, node, {DAY.cite(one) for one in cited}, named, DAY)
    assert "".join(piece.words for piece in pieces) == line
    return {piece.words: DAY.get_node(piece.iri).label for piece in pieces if piece.iri}


CASES = {
    "a list of articles": ("Articles 53 and 55", "56", ["53", "55"], {"53": "Article 53", "55": "Article 55"}),
    "an article of another act": ("Article 10 of Regulation (EU) No 1025/2012", "41", ["10"], {}),
    "a paragraph of its own": ("as referred to in paragraph 1", "53", [], {"paragraph 1": "Article 53(1)"}),
    "a paragraph of another article": ("paragraph 2 of Article 56", "53", ["56"], {"Article 56": "Article 56"}),
    "a treaty": ("Article 16 TFEU", "53", ["16"], {}),
    "what the graph does not say": ("Article 97", "53", [], {}),
    "an annex": ("set out in Annex XI", "53", ["Annex XI"], {"Annex XI": "Annex XI"}),
    "this Regulation": ("Article 78 of this Regulation", "53", ["78"], {"Article 78": "Article 78"}),
}


@pytest.mark.parametrize("case", CASES)
def test_citation_is_linked(case):
    line, page, cited, expected = CASES[case]
    assert _link(line, page, cited) == expected


def test_longest_term_is_linked_once():
    told = _link("A general-purpose AI model, and general-purpose AI models.", "53", terms=["general-purpose AI model"])
    assert told == {"general-purpose AI model": "general-purpose AI model"}


def test_term_within_a_word_is_not_linked():
    assert _link("the riskiest, and de-risk", "53", terms=["risk"]) == {}


def test_plain_line_is_one_piece():
    assert link_words("No link.", DAY.get_node(DAY.cite("53")), set(), [], DAY) == [[Piece("No link.")]]


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path))
    wording_loader.load_wording(SOURCES / "ai-act/consolidated-2026-07-27.fmx.xml")


@needs_sources
def test_every_link_of_the_act_is_a_reference_of_the_graph(loaded):
    """The graph's references were read from the wording by another program, and are known for each part."""
    linked = 0
    for number in range(1, 114):
        page = build_node_page(DAY, f"eli/reg/2024/1689/art_{number}")
        cited = {}
        for row in references._query_references(DAY, "references-of-provision", page.node):
            cited.setdefault(row["from"], set()).add(row["cited"])
        for part in page.context["parts"]:
            for piece in (piece for line in part.lines for piece in line if piece.kind == "cites"):
                of_part = [f"{one}." for one in cited.get(part.node.iri, ())]
                own = f"{piece.iri}."
                assert any(one.startswith(own) or own.startswith(one) for one in of_part), (part.node.label, piece)
                linked += 1
    assert linked > 700


@needs_sources
@each("part", ["53(1)(c)", "5(1)(a)", "Annex III, point 1"])
def test_linked_lines_are_the_wording(loaded, part):
    """Nothing of the text is lost or added where words become links."""
    iri = DAY.cite(part)
    (words,) = wording.get_own_wordings(DAY, [iri]).values()
    lines = link_words(words, DAY.get_node(iri), set(), [], DAY)
    assert ["".join(piece.words for piece in line) for line in lines] == words.splitlines()
