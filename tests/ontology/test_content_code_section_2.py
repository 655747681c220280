"""Test Section 2 and Annex 1 of the AI-Generated Content Code in the graph against the text."""

import re
from collections import Counter

from rdflib import DCTERMS, RDF, Graph, URIRef

from actgraph.core.prefixes import expand_curie, shorten_iri
from tests.conftest import ROOT, SOURCES, needs_sources

GRAPH = Graph().parse(ROOT / "ontology" / "content-code" / "section-2.ttl")


def _get(curie: str) -> URIRef:
    return URIRef(expand_curie(curie))


def _list(curie: str) -> list[URIRef]:
    return sorted(GRAPH.subjects(RDF.type, _get(curie)))


def _get_number(node: URIRef) -> str:
    return str(GRAPH.value(node, _get("ag:number")))


def test_counts():
    kinds = ("Commitment", "Measure", "SubMeasure", "CodePoint", "CodeRecital", "Icon", "CodeScope")
    assert [len(_list(f"ag:{kind}")) for kind in kinds] == [4, 6, 3, 29, 6, 3, 1]
    assert [_get_number(node) for node in _list("ag:Measure")] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]
    assert [_get_number(node) for node in _list("ag:SubMeasure")] == ["1.2.1", "1.2.2", "1.2.3"]


def test_order_follows_text():
    """A part comes before what is its own, and later pages later."""
    order = {node: int(value) for node, value in GRAPH.subject_objects(_get("ag:order"))}
    assert len(set(order.values())) == len(order)
    for node in order:
        whole = GRAPH.value(node, DCTERMS.isPartOf)
        assert order.get(whole, 0) < order[node]
    section = sorted(value for value in order.values() if value < 2000)
    assert section == list(range(1000, 1000 + len(section)))
    headed = [node for kind in ("Commitment", "Measure", "SubMeasure") for node in _list(f"ag:{kind}")]
    pages = [_get_page(node) for node in sorted(headed, key=lambda node: order[node])]
    assert pages == sorted(pages)


def _get_page(node: URIRef) -> int:
    return int(str(GRAPH.value(node, DCTERMS.source)).rpartition("_")[2])


def test_statements_are_numbered_without_a_gap():
    """Every commitment, measure and sub-measure has statements, counted from 1; a point has none or several."""
    numbers: dict[URIRef, list[int]] = {}
    for node in _list("ag:CodeStatement"):
        numbers.setdefault(GRAPH.value(node, DCTERMS.isPartOf), []).append(int(_get_number(node)))
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in numbers.values())
    for kind in ("Commitment", "Measure", "SubMeasure", "CodeScope", "Appendix"):
        assert [node for node in _list(f"ag:{kind}") if node not in numbers] == []
    assert Counter(len(numbers.get(node, ())) for node in _list("ag:CodePoint")) == {0: 20, 2: 7, 4: 2}


def test_commitments_3_and_4_bind_without_measures():
    under = Counter(
        shorten_iri(GRAPH.value(node, DCTERMS.isPartOf))
        for kind in ("Measure", "CodePoint")
        for node in _list(f"ag:{kind}")
    )
    assert [under[f"agc:sec_2.com_{number}"] for number in "1234"] == [3, 3, 3, 2]
    for number in "34":
        node = _get(f"agc:sec_2.com_{number}")
        assert "has no measures" in str(GRAPH.value(node, DCTERMS.description))
        assert GRAPH.value(node, _get("ag:force")) == _get("ag:mandatoryForSignatories")


def test_links():
    """Commitment 1 has the only LEGAL TEXT line; what the text itself says is stated, each with its page."""
    declared = {shorten_iri(o) for s, o in GRAPH.subject_objects(_get("ag:covers")) if s == _get("agc:sec_2.com_1")}
    assert declared == {"act:art_50.par_4", "act:art_50.par_5", "act:rct_133", "act:rct_135"}
    assert len(list(GRAPH.subject_objects(_get("ag:covers")))) == 4
    stated = {(shorten_iri(s)[4:], shorten_iri(o)[4:]) for s, o in GRAPH.subject_objects(_get("ag:isSaidToCover"))}
    assert stated == {
        ("sec_2.com_1.mea_2", "art_50.par_5"),
        ("sec_2.com_2", "art_50.par_4"),
        ("sec_2.com_2", "art_50.par_5"),
        ("sec_2.com_3", "art_50.par_4"),
        ("sec_2.com_4", "art_50.par_4"),
        ("sec_2.com_4", "art_50.par_4.sub_2"),
    }
    assert len(_list("ag:Link")) == len(stated) + 4


def _read_pages() -> dict[int, str]:
    """Read the pages without their spaces, which split words here and there; a page begins with its number."""
    text = (SOURCES / "content-code" / "code-2026-06-10.txt").read_text(encoding="utf-8")
    pieces = re.split(r"^ *(\d{1,2}) *$", text, flags=re.MULTILINE)
    return {int(number): re.sub(r"\s", "", page) for number, page in zip(pieces[1::2], pieces[2::2], strict=True)}


@needs_sources
def test_titles_are_on_their_page():
    pages = _read_pages()
    words = {"Commitment": "Commitment ", "Measure": "Measure ", "SubMeasure": "Sub-measure ", "Appendix": "Annex "}
    for kind, word in words.items():
        for node in _list(f"ag:{kind}"):
            heading = f"{word}{_get_number(node)}: {GRAPH.value(node, DCTERMS.title)}"
            assert heading.replace(" ", "") in pages[_get_page(node)]


@needs_sources
def test_what_the_text_encourages_has_its_statement():
    """Each page of the commitments has as many statements that encourage as it uses the word."""
    pages = _read_pages()
    for number in range(29, 37):
        text = pages[number]
        found = Counter(
            GRAPH.value(node, _get("ag:force")) for node in _list("ag:CodeStatement") if _get_page(node) == number
        )
        encouraged = len(re.findall(r"encouragedto|encouragementalso|isencouraged", text))
        assert found[_get("ag:encouragedForSignatories")] == encouraged, number
