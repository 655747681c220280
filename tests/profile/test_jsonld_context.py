"""Test profiles in JSON-LD that name our context: they say what the same profile in Turtle or YAML says."""

import json
import re
import socket

import pytest
from pyoxigraph import Literal, RdfFormat, serialize
from rdflib import Dataset
from starlette.testclient import TestClient

from actgraph.core.errors import ProfileError
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile import jsonld_context
from actgraph.profile.jsonld_context import CONTEXT_IRI, build_context
from actgraph.profile.profile import parse_profile
from actgraph.web import site
from actgraph.web.app import create_app
from tests.conftest import ROOT

EXAMPLES = sorted([*(ROOT / "examples").glob("*.ttl"), *(ROOT / "examples").glob("*.trig")])
DOUBLE = "http://www.w3.org/2001/XMLSchema#double"


def read(document, name="a.jsonld"):
    text = document if isinstance(document, str) else json.dumps(document, indent=1)
    return parse_profile(text.encode(), name, "jsonld")


def make_facts(profile):
    """The triples of a profile, with amounts as numbers: JSON has no way to keep how they are written."""

    def get(term):
        is_amount = isinstance(term, Literal) and term.datatype.value == DOUBLE
        return float(term.value) if is_amount else str(term)

    return {tuple(map(get, triple)) for triple in profile.triples}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_in_jsonld_says_the_same(path):
    """rdflib, which is no part of our reader, writes the example with the context; we read it by its address."""
    profile = parse_profile(path.read_bytes(), path.name, path.suffix[1:])
    graphs = Dataset()
    graphs.parse(data=serialize(profile.quads, format=RdfFormat.N_QUADS).decode(), format="nquads")
    written = json.loads(graphs.serialize(format="json-ld", context=build_context()["@context"]))
    assert written.pop("@context")
    again = read({"@context": CONTEXT_IRI, **written})
    assert make_facts(again) == make_facts(profile)
    assert not [note for note in again.notes if "@context" in note]


def test_documented_profile_says_what_the_yaml_says():
    page = (ROOT / "docs/profiles.md").read_text(encoding="utf-8")
    yaml, json_ = (re.search(start, page, re.DOTALL)[1] for start in (r"```yaml\n(# my.+?)```", r"```json\n(.+?)```"))
    profile = read(json_)
    assert make_facts(profile) == make_facts(parse_profile(yaml.encode(), "my.yaml", "yaml"))
    assert profile.notes == ()


def test_nothing_is_fetched(monkeypatch):
    def refuse(*args, **more):
        raise AssertionError("a name is looked up, or a connection opened")

    # The parser has a process of its own, which is started before and gets only text that names no context.
    read({"@id": "urn:m", "urn:p": 1})
    for name in ("getaddrinfo", "create_connection", "socket"):
        monkeypatch.setattr(socket, name, refuse)
    assert len(read({"@context": CONTEXT_IRI, "id": "urn:m", "type": "Model"}).quads) == 1
    text = jsonld_context.insert_context(jsonld_context.ProfileText("a", json.dumps({"@context": CONTEXT_IRI}))).text
    assert isinstance(json.loads(text)["@context"], dict)


@pytest.mark.parametrize(
    "context",
    [
        CONTEXT_IRI + "#",
        CONTEXT_IRI.replace("https", "http"),
        "context.jsonld",
        [CONTEXT_IRI, "https://example.org/c"],
        {"@import": CONTEXT_IRI},
        {"x": {"@id": "urn:x", "@context": "https://example.org/c"}},
    ],
)
def test_other_contexts_are_refused(context):
    with pytest.raises(ProfileError, match="would have to be fetched"):
        read({"@context": context, "@id": "urn:m", "urn:p": 1})


def test_address_is_found_however_it_is_written():
    escaped = json.dumps({"@context": CONTEXT_IRI, "id": "urn:m", "type": "Model"})
    for old, new in (("/", "\\/"), ("context.jsonld", "\\u0063ontext.jsonld"), ('"@context"', '"\\u0040context"')):
        assert old in escaped
        assert len(read(escaped.replace(old, new)).quads) == 1, new


def test_address_elsewhere_is_a_value():
    """Only a context is replaced: no value, no key, and no value of a key beside a context."""
    profile = read({"@context": [CONTEXT_IRI, {"k": "urn:k"}], "id": "urn:m", "k": [CONTEXT_IRI, "@context"]})
    assert {quad.object.value for quad in profile.quads} == {CONTEXT_IRI, "@context"}


def test_second_address_is_refused():
    one = {"@context": CONTEXT_IRI, "id": "urn:m", "type": "Model"}
    with pytest.raises(ProfileError, match="twice") as error:
        read([one, one | {"id": "urn:n"}])
    assert error.value.where == "a.jsonld:8"


def test_unknown_key_is_reported_with_its_line():
    profile = read({"@context": CONTEXT_IRI, "id": "urn:m", "label": "M", "ownCompute": 1e25, "cumulatveCompute": 1e25})
    assert profile.notes == ("a.jsonld:6: “cumulatveCompute” is not in the @context, so it is not read",)


def test_line_of_a_word_is_that_of_the_profile():
    """The context has the word too, on an earlier line."""
    with pytest.raises(ProfileError, match="no full IRI") as error:
        read({"@context": CONTEXT_IRI, "type": "Model", "label": "M", "id": "image"})
    assert error.value.where == "a.jsonld:5"


def test_limits_hold_with_the_context():
    inner = {"x": {"@id": "urn:x", "@context": {"a": "urn:a"}}}
    nodes = [{"id": f"urn:m{number}", "x": {"a": "y"}} for number in range(6_000)]
    with pytest.raises(ProfileError, match="too many terms"):
        read({"@context": [CONTEXT_IRI, inner], "@graph": nodes})
    with pytest.raises(ProfileError, match="over 1,000 terms"):
        read({"@context": [CONTEXT_IRI, {f"k{number}": "urn:k" for number in range(1_001)}], "@id": "urn:m"})


def test_every_term_is_of_the_vocabulary():
    vocabulary, context = load_vocabulary(), build_context()["@context"]
    known = {*vocabulary.classes, *vocabulary.properties, *vocabulary.individuals}
    said = [one if isinstance(one, str) else one["@id"] for one in context.values() if not isinstance(one, float)]
    own = [one.replace("ag:", context["ag"]) for one in said if one.startswith("ag:")]
    assert len(own) > 250
    assert set(own) <= known
    assert len(set(own)) == len(own)


def test_server_and_site_have_the_context(tmp_path, monkeypatch):
    with TestClient(create_app("2026-11-24"), base_url="http://127.0.0.1") as client:
        answer = client.get("/context.jsonld")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/ld+json")
    assert answer.json() == build_context()
    jobs = [site.PageJob(str(tmp_path), "2026-11-24", "2026-11-24", "gaps")]
    monkeypatch.setattr(site, "list_page_jobs", lambda folder, today: iter([site.PageJob(folder, *jobs[0][1:])]))
    site.write_site(str(tmp_path / "site"), "2026-11-24", lambda done, of: None)
    assert json.loads((tmp_path / "site/context.jsonld").read_text(encoding="utf-8")) == build_context()


def test_command_writes_the_context(run):
    code, out, err = run("schema", "--context")
    assert (code, json.loads(out), err) == (0, build_context(), "")
