"""Test that the query engine for SHACL finds what the W3C's cases expect and what pyshacl finds."""

import re

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from actgraph.core.prefixes import load_prefixes
from actgraph.core.xsd import build_lexical_check, is_well_formed
from actgraph.graph.day import open_day
from actgraph.profile import profile, schema
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import batch, engines, validate
from actgraph.validation.engines import ShaclEngine, ShapeSelection
from actgraph.validation.shacl import checks, engine, pyshacl_engine
from actgraph.validation.shacl.joined_checks import JoinedCheck, join_checks
from actgraph.validation.shacl.shapes_graph import SH, ShapesGraph, UnsupportedShapeError
from tests.support import generated_profiles, profile_cases, shacl_suite
from tests.support.looping import each

DAY = "2026-11-24"
XSD = load_prefixes()["xsd"]
SUITE = {case.name: case for case in shacl_suite.list_suite_cases()}
needs_suite = pytest.mark.skipif(
    not SUITE, reason="the W3C's suite is not at ../shared/suites (a clone does not bring it)"
)
# What the query engine leaves to pyshacl, and why; and where pyshacl deviates from the W3C.
LEFT = {"property/datatype-ill-formed.ttl": "the store takes the types derived from xsd:integer for xsd:integer"}
OTHERWISE = {"property/uniqueLang-002.ttl": 'pyshacl takes "1"^^xsd:boolean for true, which SHACL does not'}


def _run_query_engine(case):
    store = Store()
    store.extend(case.data)
    return shacl_suite.count_violations(
        engine.run_checks(join_checks(checks.compile_checks(ShapesGraph(case.shapes))), store)
    )


def _run_pyshacl(case):
    return shacl_suite.count_violations(
        pyshacl_engine.run_pyshacl(pyshacl_engine.to_rdflib_graph(case.shapes), case.data)
    )


@needs_suite
def test_w3c_suite_is_complete():
    assert len(SUITE) == 98


@needs_suite
@pytest.mark.parametrize("name", [name for name in SUITE if name not in LEFT])
def test_query_engine_passes_w3c_suite(name):
    case = SUITE[name]
    if case.expected is None:
        with pytest.raises(UnsupportedShapeError):
            _run_query_engine(case)
    else:
        assert _run_query_engine(case) == case.expected


@needs_suite
@pytest.mark.parametrize("name", LEFT)
def test_unsupported_shapes_are_left_to_pyshacl(name):
    case = SUITE[name]
    with pytest.raises(UnsupportedShapeError, match=re.escape(LEFT[name])):
        _run_query_engine(case)
    assert _run_pyshacl(case) == case.expected


@needs_suite
@pytest.mark.parametrize("name", OTHERWISE)
def test_known_pyshacl_deviations_persist(name):
    assert _run_pyshacl(SUITE[name]) != SUITE[name].expected, "strike it from the list, and from docs/findings.md"


# ---- Lexical forms -------------------------------------------------------------------------------------------------

WORDS = {
    "boolean": (["true", "false", "1", "0"], ["True", "yes", "", "true ", "2"]),
    "integer": (["0", "-5", "+5", "007", "9" * 400], ["5.0", "", "1e3", "1_000", "٣", " 5"]),
    "decimal": (["5", "5.", ".5", "-0.5"], ["1e5", ".", "INF", "5,0"]),
    "double": (["1e25", "1.0E-3", "-INF", "NaN", "5", ".5e+7"], ["inf", "1e", "10^25", "nan", "1e2.5", "1_0e2"]),
    "date": (
        ["2024-02-29", "2000-02-29", "2025-12-31", "2025-01-01Z", "2025-01-01+02:00", "-0044-03-15", "12025-01-01"],
        ["2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-10", "20250101", "2025-1-1", "2025", ""],
    ),
    "dateTime": (
        ["2025-01-01T00:00:00", "2025-01-01T24:00:00Z"],
        ["2025-01-01", "2025-01-01T25:00:00", "2025-01-01 00:00:00"],
    ),
    "gYear": (["2025", "-0044", "2025Z"], ["25", "02025", "2025-01"]),
    "byte": (["127", "-128"], ["128", "-129", "c", "9" * 5000]),
    "nonNegativeInteger": (["0", "5"], ["-1"]),
    "string": (["", "anything"], []),
}
JUDGED = [(name, word, True) for name, (good, _) in WORDS.items() for word in good]
JUDGED += [(name, word, False) for name, (_, bad) in WORDS.items() for word in bad]


@each(("name", "word", "good"), JUDGED)
def test_datatype_lexical_forms_match_xml_schema(name, word, good):
    literal = Literal(word, datatype=NamedNode(XSD + name))
    assert is_well_formed(literal) is good


@each(("name", "word", "good"), [one for one in JUDGED if one[0] != "string" and len(one[1]) < 1000])
def test_sparql_lexical_check_matches_python(name, word, good):
    found = Store().query(
        f"SELECT * {{ VALUES ?v {{ {Literal(word)} }} FILTER({build_lexical_check(XSD + name, '?v')}) }}"
    )
    assert isinstance(found, QuerySolutions)
    assert (len(list(found)) == 1) is good


# ---- Agreement of both engines -------------------------------------------------------------------------------------


def _to_tuples(found):
    """Reduce findings to node, shape, path, value, severity and what is part of them."""
    severity = lambda one: schema.load_shapes()[one.shape].severity  # noqa: E731
    return {(one.focus_node, one.shape, one.path, one.value, severity(one), one.included) for one in found}


CASES = sorted((profile_cases.read_profile_case(path).day, path) for path in profile_cases.CASE_FILES)
TOGETHER = [(day, [path for other, path in CASES if other == day]) for day in dict.fromkeys(day for day, _ in CASES)]
OF_CASES = [(day, paths[start : start + 60]) for day, paths in TOGETHER for start in range(0, len(paths), 60)]


def _assert_engines_agree(profiles, day):
    found = [batch.validate_batch(profiles, day, by) for by in (ShaclEngine.QUERIES, ShaclEngine.PYSHACL)]
    for ours, others in zip(*found, strict=True):
        assert _to_tuples(ours) == _to_tuples(others)


@pytest.mark.slow
@pytest.mark.proof("engines-agree")
@pytest.mark.parametrize(("on", "paths"), OF_CASES, ids=lambda one: one if isinstance(one, str) else one[0].stem)
def test_engines_agree_on_cases(on, paths):
    day = open_day(on)
    _assert_engines_agree([DerivedProfile(profile_cases.read_profile_case(path).facts, day) for path in paths], day)


def _generate_profile(number):
    return profile.parse_profile(generated_profiles.generate_turtle(number), f"{number}.ttl", "ttl")


PORTIONS = [range(start, start + 50) for start in range(0, 2000, 50)]


@pytest.mark.slow
@pytest.mark.proof("engines-agree")
@pytest.mark.parametrize("numbers", PORTIONS, ids=str)
def test_engines_agree_on_2000_generated_profiles(numbers):
    day = open_day(DAY)
    _assert_engines_agree([DerivedProfile(_generate_profile(number).triples, day) for number in numbers], day)


@pytest.mark.slow
@pytest.mark.proof("engines-agree")
@pytest.mark.parametrize("numbers", PORTIONS[:6], ids=str)
def test_batch_gives_same_findings_as_single(numbers):
    day = open_day(DAY)
    profiles = [DerivedProfile(_generate_profile(number).triples, day) for number in numbers]
    alone = [validate.validate_derived(one) for one in profiles]
    assert [set(found) for found in batch.validate_batch(profiles, day)] == [set(found) for found in alone]


@pytest.mark.parametrize(("on", "paths"), OF_CASES, ids=lambda one: one if isinstance(one, str) else one[0].stem)
def test_batch_of_cases_gives_listed_findings(on, paths):
    day = open_day(on)
    cases = [profile_cases.read_profile_case(path) for path in paths]
    found = batch.validate_batch([DerivedProfile(case.facts, day) for case in cases], day)
    assert [profile_cases.list_findings(ours) for ours in found] == [case.found for case in cases]


def test_batch_accepts_literals_and_law_as_nodes(monkeypatch):
    """Checking a profile alone, as its own nodes could not be told apart, costs as much as a batch."""
    model = "<urn:m> a ag:Model ; ag:licence 'Apache-2.0' ; ag:evidence act:art_53 ; ag:baseModel <urn:m> ."
    heads = "".join(f"@prefix {name}: <{iri}> . " for name, iri in load_prefixes().items())
    day = open_day(DAY)
    profiles = [
        DerivedProfile(profile.parse_profile((heads + model).encode(), "m.ttl", "ttl").triples, day) for _ in range(4)
    ]
    portions = []
    monkeypatch.setattr(
        batch,
        "_validate_group",
        lambda *args, was=batch._validate_group: (portions.append(len(args[0])), was(*args))[1],
    )
    found = batch.validate_batch(profiles, day)
    assert portions == [4]
    assert len({tuple(ours) for ours in found}) == 1


def test_generated_profiles_are_varied():
    """Most shapes find something in them, though none is about AI systems; else they would prove little."""
    day = open_day(DAY)
    profiles = [DerivedProfile(_generate_profile(number).triples, day) for number in range(100)]
    found = {
        name for ours in batch.validate_batch(profiles, day) for one in ours for name in (one.shape, *one.included)
    }
    assert len(found) > len(schema.load_shapes()) * 0.5


def test_chapter_checks_share_queries():
    all_checks, asked = (
        engines._compile_checks(ShapeSelection.ALL, False),
        engines.compile_queries(ShapeSelection.ALL, False),
    )
    assert len(asked) < len(all_checks) * 0.8
    assert sum(len(one.checks_by_value) if isinstance(one, JoinedCheck) else 1 for one in asked) == len(all_checks)


def test_node_with_two_targets_is_found_once():
    """One shape has a second target, and another checks the same value."""
    turtle = "".join(
        f"<a:s{number}> <{SH}targetClass> <a:c> ; <{SH}path> <a:p> ; <{SH}hasValue> <a:{value}> ."
        for number, value in enumerate((1, 2, 2))
    )
    shapes = parse(turtle + f"<a:s0> <{SH}targetNode> <a:a> .", format=RdfFormat.TURTLE)
    store = Store()
    store.load(b"<a:a> a <a:c> . <a:b> a <a:c> ; <a:p> <a:1> .", format=RdfFormat.TURTLE)
    found = engine.run_checks(join_checks(checks.compile_checks(ShapesGraph(shapes), subclasses=False)), store)
    assert sorted((one.shape.value, one.focus.value) for one in found) == [
        *(("a:s0", "a:a"), ("a:s1", "a:a"), ("a:s1", "a:b"), ("a:s2", "a:a"), ("a:s2", "a:b")),
    ]


# ---- Fallback to pyshacl ---------------------------------------------------------------------------------------------


def test_pyshacl_replaces_query_engine_with_notice(monkeypatch):
    shape = NamedNode(load_prefixes()["shp"] + "Model-parameters")
    constraint, select = NamedNode("urn:constraint"), Literal("SELECT $this WHERE { $this a <urn:nothing> }")
    both = ((shape, "sparql", constraint), (constraint, "select", select))
    more = (*schema.load_shape_quads(), *(Quad(node, NamedNode(SH + name), value) for node, name, value in both))
    monkeypatch.setattr(schema, "load_shape_quads", lambda: more)
    engines.clear_shape_caches()
    try:
        assert engines.choose_engine()[0] is ShaclEngine.PYSHACL
        report = validate.validate([str(profile_cases.ROOT / "examples/complete.ttl")], open_day(DAY))
    finally:
        monkeypatch.undo()
        engines.clear_shape_caches()
    assert report.notes == [f"the shapes were checked by pyshacl: <{shape.value}>: {SH}sparql is not of SHACL Core"]


def test_only_some_shapes_compare_values():
    parts = [
        {check.shape for check in engines._compile_checks(part, False)}
        for part in (ShapeSelection.COMPARING, ShapeSelection.NOT_COMPARING)
    ]
    assert parts[0] - parts[1] == {NamedNode(one.iri) for one in schema.load_shapes().values() if one.is_comparison}
