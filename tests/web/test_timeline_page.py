"""Test the page of the dates: its picture, its sections and how they lead to each other."""

import pytest
from lxml import html

from tests.support.web_client import open_client

DAY = "2026-12-02"
SECTIONS = ("today", "coming", "now", "over")


@pytest.fixture(scope="module")
def client():
    with open_client(DAY, accept="text/html") as found:
        yield found


def _get_page(client, path="/timeline"):
    return html.fromstring(client.get(path).text)


def _list_dates(page, anchor):
    return page.xpath(f"//section[@id='{anchor}']/ol/li/time/@datetime")


def test_sections_begin_with_what_is_coming(client):
    page = _get_page(client)
    assert page.xpath("//main/section[ol]/@id") == list(SECTIONS)
    assert _list_dates(page, "today") == [DAY]
    for anchor, is_future in (("coming", True), ("now", False), ("over", False)):
        dates = _list_dates(page, anchor)
        assert dates == sorted(dates, reverse=not is_future), "the date nearest to the day stands first"
        assert all((date > DAY) == is_future for date in dates)


def test_every_date_has_one_entry(client):
    page = _get_page(client)
    entries = page.xpath("//ol[contains(@class, 'days')]/li/ul/li")
    rows = client.get("/timeline.json").json()["data"]
    assert sorted(one.get("id") for one in entries) == sorted(row["milestone"].rpartition("/")[2] for row in rows)
    kinds = {row["milestone"].rpartition("/")[2]: row["kind"] for row in rows}
    over = page.xpath("//section[@id='over']//ul/li/@id")
    assert {kinds[one] for one in over} == {"deadline", "cut-off"}


@pytest.mark.parametrize("path", ["/timeline", "/timeline/deployer", "/timeline/Article%2053"])
def test_picture_leads_to_the_entries(client, path):
    page = _get_page(client, path)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    (picture,) = page.xpath("//div[contains(@class, 'picture')]")
    leads = picture.xpath(".//a/@href")
    assert len(leads) > 3
    assert {lead.removeprefix("#") for lead in leads} <= set(ids)
    assert picture.xpath("following::section/@id")[0] in SECTIONS, "the picture stands on top"


def test_picture_as_a_file_leads_to_pages(client):
    written = client.get("/timeline.svg").text
    assert 'href="/eli/reg/2024/1689/mls_2026-08-02.general"' in written
    assert 'href="#' not in written


def test_actor_without_dates_has_no_picture(client):
    page = _get_page(client, "/timeline/downstream-provider")
    assert not page.xpath("//div[contains(@class, 'picture')]")
    assert "None of the dates" in page.xpath("string(//main)")
