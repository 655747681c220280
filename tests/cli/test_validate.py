"""Test `actgraph validate`: findings, lines, formats, exit codes, no traceback."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Triple, serialize
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef

from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.graph.day import open_day
from actgraph.profile import profile
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import validate
from actgraph.validation.findings import SCOPE
from actgraph.validation.findings_builder import FindingsBuilder
from tests.conftest import FORMATS, ROOT
from tests.support import profile_cases

DAY = "2026-11-24"
SH = Namespace("http://www.w3.org/ns/shacl#")
HEADS = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
COMPLETE = str(ROOT / "examples/complete.ttl")

# A provider in a third country with a systemic-risk model on the market that fulfils no duty.
SILENT = """
exa:mute a ag:Provider ; rdfs:label "Mute Inc. (invented)" ; ag:establishment "US" .
exa:mute.model a ag:Model ; rdfs:label "Mute 1 (invented)" ;
  ag:developedBy exa:mute ; ag:marketedBy exa:mute ;
  ag:modalityIn ag:text ; ag:modalityOut ag:text ;
  ag:ownCompute 2.0e25 ; ag:cumulativeCompute 2.0e25 ;
  ag:significantGenerality true ; ag:wideRangeOfTasks true ;
  ag:conditionMetOn "2025-12-01"^^xsd:date ;
  ag:isMonetised true ;
  ag:madeAvailable exa:mute.model.api .
exa:mute.model.api a ag:MakingAvailable ; ag:by exa:mute ; ag:channel ag:applicationInterface ;
  ag:onUnionMarket true ; ag:date "2026-03-02"^^xsd:date .
"""

DUTIES = {
    "act:art_52.par_1": "Owes_52.1-evidence",
    "act:art_53.par_1.pnt_a": "Owes_53.1.a-evidence",
    "act:art_53.par_1.pnt_b": "Owes_53.1.b-evidence",
    "act:art_53.par_1.pnt_c": "Owes_53.1.c-evidence",
    "act:art_53.par_1.pnt_d": "Owes_53.1.d-evidence",
    "act:art_53.par_3": "Owes_53.3-evidence",
    "act:art_53.par_4": "Owes_53.4-evidence",
    "act:art_54.par_1": "Owes_54.1-evidence",
    "act:art_54.par_2": "Owes_54.2-evidence",
    "act:art_54.par_3.pnt_a": "Owes_54.3-3-point-a",
    "act:art_54.par_3.pnt_b": "Owes_54.3-3-point-b",
    "act:art_54.par_3.pnt_c": "Owes_54.3-3-point-c",
    "act:art_54.par_3.pnt_d": "Owes_54.3-3-point-d",
    "act:art_54.par_4": "Owes_54.4-evidence",
    "act:art_55.par_1.pnt_a": "Owes_55.1.a-evidence",
    "act:art_55.par_1.pnt_b": "Owes_55.1.b-evidence",
    "act:art_55.par_1.pnt_c": "Owes_55.1.c-evidence",
    "act:art_55.par_1.pnt_d": "Owes_55.1.d-evidence",
    "act:art_55.par_2": "Owes_55.2-evidence",
}


def _run_process(*args, cwd=ROOT, data=None):
    """Run a command in a new process, where logs and warnings are visible."""
    code = "from actgraph.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "validate", *args], cwd=cwd, input=data, capture_output=True, check=False
    )


def _write_profile(folder, body, name="model.ttl"):
    path = folder / name
    path.write_bytes(body if isinstance(body, bytes) else (HEADS + body).encode())
    return path


def _find_line(path, words):
    """Return the line, from 1, that contains a text."""
    return next(number for number, line in enumerate(path.read_text().splitlines(), 1) if words in line)


def _get_findings(run, *args):
    code, out, _ = run("validate", *args, "--on", DAY, "-f", "json")
    return code, json.loads(out)["findings"]


# ---- Expected findings


def test_empty_provider_has_finding_for_every_duty(tmp_path, run):
    code, found = _get_findings(run, str(_write_profile(tmp_path, SILENT)))
    duties = [one for one in found if "/Owes_" in one["shape"]]
    assert {shorten_iri(one["source"]): shorten_iri(one["shape"]).removeprefix("shp:") for one in duties} == DUTIES
    assert len(duties) == len(DUTIES)
    assert {one["severity"] for one in duties if one["source"] != expand_curie("act:art_53.par_3")} == {"violation"}
    assert {one["node"] for one in duties} == {expand_curie("exa:mute.model")}
    assert code == 1


def test_each_duty_of_the_vocabulary_has_a_shape():
    rows = open_day(DAY).select_rows(f"SELECT DISTINCT ?class {{ ?duty <{expand_curie('ag:dutyClass')}> ?class }}")
    classes = {shorten_iri(row["class"]).removeprefix("ag:") for row in rows}
    shapes = Graph().parse(ROOT / "shapes/duties.ttl")
    found = {str(one).rpartition("/")[2] for one in shapes.objects(None, SH.targetClass)}
    assert found == (classes - {"Owes_52.1"}) | {"PastNotificationTime"}
    assert len(classes) == 16


def test_no_missing_duty_before_application_date(tmp_path, run):
    path = str(_write_profile(tmp_path, SILENT))
    _, out, _ = run("validate", path, "--on", "2025-08-01", "-f", "json")
    assert [one for one in json.loads(out)["findings"] if "/Owes_" in one["shape"]] == []


def test_unknown_fact_does_not_pass(tmp_path, run):
    body = SILENT.replace("ag:ownCompute 2.0e25 ; ag:cumulativeCompute 2.0e25 ;", "")
    code, found = _get_findings(run, str(_write_profile(tmp_path, body)))
    assert "What is the cumulative training compute" in " ".join(one["message"] for one in found)
    assert code == 1


# ---- Bad input


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"@prefix ag: <urn:x> .\n<urn:m> a ag:Model ;;; .\n<urn:m> ag:x .\n", 3),
        (b"", 1),
        ('@prefix ag: <urn:x> .\n<urn:m> ag:x "M\u00fcnchen" .\n'.encode("latin-1"), 2),
        (b"# a\n" + b"# 123456\n" * 1_200_000, 1_111_112),
    ],
    ids=["broken", "empty", "latin-1", "large"],
)
def test_unreadable_profile_exits_2_with_line(body, line, tmp_path):
    path = _write_profile(tmp_path, body)
    done = _run_process(str(path))
    told = done.stderr.decode()
    assert done.returncode == 2, told
    assert f"{path}:{line}: " in told
    assert (done.stdout, told.count("actgraph: ")) == (b"", 1)
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("old", "new", "shape", "says"),
    [
        ("2.0e25 ; ag:cum", '"a lot" ; ag:cum', "Model-ownCompute", "a lot"),
        ('"2025-12-01"^^xsd:date', '"2026-02-30"^^xsd:date', "Model-conditionMetOn", "2026-02-30"),
        ('"2026-03-02"^^xsd:date', '"2026-02-30"^^xsd:date', "MakingAvailable-date", "2026-02-30"),
        ("ag:isMonetised true", 'ag:isMonetised "maybe"^^xsd:boolean', "Model-isMonetised", "maybe"),
        ("ag:isMonetised true", "ag:isMonetized true", "Vocabulary-property", "ag:isMonetised"),
        ("a ag:Model", "a ag:Modell", "Vocabulary-class", "ag:Model?"),
        ("a ag:Model ", "a exa:Model ", "Profile-model", "no model"),
        ("ag:modalityOut ag:text", "ag:modalityOut ag:txt", "Vocabulary-node", "ag:text"),
    ],
)
def test_only_real_profile_errors_are_found(old, new, shape, says, tmp_path):
    assert old in SILENT
    path = _write_profile(tmp_path, SILENT.replace(old, new))
    done = _run_process(str(path), "--on", DAY, "-f", "json")
    found = {shorten_iri(one["shape"]).removeprefix("shp:"): one for one in json.loads(done.stdout)["findings"]}
    assert done.returncode == 1
    assert says in f"{found[shape]['message']} {found[shape]['value']} {found[shape]['todo']}"
    assert re.fullmatch(r"as of 24 Nov 2026 · [^\n]+\n", done.stderr.decode()), done.stderr.decode()


def test_profile_without_known_terms_does_not_pass(tmp_path, run):
    code, found = _get_findings(run, str(_write_profile(tmp_path, "<urn:a> <urn:b> <urn:c> .")))
    assert code == 1
    assert {shorten_iri(one["shape"]) for one in found} == {"shp:Profile-model", "shp:Profile-provider"}
    assert {one["severity"] for one in found} == {"violation"}, "--fail-on violation would let it through"


def test_profile_cannot_change_law(tmp_path, run):
    """Statements about nodes of the graph are found, whatever follows from them."""
    body = SILENT + 'rdg:union ag:memberCountry "US" . rdg:obl_54.1 ag:dutyClass exa:None .'
    code, found = _get_findings(run, str(_write_profile(tmp_path, body)))
    nodes = {shorten_iri(one["node"]) for one in found if one["shape"].endswith("Vocabulary-subject")}
    assert (code, nodes) == (1, {"rdg:union", "rdg:obl_54.1"})


@pytest.mark.parametrize("term", ["ag:onDay", "ag:placedOn", "ag:covers", "ag:dutyStatus"])
def test_forbidden_statement_is_found(term, tmp_path, run):
    code, found = _get_findings(run, str(_write_profile(tmp_path, SILENT + f"exa:mute.model {term} exa:mute .")))
    assert code == 1
    assert {one["property"] for one in found if "/Vocabulary-" in one["shape"]} == {expand_curie(term)}


_LEGACY = ('"2026-03-02"^^xsd:date', '"2025-08-01"^^xsd:date')
_NEVER = ('  ag:conditionMetOn "2025-12-01"^^xsd:date ;\n', "")
_LATE = ('"2025-12-01"^^xsd:date', '"2027-07-25"^^xsd:date')


@pytest.mark.parametrize(
    ("changes", "day", "found"),
    [
        ([], "2025-11-30", None),
        ([], "2025-12-01", ("info", "2025-12-29")),
        ([], "2025-12-29", ("info", "2025-12-29")),
        ([], "2025-12-30", ("violation", None)),
        ([_NEVER], "2026-03-01", None),
        ([_NEVER], "2026-03-30", ("info", "2026-03-30")),
        ([_NEVER], "2026-03-31", ("violation", None)),
        ([_LEGACY], "2027-08-01", None),
        ([_LEGACY], "2027-08-02", ("info", "2027-08-02")),
        ([_LEGACY], "2027-08-03", ("violation", None)),
        ([_LEGACY, _NEVER], "2027-08-02", ("info", "2027-08-02")),
        ([_LEGACY, _NEVER], "2027-08-03", ("violation", None)),
        ([_LEGACY, _LATE], "2027-08-22", ("info", "2027-08-22")),
        ([_LEGACY, _LATE], "2027-08-23", ("violation", None)),
    ],
)
def test_notification_is_not_missing_before_deadline(changes, day, found, tmp_path, run):
    body = SILENT
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    _, out, _ = run("validate", str(_write_profile(tmp_path, body)), "--on", day, "-f", "json")
    told = [
        one
        for one in json.loads(out)["findings"]
        if shorten_iri(one["shape"]) in ("shp:Owes_52.1-evidence", "shp:Owes_52.1-notification-awaited")
    ]
    assert [(one["severity"], one["value"]) for one in told] == ([] if found is None else [found])


# ---- Several profiles


def test_unreadable_profile_does_not_stop_others(tmp_path, run):
    broken, silent = _write_profile(tmp_path, b"<urn:m> a", "broken.ttl"), _write_profile(tmp_path, SILENT)
    code, out, err = run("validate", COMPLETE, str(broken), str(silent), "--on", DAY)
    assert code == 2
    assert f"{broken}:1" in err
    assert str(silent) in out
    assert "in 1 of 2 profiles" in out


def test_report_lists_unchecked_profiles(tmp_path, run):
    broken = _write_profile(tmp_path, b"<urn:m> a", "broken.ttl")
    _, out, _ = run("validate", COMPLETE, str(broken), "--on", DAY, "-f", "markdown")
    assert "not checked" in out


def test_profiles_are_checked_independently(tmp_path, run):
    """A provider in one file is not the provider of a model in another."""
    provider, model = SILENT.strip().split("\n", 1)
    first, second = _write_profile(tmp_path, provider, "a.ttl"), _write_profile(tmp_path, model, "b.ttl")
    _, found = _get_findings(run, str(first), str(second))
    shapes = {(one["profile"], shorten_iri(one["shape"])) for one in found}
    assert {(str(first), "shp:Profile-model"), (str(second), "shp:Profile-provider")} <= shapes


# ---- The command


def test_clean_profile_exits_0_without_compliance_claim(run):
    code, out, err = run("validate", COMPLETE, "--on", DAY)
    assert code == 0
    assert "nothing found: that is no proof of compliance" in out
    assert out.splitlines()[-2:] == [SCOPE, "as of 24 Nov 2026 · Act as amended 27 July 2026"]
    assert err == ""


@pytest.mark.parametrize(("fail_on", "code"), [("violation", 1), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on(fail_on, code, tmp_path, run):
    assert run("validate", str(_write_profile(tmp_path, SILENT)), "--on", DAY, "--fail-on", fail_on)[0] == code


def test_a_profile_from_standard_input():
    data = (ROOT / "examples/complete.ttl").read_bytes()
    done = _run_process("-", "--from", "ttl", "--on", DAY, data=data)
    assert (done.returncode, b"standard input: nothing found" in done.stdout) == (0, True)


def test_conversions_are_reported(tmp_path, run):
    code, _, err = run(
        "validate", str(_write_profile(tmp_path, SILENT.replace("2.0e25", str(2 * 10**25)))), "--on", DAY
    )
    assert code == 1
    assert "is read as" in err


def test_text_report_does_not_mention_shacl(tmp_path, run):
    _, out, _ = run("validate", str(_write_profile(tmp_path, SILENT)), "--on", DAY)
    assert "sh:" not in out
    assert "hape" not in out


# ---- Lines


def test_finding_has_line_of_wrong_statement(tmp_path, run):
    path = _write_profile(tmp_path, SILENT.replace('"US"', '"USA"'))
    found = [one for one in _get_findings(run, str(path))[1] if one["value"] == "USA"]
    assert [one["line"] for one in found] == [_find_line(path, '"USA"')] * 2  # it is wrong, and duties hang on it


def test_missing_value_has_first_line_of_node(tmp_path, run):
    path = _write_profile(tmp_path, SILENT)
    found = [one for one in _get_findings(run, str(path))[1] if "/Owes_" in one["shape"]]
    assert {one["line"] for one in found} == {_find_line(path, "exa:mute.model a ag:Model")}


def test_duplicate_value_has_line_of_second(tmp_path, run):
    path = _write_profile(tmp_path, SILENT + "exa:mute.model ag:ownCompute 1.0e25 .")
    (found,) = [one for one in _get_findings(run, str(path))[1] if one["shape"].endswith("Model-ownCompute")]
    assert found["line"] == _find_line(path, "1.0e25")


def test_undescribed_node_has_line_that_names_it(tmp_path, run):
    path = _write_profile(tmp_path, SILENT + "exa:mute.model ag:trainingSummary\n exa:nothing .")
    found = [one for one in _get_findings(run, str(path))[1] if one["node"] == expand_curie("exa:nothing")]
    assert {one["line"] for one in found} == {_find_line(path, "exa:nothing")}


def test_derived_finding_has_line_of_premise(tmp_path, run):
    text = (
        Path(COMPLETE).read_text(encoding="utf-8").replace('ag:appointedOn "2026-01-12"', 'ag:appointedOn "2026-02-03"')
    )
    path = _write_profile(tmp_path, text.encode())
    (found,) = _get_findings(run, str(path))[1]
    assert found["line"] == _find_line(path, "ag:appointedOn")


def test_blank_node_is_shown_by_number(tmp_path, run):
    path = _write_profile(tmp_path, SILENT + "exa:mute.model ag:licence [ a ag:Licence ] .")
    (found,) = [one for one in _get_findings(run, str(path))[1] if one["shape"].endswith("Licence-title")]
    assert (found["node"], found["line"]) == ("_:b1", _find_line(path, "ag:licence"))


def test_finding_has_source_citation_and_page(tmp_path):
    report = validate.validate([str(_write_profile(tmp_path, SILENT))], open_day(DAY))
    labels = {one.source: one.source_label for one in report.findings}
    assert labels[expand_curie("act:art_53.par_1.pnt_d")] == "Article 53(1)(d)"
    assert set(report.pages) == set(labels)


def test_finding_names_all_its_provisions(tmp_path, run):
    """The date is that of one provision; for a model from before 2 August 2025, that of another."""
    body = (
        SILENT
        + """exa:mute.model ag:representative exa:envoy .
        exa:envoy a ag:Representative ; ag:appointedOn "2028-01-03"^^xsd:date ."""
    )
    path = str(_write_profile(tmp_path, body))
    (found,) = [one for one in _get_findings(run, path)[1] if one["shape"].endswith("Representative-before-placing")]
    assert found["source"].split() == [expand_curie("act:art_54.par_1"), expand_curie("act:art_111.par_3")]
    assert "    by Article 54(1); Article 111(3)\n" in run("validate", path)[1]
    report = Graph().parse(data=run("validate", path, "-f", "ttl")[1], format="turtle")
    (result,) = report.subjects(SH.sourceShape, URIRef(found["shape"]))
    assert {str(one) for one in report.objects(result, DCTERMS.source)} == set(found["source"].split())
    sarif = json.loads(run("validate", path, "-f", "sarif")[1])
    rules = {rule["id"]: rule["helpUri"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]}
    assert rules["shp:Representative-before-placing"].startswith("http")
    assert " " not in rules["shp:Representative-before-placing"]


# ---- SHACL report


def test_shacl_report_has_all_findings(tmp_path, run):
    path = str(_write_profile(tmp_path, SILENT.replace("ag:modalityOut ag:text", "ag:modalityOut ag:image , ag:txt")))
    _, out, _ = run("validate", path, "--on", DAY, "-f", "ttl")
    report = Graph().parse(data=out, format="turtle")
    (node,) = report.subjects(RDF.type, SH.ValidationReport)
    results = list(report.objects(node, SH.result))
    _, found = _get_findings(run, path)
    assert len(results) == len(found)
    assert report.value(node, SH.conforms).toPython() is False
    for result in results:
        for wanted in (SH.focusNode, SH.resultSeverity, SH.sourceShape, SH.sourceConstraintComponent, DCTERMS.source):
            assert isinstance(report.value(result, wanted), URIRef), wanted


def test_sequence_path_is_written_as_shacl_list(tmp_path, run):
    _, out, _ = run("validate", str(_write_profile(tmp_path, SILENT)), "--on", DAY, "-f", "ttl")
    assert "sh:resultPath ( ag:representative ag:canPerform )" in out


def test_clean_profile_report_conforms(run):
    _, out, _ = run("validate", COMPLETE, "--on", DAY, "-f", "ttl")
    (conforms,) = Graph().parse(data=out, format="turtle").objects(None, SH.conforms)
    assert conforms.toPython() is True


@pytest.mark.parametrize("form", ["text", "json", "markdown", "sarif", "junit", "ttl"])
def test_every_format_is_written(form, tmp_path, run):
    code, out, _ = run("validate", str(_write_profile(tmp_path, SILENT)), "--on", DAY, "-f", form)
    assert code == 1
    assert "Article 53(1)(d)" in out or "act:art_53.par_1.pnt_d" in out or "art_53.par_1.pnt_d" in out


def test_json_keys_are_documented(tmp_path, run):
    (row,) = re.findall(r"^\| `validate` \| (.*) \|$", (ROOT / "docs/json.md").read_text(), re.MULTILINE)
    _, found = _get_findings(run, str(_write_profile(tmp_path, SILENT)))
    keys = re.findall(r"`(\w+)`", row)
    assert keys[keys.index("findings") + 1 :] == list(found[0])


# ---- All formats


def _validate_serialized(facts, form):
    """Return the findings of statements serialized and parsed again, without lines."""
    text = serialize(facts, format=FORMATS[form])
    read = profile.parse_profile(text, "model", form)
    derived = DerivedProfile(read.triples, open_day(DAY))
    told = FindingsBuilder(open_day(DAY))
    told.add_results(read, derived, validate.validate_derived(derived))
    findings = told.build_report([]).findings
    return {(one.node, one.property, one.value, one.shape, one.message, one.source) for one in findings}


WRONG = profile.parse_profile(
    (HEADS + SILENT.replace("true ; ag:wide", '"yes" ; ag:wide').replace("2025-12-01", "2025-12-32")).encode(),
    "m",
    "ttl",
)


@pytest.mark.parametrize("form", FORMATS)
def test_findings_agree_across_formats(form):
    facts = [quad.triple for quad in WRONG.quads]
    assert _validate_serialized(facts, form) == _validate_serialized(facts, "nt") != set()


@pytest.mark.slow
@settings(max_examples=12, derandomize=True)
@given(st.data())
def test_findings_agree_for_partial_profiles(data):
    facts = profile_cases.read_complete_example()
    gone = data.draw(st.sets(st.sampled_from(facts), min_size=1, max_size=40))
    left = [Triple(*fact) for fact in facts if fact not in gone]
    first, *others = [_validate_serialized(left, form) for form in FORMATS]
    assert all(other == first for other in others)
