"""Test that the queries answer questions written from the official texts by authors who had not seen them."""

import re
import tomllib

import pytest

from actgraph.core.prefixes import shorten_iris
from actgraph.graph.day import open_day
from actgraph.sparql import named_queries
from tests.conftest import ROOT
from tests.support.looping import each

LAW = ROOT / "tests/law"


def _read_questions(name):
    return {one["id"]: one for one in tomllib.loads((LAW / name).read_text(encoding="utf-8"))["question"]}


ON_CONTENT_CODE = _read_questions("content_code_questions.toml")
QUESTIONS = _read_questions("questions.toml") | ON_CONTENT_CODE
ASKED = {one["id"]: one["queries"] for one in tomllib.loads((LAW / "asked.toml").read_text(encoding="utf-8"))["asked"]}


def _run_queries(question):
    day = open_day(question["day"])
    found = []
    for query in ASKED[question["id"]]:
        rows = named_queries.run_named_query(query["name"], day, query.get("params", {}))
        assert rows, f"{query['name']} has no row on {question['day']}"
        found += [tuple(_normalize_value(value) for value in row.values() if value) for row in rows]
    return found


def _normalize_value(value):
    """Write a value as the questions do: a short IRI; 1.0E25 and 10^25 as 1e25, 3.0 as 3."""
    number = re.fullmatch(r"(\d+)(?:\.0)?(?:[eE]\+?(\d+))?", value)
    if number:
        return f"{number[1]}{'e' + number[2] if number[2] else ''}"
    return re.sub(r"\b10\^(\d+)", r"1e\1", shorten_iris(value))


def _has_token(row, token):
    """Return whether a row has a token; a plain number must be a whole value, so that no citation matches it.

    Other tokens are an IRI or a prefix of a deeper one, a power of ten, or the beginning of a word.
    """
    if token.isdecimal():
        return token in row
    end = r"(?![\w-])" if re.fullmatch(r"[a-z]{3}:\S+|\d{4}-\d\d-\d\d|[\d.]+e\d+", token) else ""
    return any(re.search(rf"(?<![\w:.]){re.escape(token)}{end}", value, re.IGNORECASE) for value in row)


def test_every_question_has_queries():
    assert set(ASKED) == set(QUESTIONS)
    assert len(QUESTIONS) >= 96


def test_content_code_questions_need_two_queries_at_most():
    assert len(ON_CONTENT_CODE) >= 30
    assert [one for one in ON_CONTENT_CODE if len(ASKED[one]) > 2] == []


def test_expected_rows_state_a_fact():
    alone = [(one["id"], group) for one in QUESTIONS.values() for group in one["rows"] if len(set(group)) < 2]
    assert alone == [], "that a node is in the answer does not say that the answer tells a fact of it"


@each("question", QUESTIONS.values(), ids=QUESTIONS)
def test_queries_answer_question(question):
    rows = _run_queries(question)
    missing = [
        group for group in question["rows"] if not any(all(_has_token(row, one) for one in group) for row in rows)
    ]
    assert missing == [], "the answer lacks these facts, each of them in one row"
    wrong = [
        (group, row)
        for group in question.get("absent", [])
        for row in rows
        if all(_has_token(row, one) for one in group)
    ]
    assert wrong == [], "the answer says what is wrong"


@each("question", QUESTIONS.values(), ids=QUESTIONS)
def test_pinpoints_are_nodes(question):
    day = open_day(question["day"])
    assert [source for source in question["sources"] if day.cite(source) not in day] == []


@pytest.mark.parametrize(
    ("row", "token", "found"),
    [
        (("act:art_54.par_1",), "act:art_54", True),
        (("act:anx_XII",), "act:anx_XI", False),
        (("12",), "2", False),
        (("2", "week"), "2", True),
        (("Article 53(3)", "7"), "3", False),
        (("a presumption",), "presum", True),
        (("2026-08-02",), "2026-08-02", True),
        (("more than 1e25 FLOP",), "1e25", True),
        (("1e255",), "1e25", False),
    ],
)
def test_token_matching(row, token, found):
    assert bool(_has_token(row, token)) is found
