"""Test that findings with one cause stand together, and that no finding is lost or told twice."""

import json
import re
from collections import Counter

import pytest
from junitparser import JUnitXml

from actgraph.graph.day import open_day
from actgraph.validation.findings import format_finding
from actgraph.validation.report_writers import REPORT_WRITERS, flatten_report
from actgraph.validation.urgency import URGENCIES
from actgraph.validation.validate import validate
from tests.conftest import ROOT

DAY = "2026-11-28"
PROFILES = [*sorted((ROOT / "tests/cases/planted").glob("*.ttl")), *sorted((ROOT / "examples").glob("*.t*"))]
COMPLETE = (ROOT / "examples/complete.ttl").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def report():
    return validate([str(path) for path in PROFILES], open_day(DAY))


def check_text(tmp_path, text):
    path = tmp_path / "profile.ttl"
    path.write_text(text, encoding="utf-8")
    return validate([str(path)], open_day(DAY))


def test_flat_list_has_same_findings(report):
    flat = flatten_report(report)
    assert Counter(map(format_finding, flat.findings)) == Counter(map(format_finding, report.findings))
    told = REPORT_WRITERS["text"](flat)
    assert [one for one in flat.findings if format_finding(one) not in told] == []


def test_each_group_has_company_in_its_profile(report):
    members = Counter((one.profile, one.group) for one in report.findings if one.group)
    assert set(members) == {(one.profile, one.id) for one in report.groups}
    assert min(members.values()) > 1


def test_gravest_stands_first(report):
    for findings in report.group_by_profile().values():
        ranks = [URGENCIES.index(one.urgency) for one in findings]
        assert ranks == sorted(ranks)
        days = [one.since for one in findings if one.urgency == "overdue" and one.since]
        assert days == sorted(days)


def test_sarif_and_junit_have_one_result_per_finding_with_group(report):
    (run,) = json.loads(REPORT_WRITERS["sarif"](report))["runs"]
    expected = Counter(one.group for one in report.findings)
    assert Counter(one["properties"]["group"] for one in run["results"]) == expected
    assert len(run["properties"]["groups"]) == len(report.groups)
    failed = [case for suite in JUnitXml.fromstring(REPORT_WRITERS["junit"](report)) for case in suite if case.result]
    causes = [re.findall(r"^    cause: .* \((.*)\)$", case.result[0].text, re.MULTILINE) for case in failed]
    assert Counter(one[0] if one else "" for one in causes) == expected


def test_wrong_prefix_is_one_cause(tmp_path):
    found = check_text(tmp_path, COMPLETE.replace("actgraph/ns/>", "actgraph/vocabulary/>"))
    assert len(found.findings) > 100
    (group,) = found.groups
    assert {one.group for one in found.findings} == {group.id}
    assert "@prefix ag: <https://w3id.org/actgraph/ns/>" in group.todo


def test_prefix_of_another_site_is_named(tmp_path):
    found = check_text(tmp_path, COMPLETE.replace("https://w3id.org/actgraph/ns/>", "https://example.org/ns/>"))
    assert "https://example.org/ns/Model" in found.findings[0].todo


def test_form_that_is_not_filled_in_is_one_cause(tmp_path):
    without = re.sub(r"  cop:mdf\.itm_\d+ .* ;\n", "", COMPLETE)
    found = check_text(tmp_path, without)
    groups = {one.group for one in found.findings if "mdf.itm_" in one.source}
    assert len(groups) == 2  # the documentation for authorities, and that for downstream providers
    assert "" not in groups


def test_statement_that_cannot_be_read_is_one_cause(tmp_path):
    without = re.sub(r"ag:(ownCompute|highImpactCapabilities) [^;]+;", "", COMPLETE)
    found = check_text(tmp_path, without.replace("ag:cumulativeCompute 3.4e25", 'ag:cumulativeCompute "much"'))
    first, *rest = found.findings
    assert first.urgency == "unreadable"
    assert first.group
    assert [one.group for one in rest if one.value == "much"] == [first.group]


PREFIXES = {  # what is declared → words of the message, and of the remedy
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "dcterms": "http://purl.org/dc/elements/1.1/",
    "foaf": "http://xmlns.com/foaf/0.1#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema/",
}


@pytest.mark.parametrize("name", PREFIXES)
def test_prefix_of_another_namespace_is_one_cause_at_its_line(tmp_path, name):
    declared = re.search(rf"@prefix {name}: <(.*?)>", COMPLETE)
    found = check_text(tmp_path, COMPLETE.replace(declared[0], f"@prefix {name}: <{PREFIXES[name]}>"))
    (group,) = [one for one in found.groups if one.message.startswith(f"The prefix {name}: stands for")]
    assert PREFIXES[name] in group.message
    assert group.todo == f"Correct the prefix: @prefix {name}: <{declared[1]}> ."
    assert group.line == COMPLETE[: declared.start()].count("\n") + 1
    members = [one for one in found.findings if one.group == group.id]
    assert all(f"Correct the prefix {name}: on line {group.line}." in one.todo for one in members)


def test_wrong_prefix_of_ours_is_told_at_its_line(tmp_path):
    found = check_text(tmp_path, COMPLETE.replace("actgraph/ns/>", "actgraph/ns#>"))
    line = next(number for number, text in enumerate(COMPLETE.splitlines(), 1) if "actgraph/ns/>" in text)
    assert [one.line for one in found.groups] == [line]
    assert f"profile.ttl:{line}: cannot be read: There is no namespace" in REPORT_WRITERS["text"](found)


@pytest.mark.parametrize(("right", "wrong"), [("ag:Provider", "ag:provider"), ("ag:Model", "ag:Modell")])
def test_misspelt_class_is_one_cause_and_gets_class(tmp_path, right, wrong):
    text = (ROOT / "examples/startup.ttl").read_text(encoding="utf-8")
    found = check_text(tmp_path, text.replace(f" a {right} ;", f" a {wrong} ;"))
    unread = [one for one in found.findings if one.urgency == "unreadable"]
    assert len({one.group for one in unread}) == 1
    assert [one.todo for one in found.groups if one.id == unread[0].group] == [f"Did you mean {right}?"]
    assert not any("exa:" in one.todo for one in unread)
    lines = [number for number, one in enumerate(text.splitlines(), 1) if f" a {right} ;" in one]
    assert f"profile.ttl:{lines[0]}: cannot be read: There is no class" in REPORT_WRITERS["text"](found)


def test_chapter_is_found_by_its_title(tmp_path):
    text = (ROOT / "examples/startup.ttl").read_text(encoding="utf-8")
    found = check_text(tmp_path, re.sub(r"ag:declined [^;]*;", "ag:declined cop:transparency , cop:copyright ;", text))
    todo = {one.value.rpartition("/")[2]: one.todo for one in found.findings if one.shape.endswith("Vocabulary-node")}
    assert todo == {"transparency": "Did you mean cop:tra?", "copyright": "Did you mean cop:cpy?"}
