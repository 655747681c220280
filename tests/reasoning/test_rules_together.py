"""The rules together: no duty ever has two statuses, and what a profile leaves open has a question that settles it."""

import functools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import open_day
from actgraph.profile.profile import read_profile
from actgraph.reasoning import explain, law_store_pool, rules
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.rule_terms import get_used_term
from tests.conftest import ROOT
from tests.support.random_profiles import node, profiles
from tests.support.rule_cases import DAY, FOLDER, law, of_file, same

many = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DAYS = ["2025-08-01", "2025-08-02", "2026-07-01", DAY]
twice_as_long = settings(many, max_examples=60)  # each example runs the rules twice

# Of two classes of a line a model is in one at most.
APART = [
    ("GeneralPurposeModel", "NotGeneralPurposeModel"),
    ("ModelWithSystemicRisk", "NotPresumedModel"),
    ("ModelWithSystemicRisk", "NotGeneralPurposeModel"),
    ("ModelOfModifier", "ModelOfLesserModifier"),
    ("OpenSourceRelease", "NotOpenSourceRelease"),
]


def _term(name):
    return NamedNode(expand_curie(name))


@functools.cache
def _duties():
    return sorted(one.subject.value for one in law() if one.predicate == _term("ag:dutyClass"))


@functools.cache
def _settled(question):
    says = _term("ag:settles")
    found = open_day(DAY).query(f"CONSTRUCT {{ {question} {says} ?duty }} WHERE {{ {question} {says} ?duty }}")
    return {one.object.value for one in found}


def _statuses(found, model):
    """Duty → its statuses."""
    told = {}
    for duty in found.get_subjects("ag:dutyOf", model):
        for obligation in found.get_objects(duty, "ag:duty"):
            told.setdefault(obligation.value, set()).update(found.get_objects(duty, "ag:dutyStatus"))
    return told


def _assessed(found):
    return found.get_subjects("rdf:type", _term("ag:AssessedModel"))


def test_there_are_sixteen_duties():
    assert len(_duties()) == 16


@many
@given(profiles(), st.sampled_from(DAYS))
def test_no_duty_has_two_statuses(profile, day):
    found = DerivedProfile(profile, open_day(day))
    twice = [duty for model in _assessed(found) for duty, told in _statuses(found, model).items() if len(told) > 1]
    assert twice == []


@many
@given(profiles(), st.sampled_from(DAYS))
def test_what_is_open_has_a_question_that_settles_it(profile, day):
    found = DerivedProfile(profile, open_day(day))
    for model in _assessed(found):
        asked = [_settled(question) for question in found.get_objects(model, "ag:asks")]
        assert set(_duties()) - set(_statuses(found, model)) - set().union(*asked) == set()


@many
@given(profiles())
def test_classes_that_exclude_each_other_do(profile):
    found = DerivedProfile(profile, open_day(DAY))
    both = [
        (model.value, one, other)
        for one, other in APART
        for model in found.get_subjects("rdf:type", _term(f"ag:{one}"))
        if found.has_triple(model, "rdf:type", _term(f"ag:{other}"))
    ]
    assert both == []


@twice_as_long
@given(profiles())
def test_running_the_rules_again_adds_nothing(profile):
    derived = [one.triple for one in rules.infer_derivations([*law(), *profile])]
    again = rules.infer_derivations([*law(), *profile, *derived])
    assert same(one.triple for one in again) - same(derived) == set()


def _asked_from_the_end(found, wanted):
    facts = [*found.stated, *found.derived_triples]
    with law_store_pool.borrow_law_store(found.day) as store:
        store.extend(Quad(*fact) for fact in facts)
        there = law_store_pool.collect_law_terms(found.day) | set(map(get_used_term, facts))
        asked = explain.explain_triples(store, set(found.derived_triples), wanted, there)
    return {triple: set(map(str, some)) for triple, some in asked.items()}


def _ways(found, wanted):
    return {triple: set(map(str, found.get_derivations(triple))) for triple in wanted}


@many
@given(profiles(), st.sampled_from(DAYS))
def test_asked_from_the_end_a_statement_follows_in_the_same_ways(profile, day):
    found = DerivedProfile(profile, open_day(day))
    assert _asked_from_the_end(found, found.derived_triples) == _ways(found, found.derived_triples)


@pytest.mark.parametrize("file", sorted((ROOT / "examples").iterdir()), ids=lambda file: file.name)
def test_asked_from_the_end_an_example_follows_in_the_same_ways(file):
    """In them the rules find what the law says of any property."""
    found = DerivedProfile(read_profile(str(file)).triples, open_day(DAY))
    assert _asked_from_the_end(found, found.derived_triples) == _ways(found, found.derived_triples)


def test_of_one_that_is_asked_for_its_premises_are_told_too():
    found = DerivedProfile(read_profile(str(ROOT / "examples/startup.ttl")).triples, open_day(DAY))
    (wanted,) = (one for one in found.derived_triples if one.predicate == _term("ag:updateDueBy"))
    closed, todo = {}, [wanted]
    while todo:
        closed |= _ways(found, [one := todo.pop()])
        derived = [
            premise for way in found.get_derivations(one) for premise in way.premises if found.get_derivations(premise)
        ]
        todo += [premise for premise in derived if premise not in closed]
    assert len(closed) > 3
    assert _asked_from_the_end(found, [wanted]) == closed


@twice_as_long
@given(profiles(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(profile, chance: random.Random):
    mixed = chance.sample(profile, len(profile))
    assert same(one.triple for one in rules.infer_derivations([*law(), *mixed])) == same(
        one.triple for one in rules.infer_derivations([*law(), *profile])
    )


def test_a_profile_that_says_only_that_there_is_a_model_asks():
    found = DerivedProfile([Triple(node("a.model"), _term("rdf:type"), _term("ag:Model"))], open_day(DAY))
    asked = {one.value.removeprefix(load_prefixes()["rdg"]) for one in found.get_objects(node("a.model"), "ag:asks")}
    assert {"qst_own-compute", "qst_modalities", "qst_placing", "qst_provider", "qst_training-compute"} <= asked


def test_a_model_made_on_behalf_asks_who_provides_its_base_model():
    says = ("significantGenerality", "wideRangeOfTasks", "onBehalfOfOriginalProvider")
    model, base = node("a.model"), node("b.model")
    profile = [Triple(one, _term("rdf:type"), _term("ag:Model")) for one in (model, base)]
    profile += [Triple(model, _term(f"ag:{name}"), Literal(True)) for name in says]
    profile.append(Triple(model, _term("ag:baseModel"), base))
    assert DerivedProfile(profile, open_day(DAY)).has_triple(model, "ag:asks", _term("rdg:qst_provider"))


def test_who_excludes_the_union_is_not_provider_beside_the_one_who_brings_it_there():
    case = of_file(FOLDER / "provider-downstream.trig")
    model, base = node("a.model"), node("b.model")
    profile = [
        *case.fires,
        Triple(model, _term("ag:baseModel"), base),
        Triple(model, _term("ag:significantChange"), Literal(True)),
        Triple(model, _term("ag:developedBy"), node("a")),
    ]
    assert DerivedProfile(profile, open_day(DAY)).get_objects(model, "ag:isProvidedBy") == [node("b")]


# What a modification adds to what went before: which of the base's, and the power of ten that it is held against.
HEADS = "".join(f"@prefix {name}: <{iri}> . " for name, iri in load_prefixes().items())
SUMS = {
    "ag:computeForCriterion": ("ag:ownCompute", 23),
    "ag:computeForPresumption": ("ag:cumulativeCompute", 25),
}


def _sums(of: str, splits: list[tuple[int, int, int]]) -> list[float | None]:
    """What the rules add up for models, each of two shares in decimals: what went before, what is added, digits."""
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
        for one in rules.infer_derivations([*law(), *profile])
        if one.triple.predicate == _term(of)
    }
    return [found.get(expand_curie(f"exa:m{number}")) for number in range(len(splits))]


@pytest.mark.parametrize("digits", [2, 3])
@pytest.mark.parametrize("of", SUMS)
def test_what_adds_up_to_an_amount_in_decimals_is_not_above_it(of, digits):
    every = [(before, 10**digits - before, digits) for before in range(1, 10**digits)]
    amount = float(f"1e{SUMS[of][1]}")
    assert set(_sums(of, every)) == ({amount} if of == "ag:computeForCriterion" else {None})


@pytest.mark.parametrize("of", SUMS)
@many
@given(st.integers(1, 11).flatmap(lambda digits: st.tuples(*[st.integers(1, 10**digits)] * 2, st.just(digits))))
def test_a_sum_is_above_an_amount_where_it_is_in_decimals(of, split):
    before, added, digits = split
    found = _sums(of, [split])[0]
    assert (found is not None and found > float(f"1e{SUMS[of][1]}")) == (before + added > 10**digits)


def test_a_small_sum_stays_what_it_is():
    assert _sums("ag:computeForCriterion", [(1, 2, 23), (1, 2, 5)]) == [3.0, 3e18]
