"""Test the portfolio: its verdicts are those of assess, unknown is no pass, no finding gets lost, and it reads well."""

import csv
import io
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser

import pytest
from pyoxigraph import RdfFormat, serialize

from actgraph.core.prefixes import load_prefixes
from actgraph.core.tables import rows_to_csv
from actgraph.graph.day import open_day
from actgraph.profile.profile import parse_profile, read_profile
from actgraph.reasoning import law_facts
from actgraph.reasoning.assess import assess_models
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.duty_counts import OWED
from actgraph.validation.portfolio import (
    NOT_ASSESSED,
    build_portfolio,
    build_portfolio_rows,
    format_verdict,
    list_portfolio_columns,
    portfolio_to_dicts,
    shorten_citation,
)
from actgraph.validation.portfolio_html import format_portfolio_page
from actgraph.validation.portfolio_text import LEGEND, TITLES, describe_findings, format_portfolio
from actgraph.validation.validate import validate_files
from tests.conftest import ROOT, needs_checker
from tests.support import rule_cases

DAY = "2026-12-01"
GOLDEN = ROOT / "tests/data"
EXAMPLES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").glob("*.ttl"))
HEADS = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
CONTRADICTION, OVERDUE = "contradiction", "not shown (Act)"

# Two models of one provider: of one the copyright policy is missing, of the other two days contradict each other too.
SAME = (
    "ag:developedBy exa:two ; ag:marketedBy exa:two ; ag:modalityIn ag:text ; ag:modalityOut ag:text ;"
    " ag:significantGenerality true ; ag:wideRangeOfTasks true ; ag:ownCompute 1.0e24 ; ag:cumulativeCompute 1.0e24 ;"
    " ag:isMonetised true"
)
TWO_MODELS = f"""
exa:two a ag:Provider ; rdfs:label "Two (invented)" ; ag:establishment "DE" .
exa:two.first a ag:Model ; rdfs:label "First" ; {SAME} ;
  ag:madeAvailable [ a ag:MakingAvailable ; ag:by exa:two ; ag:channel ag:applicationInterface ;
    ag:onUnionMarket true ; ag:date "2026-03-02"^^xsd:date ] .
exa:two.second a ag:Model ; rdfs:label "Second" ; {SAME} ; ag:releasedOn "2026-05-11"^^xsd:date ;
  ag:madeAvailable [ a ag:MakingAvailable ; ag:by exa:two ; ag:channel ag:applicationInterface ;
    ag:onUnionMarket true ; ag:date "2026-04-11"^^xsd:date ] .
"""
# Only that there is a model is known.
BARE = 'exa:bare a ag:Model ; rdfs:label "Bare" .'


def parse(body, name="model.ttl"):
    return parse_profile((HEADS + body).encode(), name, "ttl")


def build(*profiles, on=DAY):
    day = open_day(on)
    run = validate_files(profiles, day)
    return run, build_portfolio(run, day)


def find_row(portfolio, label):
    (row,) = [row for row in portfolio.rows if row.label == label]
    return row


@pytest.fixture
def examples(monkeypatch):
    monkeypatch.chdir(ROOT)
    return build(*EXAMPLES)


def list_verdicts(model):
    """List the verdicts that assess gives; a profile may write a time zone after a day."""
    return {one.provision.iri: (one.obligation.iri, one.status, one.since[:10]) for one in model.duties}


def check_verdicts(profiles, date):
    """Hold the portfolio against assess, profile by profile; count the duties that bind from an unknown day."""
    _, portfolio = build(*profiles, on=date)
    shown = {(row.profile, row.counts and row.counts.model, row.kind): row for row in portfolio.rows}
    undated = 0
    for profile in profiles:
        for model in assess_models(DerivedProfile(profile.triples, open_day(date))):
            row = shown.pop((profile.name, model.iri, model.kind))
            assert {iri: tuple(one) for iri, one in row.duties.items()} == list_verdicts(model), (
                row.profile,
                row.label,
            )
            told = (row.counts.next_change, row.counts.added)
            assert told == (model.counts.next_change, model.counts.added), row.label
            undated += sum(one.status in OWED and not one.since for one in row.duties.values())
    assert {row.kind for row in shown.values()} <= {"no model"}
    return undated


@pytest.mark.parametrize("date", ["2025-09-01", "2026-07-01", DAY])
def test_verdicts_of_examples_are_those_of_assess(date):
    check_verdicts([read_profile(str(path)) for path in sorted((ROOT / "examples").glob("*.t*"))], date)


def test_verdicts_of_cases_are_those_of_assess():
    """The cases of these rules have days that hang on a question or on a statement that cannot be read."""
    by_day, undated = {}, 0
    for pattern in ("ask-designation*", "ask-earlier*", "binds-from*", "notification-binds*"):
        for path in sorted(rule_cases.CASES_FOLDER.glob(f"{pattern}.trig")):
            case = rule_cases.read_rule_case(path)
            for name, facts in (("fires", case.fires), ("silent", case.silent)):
                data = serialize(facts, format=RdfFormat.N_TRIPLES)
                by_day.setdefault(case.day, []).append(parse_profile(data, f"{path.stem} {name}", "nt"))
    for date, profiles in by_day.items():
        undated += check_verdicts(profiles, date)
    assert undated > 10


@pytest.mark.parametrize("date", ["2026-07-01", DAY, "2027-08-02"])
def test_columns_are_one_per_duty(date):
    day = open_day(date)
    for obligations in law_facts.list_assessed_obligations(day).values():
        cited = [shorten_citation(day.get_node(day.get_node(one).source)) for one in obligations]
        assert len(set(cited)) == len(cited)


def test_profiles_with_same_nodes_stay_apart():
    one = parse(BARE, "one.ttl")
    other = parse(BARE.replace("exa:bare a", "exa:bare ag:wideRangeOfTasks false ; a"), "other.ttl")
    _, portfolio = build(one, other)
    told = {row.profile: {verdict.status for verdict in row.duties.values()} for row in portfolio.rows}
    assert told == {"one.ttl": {"unknown"}, "other.ttl": {"does not apply"}}


# Unknown is no pass


def test_unknown_duty_is_unknown_in_every_format():
    _, portfolio = build(parse(BARE))
    (row,) = portfolio.rows
    assert {one.status for one in row.duties.values()} == {"unknown"}
    (cells,) = build_portfolio_rows(portfolio)
    assert Counter(cells.values())["unknown"] == len(row.duties) == 16
    assert {one["status"] for one in portfolio_to_dicts(portfolio)[0]["duties"]} == {"unknown"}
    text = format_portfolio(portfolio)
    assert ["Bare", *["?"] * 16] in [line.split() for line in text.splitlines()]
    assert "does not count as compliance" in text
    page = read_page(format_portfolio_page(portfolio))
    assert [(cell["class"], cell["text"]) for cell in page.cells if "class" in cell][:16] == [
        ("unknown", "unknown")
    ] * 16


def test_unknown_duties_are_told_where_nothing_is_found():
    _, portfolio = build(parse(BARE))
    silent = portfolio.rows[0]._replace(findings=())
    assert describe_findings(silent).endswith("no proof of compliance; duties that are unknown: 16")
    assert "unknown: 16" in format_portfolio(portfolio._replace(rows=[silent]))
    assert "unknown: 16" in format_portfolio_page(portfolio._replace(rows=[silent]))


def test_status_words_differ_and_only_unknown_is_question_mark():
    words = [word for word, _ in LEGEND.values()]
    assert len(set(words)) == len(words)
    assert [status for status, (word, _) in LEGEND.items() if word == "?"] == ["unknown"]


def test_profile_without_model_is_shown_as_not_assessed():
    _, portfolio = build(parse('exa:p a ag:Provider ; rdfs:label "P" .', "provider.ttl"), parse(BARE))
    first, second = build_portfolio_rows(portfolio)
    assert (first["kind"], second["kind"]) == ("no model", "model")
    assert (first["modelLabel"], first["model"]) == ("provider.ttl", "")
    assert [value for value in first.values() if value == NOT_ASSESSED] == [NOT_ASSESSED] * 16
    assert int(first["findings"]) > 0
    assert "  provider.ttl: no model: " in format_portfolio(portfolio)
    assert "Not assessed: 1" in format_portfolio_page(portfolio)


# Findings


def test_gravest_finding_is_of_its_model():
    _, portfolio = build(parse(TWO_MODELS))
    first, second = find_row(portfolio, "First"), find_row(portfolio, "Second")
    assert {"contradiction"} == {one.urgency for one in second.findings} - {one.urgency for one in first.findings}
    rows = {row["modelLabel"]: row for row in build_portfolio_rows(portfolio)}
    assert rows["First"]["gravestKind"].startswith(OVERDUE)
    assert rows["Second"]["gravestKind"] == CONTRADICTION
    assert "2026-05-11" in rows["Second"]["gravestFinding"] or "11 May 2026" in rows["Second"]["gravestFinding"]
    assert re.fullmatch(r"model\.ttl:\d+", rows["Second"]["gravestAt"])


def test_no_finding_gets_lost(examples):
    run, portfolio = examples
    order = {id(one): place for place, one in enumerate(run.report.findings)}
    for name, findings in run.report.group_by_profile().items():
        rows = [row for row in portfolio.rows if row.profile == name]
        assert {id(one) for row in rows for one in row.findings} == {id(one) for one in findings}
        for row in rows:
            places = [order[id(one)] for one in row.findings]
            assert places == sorted(places)  # the report has the gravest first


def test_finding_of_no_model_counts_for_each():
    lost = 'exa:lost a ag:Licence ; rdfs:label "L" ; ag:permits ag:nothingOfThatName .'
    _, portfolio = build(parse(TWO_MODELS + lost))
    for label in ("First", "Second"):
        assert any(one.node.endswith("exa/lost") or "lost" in one.node for one in find_row(portfolio, label).findings)


def test_finding_of_other_profile_does_not_count():
    _, alone = build(parse(TWO_MODELS))
    _, both = build(parse(BARE, "bare.ttl"), parse(TWO_MODELS))
    assert [find_row(one, "First").findings for one in (alone, both)] == [find_row(alone, "First").findings] * 2


def test_findings_of_later_day_do_not_count(monkeypatch):
    monkeypatch.chdir(ROOT)
    day, name = open_day(DAY), "examples/bria.trig"
    run = validate_files([name], day, until=open_day("2027-08-02"))
    assert any(one.later_from for one in run.report.findings)
    (row,) = build_portfolio(run, day).rows
    assert (row.counts.next_change, row.counts.added, row.counts.added_findings) == ("2027-08-02", 3, 10)
    assert "2 August 2027: 3 more bind; 10 findings more" in format_portfolio(build_portfolio(run, day))
    assert row.findings
    assert not any(one.later_from for one in row.findings)


def test_huge_profile_counts_findings_for_every_model(monkeypatch):
    monkeypatch.setattr("actgraph.validation.portfolio._MAX_STEPS", 10)
    run, portfolio = build(parse(TWO_MODELS))
    assert [len(row.findings) for row in portfolio.rows] == [len(run.report.findings)] * 2


# Formats


@pytest.mark.parametrize("form", ["txt", "csv"])
def test_portfolio_of_examples_is_the_one_that_was_read(examples, form, request):
    _, portfolio = examples
    columns, rows = list_portfolio_columns(portfolio), build_portfolio_rows(portfolio)
    made = (format_portfolio(portfolio) if form == "txt" else rows_to_csv(columns, rows)) + "\n"
    path = GOLDEN / f"portfolio.{DAY}.{form}"
    if request.config.getoption("--accept"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_csv_has_row_per_model_and_column_per_duty(examples):
    _, portfolio = examples
    written = rows_to_csv(list_portfolio_columns(portfolio), build_portfolio_rows(portfolio))
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [row["model"] for row in rows] == [row.counts.model for row in portfolio.rows]
    for row, told in zip(portfolio.rows, rows, strict=True):
        cited = {shorten_citation(open_day(DAY).get_node(iri)): format_verdict(one) for iri, one in row.duties.items()}
        assert {name: told[name] for name in cited} == cited
        assert all(told[name] == "" for name in told if name[:1].isdecimal() and name not in cited)
    (bria,) = [row for row in rows if row["modelLabel"] == "Lumen (invented)"]
    assert (bria["50(2)"], bria["nextChange"], bria["added"]) == ("comply by 2026-12-02", "2026-12-02", "2")


def test_text_fits_terminal(examples):
    _, portfolio = examples
    for width in (0, 100, 110, 160):
        assert max(map(len, format_portfolio(portfolio, width).splitlines())) <= (width or 110)
    narrow = format_portfolio(portfolio, 60)
    assert re.search(r"^53\(1\)\(c\) +applies since", narrow, re.MULTILINE)


def test_many_models_repeat_head():
    body = "".join(f'exa:m{number} a ag:Model ; rdfs:label "Model {number}" .\n' for number in range(41))
    _, portfolio = build(parse(body))
    text = format_portfolio(portfolio)
    assert re.findall(r"^\w+", text, re.MULTILINE).count(TITLES["model"]) == 3
    assert [line.split("  ")[0] for line in text.splitlines() if line.startswith("Model ")] == [
        row.label for row in portfolio.rows
    ]


class _Page(HTMLParser):
    """The cells, ids, outside links and unclosed elements of a page."""

    VOID = ("meta", "br", "link", "img")

    def __init__(self):
        super().__init__()
        self.cells, self.ids, self.tags, self.links, self.open = [], {}, Counter(), [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags[tag] += 1
        self.links += [value for name, value in attrs if name in ("src", "href", "action", "data")]
        self.links += [name for name, _ in attrs if name.startswith("on")]
        if "id" in found:
            assert found["id"] not in self.ids
            self.ids[found["id"]] = found.get("scope")
        if tag in ("td", "th"):
            self.cells.append({**found, "tag": tag, "text": ""})
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if any(tag in ("td", "th") for tag in self.open):
            self.cells[-1]["text"] += data


def read_page(text):
    page = _Page()
    page.feed(text)
    page.close()
    assert page.open == []
    return page


def test_page_stands_alone_and_names_heads_of_each_cell(examples):
    run, portfolio = examples
    text = format_portfolio_page(portfolio)
    page = read_page(text)
    assert page.links == []
    assert not page.tags.keys() & {"script", "link", "img", "iframe", "object", "form", "a"}
    assert "url(" not in text
    assert "@import" not in text
    assert page.tags["caption"] == page.tags["table"] == 3
    heads = [cell for cell in page.cells if cell["tag"] == "th"]
    assert all(cell["scope"] in ("col", "colgroup", "row", "rowgroup") for cell in heads)
    for cell in page.cells:
        if cell["tag"] == "td":
            row, column = cell["headers"].split()
            assert (page.ids[row], page.ids[column]) in (("rowgroup", "col"), ("rowgroup", "colgroup"))
    shown = Counter(cell["class"] for cell in page.cells if cell["tag"] == "td")
    statuses = Counter(one.status for row in portfolio.rows for one in row.duties.values())
    assert (shown["unknown"], shown["applies"]) == (statuses["unknown"], statuses["applies"])
    assert shown["rest"] == len(portfolio.rows)
    assert run.report.basis in text


def test_values_are_neither_markup_nor_formula_nor_command():
    label = '=1+1<script>alert(1)</script>"&\\u001B[31m'
    body = BARE.replace('"Bare"', f"'{label}'")
    _, portfolio = build(parse(body, "<b>.ttl"))
    page = read_page(format_portfolio_page(portfolio))
    assert not page.tags.keys() & {"script", "b"}
    assert any('=1+1<script>alert(1)</script>"&[31m' in cell["text"] for cell in page.cells)
    written = rows_to_csv(list_portfolio_columns(portfolio), build_portfolio_rows(portfolio))
    assert next(csv.DictReader(io.StringIO(written)))["modelLabel"].startswith("'=1+1")
    assert "\x1b" not in format_portfolio(portfolio) + written + format_portfolio_page(portfolio)


@pytest.mark.slow  # .ci/run has the checker only for the slow tests
@needs_checker
def test_nu_html_checker_finds_no_error(examples, tmp_path):
    _, portfolio = examples
    rows = [*portfolio.rows, portfolio.rows[0]._replace(problem="No file.", duties={}, kind="cannot be read")]
    (tmp_path / "portfolio.html").write_text(format_portfolio_page(portfolio._replace(rows=rows)), encoding="utf-8")
    checker = shutil.which("vnu")
    done = subprocess.run([checker, "--stdout", str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
