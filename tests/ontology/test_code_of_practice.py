"""Test the General-Purpose AI Code in the graph against its text."""

import re
from collections import Counter

import pytest

from actgraph.core.prefixes import shorten_iri
from actgraph.graph.day import open_day
from tests.conftest import SOURCES, needs_sources
from tests.support.looping import each

DAY = open_day("2026-11-24")
TEXTS = {"tra": "transparency", "cpy": "copyright", "sas": "safety-security"}

ROWS = DAY.select_rows(
    """PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
    SELECT ?node ?class ?number ?title ?page WHERE { ?node a ?class ; ag:number ?number ; dcterms:title ?title ;
      dcterms:source/ag:number ?page ; ag:order ?order .
      VALUES ?class { ag:CodeChapter ag:Commitment ag:Measure ag:Appendix ag:AppendixSection }
      FILTER(STRSTARTS(STR(?node), "https://w3id.org/actgraph/code-of-practice/")) } ORDER BY ?node"""
)
LINKS = DAY.select_rows(
    """PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
    SELECT ?link ?subject ?object ?page WHERE { ?link ag:subject ?subject ; ag:object ?object ;
      ag:linkKind ag:declared ; dcterms:source/ag:number ?page .
      FILTER(STRSTARTS(STR(?link), "https://w3id.org/actgraph/code-of-practice/")) } ORDER BY ?link"""
)


def _get_name(iri: str) -> str:
    return iri.rpartition("/")[2]


def test_counts():
    assert Counter(_get_name(row["class"]) for row in ROWS) == {
        "CodeChapter": 3,
        "Commitment": 12,
        "Measure": 40,
        "Appendix": 4,
        "AppendixSection": 21,
    }
    measures = Counter(_get_name(row["node"])[:3] for row in ROWS if row["class"].endswith("/Measure"))
    assert measures == {"tra": 3, "cpy": 5, "sas": 32}
    assert Counter("app" in row["subject"] for row in LINKS) == {False: 31, True: 3}


def _read_pages(chapter: str) -> list[str]:
    text = (SOURCES / "code-of-practice" / f"{TEXTS[chapter]}.txt").read_text(encoding="utf-8")
    return [" ".join(page.split()) for page in text.split("\f")]


@needs_sources
@each("row", ROWS, ids=lambda row: _get_name(row["node"]))
def test_title_is_on_its_page(row):
    name, kind = _get_name(row["node"]), _get_name(row["class"])
    heading = (
        row["title"] if kind == "CodeChapter" else f"{kind.removesuffix('Section')} {row['number']} {row['title']}"
    )
    assert heading in _read_pages(name[:3])[int(row["page"]) - 1]


# An independent reader of the LEGAL TEXT lines, which shares no code with the program.
LINE = re.compile(r"^(Commitment \d+) [^\n]*\n(?:[^\n]*\n)?LEGAL TEXT: ([^\n]+)\n", re.MULTILINE)
NAMED = re.compile(r"\d+(?:\(\w+\))+|[XIV]+\b|\b\d{3}\b")


def _get_local_name(cited: str) -> str:
    if cited.isdigit():
        return f"rct_{cited}"
    if cited.isalpha():
        return f"anx_{cited}"
    article, *below = re.findall(r"\w+", cited)
    kinds = ["par" if below[0].isdigit() else "pnt", "pnt"]
    return f"art_{article}." + ".".join(f"{kind}_{step}" for kind, step in zip(kinds, below, strict=False))


@needs_sources
@pytest.mark.parametrize("chapter", TEXTS)
def test_declared_links_match_legal_text_lines(chapter):
    text = (SOURCES / "code-of-practice" / f"{TEXTS[chapter]}.txt").read_text(encoding="utf-8")
    expected = {
        (f"{chapter}.com_{heading.split()[1]}", _get_local_name(cited))
        for heading, line in LINE.findall(text)
        for cited in NAMED.findall(line.removesuffix(" AI Act").replace("AI Act", ""))
    }
    found = {
        (_get_name(link["subject"]), _get_name(link["object"]))
        for link in LINKS
        if f"/{chapter}." in link["subject"] and "app" not in link["subject"]
    }
    assert found == expected
    assert len(LINE.findall(text)) == {"tra": 1, "cpy": 1, "sas": 10}[chapter]


@needs_sources
@each("link", LINKS, ids=lambda link: _get_name(link["link"]))
def test_declared_link_is_on_its_page(link):
    """The page that a link names has the LEGAL TEXT line under the right heading."""
    label = DAY.get_node(link["subject"]).label.rsplit(" ", 2)[-2:]
    page = _read_pages(_get_name(link["subject"])[:3])[int(link["page"]) - 1]
    assert re.search(rf"{' '.join(label)} .{{5,80}}LEGAL TEXT", page)


BEFORE = DAY.select_rows(
    """PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
    SELECT ?node ?class ?number ?title ?page WHERE { ?node a ?class ; ag:number ?number ;
      dcterms:source/ag:number ?page . OPTIONAL { ?node dcterms:title ?title }
      VALUES ?class { ag:IntroductoryNote ag:CodeObjective ag:CodeRecital }
      FILTER(STRSTARTS(STR(?node), "https://w3id.org/actgraph/code-of-practice/")) } ORDER BY ?node"""
)


def test_introductory_parts():
    recitals = Counter(_get_name(row["node"])[:3] for row in BEFORE if row["class"].endswith("/CodeRecital"))
    assert recitals == {"tra": 3, "cpy": 6, "sas": 10}
    others = [_get_name(row["node"]) for row in BEFORE if not row["class"].endswith("/CodeRecital")]
    assert others == [
        *("cpy.obj", "cpy.obj.pnt_A", "cpy.obj.pnt_B", "sas.obj", "sas.obj.pnt_A", "sas.obj.pnt_B"),
        *("tra.int", "tra.obj", "tra.obj.pnt_A", "tra.obj.pnt_B"),
    ]


@needs_sources
@each("row", BEFORE, ids=lambda row: _get_name(row["node"]))
def test_introductory_parts_are_on_their_page(row):
    number = {"CodeRecital": f"({row['number']}) ", "CodeObjective": f"{row['number']}. "}.get(
        _get_name(row["class"]), ""
    )
    printed = (number if row["number"].isalpha() else "") + (row["title"] or "")
    assert printed in _read_pages(_get_name(row["node"])[:3])[int(row["page"]) - 1]


def test_order_follows_text():
    """Each number is used once per chapter: introductory parts, commitments, appendices."""
    for chapter in TEXTS:
        rows = DAY.select_rows(
            f"""PREFIX ag: <https://w3id.org/actgraph/ns/> SELECT ?node ?order WHERE {{ ?node ag:order ?order .
            FILTER(STRSTARTS(STR(?node), "https://w3id.org/actgraph/code-of-practice/{chapter}")) }} ORDER BY ?order"""
        )
        assert [int(row["order"]) for row in rows] == list(range(1, len(rows) + 1))
        kinds = [re.sub(r"_.*", "", _get_name(row["node"]).split(".")[1]) for row in rows[1:]]
        assert [kind for kind, after in zip(kinds, [*kinds[1:], ""], strict=True) if kind != after] == [
            kind for kind in ("int", "obj", "rct", "com", "app") if kind in kinds
        ]


def test_appendix_1():
    found = sorted(shorten_iri(link["object"]) for link in LINKS if "app_1" in link["subject"])
    assert found == ["act:art_3.pnt_64", "act:art_3.pnt_65", "act:rct_110"]


STATED = DAY.select_rows(
    """PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
    SELECT ?statement ?part ?page WHERE {
      ?statement ag:reviewStatus ?status ; ag:concerns ?part ; dcterms:source ?source .
      FILTER NOT EXISTS { ?statement a ag:MappingGap }
      ?source a ag:Page ; ag:number ?page .
      FILTER(STRSTARTS(STR(?source), "https://w3id.org/actgraph/code-of-practice/")) } ORDER BY ?statement ?part"""
)


def test_statement_page_is_of_its_part():
    """The page lies between the heading of a part that the statement concerns and that of the next part."""
    heads = DAY.select_rows(
        """PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?part ?page WHERE {
          ?part a/rdfs:subClassOf ag:CodePart ; ag:order ?order ; dcterms:source/ag:number ?page }
        ORDER BY ?order"""
    )
    spans = {}
    for chapter in TEXTS:
        own = [(row["part"], int(row["page"])) for row in heads if _get_name(row["part"]).startswith(f"{chapter}.")]
        spans |= {part: (page, end) for (part, page), (_, end) in zip(own, [*own[1:], ("", 99)], strict=True)}
    right, all_of = set(), set()
    for row in STATED:
        first, last = spans[row["part"]]
        all_of.add(shorten_iri(row["statement"]))
        right |= {shorten_iri(row["statement"])} if first <= int(row["page"]) <= last else set()
    assert len(all_of) > 80
    assert all_of - right == {"rdg:prd_cop.sas.3.5-1"}, "how long monitoring lasts the glossary says"


def test_every_part_has_summary():
    for row in ROWS + BEFORE:
        described = DAY.get_node(row["node"]).description
        assert 8 <= len(described.split()) <= 350, row["node"]
        assert described.endswith("."), row["node"]
