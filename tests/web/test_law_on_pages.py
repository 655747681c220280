"""Test the law on pages: declared and editorial links are kept apart, and pages before the Code do not mention it."""

import re

import pytest
from lxml import html

from actgraph.core.prefixes import BASE, CODE
from actgraph.graph.day import open_day
from actgraph.law import coverage
from actgraph.law.diagrams import neighbourhood
from actgraph.law.node_summary import build_node_summary
from actgraph.sparql import named_queries
from actgraph.web.pages import node_facts
from actgraph.web.pages.node_parts import TEXT_LINK_KINDS
from tests.support.web_client import open_client

DAY, BEFORE = "2026-11-24", "/on/2025-03-01"
ACT = "/eli/reg/2024/1689/"


@pytest.fixture(scope="module")
def client():
    with open_client(DAY, accept="text/html") as found:
        yield found


def _get_page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:300]
    return html.fromstring(answer.text)


def _get_text(node):
    return " ".join(" ".join(node.itertext()).split())


def _parse_coverage(tree):
    """Return link kind and part of the code of each row of the closed section, by provision or part of a code."""
    rows = tree.xpath("//div[@id='coverage']//tbody/tr")
    return [(_get_text(row[0]), _get_text(row.xpath(".//span[contains(@class, 'kind')]")[0])) for row in rows]


def _find_beside(tree, words):
    """Return the names of what is linked beside the text behind some words."""
    lines = tree.xpath(f"//div[@class='beside']/p[starts-with(normalize-space(), '{words}')]")
    return {link.get("aria-label") or _get_text(link) for line in lines for link in line.xpath("a[not(@title)]")}


@pytest.mark.parametrize("path", [f"{ACT}art_{number}" for number in (53, 55, 56)])
def test_editorial_link_is_never_shown_as_covered(client, path):
    day = open_day(DAY)
    rows = coverage.find_coverage(day, BASE + path[1:]).rows
    parts = [("Covered by", TEXT_LINK_KINDS, "commitmentLabel"), ("Addressed, as we read it, by", ("editorial",), "")]
    tree = _get_page(client, path)
    for words, kinds, name in parts:
        told = {row[name or "measureLabel"] or row["commitmentLabel"] for row in rows if row["link"] in kinds}
        assert _find_beside(tree, words) == told, words


def test_article_head_names_declared_coverage(client):
    rows = coverage.find_coverage(open_day(DAY), open_day(DAY).cite("Article 56")).rows
    told = {row["commitmentLabel"] for row in rows if row["link"] in TEXT_LINK_KINDS}
    (value,) = _get_page(client, f"{ACT}art_56").xpath("//dt[.='Covered by']/following-sibling::dd[1]")
    assert {_get_text(link) for link in value.xpath(".//li/a[1]")} == told
    assert told == {f"Safety and Security Commitment {n}" for n in (1, 7)}


def test_commitment_page_separates_covers_and_addresses(client):
    tree = _get_page(client, "/code-of-practice/sas.com_2")
    covers, addresses = (
        tree.xpath(f"//dt[.='{title}']/following-sibling::dd[1]")[0] for title in ("Covers", "Addresses, as we read it")
    )
    assert covers.text_content() == "Recital 110, Article 55(1)"
    assert addresses.text_content().startswith("Safety and Security Measure 2.1: Article 55(1)(b), Article 56(2)(c)")
    assert [kind for _, kind in _parse_coverage(tree)][:3] == ["declared", "declared", "editorial"]


def test_named_provision_without_duty_says_so(client):
    rows = [name for name, _ in _parse_coverage(_get_page(client, "/code-of-practice/tra.com_1"))]
    assert any(row.startswith("Article 53(2) exemption") for row in rows), rows
    (recital,) = [
        name
        for name, kind in _parse_coverage(_get_page(client, "/code-of-practice/sas.com_2"))
        if name.startswith("Recital 110") and kind == "declared"
    ]
    assert "recital (not binding)" in recital
    assert "Recital (not binding)" in _get_text(_get_page(client, f"{ACT}rct_110"))


def test_editorial_measure_covers_nothing(client):
    tree = _get_page(client, "/code-of-practice/sas.com_9.mea_1")
    assert not tree.xpath("//dt[.='Covers']")
    assert tree.xpath("//dt[.='Addresses, as we read it']")
    assert {kind for _, kind in _parse_coverage(tree)} == {"editorial", "derived"}


def test_pages_before_code_do_not_mention_signing(client):
    day = open_day("2025-03-01")
    assert CODE + "code" not in day
    for path in ("/reading/obl_53.1.c", "/reading/obl_53.4", "/duties", "/gaps", "/signatories", f"{ACT}art_53"):
        words = _get_text(_get_page(client, BEFORE + path))
        assert (
            "There is no code of practice on 1 March 2025" in words
            or "There is no code of practice on 2025-03-01" in words
        ), path
        assert "Adherence to a code of practice:" not in words, path
        assert "not owed" not in words, path
    assert not any(row["signed"] for row in client.get(f"{BEFORE}/duties.json").json()["data"])


def test_duty_shows_application_date(client):
    assert "Article 53(1)(c) applies since 2 August 2025" in _get_text(_get_page(client, "/reading/obl_53.1.c"))
    before = _get_text(_get_page(client, f"{BEFORE}/reading/obl_53.1.c"))
    assert "Article 53(1)(c) applies from 2 August 2025" in before
    assert "since 2 August 2025" not in before, "a way is told as open since a day that is still to come"


def test_node_of_other_day_names_days_and_amendment(client):
    answer = client.get(f"{ACT}art_10.par_5")
    words = _get_text(html.fromstring(answer.text).find(".//main"))
    assert answer.status_code == 404
    assert "Article 10(5) does not hold on 2026-11-24: it holds from 2024-08-01 to 2026-07-26" in words
    assert "deleted on 27 July 2026 by Article 1(9)(b) of Regulation (EU) 2026/1744" in words
    assert "--on" not in words, "a page speaks of the command line"


@pytest.mark.parametrize("path", ["52.1", "53.1.d", "53.3", "54.1"])
def test_uncovered_provision_is_not_shown_as_covered(client, path):
    tree = _get_page(client, f"/reading/obl_{path}")
    assert "If you have signed a code" in [_get_text(head) for head in tree.xpath("//h3")]
    assert "No code as it stands covers this duty" in _get_text(tree)


def test_duties_table_names_who_owes(client):
    rows = {_get_text(row[1]): _get_text(row[2]) for row in _get_page(client, "/duties").xpath("//tbody/tr")}
    assert rows["Perform the tasks of the mandate"].startswith("authorised representative")


@pytest.mark.parametrize("name", ["cpy.pag_2", "sas.pag_34"])
def test_facts_have_fixed_order(name):
    day = open_day(DAY)
    rows = node_facts.find_node_facts(day, CODE + name, build_node_summary(day, CODE + name))
    said = [
        [row[key] or "" for key in ("property", "value", "valueLabel")] for row in rows if row["direction"] != "says"
    ]
    assert len({tuple(one[:2]) for one in said}) < len(said), (
        "the sample has no two rows that differ in the label alone"
    )
    assert said == sorted(said)


def test_profile_label_has_no_control_characters(client):
    data = (
        b"<urn:m> a <https://w3id.org/actgraph/ns/Model> ; "
        b'<http://www.w3.org/2000/01/rdf-schema#label> "A\\u001b[31m\\u202emodel\\u0000" .'
    )
    answer = client.post("/profile", content=data, headers={"content-type": "text/turtle", "accept": "text/html"})
    assert answer.status_code == 200, answer.text[:300]
    assert "A[31mmodel" in answer.text, "the label is not told at all"
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e]", answer.text)


def test_presumption_is_shown_only_for_standards(client):
    ways = {
        _get_text(one.find("a")): _get_text(one)
        for one in _get_page(client, "/reading/obl_53.1.c").xpath("//ul/li[a/strong]")
    }
    assert "; conformity is presumed" not in ways["Adherence to a code of practice"]
    assert "no presumption of conformity" in ways["Adherence to a code of practice"]
    assert "no presumption of conformity" in ways["Alternative adequate means of compliance"]
    assert "(conformity would be presumed" in ways["Conformity with a harmonised standard"]


@pytest.mark.parametrize("day", ["2025-09-01", "2026-07-31", "2026-11-24"])
def test_signatories_are_those_of_day(client, day):
    rows = client.get(f"/on/{day}/signatories.json").json()["data"]
    asked = open_day(day).select_rows(
        named_queries.bind_parameters(named_queries.load_named_query("listed-on"), {"day": day})
    )
    # The query has a row for each chapter, the page one for each provider.
    expected = list(dict.fromkeys((row["provider"], row["status"]) for row in asked))
    assert [(row["provider"], row["status"]) for row in rows] == expected
    assert ("listed" in {row["status"] for row in rows}) == (day == "2026-07-31"), "only a list speaks for its day"


def test_redline_has_deleted_and_inserted_words(client, monkeypatch):
    row = {
        "provision": f"{BASE}eli/reg/2024/1689/art_10.par_1",
        "label": "Article 10(1)",
        "told": "replaced",
        "date": "2026-07-27",
        "point": "",
    }
    pieces = [("kept", "the same"), ("deleted", "old"), ("inserted", "new")]
    words = {"action": "replaced", "before": "the same old", "after": "the same new", "pieces": pieces}
    monkeypatch.setattr("actgraph.web.pages.node_facts.describe_node_changes", lambda seen: [row | words])
    (line,) = _get_page(client, f"{ACT}art_10").xpath("//p[contains(@class, 'redline')]")
    assert (_get_text(line), [one.text for one in line]) == ("the same old new", ["old", "new"])


def test_change_without_wording_is_told_in_our_words(client):
    """Article 56 before and after the amendment; what was inserted has no sentence before."""
    section = _get_page(client, f"{ACT}art_56").xpath("//div[@id='editions']/section")[0]
    told = _get_text(section)
    assert "Before, in our words:" in told
    assert "Since then, in our words:" in told
    assert "Before, in our words:" not in _get_text(_get_page(client, f"{ACT}art_4a").xpath("//div[@id='editions']")[0])


def test_search_formats_use_same_words(client):
    others = _get_page(client, "/search?q=copyright+policy").xpath("//link[@rel='alternate']/@href")
    assert others
    assert all(other.endswith("?q=copyright+policy") for other in others)


def test_incoming_neighbours_are_drawn_left():
    """Commitment 2 covers Article 55(1): the provision is on its right, whichever is in the middle."""
    day = open_day(DAY)
    commitment, provision = day.cite("Safety and Security Commitment 2"), day.cite("55(1)")
    for middle, other, is_right in ((commitment, provision, True), (provision, commitment, False)):
        plan, laid, _ = neighbourhood._arrange_picture(day, middle)
        (at,) = {laid.boxes[name][0] for name, box in plan.boxes.items() if box.iri == other}
        assert (at > laid.boxes["middle"][0]) is is_right, day.get_node(middle).label


@pytest.mark.parametrize("path", ["/ns", "/guidelines/gpai/5045", "/graphs/reading.coverage"])
def test_links_resolve(client, path):
    assert [_get_text(link) for link in _get_page(client, path).xpath("//a[@href='']")] == []


def test_similar_recitals_stand_apart(client):
    (section,) = _get_page(client, f"{ACT}art_5").xpath("//div[@id='recitals']")
    named, similar = section.xpath("ul")
    assert [_get_text(one) for one in section.xpath("h3")] == ["With similar wording, found by a program"]
    assert [_get_text(link) for link in named.xpath("li/a")] == ["Recital 40", "Recital 41"]
    assert "Recital 29" in [_get_text(link) for link in similar.xpath("li/a")]


def test_paragraph_of_guidelines_tells_what_its_text_names(client):
    (line,) = _get_page(client, "/guidelines/prohibited-practices/5052.sec_3").xpath("//*[@id='5052.par_58']//p")
    assert _get_text(line).startswith("Its official text refers to ")
    assert [_get_text(link) for link in line.xpath("a")] == ["Article 5(1)(a)", "Article 5(1)(b)"]


@pytest.mark.parametrize(("path", "command"), [(f"{ACT}art_53", "act"), ("/code-of-practice/cpy.com_1", "gpai-code")])
def test_page_without_wording_links_it_and_names_the_command(client, path, command):
    (note,) = _get_page(client, path).xpath("//p[@class='note'][starts-with(normalize-space(), 'Official text')]")
    assert note.xpath("string(code)") == f"actgraph text get {command}"
    assert note.xpath("a/@href")[0].startswith("https://")


def test_amended_article_names_the_amending_act(client):
    (told,) = _get_page(client, f"{ACT}art_50").xpath("//dt[.='Amended']/following-sibling::dd[1]")
    assert _get_text(told) == "27 July 2026, by Regulation (EU) 2026/1744: Article 50(7) replaced"


def test_guidelines_page_has_a_part_for_each_text(client):
    tree = _get_page(client, "/guidelines")
    assert [_get_text(link) for link in tree.xpath("//section/h2/a")] == [
        f"Guidelines {number}" for number in ("C(2025) 5045", "C(2026) 5054", "C(2025) 5053", "C(2025) 5052")
    ]
    assert len(tree.xpath("//details/summary/h3[starts-with(., 'Concepts: ')]")) > 10
