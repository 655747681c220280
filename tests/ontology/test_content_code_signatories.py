"""Test the list of signatories of the AI-Generated Content Code against the Commission's list."""

import html
import json
import re

import pytest
from rdflib import RDF, RDFS, Graph, URIRef

from actgraph.core.prefixes import expand_curie
from tests.conftest import ROOT, SOURCES, needs_sources

LIST = URIRef(expand_curie("agc:sgl_2026-07-31"))
SECTIONS = {number: URIRef(expand_curie(f"agc:sec_{number}")) for number in ("1", "2")}
FOLDER = SOURCES / "content-code"


def _read(name: str) -> Graph:
    return Graph().parse(ROOT / "ontology" / name)


GRAPH = _read("content-code/signatories.ttl")
FIRST = _read("code-of-practice/signatories.ttl")


def _get(curie: str) -> URIRef:
    return URIRef(expand_curie(curie))


def _list_names(section: str) -> set[str]:
    listings = GRAPH.subjects(_get("ag:forChapter"), SECTIONS[section])
    return {str(GRAPH.value(GRAPH.value(one, _get("ag:provider")), RDFS.label)) for one in listings}


def test_counts():
    one, two = _list_names("1"), _list_names("2")
    assert (len(one), len(two), len(one | two), len(one & two)) == (83, 152, 190, 45)
    listings = set(GRAPH.subjects(RDF.type, _get("ag:Listing")))
    assert len(listings) == 190
    assert {GRAPH.value(one, _get("ag:onList")) for one in listings} == {LIST}
    assert len(set(GRAPH.objects(None, _get("ag:provider")))) == 190


@needs_sources
@pytest.mark.parametrize("section", SECTIONS)
def test_names_are_those_of_the_file(section):
    printed = json.loads((FOLDER / "signatories.json").read_text(encoding="utf-8"))[f"section_{section}"]
    assert _list_names(section) == set(printed)
    assert len(printed) == len(set(printed))


@needs_sources
@pytest.mark.parametrize("section", SECTIONS)
def test_names_are_those_of_the_page(section):
    page = (FOLDER / "signatories-page-2026-08-02.html").read_text(encoding="utf-8")
    column = [
        html.unescape(re.sub(r"<[^>]+>", "", re.findall(r"(?s)<td[^>]*>(.*?)</td>", row)[int(section) - 1])).strip()
        for row in re.findall(r"(?s)<tr.*?</tr>", page)[1:]
    ]
    assert _list_names(section) == set(filter(None, column))


def test_two_codes_and_two_lists_are_never_mixed():
    """No node of one list stands on the other, and each list and each refusal says of which code it is."""
    for graph, mine, code in ((GRAPH, "agc:", "agc:code"), (FIRST, "cop:", "cop:code")):
        nodes = [graph.value(one, _get("ag:provider")) for one in graph.subjects(RDF.type, _get("ag:Listing"))]
        assert nodes
        assert all(node.startswith(expand_curie(mine)) for node in nodes)
        for kind in ("ag:SignatoryList", "ag:Refusal"):
            assert all(
                set(graph.objects(one, _get("ag:ofCode"))) == {_get(code)}
                for one in graph.subjects(RDF.type, _get(kind))
            )
        chapters = set(graph.objects(None, _get("ag:forChapter")))
        assert chapters
        assert all(chapter.startswith(expand_curie(mine)) for chapter in chapters)


def test_names_of_both_codes_are_matched_by_name():
    """A match is to a name of the first code's file, and carries no signature over: Meta declined that code."""
    matches = dict(GRAPH.subject_objects(_get("skos:closeMatch")))
    assert len(matches) == 11
    assert all((provider, RDF.type, _get("ag:Provider")) in FIRST for provider in matches.values())
    assert matches[_get("agc:sig_meta")] == FIRST.value(_get("cop:rfs_meta"), _get("ag:provider"))
