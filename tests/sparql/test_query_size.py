"""Test that a query is refused well before the engine overflows its stack, and that the message tells where."""

import signal
import sys

import pytest

from actgraph.core.errors import QueryError
from actgraph.sparql import guard
from actgraph.sparql.query_size import check_query_size
from tests.support.looping import each
from tests.support.query_shapes import NESTED, SIDE_BY_SIDE, run_engine

_SEVERAL = "Ask for it in several queries."
_LISTED = "Write long lists in VALUES, or ask for it in several queries."
OPERATORS = f"the query has over 400 operators, commas, patterns and AS\n  {_LISTED}"
BRACKETS = f"the query has over 500 pairs of brackets\n  {_SEVERAL}"
TOKENS = f"the query has over 4,000 words and signs outside VALUES\n  {_LISTED}"
ROWS = f"the query has over 5,000 values and rows in VALUES\n  {_SEVERAL}"
NESTING = f"the query nests deeper than 100 brackets\n  {_SEVERAL}"
DESCRIBED = "DESCRIBE names over 100 IRIs\n  List them in VALUES: DESCRIBE ?node { VALUES ?node { … } }."
TRIPLES = f"the query has over 500 triples\n  {_SEVERAL}"

COUNTED = [  # what comes before, what may be repeated, how often, and the limit
    *[("", f"{one} ", 400, OPERATORS) for one in "+-*/|&!=<>^,"],
    *[("", f"{one} ", 400, OPERATORS) for one in "OPTIONAL UNION MINUS FILTER BIND EXISTS optional as".split()],
    *[("", f"{one} ", 400, OPERATORS) for one in "SELECT GRAPH SERVICE VALUES AS".split()],
    *[("", one, 500, BRACKETS) for one in ("{}", "()", "[]")],
    *[("", one, 100, NESTING) for one in "{(["],
    *[("", f"{one} ", 4_000, TOKENS) for one in ("?v", "a:b", "<a>", "'a'", "1", "a", "_:a", ";", ".", "$")],
    ("VALUES ?v {", "1 ", 5_000, ROWS),
    ("VALUES(?v1$w2 ){", "()", 5_000, ROWS),
    ("VALUES ?value {", "1 ", 5_000, ROWS),
    ("ASK { VALUES () {", "()", 5_000, ROWS),
    ("{}()[]" * 100, "1 ", 4_000, TOKENS),
    ("DESCRIBE ", "<a>", 100, DESCRIBED),
    ("describe ?v ", "a:b ", 100, DESCRIBED),
    # Rows of VALUES are counted apart; what only looks like them is not.
    ("VALUES ?v {(= =) DESCRIBE} {", "()", 498, BRACKETS),
    ("VALUES ?v {} DESCRIBE ?v {", "<a> ", 3_996, TOKENS),
    ("'x'@VALUES ?v {", "()", 499, BRACKETS),
    ("'x'@en-VALUES ?v {", "()", 499, BRACKETS),
    ("VALUES ?v) {", "[]", 499, BRACKETS),
    ("VALUES (?v {", "[]", 498, BRACKETS),
    ("VALUES {", "[]", 499, BRACKETS),
    # Names that are no keywords.
    ("ASK a a a {", "'x'@filter ?as a:as <as> ", 666, TOKENS),
    ("ASK { ?s ?p 'x'@describe ", "<a> ", 3_994, TOKENS),
    ("DESCRIBE ?v FROM ", "<a> ", 3_997, TOKENS),
    ("DESCRIBE * {", "<a> ", 3_998, TOKENS),
]


@each(("start", "part", "most", "limit"), COUNTED)
def test_first_one_too_many_is_located(start, part, most, limit):
    check_query_size(start + part * most, "here")
    with pytest.raises(QueryError) as told:
        check_query_size(start + part * (most + 1), "here")
    expected = f"here:1:{len(start + part * most) + 1}: {limit}"
    assert (told.value.kind, str(told.value)) == ("too-long", expected)


@each(
    ("text", "column"),
    [
        ("ASK {" + "?s ?p 1 . " * 501 + "}", 5004),
        ("ASK {" + "?s ?p 1 . " * 250 + "FILTER EXISTS {" + "?s ?p 1 ; ?p 2 ." * 126 + "}}", 4513),
        ("ASK {" + "?s ?p 1 . " * 250 + "?s ?p 1" + " , 1" * 252 + "}", 3510),
        ("ASK {" + "[ ?p 1 ] . " * 300 + "?s ?p 1 . " * 201 + "}", 2754),
        ("ASK {" + "{ ?s ?p 1 } " * 300 + "?s ?p 1 . " * 201 + "}", 5604),
        ("ASK { ?s ?p (" + "1 " * 250 + ") }", 13),
        ("CONSTRUCT {" + "?s ?p 1 ." * 500 + "} { ?s ?p ?o }", 4511),
        ("CONSTRUCT WHERE {" + "?s ?p 1 ." * 501 + "}", 4517),
    ],
)
def test_triples_are_counted_in_patterns_and_templates(text, column):
    with pytest.raises(QueryError) as told:
        guard.check_query(text, "here")
    assert (told.value.kind, str(told.value)) == ("too-long", f"here:1:{column}: {TRIPLES}")


@each("start", ["", "VALUES ?v {} ", "{{}}", "[()]" * 100])
def test_brackets_nest_until_closed(start):
    check_query_size(start + "(" * 100, "here")
    with pytest.raises(QueryError, match="nests deeper"):
        check_query_size(start + "(" * 101, "here")


def test_brackets_in_rows_nest():
    check_query_size("VALUES ?v {" + "(" * 99, "here")
    with pytest.raises(QueryError, match="nests deeper"):
        check_query_size("VALUES ?v {" + "(" * 100, "here")


def _accepts(check, text):
    try:
        check(text, "here")
    except QueryError as error:
        return error.kind != "too-long"
    return True


def _find_longest(shape, check=check_query_size, low=1, high=100_000):
    """Build the longest query of a shape that is accepted."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _accepts(check, shape(middle)) else (low, middle)
    if check == check_query_size and not _accepts(guard.check_query, shape(low)):  # for its triples
        return _find_longest(shape, guard.check_query, 1, low)
    return shape(low)


@pytest.mark.slow
@pytest.mark.proof("engine-lives")
@pytest.mark.skipif(sys.platform != "linux", reason="the stack of a process is limited on Linux")
@each("shapes", [SIDE_BY_SIDE, NESTED], ids=["side by side", "nested"])
def test_longest_query_ends_no_engine_with_quarter_of_stack(shapes):
    texts = {name: _find_longest(shape) for name, shape in shapes.items()}
    ended = dict(zip(texts, run_engine(texts.values()), strict=True))
    assert {name: number for name, number in ended.items() if number} == {}


@pytest.mark.slow
@pytest.mark.proof("engine-lives")
@pytest.mark.skipif(sys.platform != "linux", reason="the stack of a process is limited on Linux")
def test_engine_overflows_stack_without_guard():
    """Once the engine does not, the limits can go."""
    names = ["DESCRIBE IRIs", "BIND", "groups", "ORDER BY functions", "MINUS"]
    signals = run_engine([SIDE_BY_SIDE[name](3_400) for name in names], stack=8_000_000)
    assert dict(zip(names, signals, strict=True)) == dict.fromkeys(names, signal.SIGSEGV)
