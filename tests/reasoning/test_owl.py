"""Test the OWL axioms of classes and thresholds: HermiT and the rules come to the same result."""

import math
from unittest.mock import patch

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import OWL, XSD, Graph, URIRef
from rdflib.collection import Collection

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph import catalog
from actgraph.graph.day import open_day
from actgraph.reasoning import allowed_terms, owl
from actgraph.reasoning.derived import DerivedProfile
from tests.conftest import ROOT
from tests.support.looping import each

DAY = "2026-11-24"
CLASSES = {
    f"ag:{name}": expand_curie(f"ag:{name}")
    for name in (
        "GeneralPurposeModel",
        "ModelWithSystemicRisk",
        "ModelOfModifier",
        "DownstreamModifierProvider",
        "ThirdCountryProvider",
        "ModelNearCriterion",
        "ModelNearPresumption",
    )
}
HEADS = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
X = load_prefixes()["exa"]


def _parse_triples(turtle: str) -> list[Triple]:
    return [Triple(*list(quad)[:3]) for quad in parse(HEADS + turtle, format=RdfFormat.TURTLE)]


def _derive(turtle: str) -> DerivedProfile:
    """Derive conclusions, also from forbidden statements: only so can a share be the next number below a third."""
    with patch.object(allowed_terms, "is_allowed_triple", lambda triple, allowed: True):
        return DerivedProfile(_parse_triples(turtle), open_day(DAY))


def _get_rule_members(derived: DerivedProfile) -> dict[str, set[str]]:
    """Return the nodes that the rules put into each class."""
    kind = NamedNode(load_prefixes()["rdf"] + "type")
    return {
        name: {
            one.subject.value
            for one in derived.derived_triples
            if (one.predicate, one.object) == (kind, NamedNode(iri))
        }
        for name, iri in CLASSES.items()
    }


def _load_axioms() -> list[Quad]:
    return owl.load_axioms([one for one in catalog.load_catalog() if one.file == "core/core.ttl"])


def _classify(derived: DerivedProfile, axioms: list[Quad] | None = None) -> dict[str, set[str]]:
    """Return the nodes that HermiT puts into each class."""
    given = owl.select_owl_facts(derived.stated, derived.derived_triples)
    found = owl.classify_individuals([*(axioms or _load_axioms()), *given])
    return {name: found[iri] for name, iri in CLASSES.items()}


# ---- The numbers -----------------------------------------------------------------------------------------------------

CORE = Graph().parse(catalog.read_core(), format="turtle")
CRITERION, PRESUMPTION = "gdl:5045.thr_indicative-criterion", "rdg:thr_51.2"
# The facets of each property: an amount above a threshold, or one that is not above.
THRESHOLDS = {
    "ag:computeForCriterion": [("minExclusive", CRITERION), ("maxInclusive", CRITERION)],
    "ag:computeForPresumption": [("minExclusive", PRESUMPTION), ("maxInclusive", PRESUMPTION)],
    "ag:criterionUpperBound": [("minExclusive", CRITERION)],
    "ag:presumptionUpperBound": [("minExclusive", PRESUMPTION)],
    "ag:shareOfModification": [("minExclusive", "gdl:5045.thr_modification-share")],
    "ag:computeForFallback": [("minExclusive", "gdl:5045.thr_modification-other")],
    "ag:computeForFallbackOfSystemicRisk": [("minExclusive", "gdl:5045.thr_modification-systemic-risk")],
}


def _select_values(pattern: str) -> list[str]:
    heads = "".join(f"PREFIX {name}: <{iri}> " for name, iri in load_prefixes().items())
    table = open_day(DAY).query(f"{heads} SELECT ?v WHERE {{ {pattern} }}")
    return [row["v"] for row in table.rows]


def _find_facets() -> dict[str, list[tuple[str, float]]]:
    """Find the facets and numbers in the axioms of each property."""
    found: dict[str, list[tuple[str, float]]] = {}
    for restriction, facets in CORE.subject_objects(OWL.someValuesFrom / OWL.withRestrictions):
        name = CORE.value(restriction, OWL.onProperty)
        assert CORE.value(restriction, OWL.someValuesFrom / OWL.onDatatype) == XSD.double
        for facet in Collection(CORE, facets):
            [(kind, number)] = CORE.predicate_objects(facet)
            assert number.datatype == XSD.double
            found.setdefault(str(name), []).append((kind.fragment, float(number)))
    return found


def test_axioms_restrict_threshold_properties():
    assert set(_find_facets()) == {expand_curie(name) for name in THRESHOLDS}


@pytest.mark.parametrize("name", THRESHOLDS)
def test_axiom_numbers_are_thresholds(name):
    stated = []
    for facet, threshold in THRESHOLDS[name]:
        assert _select_values(f"{threshold} ag:comparison ?v") == [expand_curie("ag:greaterThan")]
        stated.append((facet, float(_select_values(f"{threshold} ag:value ?v")[0])))
    assert sorted(_find_facets()[expand_curie(name)]) == sorted(stated)


def test_axiom_countries_are_union_and_eea():
    [codes] = CORE.objects(None, OWL.datatypeComplementOf / OWL.oneOf)
    listed = [str(code) for code in Collection(CORE, codes)]
    members, others = _select_values("rdg:union ag:memberCountry ?v"), _select_values("rdg:union ag:eeaCountry ?v")
    assert (len(members), len(others)) == (27, 3)
    assert sorted(listed) == sorted([*members, *others])


# ---- Input of the reasoner -------------------------------------------------------------------------------------------


def test_conclusions_are_not_given_to_reasoner():
    """The reasoner gets only those conclusions that OWL cannot draw."""
    derived = _derive((ROOT / "examples" / "complete.ttl").read_text(encoding="utf-8"))
    assert f"{X}aurora.model" in _get_rule_members(derived)["ag:ModelWithSystemicRisk"]
    derivable = {str(term) for term in CORE.subjects(URIRef(expand_curie("ag:isDerived")))}
    given = owl.select_owl_facts(derived.stated, derived.derived_triples)
    said = {quad.predicate.value for quad in given} | {quad.object.value for quad in given}
    assert {term.rpartition("/")[2] for term in said & derivable} == {
        *("computeForCriterion", "computeForPresumption", "criterionRebutted"),
        *("criterionUpperBound", "presumptionUpperBound"),
        *("isBeyondResearch", "isWithoutAcceptedArguments", "isMadeFor", "onlyEstablishment"),
    }


def test_stated_classes_are_not_given_to_reasoner():
    stated = _parse_triples("exa:m a ag:Model , ag:GeneralPurposeModel .")
    assert [quad.object.value for quad in owl.select_owl_facts(stated, [])] == [expand_curie("ag:Model")]


@each(
    ("stated", "given"),
    [
        ("ag:ownCompute 7", [Literal(7.0)]),
        ("ag:ownCompute 7.5", [Literal(7.5)]),
        (f"ag:ownCompute {10**40}", [Literal(1e40)]),
        ('ag:ownCompute "much"^^xsd:double', []),
        ('ag:ownCompute "INF"^^xsd:double', []),
        ("ag:retentionYears 10", []),
        ('ag:placedOn "2026-11-24"^^xsd:date', []),
        ('ag:significantChange "1"^^xsd:boolean', [Literal(True)]),
        ('ag:significantChange "yes"^^xsd:boolean', []),
        ('ag:establishment "US"', [Literal("US")]),
        ('rdfs:label "Modell"@de', [Literal("Modell", language="de")]),
        ('rdfs:label "x"^^<urn:kind>', []),
    ],
)
def test_values_are_converted_for_reasoner(stated, given):
    assert [quad.object for quad in owl.select_owl_facts(_parse_triples(f"exa:m {stated} ."), [])] == given


# ---- Boundaries, by hand ---------------------------------------------------------------------------------------------


def _get_neighbours(number: float) -> dict[str, float]:
    return {
        "next below": math.nextafter(number, 0),
        "at": number,
        "next above": math.nextafter(number, math.inf),
    }


GENERAL = "ag:significantGenerality true ; ag:wideRangeOfTasks true"
CAPABLE = f"a ag:Model ; {GENERAL} ; ag:highImpactCapabilities true"
MADE = "exa:p a ag:Provider . exa:m a ag:Model ; ag:baseModel exa:b ; ag:developedBy exa:p"
# A profile and the classes of its nodes; the model is m, its base b, its developer p.
HAND: dict[str, tuple[str, dict[str, str]]] = {}


def _add_profile(name: str, turtle: str, **members: str) -> None:
    assert name not in HAND
    HAND[name] = (turtle, members)


for how, amount in _get_neighbours(1e23).items():
    _add_profile(
        f"criterion {how}",
        f"exa:m a ag:Model ; ag:ownCompute {amount!r} ; ag:modalityOut ag:text .",
        GeneralPurposeModel="m" if how == "next above" else "",
    )
for how, amount in _get_neighbours(1e25).items():
    _add_profile(
        f"presumption {how}",
        f"exa:m a ag:Model ; ag:cumulativeCompute {amount!r} ; {GENERAL} .",
        GeneralPurposeModel="m",
        ModelWithSystemicRisk="m" if how == "next above" else "",
    )
# The rules round the share that they state to twelve places, so it is given here.
for how, share in _get_neighbours(0.3333333333333333).items():
    _add_profile(
        f"share {how}",
        f"{MADE} ; ag:shareOfModification {share!r} . exa:b a ag:Model .",
        ModelOfModifier="m" if how == "next above" else "",
        DownstreamModifierProvider="p" if how == "next above" else "",
    )
for how, amount in _get_neighbours(3.333333333333333e22).items():
    _add_profile(
        f"fallback without systemic risk {how}",
        f"{MADE} ; ag:originalComputeNotKnowable true ; ag:computeOfModification {amount!r} ."
        " exa:b a ag:Model ; ag:highImpactCapabilities false .",
        ModelOfModifier="m" if how == "next above" else "",
        DownstreamModifierProvider="p" if how == "next above" else "",
    )
for how, amount in _get_neighbours(3.333333333333333e24).items():
    _add_profile(
        f"fallback with systemic risk {how}",
        f"{MADE} ; {GENERAL} ; ag:originalComputeNotKnowable true ; ag:computeOfModification {amount!r} ."
        f" exa:b {CAPABLE} .",
        GeneralPurposeModel="m b",
        ModelWithSystemicRisk="m b" if how == "next above" else "b",
        ModelOfModifier="m" if how == "next above" else "",
        DownstreamModifierProvider="p" if how == "next above" else "",
    )
for how, amount in _get_neighbours(3.333333333333333e24).items():
    _add_profile(
        f"fallback where systemic risk is open {how}",
        f"{MADE} ; ag:originalComputeNotKnowable true ; ag:computeOfModification {amount!r} . exa:b a ag:Model .",
        ModelOfModifier="m" if how == "next above" else "",
        DownstreamModifierProvider="p" if how == "next above" else "",
    )
for limit, compute, name in ((1e23, "ownCompute", "Criterion"), (1e25, "cumulativeCompute", "Presumption")):
    bound = f"ag:{name[0].lower()}{name[1:]}UpperBound"
    for how, amount in _get_neighbours(limit).items():
        _add_profile(
            f"estimate near the {name.lower()} {how}",
            f"exa:m a ag:Model ; ag:{compute} {amount!r} ; ag:estimationError 0.01e0 ; ag:modalityOut ag:image .",
            **{f"ModelNear{name}": "" if how == "next above" else "m"},
        )
        # The rules round the bound that they state to twelve places, so it is given here.
        _add_profile(
            f"upper bound for the {name.lower()} {how}",
            f"exa:m a ag:Model ; ag:{compute} {limit / 2!r} ; {bound} {amount!r} .",
            **{f"ModelNear{name}": "m" if how == "next above" else ""},
        )
    for error, near in ((0.24, False), (0.25, False), (0.26, True), (0.3, True), (0.31, False)):
        _add_profile(
            f"error of {error} for the {name.lower()}",
            f"exa:m a ag:Model ; ag:modalityOut ag:image ; ag:{compute} {0.8 * limit!r} ;"
            f" ag:estimationError {error}e0 .",
            **{f"ModelNear{name}": "m" if near else ""},
        )
for error, counts in ((0.3, True), (0.31, False)):
    _add_profile(
        f"fallback with an error of {error}",
        f"{MADE} ; ag:originalComputeNotKnowable true ; ag:computeOfModification 4e24 ; ag:estimationError {error}e0 ."
        " exa:b a ag:Model .",
        ModelOfModifier="m" if counts else "",
        DownstreamModifierProvider="p" if counts else "",
    )
for given_, made, counts in [
    ("ag:text", "ag:text", True),
    ("ag:image", "ag:text", True),
    ("ag:text", "ag:speech", True),
    ("ag:text", "ag:image", True),
    ("ag:text", "ag:video", True),
    ("ag:speech", "ag:image", False),
    ("ag:image", "ag:video", False),
    ("ag:text", "ag:otherAudio", False),
    ("ag:text", "ag:otherModality", False),
]:
    _add_profile(
        f"{given_} to {made}",
        f"exa:m a ag:Model ; ag:ownCompute 2.0e23 ; ag:modalityIn {given_} ; ag:modalityOut {made} .",
        GeneralPurposeModel="m" if counts else "",
    )
TEXT = "exa:m a ag:Model ; ag:ownCompute 2.0e23 ; ag:modalityOut ag:text"
_add_profile("rebutted by generality", f"{TEXT} ; ag:significantGenerality false .")
_add_profile("rebutted by tasks", f"{TEXT} ; ag:wideRangeOfTasks false .")
_add_profile("for research", f"{TEXT} ; ag:forResearchOnly true .")
_add_profile(
    "for research, but on the market",
    f"{TEXT} ; ag:forResearchOnly true ; ag:madeAvailable exa:s . exa:s a ag:MakingAvailable ; ag:onUnionMarket true .",
    GeneralPurposeModel="m",
)
_add_profile("generality for research", f"exa:m a ag:Model ; {GENERAL} ; ag:forResearchOnly true .")
_add_profile("generality alone", "exa:m a ag:Model ; ag:significantGenerality true .")
_add_profile("tasks alone", "exa:m a ag:Model ; ag:wideRangeOfTasks true .")
_add_profile("nothing known", "exa:m a ag:Model .")
_add_profile("high-impact but not general", "exa:m a ag:Model ; ag:highImpactCapabilities true .")
_add_profile("high-impact", f"exa:m {CAPABLE} .", GeneralPurposeModel="m", ModelWithSystemicRisk="m")
for answer, day, risk in [
    ("accepted", "2026-11-23", False),
    ("accepted", "2026-11-24", False),
    ("accepted", "2026-11-25", True),
    ("rejected", "2026-11-23", True),
]:
    _add_profile(
        f"arguments {answer} on {day}",
        f"exa:m {CAPABLE} ; ag:cumulativeCompute 2.0e25 ; ag:contestation exa:a ."
        f' exa:a a ag:Contestation ; ag:answer ag:{answer} ; ag:answeredOn "{day}"^^xsd:date .',
        GeneralPurposeModel="m",
        ModelWithSystemicRisk="m" if risk else "",
    )
for day, ended, risk in [
    ("2026-11-24", "", True),
    ("2026-11-25", "", False),
    ("2026-01-01", "2026-11-24", False),
    ("2026-01-01", "2026-11-25", True),
]:
    _add_profile(
        f"designated on {day}, ended on {ended or 'no day'}",
        f'exa:m a ag:Model ; {GENERAL} ; ag:designation exa:d . exa:d a ag:Designation ; ag:date "{day}"^^xsd:date'
        + (f' ; ag:endedOn "{ended}"^^xsd:date .' if ended else " ."),
        GeneralPurposeModel="m",
        ModelWithSystemicRisk="m" if risk else "",
    )
for said, counts in [
    ("ag:significantChange true", True),
    ("ag:significantChange false ; ag:computeOfModification 9.0e23", False),
    ("ag:significantChange true ; ag:onBehalfOfOriginalProvider true", False),
    ("ag:significantChange true ; ag:onBehalfOfOriginalProvider false", True),
    ("ag:computeOfModification 9.0e23 ; ag:onBehalfOfOriginalProvider true", False),
    ("ag:computeOfModification 9.0e23", True),
    ("ag:computeOfModification 9.0e22", False),
]:
    _add_profile(
        said,
        f"{MADE} ; {said} . exa:b a ag:Model ; ag:ownCompute 1.0e24 ; ag:cumulativeCompute 1.0e24 .",
        ModelOfModifier="m" if counts else "",
        DownstreamModifierProvider="p" if counts else "",
    )
_add_profile(
    "own model made further",
    f"{MADE} ; {GENERAL} ; ag:onBehalfOfOriginalProvider true . exa:b {CAPABLE} .",
    GeneralPurposeModel="m b",
    ModelWithSystemicRisk="m b",
)
_add_profile(
    "had made by another",
    "exa:p a ag:Provider . exa:q a ag:Provider . exa:m a ag:Model ; ag:baseModel exa:b ; ag:significantChange true ;"
    " ag:developedBy exa:q ; ag:developedFor exa:p . exa:b a ag:Model .",
    ModelOfModifier="m",
    DownstreamModifierProvider="p",
)
_add_profile(
    "by the system of another, the Union being excluded",
    f"{MADE} ; ag:significantChange true ; ag:madeAvailable exa:s , exa:t . exa:b a ag:Model . exa:q a ag:Provider ."
    " exa:s a ag:MakingAvailable ; ag:by exa:p ; ag:onUnionMarket false ; ag:excludesUnion true ."
    " exa:t a ag:MakingAvailable ; ag:by exa:q ; ag:channel ag:aiSystem ; ag:onUnionMarket true .",
    ModelOfModifier="m",
)
_add_profile(
    "modified little",
    f"{MADE} ; {GENERAL} ; ag:significantChange false . exa:b {CAPABLE} .",
    GeneralPurposeModel="m b",
    ModelWithSystemicRisk="b",
)
for country in ("US", "GB", "CH", "IS", "LI", "NO", "GR", "IE", "CY"):
    _add_profile(
        f"established in {country}",
        f'exa:p a ag:Provider ; ag:establishment "{country}" .',
        ThirdCountryProvider="p" if country in ("US", "GB", "CH") else "",
    )
_add_profile("established nowhere known", "exa:p a ag:Provider .")
_add_profile("in two places", 'exa:p a ag:Provider ; ag:establishment "US" , "IE" .')
_add_profile("a representative", 'exa:r a ag:Representative ; ag:establishment "US" .')


def _get_expected_members(members: dict[str, str]) -> dict[str, set[str]]:
    return {name: {X + one for one in members.get(name.removeprefix("ag:"), "").split()} for name in CLASSES}


@each("name", HAND)
def test_rules_separate_at_threshold(name):
    turtle, members = HAND[name]
    assert _get_rule_members(_derive(turtle)) == _get_expected_members(members)


def _join_profiles() -> tuple[DerivedProfile, dict[str, set[str]]]:
    """Join the profiles with separate nodes; return the conclusions and the expected classes."""
    parts, expected = [], {name: set() for name in CLASSES}
    for number, (turtle, members) in enumerate(HAND.values()):
        parts.append(turtle.replace("exa:", f"exa:n{number}."))
        for name, nodes in _get_expected_members(members).items():
            expected[name] |= {node.replace(X, f"{X}n{number}.") for node in nodes}
    return _derive("\n".join(parts)), expected


@pytest.mark.slow
def test_reasoner_separates_at_same_threshold():
    derived, expected = _join_profiles()
    assert _classify(derived) == expected


NUMBERS = sorted({number for facets in _find_facets().values() for _, number in facets})


@pytest.mark.slow
@pytest.mark.parametrize("number", NUMBERS)
def test_inclusive_axiom_is_detected(number):
    """A value at a threshold would count as above it, so the comparison above would fail."""
    derived, expected = _join_profiles()
    changed = [
        Quad(quad.subject, NamedNode(XSD.minInclusive), quad.object)
        if quad.predicate.value == str(XSD.minExclusive) and float(quad.object.value) == number
        else quad
        for quad in _load_axioms()
    ]
    assert _classify(derived, changed) != expected


@pytest.mark.slow
def test_contradiction_is_detected():
    with pytest.raises(ValueError, match="contradict each other"):
        owl.classify_individuals(
            [*_load_axioms(), *owl.select_owl_facts(_parse_triples("exa:p ag:onlyEstablishment 'US'@en ."), [])]
        )


# ---- Boundaries, generated -------------------------------------------------------------------------------------------

MODALITIES = ("text", "speech", "otherAudio", "image", "video", "otherModality")
COUNTRIES = (
    *("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()),
    *("IS LI NO US GB CH CN JP CA AE EL UK us".split()),
)
BELOW, ON_DAY, AFTER = "2026-11-23", DAY, "2026-11-25"
DAYS = st.sampled_from([BELOW, ON_DAY, AFTER])
# Amounts on both sides of the threshold of the presumption, with a third of either, more, or less.
SMALL, LARGE = 4.5e24, 1.8e25
SHARES = st.sampled_from(list(_get_neighbours(0.3333333333333333).values()))
AMOUNTS = st.sampled_from(
    [None, *_get_neighbours(1e23).values(), *_get_neighbours(1e25).values(), SMALL, LARGE, 1e21, 1e26]
)
ERRORS = st.sampled_from([None] * 8 + [0.01, 0.25, 0.3, 0.31, 0.5])
# The rules round the bounds, and rarely state an amount for the fallback: draw the neighbours of thresholds.
BOUNDS = st.sampled_from(
    [
        *(("criterion", number) for number in _get_neighbours(1e23).values()),
        *(("presumption", number) for number in _get_neighbours(1e25).values()),
    ]
)
FALLBACKS = st.sampled_from(
    [
        *(("computeForFallback", number) for number in _get_neighbours(3.333333333333333e22).values()),
        *(("computeForFallbackOfSystemicRisk", number) for number in _get_neighbours(3.333333333333333e24).values()),
    ]
)
ADDED = st.sampled_from(
    [
        *(share * base for share in (0.333, 1 / 3, 0.334) for base in (SMALL, LARGE)),
        5.5e24,
        math.nextafter(5.5e24, math.inf) + 2**32,
        *_get_neighbours(3.333333333333333e22).values(),
        *_get_neighbours(3.333333333333333e24).values(),
        1e20,
        1e26,
    ]
)


@st.composite
def _draw_model(draw, node: str, depth: int) -> str:
    """Draw a model of any kind with its base models, as Turtle."""
    said = [f"exa:{node} a ag:Model"]
    more = []
    stated = ["significantGenerality", "wideRangeOfTasks", "highImpactCapabilities", "forResearchOnly"]
    for flag in stated:
        value = draw(st.sampled_from([None, None, True, True, False]))
        said += [] if value is None else [f"ag:{flag} {str(value).lower()}"]
    for amount in ("ownCompute", "cumulativeCompute"):
        number = draw(AMOUNTS)
        said += [] if number is None else [f"ag:{amount} {number!r}"]
    for way in ("modalityIn", "modalityOut"):
        kinds = draw(st.lists(st.sampled_from(MODALITIES), max_size=2, unique=True))
        said += [f"ag:{way} ag:{kind}" for kind in kinds]
    error = draw(ERRORS)
    said += [] if error is None else [f"ag:estimationError {error}e0"]
    if draw(st.integers(0, 3)) == 0:
        bound, number = draw(BOUNDS)
        said.append(f"ag:{bound}UpperBound {number!r}")
    if draw(st.integers(0, 3)) == 0:
        said.append(f"ag:madeAvailable exa:{node}.supply")
        more.append(f"exa:{node}.supply a ag:MakingAvailable ; ag:onUnionMarket {str(draw(st.booleans())).lower()} .")
    if draw(st.integers(0, 3)) == 0:
        said.append(f"ag:designation exa:{node}.decision")
        ended = draw(st.one_of(st.none(), DAYS))
        more.append(
            f'exa:{node}.decision a ag:Designation ; ag:date "{draw(DAYS)}"^^xsd:date'
            + (f' ; ag:endedOn "{ended}"^^xsd:date .' if ended else " .")
        )
    if draw(st.integers(0, 3)) == 0:
        said.append(f"ag:contestation exa:{node}.arguments")
        answer = draw(st.sampled_from(["accepted", "accepted", "rejected"]))
        more.append(
            f'exa:{node}.arguments a ag:Contestation ; ag:answer ag:{answer} ; ag:answeredOn "{draw(DAYS)}"^^xsd:date .'
        )
    # A base of a base is rarer: HermiT's time grows with the square of the input.
    for number in range(draw(st.sampled_from([0, 1, 1, 1, 1, 2] if depth == 2 else [0, 0, 0, 1])) if depth else 0):
        base = f"{node}.base{number}"
        said.append(f"ag:baseModel exa:{base}")
        more.append(draw(_draw_model(base, depth - 1)))
    if depth and draw(st.integers(0, 3)):
        said.append(f"ag:computeOfModification {draw(ADDED)!r}")
    elif depth and draw(st.booleans()):
        said.append(f"ag:shareOfModification {draw(SHARES)!r}")
    if depth and draw(st.integers(0, 3)) == 0:
        fallback, number = draw(FALLBACKS)
        said.append(f"ag:{fallback} {number!r}")
    for flag in ("significantChange", "originalComputeNotKnowable", "onBehalfOfOriginalProvider") if depth else ():
        value = draw(st.sampled_from([None, None, None, True, False]))
        said += [] if value is None else [f"ag:{flag} {str(value).lower()}"]
    # Mostly different providers of a model and its base, so that few are versions of a provider's own model.
    whose = st.sampled_from([0, 0, 0, 1] if depth == 2 else [1, 1, 1, 0])
    for by in ("developedBy", "developedBy", "developedFor")[depth != 2 :]:
        if draw(st.booleans()):
            said.append(f"ag:{by} exa:x.provider{draw(whose)}")
    return "\n".join([" ; ".join(said) + " .", *more])


@st.composite
def _draw_profile(draw) -> str:
    """Draw two providers and a model, as Turtle; the node of the model is exa:x."""
    providers = []
    for number in range(2):
        few = 2 if draw(st.integers(0, 2)) == 0 else 1 - number
        codes = draw(st.lists(st.sampled_from(COUNTRIES), max_size=few, unique=True))
        places = "".join(f' ; ag:establishment "{code}"' for code in codes)
        providers.append(f"exa:x.provider{number} a ag:Provider{places} .")
    return "\n".join([*providers, draw(_draw_model("x", 2))])


def _generate_profiles(how_many: int) -> list[str]:
    """Generate profiles with separate nodes: exa:x7 and so on."""
    found: list[str] = []

    @settings(max_examples=how_many, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(_draw_profile())
    def collect(profile: str) -> None:
        found.append(profile.replace("exa:x", f"exa:x{len(found)}"))

    collect()
    return found


@pytest.fixture(scope="module")
def generated():
    profiles = _generate_profiles(300)
    assert len(profiles) == 300
    return profiles, _derive("\n".join(profiles))


@pytest.mark.slow
@pytest.mark.parametrize("name", CLASSES)
def test_generated_profiles_cover_both_sides(name, generated):
    _, derived = generated
    assert 15 <= len(_get_rule_members(derived)[name]) <= 300, "too few, or nearly all"


@pytest.mark.slow
@pytest.mark.parametrize("name", THRESHOLDS)
def test_generated_profiles_cover_each_threshold(name, generated):
    _, derived = generated
    held = {
        float(triple.object.value)
        for triple in (*derived.stated, *derived.derived_triples)
        if triple.predicate.value == expand_curie(name)
    }
    for _, number in _find_facets()[expand_curie(name)]:
        assert set(_get_neighbours(number).values()) <= held, number


@pytest.mark.slow
@pytest.mark.proof("reasoner-agrees")
def test_rules_and_reasoner_agree(generated):
    profiles, derived = generated
    by_rules, by_reasoner = _get_rule_members(derived), _classify(derived)
    different = [
        (len(profile), number, profile)
        for number, profile in enumerate(profiles)
        if _select_members(number, by_rules) != _select_members(number, by_reasoner)
    ]
    if different:
        _, number, profile = min(different)
        told = f"{len(different)} profiles differ; the shortest:\n{profile}"
        assert _select_members(number, by_reasoner) == _select_members(number, by_rules), told
    assert by_reasoner == by_rules


def _select_members(number: int, members: dict[str, set[str]]) -> dict[str, set[str]]:
    """Select the class members that belong to one generated profile."""
    return {
        name: {node for node in nodes if node.removeprefix(X).partition(".")[0] == f"x{number}"}
        for name, nodes in members.items()
    }
