"""Test the assessment of duties: typical cases, dates of designation, and the command's output."""

import json

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.core.prefixes import shorten_iri as prefixed
from actgraph.graph.day import open_day
from actgraph.reasoning import assess_text, upcoming
from actgraph.reasoning.assess import assess_models
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import vocabulary_checks
from tests.conftest import ROOT

HEADS = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
DAY = "2026-11-24"
ARTICLE_52_TO_55 = [
    *("Article 52(1)", "Article 53(1)(a)", "Article 53(1)(b)", "Article 53(1)(c)", "Article 53(1)(d)", "Article 53(3)"),
    *("Article 53(4)", "Article 54(1)", "Article 54(2)", "Article 54(3)", "Article 54(4)"),
    *("Article 55(1)(a)", "Article 55(1)(b)", "Article 55(1)(c)", "Article 55(1)(d)", "Article 55(2)"),
]

MODEL = """
exa:p a ag:Provider ; ag:establishment "US" .
exa:m a ag:Model ; ag:developedBy exa:p ; ag:marketedBy exa:p ; ag:modalityIn ag:text ; ag:modalityOut ag:text ;
  ag:madeAvailable exa:m.api .
exa:m.api a ag:MakingAvailable ; ag:channel ag:applicationInterface ; ag:onUnionMarket true ;
  ag:date "2025-09-01"^^xsd:date .
"""
OPEN = """
exa:m ag:licence exa:l ; ag:isMonetised false ;
  ag:publishes ag:weights , ag:architectureInformation , ag:usageInformation .
exa:l a ag:Licence ; ag:hasTerm ag:attribution ;
  ag:permits ag:access , ag:usage , ag:modification , ag:distribution .
"""
SMALL = "exa:m ag:ownCompute 5.0e24 ; ag:cumulativeCompute 5.0e24 ."
LARGE = "exa:m ag:ownCompute 2.0e25 ; ag:cumulativeCompute 2.0e25 ."


def _derive(text, day=DAY):
    quads = parse(HEADS + text, format=RdfFormat.TURTLE)
    return DerivedProfile((Triple(quad.subject, quad.predicate, quad.object) for quad in quads), open_day(day))


def _assess_model(text, day=DAY):
    return assess_models(_derive(text, day))[0]


def _get_statuses(text, day=DAY):
    return {duty.provision.label: duty.status for duty in _assess_model(text, day).duties}


def _is_instance(text, name, day=DAY):
    return _derive(text, day).has_triple(NamedNode(expand_curie("exa:m")), "rdf:type", NamedNode(expand_curie(name)))


def test_threshold_itself_presumes_no_systemic_risk():
    text = MODEL + "exa:m ag:ownCompute 1.0e25 ; ag:cumulativeCompute 1.0e25 ."
    assert _is_instance(text, "ag:NotPresumedModel")
    assert not _is_instance(text, "ag:ModelWithSystemicRisk")


def test_systemic_risk_is_presumed_above_threshold():
    text = MODEL + "exa:m ag:ownCompute 1.0e25 ; ag:cumulativeCompute 1.1e25 ."
    assert _is_instance(text, "ag:ModelWithSystemicRisk")
    assert not _is_instance(text, "ag:NotPresumedModel")


def test_missing_compute_makes_systemic_risk_unknown():
    found = _assess_model(MODEL + "exa:m ag:significantGenerality true ; ag:wideRangeOfTasks true .")
    duty = {duty.provision.label: duty for duty in found.duties}["Article 55(1)(a)"]
    assert duty.status == "unknown"
    assert "rdg:qst_training-compute" in {
        question.iri.replace(load_prefixes()["rdg"], "rdg:") for question in duty.questions
    }


def test_open_model_is_exempt():
    found = _get_statuses(MODEL + OPEN + SMALL)
    assert [found[one] for one in ("Article 53(1)(a)", "Article 53(1)(b)", "Article 54(1)")] == ["exempt"] * 3
    assert [found[one] for one in ("Article 53(1)(c)", "Article 53(1)(d)", "Article 53(3)")] == ["applies"] * 3


def test_licence_with_size_limit_is_not_open():
    text = MODEL + OPEN + SMALL + "exa:l ag:hasTerm ag:userScaleLimit ."
    assert _is_instance(text, "ag:NotOpenSourceRelease")
    assert not _is_instance(text, "ag:OpenSourceRelease")
    found = _get_statuses(text)
    assert [found[one] for one in ("Article 53(1)(a)", "Article 53(1)(b)", "Article 54(1)")] == ["applies"] * 3


@pytest.mark.parametrize(("country", "representative"), [("US", "applies"), ("DE", "does not apply")])
def test_open_model_with_systemic_risk_owes_all(country, representative):
    found = _get_statuses((MODEL + OPEN + LARGE).replace('"US"', f'"{country}"'))
    assert {status for label, status in found.items() if "54" not in label} == {"applies"}
    assert {status for label, status in found.items() if "54" in label} == {representative}


def test_partial_signatory_shows_rest_by_other_means():
    found = _assess_model(MODEL + LARGE + "exa:p ag:signed cop:sas .")
    routes = {duty.provision.label: [route.iri.rpartition("rte_")[2] for route in duty.routes] for duty in found.duties}
    assert [routes[f"Article 53(1)({point})"] for point in "abc"] == [["53.alternative"]] * 3
    assert [routes[f"Article 55(1)({point})"] for point in "abcd"] == [["55.code"]] * 4
    statuses = {duty.provision.label: duty.status for duty in found.duties}
    assert statuses["Article 53(1)(d)"] == statuses["Article 53(4)"] == "applies"
    assert statuses["Article 55(2)"] == "does not apply"
    assert "53.code" not in routes["Article 53(1)(d)"]


@pytest.mark.parametrize(
    ("placed", "legacy", "since"), [("2025-08-01", True, "2027-08-02"), ("2025-08-02", False, "2025-08-02")]
)
def test_legacy_model_has_transition_period(placed, legacy, since):
    text = (MODEL + SMALL).replace("2025-09-01", placed)
    assert _is_instance(text, "ag:LegacyModel") == legacy
    duty = {duty.provision.label: duty for duty in _assess_model(text).duties}["Article 53(1)(c)"]
    status = "comply by" if legacy else "applies"
    assert (duty.status, duty.since, duty.enforceable_from) == (status, since, max(since, "2026-08-02"))


def test_fine_tuner_owes_for_modification_only():
    text = (ROOT / "examples/finetune-above.ttl").read_text(encoding="utf-8")
    found = {duty.provision.label: duty for duty in _assess_model(text).duties}
    assert found["Article 53(1)(a)"].limited_to_modification
    assert not found["Article 53(3)"].limited_to_modification


@pytest.mark.parametrize("turnover", ["4.0e8", "5.0e8", "6.0e8"])
def test_fine_ceiling_is_higher_of_two(turnover):
    found = _assess_model(MODEL + SMALL + f"exa:p ag:turnover {turnover} ; ag:sizeClass ag:sme .")
    assert float(found.ceiling) == max(15e6, 0.03 * float(turnover))
    assert any("rlf_56.5" in relief for relief in found.reliefs), "the relief is in the Code and in Article 56(5)"


@pytest.mark.parametrize("turnovers", ["", "exa:p ag:turnover 1.0e9 , 2.0e9 .", 'exa:p ag:turnover "2.0e9" .'])
def test_fine_ceiling_has_no_amount_without_one_turnover(turnovers):
    found = _assess_model(MODEL + SMALL + turnovers)
    assert found.ceiling == ""
    line = " ".join(assess_text.describe_fines(open_day(DAY), found))
    assert line.count("EUR") == 1
    assert "or EUR 15 million, whichever is higher  (Article" in line


def test_duties_of_articles_52_to_55_are_in_order():
    assert [duty.provision.label for duty in _assess_model(MODEL).duties] == ARTICLE_52_TO_55


def test_proof_ends_in_stated_facts_or_law():
    steps = {duty.provision.label: duty for duty in _assess_model(MODEL + LARGE).duties}["Article 55(1)(a)"].proof
    for place, step in enumerate(steps):
        below = place + 1 < len(steps) and steps[place + 1].depth > step.depth
        closed = step.rule.rpartition("/")[2] in (
            "criterion-not-rebutted",
            "without-accepted-arguments",
            "beyond-research",
        )
        assert below or step.kind != "derived" or closed, step.words
        assert step.kind == "stated" or step.sources, step.words


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-07-01", "fines: cannot yet be imposed, only from 2026-08-02"),
        ("2026-08-03", "fines: can be imposed for intent or negligence, at most 3 %"),
        ("2026-08-03", "whichever is higher (by the turnover stated: EUR 60,000,000)"),
    ],
)
def test_date_from_which_fines_apply(run, day, told):
    code, out, _ = run("assess", "examples/complete.ttl", "--on", day)
    assert code == 0
    assert told in out


def test_legacy_model_has_no_fine_before_2027(run, tmp_path):
    profile = tmp_path / "legacy.ttl"
    profile.write_text(HEADS + (MODEL + SMALL).replace("2025-09-01", "2025-08-01"), encoding="utf-8")
    _, out, _ = run("assess", str(profile), "--on", "2026-08-03")
    assert "fines: can be imposed since 2026-08-02, for the duties as regards this model not before 2027-08-02" in out


def test_why_prints_one_proof(run):
    code, out, _ = run("assess", "examples/complete.ttl", "--why", "55(1)(a)", "--on", DAY)
    assert code == 0
    assert out.startswith("Article 55(1)(a), ")
    for part in ("Article 55(1)", "rule duty-of-systemic-risk-model", "Article 113, third subparagraph, point (b)"):
        assert part in out
    assert "stated: Aurora 2 (invented): high-impact capabilities: yes  (examples/complete.ttl:" in out


def test_why_of_unknown_duty_names_known(run):
    code, _, err = run("assess", "examples/complete.ttl", "--why", "Article 5")
    assert code == 2
    assert "Article 52(1)" in err


def test_json_lists_duties_with_iris(run):
    _, out, _ = run("assess", "examples/complete.ttl", "-f", "json", "--on", DAY)
    found = json.loads(out)
    assert [row["provisionLabel"] for row in found] == ARTICLE_52_TO_55
    assert found[1]["obligation"] == "https://w3id.org/actgraph/reading/obl_53.1.a"
    assert found[1]["measures"][0].startswith("https://w3id.org/actgraph/code-of-practice/tra.")


@pytest.mark.parametrize("form", ["csv", "tsv", "markdown"])
def test_other_formats_have_row_per_duty(run, form):
    _, out, _ = run("assess", "examples/complete.ttl", "-f", form, "--on", DAY)
    assert len(out.splitlines()) == 16 + (2 if form == "markdown" else 1)


def test_profile_without_model_cannot_be_assessed(run, tmp_path):
    profile = tmp_path / "none.ttl"
    profile.write_text(HEADS + 'exa:p a ag:Provider ; rdfs:label "P" .', encoding="utf-8")
    code, _, err = run("assess", str(profile))
    assert code == 2
    assert "describes no model" in err


def test_profile_new_writes_assessable_profile(run, tmp_path):
    file = tmp_path / "new.ttl"
    assert run("profile", "new", str(file))[0] == 0
    code, out, _ = run("assess", str(file))
    assert (code, "Unknown: no pass" in out) == (0, True)
    file.write_text("mine", encoding="utf-8")
    assert run("profile", "new", str(file))[0] == 2
    assert file.read_text(encoding="utf-8") == "mine"


def test_new_profile_has_every_property():
    files = [ROOT / f"ontology/core/{name}.ttl" for name in ("profile", "evidence")]
    section = "".join(path.read_text(encoding="utf-8") for path in files)
    start = (ROOT / "examples/start.ttl").read_text(encoding="utf-8")
    properties = [line.split()[0] for line in section.splitlines() if " a owl:" in line and "Property" in line]
    assert [one for one in properties if f"{one} " not in start] == [
        *("ag:memberCountry", "ag:eeaCountry", "ag:titlePattern", "ag:titleWord", "ag:addressPrefix"),
        *("ag:grants", "ag:refuses", "ag:imposes", "ag:mayImpose", "ag:evidenceFor"),
    ]


RESTATED = """
rdg:thr_51.2 ag:value 1.0e30 .
rdg:union ag:memberCountry "US" .
act:mls_2025-08-02.models.cut-off ag:date "2026-01-01"^^xsd:date .
<http://w3id.org/actgraph/reading/thr_51.2> ag:value 1.0e30 .
rul:assessment ag:onDay "2024-01-01"^^xsd:date .
exa:assessment a ag:Assessment ; ag:onDay "2024-01-01"^^xsd:date .
exa:way rdfs:subPropertyOf ag:evidence .
exa:way a owl:ObjectProperty .
ag:ownCompute ag:evidenceFor rdg:obl_53.1.a .
exa:exemption a ag:Exemption ; ag:exempts rdg:obl_53.1.a ; ag:condition ag:anyModel .
exa:list a ag:SignatoryList ; ag:provider exa:p ; ag:forChapter rdg:transparency .
exa:m a ag:NotGeneralPurposeModel .
exa:m a ag:NotPresumedModel , ag:OpenSourceRelease .
exa:m.duty_53.1.a ag:duty rdg:obl_53.1.a ; ag:dutyOf exa:m ; ag:dutyStatus ag:isExempt .
exa:m ag:isProvidedBy exa:q .
exa:m ag:placedOn "2020-01-01"^^xsd:date .
"""


@pytest.mark.parametrize("restated", RESTATED.strip().splitlines())
def test_profile_cannot_restate_law_or_conclusions(restated):
    was, now = _assess_model(MODEL + LARGE), _assess_model(MODEL + LARGE + restated)
    assert now == was


def test_ignored_statements_are_found():
    """One module ignores statements and another reports them: both must know the same."""
    derived = _derive(
        MODEL + LARGE + RESTATED + "exa:m ag:cumulativCompute 1.0e1 ; a ag:Modle . exa:m a ag:FormItem , 'Model' ."
    )
    found = {
        result.triple for result in vocabulary_checks.check_vocabulary(list(derived.originals.values()), derived.day)
    }
    assert derived.refused
    assert [one for one in derived.refused if one not in found] == []


def test_forbidden_statements_are_reported_and_ignored(run, tmp_path):
    file = tmp_path / "m.ttl"
    file.write_text(f"{HEADS}{MODEL}{LARGE}{RESTATED}")
    _, _, told = run("assess", str(file))
    line = file.read_text().splitlines().index("rdg:thr_51.2 ag:value 1.0e30 .") + 1
    assert f"{file}:{line}: not read" in told
    assert "19 more such statements are not read" in told
    assert "actgraph validate" in told


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("", "who provides it is unknown"),
        ("exa:m ag:wideRangeOfTasks false .", "nobody counts as its provider"),
        ("exa:m ag:developedBy exa:p ; ag:marketedBy exa:p .", "provided by The house"),
    ],
)
def test_provider_of_model_is_shown_or_unknown(stated, told, run, tmp_path):
    file = tmp_path / "m.ttl"
    file.write_text(f'{HEADS}exa:p a ag:Provider ; rdfs:label "The house" . exa:m a ag:Model . {stated}')
    _, out, _ = run("assess", str(file))
    assert told in out


@pytest.mark.parametrize(
    "more",
    ['exa:m.api ag:date "2025-05-01"^^xsd:date .', 'exa:m.api ag:date "2026-05-01"^^xsd:date .'],
    ids=["before", "after"],
)
def test_contradictory_supply_dates_give_no_start(more):
    """A date before 2 August 2025 gives the model until 2027: then the duty does not bind yet."""
    duty = {duty.provision.label: duty for duty in _assess_model(MODEL + SMALL + more).duties}["Article 53(1)(c)"]
    status = "unknown" if "2025-0" in more else "applies"
    assert (duty.status, duty.since, duty.enforceable_from) == (status, "", "")
    assert [question.answered_by for question in duty.questions] == [["ag:date"]]


def test_contradictory_market_gives_no_start():
    text = MODEL + SMALL + "exa:m.api ag:onUnionMarket false ."
    duty = {duty.provision.label: duty for duty in _assess_model(text).duties}["Article 53(1)(c)"]
    assert (duty.status, duty.since) == ("unknown", "")
    assert ["ag:onUnionMarket"] in [question.answered_by for question in duty.questions]


def test_unrelated_contradiction_keeps_start():
    text = MODEL + SMALL + "exa:m ag:ownCompute 6.0e24 ."
    assert {duty.since for duty in _assess_model(text).duties if duty.status == "applies"} == {"2025-09-01"}


@pytest.mark.parametrize(
    ("more", "since", "asked"),
    [
        ("", "", True),
        (OPEN, "2026-03-01", False),
        ("exa:m ag:keepsBack ag:weights .", "2025-09-01", False),
    ],
    ids=["unknown", "open-source", "not open-source"],
)
def test_lost_exemption_binds_from_systemic_risk(more, since, asked):
    found = _assess_model(f'{MODEL} {LARGE} exa:m ag:conditionMetOn "2026-03-01"^^xsd:date . {more}')
    duties = {duty.provision.label: duty for duty in found.duties}
    assert {duties[f"Article 53(1)({point})"].since for point in "ab"} == {since}
    assert {prefixed(one.iri) for point in "ab" for one in duties[f"Article 53(1)({point})"].questions} == (
        {"rdg:qst_earlier-release"} if asked else set()
    )
    assert (duties["Article 53(1)(c)"].since, duties["Article 53(4)"].since) == ("2025-09-01", "2025-09-01")


def test_modified_model_is_still_assessed():
    text = MODEL + SMALL + "exa:q a ag:Provider . exa:n a ag:Model ; ag:developedBy exa:q ; ag:baseModel exa:m ."
    assert {prefixed(one.iri) for one in assess_models(_derive(text))} == {"exa:m", "exa:n"}
    without = text.replace('ag:Provider ; ag:establishment "US"', "ag:Provider")
    assert {prefixed(one.iri) for one in assess_models(_derive(without))} == {"exa:n"}


def test_unknown_generality_leaves_modifier_duties_open():
    base = "exa:m ag:baseModel exa:n ; ag:onBehalfOfOriginalProvider false ; ag:significantChange false ."
    text = MODEL + base
    found = _assess_model(text)
    assert {duty.status for duty in found.duties} == {"unknown"}
    assert "rdg:qst_base-generality" in {prefixed(one.iri) for one in found.questions}
    known = _assess_model(text + "exa:n ag:significantGenerality true ; ag:wideRangeOfTasks true .")
    assert {duty.status for duty in known.duties} == {"does not apply"}


def test_contradictory_dates_make_fine_start_unknown(run, tmp_path):
    path = tmp_path / "twice.ttl"
    path.write_text(HEADS + MODEL + SMALL + 'exa:m.api ag:date "2025-10-01"^^xsd:date .', encoding="utf-8")
    _, out, _ = run("assess", str(path))
    told = "fines: can be imposed since 2026-08-02, for the duties as regards this model the day from which they can be"
    assert f"{told} imposed is unknown" in out


def test_known_duties_are_finable_despite_open_ones(run, tmp_path):
    path = tmp_path / "later.ttl"
    path.write_text(f'{HEADS}{MODEL}{LARGE}exa:m ag:conditionMetOn "2026-03-01"^^xsd:date .', encoding="utf-8")
    _, out, _ = run("assess", str(path))
    line = next(line for line in out.splitlines() if "fines: can be imposed" in line)
    told = "for some duties the day from which they can be imposed is unknown"
    assert f"or EUR 15 million, whichever is higher; {told}" in line
    assert "at least" not in line


def test_invalid_end_date_keeps_designation():
    said = 'exa:one ag:date "2026-03-01"^^xsd:date ; ag:endedOn "not yet" .'
    assert _is_instance(f"{MODEL}{SMALL}exa:m ag:designation exa:one . {said}", "ag:ModelWithSystemicRisk")


@pytest.mark.parametrize("names", ["one two", "two one"])
def test_first_of_two_designations_counts(names):
    one, two = names.split()
    said = f'exa:{one} ag:date "2026-03-01"^^xsd:date . exa:{two} ag:date "2026-06-01"^^xsd:date .'
    found = _assess_model(f"{MODEL}{SMALL}exa:m ag:designation exa:one , exa:two . {said}")
    assert {duty.since for duty in found.duties if "55(1)" in duty.provision.label} == {"2026-03-01"}


def test_date_question_names_its_provision():
    duty = {
        duty.provision.label: duty
        for duty in _assess_model(MODEL + SMALL + 'exa:m.api ag:date "2025-05-01"^^xsd:date .').duties
    }
    assert [prefixed(one.source) for one in duty["Article 53(1)(c)"].questions] == ["act:art_3.pnt_9"]


UNDATED = "exa:m ag:designation exa:d . exa:d a ag:Designation ."
ACCEPTED = 'exa:m ag:contestation exa:c . exa:c ag:answer ag:accepted ; ag:answeredOn "2026-03-01"^^xsd:date .'


@pytest.mark.parametrize("more", ["", 'exa:d ag:date "spring" .'], ids=["no day", "no date"])
@pytest.mark.parametrize("classified", [SMALL, LARGE + ACCEPTED], ids=["at the threshold", "arguments accepted"])
def test_designation_without_date_is_asked_about(classified, more):
    found = _assess_model(f"{MODEL} {classified} {UNDATED} {more}")
    assert {duty.status for duty in found.duties if "55" in duty.provision.label} == {"unknown"}
    assert "rdg:qst_designation-day" in {prefixed(one.iri) for one in found.questions}


def test_ended_designation_without_date_opens_nothing():
    found = _assess_model(f'{MODEL} {SMALL} {UNDATED} exa:d ag:endedOn "2026-03-01"^^xsd:date .')
    assert {duty.status for duty in found.duties if "55" in duty.provision.label} == {"does not apply"}


@pytest.mark.parametrize(
    ("day", "since"), [("2026-03-01", "2026-03-01"), ("2026-10-01", "2026-09-01")], ids=["before", "after"]
)
def test_early_designation_starts_duties(day, since):
    said = f'{UNDATED} exa:d ag:date "{day}"^^xsd:date . exa:m ag:conditionMetOn "2026-09-01"^^xsd:date .'
    assert {duty.since for duty in _assess_model(MODEL + LARGE + said).duties if "55" in duty.provision.label} == {
        since
    }


def test_designation_of_a_later_day_is_the_next_change(run, tmp_path):
    """It takes the exemption of Article 53(2) away, and the duties of Article 55 begin."""
    file = tmp_path / "later.ttl"
    decided = 'exa:model ag:designation exa:d . exa:d a ag:Designation ; ag:date "2026-12-15"^^xsd:date .'
    file.write_text((ROOT / "tests/cases/patterns/05.ttl").read_text(encoding="utf-8") + decided, encoding="utf-8")
    heads = [run(command, str(file), "--on", "2026-11-28")[1].splitlines()[0] for command in ("assess", "validate")]
    assert [one.partition("Next change on ")[2].partition(";")[0] for one in heads] == [
        "15 December 2026: 7 more bind",
        "15 December 2026: 7 more bind",
    ]


def test_later_days_of_several_profiles_are_not_mixed_and_the_first_one_counts():
    model = (ROOT / "tests/cases/patterns/05.ttl").read_text(encoding="utf-8")
    decided = 'exa:model ag:designation exa:d . exa:d a ag:Designation ; ag:date "2026-12-15"^^xsd:date .'
    notified = 'exa:model ag:notification exa:n . exa:n a ag:Notification ; ag:date "{}"^^xsd:date .'
    some = [_derive(model + decided + notified.format("2027-01-05")), _derive(model + notified.format("2026-12-15"))]
    upcoming.search_upcoming_duties(some)
    assert [set(upcoming.find_upcoming_duties(one).values()) for one in some] == [{"2026-12-15"}, set()]


def test_undated_early_designation_leaves_start_open():
    found = _assess_model(f'{MODEL} {LARGE} {UNDATED} exa:m ag:conditionMetOn "2026-09-01"^^xsd:date .')
    duties = {duty.provision.label: duty for duty in found.duties}
    asked = {prefixed(one.iri) for one in duties["Article 55(1)(a)"].questions}
    assert (duties["Article 55(1)(a)"].since, asked) == ("", {"rdg:qst_designation-day"})
    assert (duties["Article 53(1)(c)"].since, duties["Article 53(1)(c)"].questions) == ("2025-09-01", [])


def test_designation_after_rebuttal_starts_duties():
    said = (
        f'{ACCEPTED} {UNDATED} exa:d ag:date "2026-06-01"^^xsd:date . exa:m ag:conditionMetOn "2026-01-20"^^xsd:date .'
    )
    assert {duty.since for duty in _assess_model(MODEL + LARGE + said).duties if "55" in duty.provision.label} == {
        "2026-06-01"
    }


@pytest.mark.parametrize(
    ("stated", "status"), [("", "unknown"), ("ag:highImpactCapabilities false ;", "does not apply")]
)
def test_condition_date_below_threshold_is_asked_about(stated, status):
    found = _assess_model(f'{MODEL} {SMALL} exa:m {stated} ag:conditionMetOn "2026-03-01"^^xsd:date .')
    assert {duty.status for duty in found.duties if "55" in duty.provision.label} == {status}
    assert ("rdg:qst_high-impact" in {prefixed(one.iri) for one in found.questions}) is (status == "unknown")


def test_invalid_condition_date_lifts_nothing():
    found = _assess_model(f'{MODEL} {SMALL} exa:m ag:conditionMetOn "spring" .')
    assert {duty.status for duty in found.duties if "55" in duty.provision.label} == {"unknown"}


def test_classification_by_decision_starts_duties():
    foreseen = 'exa:m ag:conditionMetOn "2026-01-20"^^xsd:date ; ag:highImpactCapabilities false .'
    found = _assess_model(f'{MODEL} {SMALL} {foreseen} {UNDATED} exa:d ag:date "2026-06-01"^^xsd:date .')
    assert {duty.since for duty in found.duties if "55" in duty.provision.label} == {"2026-06-01"}


def test_capabilities_are_not_asked_above_threshold():
    found = _assess_model(f'{MODEL} {LARGE} {ACCEPTED} {UNDATED} exa:m ag:conditionMetOn "2026-01-20"^^xsd:date .')
    assert {prefixed(one.iri) for one in found.questions} & {"rdg:qst_designation-day", "rdg:qst_high-impact"} == {
        "rdg:qst_designation-day"
    }


VERSIONS = """
exa:n ag:significantGenerality true ; ag:wideRangeOfTasks true .
exa:o ag:significantGenerality true ; ag:wideRangeOfTasks true .
exa:n a ag:Model ; ag:developedBy exa:p ; ag:marketedBy exa:p ; ag:baseModel exa:m ; ag:madeAvailable exa:n.api .
exa:n.api a ag:MakingAvailable ; ag:channel ag:applicationInterface ; ag:onUnionMarket true ;
  ag:date "2025-10-01"^^xsd:date .
exa:o a ag:Model ; ag:developedBy exa:p ; ag:marketedBy exa:p ; ag:baseModel exa:n ; ag:madeAvailable exa:o.api .
exa:o.api a ag:MakingAvailable ; ag:channel ag:applicationInterface ; ag:onUnionMarket true ;
  ag:date "2026-05-01"^^xsd:date .
"""


@pytest.mark.parametrize(
    "classified",
    [
        f'{LARGE} exa:m ag:conditionMetOn "2026-03-01"^^xsd:date .',
        f'{SMALL} exa:m ag:designation exa:d . exa:d ag:date "2026-03-01"^^xsd:date .',
    ],
    ids=["condition", "designation"],
)
def test_versions_inherit_systemic_risk_date(classified):
    """From that date, or from their placing on the market."""
    found = {
        prefixed(one.iri): {duty.since for duty in one.duties if "55" in duty.provision.label}
        for one in assess_models(_derive(MODEL + VERSIONS + classified))
    }
    assert found == {"exa:m": {"2026-03-01"}, "exa:n": {"2026-03-01"}, "exa:o": {"2026-05-01"}}


def test_undated_designation_leaves_version_start_open():
    stated = f'{SMALL} {UNDATED} exa:n ag:cumulativeCompute 2e25 ; ag:conditionMetOn "2026-09-01"^^xsd:date .'
    found = {prefixed(one.iri): one for one in assess_models(_derive(MODEL + VERSIONS + stated))}["exa:n"]
    assert {duty.since for duty in found.duties if "55(1)" in duty.provision.label} == {""}
    assert "rdg:qst_designation-day" in {prefixed(one.iri) for one in found.questions}


def test_undated_designation_keeps_common_duty_start():
    stated = f'{LARGE} {UNDATED} exa:m ag:keepsBack ag:weights ; ag:conditionMetOn "2026-09-01"^^xsd:date .'
    duties = {duty.provision.label: duty for duty in _assess_model(MODEL + stated).duties}
    assert {point: duties[f"Article {point}"].since for point in ("53(1)(a)", "55(1)(a)")} == {
        "53(1)(a)": "2025-09-01",
        "55(1)(a)": "",
    }
