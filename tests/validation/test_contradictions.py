"""Test that contradictions which a reader planted are named, with the statements that disagree and their lines."""

import csv
import re

import pytest
from pyoxigraph import NamedNode

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import open_day
from actgraph.profile.profile import read_profile
from actgraph.reasoning.assess import assess_models
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import contradiction_cases
from actgraph.validation.findings import STATEMENTS
from actgraph.validation.validate import validate
from tests.conftest import ROOT

PLANTED = ROOT / "tests/cases/planted"


def _read_rows():
    with (ROOT / "tests/data/planted_contradictions.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _find_named_lines(finding):
    return set(map(int, re.findall(r"\(line (\d+)\)", finding.message.partition(STATEMENTS)[2])))


@pytest.fixture(scope="module")
def reports():
    day = open_day("2026-11-28")
    return {path.name: validate([str(path)], day) for path in sorted(PLANTED.glob("*.ttl"))}


ROWS = [row for row in _read_rows() if not row["kind"].startswith("15") and row["rating"] != "nothing to find"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["profile"])
def test_message_names_two_planted_statements(reports, row):
    wanted = set(map(int, row["lines"].split(", ")))
    named = [_find_named_lines(one) & wanted for one in reports[row["profile"]].findings]
    assert max(map(len, named)) >= 2


# What the reader rates a contradiction and the graph asks about, and why.
ASKED_INSTEAD = {
    "01-a.ttl": "an estimate that was sent before the end of training can be right as it stands (guidelines 31)",
    "01-b.ttl": "as 01-a",
    "06-b.ttl": "one summary may serve several models with the same content (notice point 30)",
    "08-a.ttl": "the kinds that a document states may be incomplete",
    "09-a.ttl": "a measure can be followed as an alternative means (Article 53(4)); the kind of document fits",
    "10-a.ttl": "the class changes only after two accounting periods above the ceilings",
    "12-a.ttl": "data may be added before the next update of the summary (notice point 29)",
    "12-b.ttl": "as 12-a",
    "13-a.ttl": "the list may lag behind",
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["profile"])
def test_contradiction_is_told_as_such_and_question_as_question(reports, row):
    wanted = set(map(int, row["lines"].split(", ")))
    found = {one.severity for one in reports[row["profile"]].findings if len(_find_named_lines(one) & wanted) >= 2}
    is_certain = row["rating"].startswith(("contradiction", "no contradiction")) and row["profile"] not in ASKED_INSTEAD
    assert ("violation" in found) == is_certain


@pytest.mark.parametrize(
    ("profile", "named"),
    [
        ("11-b.ttl", {"ag:nonCommercialOnly", "line 33"}),
        ("11-c.ttl", {"ag:userScaleLimit", "line 43"}),
        ("11-e.ttl", {"ag:nonCommercialOnly", "CC-BY-NC-SA-2.5"}),
        ("11-f.ttl", {"ag:userScaleLimit", "Llama-3.1-8B"}),
        ("11-g.ttl", {"ag:attribution", "MIT"}),
    ],
)
def test_message_names_licence_and_term_that_is_not_stated(reports, profile, named):
    (found,) = [one.message for one in reports[profile].findings if one.property.endswith("hasContradiction")]
    assert {word for word in named if word not in found} == set()


def _write_licence(path, statements):
    """Write an example whose licence has all four rights and these statements instead of its own."""
    text = (ROOT / "examples/startup.ttl").read_text(encoding="utf-8")
    rights = "ag:permits ag:access , ag:usage , ag:modification , ag:distribution ;"
    own = re.compile(r"(exa:startup.licence a ag:Licence ;).*?[.]\n\n", re.DOTALL)
    path.write_text(own.sub(lambda match: f"{match[1]} {rights} {statements}\n\n", text), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("statements", "verdict"),
    [
        ('ag:spdxIdentifier "Apache-2.0" ; ag:hasTerm ag:attribution , ag:nonCommercialOnly .', "unknown"),
        ('ag:hubIdentifier "llama2" ; ag:hasTerm ag:attribution .', "unknown"),
        ('ag:spdxIdentifier "CC-BY-NC-4.0" ; ag:hasTerm ag:attribution , ag:otherUseRestriction .', "applies"),
        ('ag:spdxIdentifier "MIT" ; ag:hasTerm ag:attribution , ag:sameTerms .', "exempt"),
        ('ag:spdxIdentifier "CC0-1.0" ; ag:hasTerm ag:attribution .', "exempt"),
    ],
)
def test_verdict_is_firm_only_where_text_and_statements_say_the_same(tmp_path, statements, verdict):
    profile = read_profile(_write_licence(tmp_path / "profile.ttl", statements))
    (model,) = assess_models(DerivedProfile(profile.triples, open_day("2026-11-28")))
    assert {one.status for one in model.duties if one.obligation.iri.endswith("obl_53.1.a")} == {verdict}


@pytest.mark.parametrize(
    ("statements", "is_told"),
    [
        ('ag:spdxIdentifier "Apache-2.0 AND CC-BY-NC-4.0" ; ag:hasTerm ag:attribution .', True),
        ('ag:hubIdentifier "other" ; ag:hasTerm ag:attribution .', True),
        ('ag:spdxIdentifier "Apache-2.0" ; ag:hubIdentifier "other" ; ag:hasTerm ag:attribution .', False),
        ('dcterms:title "Our licence" ; ag:hasTerm ag:attribution .', False),
    ],
)
def test_identifier_of_unknown_text_is_told_and_lifts_what_is_stated(tmp_path, statements, is_told):
    report = validate([_write_licence(tmp_path / "profile.ttl", statements)], open_day("2026-11-28"))
    told = [one for one in report.findings if one.value.endswith("ctr_licence-unknown")]
    assert [(one.severity, one.kind) for one in told] == [("info", "open")] * is_told
    assert [one.counts["exempt"] for counted in report.counts.values() for one in counted] == [2]


def test_two_licences_of_one_model_are_told_and_change_no_verdict(tmp_path):
    first = _write_licence(tmp_path / "one.ttl", 'ag:spdxIdentifier "MIT" ; ag:hasTerm ag:attribution .')
    (tmp_path / "two.ttl").write_text(
        (tmp_path / "one.ttl")
        .read_text(encoding="utf-8")
        .replace("ag:licence exa:startup.licence ;", "ag:licence exa:startup.licence , exa:startup.other ;")
        + "\nexa:startup.other a ag:Licence ; ag:permits ag:access , ag:usage , ag:modification , ag:distribution ;"
        ' ag:spdxIdentifier "Apache-2.0" ; ag:hasTerm ag:attribution .\n',
        encoding="utf-8",
    )
    one, two = (validate([path], open_day("2026-11-28")) for path in (first, str(tmp_path / "two.ttl")))
    assert [found.value for found in one.findings if found.property.endswith("hasContradiction")] == []
    (told,) = [found for found in two.findings if found.property.endswith("hasContradiction")]
    assert (told.severity, told.kind, told.value.rpartition("/")[2]) == ("info", "open", "ctr_two-licences")
    assert "licence texts that actgraph knows: Apache License 2.0 and MIT License." in told.message
    assert "does not state" not in told.message  # the conditions of a licence are not those of the model
    exempt = [
        [counted.counts["exempt"] for some in report.counts.values() for counted in some] for report in (one, two)
    ]
    assert exempt == [[2], [2]]


CONTROLS = [row["profile"] for row in _read_rows() if row["rating"] == "nothing to find"]


@pytest.mark.parametrize("name", CONTROLS)
def test_control_has_no_contradiction(reports, name):
    assert [one for one in reports[name].findings if one.urgency == "contradiction"] == []


@pytest.mark.parametrize(
    ("profile", "meant"),
    [("15-a.ttl", "exa:dunlin.model.trainingsumary"), ("15-b.ttl", "https://example.org/profile/bramble_24b")],
)
def test_name_that_is_not_described_has_near_name(reports, profile, meant):
    (first, *_) = reports[profile].findings
    assert first.urgency == "unreadable"
    assert first.todo.startswith(f"Did you mean {meant}?")


def test_other_planted_profiles_are_told_nothing_that_is_not_planted(reports):
    """Contradictions that no row has would be noise."""
    wanted = {row["profile"]: set(map(int, row["lines"].split(", "))) for row in _read_rows()}
    surplus = [
        (name, one.message)
        for name, report in reports.items()
        for one in report.findings
        if one.urgency == "contradiction" and not _find_named_lines(one) & wanted[name]
    ]
    assert surplus == []


@pytest.mark.parametrize(
    ("name", "told"),
    [("lic_llama", "Llama community licence (version not stated)"), ("doc_substantiated-arguments", "arguments that")],
)
def test_licence_keeps_its_capital_and_document_is_a_common_word(name, told):
    day = open_day("2026-11-28")
    assert contradiction_cases.describe_value(NamedNode(load_prefixes()["rdg"] + name), day).startswith(told)


def _list_messages(report):
    findings = [one for one in report.findings if one.property.endswith("hasContradiction")]
    return [one.message.partition(STATEMENTS)[0] for one in findings]


@pytest.mark.parametrize(
    ("profile", "start", "end"),
    [
        (
            "05-a.ttl",
            "6 × 8e9 parameters × 1.5e13 training tokens gives 7.2e23 FLOP. The stated compute, 7.2e21 FLOP, ",
            "for some dense large language models based on the transformer architecture",
        ),
        (
            "10-a.ttl",
            "The stated headcount, 17, is not below 10, the ceiling of the stated size class (microenterprise). ",
            "EUR 2 million of turnover and EUR 2 million of balance sheet total",
        ),
        ("10-b.ttl", "The stated turnover, EUR 48.2 million, exceeds the ceiling ", "total is not stated"),
        ("12-a.ttl", "The summary gives June 2025 ", "crawl ends later: November 2025"),
        ("17-a.ttl", "The summary gives ", "crawl ends later: December 2025"),
        (
            "18-b.ttl",
            "According to the stated dates, data were last acquired or collected in January 2026 ",
            "on 1 October 2025",
        ),
        (
            "21-a.ttl",
            "The description uses this document as ag:incidentProcess, but states another kind for it: ",
            "terms of use that prohibit copyright-infringing uses",
        ),
        ("22-a.ttl", "Field 0.2 says that the summary was last updated on 5 March 2019, ", "(dcterms:issued)"),
        ("11-a.ttl", "The description states ag:nonCommercialOnly, which is not in “Apache License 2.0”. ", ""),
    ],
)
def test_message_is_of_the_case_that_is_met_and_of_no_other(reports, profile, start, end):
    """A second case would begin before or end after these words, or have a value that nobody stated."""
    (message,) = _list_messages(reports[profile])
    assert message.startswith(start)
    assert message.removesuffix(".").endswith(end)
    assert not re.search(r"[{}?]", message)


def test_days_in_message_stand_in_their_order(tmp_path):
    """As text, 2 September stands before 21 May."""
    text = (PLANTED / "02-a.ttl").read_text(encoding="utf-8").replace("2026-05-11", "2026-05-21")
    (tmp_path / "profile.ttl").write_text(text, encoding="utf-8")
    (message,) = _list_messages(validate([str(tmp_path / "profile.ttl")], open_day("2026-11-28")))
    assert message.endswith(": 21 May 2026 and 2 September 2026.")


def test_message_of_case_names_known_properties():
    day = open_day("2026-11-28").undated
    rows = day.select_rows(
        "SELECT ?text { ?of <https://w3id.org/actgraph/ns/caseMessage> ?text } ORDER BY ?text",
    )
    found = [place for row in rows for place in re.findall(r"\{(.*?)\}", row["text"] or "")]
    places = {name for place in found for name in place.split(" * ")} - {"property"}
    assert places
    for place in places:
        known = day.get_node(expand_curie(place)).label
        assert known or place.startswith("dcterms:"), place
