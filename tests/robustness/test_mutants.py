"""The operators make the mutants that they describe, and each explanation is of an existing mutant."""

import doctest
import importlib

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from actgraph.core.prefixes import load_prefixes
from tests.robustness.mutants import (
    equivalent_mutants,
    fork_runner,
    mutant,
    python_mutants,
    python_operators,
    regex_operators,
    rule_mutants,
    rule_operators,
    shape_mutants,
    shape_operators,
    sparql_words,
    time_limit,
)
from tests.robustness.mutants.mutant import Mutant

MODULES = [
    equivalent_mutants,
    time_limit,
    mutant,
    python_mutants,
    rule_mutants,
    shape_mutants,
    regex_operators,
    rule_operators,
    shape_operators,
    python_operators,
    sparql_words,
]
TARGETS = {
    "citation": python_mutants.CITATION,
    "guard": python_mutants.GUARD,
    "rules": rule_mutants,
    "shapes": shape_mutants,
}
PREFIX_DECLARATIONS = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in load_prefixes().items())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_doctests_pass(module):
    assert doctest.testmod(module).failed == 0


def _make_rule(where):
    return f"{PREFIX_DECLARATIONS}CONSTRUCT {{ ?m a ag:Owing . ?m ag:by ?b }}\nWHERE {{ {where} }}"


@pytest.mark.parametrize(
    ("where", "what", "left"),
    [
        ("?m ag:a ?b ; ag:c ?d , ?e .", "without ?m ag:c ?d", "?m ag:a ?b . ?m ag:c ?e ."),
        ("?m ag:a ?b FILTER NOT EXISTS { ?m ag:c ?d }", "without FILTER NOT EXISTS { ?m ag:c ?d }", "?m ag:a ?b"),
        (
            "?m ag:a ?b FILTER NOT EXISTS { ?m ag:c ?d }",
            "EXISTS { ?m ag:c ?d }",
            "?m ag:a ?b FILTER EXISTS { ?m ag:c ?d }",
        ),
        ("?m ag:a ?b OPTIONAL { ?m ag:c ?d }", "OPTIONAL required", "?m ag:a ?b { ?m ag:c ?d }"),
        ("{ ?m ag:a ?b } UNION { ?m ag:c ?b }", "without branch { ?m ag:a ?b }", "{ ?m ag:c ?b }"),
        ("?m ag:a ?b FILTER(?b <= 3 && ?b > 1)", "without operand ?b <= 3", "?m ag:a ?b FILTER(?b > 1)"),
        ("?m ag:a ?b FILTER(?b <= 3 && ?b > 1)", "<= → <: ?b <= 3", "?m ag:a ?b FILTER(?b < 3 && ?b > 1)"),
        ("?m ag:a ?b FILTER(?b <= 3 && ?b > 1)", "&& → ||: 3 && ?b", "?m ag:a ?b FILTER(?b <= 3 || ?b > 1)"),
        ("VALUES ?b { ag:x ag:y } ?m ag:a ?b", "without ag:x", "VALUES ?b { ag:y } ?m ag:a ?b"),
        ("?m ag:a true ; ag:by ?b", "true → false: ag:a true", "?m ag:a false ; ag:by ?b"),
    ],
)
def test_rule_mutant_matches_description(where, what, left):
    found = {change.what: change.text for change in rule_operators.change_rule(_make_rule(where), {})}
    assert "".join(found[what].split()) == "".join(_make_rule(left).split())


def test_conclusion_is_dropped():
    found = {change.what: change.text for change in rule_operators.change_rule(_make_rule("?m ag:a ?b"), {})}
    assert "CONSTRUCT { ?m ag:by ?b }" in found["without conclusion ?m a ag:Owing"]


def test_maximum_comparison_is_not_mutated():
    told = [
        one.what
        for one in rule_operators.change_rule(_make_rule("?m ag:a ?b ; ag:c ?d BIND(IF(?b > ?d, ?b, ?d) AS ?e)"), {})
    ]
    assert [one for one in told if one.startswith(">")] == ["> → <=: ?b > ?d"]


def test_rule_mutants_are_distinct():
    made = list(rule_mutants.make_mutants())
    assert len({one.name for one in made}) == len(made) > 3000
    assert all(one.new != rule_mutants.rules.get_rule(one.where).text for one in made)


SHAPE = """
shp:A a sh:NodeShape ; sh:targetClass ag:Model ; sh:property shp:A-b .
shp:A-b a sh:PropertyShape ; sh:path ( ag:evidence ag:implements ) ; sh:maxCount 1 ; sh:minInclusive 0 ;
  sh:in ( 1 2 3 ) ; sh:pattern "^a$" ; sh:severity sh:Warning .
"""


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ("without sh:targetClass ag:Model", "sh:targetClass ag:Model ;", ""),
        ("sh:path without step 1, ag:evidence", "( ag:evidence ag:implements )", "ag:implements"),
        ("sh:maxCount 1 → 2", "sh:maxCount 1", "sh:maxCount 2"),
        ("sh:minInclusive 0 by sh:minExclusive", "sh:minInclusive", "sh:minExclusive"),
        ("without sh:in ( 1 2 3 )", "sh:in ( 1 2 3 ) ;", ""),
        ("sh:pattern: without $", "^a$", "^a"),
        ("sh:severity sh:Warning → sh:Info", "sh:Warning", "sh:Info"),
        ("sh:in without 1", "( 1 2 3 )", "( 2 3 )"),
        ("sh:in without 3", "( 1 2 3 )", "( 1 2 )"),
    ],
)
def test_shape_mutant_matches_description(what, before, after):
    found = {change.what: change.triples for change in shape_operators.change_shapes(_parse_triples(SHAPE))}
    assert _normalize_shapes(found[what]) == _normalize_shapes(_parse_triples(SHAPE.replace(before, after)))


def _parse_triples(turtle):
    return list(parse(PREFIX_DECLARATIONS + turtle, format=RdfFormat.TURTLE))


def _normalize_shapes(triples):
    """Convert shapes to comparable triples, with list members in place of list nodes."""
    graph = shape_operators.ShapesGraph(triples)
    items = {
        node: tuple(map(str, graph.get_list_items(node)))
        for node in graph.list_subjects()
        if graph.get_values(node, shape_operators.RDF + "first")
    }
    return {
        (str(one.subject), one.predicate.value, items.get(one.object, str(one.object)))
        for one in triples
        if one.subject not in items
    }


def test_only_untested_mutants_survive():
    """The guard with an added comment survives; the guard without its limit is killed."""
    file = "src/actgraph/sparql/canonical.py"
    text = (mutant.ROOT / file).read_text(encoding="utf-8")
    same = Mutant(file, "get_line_column", "a comment more", f"{text}# nothing\n")
    worse = Mutant(file, "get_line_column", "+ → -", text.replace("0, offset) + 1,", "0, offset) - 1,"))
    assert worse.new != text
    seen = {}
    fork_runner.MutantRunner([file]).try_each([same, worse], lambda one, killed: seen.update({one.what: killed}))
    assert seen == {same.what: False, worse.what: True}


@pytest.mark.parametrize("target", TARGETS)
def test_explanations_name_existing_mutants(target):
    explained = equivalent_mutants.read_explanations()
    assert equivalent_mutants.find_stale_names(explained, TARGETS[target].make_mutants()) == []


def test_explanations_name_mutated_files():
    files = {one.file for target in TARGETS.values() for one in target.make_mutants()}
    assert {one.file for one in equivalent_mutants.read_explanations()} <= files


def test_explanation_without_mutant_is_reported():
    one = equivalent_mutants.Explanation("a.rq", "a", ("> → >=",), "They are never equal.")
    assert equivalent_mutants.find_stale_names([one], [Mutant("a.rq", "a", "< → <=", "")]) == [one[:2] + one.whats]


def test_command_lists_mutants_and_refuses_unknown():
    command = importlib.import_module("tests.robustness.mutants.__main__").main
    found = CliRunner().invoke(command, ["rules", "--in", "criterion-compute-below", "--list"])
    assert found.exit_code == 0
    assert "queries/rules/criterion-compute-below.rq | criterion-compute-below | " in found.output
    assert CliRunner().invoke(command, ["ruels"]).exit_code == 2
