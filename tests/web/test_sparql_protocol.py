"""Test the rules of the W3C for a SPARQL endpoint without updates, one test each.

Tests of the W3C's protocol suite keep its names. docs/sparql.md lists the test of each rule.
"""

import csv
import io
import re

import pytest
from lxml import etree
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.query import Result
from starlette.testclient import TestClient

from actgraph.core.worker_pool import WorkLimits
from actgraph.sparql import guard, query_size
from actgraph.web.app import ServerOptions, create_app
from actgraph.web.http.media_types import ROW_MEDIA, TRIPLE_MEDIA
from actgraph.web.http.security_headers import SECURITY_HEADERS
from actgraph.web.pages import sparql_form
from actgraph.web.sparql_endpoint import MAX_ANSWER_BYTES, STATUS_CODES
from actgraph.web.work_queue import QueueLimits
from tests.conftest import ROOT

DAY = "2026-11-24"
AT = "/sparql"
BEFORE = "/on/2026-07-26/sparql"
GRAPHS = "https://w3id.org/actgraph/graphs/"
COPYRIGHT, TRANSPARENCY = (f"{GRAPHS}code-of-practice.{name}" for name in ("copyright", "transparency"))
CORE, OLD, NEW = f"{GRAPHS}core", f"{GRAPHS}edition.act.2024-07-12", f"{GRAPHS}edition.act.2026-07-27"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
ROW = "SELECT (1 AS ?value) {}"
TRIPLE = "CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}"
# Every kind of term, an unbound variable, and characters that formats must escape.
TERMS = """SELECT ?iri ?plain ?tagged ?typed ?node ?none {
  VALUES (?iri ?plain ?tagged ?typed) { (<urn:a?b&c> 'a\\t"b"\\n<c>, d&e\\\\f' 'é'@fr '2026-07-27'^^xsd:date) }
  BIND(BNODE() AS ?node)
}"""
PATIENT = WorkLimits(seconds=60)  # a machine may be busy
VARIABLES = ["iri", "plain", "tagged", "typed", "node", "none"]


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(DAY, ServerOptions(workers=1, limits=PATIENT)), base_url="http://127.0.0.1") as found:
        yield found


@pytest.fixture(scope="module")
def allowing():
    """A client of a server that allows one other origin."""
    served = ServerOptions(origins=("https://one.example",), workers=1, limits=PATIENT)
    with TestClient(create_app(DAY, served), base_url="http://127.0.0.1") as found:
        yield found


def _send_get(client, query, accept="", at=AT, **fields):
    fields = {name.replace("_", "-"): value for name, value in fields.items()}
    return client.get(at, params={"query": query, **fields}, headers={"accept": accept} if accept else {})


def _post_direct(client, query, at=AT, kind=DIRECT, **more):
    return client.post(at, content=query, headers={"content-type": kind}, **more)


def _post_form(client, at=AT, **fields):
    return client.post(at, data={name.replace("_", "-"): value for name, value in fields.items()})


def _get_boolean(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()["boolean"]


def _get_media_type(answer):
    assert answer.status_code == 200, answer.text
    return answer.headers["content-type"].partition(";")[0]


def _assert_refused(answer, status, words):
    assert (answer.status_code, words in answer.text) == (status, True), (answer.status_code, answer.text)


def _build_type_pattern(name, graph=""):
    pattern = f"{name} a ?type{name[-1]}"
    return f"GRAPH {graph} {{ {pattern} }}" if graph else f"{pattern} ."


# ---- 2.1.1 to 2.1.3: three ways to send a query


def test_query_get(client):
    assert _get_boolean(client.get(f"{AT}?query=ASK%20%7B%7D")) is True


def test_query_post_form(client):
    answer = client.post(AT, content="query=ASK%20%7B%7D", headers={"content-type": FORM})
    assert _get_boolean(answer) is True


def test_query_post_direct(client):
    assert _get_boolean(_post_direct(client, "ASK {}")) is True


def test_fields_are_decoded_as_form(client):
    text = "query=SELECT+('a%2Bb+%26%C3%A9'+AS+?a)+%7B%7D"
    for answer in (client.get(f"{AT}?{text}"), client.post(AT, content=text, headers={"content-type": FORM})):
        assert answer.json()["results"]["bindings"][0]["a"]["value"] == "a+b &é"


def test_direct_post_is_not_decoded(client):
    assert (
        _post_direct(client, "SELECT ('%41+&=é' AS ?a) {}").json()["results"]["bindings"][0]["a"]["value"] == "%41+&=é"
    )


def test_form_may_hold_longest_query(client):
    assert _get_boolean(_post_form(client, query=f"ASK {{}} # {'é' * 90_000}")) is True


def test_media_type_may_have_parameters_and_capitals(client):
    assert (
        _get_boolean(_post_direct(client, "ASK {}", kind='Application/SPARQL-Query; a=b; Charset="UTF-8"; c=d')) is True
    )
    kind = f"{FORM}; charset=utf-8; a=b"
    assert _get_boolean(client.post(AT, content="query=ASK%7B%7D", headers={"content-type": kind})) is True


def test_head_answers_without_body(client):
    get, head = _send_get(client, ROW), client.head(AT, params={"query": ROW})
    assert (head.status_code, head.content) == (200, b"")
    assert {**head.headers} == {**get.headers}


def test_bad_query_method(client):
    for method in ("PUT", "DELETE", "PATCH"):
        answer = client.request(method, AT, params={"query": "ASK {}"}, headers={"content-type": FORM})
        assert answer.status_code == 405, method
        assert {"GET", "HEAD", "POST"} <= set(answer.headers["allow"].split(", "))


def test_bad_multiple_queries(client):
    _assert_refused(client.get(f"{AT}?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"), 400, "more than one query")
    _assert_refused(_post_direct(client, "ASK {}", at=f"{AT}?query=ASK%7B%7D"), 400, "more than one query")


def test_bad_query_wrong_media_type(client):
    _assert_refused(_post_direct(client, "ASK {}", kind="text/plain"), 415, "application/sparql-query")


def test_bad_query_missing_form_type(client):
    _assert_refused(client.post(AT, content="query=ASK%20%7B%7D"), 415, "without a type")


def test_bad_query_missing_direct_type(client):
    _assert_refused(client.post(AT, content="ASK {}"), 415, "without a type")


def test_bad_query_non_utf8(client):
    _assert_refused(_post_direct(client, "ASK {}".encode("utf-16"), kind=f"{DIRECT}; charset=UTF-16"), 415, "UTF-8")
    _assert_refused(_post_direct(client, "ASK {} #é".encode("latin-1")), 400, "UTF-8")
    _assert_refused(client.get(f"{AT}?query=ASK%7B%7D%20%23%E9"), 400, "UTF-8")


def test_bad_query_syntax(client):
    _assert_refused(client.get(f"{AT}?query=ASK%20%7B"), 400, "line 1, column 6: this is no SPARQL query")


def test_post_without_query_is_refused(client):
    _assert_refused(client.post(AT, content="", headers={"content-type": FORM}), 400, "there is no query")
    _assert_refused(_post_direct(client, ""), 400, "this is no SPARQL query")


def test_graph_without_query_is_refused(client):
    _assert_refused(
        client.get(AT, params={"default-graph-uri": CORE}), 400, "there is no query beside default-graph-uri"
    )


# ---- 2.1.4: the dataset


def test_query_dataset_default_graph(client):
    assert (
        _get_boolean(
            _send_get(client, f"ASK {{ {_build_type_pattern('cop:cpy.com_1')} }}", default_graph_uri=COPYRIGHT)
        )
        is True
    )
    assert (
        _get_boolean(
            _send_get(client, f"ASK {{ {_build_type_pattern('cop:tra.com_1')} }}", default_graph_uri=COPYRIGHT)
        )
        is False
    )


BOTH = f"ASK {{ {_build_type_pattern('cop:cpy.com_1')} {_build_type_pattern('cop:tra.com_1')} }}"


def test_query_dataset_default_graphs_get(client):
    assert _get_boolean(_send_get(client, BOTH, default_graph_uri=[COPYRIGHT, TRANSPARENCY])) is True
    assert _get_boolean(_send_get(client, BOTH, default_graph_uri=[COPYRIGHT, CORE])) is False


def test_query_dataset_default_graphs_post(client):
    for graphs, found in (([COPYRIGHT, TRANSPARENCY], True), ([COPYRIGHT, CORE], False)):
        assert _get_boolean(_post_direct(client, BOTH, params={"default-graph-uri": graphs})) is found
        assert _get_boolean(_post_form(client, query=BOTH, default_graph_uri=graphs)) is found


NAMED = f"ASK {{ {_build_type_pattern('cop:cpy.com_1', '?a')} {_build_type_pattern('cop:tra.com_1', '?b')} }}"


def test_query_dataset_named_graphs_get(client):
    assert _get_boolean(_send_get(client, NAMED, named_graph_uri=[COPYRIGHT, TRANSPARENCY])) is True
    assert _get_boolean(_send_get(client, NAMED, named_graph_uri=[COPYRIGHT, CORE])) is False


def test_query_dataset_named_graphs_post(client):
    for graphs, found in (([COPYRIGHT, TRANSPARENCY], True), ([COPYRIGHT, CORE], False)):
        assert _get_boolean(_post_direct(client, NAMED, params={"named-graph-uri": graphs})) is found
        assert _get_boolean(_post_form(client, query=NAMED, named_graph_uri=graphs)) is found


def test_query_dataset_full(client):
    graphs = {"default-graph-uri": CORE, "named-graph-uri": [COPYRIGHT, TRANSPARENCY]}
    assert _get_boolean(_post_direct(client, NAMED.replace("{", "{ ag:covers a ?type .", 1), params=graphs)) is True
    assert _get_boolean(_post_direct(client, BOTH, params=graphs)) is False
    assert _get_boolean(_post_direct(client, "ASK { GRAPH ?g { ag:covers a ?type } }", params=graphs)) is False


def test_query_multiple_dataset(client):
    """The request's dataset overrides the query's."""
    text = BOTH.replace("ASK", f"ASK FROM <{COPYRIGHT}> FROM <{TRANSPARENCY}>")
    assert _get_boolean(_send_get(client, text)) is True
    assert _get_boolean(_send_get(client, text, default_graph_uri=CORE)) is False
    assert _get_boolean(_send_get(client, text, named_graph_uri=COPYRIGHT)) is False
    assert (
        _get_boolean(
            _post_direct(client, NAMED.replace("ASK", f"ASK FROM <{CORE}>"), params={"named-graph-uri": COPYRIGHT})
        )
        is False
    )


def test_default_graph_is_empty_if_only_named(client):
    assert _get_boolean(_send_get(client, "ASK { ?s ?p ?o }", named_graph_uri=COPYRIGHT)) is False


def test_unknown_graph_is_not_fetched(client):
    for field in ("default-graph-uri", "named-graph-uri"):
        _assert_refused(_post_direct(client, "ASK {}", params={field: "http://example.org/g"}), 403, "none of ours")


def test_answer_names_its_basis(client, allowing):
    def get_basis(**more):
        return _send_get(client, ROW, **more).headers["actgraph-basis"]

    assert get_basis().startswith("as of 2026-11-24: AI Act as amended on 27 July 2026")
    assert get_basis(at=BEFORE).startswith("as of 2026-07-26: AI Act as published on 12 July 2024")
    old = "over the graphs that are named: AI Act as published on 12 July 2024, with all that holds on 2026-07-26"
    assert get_basis(default_graph_uri=OLD) == old
    assert _send_get(client, f"SELECT * FROM <{OLD}> {{}}").headers["actgraph-basis"] == old
    other = allowing.get(AT, params={"query": ROW}, headers={"origin": "https://one.example"})
    assert "Actgraph-Basis" in other.headers["access-control-expose-headers"]


def test_misspelt_field_is_refused(client):
    answer = client.get(AT, params={"query": "ASK { act:art_75a ?p ?o }", "default-graph": OLD})
    _assert_refused(answer, 400, "did you mean: default-graph-uri")
    assert (
        _get_boolean(client.get(AT, params={"query": "ASK {}", "output": "json", "results": "json", "timeout": "1"}))
        is True
    )


def test_edition_graph_overrides_address_day(client):
    text = "ASK { act:art_75a ?p ?o }"
    found = [
        _get_boolean(_send_get(client, text, at=at, **fields))
        for at in (AT, BEFORE)
        for fields in ({}, {"default_graph_uri": OLD}, {"default_graph_uri": NEW})
    ]
    assert found == [True, False, True, False, False, True]


def test_address_day_must_be_date(client):
    _assert_refused(_send_get(client, "ASK {}", at="/on/2026-02-30/sparql"), 400, "2026-02-30")


# ---- 2.1.5: formats


@pytest.mark.parametrize("kind", list(ROW_MEDIA))
def test_rows_come_in_requested_format(client, kind):
    assert _get_media_type(_send_get(client, ROW, kind)) == kind


@pytest.mark.parametrize("kind", list(TRIPLE_MEDIA))
def test_triples_come_in_requested_format(client, kind):
    assert _get_media_type(_send_get(client, TRIPLE, kind)) == kind


def test_query_content_type_select(client):
    assert _get_media_type(_post_direct(client, ROW)) == "application/sparql-results+json"


def test_query_content_type_ask(client):
    assert _get_media_type(_post_direct(client, "ASK {}")) == "application/sparql-results+json"


def test_boolean_is_not_written_as_table(client):
    for kind in ("text/csv", "text/tab-separated-values"):
        assert _send_get(client, "ASK {}", kind).status_code == 406
        assert _get_media_type(_send_get(client, "ASK {}", f"{kind}, application/sparql-results+xml;q=0.1")).endswith(
            "+xml"
        )
    assert _send_get(client, "ASK {}", format="csv").status_code == 406


def test_query_content_type_describe(client):
    assert _get_media_type(_post_direct(client, "DESCRIBE <http://example.org/>")) == "text/turtle"


def test_query_content_type_construct(client):
    assert _get_media_type(_post_direct(client, "CONSTRUCT { <s> <p> 1 } WHERE {}")) == "text/turtle"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv;q=0.1, */*;q=0.9", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/*;q=0.8, text/csv;q=0.2", "text/tab-separated-values"),
        ("image/png, text/csv;q=0.001", "text/csv"),
        ("text/csv, application/sparql-results+xml;q=0.999", "text/csv"),
    ],
)
def test_highest_q_format_is_used(client, accept, kind):
    assert _get_media_type(_send_get(client, ROW, accept)) == kind


def test_format_with_q_0_is_not_used(client):
    assert (
        _get_media_type(_send_get(client, ROW, "application/sparql-results+json;q=0, */*;q=0.1"))
        != "application/sparql-results+json"
    )
    _assert_refused(_send_get(client, ROW, "text/csv;q=0"), 406, "none of the formats")


def test_accept_is_case_insensitive_and_repeatable(client):
    assert _get_media_type(_send_get(client, ROW, "Text/CSV")) == "text/csv"
    lines = [("accept", "image/png"), ("accept", "text/csv")]
    assert _get_media_type(client.get(AT, params={"query": ROW}, headers=lines)) == "text/csv"


def test_unacceptable_format_is_refused_before_query(client):
    _assert_refused(_send_get(client, ROW, "text/turtle"), 406, "none of the formats that are asked for can hold rows")
    _assert_refused(
        _send_get(client, TRIPLE, "text/csv"), 406, "none of the formats that are asked for can hold triples"
    )


def test_browser_gets_page(client):
    answer = _send_get(client, ROW, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (_get_media_type(answer), "<td>1</td>" in answer.text) == ("text/html", True)


def test_format_field_overrides_accept(client):
    answer = _send_get(client, ROW, "text/html", format="csv")
    assert (_get_media_type(answer), answer.headers["content-disposition"]) == (
        "text/csv",
        'attachment; filename="answer.csv"',
    )
    _assert_refused(_send_get(client, ROW, format="cvs"), 400, "did you mean: csv")


def test_text_has_charset_and_json_none(client):
    for kind in (*ROW_MEDIA, *TRIPLE_MEDIA):
        answer = _send_get(client, ROW if kind in ROW_MEDIA else TRIPLE, kind)
        has = re.search(r"charset=utf-8(;|$)", answer.headers["content-type"]) is not None
        assert has is not kind.endswith("json"), kind


def test_answers_vary_by_accept(client):
    for answer in (_send_get(client, ROW), client.get(AT), _send_get(client, "ASK {"), client.put(AT)):
        assert "Accept" in answer.headers["vary"].split(", ")


# ---- 2.1.6 and 2.1.7: answers and failures


def test_invalid_sparql_is_400_with_place(client):
    _assert_refused(_send_get(client, "ASK {}\n  ASK {}"), 400, "line 2, column 3:")
    _assert_refused(_send_get(client, "SELECT ?x\n (1 AS ?x) {}"), 400, "line 2, column")


def test_failure_comes_in_requested_format(client):
    assert _send_get(client, "ASK {").headers["content-type"] == "text/plain; charset=utf-8"
    for kind in ("application/json", "application/sparql-results+json", "application/ld+json"):
        assert _send_get(client, "ASK {", kind).headers["content-type"] == "application/problem+json"
    answer = _send_get(client, "ASK {", format="json")
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"status": 400, "kind": "malformed", "line": 1, "column": 6}.items() <= answer.json().items()
    page = _send_get(client, "ASK {", "text/html")
    assert (page.status_code, "Line 1, column 6" in page.text) == (400, True)


def test_service_clause_is_refused(client):
    _assert_refused(_send_get(client, "ASK {\n SERVICE <http://example.org/> {} }"), 403, "line 2, column 2: SERVICE")


def test_too_long_or_deep_query_is_refused(client):
    _assert_refused(_post_form(client, query=f"ASK {{}} #{'a' * 100_000}"), 413, "over 100,000 characters")
    _assert_refused(_post_form(client, query=f"ASK {'{' * 101}{'}' * 101}"), 413, "nests deeper")


def test_too_large_body_is_refused_unread(client):
    answer = client.post(AT, content=b"", headers={"content-type": FORM, "content-length": "999999999"})
    _assert_refused(answer, 413, "bytes")


def test_stopped_query_gives_no_partial_answer():
    """None of its rows is sent, however many there are before it is stopped."""
    endless = "SELECT * { ?s ?p ?o . ?t ?q ?u }"
    served = ServerOptions(workers=1, limits=WorkLimits(seconds=600, megabytes=100))
    with TestClient(create_app(DAY, served), base_url="http://127.0.0.1") as client:
        answer = _send_get(client, endless, "text/csv")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    _assert_refused(answer, STATUS_CODES["size"], "the answer is over 16 MB")


def test_answers_are_not_cached(client):
    for answer in (_send_get(client, ROW), _send_get(client, "ASK {"), _post_form(client, query="ASK {}")):
        assert answer.headers["cache-control"] == "no-store"


# ---- 2.2: no updates


def _post_update(client, text, **fields):
    return _post_direct(client, text, kind="application/sparql-update", params=fields)


def test_update_is_refused_in_every_form(client):
    _assert_refused(_post_update(client, "CLEAR ALL"), 403, "read only")
    _assert_refused(_post_form(client, update="CLEAR ALL"), 403, "read only")
    _assert_refused(_post_form(client, at=f"{AT}?query=ASK%7B%7D", update="CLEAR ALL"), 403, "read only")
    _assert_refused(_post_update(client, "INSERT DATA { <a> <b> 1 }", **{"using-graph-uri": CORE}), 403, "read only")


def test_update_text_is_no_query(client):
    for text in ("CLEAR ALL", "INSERT DATA { <urn:a> <urn:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "LOAD <urn:a>"):
        _assert_refused(_post_direct(client, text), 400, "updates are not")


def test_bad_update_get(client):
    _assert_refused(client.get(f"{AT}?update=CLEAR%20ALL"), 403, "read only")


def test_bad_multiple_updates(client):
    answer = client.post(AT, content="update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", headers={"content-type": FORM})
    _assert_refused(answer, 403, "read only")


def test_bad_update_wrong_media_type(client):
    _assert_refused(_post_direct(client, "CLEAR NAMED", kind="text/plain"), 415, "text/plain")


def test_bad_update_missing_form_type(client):
    _assert_refused(client.post(AT, content="update=CLEAR%20NAMED"), 415, "without a type")


def test_bad_update_non_utf8(client):
    answer = _post_direct(client, "CLEAR NAMED".encode("utf-16"), kind="application/sparql-update; charset=UTF-16")
    _assert_refused(answer, 403, "read only")


def test_bad_update_syntax(client):
    _assert_refused(client.post(AT, content="update=CLEAR%20XYZ", headers={"content-type": FORM}), 403, "read only")


def test_bad_update_dataset_conflict(client):
    text = "WITH <urn:a> DELETE { ?s ?p 'Bill' } INSERT { ?s ?p 'William' } WHERE { ?s ?p 'Bill' }"
    _assert_refused(_post_update(client, text, **{"using-named-graph-uri": "urn:people"}), 403, "read only")


# ---- 2.3: the base of relative IRIs


def test_relative_iris_use_graph_namespace(client):
    assert _get_boolean(_send_get(client, "ASK { <eli/reg/2024/1689/art_53> a ag:Article }")) is True
    assert _get_boolean(_send_get(client, "ASK FROM <graphs/core> { ag:covers a ?type }")) is True


def test_query_base_overrides_namespace(client):
    assert (
        _get_boolean(
            _send_get(client, "BASE <https://w3id.org/actgraph/eli/reg/2024/1689/> ASK { <art_53> a ag:Article }")
        )
        is True
    )
    assert _get_boolean(_send_get(client, "BASE <urn:x:y> ASK { <eli/reg/2024/1689/art_53> a ag:Article }")) is False


# ---- 4: security and cross-origin requests


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:x", "", "a b"])
def test_foreign_host_name_is_refused(client, host):
    assert client.get(AT, headers={"host": host}).status_code in (400, 421)


CROSS = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}
PREFLIGHT = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}


def _list_cors_headers(answer):
    return {name for name in answer.headers if name.startswith("access-control-allow")}


def test_other_site_may_not_query(client):
    foreign = {**CROSS, "origin": "https://one.example"}
    _assert_refused(client.get(AT, params={"query": ROW}, headers=foreign), 403, "another site")
    _assert_refused(
        client.get(AT, params={"query": ROW}, headers={**CROSS, "sec-fetch-mode": "no-cors"}), 403, "another site"
    )
    _assert_refused(
        client.post(AT, data={"query": ROW}, headers={"origin": "https://one.example"}), 403, "another site"
    )
    _assert_refused(
        client.post(AT, data={"query": ROW}, headers={**CROSS, "sec-fetch-mode": "navigate"}), 403, "another site"
    )


def test_no_origin_is_allowed_by_default(client):
    foreign = {**CROSS, "origin": "https://one.example"}
    answers = [client.get(AT, params={"query": ROW}, headers=foreign), client.options(AT, headers=foreign | PREFLIGHT)]
    assert [(answer.status_code, _list_cors_headers(answer)) for answer in answers] == [(403, set()), (405, set())]


def test_link_from_other_site_works(client):
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "accept": "text/html"}
    assert _get_media_type(client.get(AT, params={"query": ROW}, headers=headers)) == "text/html"


def test_own_page_may_query(client):
    own = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", "origin": "http://127.0.0.1"}
    assert client.post(AT, data={"query": ROW}, headers=own).status_code == 200


def test_allowed_site_may_query(allowing):
    for at in (AT, BEFORE):
        for query, status in ((ROW, 200), ("ASK {", 400)):
            answer = allowing.get(at, params={"query": query}, headers={**CROSS, "origin": "https://one.example"})
            assert answer.status_code == status
            assert answer.headers["access-control-allow-origin"] == "https://one.example"
            assert {"Accept", "Origin"} <= set(answer.headers["vary"].split(", "))


def test_unlisted_site_may_not_query(allowing):
    for other in ("https://one.example.evil.example", "http://one.example", "https://two.example", "null"):
        answer = allowing.get(AT, params={"query": ROW}, headers={**CROSS, "origin": other})
        assert (answer.status_code, _list_cors_headers(answer)) == (403, set()), other


def test_preflight_request_is_answered(allowing):
    asked = {**CROSS, **PREFLIGHT, "origin": "https://one.example"}
    answer = allowing.options(AT, headers=asked)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "https://one.example")
    assert "content-type" in answer.headers["access-control-allow-headers"].lower().split(", ")
    assert "POST" in answer.headers["access-control-allow-methods"]
    other = allowing.options(AT, headers={**asked, "origin": "https://two.example"})
    assert "access-control-allow-origin" not in other.headers
    assert allowing.options(AT).status_code == 405


def test_answers_forbid_scripts(client):
    answers = {
        "rows": _send_get(client, ROW),
        "page": _send_get(client, ROW, "text/html"),
        "description": client.get(AT),
        "400": _send_get(client, "ASK {"),
        "403": _post_form(client, update="CLEAR ALL"),
        "404": client.get("/nothing/at/all"),
        "405": client.put(AT),
        "host": client.get(AT, headers={"host": "evil.example"}),
        "day": client.get("/on/no-day/sparql"),
    }
    assert [answers[name].status_code for name in ("404", "405")] == [404, 405]
    assert "default-src 'none'" in SECURITY_HEADERS["Content-Security-Policy"]
    assert SECURITY_HEADERS["X-Content-Type-Options"] == "nosniff"
    for name, answer in answers.items():
        assert {key: answer.headers.get(key) for key in SECURITY_HEADERS} == SECURITY_HEADERS, name


# ---- Service description


def _get_description(client, at=AT, accept="text/turtle", form="turtle"):
    answer = client.get(at, headers={"accept": accept})
    assert _get_media_type(answer) == accept
    return Graph().parse(data=answer.text, format=form)


def test_address_without_query_gives_description(client):
    assert _get_media_type(client.get(AT)) == "text/turtle"
    kinds = {"application/rdf+xml": "xml", "application/n-triples": "nt", "application/ld+json": "json-ld"}
    told = {len(_get_description(client, accept=accept, form=form)) for accept, form in kinds.items()}
    assert told == {len(_get_description(client))}
    _assert_refused(client.get(AT, headers={"accept": "image/png"}), 406, "in RDF and HTML only")


@pytest.mark.parametrize("at", [AT, BEFORE])
def test_description_names_one_service(client, at):
    told = _get_description(client, at)
    (service,) = told.subjects(RDF.type, SD.Service)
    assert list(told.objects(service, SD.endpoint)) == [URIRef(f"http://127.0.0.1{at}")]


def test_description_names_language_without_update(client):
    told = _get_description(client)
    assert set(told.objects(None, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert SD.BasicFederatedQuery not in set(told.objects(None, SD.feature))


DESCRIBED = {
    FORMATS.SPARQL_Results_JSON: "json",
    FORMATS.SPARQL_Results_XML: "xml",
    FORMATS.SPARQL_Results_CSV: "csv",
    FORMATS.SPARQL_Results_TSV: "tsv",
    FORMATS.Turtle: "ttl",
    FORMATS["N-Triples"]: "nt",
    FORMATS["JSON-LD"]: "jsonld",
    FORMATS.RDF_XML: "rdf",
}


def test_described_formats_are_answered(client):
    assert set(_get_description(client).objects(None, SD.resultFormat)) == set(DESCRIBED)
    for name, form in DESCRIBED.items():
        assert _send_get(client, ROW if "Results" in name else TRIPLE, format=form).status_code == 200


def test_described_graphs_can_be_queried(client):
    told = _get_description(client)
    dataset, available = (
        {
            str(name)
            for holder in told.objects(None, one)
            for entry in told.objects(holder, SD.namedGraph)
            for name in told.objects(entry, SD.name)
        }
        for one in (SD.defaultDataset, SD.availableGraphs)
    )
    rows = _send_get(client, "SELECT ?g { GRAPH ?g {} }").json()["results"]["bindings"]
    assert dataset == {row["g"]["value"] for row in rows}
    assert dataset | {OLD, NEW} <= available
    for name in sorted(available - dataset):
        assert _send_get(client, "ASK {}", default_graph_uri=name).status_code == 200, name


# ---- Result formats


def _parse_row(result):
    assert [str(name) for name in result.vars] == VARIABLES
    (row,) = result.bindings
    return {str(name): value for name, value in row.items()}


EXPECTED = {
    "iri": URIRef("urn:a?b&c"),
    "plain": Literal('a\t"b"\n<c>, d&e\\f'),
    "tagged": Literal("é", lang="fr"),
    "typed": Literal("2026-07-27", datatype="http://www.w3.org/2001/XMLSchema#date"),
}


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_rdflib_parses_each_term_kind(client, form):
    kind = next(media for media, name in ROW_MEDIA.items() if name == form)
    answer = _send_get(client, TERMS, kind)
    row = _parse_row(Result.parse(io.BytesIO(answer.content), format=form))
    node = row.pop("node")
    assert type(node).__name__ == "BNode"
    assert {name: value for name, value in row.items() if value is not None} == EXPECTED


def test_json_has_ordered_variables_and_rows(client):
    told = _send_get(client, TERMS, "application/sparql-results+json").json()
    assert set(told) == {"head", "results"}
    assert told["head"]["vars"] == VARIABLES
    (row,) = told["results"]["bindings"]
    assert set(row) == {*EXPECTED, "node"}


def test_json_terms_have_type_and_value(client):
    (row,) = _send_get(client, TERMS, "application/sparql-results+json").json()["results"]["bindings"]
    assert row["iri"] == {"type": "uri", "value": "urn:a?b&c"}
    assert row["plain"] == {"type": "literal", "value": 'a\t"b"\n<c>, d&e\\f'}
    assert row["tagged"] == {"type": "literal", "value": "é", "xml:lang": "fr"}
    date = "http://www.w3.org/2001/XMLSchema#date"
    assert row["typed"] == {"type": "literal", "value": "2026-07-27", "datatype": date}
    assert row["node"]["type"] == "bnode"


def test_ask_json_is_head_and_boolean(client):
    assert _send_get(client, "ASK { FILTER(false) }", "application/sparql-results+json").json() == {
        "head": {},
        "boolean": False,
    }


def test_empty_json_has_variables(client):
    told = _send_get(client, "SELECT ?a ?b { ?a <urn:none> ?b }", "application/sparql-results+json").json()
    assert told == {"head": {"vars": ["a", "b"]}, "results": {"bindings": []}}


# The structure of the W3C's schema for results: https://www.w3.org/2007/SPARQL/result.rng
RESULT = etree.RelaxNG(
    etree.fromstring(
        """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/sparql-results#"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="sparql">
  <element name="head">
    <zeroOrMore>
      <element name="variable"><attribute name="name"><data type="NMTOKEN"/></attribute></element>
    </zeroOrMore>
    <zeroOrMore><element name="link"><attribute name="href"><data type="anyURI"/></attribute></element></zeroOrMore>
  </element>
  <choice>
    <element name="boolean"><data type="boolean"/></element>
    <element name="results"><zeroOrMore><element name="result"><zeroOrMore>
      <element name="binding"><attribute name="name"><data type="NMTOKEN"/></attribute><choice>
        <element name="uri"><data type="anyURI"/></element>
        <element name="bnode"><text/></element>
        <element name="literal">
          <optional><choice>
            <attribute name="datatype"><data type="anyURI"/></attribute>
            <attribute name="lang" ns="http://www.w3.org/XML/1998/namespace"><data type="language"/></attribute>
          </choice></optional>
          <text/>
        </element>
      </choice></element>
    </zeroOrMore></element></zeroOrMore></element>
  </choice>
</element></start></grammar>"""
    )
)


@pytest.mark.parametrize("query", [TERMS, "ASK {}", "SELECT ?a { ?a <urn:none> 1 }", "SELECT * {}"])
def test_xml_follows_schema(client, query):
    answer = _send_get(client, query, "application/sparql-results+xml")
    RESULT.assertValid(etree.fromstring(answer.content))


def test_xml_omits_unbound_variables(client):
    told = etree.fromstring(_send_get(client, TERMS, "application/sparql-results+xml").content)
    names = {"s": "http://www.w3.org/2005/sparql-results#"}
    assert told.xpath("s:head/s:variable/@name", namespaces=names) == VARIABLES
    assert told.xpath("//s:binding/@name", namespaces=names) == VARIABLES[:-1]


def test_xml_replaces_unwritable_characters(client):
    answer = _send_get(client, "SELECT ('a\x01b' AS ?a) {}", "application/sparql-results+xml")
    (literal,) = etree.fromstring(answer.content).iter("{*}literal")
    assert literal.text == "a\ufffdb"


def _parse_csv(answer):
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode(), newline=""), strict=True))


def test_csv_follows_rfc_4180(client):
    answer = _send_get(client, TERMS, "text/csv")
    assert answer.content.count(b"\r\n") == 2
    head, row = _parse_csv(answer)
    assert head == VARIABLES
    node = row.pop(4)
    assert node.startswith("_:")
    assert row == ["urn:a?b&c", 'a\t"b"\n<c>, d&e\\f', "é", "2026-07-27", ""]


def test_csv_declares_header(client):
    assert "header=present" in _send_get(client, ROW, "text/csv").headers["content-type"]


def test_csv_formula_gets_apostrophe(client):
    assert _parse_csv(_send_get(client, "SELECT ('=1+1' AS ?a) (-1 AS ?b) {}", "text/csv"))[1] == ["'=1+1", "-1"]


def test_tsv_has_turtle_terms(client):
    head, row, end = _send_get(client, TERMS, "text/tab-separated-values").text.split("\n")
    assert (head.split("\t"), end) == ([f"?{name}" for name in VARIABLES], "")
    cells = row.split("\t")
    assert cells[:3] == ["<urn:a?b&c>", r'"a\t\"b\"\n<c>, d&e\\f"', '"é"@fr']
    assert cells[3] == '"2026-07-27"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert (cells[4][:2], cells[5]) == ("_:", "")


def test_tsv_keeps_formula_text(client):
    answer = _send_get(client, "SELECT ('=1+1' AS ?a) {}", "text/tab-separated-values")
    _, cell, _ = answer.text.split("\n")
    assert cell == r'"\u003D1+1"'
    (told,) = Graph().parse(data=f"<urn:s> <urn:p> {cell} .", format="turtle").objects()
    assert told == Literal("=1+1")


@pytest.mark.parametrize(("kind", "form"), [*TRIPLE_MEDIA.items()])
def test_triple_formats_agree(client, kind, form):
    query = "CONSTRUCT WHERE { act:art_53 ?p ?o }"
    expected = set(Graph().parse(data=_send_get(client, query, "text/turtle").text, format="turtle"))
    read = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}[form]
    assert set(Graph().parse(data=_send_get(client, query, kind).text, format=read)) == expected
    assert len(expected) > 5


# ---- The tables of docs/sparql.md

DOC = ROOT / "docs/sparql.md"


def test_table_of_rules_names_existing_tests():
    told = re.findall(r"^\| [^|]+ \| [^|]+ \| `(test_\w+)` \|$", DOC.read_text(encoding="utf-8"), re.MULTILINE)
    here = [name for name, value in globals().items() if name.startswith("test_") and callable(value)]
    of_doc = {name for name in here if "_table_of_" in name}
    assert sorted(told) == sorted(set(here) - of_doc)


def test_table_of_statuses_matches_endpoint():
    told = dict(re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", DOC.read_text(encoding="utf-8"), re.MULTILINE))
    assert {kind: int(status) for kind, status in told.items()} == STATUS_CODES


def test_table_of_limits_matches_limits():
    told = dict(
        re.findall(
            r"^\| ([A-Za-z ,`:;]+) \| ([^|]+) \| (?:`--\w+` )?\|$", DOC.read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    limits = WorkLimits()
    expected = {
        "time": f"{limits.seconds} s",
        "memory, beyond the graph": f"{limits.megabytes} MB",
        "queries that wait": f"{QueueLimits(2).waiting}, each {QueueLimits(2).seconds} s",
        "answer": f"{MAX_ANSWER_BYTES // 1_000_000} MB",
        "rows of the page": f"{sparql_form.MAX_TABLE_ROWS:,}",
        "query": f"{guard.MAX_QUERY_CHARACTERS:,} characters",
        "nesting": f"{query_size.MAX_QUERY_NESTING} brackets",
        "operators, commas, patterns and `AS`": f"{query_size.MAX_OPERATORS}",
        "pairs of brackets": f"{query_size.MAX_BRACKETS}",
        "triples, with two for each member of a list": f"{query_size.MAX_TRIPLES}",
        "IRIs after `DESCRIBE`": f"{query_size.MAX_DESCRIBED}",
        "words and signs": f"{query_size.MAX_TOKENS:,}",
        "values and rows in `VALUES`, which no other limit but nesting counts": f"{query_size.MAX_VALUES:,}",
    }
    assert {name: told.get(name) for name in expected} == expected
