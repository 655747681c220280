"""Test the page for SPARQL queries: its content, and that no answer becomes markup."""

import pytest
from lxml import html
from starlette.testclient import TestClient

from actgraph.core.worker_pool import WorkLimits
from actgraph.web.app import ServerOptions, create_app
from actgraph.web.pages.sparql_form import MAX_TABLE_ROWS

READS_HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
OLD = "over the graphs that are named: AI Act as published on 12 July 2024, with all that holds on 2026-07-26"
QUERY = "SELECT ?part ?partLabel { ?part ag:covers act:art_53.par_1.pnt_c ; rdfs:label ?partLabel }"


@pytest.fixture(scope="module")
def client():
    how = ServerOptions(workers=1, limits=WorkLimits(60, 500))
    with TestClient(create_app("2026-11-24", how), base_url="http://127.0.0.1", headers=READS_HTML) as found:
        yield found


def _send_query(client, query, status=200, path="/sparql", **more):
    answer = client.get(path, params={"query": query, **more})
    assert answer.status_code == status, answer.text[:300]
    return html.fromstring(answer.text)


def _parse_main(page):
    return " ".join(" ".join(page.get_element_by_id("main").itertext()).split())


def test_page_starts_with_answerable_query(client):
    page = html.fromstring(client.get("/sparql").text)
    assert "1 row" in _parse_main(_send_query(client, page.get_element_by_id("query").text))


def test_answer_is_table_with_links(client):
    page = _send_query(client, QUERY)
    assert page.xpath("//th/text()") == ["part", "partLabel"]
    (link,) = page.xpath("//td/a")
    assert (link.text, link.get("href")) == ("cop:cpy.com_1", "/code-of-practice/cpy.com_1")
    assert page.xpath("//td[2]/text()") == ["Copyright Commitment 1"]


def test_field_keeps_sent_query(client):
    query = "SELECT ('</textarea><script>x</script>' AS ?x) {\n}"
    page = _send_query(client, query)
    assert page.get_element_by_id("query").text.strip() == query
    assert not page.xpath("//script")


def test_answer_address_is_repeatable(client):
    (link,) = _send_query(client, QUERY).xpath("//a[text()='The address of this answer']/@href")
    assert "Copyright Commitment 1" in client.get(link).text
    assert client.get(link, headers={"accept": "text/csv"}).text.splitlines()[1].endswith(",Copyright Commitment 1")


@pytest.mark.parametrize(
    ("query", "forms"), [(QUERY, "csv tsv json xml"), ("DESCRIBE act:art_53", "ttl nt jsonld rdf")], ids=["rows", "RDF"]
)
def test_downloads_have_whole_answer(client, query, forms):
    page = _send_query(client, query)
    form = page.xpath("//form[@class='downloads']")[0]
    assert [button.get("value") for button in form.xpath(".//button")] == forms.split()
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    for name in forms.split():
        answer = client.request(form.method, form.action, params={**fields, "format": name})
        assert answer.headers["content-disposition"] == f'attachment; filename="answer.{name}"'
        assert ("Commitment 1" in answer.text) or ("Article 53" in answer.text)


def test_long_query_uses_post(client):
    values = " ".join(f"'value {number}'" for number in range(1200))
    query = f"SELECT ?x {{ VALUES ?x {{ {values} }} }}"
    answer = client.post("/sparql", data={"query": query})
    page = html.fromstring(answer.text)
    (form,) = page.xpath("//form[@class='downloads']")
    assert form.method == "POST"
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    assert len(client.post("/sparql", data=fields | {"format": "csv"}).text.splitlines()) == 1201
    assert not page.xpath("//a[text()='The address of this answer']")


def test_extra_rows_are_in_download(client):
    query = f"SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {MAX_TABLE_ROWS + 1}"
    page = _send_query(client, query)
    assert f"The first {MAX_TABLE_ROWS} rows" in _parse_main(page)
    assert len(page.xpath("//tbody/tr")) == MAX_TABLE_ROWS
    assert len(client.get("/sparql", params={"query": query, "format": "json"}).json()["results"]["bindings"]) == 1001


def test_empty_answer_says_so(client):
    assert "Nothing in the graph that was asked matches" in _parse_main(
        _send_query(client, "SELECT * { act:art_999 ?p ?o }")
    )


@pytest.mark.parametrize(("query", "told"), [("ASK { act:art_53 ?p ?o }", "Yes"), ("ASK { act:art_999 ?p ?o }", "No")])
def test_ask_answer_is_yes_or_no(client, query, told):
    assert _send_query(client, query).get_element_by_id("answer").text == told


def test_wrong_query_is_located(client):
    page = _send_query(client, "SELECT *\n{ ?s agg:covers ?o }", 400)
    told = _parse_main(page)
    assert "Line 2, column 6: the prefix “agg:” is not declared" in told
    assert "Did you mean: ag:" in told
    assert page.xpath("//div[@role='alert']//code/text()") == ["{ ?s agg:covers ?o }\n     ^"]


def test_error_in_long_line_shows_excerpt(client):
    page = _send_query(client, "SELECT * { VALUES ?x { " + "1 " * 1000 + "} ?s agg:covers ?o }", 400)
    line, mark = page.xpath("//div[@role='alert']//code/text()")[0].split("\n")
    assert line[len(mark) - 1 :].startswith("agg:covers")
    assert len(line) <= 120


def test_named_query_fills_field(client):
    page = html.fromstring(
        client.get("/sparql", params={"start": "measures-of-commitment", "commitment": "Copyright Commitment 1"}).text
    )
    query = page.get_element_by_id("query").text
    assert "<https://w3id.org/actgraph/code-of-practice/cpy.com_1>" in query
    assert "5 rows" in _parse_main(_send_query(client, query))


def test_named_query_page_links_here(client):
    page = html.fromstring(client.get("/queries/thresholds-reached?amount=1e25").text)
    (link,) = page.xpath("//a[text()='Change this query']/@href")
    assert '"1e+25"^^' in html.fromstring(client.get(link).text).get_element_by_id("query").text


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"start": "no-such"}, "there is no query “no-such”"),
        ({"start": "coverage-of-provision"}, "needs the parameter provision"),
        ({"start": "measures-of-commitment", "commitment": "Measure 999"}, "Measure 999"),
        ({"qurey": "ASK {}"}, "there is no field “qurey”"),
        ({"query": "ASK {}", "format": "xlsx"}, "there is no such format"),
    ],
    ids=["no query", "no parameter", "no node", "no field", "no format"],
)
def test_unknown_named_query_is_reported(client, params, told):
    answer = client.get("/sparql", params=params)
    assert answer.status_code == 400
    assert told in _parse_main(html.fromstring(answer.text))


def test_query_uses_day_of_address(client):
    query = "ASK { act:art_75a ?p ?o }"
    assert _send_query(client, query).get_element_by_id("answer").text == "Yes"
    page = _send_query(client, query, path="/on/2026-07-26/sparql")
    assert page.get_element_by_id("answer").text == "No"
    (other,) = page.xpath("//nav[@class='editions']//a[contains(., 'as amended')]/@href")
    assert html.fromstring(client.get(other).text).get_element_by_id("answer").text == "Yes"


def test_other_day_keeps_query(client):
    form = _send_query(client, "ASK { act:art_75a ?p ?o }").xpath("//form[@action='/day']")[0]
    fields = dict(form.form_values()) | {"on": "2026-07-26"}
    answer = client.get("/day", params=fields)
    assert answer.url.path == "/on/2026-07-26/sparql"
    assert html.fromstring(answer.text).get_element_by_id("answer").text == "No"


def test_named_graphs_are_shown_and_kept(client):
    old = "https://w3id.org/actgraph/graphs/edition.act.2024-07-12"
    page = _send_query(client, "ASK { act:art_75a ?p ?o }", **{"default-graph-uri": old})
    assert page.get_element_by_id("answer").text == "No"
    assert f"Asked {OLD}." in _parse_main(page)
    assert page.xpath("//input[@class='graph']/@value") == [old]
    (link,) = page.xpath("//a[text()='The address of this answer']/@href")
    assert html.fromstring(client.get(link).text).get_element_by_id("answer").text == "No"
    page = _send_query(client, f"ASK FROM <{old}> {{ act:art_75a ?p ?o }}")
    assert f"Asked {OLD}." in _parse_main(page)
    assert "Asked over" not in _parse_main(_send_query(client, "ASK { act:art_75a ?p ?o }"))


def test_values_become_no_script_link_or_markup(client):
    hostile = ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x"]
    query = f"SELECT * {{ VALUES ?x {{ {' '.join(f'<{one}>' for one in hostile)} '<img src=x onerror=y>' }} }}"
    page = _send_query(client, query)
    assert page.xpath("//td/a") == []
    assert page.xpath("//img") == []
    assert page.xpath("//td/text()") == [*hostile, "<img src=x onerror=y>"]


@pytest.mark.parametrize(
    ("term", "words"), [("<https://evil.example/>", "https://evil.example/"), ("act:art_53", "act:art_53")]
)
def test_query_cannot_disguise_link(client, term, words):
    page = _send_query(client, f"SELECT ({term} AS ?x) ('Article 5' AS ?xLabel) {{}}")
    assert [link.text for link in page.xpath("//td/a")] == [words]
    assert page.xpath("//td[2]/text()") == ["Article 5"]


def test_wide_answer_is_downloadable(client):
    names = " ".join(f"?v{number}" for number in range(300))
    page = _send_query(client, f"SELECT {names} {{ ?s ?p ?o }} LIMIT 1000", 507)
    assert "300 columns" in _parse_main(page)
    (form,) = page.xpath("//form[@class='downloads']")
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    assert client.get("/sparql", params=fields | {"format": "csv"}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT {' '.join(f'?v{number}' for number in range(200))} {{ ?s ?p ?o }} LIMIT 1000",
        "SELECT (REPLACE(STR(act:art_53), '.', '0123456789') AS ?x) { ?s ?p ?o }",
    ],
    ids=["many columns", "long values"],
)
def test_page_size_is_limited(client, query):
    answer = client.get("/sparql", params={"query": query})
    page = html.fromstring(answer.text)
    assert len(answer.content) < 3_000_000
    shown = len(page.xpath("//tbody/tr"))
    assert 0 < shown <= MAX_TABLE_ROWS
    assert f"The first {shown} rows" in _parse_main(page)
    assert (
        len(client.get("/sparql", params={"query": query, "format": "csv"}).text.splitlines()) > shown + 1
        or shown == 1000
    )


def test_large_graph_is_downloadable(client):
    page = _send_query(client, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", 507)
    assert page.xpath("//form[@class='downloads']//button/@value") == ["csv", "json", "ttl"]


def test_empty_graph_is_answered(client):
    page = _send_query(client, "CONSTRUCT { ?s ?p ?o } { act:art_999 ?p ?o }")
    assert page.get_element_by_id("answer").text == "No triples"
    assert page.xpath("//form[@class='downloads']//button/@value") == ["ttl", "nt", "jsonld", "rdf"]


def test_answer_address_includes_day(client):
    (link,) = _send_query(client, "ASK {}").xpath("//a[text()='The address of this answer']/@href")
    assert link.startswith("/on/2026-11-24/sparql?")


def test_invalid_day_is_reported(client):
    assert _send_query(client, "ASK {}", 400, path="/on/2020-01-01/sparql") is not None
