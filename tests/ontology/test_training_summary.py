"""Test the template for the public summary of training content against the list of its fields."""

import json

import pytest

from actgraph.core.prefixes import SUMMARY
from actgraph.graph.day import open_day
from tests.conftest import SOURCES, needs_sources

DAY = open_day("2026-11-24")
HEAD = """PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """
FIELDS = DAY.select_rows(
    HEAD
    + """SELECT ?field ?number ?title ?requirement ?kind ?section ?description WHERE { ?field a ag:SummaryField ;
      ag:number ?number ; dcterms:title ?title ; ag:requirement/rdfs:label ?requirement ; ag:order ?order ;
      ag:valueKind/rdfs:label ?kind ; dcterms:isPartOf ?section ; dcterms:description ?description } ORDER BY ?order"""
)
KINDS = {
    "text": "text",
    "text+links": "text with links",
    "date": "date",
    "MM/YYYY": "month (MM/YYYY)",
    "MM/YYYY-MM/YYYY": "months from and to (MM/YYYY-MM/YYYY)",
    "yes/no": "yes or no",
    "multi": "choice of one or more",
    "list": "list",
    "range+text": "range and text",
}


@pytest.fixture(scope="module")
def listed():
    return json.loads((SOURCES / "training-summary/template-fields.json").read_text(encoding="utf-8"))


@needs_sources
def test_fields_match_list(listed):
    found = [
        (row["field"].removeprefix(f"{SUMMARY}fld_"), row["title"], row["kind"], row["requirement"]) for row in FIELDS
    ]
    assert found == [
        (
            field["id"].replace("doc.", "0.").replace("_", "-"),
            field["label"],
            KINDS[field["kind"]],
            field["requirement"] if field["requirement"] in ("required", "optional") else "conditional",
        )
        for field in listed["fields"]
    ]


@needs_sources
def test_each_field_is_in_its_section(listed):
    sections = [row["section"].removeprefix(SUMMARY).removeprefix("sec_") for row in FIELDS]
    assert sections == [field["section"].replace("Header", "template") for field in listed["fields"]]


@needs_sources
def test_notice_points_match_list(listed):
    points = DAY.select_rows(
        HEAD + "SELECT ?number WHERE { ?point a ag:NoticePoint ; ag:number ?number ; ag:order ?order }"
    )
    numbers = sorted(int(row["number"]) for row in points)
    assert numbers == sorted(fact["point"] for fact in listed["explanatory_notice_facts"])


def test_fields_are_numbered_by_section():
    numbers = [row["number"] for row in FIELDS]
    for number in numbers:
        section, _, count = number.rpartition(".")
        assert count == "1" or f"{section}.{int(count) - 1}" in numbers
    assert len(numbers) == len(set(numbers)) == 55


def test_number_cites_section_or_field():
    sections = DAY.select_rows(HEAD + "SELECT ?number WHERE { ?section a ag:SummarySection ; ag:number ?number }")
    assert not {row["number"] for row in sections} & {row["number"] for row in FIELDS}


def test_template_has_one_link_and_no_coverage():
    links = DAY.select_rows(
        HEAD
        + f"""SELECT ?subject ?predicate ?object WHERE {{ ?link ag:subject ?subject ; ag:predicate ?predicate ;
          ag:object ?object FILTER(STRSTARTS(STR(?subject), "{SUMMARY}")) }}"""
    )
    assert [(row["subject"], row["predicate"].rpartition("/")[2], row["object"]) for row in links] == [
        (f"{SUMMARY}template", "refersTo", DAY.cite("53(1)(d)"))
    ]


def test_legacy_date_is_that_of_act():
    (milestone,) = DAY.select_rows(
        HEAD
        + """PREFIX act: <https://w3id.org/actgraph/eli/reg/2024/1689/> SELECT ?date WHERE {
          act:mls_2027-08-02.models.by ag:date ?date ; dcterms:source act:art_111.par_3 }"""
    )
    assert milestone["date"] == "2027-08-02"
    assert "2 August 2027" in DAY.get_node(f"{SUMMARY}ntc_33").description


def test_show_names_template_page(run):
    code, out, _ = run("show", "Training summary, field 2.3", "--on", "2026-11-24")
    assert code == 0
    assert "Training summary, section 2.3  Data crawled and scraped from online sources" in out
    assert "Training summary, field 2.3.8  Summary of the most relevant domain names crawled" in out
    assert "not loaded: the template is read on https://digital-strategy.ec.europa.eu/" in out
