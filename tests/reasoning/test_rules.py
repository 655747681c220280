"""Test each rule: a case that fires it, one that does not, and its parsed patterns."""

import functools
import re

import pytest
from pyoxigraph import NamedNode, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Identifier
from rdflib.term import Variable as Unknown

from actgraph.core import sparql_tokens
from actgraph.core.prefixes import BASE, expand_curie, load_prefixes
from actgraph.graph import vocabulary
from actgraph.graph.day import open_day
from actgraph.reasoning import allowed_terms, law_facts, rule_patterns, rules
from tests.conftest import ROOT
from tests.support.looping import each
from tests.support.rule_cases import CASES_FOLDER, DEFAULT_DAY, load_law_triples, normalize_triples, read_rule_case

RULES = rules.list_rules()
each_rule = each("rule", RULES, ids=lambda rule: rule.name)
RDF_TYPE = NamedNode(expand_curie("rdf:type"))


@functools.cache
def _load_case(rule):
    return read_rule_case(CASES_FOLDER / f"{rule.name}.trig")


def _run_rules(case, profile, without=None):
    return rules.infer_derivations(
        [*load_law_triples(case.day), *profile], [rule for rule in RULES if rule is not without]
    )


def _select_conclusions(rule, found):
    return [one.triple for one in found if one.rule is rule]


# ---- The cases -----------------------------------------------------------------------------------------------------


def test_every_case_belongs_to_rule():
    assert {path.stem for path in CASES_FOLDER.glob("*.trig")} <= {rule.name for rule in RULES}


@each_rule
def test_case_has_three_parts(rule):
    case = _load_case(rule)
    assert (bool(case.fires), bool(case.derives), bool(case.silent), case.unknown_graphs) == (True, True, True, [])


@each_rule
def test_case_has_description(rule):
    lines = (CASES_FOLDER / f"{rule.name}.trig").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.match(r"# \S.*\.$", line)], "no comment says what the case shows"


@each_rule
def test_case_profile_states_facts(rule):
    case = _load_case(rule)
    words = {one.predicate for one in [*case.fires, *case.silent]}
    words |= {one.object for one in [*case.fires, *case.silent] if one.predicate == RDF_TYPE}
    stated = sorted(word.value for word in words if word in _find_derived_terms())
    told = re.findall(
        r"^# .*(?:derived|derive)\b.*$", (CASES_FOLDER / f"{rule.name}.trig").read_text(encoding="utf-8"), re.M
    )
    assert not stated or told, f"stated though it is derived, and no comment says why: {stated}"


@each_rule
def test_case_profile_uses_known_terms(rule):
    case = _load_case(rule)
    words = {one.predicate.value for one in [*case.fires, *case.silent]}
    words |= {one.object.value for one in [*case.fires, *case.silent] if isinstance(one.object, NamedNode)}
    assert (
        sorted(word for word in words if word.startswith(load_prefixes()["ag"]) and word not in _find_core_terms())
        == []
    )


@each_rule
def test_rule_derives_expected_triples(rule):
    case = _load_case(rule)
    assert normalize_triples(_select_conclusions(rule, _run_rules(case, case.fires))) == normalize_triples(case.derives)


@each_rule
def test_rule_derives_nothing_for_counterexample(rule):
    case = _load_case(rule)
    assert normalize_triples(_select_conclusions(rule, _run_rules(case, case.silent))) == set()


@each_rule
def test_case_fails_without_its_rule(rule):
    case = _load_case(rule)
    left = normalize_triples(one.triple for one in _run_rules(case, case.fires, without=rule))
    assert left & normalize_triples(case.derives) == normalize_triples(case.also), (
        "what another rule derives too belongs into case:also"
    )


@each_rule
def test_rule_derives_something_of_its_own(rule):
    case = _load_case(rule)
    assert normalize_triples(case.derives) - normalize_triples(case.also)


def _find_terms(pattern: str) -> set[str]:
    found = open_day(DEFAULT_DAY).query(
        f"PREFIX ag: <{load_prefixes()['ag']}> CONSTRUCT {{ ?term a ?term }} WHERE {{ {pattern} }}"
    )
    return {one.subject.value for one in found}


@functools.cache
def _find_derived_terms():
    return {NamedNode(iri) for iri in _find_terms("?term ag:isDerived true")}


@functools.cache
def _find_core_terms():
    return _find_terms("?term a ?class")


# ---- Parsed patterns -----------------------------------------------------------------------------------------------


@functools.cache
def _parse_algebra(rule):
    return translateQuery(parseQuery(rule.text)).algebra


def _find_required_triples(node):
    """Find the triples that a rule requires: all except those in FILTER."""
    if isinstance(node, CompValue):
        if node.name == "BGP":
            yield from node.triples
        for name, value in node.items():
            if name not in ("expr", "_vars"):
                yield from _find_required_triples(value)
    elif isinstance(node, list):
        for one in node:
            yield from _find_required_triples(one)


def _find_filters(node):
    """Find the outermost groups of FILTER EXISTS and NOT EXISTS."""
    if isinstance(node, CompValue):
        if node.name in ("Builtin_NOTEXISTS", "Builtin_EXISTS"):
            yield node
            return
        for name, value in node.items():
            if name != "_vars":
                yield from _find_filters(value)
    elif isinstance(node, list):
        for one in node:
            yield from _find_filters(one)


def _find_filter_triples(group):
    """Find the triples that a group requires together, with those of a nested EXISTS."""
    yield from _find_required_triples(group.graph)
    either = list(_find_named_parts(group.graph, "ConditionalOrExpression"))
    for part in _find_filters(group.graph) if not either else []:
        if part.name == "Builtin_EXISTS":
            yield from _find_filter_triples(part)


def _format_term(term):
    if isinstance(term, Unknown | Variable):
        return f"?{term.value if isinstance(term, Variable) else term}"
    assert not isinstance(term, BNode), "a rule has no blank node"
    return str(term) if isinstance(term, Identifier) else term.value


def _format_triples(triples):
    return sorted({tuple(_format_term(term) for term in triple) for triple in triples})


@each_rule
def test_conclusion_patterns_match_rdflib_parser(rule):
    assert _format_triples(rule_patterns.find_rule_patterns(rule.text).conclusions) == _format_triples(
        _parse_algebra(rule).template
    )


@each_rule
def test_condition_patterns_match_rdflib_parser(rule):
    assert _format_triples(rule_patterns.find_rule_patterns(rule.text).conditions) == _format_triples(
        _find_required_triples(_parse_algebra(rule).p)
    )


@pytest.mark.parametrize(
    ("alternatives", "required"),
    [
        ("{ ?m <urn:a> ?x ; <urn:b> ?x } UNION { ?m <urn:a> ?x ; <urn:c> ?x }", ["urn:a"]),
        ("{ ?m <urn:a> ?x } UNION { ?m <urn:a> ?y }", []),
        ("{ ?m <urn:a> ?x } UNION { ?m <urn:b> ?x }", []),
        ("{ ?m <urn:a> ?x OPTIONAL { ?m <urn:b> ?x } } UNION { ?m <urn:a> ?x OPTIONAL { ?m <urn:b> ?x } }", ["urn:a"]),
        ("{ ?m <urn:a> ?x } { ?m <urn:b> ?x }", ["urn:a", "urn:b"]),
    ],
)
def test_required_of_union_is_what_each_alternative_has(alternatives, required):
    patterns = rule_patterns.parse_rule_patterns(f"CONSTRUCT {{ ?m a <urn:C> }} WHERE {{ {alternatives} }}")
    assert [one.predicate.value for one in patterns.required] == required


@pytest.mark.slow
def test_rule_patterns_file_is_current():
    file = ROOT / "queries" / rule_patterns.RULE_PATTERNS_FILE
    now = rule_patterns.format_rule_patterns(sorted((rule.name, rule.text) for rule in rules.list_rules()))
    assert file.read_text(encoding="utf-8") == now, "run: make rules"


# ---- Content of a rule ---------------------------------------------------------------------------------------------


@each_rule
def test_amounts_come_from_graph(rule):
    tokens = list(sparql_tokens.tokenize_query(rule.text))
    code = " ".join(one.group() for one in tokens if one["prefix"] is None and not re.match(r"[<#\"']", one.group()))
    code = re.sub(r"SUBSTR \( STR \( [^()]* \) , 1 , 7 \)", "", code)  # the month of a day or of a month
    found = re.findall(r"(?<![\w?] )(?<!\w)\d[\w ]*(?:\. \w+)?", code.replace("^^ ", "^^"))
    strings = [one.group()[1:-1] for one in tokens if one.group().startswith('"')]
    amounts = [
        one.strip() for one in found if one.strip() not in ("0", "1 . 0e2", "1 . 0e12")
    ]  # a share in percent, twelve places
    amounts += [one for one in strings if re.match(r"[-+]?\d", one) and one != "-01"]  # the first day of a month
    assert amounts == []


@each_rule
def test_rule_has_header(rule):
    assert re.search(r"^#\+ kind: rule$", rule.text, re.M)
    assert rule.summary.endswith(".")
    assert [one for one in rule.sources if not one.startswith(("http://", "https://"))] == []


@each_rule
def test_rule_sources_are_nodes(rule):
    day = open_day(DEFAULT_DAY)
    assert [one for one in rule.sources if one.startswith(BASE) and one not in day] == []


def _find_rule_triples(rule):
    algebra = _parse_algebra(rule)
    yield from _find_required_triples(algebra.p)
    for group in _find_filters(algebra.p):
        yield from _find_all_triples(group.graph)


def _find_all_triples(node):
    """Find all triples, including those in filters."""
    yield from _find_required_triples(node)
    for group in _find_filters(node):
        yield from _find_all_triples(group.graph)


def test_law_facts_include_matched_triples():
    """Of given or named nodes the rules get every property that they match, save what they match of profiles alone."""
    given = set(load_law_triples())
    triples = [triple for rule in RULES for triple in _find_rule_triples(rule)]
    names = {f"<{predicate}>" for _, predicate, _ in triples if str(predicate).startswith("http")}
    of_profiles = ("rdfs:label", "dcterms:title", "dcterms:description", "foaf:page")  # matched of nodes of the profile
    names -= {f"<{expand_curie(name)}>" for name in of_profiles}
    named = {f"(<{node}> <{says}>)" for node, says, _ in triples if str(node).startswith("http")}
    classes = " ".join(f"<{expand_curie(name)}>" for name in law_facts.LAW_CLASSES)
    found = open_day(DEFAULT_DAY).query(
        f"CONSTRUCT {{ ?node ?says ?what }} WHERE {{ {{ VALUES ?class {{ {classes} }} ?node a ?class ."
        f" VALUES ?says {{ {' '.join(names)} }} }} UNION {{ VALUES (?node ?says) {{ {' '.join(named)} }} }}"
        " ?node ?says ?what }"
    )
    assert [str(one) for one in found if one not in given and one.predicate != RDF_TYPE] == []


# ---- The order -----------------------------------------------------------------------------------------------------


def _find_allowed_values(node):
    """Find the values that VALUES allows for each variable of a rule or group."""
    found: dict[str, set[str]] = {}
    for values in _find_named_parts(node, "values"):
        for row in values.res:
            for variable, term in row.items():
                found.setdefault(_format_term(variable), set()).add(_format_term(term))
    return found


def _find_named_parts(node, *names):
    if isinstance(node, CompValue):
        if node.name in names:
            yield node
        for value in node.values():
            yield from _find_named_parts(value, *names)
    elif isinstance(node, list):
        for one in node:
            yield from _find_named_parts(one, *names)


def _group_by_subject(triples, choices):
    """Map subject → predicate → allowed values; None for any."""
    found: dict[str, dict[str, set[str] | None]] = {}
    for triple in triples:
        subject, predicate, value = (_format_term(term) for term in triple)
        allowed = choices.get(value) if value.startswith("?") else {value}
        found.setdefault(subject, {}).setdefault(predicate, allowed)
    return found


@functools.cache
def _list_denied(rule):
    return list(_find_denied(rule))


def _find_denied(rule):
    """Find what must not exist for a rule to fire, or what only a filter requires."""
    algebra = _parse_algebra(rule)
    outer = _find_allowed_values(algebra.p)
    for group in _find_filters(algebra.p):
        triples = list(_find_filter_triples(group))
        yield from _group_by_subject(
            triples, {**outer, **_find_allowed_values(group.graph), **_find_values_of_law(triples)}
        ).values()
    for optional in _find_named_parts(algebra.p, "LeftJoin"):
        yield from _group_by_subject(_find_required_triples(optional.p2), outer).values()


@functools.cache
def _list_concluded(rule):
    algebra = _parse_algebra(rule)
    choices = {**_find_values_of_law(_find_required_triples(algebra.p)), **_find_allowed_values(algebra.p)}
    return list(_group_by_subject(algebra.template, choices).values())


def _find_values_of_law(triples):
    """Find the values of variables that only the law states: a duty's class, a kind of route."""
    found: dict[str, set[str]] = {}
    for subject, predicate, value in triples:
        said = [one for one in load_law_triples() if one.predicate.value == str(predicate)]
        if str(predicate).startswith(expand_curie("ag:dutyClass")):
            found[_format_term(value)] = {one.object.value for one in said}
        elif str(predicate) == expand_curie("ag:routeKind"):
            found[_format_term(subject)] = {one.subject.value for one in said if one.object.value == str(value)}
    return found


@functools.cache
def _find_evidence_kinds():
    """Find the properties that a rule can conclude without naming them: kinds of evidence."""
    kinds = {one.subject.value for one in load_law_triples() if one.predicate.value == expand_curie("ag:evidenceFor")}
    parts = {expand_curie("rdfs:subPropertyOf")}
    return kinds | {one.subject.value for one in load_law_triples() if one.predicate.value in parts}


def _can_affect(concluded, denied):
    """Return whether a conclusion can make true what another rule requires to be absent."""
    both = [one for one in concluded if one in denied]
    apart = [one for one in both if concluded[one] and denied[one] and not concluded[one] & denied[one]]
    unnamed = (
        [one for one in denied if one in _find_evidence_kinds()]
        if any(one.startswith("?") for one in concluded)
        else []
    )
    return bool((both and not apart) or unnamed)


@each_rule
def test_later_rules_conclude_nothing_denied_earlier(rule):
    late = [other for other in RULES if other.order >= rule.order]
    pairs = ((other, node, one) for other in late for node in _list_concluded(other) for one in _list_denied(rule))
    assert {other.name for other, node, one in pairs if _can_affect(node, one)} == set()


@each_rule
def test_rerunning_rules_adds_nothing(rule):
    case = _load_case(rule)
    derived = [one.triple for one in _run_rules(case, case.fires)]
    again = rules.infer_derivations([*load_law_triples(case.day), *case.fires, *derived])
    assert normalize_triples(one.triple for one in again) - normalize_triples(derived) == set()


@each_rule
def test_derived_triples_have_premises(rule):
    case = _load_case(rule)
    assert [one.triple for one in _run_rules(case, case.fires) if not one.premises] == []


# ---- What a profile may state ---------------------------------------------------------------------------------------


def test_matched_triples_can_exist():
    known = allowed_terms.load_allowed_terms(open_day(DEFAULT_DAY))
    words = {expand_curie(word) for rule in RULES for word in re.findall(r"\bag:\w+", rule.text)}
    words &= vocabulary.load_vocabulary().properties.keys()
    assert sorted(words - known.properties - known.reserved.keys() - law_facts.list_law_only_terms()) == []
