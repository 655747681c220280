"""Test the rules together: a duty has one status, and an open duty has a question that settles it."""

import functools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import open_day
from actgraph.profile.profile import read_profile
from actgraph.reasoning import explain, rules
from actgraph.reasoning.derived import DerivedProfile
from tests.conftest import ROOT
from tests.support.random_profiles import draw_profile, make_node
from tests.support.rule_cases import (
    CASES_FOLDER,
    DEFAULT_DAY,
    fill_store_with_law,
    load_law_triples,
    normalize_triples,
    read_rule_case,
)

many = settings(
    max_examples=200,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DAYS = ["2025-08-01", "2025-08-02", "2026-07-01", DEFAULT_DAY]
twice_as_long = settings(many, max_examples=60)  # each example runs the rules twice

# Per line, a model is in at most one of two classes.
APART = [
    ("GeneralPurposeModel", "NotGeneralPurposeModel"),
    ("ModelWithSystemicRisk", "NotPresumedModel"),
    ("ModelWithSystemicRisk", "NotGeneralPurposeModel"),
    ("ModelOfModifier", "ModelOfLesserModifier"),
    ("OpenSourceRelease", "NotOpenSourceRelease"),
]


def _to_node(name):
    return NamedNode(expand_curie(name))


@functools.cache
def _list_duties():
    return sorted(one.subject.value for one in load_law_triples() if one.predicate == _to_node("ag:dutyClass"))


@functools.cache
def _find_settled_duties(question):
    says = _to_node("ag:settles")
    found = open_day(DEFAULT_DAY).query(f"CONSTRUCT {{ {question} {says} ?duty }} WHERE {{ {question} {says} ?duty }}")
    return {one.object.value for one in found}


def _get_statuses(found, model):
    """Return the statuses of each duty."""
    told = {}
    for duty in found.get_subjects("ag:dutyOf", model):
        for obligation in found.get_objects(duty, "ag:duty"):
            told.setdefault(obligation.value, set()).update(found.get_objects(duty, "ag:dutyStatus"))
    return told


def _find_assessed_models(found):
    return found.get_subjects("rdf:type", _to_node("ag:AssessedModel"))


def test_sixteen_duties_exist():
    assert len(_list_duties()) == 16


@pytest.mark.proof("rules-hold")
@many
@given(draw_profile(), st.sampled_from(DAYS))
def test_duty_has_one_status(profile, day):
    found = DerivedProfile(profile, open_day(day))
    twice = [
        duty
        for model in _find_assessed_models(found)
        for duty, told in _get_statuses(found, model).items()
        if len(told) > 1
    ]
    assert twice == []


@pytest.mark.proof("rules-hold")
@many
@given(draw_profile(), st.sampled_from(DAYS))
def test_open_duty_has_settling_question(profile, day):
    found = DerivedProfile(profile, open_day(day))
    for model in _find_assessed_models(found):
        asked = [_find_settled_duties(question) for question in found.get_objects(model, "ag:asks")]
        assert set(_list_duties()) - set(_get_statuses(found, model)) - set().union(*asked) == set()


@pytest.mark.proof("rules-hold")
@many
@given(draw_profile())
def test_disjoint_classes_do_not_overlap(profile):
    found = DerivedProfile(profile, open_day(DEFAULT_DAY))
    both = [
        (model.value, one, other)
        for one, other in APART
        for model in found.get_subjects("rdf:type", _to_node(f"ag:{one}"))
        if found.has_triple(model, "rdf:type", _to_node(f"ag:{other}"))
    ]
    assert both == []


@pytest.mark.proof("rules-hold")
@twice_as_long
@given(draw_profile())
def test_rerunning_rules_adds_nothing(profile):
    derived = [one.triple for one in rules.infer_derivations([*load_law_triples(), *profile])]
    again = rules.infer_derivations([*load_law_triples(), *profile, *derived])
    assert normalize_triples(one.triple for one in again) - normalize_triples(derived) == set()


def _explain_backwards(found, wanted):
    store, there = fill_store_with_law([*found.readable, *found.derived_triples], found.day.date)
    asked = explain.explain_triples(store, set(found.derived_triples), wanted, there)
    return {triple: set(map(str, some)) for triple, some in asked.items()}


def _list_derivations(found, wanted):
    return {triple: set(map(str, found.get_derivations(triple))) for triple in wanted}


@pytest.mark.proof("rules-hold")
@many
@given(draw_profile(), st.sampled_from(DAYS))
def test_backward_explanation_matches_for_generated_profiles(profile, day):
    found = DerivedProfile(profile, open_day(day))
    assert _explain_backwards(found, found.derived_triples) == _list_derivations(found, found.derived_triples)


@pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*.t*")), ids=lambda file: file.name)
def test_backward_explanation_matches_for_examples(file):
    """The rules find in the examples what the law says of any property."""
    found = DerivedProfile(read_profile(str(file)).triples, open_day(DEFAULT_DAY))
    assert _explain_backwards(found, found.derived_triples) == _list_derivations(found, found.derived_triples)


def test_explanation_includes_premises():
    found = DerivedProfile(read_profile(str(ROOT / "examples/startup.ttl")).triples, open_day(DEFAULT_DAY))
    (wanted,) = (one for one in found.derived_triples if one.predicate == _to_node("ag:updateDueBy"))
    closed, todo = {}, [wanted]
    while todo:
        closed |= _list_derivations(found, [one := todo.pop()])
        derived = [
            premise for way in found.get_derivations(one) for premise in way.premises if found.get_derivations(premise)
        ]
        todo += [premise for premise in derived if premise not in closed]
    assert len(closed) > 3
    assert _explain_backwards(found, [wanted]) == closed


@pytest.mark.proof("rules-hold")
@twice_as_long
@given(draw_profile(), st.randoms(use_true_random=False))
def test_fact_order_does_not_matter(profile, chance: random.Random):
    mixed = chance.sample(profile, len(profile))
    assert normalize_triples(
        one.triple for one in rules.infer_derivations([*load_law_triples(), *mixed])
    ) == normalize_triples(one.triple for one in rules.infer_derivations([*load_law_triples(), *profile]))


def test_bare_model_raises_questions():
    found = DerivedProfile(
        [Triple(make_node("a.model"), _to_node("rdf:type"), _to_node("ag:Model"))], open_day(DEFAULT_DAY)
    )
    asked = {
        one.value.removeprefix(load_prefixes()["rdg"]) for one in found.get_objects(make_node("a.model"), "ag:asks")
    }
    assert {"qst_own-compute", "qst_modalities", "qst_placing", "qst_provider", "qst_training-compute"} <= asked


def test_model_made_on_behalf_asks_for_base_provider():
    says = ("significantGenerality", "wideRangeOfTasks", "onBehalfOfOriginalProvider")
    model, base = make_node("a.model"), make_node("b.model")
    profile = [Triple(one, _to_node("rdf:type"), _to_node("ag:Model")) for one in (model, base)]
    profile += [Triple(model, _to_node(f"ag:{name}"), Literal(True)) for name in says]
    profile.append(Triple(model, _to_node("ag:baseModel"), base))
    assert DerivedProfile(profile, open_day(DEFAULT_DAY)).has_triple(model, "ag:asks", _to_node("rdg:qst_provider"))


def test_union_excluder_is_no_provider():
    case = read_rule_case(CASES_FOLDER / "provider-downstream.trig")
    model, base = make_node("a.model"), make_node("b.model")
    profile = [
        *case.fires,
        Triple(model, _to_node("ag:baseModel"), base),
        Triple(model, _to_node("ag:significantChange"), Literal(True)),
        Triple(model, _to_node("ag:developedBy"), make_node("a")),
    ]
    assert DerivedProfile(profile, open_day(DEFAULT_DAY)).get_objects(model, "ag:isProvidedBy") == [make_node("b")]


# What a modification adds to: the property of the base, and the power of ten of the threshold.
HEADS = "".join(f"@prefix {name}: <{iri}> . " for name, iri in load_prefixes().items())
SUMS = {
    "ag:computeForCriterion": ("ag:ownCompute", 23),
    "ag:computeForPresumption": ("ag:cumulativeCompute", 25),
}


def _compute_sums(of: str, splits: list[tuple[int, int, int]]) -> list[float | None]:
    """Return the sums that the rules compute for models of two shares: before, added, decimal digits."""
    stated, exponent = SUMS[of]
    text = "".join(
        f"exa:m{number} a ag:Model ; ag:baseModel exa:b{number} . "
        f"exa:m{number} ag:computeOfModification {added}e{exponent - digits} . "
        f"exa:b{number} a ag:Model ; {stated} {before}e{exponent - digits} . "
        for number, (before, added, digits) in enumerate(splits)
    )
    profile = [quad.triple for quad in parse(HEADS + text, format=RdfFormat.TURTLE)]
    found = {
        one.triple.subject.value: float(one.triple.object.value)
        for one in rules.infer_derivations([*load_law_triples(), *profile])
        if one.triple.predicate == _to_node(of)
    }
    return [found.get(expand_curie(f"exa:m{number}")) for number in range(len(splits))]


@pytest.mark.proof("rules-hold")
@pytest.mark.parametrize("digits", [2, 3])
@pytest.mark.parametrize("of", SUMS)
def test_decimal_sum_equal_to_threshold_is_not_above(of, digits):
    every = [(before, 10**digits - before, digits) for before in range(1, 10**digits)]
    amount = float(f"1e{SUMS[of][1]}")
    assert set(_compute_sums(of, every)) == {amount}


_SPLIT = st.integers(1, 11).flatmap(lambda digits: st.tuples(*[st.integers(1, 10**digits)] * 2, st.just(digits)))


@pytest.mark.parametrize("of", SUMS)
@settings(many, max_examples=5)
@given(st.lists(_SPLIT, min_size=40, max_size=40))
def test_decimal_sum_above_threshold_is_above(of, splits):
    limit = float(f"1e{SUMS[of][1]}")
    for (before, added, digits), found in zip(splits, _compute_sums(of, splits), strict=True):
        assert (found is not None and found > limit) == (before + added > 10**digits), (before, added, digits)


def test_small_sum_is_exact():
    assert _compute_sums("ag:computeForCriterion", [(1, 2, 23), (1, 2, 5)]) == [3.0, 3e18]
