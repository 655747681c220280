"""Test each field of the template and each item of the form: without an answer, with a placeholder, with an answer.

tests/data/field_answers.tsv says what is then found. The profiles are edits of an example in which the condition of the
field holds; all are validated together.
"""

import csv
import functools

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import open_day
from actgraph.profile import answers, profile, schema
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import batch, validate
from tests.conftest import ROOT
from tests.support.looping import each
from tests.support.profile_cases import read_complete_example

DAY = open_day("2026-11-24")
CONTAINS = NamedNode(expand_curie("ag:contains"))
OTHER = Triple(*(NamedNode(expand_curie(one)) for one in ("exa:aurora.model", "ag:modalityIn", "ag:otherModality")))
SUMMARY = NamedNode(expand_curie("exa:aurora.summary"))
NAMING = {
    expand_curie(name) for name in ("dcterms:title", "dcterms:description", "ag:collectedFrom", "ag:collectedUntil")
}


def _read_table():
    with open(ROOT / "tests/data/field_answers.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _read_base(name):
    if name == "finetune-above":
        return [one.triple for one in parse(path=ROOT / "examples/finetune-above.ttl", format=RdfFormat.TURTLE)]
    return [*read_complete_example(), OTHER]


TABLE = _read_table()
BASES = {name: _read_base(name) for name in {row["example"] for row in TABLE}}


def _remove_answer(facts, field):
    return [fact for fact in facts if fact.predicate.value != field]


def _replace_answer(facts, field, text):
    """Put a text in place of each answer in words, and in place of what a node says."""
    nodes = {fact.object for fact in facts if fact.predicate.value == field and isinstance(fact.object, NamedNode)}
    described = {fact.subject for fact in facts if fact.subject in nodes and fact.predicate.value in NAMING}
    left = [fact for fact in facts if not (fact.subject in described and fact.predicate.value in NAMING)]
    if described:
        return left + [Triple(node, NamedNode(expand_curie("dcterms:title")), Literal(text)) for node in described]
    documents = {fact.subject for fact in facts if fact.predicate.value == field} or {SUMMARY}
    return _remove_answer(facts, field) + [Triple(one, NamedNode(field), Literal(text)) for one in documents]


CHANGES = {
    "missing": _remove_answer,
    "placeholder": functools.partial(_replace_answer, text="TBD"),
    "N/A": functools.partial(_replace_answer, text="N/A"),
    "filled": lambda facts, field: facts,
}


@functools.cache
def _find_severities():
    """Find what is reported of each field or item in each state: the severities of the shapes that name it."""
    cases = [(row["field"], state) for row in TABLE for state in CHANGES]
    examples = {row["field"]: row["example"] for row in TABLE}
    profiles = [
        DerivedProfile(CHANGES[state](BASES[examples[field]], expand_curie(field)), DAY) for field, state in cases
    ]
    found = {}
    for start in range(0, len(cases), 50):
        some = profiles[start : start + 50]
        for case, results in zip(
            cases[start : start + 50], batch.validate_batch(some, DAY, explain=False), strict=True
        ):
            iri = expand_curie(case[0])
            of_field = {
                f"{_get_group(name)}{schema.load_shapes()[name].severity}"
                for result in results
                for name in (result.shape, *result.included)
                if schema.load_shapes()[name].wanted == iri or (name.endswith("-unfinished") and result.path == iri)
            }
            found[case] = " ".join(sorted(of_field))
    return found


def _get_group(shape):
    return next((f"{name}:" for name in ("Authorities", "Downstream") if f"WithFormFor{name}-" in shape), "")


@each("row", TABLE, ids=lambda row: row["field"])
def test_each_field_is_reported_as_listed(row):
    found = _find_severities()
    assert {state: found[row["field"], state] for state in CHANGES} == {state: row[state] for state in CHANGES}


def test_table_has_each_field_and_item():
    kinds = " ".join(f"<{expand_curie(one)}>" for one in ("ag:SummaryField", "ag:FormItem"))
    rows = DAY.select_rows(f"SELECT ?field WHERE {{ VALUES ?kind {{ {kinds} }} ?field a ?kind }}")
    assert sorted(expand_curie(row["field"]) for row in TABLE) == sorted(row["field"] for row in rows)
    assert len(TABLE) == 55 + 45


def test_table_follows_requirement_of_template():
    ag = load_prefixes()["ag"]
    rows = DAY.select_rows(f"SELECT ?field ?is WHERE {{ ?field a <{ag}SummaryField> ; <{ag}requirement> ?is }}")
    needs = {row["field"]: row["is"].removeprefix(ag) for row in rows}
    told = {row["field"]: row["missing"] for row in TABLE if row["field"].startswith("tcs:")}
    expected = {"required": {"violation"}, "conditional": {"violation", "info"}, "optional": {""}}
    assert [field for field, found in told.items() if found not in expected[needs[expand_curie(field)]]] == []


# ---- What a finding tells, and what ag:contains still does -----------------------------------------------------------


def _read_profile(text):
    heads = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
    return profile.parse_profile((heads + text).encode(), "my.ttl", "ttl")


BEGIN = """exa:p a ag:Provider ; ag:establishment "FR" .
exa:m a ag:Model ; ag:developedBy exa:p ; ag:significantGenerality true ; ag:wideRangeOfTasks true ;
  ag:cumulativeCompute 1.0e24 ; ag:madeAvailable exa:u ; ag:trainingSummary exa:s .
exa:u a ag:MakingAvailable ; ag:onUnionMarket true ; ag:date "2026-01-15"^^xsd:date .
exa:s a ag:Evidence ;
"""


def _report(answer):
    read = _read_profile(BEGIN + answer)
    return validate.validate([read], DAY).findings, read


@pytest.mark.parametrize(
    ("answer", "field", "told"),
    [
        ('tcs:fld_3.2.measures "TBD" .', "tcs:fld_3.2.measures", "field 3.2.1 holds “TBD”, which is no answer."),
        (
            'tcs:fld_2.1.used "yes" .',
            "tcs:fld_2.1.used",
            "the value true or false. It is “yes”.",
        ),
        ('tcs:fld_2.1.used "perhaps" .', "tcs:fld_2.1.used", "It is “perhaps”. State one of the two"),
        (
            'tcs:fld_1.3.latest-acquisition "2025-06"^^xsd:gYearMonth .',
            "tcs:fld_1.3.latest-acquisition",
            "field 1.3.6 is answered only in part",
        ),
    ],
)
def test_finding_tells_what_stands_in_place_of_answer(answer, field, told):
    findings, read = _report(answer)
    (finding,) = (one for one in findings if one.shape.endswith(field.partition(":")[2]))
    assert told in finding.message
    assert finding.line == max(read.lines.values())
    assert not [one for one in findings if "/Evidence-answer-" in one.shape or one.shape.endswith("-unfinished")]


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ('tcs:fld_2.1.used "Yes" .', "tcs:fld_2.1.used true."),
        ('tcs:fld_1.3.latest-acquisition "09/2025" .', 'tcs:fld_1.3.latest-acquisition "2025-09"^^xsd:gYearMonth.'),
        ('tcs:fld_1.3.latest-acquisition "September 2025" .', '"2025-09"^^xsd:gYearMonth.'),
        ('tcs:fld_1.2.market-date "17 March 2026" .', 'tcs:fld_1.2.market-date "2026-03-17"^^xsd:date'),
    ],
)
def test_remedy_writes_answer_in_its_form(answer, written):
    findings, _ = _report(answer)
    assert [one for one in findings if written in one.todo]


@pytest.mark.parametrize(
    "text", ["Not yet available", "see above.", "Placeholder", "keine Angabe", "to follow", "test"]
)
def test_placeholder_is_no_answer(text):
    findings, _ = _report(f'tcs:fld_3.2.measures "{text}" .')
    assert [one for one in findings if f"holds “{text}”, which is no answer." in one.message]


@pytest.mark.parametrize("text", ["See above, and our policy", "Not yet available texts are left out", "Test suites"])
def test_text_that_begins_like_placeholder_is_answer(text):
    findings, _ = _report(f'tcs:fld_3.2.measures "{text}" .')
    assert not [one for one in findings if f"“{text}”" in one.message]


def test_unfinished_optional_field_has_line():
    findings, read = _report('ag:onTemplate true ;\n  tcs:fld_2.1.comments "[Click to enter]" .')
    (finding,) = (one for one in findings if one.shape.endswith("-unfinished"))
    assert (finding.severity, finding.line) == ("info", max(read.lines.values()))
    assert finding.source_label == "Training summary, field 2.1.5"


def test_named_field_without_answer_is_read_with_one_note():
    findings, read = _report("ag:contains tcs:fld_0.version , tcs:fld_1.1.provider .")
    assert read.notes == (f"my.ttl:{max(read.lines.values())}: {answers.NOTE}",)
    reported = {one.shape.partition("-")[2] for one in findings}
    assert not reported & {"fld_0.version", "fld_1.1.provider"}


def test_answer_decides_where_field_is_named_too():
    findings, read = _report('ag:contains tcs:fld_0.version ; tcs:fld_0.version "TBD" .')
    assert read.notes == ()
    assert [one for one in findings if one.shape.endswith("fld_0.version")]
    assert CONTAINS not in {triple.predicate for triple in read.triples}


def test_answer_may_have_language():
    findings, _ = _report('tcs:fld_1.1.provider "Beispiel GmbH, Graz"@de .')
    assert not [one for one in findings if one.shape.endswith("fld_1.1.provider")]
