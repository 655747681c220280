"""Test the guidelines on Article 50 and on the definition of an AI system in the graph against their texts."""

import re

import pytest

from actgraph.core.prefixes import ACT
from actgraph.core.sparql_tokens import escape_dots
from actgraph.graph.day import open_day
from tests.conftest import ROOT, SOURCES
from tests.ontology.test_checks import _build_store
from tests.support.guideline_texts import find_places, find_provisions, split_text
from tests.support.looping import each

BASE = "https://w3id.org/actgraph/"
DAY = open_day("2026-11-24")
HEAD = """PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """


class Text:
    """One text of guidelines: its parts in the graph, its references, and the text itself.

    >>> len(Text("article-50/5054", "C(2026) 5054", 155, "").paragraphs)
    155
    """

    def __init__(self, name: str, cited: str, last: int, path: str) -> None:
        self.iri, self.cited, self.last = f"{BASE}guidelines/{name}", cited, last
        self.path = SOURCES / "guidelines" / path
        self.parts = DAY.select_rows(
            HEAD
            + f"""SELECT ?node ?class ?label ?number ?title ?description ?place ?order WHERE {{ ?node a ?class ;
              rdfs:label ?label ; ag:number ?number ; ag:order ?order .
              FILTER(?class IN (ag:Guidelines, ag:GuidelineSection, ag:GuidelineParagraph))
              FILTER(STRSTARTS(STR(?node), "{self.iri}"))
              OPTIONAL {{ ?node dcterms:title ?title }} OPTIONAL {{ ?node dcterms:description ?description }}
              OPTIONAL {{ ?node dcterms:isPartOf ?place }} }}"""
        )
        self.parts.sort(key=lambda row: int(row["order"] or 0))
        self.paragraphs = {int(row["number"]): row for row in self.parts if row["class"].endswith("Paragraph")}
        self.sections = {row["number"]: row for row in self.parts if row["class"].endswith("Section")}
        self.links = DAY.select_rows(
            HEAD
            + f"""SELECT ?link ?subject ?object ?kind ?source ?named ?printed WHERE {{ ?link ag:subject ?subject ;
              ag:predicate ag:refersTo ; ag:object ?object ; ag:linkKind ?kind ; dcterms:source ?source .
              FILTER(STRSTARTS(STR(?subject), "{self.iri}.")) OPTIONAL {{ ?link ag:placeNamed ?named }}
              OPTIONAL {{ ?erratum ag:concerns ?link ; ag:asPrinted ?printed }} }}"""
        )

    def find_objects(self, number: int, base: str) -> set[str]:
        subject = f"{self.iri}.par_{number}"
        return {
            link["object"].removeprefix(base)
            for link in self.links
            if link["subject"] == subject and link["object"].startswith(base) and not link["printed"]
        }


A50 = Text("article-50/5054", "C(2026) 5054", 155, "article-50-2026-5054.txt")
SYSTEM = Text("ai-system/5053", "C(2025) 5053", 64, "ai-system-definition-2025-5053.pypdf.txt")
TEXTS = [A50, SYSTEM]
LINKS = [link for text in TEXTS for link in text.links]
each_text = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.cited)


# ---- The graph itself -----------------------------------------------------------------------------------------------


def test_counts():
    assert [(len(one.paragraphs), len(one.sections), len(one.links)) for one in TEXTS] == [(155, 60, 344), (64, 12, 38)]


@each_text
def test_paragraphs_are_complete_and_in_order(text):
    assert list(text.paragraphs) == list(range(1, text.last + 1))
    assert [int(row["order"]) for row in text.parts] == list(range(1, len(text.parts) + 1))


@each_text
def test_labels_match_names(text):
    for row in text.parts:
        kind, _, number = row["node"].removeprefix(text.iri).removeprefix(".").partition("_")
        name = {"": "", "par": f", paragraph {number}", "sec": f", section {number}"}[kind]
        assert row["label"] == f"Guidelines {text.cited}{name}"
        assert row["number"] == (number or text.cited)


@each_text
def test_every_paragraph_has_plain_summary(text):
    for number, row in text.paragraphs.items():
        words = row["description"]
        assert 5 <= len(words.split()) <= 150, number
        assert words.endswith("."), number
        assert all(len(one.split()) <= 36 for one in re.split(r"(?<=[.!?]) (?=[A-Z0-9“])", words)), number


def test_status_is_told():
    assert "approved their content on 20 July 2026. Their formal adoption" in A50.parts[0]["description"]
    assert "adopted them on 29 July 2025" in SYSTEM.parts[0]["description"]
    assert [DAY.select_rows(HEAD + f"SELECT ?text WHERE {{ <{one.iri}> ag:adoptedAs ?text }}") for one in TEXTS] == [
        [],
        [],
    ]


@each("link", LINKS, ids=lambda link: link["link"].removeprefix(f"{BASE}guidelines/"))
def test_links_are_stated_in_paragraph(link):
    assert link["kind"].endswith("/stated")
    assert link["source"] == link["subject"]
    assert link["object"] != link["subject"]
    assert not link["named"] or link["object"].startswith("http://data.europa.eu/")


@pytest.mark.parametrize("day", ["2026-07-20", "2026-07-26", "2026-07-27", "2026-11-24"])
def test_references_name_nodes_on_every_day(day):
    known = open_day(day)
    assert [link["object"] for link in LINKS if link["object"] not in known] == []


def test_references_of_ai_system_name_nodes_on_first_day():
    known = open_day("2025-07-29")
    assert [link["object"] for link in SYSTEM.links if link["object"] not in known] == []


@each_text
@pytest.mark.parametrize("missing", [2, 31, None])
def test_gap_is_found(text, missing):
    """Take a paragraph out: the one after it, or the text whose last is gone, is reported."""
    number = missing or text.last
    store = _build_store("2026-11-24", f"<urn:x:{text.cited[-4:]}:{number}> a <urn:x:Copy> .")
    store.update(f"DELETE WHERE {{ GRAPH ?graph {{ <{text.iri}.par_{number}> a ?class }} }}")
    store.update(f"DELETE WHERE {{ <{text.iri}.par_{number}> a ?class }}")
    found = store.query(escape_dots((ROOT / "queries/checks/paragraph-missing.rq").read_text(encoding="utf-8")))
    after = f"{text.iri}.par_{number + 1}" if missing else text.iri
    assert [row[0].value for row in found] == [after]


# ---- The texts, by an independent reader ----------------------------------------------------------------------------

needs_texts = pytest.mark.skipif(
    not all(text.path.is_file() for text in TEXTS), reason="a clone does not bring ../shared/sources/guidelines"
)


@pytest.fixture(scope="module")
def read():
    return {text.cited: split_text(text.path, list(text.sections)) for text in TEXTS}


@needs_texts
@each_text
def test_each_paragraph_is_in_its_section(text, read):
    bodies, places = read[text.cited]
    assert list(bodies) == list(text.paragraphs)
    for number, section in places.items():
        assert text.paragraphs[number]["place"] == f"{text.iri}.sec_{section}", number


@needs_texts
@each_text
def test_titles_are_those_of_the_text(text):
    """Compare titles, also the shortened ones: … stands for what is left out."""
    plain = " ".join(text.path.read_text(encoding="utf-8").split()).replace("AI -", "AI-")
    for number, row in text.sections.items():
        title = re.escape(row["title"]).replace("…", ".{1,80}?").replace(r"\ ", " +")
        assert re.search(rf"{re.escape(number)}\. {title}", plain), (number, row["title"])


# What a pattern does not see (point 7: the paragraphs of Article 50), and a wrong reference that is left out.
UNSEEN = {("C(2026) 5054", 7): {f"art_50.par_{number}" for number in range(1, 5)}}
LEFT_OUT = {("C(2026) 5054", 130): {"sec_4.2.1"}}


@needs_texts
@each(("text", "number"), [(text, number) for text in TEXTS for number in range(1, text.last + 1)])
def test_named_places_are_references(text, number, read):
    """Compare provisions and own places, both ways."""
    words, key = read[text.cited][0][number], (text.cited, number)
    assert text.find_objects(number, ACT) == find_provisions(words) | UNSEEN.get(key, set())
    assert text.find_objects(number, f"{text.iri}.") == find_places(words) - LEFT_OUT.get(key, set())


ACTS = {  # how the texts name another act
    "reg/2022/2065": r"DSA\b|Digital Services Act",
    "reg/2014/910": "910/2014",
    "reg/2019/1020": "2019/1020",
    "reg/2024/1083": "2024/1083",
    "dir/2005/29": "2005/29",
    "dir/2010/13": "AVMSD",
    "dir/2011/83": "2011/83",
    "dir/2012/13": "2012/13/EU|2012/13",
    "dir/2012/29": "2012/29",
    "dir/2016/2102": "2016/2102",
    "dir/2019/882": "2019/882",
    "dir/2026/1472": "2026/1472",
}


@needs_texts
@each_text
def test_other_acts_match_text(text, read):
    for number, words in read[text.cited][0].items():
        named = {f"{name}/oj" for name, pattern in ACTS.items() if re.search(pattern, " ".join(words.split()))}
        assert text.find_objects(number, "http://data.europa.eu/eli/") == named, number
    for link in text.links:
        if link["named"]:
            number = int(link["subject"].rpartition("_")[2])
            article = link["named"].removeprefix("Article ")
            assert article in " ".join(read[text.cited][0][number].split()), number
