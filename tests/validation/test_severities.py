"""Test that the severity of a shape follows from its legal source."""

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from actgraph.core.prefixes import expand_curie
from actgraph.profile.schema import load_shapes
from tests.conftest import ROOT
from tests.support.expected_severity import ADVICE_SHAPES, LISTED_SHAPES, get_expected_severity
from tests.support.looping import each


@each("iri", load_shapes())
def test_shape_severity_follows_source(iri):
    expected = get_expected_severity(load_shapes()[iri])
    assert load_shapes()[iri].severity == expected, "an exception is listed in tests/support/expected_severity.py"


@pytest.mark.parametrize(
    ("sources", "severity"),
    [
        (["act:rct_111"], "info"),
        (["act:rct_111", "gdl:5045.par_121"], "info"),
        (["act:rct_111", "act:art_51.par_2"], "violation"),
        (["act:rct_111", "cop:tra.com_1"], "warning"),
        (["tcs:ntc_32"], "violation"),
    ],
)
def test_recitals_and_guidelines_are_not_binding(sources, severity):
    shape = next(iter(load_shapes().values()))._replace(iri="urn:shape", sources=tuple(map(expand_curie, sources)))
    assert get_expected_severity(shape) == severity


def test_open_findings_are_of_statements_and_of_listed_shapes():
    about_statements = {
        quad.subject.value
        for name in ("profile.ttl", "systems-profile.ttl", "answers.ttl", "vocabulary.ttl")
        for quad in parse(path=ROOT / "shapes" / name, format=RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode)
    }
    about_statements.discard(expand_curie("shp:Evidence-unfinished"))
    listed = {expand_curie(f"shp:{name}") for name in LISTED_SHAPES - ADVICE_SHAPES}
    readable = {
        expand_curie(f"shp:Representative-{name}") for name in ("establishment", "appointedOn", "canPerform", "type")
    }
    expected = {iri for iri in load_shapes() if iri in about_statements | listed | readable}
    assert {iri for iri, shape in load_shapes().items() if shape.leaves_open} == expected


def test_listed_exceptions_are_shapes():
    assert [name for name in LISTED_SHAPES if expand_curie(f"shp:{name}") not in load_shapes()] == []
