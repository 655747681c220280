"""Test the page of the one-third rule: known, estimated and unknowable figures, and what is left open."""

import re

import pytest

from tests.support.web_client import open_client
from tests.web.test_form_page import _post, _read_fields

BASE = {
    "base.modalityIn": "text",
    "base.modalityOut": "text",
    "base.significantGenerality": "yes",
    "base.wideRangeOfTasks": "yes",
    "model.onBehalfOfOriginalProvider": "no",
}
KNOWN = {"base.ownCompute": "3e24", "base.cumulativeCompute": "3e24"}
SHOULD = "should count as the provider of the modified model."
SHOULD_NOT = "should not count as the provider of the modified model."
OPEN = "It is open whether"


@pytest.fixture(scope="module")
def client():
    with open_client("2026-11-24") as found:
        yield found


def _apply(client, compute, fields, **headers):
    return _post(client, {**BASE, "model.computeOfModification": compute, **fields}, path="/one-third", **headers)


def _read_verdict(page):
    return re.search(r"<p><strong>(.*?)</strong></p>", page.text)[1]


@pytest.mark.parametrize(
    ("compute", "fields", "told"),
    [
        # Paragraph 63: more than a third of the training compute of the original.
        ("1.1e24", KNOWN, SHOULD),
        ("1e24", KNOWN, SHOULD_NOT),  # exactly a third is not more than a third
        ("9e23", KNOWN, SHOULD_NOT),
        # Paragraph 64: a third of 10^25 FLOP replaces it where the original has systemic risk, else of 10^23 FLOP.
        ("3.4e22", {"model.originalComputeNotKnowable": "yes", "base.highImpactCapabilities": "no"}, SHOULD),
        ("3.3e22", {"model.originalComputeNotKnowable": "yes", "base.highImpactCapabilities": "no"}, SHOULD_NOT),
        ("3.4e24", {"model.originalComputeNotKnowable": "yes", "base.highImpactCapabilities": "yes"}, SHOULD),
        ("3.3e24", {"model.originalComputeNotKnowable": "yes", "base.highImpactCapabilities": "yes"}, SHOULD_NOT),
        # Between the two amounts it is open while the systemic risk of the original is unknown.
        ("1e24", {"model.originalComputeNotKnowable": "yes"}, OPEN),
        # Unknown is never a pass.
        ("1e20", {}, OPEN),
        ("1e20", {"base.ownCompute": "3e24"}, OPEN),
        ("1.1e24", KNOWN | {"model.onBehalfOfOriginalProvider": "yes"}, "it is the same model"),
        ("1.1e24", KNOWN | {"base.wideRangeOfTasks": "no"}, "the original is no general-purpose AI model"),
    ],
)
def test_rule_is_applied(client, compute, fields, told):
    page = _apply(client, compute, fields)
    assert page.status_code == 200
    assert told in _read_verdict(page)


def test_verdict_has_rule_provisions_and_qualifier(client):
    page = _apply(client, "1.1e24", KNOWN).text
    assert "The share is an indicative criterion." in page
    assert 'href="/guidelines/gpai/5045.sec_3.2#' in page or "paragraph 63</a>" in page
    assert "not binding" in page
    assert "<summary>Why</summary>" in page


def test_verdict_tells_what_would_turn_it(client):
    page = _apply(client, "9e23", KNOWN).text
    assert "Unless:" in page
    assert "significantly changes" in page


def test_provider_by_compute_alone_is_told_what_would_turn_it(client):
    page = _apply(client, "1.1e24", KNOWN).text
    unless = page.partition("Unless:")[2].partition("</ul>")[0]
    assert "significantly" in unless
    assert "on its behalf" in unless or "on behalf" in unless
    by_change = _apply(client, "1.1e24", KNOWN | {"model.significantChange": "yes"}).text
    assert "significantly" not in by_change.partition("Unless:")[2].partition("</ul>")[0]


def test_what_the_rule_presupposes_is_told_where_it_is_open(client):
    page = _post(
        client,
        {"model.computeOfModification": "4e24", "model.originalComputeNotKnowable": "yes"},
        path="/one-third",
    )
    verdict = _read_verdict(page)
    assert "provided that the original is a general-purpose AI model" in verdict
    assert "is not made by its provider or on its behalf" in verdict


def test_estimate_near_threshold_is_open(client):
    page = _apply(client, "9e23", KNOWN | {"base.estimationError": "20 %"})
    assert "your estimate of the compute of the original model leaves both results possible" in page.text
    lowest = page.text.partition("With the lowest amounts within the error that you state")[2]
    lowest, _, highest = lowest.partition("With the highest amounts within the error that you state")
    assert SHOULD in lowest
    assert SHOULD_NOT in highest
    page = _apply(client, "2e23", KNOWN | {"base.estimationError": "20 %"})
    assert SHOULD_NOT in _read_verdict(page)


def test_open_verdict_links_to_questions(client):
    page = _apply(client, "1e20", {}).text
    assert "What would settle it" in page
    for target in re.findall(r'Answer: <a href="#([^"]*)"', page):
        assert f' id="{target}"' in page
    assert 'href="#base.ownCompute"' in page


def test_amount_and_not_knowable_conflict(client):
    page = _apply(client, "1e24", KNOWN | {"model.originalComputeNotKnowable": "yes"})
    assert page.status_code == 422
    assert "you also give an amount" in page.text.lower()
    assert dict(_read_fields(page.text))["base.ownCompute"] == "3e24"


def test_wrong_number_is_told_at_field(client):
    page = _apply(client, "a lot", KNOWN)
    assert page.status_code == 422
    assert 'id="model.computeOfModification-error"' in page.text


def test_empty_page_asks_and_states_nothing(client):
    empty = client.get("/one-third")
    assert empty.status_code == 200
    assert "What follows on" not in empty.text
    page = _post(client, _read_fields(empty.text), path="/one-third")
    assert page.status_code == 400
    assert "nothing is answered" in page.text


def test_answers_go_on_to_form(client):
    fields = _read_fields(_apply(client, "1.1e24", KNOWN).text)
    page = _post(client, fields, "edit")
    assert dict(_read_fields(page.text))["base.ownCompute"] == "3e24"
    assert re.search(r'<details class="section" id="modification" open>', page.text)


def test_day_before_guidelines_is_told(client):
    page = client.get("/on/2025-01-01/one-third")
    assert page.status_code == 200
    assert "these guidelines did not exist" in page.text
