"""Test the written answers: sources of every statement, facts as in the graph, and the days that each describes."""

import json
import re

import pytest
from lxml import html

from actgraph.core.prefixes import expand_curie
from actgraph.graph.catalog import format_date, list_interval_starts
from actgraph.graph.day import open_day
from actgraph.law.summaries import find_summary
from actgraph.sparql import named_queries
from actgraph.web.pages.answer_markdown import list_cited, list_statements, parse_answer
from actgraph.web.pages.written_answers import build_answer_page, load_written_answers
from actgraph.web.respond import make_page_links
from actgraph.web.site import PageJob, write_page_files
from tests.support.web_client import open_client

DAY = "2026-12-02"
ANSWERS = load_written_answers()
MAX_COLUMNS = 5
# What a reader would rely on as a number: an amount, a share, a day, a period, an amount of compute.
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_FACTS = re.compile(
    rf"EUR [\d.]+ million|\d+(?:\.\d+)? %|\b\d{{1,2}} (?:{_MONTHS}) \d{{4}}|\b(?:two|five|\d+) (?:days|years|weeks)"
    r"|10\^\d+|\ba third\b"
)


@pytest.fixture(scope="module")
def client():
    with open_client(DAY, accept="text/html") as found:
        yield found


def _list_days(answer):
    """List a day of each edition of the texts that the answer describes."""
    return [day for day in [*list_interval_starts(), DAY] if answer.describes(day)]


def _list_all_statements(answer, day):
    return [one for part in answer.parts for kind, one in list_statements(day, part) if kind == "statement"]


def _list_images(answer):
    for part in answer.parts:
        for token in part.tokens:
            yield from (child for child in token.children or () if child.type == "image")


by_answer = pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))


@by_answer
def test_every_citation_resolves(answer):
    faults = []
    for date in _list_days(answer):
        links = make_page_links(open_day(date), date, DAY)
        for target in (one for part in answer.parts for one in list_cited(part)):
            if target.startswith(("page:", "live:")):
                continue
            if not (iri := expand_curie(target)) or not links.link_node(iri):
                faults.append(f"{date}: {target}")
    assert not faults


@by_answer
def test_every_page_link_resolves(client, answer):
    page = client.get(f"/{answer.path}")
    found = set(html.fromstring(page.text).xpath("//article//a/@href"))
    paths = {re.sub("#.*", "", one) for one in found}
    assert paths
    assert [one for one in sorted(paths) if client.get(one).status_code != 200] == []


@by_answer
def test_quoted_statement_has_words_on_every_day(answer):
    for image in _list_images(answer):
        iri, count = expand_curie(image.attrs["src"]), int(image.attrs.get("title") or 0)
        for date in _list_days(answer):
            words = find_summary(open_day(date), iri)
            assert words, f"{date}: {image.attrs['src']}"
            assert len(re.findall(r"[.!?](?:\s|$)", words)) >= count, (
                f"{image.attrs['src']} has fewer than {count} sentences"
            )


@by_answer
def test_every_statement_has_a_source(answer):
    found = _list_all_statements(answer, open_day(DAY))
    assert found
    assert [one.own_text for one in found if not one.sources] == []


def _list_words_of_graph(day, iri):
    """Return what the graph says of a node: its words, its label, and the dates and periods of a milestone."""
    node = day.get_node(iri)
    return f"{node.label} {find_summary(day, iri)}"


@by_answer
def test_facts_are_those_of_the_linked_statements(answer):
    day = open_day(DAY)
    for one in _list_all_statements(answer, day):
        graph = " ".join(_list_words_of_graph(day, iri) for iri in one.sources)
        lacking = [fact for fact in _FACTS.findall(one.own_text) if fact not in graph]
        assert not lacking, f"{lacking} in “{one.own_text}”"


def test_fact_that_no_source_has_is_found():
    assert _FACTS.findall("at most 3 % or EUR 15 million, from 2 August 2026, within 15 days") == [
        "3 %",
        "EUR 15 million",
        "2 August 2026",
        "15 days",
    ]


@by_answer
def test_tables_are_narrow_and_have_the_rows_that_they_name(answer):
    for table in (part.table for part in answer.parts if part.table):
        assert len(table.columns) <= MAX_COLUMNS
        assert not [one for one in named_queries.load_named_query(table.query).params if one.required]
        for date in _list_days(answer):
            rows = table.select_rows(open_day(date))
            for column, values in table.chosen.items():
                told = {row[column] for row in rows}
                lacking = [one for one in values if (expand_curie(one) or one) not in told]
                assert not lacking or table.when, f"{date}: {table.caption}: {lacking}"


@by_answer
def test_rows_of_tables_are_in_the_order_of_the_file(answer):
    for table in (part.table for part in answer.parts if part.table and len(part.table.chosen) == 1):
        ((column, values),) = table.chosen.items()
        order = [expand_curie(one) or one for one in values]
        if order[0].startswith("http"):
            places = [order.index(row[column]) for row in table.select_rows(open_day(DAY))]
            assert places == sorted(places)


@by_answer
def test_page_has_json_with_statements_and_sources(client, answer):
    told = json.loads(client.get(f"/{answer.path}.json").text)
    assert told["title"] == answer.title
    assert "27 July 2026" in told["basis"]
    statements = [one for one in told["data"]["parts"] if "statement" in one]
    assert statements
    assert all(one["sources"] and all(iri.startswith("http") for iri in one["sources"]) for one in statements)


@by_answer
def test_page_shows_words_of_the_graph_beside_its_own(client, answer):
    text = html.fromstring(client.get(f"/{answer.path}").text).xpath("string(//article)")
    for image in _list_images(answer):
        first = find_summary(open_day(DAY), expand_curie(image.attrs["src"])).partition(". ")[0]
        assert first in text
    assert "![" not in text


@pytest.mark.parametrize(
    "answer", [one for one in ANSWERS.values() if one.start > "2026-01-01"], ids=lambda one: one.name
)
def test_day_outside_shows_the_note_alone(client, answer):
    page = client.get(f"/on/2026-03-01/{answer.path}")
    assert page.status_code == 200
    (article,) = html.fromstring(page.text).xpath("//article")
    assert [re.sub(r"\s+", " ", one.text_content()) for one in article.xpath("p[@class='note']")] == [
        f"This page describes the law since {format_date(answer.start)}, and you chose 1 March 2026."
        f" For that day, see the query {answer.query}."
    ]
    assert not article.xpath(".//h2|.//li|.//table")
    assert article.xpath("p/a/@href")[0] == f"/on/2026-03-01/queries/{answer.query}"
    told = json.loads(client.get(f"/on/2026-03-01/{answer.path}.json").text)
    assert "parts" not in told["data"]


@pytest.mark.parametrize("date", ["2025-09-01", "2026-07-27", "2026-11-30", "2026-12-02"])
def test_what_applies_follows_the_day(date):
    answer, day = ANSWERS["what-applies"], open_day(date)
    past = {
        row["milestone"]
        for part in answer.parts
        if part.table and part.table.when == "past"
        for row in part.table.select_rows(day)
    }
    coming = {
        row["milestone"]
        for part in answer.parts
        if part.table and part.table.when == "coming"
        for row in part.table.select_rows(day)
    }
    prohibitions = expand_curie("act:mls_2026-12-02.prohibitions")
    assert not past & coming
    assert (prohibitions in past) is (date == "2026-12-02")
    assert (prohibitions in coming) is ("2026-07-27" <= date < "2026-12-02")


def test_list_and_first_page_name_all_answers(client):
    for path in ("/", "/answers"):
        found = html.fromstring(client.get(path).text).xpath("//main//a/@href")
        assert [one for one in found if one.startswith("/answers/")] == [f"/{one.path}" for one in ANSWERS.values()]
    assert len(json.loads(client.get("/answers.json").text)["data"]) == len(ANSWERS)


def test_unknown_answer_is_told_with_near_names(client):
    page = client.get("/answers/fine")
    assert page.status_code == 404
    assert "fines" in page.text


def test_page_of_a_server_is_no_link_in_a_folder_of_files(tmp_path):
    write_page_files(PageJob(str(tmp_path), DAY, DAY, "answers/provider"))
    tree = html.fromstring((tmp_path / "answers/provider.html").read_text(encoding="utf-8"))
    assert not tree.xpath("//a[contains(@href, 'one-third')]")
    assert "the one-third rule" in tree.text_content()
    assert "signed-or-not.html" in tree.xpath("//article//a/@href")
    assert json.loads((tmp_path / "answers/provider.json").read_text(encoding="utf-8"))["data"]["parts"]


def test_raw_html_and_labels_are_escaped(monkeypatch):
    links = make_page_links(open_day(DAY), "", DAY)
    (part,) = parse_answer("<b>One</b> [two](act:art_53) [three](javascript:alert(1))")
    made = part.render(links, live=True)
    assert "<b>" not in made
    assert "javascript:" not in re.findall(r'href="([^"]*)"', made)
    assert '<a href="/eli/reg/2024/1689/art_53">two</a>' in made


def test_turtle_has_what_is_cited():
    page = build_answer_page(open_day(DAY), "fines")
    assert expand_curie("rdg:san_99.3") in page.about
