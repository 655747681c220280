"""Test that nothing is lifted by what cannot be read: misspelt values, unknown properties, dates that are none."""

import functools
import json

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.graph.day import open_day
from actgraph.profile import schema
from actgraph.reasoning import doubt_index, what_if
from actgraph.reasoning.assess import assess_models
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.outcome import NO_VERDICT, infer_outcomes
from tests.conftest import ROOT
from tests.support import generated_profiles

DAY = "2026-11-28"
LIFTED = ("exempt", "does not apply")
HEADS = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
RDF_TYPE = NamedNode(expand_curie("rdf:type"))
# Each class of nodes with a profile that has one, whose verdicts its values can turn.
PROFILES = {
    "ag:Model": "16-b",
    "ag:Provider": "21-b",
    "ag:Licence": "05",
    "ag:MakingAvailable": "21-b",
    "ag:Contestation": "26-b",
    "ag:Representative": "14",
}


def _list_closed_properties():
    """List each class and property whose values are listed, with these values."""
    targets = schema.load_target_classes()
    return [
        (shorten_iri(kind), shorten_iri(shape.path[0]), shape.values)
        for shape in schema.load_shapes().values()
        for kind in sorted(targets.get(shape.iri, ()))
        if len(shape.path) == 1 and len(shape.values) > 1 and shorten_iri(kind) in PROFILES
    ]


@functools.cache
def _load_pattern(name):
    data = (ROOT / f"tests/cases/patterns/{name}.ttl").read_bytes()
    return tuple(Triple(*list(quad)[:3]) for quad in parse(data, format=RdfFormat.TURTLE))


def _find_statuses(triples):
    models = assess_models(DerivedProfile(triples, open_day(DAY)))
    return {(one.iri, duty.provision.label): duty.status for one in models for duty in one.duties}


def _misspell(value):
    return NamedNode(value.value + "s") if isinstance(value, NamedNode) else Literal(value.value + "s")


@pytest.mark.parametrize(("kind", "path", "values"), _list_closed_properties(), ids=lambda one: str(one)[:40])
@pytest.mark.parametrize("keeps", [True, False], ids=["added", "replaced"])
def test_misspelt_value_lifts_no_duty(kind, path, values, keeps):
    """What a misspelt value leaves lifted is lifted with every value that may be meant, and without any."""
    triples = _load_pattern(PROFILES[kind])
    (node, *_) = [one.subject for one in triples if one.predicate == RDF_TYPE and shorten_iri(one.object.value) == kind]
    predicate = NamedNode(expand_curie(path))
    others = [one for one in triples if keeps or (one.subject, one.predicate) != (node, predicate)]
    some = (
        values if path != "ag:establishment" else [one for one in values if one.value in ("DE", "NO", "US", "GB", "FR")]
    )
    outcomes = [_find_statuses([*others, Triple(node, predicate, value)]) for value in some]
    outcomes.append(_find_statuses(others))
    for value in (*map(_misspell, some), Literal("something else"), NamedNode("urn:mine")):
        found = _find_statuses([*others, Triple(node, predicate, value)])
        lifted = {duty for duty, status in found.items() if status in LIFTED}
        assert [duty for duty in sorted(lifted) if any(one.get(duty) not in LIFTED for one in outcomes)] == []


def test_listed_properties_are_all_closed_ones():
    found = {path for _, path, _ in _list_closed_properties()}
    assert {"ag:hasTerm", "ag:modalityOut", "ag:publishes", "ag:monetisedBy", "ag:answer", "ag:signed"} <= found


@pytest.mark.parametrize(
    ("pattern", "stated", "near", "hanging"),
    [
        ("05", "exa:licence ag:hasTerms ag:userScaleLimit .", "ag:hasTerm", "Article 53(1)(a)"),
        (
            "05",
            "exa:licence <http://w3id.org/actgraph/ns/hasTerm> ag:userScaleLimit .",
            "ag:hasTerm",
            "Article 53(1)(a)",
        ),
        ("05", 'exa:licence ag:hasTerm "no military use" .', "", "Article 53(1)(a)"),
        ("05", "exa:licence ag:hasTerm exa:noMilitaryUse .", "", "Article 53(1)(a)"),
        ("05", "exa:model ag:keepBack ag:weights .", "ag:keepsBack", "Article 53(1)(b)"),
        ("05", 'exa:model ag:monetisedBy "advertising" .', "", "Article 53(1)(a)"),
        ("05", "exa:model ag:highImpactCapabilites true .", "ag:highImpactCapabilities", "Article 55(1)(a)"),
        ("05", 'exa:model ag:designation "pending" .', "", "Article 55(1)(b)"),
        ("05", "exa:model ag:xyzzy true .", "", "Article 55(1)(a)"),
        ("01-a", 'exa:model ag:wideRangeOfTasks "yes" .', "", "Article 53(1)(c)"),
        ("08-a", "exa:model ag:modalityOut ag:txt .", "ag:text", "Article 53(1)(c)"),
        ("28-a", 'exa:model ag:significantChange "no" .', "", "Article 53(1)(c)"),
        ("14", 'exa:representative ag:appointedOn "soon"^^xsd:date .', "", ""),
        ("08-c", "exa:model ag:estimationError -0.1e0 .", "", "Article 55(1)(a)"),
        ("03", "exa:provider ag:declined cop:tra .", "declined", "Article 53(4)"),
        ("05", 'exa:model <https://example.org/hasTerm> "no military use" .', None, None),
        ("05", 'exa:licence dcterms:title "A licence" .', None, None),
    ],
)
def test_statement_that_cannot_be_read_makes_unknown(pattern, stated, near, hanging):
    more = [Triple(*list(quad)[:3]) for quad in parse(HEADS + stated, format=RdfFormat.TURTLE)]
    before = _find_statuses(_load_pattern(pattern))
    (model,) = assess_models(DerivedProfile([*_load_pattern(pattern), *more], open_day(DAY)))[:1]
    unknown = {duty.provision.label for duty in model.duties if duty.status == "unknown"}
    asked = " ".join(question.text for question in model.questions)
    new = unknown - {label for (_, label), status in before.items() if status == "unknown"}
    assert (hanging in new if hanging else new == set(), not near or near in asked) == (True, True)


def test_contradictions_that_turn_a_verdict_only_together_are_both_named():
    """A price and weights kept back each close the exemption of Article 53(2): both must go before it is met."""
    more = "exa:model ag:isMonetised true ; ag:keepsBack ag:weights ."
    said = [Triple(*list(quad)[:3]) for quad in parse(HEADS + more, format=RdfFormat.TURTLE)]
    doubts = what_if.find_doubts(DerivedProfile([*_load_pattern("05"), *said], open_day(DAY)))
    hanging = {shorten_iri(one.triples[0].predicate.value): one.duties for one in doubts}
    duty = f"{expand_curie('exa:model')}.duty_53.1.a"
    assert {path for path, duties in hanging.items() if duty in duties} == {"ag:isMonetised", "ag:publishes"}


def test_part_of_the_compute_that_exceeds_all_of_it_leaves_both_open():
    own = NamedNode(expand_curie("ag:ownCompute"))
    facts = [one for one in _load_pattern("03") if one.predicate != own]
    (model,) = {one.subject for one in _load_pattern("03") if one.predicate == own}
    found = _find_statuses([*facts, Triple(model, own, Literal(2e25))])
    unknown = {label for (_, label), status in found.items() if status == "unknown"}
    assert {"Article 52(1)", "Article 55(1)(a)"} <= unknown


def test_models_that_are_not_assessed_have_no_open_duties():
    facts = [
        one for one in _load_pattern("28-b") if one.predicate.value != expand_curie("ag:onBehalfOfOriginalProvider")
    ]
    (modified,) = {one.subject for one in facts if one.predicate.value == expand_curie("ag:baseModel")}
    unread = Triple(modified, NamedNode(expand_curie("ag:onBehalfOfOriginalProvider")), Literal("maybe"))
    (doubt,) = what_if.find_doubts(DerivedProfile([*facts, unread], open_day(DAY)))
    assert {duty.partition(".duty_")[0] for duty in doubt.duties} == {modified.value}


@pytest.mark.parametrize(
    ("day", "status"),
    [("2025-08-32", "unknown"), ("2025-13-01", "unknown"), ("2026-02-30", "applies")],
)
def test_date_that_is_none_is_read_as_far_as_it_is_legible(day, status):
    """The legible year and month can suffice: a second supply in 2026 does not move the placing on the market."""
    more = f"""exa:model ag:madeAvailable exa:first .
        exa:first a ag:MakingAvailable ; ag:onUnionMarket true ; ag:date "{day}"^^xsd:date ."""
    triples = [Triple(*list(quad)[:3]) for quad in parse(HEADS + more, format=RdfFormat.TURTLE)]
    found = _find_statuses([*_load_pattern("21-b"), *triples])
    assert {status for (_, label), status in found.items() if label == "Article 53(1)(c)"} == {status}


def test_statement_is_named_with_line_and_duties_in_every_format(run):
    path = str(ROOT / "tests/cases/patterns/15.ttl")
    _, text, notes = run("assess", path, "--on", DAY)
    _, why, _ = run("assess", path, "--on", DAY, "--why", "53(1)(a)")
    _, rows, _ = run("assess", path, "--on", DAY, "-f", "json")
    _, found, _ = run("validate", path, "--on", DAY)
    asked = [one["words"] for row in json.loads(rows) if row["status"] == "unknown" for one in row["questions"]]
    for words in (text.replace("\n      ", " "), notes, why.replace("\n    ", " "), *asked):
        assert "ag:userScaleLimits" in words
        assert "15.ttl:34" in words
    assert "did you mean ag:userScaleLimit?" in text.replace("\n      ", " ")
    for words in (notes, found):
        assert "Articles 53(1)(a), 53(1)(b), 54(1), 54(2), 54(3), 54(4)" in words


def _find_generated_doubts():
    profiles = [DerivedProfile(generated_profiles.generate_profile(number), open_day(DAY)) for number in range(100)]
    what_if.search_doubts(profiles)
    return [what_if.find_doubts(one) for one in profiles]


def test_doubts_found_together_are_those_of_each_profile():
    found = _find_generated_doubts()
    for number, doubts in enumerate(found):
        alone = DerivedProfile(generated_profiles.generate_profile(number), open_day(DAY))
        assert what_if.find_doubts(alone) == doubts, f"generated profile {number}"
    assert sum(bool(one.duties or one.classes) for doubts in found for one in doubts) > 5


def test_readings_that_are_left_out_turn_no_verdict(monkeypatch):
    monkeypatch.setattr(what_if, "_MAX_CHOICES", 10_000)  # every choice of readings is tried
    monkeypatch.setattr(what_if, "_MAX_TRIPLES", 100_000_000)
    found = _find_generated_doubts()
    monkeypatch.setattr(what_if, "_drop_idle_changes", lambda derived, suspicions: suspicions)
    for number, (few, all_) in enumerate(zip(found, _find_generated_doubts(), strict=True)):
        assert few == all_, f"generated profile {number}"


@pytest.mark.parametrize(
    "path", ["ag:ownCompute", "ag:cumulativeCompute", "ag:computeOfModification", "ag:parameters", "ag:estimationError"]
)
def test_no_amount_turns_a_verdict_that_is_not_open(path):
    """An amount that cannot be read leaves open whatever a tried amount, between 10^-2 and 10^27, turns."""
    tried = [10 ** (step / 2) for step in range(-4, 55)]
    for pattern in sorted(file.stem for file in (ROOT / "tests/cases/patterns").glob("*.ttl")):
        said = [fact for fact in _load_pattern(pattern) if fact.predicate.value == expand_curie(path)]
        for fact in said:
            others = [one for one in _load_pattern(pattern) if one != fact]
            unread = Triple(fact.subject, fact.predicate, Literal("much"))
            doubts = what_if.find_doubts(DerivedProfile([*others, unread], open_day(DAY)))
            (doubt,) = (one for one in doubts if one.triples == [unread])
            amounts = [Triple(fact.subject, fact.predicate, Literal(figure)) for figure in tried]
            base, *found = infer_outcomes([others, *([*others, one] for one in amounts)], open_day(DAY))
            for figure, one in zip(tried, found, strict=True):
                duties = base.verdicts.keys() | one.verdicts.keys()
                turned = {duty for duty in duties if _get_statuses(base, duty) != _get_statuses(one, duty)}
                assert turned <= doubt.duties, f"{pattern}: {path} {figure:.3g} turns {sorted(turned - doubt.duties)}"


def _get_statuses(outcome, duty):
    return outcome.verdicts.get(duty, NO_VERDICT).statuses


def _describe_contradictory_models(many):
    says = "ag:developedBy exa:p ; ag:forResearchOnly true , false ; ag:wideRangeOfTasks true , false"
    text = f"{HEADS} exa:p a ag:Provider ." + "".join(f" exa:m{one} a ag:Model ; {says} ." for one in range(many))
    return [Triple(*list(quad)[:3]) for quad in parse(text, format=RdfFormat.TURTLE)]


def test_contradictions_beyond_the_bound_lift_no_duty():
    """Too many to try every reading: each may then say anything, and doubts share what they leave open."""
    derived = DerivedProfile(_describe_contradictory_models(150), open_day(DAY))
    doubts = what_if.find_doubts(derived)
    assert len({id(one.duties) for one in doubts}) < 30
    statuses = {duty.status for model in assess_models(derived) for duty in model.duties}
    assert not statuses & set(LIFTED)


@pytest.mark.parametrize(
    "said", ['"2025-1x"^^xsd:date ; ag:onUnionMarket true', '"2025-10-01"^^xsd:date ; ag:onUnionMarket "yes"']
)
def test_more_models_leave_no_less_open(said):
    """A day that cannot be read leaves open whether a duty is there already, of many models as of one."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
    model = (
        "<urn:m{0}> a ag:Model ; ag:developedBy <urn:p> ; ag:wideRangeOfTasks true ; ag:significantGenerality true ; "
        "ag:cumulativeCompute 3.0e25 ; ag:madeAvailable <urn:a{0}> , <urn:b{0}> .\n"
        '<urn:a{0}> a ag:MakingAvailable ; ag:onUnionMarket true ; ag:date "2027-01-01"^^xsd:date .\n'
        "<urn:b{0}> a ag:MakingAvailable ; ag:date " + said + " .\n"
    )
    for many in (1, 20):
        text = prefixes + "<urn:p> a ag:Provider .\n" + "".join(map(model.format, range(many)))
        facts = [Triple(*quad[:3]) for quad in map(tuple, parse(text, format=RdfFormat.TURTLE))]
        models = assess_models(DerivedProfile(facts, open_day(DAY)))
        postponed = [duty for one in models for duty in one.duties if duty.status in ("applies from", "comply by")]
        assert postponed == [], many


def test_questions_of_a_duty_are_limited_and_the_rest_is_counted():
    (model, *_) = assess_models(DerivedProfile(_describe_contradictory_models(150), open_day(DAY)))
    asked = next(duty.questions for duty in model.duties if duty.status == "unknown")
    assert len([one for one in asked if "which of" in one.text]) == doubt_index.MAX_ASKED
    assert asked[-1].text.startswith("250 more questions of this kind are not shown: ")
