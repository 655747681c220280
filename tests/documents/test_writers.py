"""Test the documents that are filled in from a profile: what goes in comes back, and what is missing is told."""

import json
import re

import docx
import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from actgraph.core.errors import InputError
from actgraph.core.prefixes import load_prefixes
from actgraph.documents.draft import Document, draft_profile
from actgraph.documents.recognition import read_document
from actgraph.documents.remarks import strip_remarks
from actgraph.documents.writers import form_contents, summary_contents
from actgraph.documents.writers.card_section import write_card_section
from actgraph.documents.writers.cyclonedx_bom import write_bom
from actgraph.documents.writers.duties import assess_standing
from actgraph.documents.writers.incident_report import draft_incident_report
from actgraph.documents.writers.markdown_page import write_markdown
from actgraph.documents.writers.model_facts import ModelFacts, find_model
from actgraph.documents.writers.notification import draft_notification
from actgraph.documents.writers.status_page import write_status
from actgraph.documents.writers.word_page import write_word
from actgraph.graph.day import open_day
from actgraph.profile.profile import parse_profile, read_profile
from tests.conftest import ROOT

DAY = "2026-12-01"
CASES = ROOT / "tests/documents/cases/writers"
ITEM = load_prefixes()["cop"] + "mdf.itm_"
FIELD = load_prefixes()["tcs"] + "fld_"
EXAMPLES = sorted((ROOT / "examples").glob("*.t*"), key=lambda path: path.name)
BARE = b'<urn:m> a <https://w3id.org/actgraph/ns/Model> ; <http://www.w3.org/2000/01/rdf-schema#label> "M 1" .'


def read_facts(data, name="profile.ttl", form="ttl", model=""):
    profile = parse_profile(data, name, form)
    return ModelFacts(profile, find_model(profile, model))


@pytest.fixture(scope="module")
def day():
    return open_day(DAY)


@pytest.fixture(scope="module")
def full():
    """A profile that states every item and every field."""
    data = (ROOT / "examples/complete.ttl").read_bytes() + (CASES / "rest.ttl").read_bytes()
    return read_facts(data)


def list_answers(quads, start):
    """List the answers to items or fields: property and value; of a node, what is stated of it but its name."""
    of = {}
    for quad in quads:
        of.setdefault(quad.subject, []).append(quad)
    found = set()
    for quad in quads:
        if not quad.predicate.value.startswith(start):
            continue
        if isinstance(quad.object, NamedNode) and quad.object in of:
            said = {(one.predicate.value, one.object.value) for one in of[quad.object]}
            if quad.predicate.value == FIELD + "2.3.period":  # the template asks for its months alone
                said = {one for one in said if not one[0].endswith("title")}
            found.add((quad.predicate.value, frozenset(said)))
        else:
            found.add((quad.predicate.value, quad.object))
    return found


def import_bytes(data, name):
    return draft_profile([Document(name, "00", read_document(data, name))])


WRITERS = {
    "docx": lambda contents: write_word(contents, DAY),
    "md": lambda contents: write_markdown(contents).encode(),
}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize(
    ("start", "count", "fill", "left"),
    [(ITEM, 45, form_contents.fill_form, ["Document version number"]), (FIELD, 55, summary_contents.fill_summary, [])],
)
def test_all_answers_come_back(full, day, start, count, fill, left, ending):
    stated = list_answers(full.profile.quads, start)
    assert len({name for name, _ in stated}) == count
    contents = fill(full, day)
    assert [entry.label for part in contents.parts for entry in part.entries if entry.is_open] == left
    draft = import_bytes(WRITERS[ending](contents), f"filled.{ending}")
    assert list_answers(draft.quads, start) == stated


@pytest.mark.parametrize("fill", [form_contents.fill_form, summary_contents.fill_summary])
def test_a_model_without_facts_leaves_every_field_open(day, fill):
    contents = fill(read_facts(BARE), day)
    remarks = [remark for part in contents.parts for entry in part.entries for remark in entry.remarks]
    of_head = ("Open: add the", "Open: type the")
    told = [one for one in remarks if not one.startswith(("Filled from:", "Open in part:", *of_head))]
    assert len(told) >= 43
    for remark in told:
        assert re.search(r"Article \d|Annex X|page \d|optional", remark), remark


@pytest.mark.parametrize(("copy", "sign"), [("office", "A"), ("authorities", "N"), ("downstream", "D")])
def test_a_copy_has_the_items_of_its_readers_alone(full, day, copy, sign):
    items = form_contents.list_items(day)
    parts = form_contents.fill_form(full, day, copy=copy).parts[1:]  # behind the head
    entries = [entry for part in parts for entry in part.entries]
    assert [entry.number for entry in entries] == [item.number for item in items if sign in item.readers]
    assert 0 < len(entries) < len(items)
    written = write_word(form_contents.fill_form(full, day, copy=copy), DAY)
    draft = import_bytes(written, "copy.docx")
    links = {quad.predicate.value.rpartition("/")[2] for quad in draft.quads}
    assert ("technicalDocumentation" in links) == (sign != "D")


def test_the_exact_size_is_not_in_the_copy_for_downstream_providers(full, day):
    text = write_markdown(form_contents.fill_form(full, day, copy="downstream"))
    assert "4.0 × 10¹¹" in write_markdown(form_contents.fill_form(full, day))
    assert "4.0 × 10¹¹" not in text
    assert "100 billion to 500 billion" in text


def test_what_somebody_types_over_a_remark_is_read(day, tmp_path):
    path = tmp_path / "form.docx"
    path.write_bytes(write_word(form_contents.fill_form(read_facts(BARE), day), DAY))
    page = docx.Document(path)
    cell = next(row.cells[1] for table in page.tables for row in table.rows if row.cells[0].text.startswith("7."))
    remark = cell.paragraphs[-1]
    assert remark.text.startswith("Open:")
    remark.text = "Dense decoder-only transformer"
    page.save(path)
    draft = import_bytes(path.read_bytes(), "form.docx")
    assert (ITEM + "7", Literal("Dense decoder-only transformer")) in list_answers(draft.quads, ITEM)


def test_answers_that_differ_are_both_told(day):
    data = (
        BARE
        + b"""
        <urn:m> <https://w3id.org/actgraph/ns/technicalDocumentation> <urn:a> ;
          <https://w3id.org/actgraph/ns/downstreamInformation> <urn:b> .
        <urn:a> <https://w3id.org/actgraph/code-of-practice/mdf.itm_7> "Dense" .
        <urn:b> <https://w3id.org/actgraph/code-of-practice/mdf.itm_7> "Sparse" ."""
    )
    entry = form_contents.fill_form(read_facts(data), day).parts[2].entries[0]
    assert entry.answer == ["Dense"]
    assert "Another document states another answer (profile.ttl:5)" in entry.remarks[0]
    assert "Sparse" not in entry.remarks[0]  # a copy for others must not tell it


def test_what_may_answer_an_open_item_is_told(day):
    facts = read_facts((ROOT / "examples/startup.ttl").read_bytes())
    entries = {one.number: one for part in form_contents.fill_form(facts, day).parts for one in part.entries}
    assert entries["40"].is_open
    assert (
        "The profile states 1.8 × 10²³ FLOP (profile.ttl:40): check whether it answers this."
        in entries["40"].remarks[0]
    )


def test_the_market_day_is_open_where_an_earlier_one_is_possible(day):
    supply = b"""
        <urn:m> <https://w3id.org/actgraph/ns/madeAvailable> <urn:a> , <urn:b> .
        <urn:a> <https://w3id.org/actgraph/ns/onUnionMarket> true ; <https://w3id.org/actgraph/ns/date>
          "2026-02-02"^^<http://www.w3.org/2001/XMLSchema#date> .
        <urn:b> <https://w3id.org/actgraph/ns/onUnionMarket> """
    open_, settled = (
        form_contents.fill_form(read_facts(BARE + supply + end), day).parts[1].entries[4]
        for end in (b"true .", b"false .")
    )
    assert open_.is_open
    assert settled.answer == ["2026-02-02"]


@pytest.mark.parametrize("number", ["5.0e8", "5.0e11", "0.5e0", "many"])
def test_no_range_is_chosen_at_a_limit(day, number):
    data = BARE + f'<urn:m> <https://w3id.org/actgraph/ns/parameters> "{number}" .'.encode()
    entries = [one for part in form_contents.fill_form(read_facts(data), day).parts for one in part.entries]
    assert next(one for one in entries if one.number == "14").is_open


MARKS = ";,:…"  # before an answer, they belong to its label
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=60)


@pytest.mark.slow
@example("a | b <br> *c* <!-- Open: x -->")
@example("☒ Yes")
@example("Open: tomorrow")
@example("*Open: tomorrow*")
@given(WORDS)
def test_no_answer_is_lost_silently(text):
    """Whatever an answer says: it comes back, but for white space and marks before it, or the draft lists it."""
    day = open_day(DAY)
    quads = (
        Quad(
            NamedNode("urn:m"), NamedNode(load_prefixes()["rdf"] + "type"), NamedNode(load_prefixes()["ag"] + "Model")
        ),
        Quad(NamedNode("urn:m"), NamedNode(load_prefixes()["ag"] + "trainingSummary"), NamedNode("urn:s")),
        Quad(NamedNode("urn:s"), NamedNode(FIELD + "2.6.description"), Literal(text)),
        Quad(NamedNode("urn:s"), NamedNode(FIELD + "2.5.comments"), Literal("Four in a hundred.")),
    )
    lines = "\n".join(f"{one} ." for one in quads).encode()
    contents = summary_contents.fill_summary(read_facts(lines, "p.nt", "nt"), day)
    for ending, write in WRITERS.items():
        draft = import_bytes(write(contents), f"filled.{ending}")
        values = [quad.object.value for quad in draft.quads if quad.predicate.value == FIELD + "2.6.description"]
        told = " ".join(f"{one.field} {one.text} {one.reason}" for one in draft.unmapped)
        wanted, *found = (re.sub(r"\s+", "", one).lstrip(MARKS) for one in (text, *values))
        assert found == [wanted] or "2.6.description" in told, (ending, values, told)


# ---- What stands on the assessment --------------------------------------------------------------------------------


def list_models():
    for path in EXAMPLES:
        profile = read_profile(str(path))
        models = [
            quad.subject
            for quad in profile.quads
            if quad.predicate.value.endswith("#type") and quad.object.value == load_prefixes()["ag"] + "Model"
        ]
        yield from ((path.name, model.value) for model in dict.fromkeys(models))


def stand(name, model, day):
    profile = read_profile(str(ROOT / "examples" / name))
    facts = ModelFacts(profile, NamedNode(model))
    try:
        return facts, assess_standing(profile, model, day)
    except InputError:  # it is only the base of another, which a test of its own covers
        return facts, None


@pytest.mark.slow
@pytest.mark.parametrize(("name", "model"), list(list_models()))
def test_bills_are_valid_and_claim_only_what_is_named(name, model, day):
    facts, standing = stand(name, model, day)
    if standing is None:
        return
    written = write_bom(facts, day, standing)
    assert JsonStrictValidator(SchemaVersion.V1_7).validate_str(written) is None
    bom = json.loads(written)
    mapped = {one["requirement"]: one for one in bom["declarations"]["attestations"][0]["map"]}
    duties = {one.obligation.iri.rpartition("/")[2]: one for one in standing.model.duties}
    assert mapped.keys() == duties.keys()
    for requirement, one in mapped.items():
        duty = duties[requirement]
        assert ("claims" in one) == bool(duty.evidence and duty.status in ("applies", "comply by", "applies from"))
        assert "score" not in one["conformance"]
    for citation in bom["citations"]:
        assert re.match(rf"{re.escape(facts.profile.name)}(?::\d+)?(?:, |$)", citation["note"])
        value = bom
        for part in citation["pointers"][0].split("/")[1:]:  # a JSON Pointer, RFC 6901
            value = value[int(part) if isinstance(value, list) else part]
    draft = import_bytes(written.encode(), "bom.json")
    label = load_prefixes()["rdfs"] + "label"
    assert facts.get_name(facts.model) in [quad.object.value for quad in draft.quads if quad.predicate.value == label]


def test_a_card_has_front_matter_and_each_duty_of_article_53(day):
    facts, standing = stand("startup.ttl", "https://w3id.org/actgraph/examples/startup.model", day)
    text = write_card_section(facts, day, standing)
    _, head, body = text.split("---\n", 2)
    said = yaml.safe_load(head)
    assert said["eu_ai_act"]["provider"] == "Saltmarsh Language Models (invented)"
    for duty in standing.model.duties:
        assert (f"| {duty.provision.label}: " in body) == duty.provision.label.startswith("Article 53")
    assert "| does not apply" not in body
    assert "exempt" in body
    assert "cyclonedx" not in body


def test_an_undecided_duty_is_open_on_the_card_and_no_pass_on_the_status_page(day):
    facts = read_facts(BARE)
    standing = assess_standing(facts.profile, "urn:m", day)
    body = write_card_section(facts, day, standing)
    assert body.count("| unknown | *Open:") == 6
    page = write_status(facts, day, standing)
    assert "16 duties are undecided" in page
    assert "Unknown does not mean compliant" in page
    assert "Duties that bind, now or later</h2>\n<p>None" in page


HOSTILE = b"""<urn:m> a <https://w3id.org/actgraph/ns/Model> ;
  <http://www.w3.org/2000/01/rdf-schema#label> "<script>alert(1)</script> | *x* [y](javascript:z)\\u0007" ;
  <https://w3id.org/actgraph/ns/developedBy> <urn:p> ; <https://w3id.org/actgraph/ns/marketedBy> <urn:p> ;
  <https://w3id.org/actgraph/ns/releasedOn> "2026-99-99"^^<http://www.w3.org/2001/XMLSchema#date> ;
  <https://w3id.org/actgraph/ns/licence> [ <https://w3id.org/actgraph/ns/spdxIdentifier> "Mine-1.0" ] ;
  <https://w3id.org/actgraph/ns/trainedOn> [ <http://xmlns.com/foaf/0.1/page> "no address" ] ;
  <https://w3id.org/actgraph/ns/conditionMetOn> "soon" ; <https://w3id.org/actgraph/ns/cumulativeCompute> "lots" .
<urn:p> a <https://w3id.org/actgraph/ns/Provider> ;
  <http://www.w3.org/2000/01/rdf-schema#label> "--><b>P</b>\\uFFFE" ."""


def test_names_are_no_markup(day):
    facts = read_facts(HOSTILE)
    standing = assess_standing(facts.profile, "urn:m", day)
    page = write_status(facts, day, standing)
    assert "<script" not in page
    assert "<b>P" not in page
    documents = [
        form_contents.fill_form(facts, day),
        summary_contents.fill_summary(facts, day),
        draft_notification(facts, day, standing),
        draft_incident_report(facts, day),
    ]
    for contents in documents:
        shown = strip_remarks(write_markdown(contents))
        assert not re.search(r"(?<!\\)<(?!br>)|-->", shown), shown
        assert write_word(contents, DAY).startswith(b"PK")
    card = write_card_section(facts, day, standing)
    assert not re.search(r"(?<!\\)<", strip_remarks(card.split("---\n", 2)[2]))
    yaml.safe_load(card.split("---\n", 2)[1])
    assert JsonStrictValidator(SchemaVersion.V1_7).validate_str(write_bom(facts, day, standing)) is None


def test_a_report_has_the_nine_points_and_says_which_are_open(full, day):
    contents = draft_incident_report(full, day)
    points, times = contents.parts
    assert [one.number for one in points.entries] == [str(number) for number in range(1, 10)]
    assert [one.number for one in points.entries if one.answer] == ["4"]
    assert all("Measure 9.2, point" in one.remarks[0] for one in points.entries if not one.answer)
    assert len(times.entries) == 9


def test_a_notification_has_the_compute_with_two_figures(full, day):
    standing = assess_standing(full.profile, full.model.value, day)
    contents = draft_notification(full, day, standing)
    entries = {one.number: one for part in contents.parts for one in part.entries}
    assert entries["7"].answer == ["3.4 × 10²⁵ FLOP"]
    assert entries["11"].answer == ["3 September 2025"]
    assert entries["12"].answer == ["Handed in on 28 August 2025; the Commission rejected them on 14 November 2025."]


@pytest.mark.parametrize(
    ("stated", "written", "rest"),
    [
        ("1.04e25", "1.0 × 10²⁵ FLOP", "check the rounding: the profile states 1.04 × 10²⁵"),
        ("3e25", "3 × 10²⁵ FLOP", "give two significant figures"),
        ("2.3e25", "2.3 × 10²⁵ FLOP", ""),
        ("23000000000000000000000000", "23000000000000000000000000 FLOP", ""),
        ("lots", "lots FLOP", "give two significant figures"),
    ],
)
def test_rounding_of_compute_is_told(day, stated, written, rest):
    data = BARE + f'<urn:m> <https://w3id.org/actgraph/ns/cumulativeCompute> "{stated}" .'.encode()
    facts = read_facts(data)
    contents = draft_notification(facts, day, assess_standing(facts.profile, "urn:m", day))
    entry = next(one for part in contents.parts for one in part.entries if one.number == "7")
    assert entry.answer == [written]
    assert entry.remarks[1:] == ((f"Open in part: {rest}.",) if rest else ())


def test_a_field_that_is_answered_in_part_is_open(day):
    contents = summary_contents.fill_summary(read_facts((ROOT / "examples/startup.ttl").read_bytes()), day)
    entries = {one.number: one for part in contents.parts for one in part.entries}
    assert entries["1.1.2"].is_open
    data = (
        BARE
        + b"""<urn:m> <https://w3id.org/actgraph/ns/marketedBy>
      [ <http://www.w3.org/2000/01/rdf-schema#label> "P GmbH" ] ."""
    )
    contents = summary_contents.fill_summary(read_facts(data), day)
    entry = next(one for part in contents.parts for one in part.entries if one.number == "1.1.1")
    assert entry.answer == ["P GmbH"]
    assert entry.remarks[1] == "Open in part: add the contact details."
    assert entry.is_open


def test_the_representative_is_not_required_of_a_provider_in_the_union(day):
    facts, standing = stand("startup.ttl", "https://w3id.org/actgraph/examples/startup.model", day)
    contents = summary_contents.fill_summary(facts, day, standing)
    entry = next(one for part in contents.parts for one in part.entries if one.number == "1.1.2")
    assert entry.remarks == ["Not required: the provider is established in the Union."]


def test_one_of_several_models_is_chosen():
    profile = parse_profile(BARE + BARE.replace(b"urn:m", b"urn:n").replace(b"M 1", b"N 2"), "m.ttl", "ttl")
    with pytest.raises(InputError, match="2 models") as error:
        find_model(profile)
    assert '--model "N 2"' in str(error.value)
    assert find_model(profile, "N 2").value == "urn:n"
    with pytest.raises(InputError, match="no model 'X'"):
        find_model(profile, "X")
