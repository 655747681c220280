"""What pages say of the law: what a text says is never mixed with what we read, and nothing is made of no Code."""

import re

import pytest
from lxml import html
from starlette.testclient import TestClient

from actgraph.core.prefixes import BASE, CODE
from actgraph.graph.day import open_day
from actgraph.law import coverage
from actgraph.law.diagrams import neighbourhood
from actgraph.law.node_summary import build_node_summary
from actgraph.sparql import named_queries
from actgraph.web.app import create_app
from actgraph.web.pages import node_facts
from actgraph.web.pages.node import TEXT_LINK_KINDS

DAY, BEFORE = "2026-11-24", "/on/2025-03-01"
ACT = "/eli/reg/2024/1689/"


@pytest.fixture(scope="module")
def client():
    return TestClient(create_app(DAY), base_url="http://127.0.0.1", headers={"accept": "text/html"})


def _page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:300]
    return html.fromstring(answer.text)


def _words(node):
    return " ".join(" ".join(node.itertext()).split())


def _under(tree, title):
    """The kinds of link in the table below a title, and the text of the first value of a list that it heads."""
    at = f"[normalize-space()='{title}']"
    tables = tree.xpath(f"//*[self::p or self::h2]{at}/following-sibling::*[1][self::table]")
    return [_words(kind) for table in tables for kind in table.xpath(".//span[contains(@class, 'kind')]")]


@pytest.mark.parametrize("path", [f"{ACT}art_{number}" for number in (53, 55, 56)])
def test_what_we_read_is_never_told_as_covered(client, path):
    tree = _page(client, path)
    assert set(_under(tree, "Covered by")) == {"declared"}
    assert set(_under(tree, "Addressed, as we read it, by")) == {"editorial"}


def test_the_head_of_an_article_names_what_the_text_says_as_covering_it(client):
    rows = coverage.find_coverage(open_day(DAY), open_day(DAY).cite("Article 56")).rows
    told = {row["commitmentLabel"] for row in rows if row["link"] in TEXT_LINK_KINDS}
    (value,) = _page(client, f"{ACT}art_56").xpath("//dt[.='Covered by']/following-sibling::dd[1]")
    assert (
        {_words(link) for link in value.xpath("a")} == told == {f"Safety and Security Commitment {n}" for n in (1, 7)}
    )


def test_a_commitment_covers_what_its_line_names_and_addresses_what_we_read(client):
    tree = _page(client, "/code-of-practice/sas.com_2")
    assert _under(tree, "What it covers") == ["declared", "declared"]
    assert set(_under(tree, "What it addresses, as we read it")) == {"editorial"}


def test_what_a_commitment_names_and_is_no_duty_is_told_as_such(client):
    rows = list(map(_words, _page(client, "/code-of-practice/tra.com_1").xpath("//section[@id='covers']/table[1]//tr")))
    assert any(row.startswith("Article 53(2) exemption") for row in rows), rows
    for path in ("/code-of-practice/sas.com_2", f"{ACT}rct_110"):
        assert "recital: explains, binds nobody" in _words(_page(client, path)), path


def test_a_measure_that_only_we_read_covers_nothing(client):
    tree = _page(client, "/code-of-practice/sas.com_9.mea_1")
    assert not tree.xpath("//h2[.='What it covers']")
    (derived,) = tree.xpath("//section[@id='covers']//details")
    assert {_words(kind) for kind in derived.xpath(".//span[contains(@class, 'kind')]")} == {"derived"}


def test_before_there_is_a_code_no_page_speaks_of_signing_a_chapter_of_it(client):
    day = open_day("2025-03-01")
    assert CODE + "code" not in day
    for path in ("/reading/obl_53.1.c", "/reading/obl_53.4", "/duties", "/gaps", "/signatories", f"{ACT}art_53"):
        words = _words(_page(client, BEFORE + path))
        assert "There is no Code of Practice on 2025-03-01" in words, path
        assert "Adherence to a code of practice:" not in words, path
        assert "not owed" not in words, path
    assert not any(row["signed"] for row in client.get(f"{BEFORE}/duties.json").json()["data"])


def test_a_duty_tells_since_or_from_when_it_applies(client):
    assert "Article 53(1)(c) applies since 2025-08-02" in _words(_page(client, "/reading/obl_53.1.c"))
    before = _words(_page(client, f"{BEFORE}/reading/obl_53.1.c"))
    assert "Article 53(1)(c) applies from 2025-08-02" in before
    assert "since 2025-08-02" not in before, "a way is told as open since a day that is still to come"


def test_what_another_day_has_is_told_with_its_days_and_the_amending_point(client):
    answer = client.get(f"{ACT}art_10.par_5")
    words = _words(html.fromstring(answer.text).find(".//main"))
    assert answer.status_code == 404
    assert "Article 10(5) does not hold on 2026-11-24: it holds from 2024-08-01 to 2026-07-26" in words
    assert "deleted on 27 July 2026 by Article 1(9)(b) of Regulation (EU) 2026/1744" in words
    assert "--on" not in words, "a page speaks of the command line"


@pytest.mark.parametrize("path", ["52.1", "53.1.d", "53.3", "54.1"])
def test_what_no_chapter_covers_is_not_told_as_covered(client, path):
    tree = _page(client, f"/reading/obl_{path}")
    assert "If you have signed the Code" in [_words(head) for head in tree.xpath("//h3")]
    assert "The Code as it stands is no way to show this duty" in _words(tree)


def test_the_table_of_duties_tells_who_owes_each(client):
    rows = {_words(row[1]): _words(row[2]) for row in _page(client, "/duties").xpath("//tbody/tr")}
    assert rows["Perform the tasks of the mandate"].startswith("authorised representative")


@pytest.mark.parametrize("name", ["cpy.pag_2", "sas.pag_34"])
def test_facts_stand_in_an_order_that_is_always_the_same(name):
    day = open_day(DAY)
    rows = node_facts.find_node_facts(day, CODE + name, build_node_summary(day, CODE + name))
    said = [
        [row[key] or "" for key in ("property", "value", "valueLabel")] for row in rows if row["direction"] != "says"
    ]
    assert len({tuple(one[:2]) for one in said}) < len(said), (
        "the sample has no two rows that differ in the label alone"
    )
    assert said == sorted(said)


def test_a_label_of_a_profile_brings_no_signs_of_control_into_a_page(client):
    data = (
        b"<urn:m> a <https://w3id.org/actgraph/ns/Model> ; "
        b'<http://www.w3.org/2000/01/rdf-schema#label> "A\\u001b[31m\\u202emodel\\u0000" .'
    )
    answer = client.post("/profile", content=data, headers={"content-type": "text/turtle", "accept": "text/html"})
    assert answer.status_code == 200, answer.text[:300]
    assert "A[31mmodel" in answer.text, "the label is not told at all"
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e]", answer.text)


def test_presumption_is_told_of_standards_and_never_of_the_code(client):
    ways = {
        _words(one.find("a")): _words(one) for one in _page(client, "/reading/obl_53.1.c").xpath("//ul/li[a/strong]")
    }
    assert "; conformity is presumed" not in ways["Adherence to a code of practice"]
    assert "no presumption of conformity" in ways["Adherence to a code of practice"]
    assert "no presumption of conformity" in ways["Alternative adequate means of compliance"]
    assert "(conformity is presumed" in ways["Conformity with a harmonised standard"]


@pytest.mark.parametrize("day", ["2025-09-01", "2026-07-31", "2026-11-24"])
def test_signatories_are_those_of_the_day_of_the_page(client, day):
    rows = client.get(f"/on/{day}/signatories.json").json()["data"]
    asked = open_day(day).select_rows(
        named_queries.bind_parameters(named_queries.load_named_query("listed-on"), {"day": day})
    )
    # The query has a row for each chapter, the page one for each provider.
    expected = list(dict.fromkeys((row["provider"], row["status"]) for row in asked))
    assert [(row["provider"], row["status"]) for row in rows] == expected
    assert ("listed" in {row["status"] for row in rows}) == (day == "2026-07-31"), "only a list speaks for its day"


def test_what_was_deleted_stands_left_and_what_was_inserted_right(client, monkeypatch):
    row = {
        "provision": f"{BASE}eli/reg/2024/1689/art_10.par_1",
        "label": "Article 10(1)",
        "told": "replaced",
        "point": "",
    }
    pieces = [("kept", "the same"), ("deleted", "old"), ("inserted", "new")]
    words = {"action": "replaced", "before": "the same old", "after": "the same new", "pieces": pieces}
    monkeypatch.setattr("actgraph.web.pages.node_facts.describe_node_changes", lambda seen: [row | words])
    left, right = _page(client, f"{ACT}art_10").xpath("//table[contains(@class, 'editions')]/tbody/tr/td")
    assert (_words(left), [one.text for one in left.xpath("del")], left.xpath("ins")) == ("the same old", ["old"], [])
    assert (_words(right), [one.text for one in right.xpath("ins")], right.xpath("del")) == (
        "the same new",
        ["new"],
        [],
    )


def test_dates_stand_under_what_they_are_on_the_day(client):
    states = list(dict.fromkeys(row["state"] for row in client.get("/timeline.json").json()["data"]))
    heads = [_words(head).lower() for head in _page(client, "/timeline").xpath("//main/section[ol]/h2")]
    assert sorted(heads) == sorted(states)


def test_other_formats_of_a_search_are_of_the_same_words(client):
    others = _page(client, "/search?q=copyright+policy").xpath("//link[@rel='alternate']/@href")
    assert others
    assert all(other.endswith("?q=copyright+policy") for other in others)


def test_a_neighbourhood_has_what_points_to_a_node_left_of_it():
    """Commitment 2 covers Article 55(1): the one is right of the other, whichever of them stands in the middle."""
    day = open_day(DAY)
    commitment, provision = day.cite("Safety and Security Commitment 2"), day.cite("55(1)")
    for middle, other, is_right in ((commitment, provision, True), (provision, commitment, False)):
        plan, laid, _ = neighbourhood._arrange_picture(day, middle)
        (at,) = {laid.boxes[name][0] for name, box in plan.boxes.items() if box.iri == other}
        assert (at > laid.boxes["middle"][0]) is is_right, day.get_node(middle).label


@pytest.mark.parametrize("path", ["/ns", "/guidelines/gpai/5045", "/graphs/reading.coverage"])
def test_no_link_leads_nowhere(client, path):
    assert [_words(link) for link in _page(client, path).xpath("//a[@href='']")] == []
