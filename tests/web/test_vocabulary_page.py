"""Test the vocabulary page: every term once, every link to an existing term."""

import collections
import html.parser

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

from actgraph.core.prefixes import load_prefixes
from actgraph.graph import catalog
from actgraph.graph.day import open_day
from actgraph.web.app import create_app
from actgraph.web.pages import router
from actgraph.web.pages.vocabulary import list_vocabulary_terms

AG = load_prefixes()["ag"]
CORE = {
    quad.subject.value
    for quad in parse(catalog.read_core(), format=RdfFormat.TURTLE)
    if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(AG)
}


class _Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links = collections.Counter(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids.update([found["id"]] if "id" in found else [])
        self.links += [found["href"]] if tag == "a" else []


@pytest.fixture(scope="module")
def client():
    return TestClient(create_app("2026-11-24"), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def page(client):
    return _Page(client.get("/ns", headers={"accept": "text/html"}).text)


def _get_row(client, name):
    return next(row for row in client.get("/ns.json").json()["data"] if row["iri"] == AG + name)


def test_every_term_is_listed_once(page):
    assert {iri.removeprefix(AG): page.ids[iri.removeprefix(AG)] for iri in CORE} == {
        iri.removeprefix(AG): 1 for iri in CORE
    }


def test_ids_are_unique(page):
    assert [name for name, number in page.ids.items() if number > 1] == []


def test_internal_links_resolve(page):
    inside = {link.partition("#")[2] for link in page.links if link.startswith(("#", "/ns#"))}
    assert len(inside) > len(CORE)
    assert inside - set(page.ids) == set()


def test_external_page_links_resolve(page):
    outside = {link.partition("#")[0] for link in page.links if link.startswith("/")}
    there = {f"/{path}" for path in router.list_page_paths(open_day("2026-11-24"))}
    lost = {
        link
        for link in outside - there
        if not link.startswith(("/on/", "/form", "/one-third", "/profile", "/sparql", "/ns."))
    }
    assert len(outside) > 50
    assert lost == set()


def test_class_facts_are_shown(client):
    found = _get_row(client, "Commitment")
    assert (found["label"], found["kind"], found["group"]) == ("Commitment", "class", "Classes")
    assert found["parents"] == [f"{AG}CodePart"]
    assert found["source"] == [load_prefixes()["act"] + "art_56.par_4"]
    assert found["example"] == ["cop:tra.com_1"]
    assert (found["used"], found["derived"], found["stated"]) == (20, False, False)
    assert f"{AG}Commitment" in _get_row(client, "CodePart")["children"]


def test_property_facts_are_shown(client):
    found = _get_row(client, "covers")
    assert found["parents"] == [f"{AG}bearsOn", f"{AG}serves"]
    assert found["domain"] == [f"{AG}CodePart"]
    day = open_day("2026-11-24")
    assert found["used"] == len(day.select_rows(f"SELECT ?s ?o {{ ?s <{AG}covers> ?o }}"))


def test_derived_terms_are_separate(client):
    rows = client.get("/ns.json").json()["data"]
    apart = {row["iri"] for row in rows if row["group"].endswith("that rules derive")}
    assert apart == {row["iri"] for row in rows if row["derived"] and row["kind"] != "individual"}
    assert f"{AG}GeneralPurposeModel" in apart


def test_allowed_terms_are_marked(client):
    assert [_get_row(client, name)["stated"] for name in ("Model", "ownCompute", "GeneralPurposeModel")] == [
        True,
        True,
        False,
    ]


def test_alignments_are_shown(client):
    assert {"relation": "skos:closeMatch", "term": "https://w3id.org/airo#AIModel"} in _get_row(client, "Model")[
        "alignments"
    ]


def test_turtle_has_the_axioms_too(client):
    told = client.get("/ns.ttl").content
    said = list(parse(told, format=RdfFormat.TURTLE))
    restrictions = [quad for quad in said if str(quad.object).endswith("owl#Restriction>")]
    assert restrictions
    assert {quad.subject.value for quad in said if isinstance(quad.subject, NamedNode)} >= CORE


def test_term_address_leads_to_anchor(client):
    found = client.get("/ns/Commitment", headers={"accept": "text/html"}, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, "/ns#Commitment")


def test_counts_are_of_day():
    early = {one.iri: one.used for one in list_vocabulary_terms(open_day("2025-01-01"))}
    assert early[f"{AG}Commitment"] == 0
    assert early[f"{AG}Article"] > 0


def test_unknown_term_is_not_found(client):
    assert client.get("/ns/Comitment", headers={"accept": "text/html"}, follow_redirects=False).status_code == 404
