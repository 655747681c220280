"""Test named queries: golden rows of a day, the same rows from a second engine, complete headers."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import Graph

import actgraph
from actgraph.core.errors import CitationError, QueryError
from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import open_all_editions, open_day
from actgraph.sparql import named_queries
from tests.conftest import ROOT
from tests.support.looping import each
from tests.support.query_cases import CASES

GOLDEN = ROOT / "tests/golden"
FILES = sorted([*(ROOT / "queries").glob("*.rq"), *(ROOT / "queries/checks").glob("*.rq")])


def _get_golden_file(name, params, day):
    slug = "".join("." + re.sub(r"\W+", "-", value).strip("-") for value in params.values())
    return GOLDEN / f"{name}{slug}.{day}.csv"


IDS = [_get_golden_file(*case).name for case in CASES]


@pytest.mark.parametrize(("name", "params", "day"), CASES, ids=IDS)
def test_rows_match_golden_file(name, params, day, request):
    rows = named_queries.run_named_query(name, open_day(day), params)
    assert rows
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file = _get_golden_file(name, params, day)
    if request.config.getoption("--accept"):
        file.write_text(out.getvalue(), encoding="utf-8")
    assert out.getvalue() == file.read_text(encoding="utf-8")


def test_queries_and_golden_files_correspond():
    assert {name for name, _, _ in CASES} == set(named_queries.list_query_names())
    assert {path.name for path in GOLDEN.glob("*.csv")} == set(IDS)


@each("file", sorted(GOLDEN.glob("*.csv")), ids=lambda path: path.name)
def test_description_stands_in_few_rows(file):
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for name in rows[0]:
        if name.lower().endswith("description"):
            told = Counter(row[name] for row in rows if row[name])
            assert [words for words, count in told.items() if count > 3] == []  # a list in one cell, not a row each


@pytest.fixture(scope="module")
def second_engine():
    days: dict[str, Graph] = {}

    def load_graph(day: str) -> Graph:
        if day not in days:
            days[day] = Graph(store="SimpleMemory")  # built in two thirds of the time
            for part in actgraph.load(on=day).graphs():
                days[day] += part
        return days[day]

    return load_graph


@pytest.mark.proof("rdflib-agrees")
@pytest.mark.parametrize(("name", "params", "day"), CASES, ids=IDS)
def test_rdflib_gives_same_rows(name, params, day, second_engine):
    query = named_queries.load_named_query(name)
    text = named_queries.bind_parameters(query, named_queries.resolve_parameters(query, open_day(day), params))
    found = second_engine(day).query(text)
    rows = [
        {str(name): None if value is None else str(value) for name, value in zip(found.vars, row, strict=True)}
        for row in found
    ]
    assert list(map(_normalize_numbers, rows)) == list(
        map(_normalize_numbers, named_queries.run_named_query(name, open_day(day), params))
    )


def _normalize_numbers(row):
    """Write the numbers of a row in one form: engines write 1e25 differently."""
    return {
        key: repr(float(value)) if value and re.fullmatch(r"\d+(\.\d+)?([eE][+-]?\d+)?", value) else value
        for key, value in row.items()
    }


@pytest.fixture(scope="module")
def all_editions():
    found = Graph(store="SimpleMemory")
    for one in open_all_editions().graphs:
        found.parse(one.read(), format="turtle")
    return found


@each("words", ["Article 10", "75a(2)", "10(5)(a)", "omn:art_1.pnt_42", ""])
def test_engines_agree_on_amendments(words, all_editions):
    whole = open_all_editions()
    name = "amendments-of-provision" if words else "amendments"
    text = named_queries.bind_parameters(
        named_queries.load_named_query(name), {"provision": whole.cite(words)} if words else {}
    )
    found = [{str(key): str(value) for key, value in row.asdict().items()} for row in all_editions.query(text)]
    assert found
    assert found == [{key: value for key, value in row.items() if value is not None} for row in whole.select_rows(text)]


@each("file", FILES, ids=lambda path: path.stem)
def test_queries_have_header_and_prefixes(file: Path):
    text = file.read_text(encoding="utf-8")
    header = dict(re.findall(r"^#\+ (\w+): (.+)$", text, re.MULTILINE))
    assert {"summary", "kind", "source", "tags"} <= set(header)
    assert header["summary"].endswith(".")
    assert header["kind"] == ("check" if file.parent.name == "checks" else "report")
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]*)>$", text, re.MULTILINE))
    assert declared.items() <= load_prefixes().items()
    body = re.sub(r"<[^>]*>|^#.*$|PREFIX.*$", "", text, flags=re.MULTILINE)
    assert set(re.findall(r"\b(\w+):\w", body)) == set(declared), "each prefix is used, none is missing"


@each("name", named_queries.list_query_names())
def test_parameters_match_query_text(name):
    one = named_queries.load_named_query(name)
    free = {word.lower() for word in re.findall(r"\?the([A-Z]\w+)", one.text)} - {"label", "class"}
    optional = set(re.findall(r"VALUES \?(\w+) { UNDEF }", one.text))
    assert {param.name for param in one.params if param.required} == free
    assert {param.name for param in one.params if not param.required} == optional


def test_unknown_query_has_suggestions():
    with pytest.raises(QueryError, match="did you mean: coverage-by-article"):
        actgraph.ask("coverage-by-articel")


def test_unknown_parameter_names_known():
    with pytest.raises(QueryError, match="did you mean: commitment"):
        actgraph.ask("measures-of-commitment", comitment="Copyright Commitment 1")


def test_missing_parameter_shows_usage():
    with pytest.raises(QueryError, match="--param provision="):
        actgraph.ask("coverage-of-provision")


def test_unresolvable_parameter_is_error():
    with pytest.raises(CitationError, match="Article 153"):
        actgraph.ask("coverage-of-provision", provision="Article 153")
