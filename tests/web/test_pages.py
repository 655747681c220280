"""Test the pages of the server: content, formats, days and refusals."""

import csv
import io
import json
import re
import sys

import pytest
from lxml import html
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from actgraph.graph.day import open_day
from actgraph.law import amendments, coverage
from actgraph.web.app import create_app
from actgraph.web.http.page import PAGE_FORMATS
from actgraph.web.pages import router
from tests.conftest import ROOT
from tests.support.looping import each

DAY = "2026-11-24"
READS_HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ARTICLE = "/eli/reg/2024/1689/art_53"


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(DAY), base_url="http://127.0.0.1", headers=READS_HTML) as found:
        yield found


def _parse_page(answer):
    assert answer.status_code == 200, answer.text[:300]
    return html.fromstring(answer.text)


def _get_text(node):
    return " ".join(" ".join(node.itertext()).split())


SAMPLE = [
    *router.FIXED_PAGES,
    *("matrix/declared", "matrix/stated", "matrix/editorial", "timeline/deployer", "queries/duties", "queries/fines"),
    *("eli/reg/2024/1689/art_3", "eli/reg/2024/1689/art_53", "eli/reg/2024/1689/art_75a", "eli/reg/2024/1689/rct_110"),
    *(
        "eli/reg/2024/1689/anx_XI",
        "eli/reg/2024/1689/cpt_V",
        "eli/reg/2024/1689/cpt_V.sct_2",
        "eli/reg/2026/1744/art_1",
    ),
    *(
        "eli/reg/2026/1744/rct_40",
        "eli/reg_impl/2026/1755/art_1",
        "code-of-practice/tra",
        "code-of-practice/sas.com_10",
    ),
    *("code-of-practice/sas.com_9.mea_1", "code-of-practice/sas.app_1.sct_4", "code-of-practice/mdf"),
    *("code-of-practice/prv_xai", "code-of-practice/sas.pag_28", "guidelines/gpai/5045.sec_2.1", "reading/obl_53.1.c"),
    *(
        "guidelines/gpai/5045.con_non-adherence",
        "training-summary/template",
        "terms/act.provider",
        "other/dir/2019/790/oj",
    ),
]


@each("path", SAMPLE)
def test_page_has_one_heading_and_basis(client, path):
    page = _parse_page(client.get(f"/{path}"))
    assert len(page.xpath("//h1")) == 1
    assert "AI Act as amended on 27 July 2026" in _get_text(page.xpath("//footer")[0])
    assert len(page.xpath("//*[@id]")) == len({one.get("id") for one in page.xpath("//*[@id]")})


@each("path", SAMPLE)
def test_page_exists_in_each_named_format(client, path):
    page = _parse_page(client.get(f"/{path}"))
    named = {one.get("type"): one.get("href") for one in page.xpath("//link[@rel='alternate']")}
    assert "application/json" in named
    for kind, address in named.items():
        by_ending, by_accept = client.get(address), client.get(f"/{path}", headers={"accept": kind})
        assert by_ending.status_code == 200, _get_text(html.fromstring(by_ending.text))
        assert by_ending.headers["content-type"].startswith(kind)
        assert by_ending.text == by_accept.text
        read = {
            "application/json": json.loads,
            "text/turtle": lambda text: [parse(text.encode(), format=RdfFormat.TURTLE)],
            "text/csv": lambda text: list(csv.DictReader(io.StringIO(text))),
            "image/svg+xml": lambda text: [html.fromstring(text.encode())],
        }
        assert read[kind](by_ending.text) or path == "queries/recitals-of-article", kind


def test_every_page_of_day_opens():
    """All paths would take long: take one of each family and kind of node from the list of all."""
    seen = {}
    for path in router.list_page_paths(open_day(DAY)):
        seen.setdefault(re.sub(r"[\d.]+|(?<=_).*", "", path), path)
    for path in seen.values():
        assert router.build_page(open_day(DAY), path, {}).title, path
    assert len(seen) > 60


def test_article_shows_coverage_of_points(client):
    (beside,) = _parse_page(client.get(ARTICLE)).xpath("//*[@id='par_1.pnt_c']/div[@class='beside']")
    covered, addressed = beside.xpath("./p")[1:3]
    assert covered.text_content() == "Covered by Copyright Commitment 1."
    assert [link.get("aria-label") for link in addressed] == [f"Copyright Measure 1.{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("53", "Article 53(1)(d) (duty of providers), Article 53(3) (duty of providers), Article 53(4) (effect), "),
        ("56", "Article 56(1) (power or task), "),
        ("54", "Article 54"),
    ],
)
def test_article_shows_uncovered_parts(client, article, expected):
    page = _parse_page(client.get(f"/eli/reg/2024/1689/art_{article}"))
    (told,) = page.xpath("//dl[@class='about'][1]/dt[.='No commitment covers']/following-sibling::dd[1]")
    assert _get_text(told).startswith(expected)
    assert f"Article {article}" not in [_get_text(link) for link in told.xpath("a")]


def test_page_without_graphviz_says_so(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    page = _parse_page(client.get("/eli/reg/2024/1689/art_94"))  # no other test draws it, and pictures are cached
    assert (
        "There is no picture: pygraphviz, which lays out pictures and writes DOT, is not installed. Run: pip install"
        in _get_text(page.xpath("//div[@id='picture']")[0])
    )


def test_picture_without_graphviz_is_error_with_advice(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    answer = client.get("/eli/reg/2024/1689/art_93.svg")  # no other test draws it, and pictures are cached
    assert answer.status_code == 503
    assert "pip install" in answer.text


def test_article_rows_match_covers_command(client):
    day = open_day(DAY)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{ARTICLE}.csv").text)))
    assert [row["via"] or None for row in rows] == [
        row["via"] for row in coverage.find_coverage(day, day.cite("53")).to_rows()
    ]


def test_commitment_links_to_measures_and_form(client):
    page = _parse_page(client.get("/code-of-practice/tra.com_1"))
    assert [one.text for one in page.xpath("//section[@id='parts']//a")][:2] == [
        "Transparency Measure 1.1",
        "Transparency Measure 1.2",
    ]
    assert len({one.get("href") for one in page.xpath("//div[@id='form']//td[1]/a")}) > 30


def test_duty_shows_both_ways_of_compliance(client):
    page = _parse_page(client.get("/reading/obl_53.1.c"))
    signed, others = page.xpath("//div[@class='ways']/section")
    assert "Adherence to a code of practice" in _get_text(signed)
    assert "Alternative adequate means of compliance" not in _get_text(signed)
    assert "As we read the Act, they are for providers that neither adhere to a code" in _get_text(signed)
    assert "Adherence to a code of practice" not in _get_text(others)
    assert "gap analysis" in _get_text(others)
    assert "paragraph 95" in _get_text(others)


def test_non_signatory_duty_excludes_signatories(client):
    rows = {row["provisionLabel"]: row for row in json.loads(client.get("/duties.json").text)["data"]}
    assert rows["Article 53(4)"]["signed"] == ""
    assert rows["Article 53(1)(d)"]["signed"] == rows["Article 53(1)(d)"]["notSigned"]


@pytest.mark.parametrize("kind", ["declared", "stated", "editorial"])
def test_matrix_has_links_of_one_kind(client, kind):
    every = json.loads(client.get("/matrix.json").text)["data"]
    some = json.loads(client.get(f"/matrix/{kind}.json").text)["data"]
    assert some == [row for row in every if row["link"] == kind]
    assert some


def test_matrix_has_coverage_from_code_body(client):
    """The transparency chapter leaves Annex XI, Section 2 to another chapter's measure: stated, no mere reference."""
    rows = client.get("/matrix/stated.json").json()["data"]
    cells = {(row["provisionLabel"], row["commitmentLabel"]): row["links"] for row in rows}
    assert cells["Annex XI", "Safety and Security Commitment 10"] == "1"


def test_signatory_has_one_row_with_chapters(client):
    found = client.get("/on/2026-07-31/signatories.json").json()["data"]
    rows = [row for row in found if row["codeLabel"] == "General-Purpose AI Code of Practice"]
    by_name = {row["providerLabel"]: row for row in rows}
    assert len(by_name) == len(rows)
    assert len(found) - len(rows) == 190, "the other code has a list of its own"
    assert by_name["Anthropic"]["chapters"] == "Transparency chapter; Copyright chapter; Safety and Security chapter"
    assert by_name["xAI"]["chapters"] == "Safety and Security chapter"
    assert by_name["Meta"]["status"] == "declined on 2025-07-18; not listed"


def test_matrix_counts_declared_links(client):
    rows = json.loads(client.get("/matrix/declared.json").text)["data"]
    assert sum(int(row["links"]) for row in rows) == 34  # 31 of commitments, 3 of an appendix


def test_other_edition_is_linked(client):
    page = _parse_page(client.get("/eli/reg/2024/1689/art_56"))
    first, second = page.xpath("//nav[@aria-label='Edition']//li/a")
    assert second.get("aria-current") == "true"
    assert first.get("href") == "/on/2026-07-26/eli/reg/2024/1689/art_56"
    before = _parse_page(client.get(first.get("href")))
    assert "as published on 12 July 2024" in _get_text(before.xpath("//footer")[0])
    assert before.xpath("//nav[@aria-label='Edition']//li/a[not(@aria-current)]/@href") == ["/eli/reg/2024/1689/art_56"]


def test_edition_without_article_is_not_linked(client):
    page = _parse_page(client.get("/eli/reg/2024/1689/art_75a"))
    assert (
        _get_text(page.xpath("//nav[@aria-label='Edition']//span")[0]) == "not in: AI Act as published on 12 July 2024"
    )


def test_each_change_names_its_point(client):
    changes = _parse_page(client.get("/eli/reg/2024/1689/art_10")).xpath("//div[@id='editions']/section")
    assert len(changes) == 3
    assert " ".join(changes[1].text_content().split()).startswith(
        "Article 10(5) Deleted on 27 July 2026 by Article 1(9)(b) of Regulation (EU) 2026/1744. As it was"
    )
    assert "As it is" not in _get_text(changes[1])


def test_part_address_leads_to_anchor(client):
    answer = client.get(f"{ARTICLE}.par_1.pnt_c", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ARTICLE}#par_1.pnt_c")
    assert json.loads(client.get(f"{ARTICLE}.par_1.pnt_c.json").text)["data"]["label"] == "Article 53(1)(c)"


def test_chapters_of_code_stand_in_their_order(client):
    found = json.loads(client.get("/code-of-practice/code.json").text)["data"]["parts"]
    names = ("Transparency chapter", "Copyright chapter", "Safety and Security chapter")
    assert [one["label"] for one in found if one["label"] in names] == list(names)


def test_chosen_day_opens_same_page(client):
    answer = client.get("/day?on=2026-03-01&path=gaps", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/on/2026-03-01/gaps")


@pytest.mark.parametrize("path", ["//evil.example/x", "/evil.example", "https://evil.example/"])
def test_day_choice_redirects_only_to_own_pages(client, path):
    to = client.get("/day", params={"on": "", "path": path}, follow_redirects=False).headers["location"]
    assert re.match(r"/(?!/)", to)


def test_code_pages_are_missing_before_code(client):
    assert "There is nothing of it" in client.get("/on/2025-01-01/code-of-practice").text
    assert client.get("/on/2025-01-01/code-of-practice/tra").status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/nonsense", 404, "there is no page"),
        ("/on/2020-01-01/", 400, "entered into force on 2024-08-01"),
        ("/on/2026-13-01/gaps", 400, "is no date"),
        ("/on/nonsense/gaps", 400, "is no date"),
        ("/queries/nonsense", 404, "there is no query"),
        ("/queries/duties?actor=nonsense", 400, "actor: “nonsense” is not a valid value of actor"),
        ("/queries/duties?nonsense=1", 400, "no parameter"),
        ("/timeline/nonsense", 404, "neither a provision nor"),
        ("/gaps.ttl.ttl", 404, "there is no page"),
        ("/index.csv", 404, "no such format"),
        ("/eli/reg/2024/1689/art_999", 404, "there is no page"),
        ("/%00", 404, "there is no page"),
        (
            "/on/2026-07-26/eli/reg/2024/1689/art_75a",
            404,
            "Article 75a does not hold on 2026-07-26: it holds from 2026-07-27 on",
        ),
    ],
)
def test_missing_page_is_explained(client, path, status, told):
    answer = client.get(path)
    assert answer.status_code == status
    assert told in _get_text(html.fromstring(answer.text).xpath("//main")[0])


def test_unknown_format_is_not_acceptable(client):
    assert client.get("/gaps", headers={"accept": "image/png"}).status_code == 406


def test_invalid_accept_header_means_html(client):
    assert client.get("/gaps", headers={"accept": "nonsense"}).headers["content-type"].startswith("text/html")


def test_errors_are_json_if_requested(client):
    answer = client.get("/nonsense.json")
    assert (answer.status_code, "error" in answer.json()["data"]) == (404, True)


def test_named_query_page_takes_parameter(client):
    page = _parse_page(client.get("/queries/thresholds-reached", params={"amount": "1e25"}))
    assert "More than 10^23 FLOP" in _get_text(page.xpath("//table")[0])
    lacking = _parse_page(client.get("/queries/thresholds-reached"))
    assert not lacking.xpath("//table")
    assert "It needs a parameter" in _get_text(lacking)


def test_markup_in_address_is_escaped(client):
    answer = client.get("/%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_pages_have_no_inline_script_or_style(client):
    for path in SAMPLE:
        page = _parse_page(client.get(f"/{path}"))
        assert not page.xpath("//script | //style | //@style | //@onclick"), path


def test_answers_have_security_headers(client):
    for path in ("/", "/gaps.json", "/nonsense", "/assets/style.css", "/assets/nonsense", "/day"):
        headers = client.get(path, follow_redirects=False).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path


def test_accept_header_may_be_repeated():
    lines = [("accept", "image/png"), ("accept", "text/csv")]
    answer = TestClient(create_app(DAY), base_url="http://127.0.0.1").get("/gaps", headers=lines)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_other_host_is_refused():
    assert TestClient(create_app(DAY), base_url="http://evil.example").get("/").status_code == 400


def test_only_get_and_head_are_allowed(client):
    assert client.post("/gaps").status_code == 405


@pytest.mark.parametrize("today", ["2024-08-01", "2026-07-26", "2026-07-27", DAY, "2030-01-01"])
def test_editions_are_linked_on_valid_days(today):
    for edition in amendments.list_act_editions().values():
        day = edition.clamp_day(today)
        assert edition.start <= day <= (edition.end or day)


def test_documented_pages_exist(client):
    text = (ROOT / "docs/pages.md").read_text(encoding="utf-8")
    named = [
        path for row in re.findall(r"^\| (`/.*?) \|", text, re.MULTILINE) for path in re.findall(r"`(/[^`]*)`", row)
    ]
    assert len(named) > 20
    for path in named:
        well = {200, 503} if path == "/health" else {200}  # a server that starts says that it is not ready yet
        assert client.get(path).status_code in well, path
    known = {path for path in router.FIXED_PAGES if path} | {"search", "profile"}
    assert known <= {path.partition("?")[0][1:] for path in named}


def test_formats_match_media_types():
    assert {form: kind for form, (kind, _) in PAGE_FORMATS.items()} == {
        "json": "application/json",
        "ttl": "text/turtle",
        "csv": "text/csv",
        "svg": "image/svg+xml",
    }
