"""Test the search page, in HTML and other formats."""

import csv
import io
import re

import pytest
from starlette.testclient import TestClient

from actgraph.graph.day import open_day
from actgraph.web.app import create_app
from actgraph.web.pages import router
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def client():
    return TestClient(create_app("2026-11-24"), base_url="http://127.0.0.1")


def test_page_shows_search_and_links_hits(client):
    page = client.get("/search", params={"q": "copywright polcy"}, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Shown for: <strong>copyright policy</strong>" in page.text
    assert 'value="copywright polcy"' in page.text
    assert 'href="/code-of-practice/cpy.com_1.mea_1"' in page.text


def test_citation_is_first_hit(client):
    page = client.get("/search", params={"q": "53(1)(c)"}).text
    assert page.index("What it cites") < page.index('href="/eli/reg/2024/1689/art_53#par_1.pnt_c"')


def test_node_of_other_day_is_linked_there(client):
    page = client.get("/search", params={"q": "10(5)"}).text
    assert 'href="/on/2026-07-26/eli/reg/2024/1689/art_10#par_5"' in page


def test_words_never_become_markup(client):
    for words in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"):
        page = client.get("/search", params={"q": words})
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert 'href="javascript:' not in page.text


def test_other_formats_give_same_hits(client):
    page = client.get("/search", params={"q": "systemic risk & fine"}).text
    assert 'href="/search.json?q=systemic+risk+%26+fine"' in page
    found = client.get("/search.json", params={"q": "copyright policy"}).json()["data"]
    rows = list(csv.DictReader(io.StringIO(client.get("/search.csv", params={"q": "copyright policy"}).text)))
    assert [hit["iri"] for hit in found["hits"]] == [row["iri"] for row in rows] != []


@pytest.mark.parametrize("words", ["", "a" * 201, "xyzzyx", "Measure 1.1", "Article 999", "53 and 55"])
def test_every_answer_kind_has_page(client, words):
    assert client.get("/search", params={"q": words}).status_code == 200


def test_search_is_not_on_static_site():
    assert "search" not in set(router.list_page_paths(open_day("2026-11-24")))


def test_json_keys_are_documented(client):
    text = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    for start, data in (
        ("`/search?q=`", client.get("/search.json", params={"q": "fine"}).json()["data"]),
        ("`/ns`", client.get("/ns.json").json()["data"][0]),
    ):
        (row,) = (line for line in text.splitlines() if line.startswith(f"| {start} "))
        assert [key for key in re.findall(r"`(\w+)`", row) if key in data][: len(data)] == list(data)
