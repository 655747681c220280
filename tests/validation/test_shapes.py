"""Test the shapes for profiles: each case gives exactly its listed findings, and not without its shape."""

import collections
import functools

import pyshacl
import pytest
from pyoxigraph import Literal, RdfFormat, Triple, parse
from rdflib import Graph, URIRef

from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.graph.day import open_day
from actgraph.profile import schema
from actgraph.profile.schema import SH, load_shapes
from actgraph.profile.severity import SEVERITIES
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import batch, engines, validate
from tests.conftest import ROOT
from tests.support import profile_cases
from tests.support.looping import each

NAMES = {path.stem: path for path in profile_cases.CASE_FILES}
ALL = {iri.removeprefix(load_prefixes()["shp"]): shape for iri, shape in load_shapes().items()}
OF_SHACL = sorted(
    quad.subject.value.removeprefix(load_prefixes()["shp"])
    for quad in schema.load_shape_quads()
    if quad.object.value == SH + "PropertyShape"
)


@functools.cache
def _load_case(name: str) -> tuple[profile_cases.ProfileCase, DerivedProfile]:
    case = profile_cases.read_profile_case(NAMES[name])
    return case, DerivedProfile(case.facts, open_day(case.day))


def _list_findings(derived: DerivedProfile) -> profile_cases.ExpectedFindings:
    return profile_cases.list_findings(validate.validate_derived(derived))


@each("name", NAMES)
def test_case_gives_listed_findings(name):
    case, derived = _load_case(name)
    assert _list_findings(derived) == case.found


def test_each_shape_has_case():
    assert [name for name in ALL if name not in NAMES] == []
    assert [name for name in ALL if expand_curie(f"shp:{name}") not in _list_shapes(_load_case(name)[0].found)] == []


def _list_shapes(found: profile_cases.ExpectedFindings) -> set[str]:
    return {name for shape, _, _, included in found for name in (shape, *included)}


def test_each_case_has_shape():
    assert [name for name in NAMES if name not in ALL] == []


def test_case_fails_without_its_shape(monkeypatch):
    """Nothing but the checks of a shape tells its name, so that what a case lists of it is missing without them."""
    monkeypatch.setattr(engines, "compile_queries", lambda *_: [])
    by_day = collections.defaultdict(list)
    for name in OF_SHACL:
        by_day[_load_case(name)[0].day].append(name)
    for day, names in by_day.items():
        found = batch.validate_batch([_load_case(name)[1] for name in names], open_day(day))
        told = dict(zip(names, map(profile_cases.list_findings, found), strict=True))
        assert [name for name in names if expand_curie(f"shp:{name}") in _list_shapes(told[name])] == []


@pytest.mark.parametrize("name", profile_cases.COMPLETE_EXAMPLES)
def test_complete_example_has_no_finding(name):
    derived = DerivedProfile(profile_cases.read_complete_example(name), open_day(profile_cases.DAY))
    assert _list_findings(derived) == set()


def _state_date(fact, date):
    if fact.predicate.value != expand_curie("ag:date") or fact.subject.value not in MAKING_AVAILABLE:
        return fact
    return Triple(fact.subject, fact.predicate, Literal(date, datatype=fact.object.datatype))


MAKING_AVAILABLE = {expand_curie(f"exa:aurora.model.{name}") for name in ("api", "cloud", "chat", "internal")}
SHOWING = [
    *("technicalDocumentation", "downstreamInformation", "copyrightPolicy", "trainingSummary", "authorityContact"),
    *("rightsholderContact", "framework", "incidentProcess", "evidence", "modelReport", "modelEvaluation"),
    *("riskAssessment", "cybersecurity", "mandate", "empowersFor", "canPerform", "appointedOn", "notification"),
]


@pytest.mark.parametrize(
    ("placed", "day"), [("2025-06-01", "2026-11-24"), ("2025-06-01", "2027-08-01"), ("2026-02-02", "2025-08-01")]
)
def test_nothing_is_looked_for_before_duties_bind(placed, day):
    gone = {expand_curie(f"ag:{name}") for name in SHOWING}
    facts = [_state_date(fact, placed) for fact in profile_cases.read_complete_example()]
    left = [fact for fact in facts if fact.predicate.value not in gone]
    found = _list_findings(DerivedProfile(left, open_day(day)))
    contradictions = {expand_curie("shp:Contradiction"), expand_curie("shp:Contradiction-possible")}  # of the other day
    assert _list_shapes(found) - contradictions <= {expand_curie("shp:Owes_52.1-notification-awaited")}
    bound = DerivedProfile(left, open_day("2027-08-02" if placed < "2025-08-02" else profile_cases.DAY))
    assert expand_curie("shp:Representative-mandate") in _list_shapes(_list_findings(bound))


@pytest.mark.parametrize("lacking", [("mandate",), ("empowersFor", "canPerform"), ("establishment", "appointedOn")])
def test_mandate_is_not_looked_for_where_article_54_does_not_apply(lacking):
    text = f"""{"".join(f"@prefix {name}: <{iri}> . " for name, iri in load_prefixes().items())}
        exa:aurora ag:establishment "IE" . exa:aurora.representative ag:establishment "US" ."""
    gone = {expand_curie(f"ag:{name}") for name in (*lacking, "establishment")}
    left = [fact for fact in profile_cases.read_complete_example() if fact.predicate.value not in gone]
    in_union = left + [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    assert _list_findings(DerivedProfile(in_union, open_day(profile_cases.DAY))) == set()


def test_shape_has_message_severity_source_remedy():
    day = open_day(profile_cases.DAY)
    graves = {
        quad.subject.value: quad.object.value
        for quad in schema.load_shape_quads()
        if quad.predicate.value == expand_curie("sh:severity")
    }
    deviating = [
        name
        for name, shape in ALL.items()
        if graves[shape.iri] not in (SH + "Violation", SH + "Warning", SH + "Info")
        or not shape.sources
        or any(one not in day for one in shape.sources)
        or not (shape.message.endswith(".") and shape.remedy.endswith("."))
    ]
    assert deviating == []


def test_included_findings_are_no_graver_and_include_none():
    including = {shape.iri: shape for shape in ALL.values() if shape.included}
    inner = {iri for shape in including.values() for iri in shape.included}
    assert including.keys() & inner == set()
    graver = lambda iri, shape: SEVERITIES.index(load_shapes()[iri].severity) < SEVERITIES.index(shape.severity)  # noqa: E731
    assert [(iri, shape.iri) for shape in including.values() for iri in shape.included if graver(iri, shape)] == []


def test_annex_point_includes_form_items_that_address_it():
    ag, cop = load_prefixes()["ag"], load_prefixes()["cop"]
    declared, read = set(), set()
    for name, annex, form, audience in (
        ("WithTechnicalDocumentation", "XI", "WithFormForAuthorities", f"<{ag}commission> <{ag}memberState>"),
        ("WithDownstreamInformation", "XII", "WithFormForDownstream", f"<{ag}downstreamProvider>"),
    ):
        rows = open_day(profile_cases.DAY).select_rows(
            f"SELECT DISTINCT ?item ?point {{ VALUES ?reader {{ {audience} }} ?item <{ag}addresses> ?point ;"
            f" <{ag}audience> ?reader FILTER(STRSTARTS(STR(?point), '{load_prefixes()['act']}anx_{annex}.')) }}"
        )
        items = {(shorten_iri(row["point"]), f"{form}-{row['item'].removeprefix(cop)}") for row in rows}
        read |= {(point, item) for point, item in items if f"{name}-{point.removeprefix('act:')}" in ALL}
        declared |= {
            (shorten_iri(shape.sources[0]), iri.removeprefix(load_prefixes()["shp"]))
            for own, shape in ALL.items()
            if own.startswith(f"{name}-")
            for iri in shape.included
        }
    assert declared == read


FOR_ALL = """exa:p a ag:Provider ; ag:establishment "FR" ; ag:signed cop:tra , cop:cpy .
    exa:m a ag:Model ; ag:developedBy exa:p ; ag:significantGenerality true ; ag:wideRangeOfTasks true ;
      ag:cumulativeCompute 1.0e24 ; ag:licence exa:l ; ag:madeAvailable exa:u ;
      ag:publishes ag:weights , ag:architectureInformation , ag:usageInformation .
    exa:u ag:onUnionMarket true ; ag:date "2026-01-15"^^xsd:date .
    exa:l a ag:Licence ; ag:hasTerm ag:attribution ;
      ag:permits ag:access , ag:usage , ag:modification , ag:distribution ."""


@pytest.mark.parametrize("monetised", [True, False])
def test_contacts_are_required_by_signed_chapters(monetised):
    heads = "".join(f"@prefix {name}: <{iri}> . " for name, iri in load_prefixes().items())
    text = f"{heads}{FOR_ALL} exa:m ag:isMonetised {str(monetised).lower()} ."
    triples = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    found = _list_findings(DerivedProfile(triples, open_day(profile_cases.DAY)))
    names = {shape.removeprefix(load_prefixes()["shp"]) for shape, _, _, _ in found}
    assert ("UnderTransparencyChapter-contact" in names) == monetised, "Article 53(2) exempts open-source models"
    assert ("Owes_53.3-evidence" in names) != monetised
    assert "UnderCopyrightChapter-contact" in names


def test_property_shape_belongs_to_node_shape():
    inside = {quad.object.value for quad in schema.load_shape_quads() if quad.predicate.value == SH + "property"}
    assert [name for name in OF_SHACL if expand_curie(f"shp:{name}") not in inside] == []


@pytest.mark.slow
@pytest.mark.proof("graph-consistent")
@pytest.mark.parametrize("file", schema.list_shape_files())
def test_shapes_conform_to_shacl_shapes(file):
    shapes_graph = Graph().parse(ROOT / "shapes" / file)
    named = shapes_graph.objects(None, URIRef(SH + "property"))
    elsewhere = [one for one in named if (one, None, None) not in shapes_graph]
    if elsewhere:  # a property shape may stand in the file of another node shape
        whole = Graph()
        for one in schema.list_shape_files():
            whole.parse(ROOT / "shapes" / one)
        for one in elsewhere:
            whole.cbd(one, target_graph=shapes_graph)
    conforms, _, _ = pyshacl.validate(Graph(), shacl_graph=shapes_graph, meta_shacl=True, inference="none")
    assert conforms


def test_there_are_enough_shapes():
    assert len(OF_SHACL) >= 90


def test_union_states_agree_in_shapes_and_readings():
    at = [
        quad.object
        for quad in schema.load_shape_quads()
        if (quad.subject.value, quad.predicate.value) == (expand_curie("shp:Representative-in-Union"), SH + "in")
    ]
    listed = {
        quad.subject: quad.object
        for quad in schema.load_shape_quads()
        if quad.predicate.value == expand_curie("rdf:rest")
    }
    values = {
        quad.subject: quad.object.value
        for quad in schema.load_shape_quads()
        if quad.predicate.value == expand_curie("rdf:first")
    }
    codes = []
    while at[0] in values:
        codes.append(values[at[0]])
        at = [listed[at[0]]]
    member, eea = expand_curie("ag:memberCountry"), expand_curie("ag:eeaCountry")
    rows = open_day(profile_cases.DAY).select_rows(
        f"SELECT ?code {{ <{expand_curie('rdg:union')}> <{member}>|<{eea}> ?code }}"
    )
    assert sorted(codes) == sorted(row["code"] for row in rows)


def test_shapes_in_profile_are_ignored():
    heads = "".join(f"@prefix {name}: <{iri}> . " for name, iri in load_prefixes().items())
    text = """<urn:s> a sh:NodeShape ; sh:targetClass ag:Model ; sh:property <urn:p> .
        <urn:p> a sh:PropertyShape ; sh:path <urn:missing> ; sh:minCount 1 ."""
    more = [quad.triple for quad in parse(heads + text, format=RdfFormat.TURTLE)]
    assert (
        _list_findings(DerivedProfile(profile_cases.read_complete_example() + more, open_day(profile_cases.DAY)))
        == set()
    )
