"""Test the page of the matrix: its legend, its heads, and that no cell relies on colour."""

import pytest
from lxml import html

from tests.support.web_client import open_client

MATRICES = ("/matrix", "/content-matrix")


@pytest.fixture(scope="module")
def client():
    with open_client("2026-11-24", accept="text/html") as found:
        yield found


def _get_page(client, path):
    return html.fromstring(client.get(path).text)


def _get_text(node):
    return " ".join(" ".join(node.itertext()).split())


@pytest.mark.parametrize("path", MATRICES)
def test_legend_stands_above_and_explains_all(client, path):
    page = _get_page(client, path)
    (legend,) = page.xpath("//section[@class='legend'][following::table[@class='matrix']]")
    kinds = {_get_text(one)[0] for one in legend.xpath("ul/li")}
    assert kinds == {_get_text(dot)[-1] for dot in page.xpath("//table//span[contains(@class, 'dot')]")}
    explained = {_get_text(one): _get_text(one.getnext()) for one in legend.xpath(".//ul[@class='key']/li/b")}
    heads = page.xpath("//table[@class='matrix']/thead/tr[2]/th/a")
    assert [_get_text(head) for head in heads] == list(explained)
    assert all(head.get("title").startswith(explained[_get_text(head)]) for head in heads)


@pytest.mark.parametrize("path", MATRICES)
def test_cells_say_their_kind_in_letters_and_words(client, path):
    dots = _get_page(client, path).xpath("//table//span[contains(@class, 'dot')]")
    assert len(dots) > 20
    for dot in dots:
        kind = dot.get("class").removeprefix("dot ")
        assert _get_text(dot).split()[1:] == [kind, kind[0].upper()]


@pytest.mark.parametrize("path", MATRICES)
def test_heads_are_grouped_by_chapter_or_section(client, path):
    page = _get_page(client, path)
    groups = page.xpath("//thead/tr[1]/th[@scope='colgroup']")
    chapters = ["Transparency", "Copyright", "Safety and Security"]
    assert [_get_text(one) for one in groups] == (chapters if path == "/matrix" else ["Section 1", "Section 2"])
    columns = len(page.xpath("//thead/tr[2]/th"))
    assert sum(int(one.get("colspan")) for one in groups) == columns
    assert {len(row.xpath("td")) for row in page.xpath("//tbody/tr")} == {columns}
