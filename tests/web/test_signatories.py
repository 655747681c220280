"""Test the page of the signatories against the lists of the graph."""

from collections import Counter

import pytest
from lxml import html

from actgraph.core.prefixes import CODE, CODES
from actgraph.graph.day import open_day
from actgraph.sparql import named_queries
from tests.support.web_client import open_client

DAY = "2026-12-02"
LAST = "2026-07-31"
SECTIONS = ("general-purpose-ai-code", "ai-generated-content-code")


@pytest.fixture(scope="module")
def client():
    with open_client(DAY, accept="text/html") as found:
        yield found


def _get_section(client, code, day=DAY):
    (found,) = html.fromstring(client.get(f"/on/{day}/signatories").text).xpath(f"//section[@id='{code}']")
    return found


def _get_text(node):
    return " ".join(" ".join(node.itertext()).split())


def _list_ticks(section):
    """Map each name of a table to the heads of the columns where it has a tick, in words."""
    rows = section.xpath(".//table[contains(@class, 'ticks')]/tbody/tr")
    return {
        _get_text(row.find("th").find("a")): [
            cell.get("data-label") for cell in row.findall("td") if _get_text(cell) == "✓ signed"
        ]
        for row in rows
    }


def _count_listed():
    """Count the names, and the names of each chapter, of the last list of each code, by the named query."""
    found = named_queries.run_named_query("signatories", open_day(DAY), {})
    rows = [row for row in found if row["list"].endswith(LAST)]
    return {
        code: (
            len({row["provider"] for row in rows if row["code"] == f"{space}code"}),
            Counter(row["chapterLabel"] for row in rows if row["code"] == f"{space}code"),
        )
        for code, space in zip(SECTIONS, CODES, strict=True)
    }


@pytest.mark.parametrize("code", SECTIONS)
def test_table_has_tick_for_each_signature(client, code):
    section, (names, signatures) = _get_section(client, code), _count_listed()[code]
    ticks = _list_ticks(section)
    assert len(ticks) == names
    told = Counter(head for heads in ticks.values() for head in heads)
    assert sorted(told.values()) == sorted(signatures.values())
    heads = [_get_text(head) for head in section.xpath(".//table[contains(@class, 'ticks')]/thead//th")]
    assert 2 < len(heads) <= 5
    assert set(heads[1:]) == {f"{name} ({count})" for name, count in told.items()}


def test_ticks_say_who_signed_what(client):
    first = _list_ticks(_get_section(client, SECTIONS[0]))
    assert first["Anthropic"] == ["Transparency", "Copyright", "Safety and Security"]
    assert first["xAI"] == ["Safety and Security"]
    assert "Meta" not in first
    second = _list_ticks(_get_section(client, SECTIONS[1]))
    assert {"Section 1", "Section 2"} == {head for heads in second.values() for head in heads}


def test_section_names_counts_day_and_source(client):
    for code, (names, _) in _count_listed().items():
        section = _get_section(client, code)
        told = _get_text(section.find("p"))
        assert told.startswith(f"{names} names : ")
        assert "31 July 2026" in told
        assert "We have no later list up to 2 December 2026." in told
        assert section.find("p").xpath("a/@href")[0].startswith("https://digital-strategy.ec.europa.eu/")
    assert "83 for Section 1, 152 for Section 2, 45 for both" in told


def test_cells_have_words_for_screen_readers(client):
    for code in SECTIONS:
        cells = _get_section(client, code).xpath(".//table[contains(@class, 'ticks')]/tbody//td")
        assert {_get_text(cell) for cell in cells} == {"✓ signed", "– not listed"}
        assert all(cell.xpath("span[@aria-hidden='true']") and cell.xpath("span[@class='unseen']") for cell in cells)


def test_changes_name_their_lists(client):
    last, first = _get_section(client, SECTIONS[0]).xpath(".//section[@class='change']")
    assert _get_text(last.find("h4")) == "From December 2025 to 31 July 2026"
    added, gone, moved, doubt = map(_get_text, last.findall("ul/li"))
    assert added.startswith("On the later list alone (3): AI Studio Delta , Black Forest Labs , xAI .")
    assert gone.endswith("A missing name does not prove withdrawal.")
    assert "not known" in moved
    assert doubt.startswith("Not certain: xAI, list of about August 2025 .")
    sources = [link.get("href") for link in last.xpath("p/a")]
    assert sources == [f"/on/{DAY}/code-of-practice/sgl_{one}" for one in ("2025-12", LAST)]
    assert all(client.get(link).status_code == 200 for link in [*sources, *last.xpath("ul//a/@href")])
    assert "LINAGORA" in _get_text(first)


def test_code_with_one_list_has_nothing_to_compare(client):
    assert "We have one list of this code" in _get_text(_get_section(client, SECTIONS[1]))


def test_refusal_is_told_with_its_report(client):
    (told,) = _get_section(client, SECTIONS[0]).xpath("p[starts-with(strong, 'Declined')]")
    assert _get_text(told).startswith("Declined to sign: Meta , 18 July 2025 .")
    assert told.xpath("a[@rel='external']/@href")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-07-20", "We have no list of its signatories of this day or before."),
        ("2025-09-01", "26 names . We do not know who signed which chapters (?)"),
    ],
)
def test_earlier_day_has_what_was_known(client, day, words):
    section = _get_section(client, SECTIONS[0], day)
    assert words in _get_text(section)
    ticks = _list_ticks(section)
    assert all(not heads for heads in ticks.values()), "no chapter is known for certain"
    assert len(ticks) == (27 if "26" in words else 0), "xAI is shown as not certain"


def test_no_code_has_no_signatories(client):
    answer = client.get("/on/2025-01-01/signatories")
    assert "There is no code of practice on 2025-01-01." in answer.text
    assert client.get("/on/2025-01-01/signatories.json").json()["data"] == []


def test_raw_table_keeps_its_columns(client):
    columns = client.get("/signatories.csv").text.splitlines()[0].strip()
    assert columns == "code,codeLabel,provider,providerLabel,status,chapters,note,restsOn,restsOnLabel"
    links = html.fromstring(client.get("/signatories").text).xpath("//section[@id='raw']//a/@href")
    assert all(client.get(link).status_code == 200 for link in links)
    assert f"{CODE}code" in client.get("/signatories.csv").text
