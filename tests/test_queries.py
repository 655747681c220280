"""Named queries: golden rows fixed to a day, the same rows from a second engine, headers that teach."""

import csv
import io
import re
from pathlib import Path

import pytest
from rdflib import Graph

import actgraph
from actgraph import graph, paths, queries
from actgraph.errors import CitationError, QueryError
from actgraph.names import prefixes
from tests.conftest import ROOT

GOLDEN = ROOT / "tests/golden"
FILES = sorted([*(ROOT / "queries").glob("*.rq"), *(ROOT / "queries/checks").glob("*.rq")])

CASES = [
    ("coverage-of-provision", {"provision": "53"}, "2026-11-24"),
    ("coverage-of-provision", {"provision": "55(1)(c)"}, "2026-11-24"),
    ("coverage-of-provision", {"provision": "Annex XI"}, "2026-11-24"),
    ("coverage-of-provision", {"provision": "Chapter V"}, "2026-07-26"),
    ("coverage-of-commitment", {"commitment": "Transparency Commitment 1"}, "2026-11-24"),
    ("coverage-of-commitment", {"commitment": "Measure 10.1"}, "2026-11-24"),
    ("coverage-of-commitment", {"commitment": "Safety and Security chapter"}, "2026-11-24"),
    ("coverage-by-article", {}, "2026-11-24"),
    ("coverage-by-article", {"article": "Article 56"}, "2026-11-24"),
    ("coverage-by-commitment", {}, "2026-11-24"),
    ("coverage-by-commitment", {"commitment": "Safety and Security Appendix 1"}, "2026-11-24"),
    ("coverage-by-chapter", {}, "2026-11-24"),
    ("coverage-by-chapter", {"chapter": "Copyright chapter"}, "2026-11-24"),
    ("provisions-without-commitment", {}, "2026-11-24"),
    ("provisions-without-commitment", {}, "2025-01-01"),
    ("provisions-without-commitment", {"role": "ag:providerDuty"}, "2026-11-24"),
    ("parts-without-commitment", {"provision": "Chapter V"}, "2026-11-24"),
    ("measures-of-commitment", {}, "2026-11-24"),
    ("measures-of-commitment", {"commitment": "Copyright Commitment 1"}, "2026-11-24"),
    ("article-to-commitment-table", {}, "2026-11-24"),
    ("narrowed-links", {}, "2026-11-24"),
    ("references-of-code", {}, "2026-11-24"),
    ("references-of-code", {"provision": "Article 53(2)"}, "2026-11-24"),
    ("guidelines-on-provision", {"provision": "Article 51"}, "2026-11-24"),
    ("guidelines-on-provision", {"provision": "Article 53"}, "2026-11-24"),
    ("references-of-provision", {"provision": "Article 53"}, "2026-11-24"),
    ("references-of-provision", {"provision": "recital 104"}, "2026-11-24"),
    ("references-to-provision", {"provision": "Article 53"}, "2026-11-24"),
    ("references-to-provision", {"provision": "Annex XI"}, "2026-07-26"),
    ("references-to-act", {"act": "http://data.europa.eu/eli/dir/2019/790/oj"}, "2026-11-24"),
    ("errata", {}, "2026-11-24"),
    ("errata", {"node": "Article 1"}, "2026-07-01"),
    ("application-dates", {}, "2025-01-01"),
    ("application-dates", {}, "2026-11-24"),
    ("milestones", {}, "2026-07-26"),
    ("milestones", {}, "2026-11-24"),
    ("amendments", {}, "2026-11-24"),
    ("amendments-of-provision", {"provision": "Article 10"}, "2026-11-24"),
    ("amendments-of-provision", {"provision": "75a(2)"}, "2026-11-24"),
    ("amendments-of-provision", {"provision": "Article 75"}, "2026-11-24"),
    ("amendments-of-provision", {"provision": "Chapter V"}, "2026-11-24"),
    ("amendments-of-provision", {"provision": "Annex VIII"}, "2026-11-24"),
    ("amendments-of-provision", {"provision": "omn:art_1.pnt_9"}, "2026-11-24"),
    ("recitals-of-article", {"provision": "Article 53"}, "2026-11-24"),
    ("recitals-of-article", {"provision": "Article 55"}, "2026-11-24"),
    ("recitals-of-article", {"provision": "Article 10"}, "2026-07-26"),
    ("articles-of-recital", {"recital": "recital 113"}, "2026-11-24"),
    ("articles-of-recital", {"recital": "recital 70"}, "2026-11-24"),
    ("definitions", {}, "2026-11-24"),
    ("definitions", {"term": "term safety component"}, "2026-07-26"),
    ("provisions-using-term", {"term": "term deep fake"}, "2026-11-24"),
    ("provisions-using-term", {"term": "trm:act.general-purpose-AI-model"}, "2025-01-01"),
    ("provisions-using-term", {"term": "SME"}, "2026-11-24"),
    # What we read into a node, and what one statement says.
    ("readings-of-node", {"node": "54(3)"}, "2026-11-24"),
    ("readings-of-node", {"node": "recital 117"}, "2026-11-24"),
    ("facts-of-reading", {"node": "rdg:obl_53.1.a"}, "2026-11-24"),
    ("facts-of-reading", {"node": "rdg:san_101.1.b"}, "2026-11-24"),
    # Duties, routes, powers.
    ("duties", {}, "2026-11-24"),
    ("duties", {"actor": "ag:modelProvider", "model": "ag:systemicRiskModel"}, "2026-11-24"),
    ("duties", {"recipient": "ag:downstreamProvider"}, "2026-11-24"),
    ("duties-of-model-provider", {}, "2026-11-24"),
    ("duties-of-model-provider", {}, "2025-01-01"),
    ("open-source-relief", {}, "2026-11-24"),
    ("duties-without-commitment", {}, "2026-11-24"),
    ("routes-of-duty", {"provision": "Article 53"}, "2026-11-24"),
    ("routes-of-duty", {}, "2026-11-24"),
    ("routes-of-non-signatory", {}, "2026-11-24"),
    ("routes-by-chapter", {"chapter": "Safety and Security chapter"}, "2026-11-24"),
    ("routes-by-chapter", {"chapter": "Transparency chapter"}, "2026-11-24"),
    ("representative", {}, "2026-11-24"),
    ("powers", {}, "2026-07-26"),
    ("powers", {"actor": "ag:courtOfJustice"}, "2026-11-24"),
    ("powers-over-model-providers", {}, "2026-11-24"),
    ("proceedings", {}, "2026-11-24"),
    ("fines", {}, "2026-11-24"),
    ("fines", {"actor": "ag:modelProvider"}, "2026-07-26"),
    ("rights", {}, "2026-11-24"),
    ("norms-of-provision", {"provision": "Article 56"}, "2026-07-26"),
    ("norms-of-provision", {"provision": "Article 56"}, "2026-11-24"),
    ("norms-of-provision", {"provision": "ipr:art_8"}, "2026-11-24"),
    ("classification", {}, "2026-11-24"),
    ("chapter-changes", {"chapter": "Chapter V"}, "2026-11-24"),
    ("chapter-changes", {"chapter": "Article 75"}, "2026-11-24"),
    ("legacy-models", {}, "2026-11-24"),
    # Documents, periods, coverage point by point.
    ("documents", {}, "2026-11-24"),
    ("documents", {"reader": "ag:downstreamProvider"}, "2026-07-26"),
    ("periods", {}, "2026-11-24"),
    ("periods", {"bearer": "ag:modelProvider"}, "2026-07-26"),
    ("periods", {"part": "Safety and Security Commitment 9"}, "2026-11-24"),
    ("incident-report-points", {}, "2026-11-24"),
    ("incident-deadlines", {}, "2026-11-24"),
    ("incident-deadlines", {}, "2026-07-26"),
    ("retention", {}, "2026-11-24"),
    ("addresses-of-provision", {"provision": "Article 53"}, "2026-11-24"),
    ("addresses-of-provision", {"provision": "55(1)(c)"}, "2026-07-26"),
    ("addresses-of-provision", {"provision": "Annex XI, Section 2, point 2"}, "2026-11-24"),
    ("addresses-of-part", {"part": "Copyright chapter"}, "2026-11-24"),
    ("addresses-of-part", {"part": "Safety and Security Measure 10.1"}, "2026-11-24"),
    ("addresses-of-part", {"part": "cop:mdf.itm_1"}, "2026-11-24"),
    ("mapping", {}, "2026-11-24"),
    ("mapping-gaps", {}, "2026-11-24"),
    ("form-items", {}, "2026-11-24"),
    ("form-items", {"audience": "ag:downstreamProvider"}, "2026-11-24"),
    ("form-items-of-provision", {"provision": "Annex XII"}, "2026-11-24"),
    ("form-items-of-provision", {"provision": "Annex XI, Section 1, point 2(c)"}, "2026-11-24"),
    ("summary-fields", {}, "2026-11-24"),
    ("summary-fields", {"part": "Training summary, section 2.3"}, "2026-11-24"),
    ("summary-fields", {"part": "Training summary, section 2.2", "requirement": "ag:conditional"}, "2025-07-24"),
    ("measures-by-risk", {}, "2026-11-24"),
    ("measures-by-risk", {"risk": "rdg:rsk_cyber-offence"}, "2026-11-24"),
    ("measures-by-duty", {}, "2026-11-24"),
    # Guidelines, thresholds, relief, signatories.
    ("sme-relief", {}, "2026-11-24"),
    ("sme-relief", {}, "2026-07-26"),
    ("sme-relief", {"actor": "ag:smallMidCap"}, "2026-11-24"),
    ("similarly-safe-models", {}, "2026-11-24"),
    ("concepts", {}, "2026-11-24"),
    ("concepts", {"area": "ag:exemptionArea"}, "2026-11-24"),
    ("guidelines-add-to-provision", {"provision": "Article 53(2)"}, "2026-11-24"),
    ("guidelines-add-to-provision", {"provision": "Article 56"}, "2026-11-24"),
    ("guidelines-add-to-provision", {"provision": "Article 56"}, "2026-07-26"),
    ("examples", {}, "2026-11-24"),
    ("examples", {"area": "ag:providerArea"}, "2026-11-24"),
    ("gpai-model", {}, "2026-11-24"),
    ("downstream-modifier", {}, "2026-11-24"),
    ("thresholds", {}, "2026-11-24"),
    ("thresholds-reached", {"amount": "1e25"}, "2026-11-24"),
    ("thresholds-reached", {"amount": "2.3e25"}, "2026-11-24"),
    ("depends-on-compute", {}, "2026-11-24"),
    ("overtaken", {}, "2026-11-24"),
    ("listed-on", {"day": "2026-07-31"}, "2026-11-24"),
    ("listed-on", {"day": "2025-12-15"}, "2026-11-24"),
    ("listed-on", {"day": "2026-11-24"}, "2026-11-24"),
    ("listed-on", {"day": "2025-07-18"}, "2026-11-24"),
    ("signatories", {}, "2026-11-24"),
    ("signatories", {"provider": "cop:prv_xai"}, "2026-11-24"),
    ("refusals", {}, "2026-11-24"),
    ("open-source-licence", {}, "2026-11-24"),
]


def _file(name, params, day):
    slug = "".join("." + re.sub(r"\W+", "-", value).strip("-") for value in params.values())
    return GOLDEN / f"{name}{slug}.{day}.csv"


IDS = [_file(*case).name for case in CASES]


@pytest.mark.parametrize(("name", "params", "day"), CASES, ids=IDS)
def test_golden_rows(name, params, day, request):
    rows = queries.ask(name, graph.on(day), params)
    assert rows
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file = _file(name, params, day)
    if request.config.getoption("--accept"):
        file.write_text(out.getvalue(), encoding="utf-8")
    assert out.getvalue() == file.read_text(encoding="utf-8")


def test_every_query_has_golden_rows_and_every_golden_file_a_case():
    assert {name for name, _, _ in CASES} == set(queries.names())
    assert {path.name for path in GOLDEN.glob("*.csv")} == set(IDS)


@pytest.fixture(scope="module")
def second_engine():
    days: dict[str, Graph] = {}

    def of(day: str) -> Graph:
        if day not in days:
            days[day] = Graph()
            for part in actgraph.load(on=day).graphs():
                days[day] += part
        return days[day]

    return of


# A day of this query takes rdflib eight seconds: one of its cases must do.
FIRST = next(place for place, case in enumerate(CASES) if case[0] == "listed-on")
ELSEWHERE = [place for place, case in enumerate(CASES) if case[0] != "listed-on" or place == FIRST]


@pytest.mark.parametrize(
    ("name", "params", "day"), [CASES[place] for place in ELSEWHERE], ids=[IDS[place] for place in ELSEWHERE]
)
def test_rdflib_gives_the_same_rows(name, params, day, second_engine):
    query = queries.named(name)
    text = queries.bind(query, queries.read(query, graph.on(day), params))
    found = second_engine(day).query(text)
    rows = [
        {str(name): None if value is None else str(value) for name, value in zip(found.vars, row, strict=True)}
        for row in found
    ]
    assert list(map(_numbers, rows)) == list(map(_numbers, queries.ask(name, graph.on(day), params)))


def _numbers(row):
    """A row with its numbers written in one way: engines write 1e25 differently."""
    return {
        key: repr(float(value)) if value and re.fullmatch(r"\d+(\.\d+)?([eE][+-]?\d+)?", value) else value
        for key, value in row.items()
    }


@pytest.mark.parametrize("words", ["Article 10", "75a(2)", "10(5)(a)", "omn:art_1.pnt_42", ""])
def test_amendments_in_all_editions_are_the_same_in_both_engines(words):
    whole = graph.everything()
    name = "amendments-of-provision" if words else "amendments"
    text = queries.bind(queries.named(name), {"provision": whole.cite(words)} if words else {})
    second = Graph()
    for one in whole.graphs:
        second.parse(paths.data("ontology", one.file))
    found = [{str(key): str(value) for key, value in row.asdict().items()} for row in second.query(text)]
    assert found
    assert found == [{key: value for key, value in row.items() if value is not None} for row in whole.rows(text)]


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_header_and_prefixes(file: Path):
    text = file.read_text(encoding="utf-8")
    header = dict(re.findall(r"^#\+ (\w+): (.+)$", text, re.MULTILINE))
    assert {"summary", "kind", "source", "tags"} <= set(header)
    assert header["summary"].endswith(".")
    assert header["kind"] == ("check" if file.parent.name == "checks" else "report")
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]*)>$", text, re.MULTILINE))
    assert declared.items() <= prefixes().items()
    body = re.sub(r"<[^>]*>|^#.*$|PREFIX.*$", "", text, flags=re.MULTILINE)
    assert set(re.findall(r"\b(\w+):\w", body)) == set(declared), "each prefix is used, none is missing"


@pytest.mark.parametrize("name", queries.names())
def test_parameters_are_those_of_the_text(name):
    one = queries.named(name)
    free = {word.lower() for word in re.findall(r"\?the([A-Z]\w+)", one.text)} - {"label", "class"}
    optional = set(re.findall(r"VALUES \?(\w+) { UNDEF }", one.text))
    assert {param.name for param in one.params if param.required} == free
    assert {param.name for param in one.params if not param.required} == optional


def test_an_unknown_query_has_near_misses():
    with pytest.raises(QueryError, match="did you mean: coverage-by-article"):
        actgraph.ask("coverage-by-articel")


def test_an_unknown_parameter_names_the_known():
    with pytest.raises(QueryError, match="did you mean: commitment"):
        actgraph.ask("measures-of-commitment", comitment="Copyright Commitment 1")


def test_a_missing_parameter_says_how_to_give_it():
    with pytest.raises(QueryError, match="--param provision="):
        actgraph.ask("coverage-of-provision")


def test_a_parameter_that_names_nothing_is_an_error():
    with pytest.raises(CitationError, match="Article 153"):
        actgraph.ask("coverage-of-provision", provision="Article 153")
