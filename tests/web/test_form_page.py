"""Test the form: its questions, from empty to download, from a document, errors, and hostile input."""

import html
import json
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import open_all_editions, open_day
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile.profile import parse_profile
from actgraph.web.check_request import CheckRequest
from actgraph.web.form_answer import answer_form
from actgraph.web.forms.answer_reader import MAX_FIELDS
from actgraph.web.forms.answers import MAX_CHARACTERS, Answers
from actgraph.web.forms.document_state import parse_document_state
from actgraph.web.forms.node_kinds import load_node_kinds
from actgraph.web.forms.prefill import fill_in
from actgraph.web.forms.questions import load_sections, map_inputs, map_questions
from actgraph.web.forms.statements import make_profile
from actgraph.web.http.requests import RequestError
from actgraph.web.pages import router
from actgraph.web.pages.form_result import find_answering, find_mends
from tests.conftest import ROOT
from tests.support.web_client import open_client

AG, BASE = load_prefixes()["ag"], "https://example.org/profile/"
CARD = (ROOT / "examples/documents/card.md").read_bytes()
STARTUP = {
    "provider.label": "Fjord Models (invented)",
    "provider.establishment": "Denmark",
    "provider.sizeClass": "microenterprise",
    "provider.signed.code-of-practice_tra": "no",
    "model.label": "Fjord 3B",
    "model.developedBy": "self",
    "model.marketedBy": "self",
    "model.modalityIn": ["text", "image"],
    "model.modalityOut": "text",
    "model.significantGenerality": "yes",
    "model.wideRangeOfTasks": "yes",
    "model.ownCompute": "2e23 FLOP",
    "model.cumulativeCompute": "2.1e23",
    "made.channel": "download",
    "made.onUnionMarket": "yes",
    "made.date": "2 February 2026",
    "licence.spdxIdentifier": "Apache-2.0",
    "licence.permits.access": "yes",
    "model.publishes.weights": "yes",
    "model.publishes.usageInformation": "no",
    "model.isMonetised": "no",
    "policy.exists": "yes",
    "policy.page": "https://fjord.example/copyright",
}


@pytest.fixture(scope="module")
def client():
    with open_client("2026-11-24") as found:
        yield found


def _post(client, fields=(), action="check", file=None, path="/form", headers=None):
    """Post as a browser does: every field of the form, an unnamed empty file if none is chosen."""
    pairs = fields.items() if isinstance(fields, dict) else fields
    parts = [
        (name, (None, value)) for name, values in pairs for value in ([values] if isinstance(values, str) else values)
    ]
    parts.append(("action", (None, action)))
    name, data = file or ("", b"")
    body, kind = _encode([*parts, ("file", (name, data))])
    return client.post(path, content=body, headers={"content-type": kind} | (headers or {}))


def _encode(parts):
    chunks = []
    for name, (file_name, value) in parts:
        head = f'Content-Disposition: form-data; name="{name}"'
        head += "" if file_name is None else f'; filename="{file_name}"\r\nContent-Type: application/octet-stream'
        data = value if isinstance(value, bytes) else value.encode()
        chunks.append(b"--edge\r\n" + head.encode() + b"\r\n\r\n" + data + b"\r\n")
    return b"".join([*chunks, b"--edge--\r\n"]), "multipart/form-data; boundary=edge"


def _read_fields(page):
    """Read from a page what a browser would send from it."""
    found = []
    for tag in re.findall(r"<input [^>]*>", page[page.index('enctype="multipart/form-data"') :]):
        attributes = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        is_choice = attributes["type"] in ("radio", "checkbox")
        if attributes["type"] != "file" and (not is_choice or re.search(r" checked\b", tag)):
            found.append((attributes["name"], attributes["value"]))
    return found


# ---- The questions ---------------------------------------------------------------------------------------------------


def test_questions_have_words_provisions_and_properties():
    wrong, graph = [], open_all_editions()
    properties = load_vocabulary().properties
    for question in map_questions().values():
        kind = load_node_kinds()[question.node]
        if not question.sources or any(one not in graph for one in question.sources):
            wrong.append(f"{question.name}: no provision, or one that is not there: {question.sources}")
        if not question.text.strip() or question.text[0].islower():
            wrong.append(f"{question.name}: {question.text}")
        iris = [question.word.iri if question.word else kind.by, question.no]
        iris += [one.iri for one in question.options if question.kind == "link"]
        wrong += [f"{question.name}: no property {iri}" for iri in iris if iri.startswith(AG) and iri not in properties]
        domain = properties[question.word.iri].domain if question.word and question.word.iri in properties else ()
        classes = {kind.class_, *load_vocabulary().classes[kind.class_]}
        if domain and not classes & set(domain):
            wrong.append(f"{question.name}: not for {kind.class_}")
    assert wrong == []


def test_kinds_of_nodes_have_classes_and_links():
    terms = load_vocabulary()
    for kind in load_node_kinds().values():
        assert kind.class_ in terms.classes
        assert not kind.of or (kind.of in load_node_kinds() and kind.by in terms.properties)
        assert not kind.document or kind.document in open_all_editions()
        assert kind.most == 1 or kind.title


def test_each_input_has_name_label_and_help(client):
    page = client.get("/form").text
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    for node, question in map_inputs().values():
        if node == question.node:
            assert html.escape(question.text, quote=False).replace("'", "&#39;") in page, question.name
    for target in re.findall(r' for="([^"]*)"', page):
        assert target in ids
    for told in re.findall(r' aria-describedby="([^"]*)"', page):
        assert set(told.split()) <= set(ids)


def test_page_has_no_script_and_no_other_host(client):
    for page in (client.get("/form"), _post(client, STARTUP)):
        assert "<script" not in page.text
        assert not re.search(r' (src|action|formaction)="(?!/)', page.text)
        assert "script-src" not in page.headers["content-security-policy"]
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert "set-cookie" not in page.headers


def test_unanswered_form_is_not_on_static_site():
    assert not {"form", "one-third"} & set(router.list_page_paths(open_day("2026-11-24")))


def test_form_as_json_lists_questions(client):
    rows = client.get("/form.json").json()["data"]
    assert [row["input"] for row in rows] == list(map_questions())


# ---- From empty to download ------------------------------------------------------------------------------------------


def test_empty_form_states_nothing(client):
    page = _post(client, _read_fields(client.get("/form").text))
    assert page.status_code == 400
    assert "nothing is answered" in page.text
    assert make_profile(Answers()).quads == []


def test_answers_give_verdicts_findings_and_profile(client):
    page = _post(client, STARTUP)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "What follows for Fjord 3B" in page.text
    assert "Fjord 3B: what is owed" in page.text
    assert "Provided by Fjord Models (invented)." in page.text
    assert "The description shows no summary of the content used for training." in page.text
    assert 'formaction="/form#summary.exists"' in page.text


def test_result_equals_that_of_downloaded_profile(client, run, tmp_path):
    told = {"accept": "application/json"}
    hidden = _read_fields(_post(client, STARTUP).text)
    for form, ending in (("yaml", "yaml"), ("ttl", "ttl")):
        saved = _post(client, hidden, form)
        assert saved.status_code == 200
        assert saved.headers["content-disposition"] == f'attachment; filename="profile.{ending}"'
        file = tmp_path / f"profile.{ending}"
        file.write_bytes(saved.content)
        _, out, _ = run("assess", str(file), "--on", "2026-11-24", "-f", "json")
        statuses = {row["provision"]: row["status"] for row in json.loads(out)}
        assert statuses["https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_c"] == "applies"
        checked = client.post(
            "/profile",
            content=saved.content,
            headers=told | {"content-type": f"{'application/yaml' if form == 'yaml' else 'text/turtle'}"},
        )
        assert {row["provision"]: row["status"] for row in checked.json()["data"]["assessment"]} == statuses
    assert parse_profile(_post(client, hidden, "ttl").content, "p.ttl", "ttl").quads


def test_yaml_and_turtle_state_the_same(client):
    found = [parse_profile(_post(client, STARTUP, form).content, "p", form).triples for form in ("yaml", "ttl")]
    assert set(map(str, found[0])) == set(map(str, found[1]))
    values = {(str(one.subject), one.predicate.value.rpartition("/")[2]): str(one.object) for one in found[0]}
    assert values[f"<{BASE}provider>", "establishment"] == '"DK"'
    assert values[f"<{BASE}model>", "keepsBack"] == f"<{AG}usageInformation>"
    assert values[f"<{BASE}made>", "date"].startswith('"2026-02-02"')


def test_answers_come_back_to_form(client):
    sent = {**STARTUP, "made-2.channel": "applicationInterface"}
    hidden = _read_fields(_post(client, sent).text)
    page = _post(client, hidden, "edit").text
    back = [(name, value) for name, value in _read_fields(page) if value and name in map_inputs()]
    wanted = [
        (name, value) for name, values in sent.items() for value in ([values] if isinstance(values, str) else values)
    ]
    assert sorted(back) == sorted(wanted)


def test_unknown_is_never_no():
    made = make_profile(Answers({"model.label": ["M"]}))
    assert [quad.predicate.value.rpartition("/")[2] for quad in made.quads] == [
        "22-rdf-syntax-ns#type",
        "rdf-schema#label",
    ]


def test_each_choice_states_something():
    choices = [(name, one) for name, (_, question) in map_inputs().items() for one in question.list_values() or ()]
    assert [one for one in choices if len(make_profile(Answers({one[0]: [one[1]]})).quads) < 2] == []


def test_another_can_be_added_up_to_limit(client):
    fields = {"made.channel": "download", "count.made": "1"}
    for number in (2, 3, 4):
        page = _post(client, fields, "add made").text
        assert f'name="made-{number}.channel"' in page
        assert re.search(r'name="made.channel" value="download" checked', page)
        fields = dict(_read_fields(page))
    assert "add made" not in page
    assert 'name="made-5.channel"' not in _post(client, {"count.made": "99"}, "add made").text


def test_findings_and_questions_lead_to_fields():
    assert [one.id for one in find_mends(f"{BASE}made-2", f"{AG}date")] == ["made-2.date"]
    assert [one.id for one in find_mends(f"{BASE}made-2", "urn:other")] == ["made-2.channel"]
    assert [one.id for one in find_mends(f"{BASE}model", f"{AG}keepsBack")] == ["model.publishes"]
    assert [one.id for one in find_mends(f"{BASE}model", f"{AG}authorityContact")] == ["contact.exists"]
    assert [one.id for one in find_mends(f"{BASE}model", f"{AG}canPerform")] == ["representative.canPerform"]
    assert [one.id for one in find_mends(f"{BASE}system", f"{AG}isPublic")] == ["detection.isPublic"]
    assert find_mends("urn:elsewhere", f"{AG}date") == []
    asked = {one.id for one in find_answering("", [f"{AG}licence", f"{AG}permits"])}
    assert asked == {"licence.title", "licence.permits"}
    base = find_answering(f"{load_prefixes()['rdg']}qst_base-compute", [f"{AG}ownCompute"])
    assert [one.id for one in base] == ["base.ownCompute"]


def test_day_of_address_counts(client):
    page = _post(client, STARTUP, path="/on/2025-01-01/form")
    assert "As of 2025-01-01" in page.text
    assert 'action="/on/2025-01-01/form"' in page.text


# ---- From a document -------------------------------------------------------------------------------------------------


def test_model_card_starts_form(client):
    page = _post(client, {"provider.label": "We"}, "import", ("card.md", CARD))
    assert page.status_code == 200
    fields = dict(_read_fields(page.text))
    assert fields["model.label"] == "Samphire 7B"
    assert fields["provider.label"] == "We"
    assert "From your document: card.md, line 9. Check it." in page.text
    assert "card.md, line 17 states Saltmarsh Language Models; your answer stays: We" in page.text
    assert "card.md, line 3: language: pt, en" in page.text
    assert "ag:trainingTokens 4e12" in page.text


def test_place_is_told_only_while_answer_is_that_of_document(client):
    fields = _read_fields(_post(client, (), "import", ("card.md", CARD)).text)
    changed = [(name, "Other" if name == "model.label" else value) for name, value in fields]
    page = _post(client, changed, "edit").text
    assert "card.md, line 9. Check it" not in page
    assert "card.md, line 17. Check it" in page


def test_nothing_of_document_is_lost(client):
    fields = _read_fields(_post(client, (), "import", ("card.md", CARD)).text)
    assert _post(client, fields).status_code == 200
    saved = _post(client, fields, "yaml").text
    for said in (
        "trainingTokens: 4e12",
        "isDense: true",
        'hubIdentifier: "apache-2.0"',
        "example/tidal-web",
        "# card.md, line 9",
    ):
        assert said in saved
    dropped = _read_fields(_post(client, fields, "drop").text)
    saved = _post(client, dropped, "yaml").text
    assert "trainingTokens" not in saved
    assert "Samphire 7B" in saved


def test_second_document_adds_to_first(client):
    first = _read_fields(_post(client, (), "import", ("card.md", CARD)).text)
    form = (ROOT / "examples/documents/form.docx").read_bytes()
    page = _post(client, first, "import", ("form.docx", form))
    fields = dict(_read_fields(page.text))
    assert fields["model.releasedOn"] == "2026-03-17"
    assert fields["documentation.exists"] == "yes"
    assert "Read so far: card.md, form.docx" in page.text
    assert _post(client, _read_fields(page.text)).status_code == 200


def test_same_amount_in_other_words_is_no_difference(client):
    page = _post(client, {"model.parameters": "7.1 billion"}, "import", ("card.md", CARD))
    assert "your answer stays" not in page.text
    page = _post(client, {"model.parameters": "8B"}, "import", ("card.md", CARD))
    assert "card.md, line 11 states 7.1e9; your answer stays: 8B" in page.text


def test_document_that_is_too_much_for_form_is_refused(client):
    names = b"".join(b"- example/%s-%d\n" % (b"x" * 60, number) for number in range(2000))
    many = CARD.replace(b"- example/tidal-web\n", names)
    page = _post(client, STARTUP, "import", ("card.md", many))
    assert page.status_code == 400
    assert "states more than the form can carry" in page.text


def test_node_of_document_is_not_taken_for_one_of_form():
    names = ("Tide 7B", "System")  # the second would be called as the AI system of the form
    parts = [{"type": "machine-learning-model", "name": name, "bom-ref": name} for name in names]
    bill = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": parts}).encode()
    filled = fill_in(Answers(), bill, "bom.json")
    made = make_profile(Answers({**filled.values, "system.label": ["Our app"]}, {}, filled.document))
    labels = {quad.subject.value: quad.object.value for quad in made.quads if quad.predicate.value.endswith("#label")}
    assert labels == {
        f"{BASE}model": "Tide 7B",
        f"{BASE}document.system": "System",
        f"{BASE}system": "Our app",
    }
    assert any(one.startswith("bom.json: System (another model") for one in filled.document.unused)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (("", b""), "no document was chosen"),
        (("x.docx", b"PK\x03\x04nonsense"), "x.docx"),
        (("x.bin", bytes(range(256))), "x.bin"),
        (("x.md", b"# Nothing\n"), "x.md"),
    ],
)
def test_unreadable_document_keeps_answers(client, file, told):
    page = _post(client, STARTUP, "import", file)
    assert page.status_code == 400
    assert told in page.text
    assert dict(_read_fields(page.text))["model.label"] == "Fjord 3B"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"files":1}',
        "[" * 100_000,
        '{"files":[["a",1]],"places":{},"carried":"","unused":[],"differing":[]}',
    ],
)
def test_changed_hidden_field_is_refused(text):
    with pytest.raises(RequestError) as found:
        parse_document_state(text)
    assert found.value.status == 400


def test_changed_carried_statements_are_refused(client):
    state = {"files": [["a.md", "0"]], "places": {}, "carried": "oops", "unused": [], "differing": []}
    page = _post(client, {**STARTUP, "document": json.dumps(state)})
    assert page.status_code == 400
    assert "changed on its way" in page.text
    assert dict(_read_fields(page.text))["model.label"] == "Fjord 3B"


# ---- Wrong answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("made.date", "soon", "“soon” is no day"),
        ("made.date", "2026-02-30", "is no day"),
        ("model.ownCompute", "a lot", "is no number"),
        ("model.ownCompute", "15 million EUR", "is an amount in EUR"),
        ("provider.establishment", "Atlantis", "is no code of a country"),
        ("policy.page", "example.org", "is no full address"),
        ("evidence.implements", "Nonsense 99", "Nonsense 99"),
        ("model.label", "x" * (MAX_CHARACTERS + 1), "over 2,000 characters"),
        ("model.label", "a\x00b", "cannot be printed"),
    ],
)
@pytest.mark.parametrize("action", ["check", "yaml"])
def test_wrong_answer_is_told_at_its_field(client, name, value, told, action):
    page = _post(client, {**STARTUP, "evidence.title": "Account", name: value}, action)
    assert page.status_code == 422
    assert "1 answer must be changed" in page.text
    assert f'<a href="#{name}">' in page.text
    field = re.search(rf'<input type="text" id="{re.escape(name)}"[^>]*>', page.text)[0]
    assert 'aria-invalid="true"' in field
    assert f'aria-describedby="{name}-help {name}-error"' in field
    message = re.search(rf'id="{re.escape(name)}-error">(.*?)</strong>', page.text)[1]
    assert told in html.unescape(message)
    kept = dict(_read_fields(page.text))
    assert kept["provider.label"] == STARTUP["provider.label"]
    assert kept[name].replace("\x00", "") == value.replace("\x00", "")


# ---- Hostile input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ([("model.lable", "M")], "there is no field “model.lable”"),
        ([("model.label", "M"), ("model.label", "N")], "more than once"),
        ([("model.isGated", "maybe")], "is none of the values"),
        ([("model.modalityIn", "smell")], "is none of the values"),
        ([("count.made", "-1")], "there is no field"),
        ([("count.nothing", "1")], "there is no field"),
        ([("action", "add nothing")], ""),
        ([("text", "<urn:m> a <urn:M> .")], "there is no field “text”"),
        ([("model.label", "M")] * (MAX_FIELDS + 1), "the form cannot be read"),
    ],
)
def test_wrong_form_is_one_message(client, fields, told):
    page = _post(client, fields)
    assert page.status_code == 400
    assert told in page.text
    assert page.text.count('role="alert"') == 1


@pytest.mark.parametrize("action", ["delete", "add", "add nothing", "", "check made"])
def test_unknown_action_is_refused(client, action):
    assert _post(client, STARTUP, action).status_code == 400


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/turtle", "application/json", ""])
def test_other_media_type_is_refused(client, kind):
    page = client.post("/form", content=b"model.label=x", headers={"content-type": kind})
    assert page.status_code == 415
    assert "multipart/form-data" in page.text


def test_large_form_is_refused(client):
    page = _post(client, STARTUP, "import", ("a.md", b"#" * 3_000_000))
    assert page.status_code == 413
    assert "over 2 MB" in page.text


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("marking.title", "We do not mark the output", "says that there is none"),
        ("notice.title", "not possible", "says that there is none"),
        ("detection.title", "None", "says that there is none"),
        ("documentation.keptAt", "none yet", "you have not said that this document exists"),
        ("documentation.isPublic", "no", "you have not said that this document exists"),
        ("mandate.keptAt", "office", "you have not said that this document exists"),
        ("notice.isGivenAtFirstContact", "no", "you have not said what this is about"),
        ("representative.canPerform", "no", "you have not said what this is about"),
        ("marking.marksContent", "text", "you have not said what this is about"),
        ("model.estimationError", "20", "is no percentage"),
        ("model.ownCompute", "about 4e23 FLOP", "Leave it out: 4e23 FLOP"),
    ],
)
def test_what_there_is_not_is_no_evidence(name, value, told):
    """A no in words, or a detail of what nobody says that there is, states nothing and is told."""
    made = make_profile(Answers({"model.label": ["M"], name: [value]}))
    (error,) = made.errors
    assert error.input == name
    assert told in f"{error.what} {error.todo}"
    stated = {quad.predicate.value for quad in made.quads if quad.object.value in (value, "true", "false")}
    assert not stated


@pytest.mark.parametrize(("text", "number"), [("20 %", "2.0e-1"), ("± 25 %", "2.5e-1"), ("0.3", "3.0e-1")])
def test_error_of_estimate_is_read_as_written(text, number):
    made = make_profile(Answers({"model.estimationError": [text]}))
    assert made.errors == []
    (value,) = [quad.object.value for quad in made.quads if quad.predicate.value.endswith("estimationError")]
    assert float(value) == float(number)


def test_amount_of_modification_is_not_that_of_model():
    made = make_profile(Answers({"model.ownCompute": ["6e20"], "model.computeOfModification": ["6e20"]}))
    assert [(one.input, one.what) for one in made.errors] == [
        ("model.ownCompute", "this is the amount of the modification alone")
    ]


def test_evidence_for_a_code_clears_its_measure_for_a_system(client):
    """Other evidence is the provider's, so that it counts for the model and for the AI system."""
    answers = {
        **STARTUP,
        "provider.signed.content-code_sec_1": "yes",
        "system.label": "Studio",
        "system.providedBy": "self",
        "offer.onUnionMarket": "yes",
        "offer.date": "2026-09-01",
        "system.generates": "image",
    }
    named = {"evidence.title": "Marking", "evidence.implements": "AI-Generated Content Code, Section 1, Measure 1.1"}
    before, after = (_post(client, one, "check").text for one in (answers, answers | named))
    asked = "for Measure 1.1, “Machine-readable marking techniques”"
    assert asked in before
    assert asked not in after


def test_answer_about_modification_makes_a_base_model():
    made = make_profile(Answers({"model.computeOfModification": ["9e21"]}))
    assert [quad for quad in made.quads if quad.predicate.value.endswith("#baseModel") or "baseModel" in str(quad)]


def test_supplier_is_stated():
    made = make_profile(Answers({"made.date": ["2026-02-02"], "made.by": ["self"]}))
    assert [quad.object.value for quad in made.quads if quad.predicate.value.endswith("/by")] == [
        "https://example.org/profile/provider"
    ]


def test_result_says_whether_systems_were_examined(client):
    assert "Not examined: duties for AI systems" in _post(client, STARTUP, "check").text
    page = _post(client, {**STARTUP, "system.label": "Tang", "system.providedBy": "self"}, "check").text
    assert "Not examined" not in page
    assert "What follows for Fjord 3B and Tang" in page


def test_what_is_carried_along_is_told_in_words(client):
    card = (ROOT / "examples/documents/card.md").read_bytes()
    page = _post(client, {}, "import", file=("card.md", card)).text
    assert "<li>tokens of training: 4e12</li>" in page


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_other_site_cannot_post(client, headers):
    assert _post(client, STARTUP, headers=headers).status_code == 403


def test_values_never_become_markup(client):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    texts = {
        name: evil
        for name, (node, question) in map_inputs().items()
        if question.word and question.word.kind == "text" and not question.codes
    }
    texts |= {name: "yes" for name in map_inputs() if name.endswith(".exists")}
    for action in ("check", "edit"):
        page = _post(client, texts, action)
        assert page.status_code == 200
        assert not re.search(r"<(script|img)", page.text)
    saved = _post(client, texts, "yaml")
    assert parse_profile(saved.content, "p.yaml", "yaml").quads


def test_text_in_another_encoding_is_read_or_refused(client):
    body, kind = _encode([("model.label", (None, "Frühling".encode("latin-1"))), ("action", (None, "check"))])
    page = client.post("/form", content=body, headers={"content-type": kind})
    assert page.status_code in (200, 400, 422)
    assert "Traceback" not in page.text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_post_is_answered(body):
    asked = CheckRequest("", "2026-11-24", "multipart/form-data; boundary=edge", "html", 2, "form")
    assert answer_form(asked, b"--edge\r\n" + body).status in (200, 400, 422)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(map_inputs())), st.text(max_size=30), max_size=6))
def test_any_answer_is_stated_or_told(values):
    texts = {
        name: [text.strip()] for name, text in values.items() if text.strip() and map_inputs()[name][1].kind == "text"
    }
    assume(texts)
    made = make_profile(Answers(texts))
    assert {one.input for one in made.errors} <= set(texts)
    read = parse_profile(made.to_yaml().encode(), "p.yaml", "yaml")
    assert {str(one) for one in read.quads} == {str(one) for one in made.quads}


def test_sections_cover_what_the_brief_asks():
    assert [one.id for one in load_sections()] == [
        *("you", "model", "market", "licence", "compute", "modification", "evidence", "risk", "system"),
    ]
