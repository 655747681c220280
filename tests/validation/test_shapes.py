"""The shapes for profiles: each case finds exactly what it lists, and without its shape it does not."""

import functools

import pyshacl
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import open_day
from actgraph.profile import schema
from actgraph.profile.schema import SH, load_shapes
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import engines, validate
from tests.conftest import ROOT
from tests.support import profile_cases

NAMES = {path.stem: path for path in profile_cases.CASES}
ALL = {iri.removeprefix(load_prefixes()["shp"]): shape for iri, shape in load_shapes().items()}
OF_SHACL = sorted(
    quad.subject.value.removeprefix(load_prefixes()["shp"])
    for quad in schema.load_shape_quads()
    if quad.object.value == SH + "PropertyShape"
)


@functools.cache
def _case(name: str) -> tuple[profile_cases.Case, DerivedProfile]:
    case = profile_cases.read(NAMES[name])
    return case, DerivedProfile(case.facts, open_day(case.day))


def _found(derived: DerivedProfile) -> profile_cases.Found:
    return {(result.shape, result.focus_node, result.value) for result in validate.validate_derived(derived)}


@pytest.mark.parametrize("name", NAMES)
def test_a_case_finds_exactly_what_it_lists(name):
    case, derived = _case(name)
    assert _found(derived) == case.found


@pytest.mark.parametrize("name", ALL)
def test_each_shape_has_a_case_that_fires_it(name):
    assert name in NAMES, "no case"
    assert expand_curie(f"shp:{name}") in {shape for shape, _, _ in _case(name)[0].found}


def test_there_is_no_case_without_a_shape():
    assert [name for name in NAMES if name not in ALL] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_SHACL)
def test_without_its_shape_a_case_is_red(name, monkeypatch):
    iri = expand_curie(f"shp:{name}")
    gone = lambda quad: iri in (quad.subject.value, quad.object.value)  # noqa: E731
    left = tuple(quad for quad in schema.load_shape_quads() if not gone(quad))
    monkeypatch.setattr(schema, "load_shape_quads", lambda: left)
    engines.clear_shape_caches()
    try:
        case, derived = _case(name)
        assert _found(derived) != case.found
    finally:
        monkeypatch.undo()
        engines.clear_shape_caches()


def test_nothing_is_found_in_the_complete_example():
    derived = DerivedProfile(profile_cases.complete(), open_day(profile_cases.DAY))
    assert _found(derived) == set()


@pytest.mark.parametrize("name", ALL)
def test_a_shape_says_what_is_wrong_how_grave_by_what_and_what_to_do(name):
    shape = ALL[name]
    said = {
        quad.predicate.value: quad.object.value for quad in schema.load_shape_quads() if quad.subject.value == shape.iri
    }
    assert said[expand_curie("sh:severity")] in (SH + "Violation", SH + "Warning", SH + "Info")
    assert shape.sources, "no source"
    assert [one for one in shape.sources if one not in open_day(profile_cases.DAY)] == []
    assert shape.message.endswith(".")
    assert shape.remedy.endswith(".")


@pytest.mark.parametrize("name", OF_SHACL)
def test_a_property_shape_stands_in_a_node_shape(name):
    iri = expand_curie(f"shp:{name}")
    assert [
        quad
        for quad in schema.load_shape_quads()
        if quad.predicate.value == SH + "property" and quad.object.value == iri
    ]


@pytest.mark.slow
@pytest.mark.parametrize("file", schema.list_shape_files())
def test_the_shapes_are_shapes_by_the_shapes_of_shacl(file):
    shapes_graph = Graph().parse(ROOT / "shapes" / file)
    conforms, _, _ = pyshacl.validate(Graph(), shacl_graph=shapes_graph, meta_shacl=True, inference="none")
    assert conforms


def test_there_are_enough_shapes():
    assert len(OF_SHACL) >= 90


def test_the_states_of_the_union_are_the_same_in_shapes_and_readings():
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


def test_shapes_in_a_profile_are_not_used():
    heads = "".join(f"@prefix {name}: <{iri}> . " for name, iri in load_prefixes().items())
    text = """<urn:s> a sh:NodeShape ; sh:targetClass ag:Model ; sh:property <urn:p> .
        <urn:p> a sh:PropertyShape ; sh:path <urn:missing> ; sh:minCount 1 ."""
    more = [quad.triple for quad in parse(heads + text, format=RdfFormat.TURTLE)]
    assert _found(DerivedProfile(profile_cases.complete() + more, open_day(profile_cases.DAY))) == set()
