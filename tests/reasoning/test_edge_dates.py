"""Test that no day is a fault of ours: the first and the last that there is, and what is none, in each property."""

import pytest

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.graph.day import open_day
from actgraph.law.diagrams.time_axis import draw_time_axis
from actgraph.law.diagrams.timeline import draw_timeline
from actgraph.law.timeline import Timeline
from actgraph.profile import profile, schema
from actgraph.reasoning.assess import assess_models
from actgraph.reasoning.assess_text import describe_refused_triples, format_assessment
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation.report_writers import format_text_report
from actgraph.validation.validate import validate

DATE = load_prefixes()["xsd"] + "date"
HEADS = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
READABLE = ["0001-01-01", "0001-01-01+14:00", "9999-12-31", "9999-12-31-14:00", "2024-02-29"]
UNREADABLE = ["10000-01-01", "-0001-01-01", "0000-00-00", "2026-02-30", "1000-02", "2999-12", "9999", "soon", ""]
PATHS = sorted(path for path, kind in schema.load_property_datatypes().items() if kind == DATE)
NODES = """<urn:m> a ag:Model ; ag:developedBy <urn:p> ; ag:madeAvailable <urn:a> ; ag:designation <urn:d> ;
  ag:contestation <urn:c> ; ag:significantGenerality true ; ag:wideRangeOfTasks true ; ag:cumulativeCompute 3.0e25 .
<urn:p> a ag:Provider ; ag:establishment "US" ; ag:representative <urn:r> ; ag:signed cop:tra .
<urn:a> a ag:MakingAvailable ; ag:onUnionMarket true .
<urn:r> a ag:Representative . <urn:d> a ag:Designation . <urn:c> a ag:Contestation .
<urn:s> a ag:System ; ag:providedBy <urn:p> ; ag:generates ag:text .
"""


def _write_profile(path, days):
    values = " , ".join(f'"{day}"^^xsd:date' for day in days)
    stated = "".join(f"<urn:{node}> {shorten_iri(path)} {values} .\n" for node in "mpardcs")
    return profile.parse_profile((HEADS + NODES + stated).encode(), "days.ttl", "ttl")


def test_vocabulary_has_days():
    assert {"ag:releasedOn", "ag:date", "ag:conditionMetOn", "ag:putIntoServiceOn"} <= set(map(shorten_iri, PATHS))


@pytest.mark.parametrize("path", PATHS, ids=shorten_iri)
def test_assess_and_validate_end_well_with_each_day(path):
    for one in UNREADABLE:
        _assess_and_validate(path, ["0001-01-01", "9999-12-31", one], "2026-11-28")
    for one in READABLE:
        _assess_and_validate(path, [one], "2026-11-28")


@pytest.mark.parametrize("today", ["2024-08-01", "9999-12-31"])
def test_assess_and_validate_end_well_on_each_day(today):
    for path in PATHS:
        _assess_and_validate(path, ["9999-12-31", "soon"], today)


def _assess_and_validate(path, days, today):
    given, day = _write_profile(path, days), open_day(today)
    derived = DerivedProfile(given.triples, day)
    describe_refused_triples(given, derived)
    assert format_assessment(day, assess_models(derived)), days
    assert format_text_report(validate([given], day)), days


def test_timeline_is_drawn_on_the_last_day():
    day = open_day("9999-12-31")
    for draw in (draw_timeline, draw_time_axis):
        assert draw(day, Timeline("All dates", [], [])).startswith("<svg ")
