"""The shapes for profiles: each case finds exactly what it lists, and without its shape it does not."""

import functools

import pyshacl
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from actgraph.core.prefixes import expand, prefixes
from actgraph.graph import day
from actgraph.profile import schema
from actgraph.profile.schema import SH, shapes
from actgraph.reasoning.derived import Derived
from actgraph.validation import engines, validate
from tests import profile_cases
from tests.conftest import ROOT

NAMES = {path.stem: path for path in profile_cases.CASES}
ALL = {iri.removeprefix(prefixes()["shp"]): shape for iri, shape in shapes().items()}
OF_SHACL = sorted(
    quad.subject.value.removeprefix(prefixes()["shp"])
    for quad in schema.triples()
    if quad.object.value == SH + "PropertyShape"
)


@functools.cache
def _case(name: str) -> tuple[profile_cases.Case, Derived]:
    case = profile_cases.read(NAMES[name])
    return case, Derived(case.facts, day.on(case.day))


def _found(derived: Derived) -> profile_cases.Found:
    return {(result.shape, result.focus, result.value) for result in validate.find(derived)}


@pytest.mark.parametrize("name", NAMES)
def test_a_case_finds_exactly_what_it_lists(name):
    case, derived = _case(name)
    assert _found(derived) == case.found


@pytest.mark.parametrize("name", ALL)
def test_each_shape_has_a_case_that_fires_it(name):
    assert name in NAMES, "no case"
    assert expand(f"shp:{name}") in {shape for shape, _, _ in _case(name)[0].found}


def test_there_is_no_case_without_a_shape():
    assert [name for name in NAMES if name not in ALL] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_SHACL)
def test_without_its_shape_a_case_is_red(name, monkeypatch):
    iri = expand(f"shp:{name}")
    gone = lambda quad: iri in (quad.subject.value, quad.object.value)  # noqa: E731
    left = tuple(quad for quad in schema.triples() if not gone(quad))
    monkeypatch.setattr(schema, "triples", lambda: left)
    engines.forget()
    try:
        case, derived = _case(name)
        assert _found(derived) != case.found
    finally:
        monkeypatch.undo()
        engines.forget()


def test_nothing_is_found_in_the_complete_example():
    derived = Derived(profile_cases.complete(), day.on(profile_cases.DAY))
    assert _found(derived) == set()


@pytest.mark.parametrize("name", ALL)
def test_a_shape_says_what_is_wrong_how_grave_by_what_and_what_to_do(name):
    shape = ALL[name]
    said = {quad.predicate.value: quad.object.value for quad in schema.triples() if quad.subject.value == shape.iri}
    assert said[expand("sh:severity")] in (SH + "Violation", SH + "Warning", SH + "Info")
    assert shape.sources, "no source"
    assert [one for one in shape.sources if one not in day.on(profile_cases.DAY)] == []
    assert shape.message.endswith(".")
    assert shape.remedy.endswith(".")


@pytest.mark.parametrize("name", OF_SHACL)
def test_a_property_shape_stands_in_a_node_shape(name):
    iri = expand(f"shp:{name}")
    assert [quad for quad in schema.triples() if quad.predicate.value == SH + "property" and quad.object.value == iri]


@pytest.mark.slow
@pytest.mark.parametrize("file", schema.files())
def test_the_shapes_are_shapes_by_the_shapes_of_shacl(file):
    shapes_graph = Graph().parse(ROOT / "shapes" / file)
    conforms, _, _ = pyshacl.validate(Graph(), shacl_graph=shapes_graph, meta_shacl=True, inference="none")
    assert conforms


def test_there_are_enough_shapes():
    assert len(OF_SHACL) >= 90


def test_the_states_of_the_union_are_the_same_in_shapes_and_readings():
    at = [
        quad.object
        for quad in schema.triples()
        if (quad.subject.value, quad.predicate.value) == (expand("shp:Representative-in-Union"), SH + "in")
    ]
    listed = {quad.subject: quad.object for quad in schema.triples() if quad.predicate.value == expand("rdf:rest")}
    values = {
        quad.subject: quad.object.value for quad in schema.triples() if quad.predicate.value == expand("rdf:first")
    }
    codes = []
    while at[0] in values:
        codes.append(values[at[0]])
        at = [listed[at[0]]]
    rows = day.on(profile_cases.DAY).rows(
        f"SELECT ?code {{ <{expand('rdg:union')}> <{expand('ag:memberCountry')}>|<{expand('ag:eeaCountry')}> ?code }}"
    )
    assert sorted(codes) == sorted(row["code"] for row in rows)


def test_shapes_in_a_profile_are_not_used():
    heads = "".join(f"@prefix {name}: <{iri}> . " for name, iri in prefixes().items())
    text = """<urn:s> a sh:NodeShape ; sh:targetClass ag:Model ; sh:property <urn:p> .
        <urn:p> a sh:PropertyShape ; sh:path <urn:missing> ; sh:minCount 1 ."""
    more = [quad.triple for quad in parse(heads + text, format=RdfFormat.TURTLE)]
    assert _found(Derived(profile_cases.complete() + more, day.on(profile_cases.DAY))) == set()
