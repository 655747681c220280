"""The rules, one by one: each has a case that fires it and one that does not, and is read as it is written."""

import functools
import re

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
from tests.support.looping import each
from tests.support.rule_cases import DAY, FOLDER, law, of_file, same

RULES = rules.list_rules()
each_rule = each("rule", RULES, ids=lambda rule: rule.name)
RDF_TYPE = NamedNode(expand_curie("rdf:type"))


@functools.cache
def _case(rule):
    return of_file(FOLDER / f"{rule.name}.trig")


def _ran(case, profile, without=None):
    return rules.infer_derivations([*law(case.day), *profile], [rule for rule in RULES if rule is not without])


def _by(rule, found):
    return [one.triple for one in found if one.rule is rule]


# ---- The cases -----------------------------------------------------------------------------------------------------


def test_every_case_is_of_a_rule():
    assert {path.stem for path in FOLDER.glob("*.trig")} <= {rule.name for rule in RULES}


@each_rule
def test_a_case_has_its_three_parts(rule):
    case = _case(rule)
    assert (bool(case.fires), bool(case.derives), bool(case.silent), case.surplus) == (True, True, True, [])


@each_rule
def test_a_case_says_what_it_shows(rule):
    lines = (FOLDER / f"{rule.name}.trig").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.match(r"# \S.*\.$", line)], "no comment says what the case shows"


@each_rule
def test_a_profile_of_a_case_states_facts(rule):
    case = _case(rule)
    words = {one.predicate for one in [*case.fires, *case.silent]}
    words |= {one.object for one in [*case.fires, *case.silent] if one.predicate == RDF_TYPE}
    stated = sorted(word.value for word in words if word in _derived())
    told = re.findall(r"^# .*(?:derived|derive)\b.*$", (FOLDER / f"{rule.name}.trig").read_text(encoding="utf-8"), re.M)
    assert not stated or told, f"stated though it is derived, and no comment says why: {stated}"


@each_rule
def test_a_profile_of_a_case_knows_the_words(rule):
    case = _case(rule)
    words = {one.predicate.value for one in [*case.fires, *case.silent]}
    words |= {one.object.value for one in [*case.fires, *case.silent] if isinstance(one.object, NamedNode)}
    assert sorted(word for word in words if word.startswith(load_prefixes()["ag"]) and word not in _core()) == []


@each_rule
def test_a_rule_derives_what_its_case_says(rule):
    case = _case(rule)
    assert same(_by(rule, _ran(case, case.fires))) == same(case.derives)


@each_rule
def test_a_rule_derives_nothing_where_its_case_says_so(rule):
    case = _case(rule)
    assert same(_by(rule, _ran(case, case.silent))) == set()


@each_rule
def test_without_the_rule_its_case_is_lost(rule):
    case = _case(rule)
    left = same(one.triple for one in _ran(case, case.fires, without=rule))
    assert left & same(case.derives) == same(case.also), "what another rule derives too belongs into case:also"


@each_rule
def test_not_all_that_a_rule_derives_is_derived_by_others(rule):
    case = _case(rule)
    assert same(case.derives) - same(case.also)


def _terms(pattern: str) -> set[str]:
    found = open_day(DAY).query(
        f"PREFIX ag: <{load_prefixes()['ag']}> CONSTRUCT {{ ?term a ?term }} WHERE {{ {pattern} }}"
    )
    return {one.subject.value for one in found}


@functools.cache
def _derived():
    return {NamedNode(iri) for iri in _terms("?term ag:isDerived true")}


@functools.cache
def _core():
    return _terms("?term a ?class")


# ---- How a rule is read --------------------------------------------------------------------------------------------


@functools.cache
def _algebra(rule):
    return translateQuery(parseQuery(rule.text)).algebra


def _positive(node):
    """The triples that a rule must find: all but those in FILTER."""
    if isinstance(node, CompValue):
        if node.name == "BGP":
            yield from node.triples
        for name, value in node.items():
            if name not in ("expr", "_vars"):
                yield from _positive(value)
    elif isinstance(node, list):
        for one in node:
            yield from _positive(one)


def _filters(node):
    """What stands in FILTER EXISTS or NOT EXISTS, one group each, but for those that stand in another."""
    if isinstance(node, CompValue):
        if node.name in ("Builtin_NOTEXISTS", "Builtin_EXISTS"):
            yield node
            return
        for name, value in node.items():
            if name != "_vars":
                yield from _filters(value)
    elif isinstance(node, list):
        for one in node:
            yield from _filters(one)


def _asked(group):
    """The triples that a group asks for together: what must exist besides is asked for with them."""
    yield from _positive(group.graph)
    either = list(_named(group.graph, "ConditionalOrExpression"))
    for part in _filters(group.graph) if not either else []:
        if part.name == "Builtin_EXISTS":
            yield from _asked(part)


def _text(term):
    if isinstance(term, Unknown | Variable):
        return f"?{term.value if isinstance(term, Variable) else term}"
    assert not isinstance(term, BNode), "a rule has no blank node"
    return str(term) if isinstance(term, Identifier) else term.value


def _texts(triples):
    return sorted({tuple(_text(term) for term in triple) for triple in triples})


@each_rule
def test_what_a_rule_concludes_is_read_alike_by_a_full_parser(rule):
    assert _texts(rule_patterns.parse_rule_patterns(rule.text)[0]) == _texts(_algebra(rule).template)


@each_rule
def test_what_a_rule_must_find_is_read_alike_by_a_full_parser(rule):
    assert _texts(rule_patterns.parse_rule_patterns(rule.text)[1]) == _texts(_positive(_algebra(rule).p))


# ---- What stands in a rule -----------------------------------------------------------------------------------------


@each_rule
def test_an_amount_comes_from_the_graph(rule):
    tokens = list(sparql_tokens.tokenize_query(rule.text))
    code = " ".join(one.group() for one in tokens if one["prefix"] is None and not re.match(r"[<#\"']", one.group()))
    found = re.findall(r"(?<![\w?] )(?<!\w)\d[\w ]*(?:\. \w+)?", code.replace("^^ ", "^^"))
    strings = [one.group()[1:-1] for one in tokens if one.group().startswith('"')]
    amounts = [
        one.strip() for one in found if one.strip() not in ("0", "1 . 0e2", "1 . 0e12")
    ]  # a share in percent, twelve places
    amounts += [one for one in strings if re.match(r"[-+]?\d", one)]
    assert amounts == []


@each_rule
def test_a_rule_has_its_header(rule):
    assert re.search(r"^#\+ kind: rule$", rule.text, re.M)
    assert rule.summary.endswith(".")
    assert [one for one in rule.sources if not one.startswith(("http://", "https://"))] == []


@each_rule
def test_a_source_of_a_rule_is_a_node(rule):
    day = open_day(DAY)
    assert [one for one in rule.sources if one.startswith(BASE) and one not in day] == []


def _every_triple(rule):
    algebra = _algebra(rule)
    yield from _positive(algebra.p)
    for group in _filters(algebra.p):
        yield from _everything(group.graph)


def _everything(node):
    """All triples, those in filters too."""
    yield from _positive(node)
    for group in _filters(node):
        yield from _everything(group.graph)


def test_the_rules_are_given_the_law_that_they_match():
    """Of the nodes that they are given or name, they are given every property that they match."""
    given = set(law())
    triples = [triple for rule in RULES for triple in _every_triple(rule)]
    names = {f"<{predicate}>" for _, predicate, _ in triples if str(predicate).startswith("http")}
    named = {f"(<{node}> <{says}>)" for node, says, _ in triples if str(node).startswith("http")}
    classes = " ".join(f"<{expand_curie(name)}>" for name in law_facts.LAW_CLASSES)
    found = open_day(DAY).query(
        f"CONSTRUCT {{ ?node ?says ?what }} WHERE {{ {{ VALUES ?class {{ {classes} }} ?node a ?class ."
        f" VALUES ?says {{ {' '.join(names)} }} }} UNION {{ VALUES (?node ?says) {{ {' '.join(named)} }} }}"
        " ?node ?says ?what }"
    )
    assert [str(one) for one in found if one not in given and one.predicate != RDF_TYPE] == []


# ---- The order -----------------------------------------------------------------------------------------------------


def _choices(node):
    """What VALUES allows for each variable of a rule, or of a group in it."""
    found: dict[str, set[str]] = {}
    for values in _named(node, "values"):
        for row in values.res:
            for variable, term in row.items():
                found.setdefault(_text(variable), set()).add(_text(term))
    return found


def _named(node, *names):
    if isinstance(node, CompValue):
        if node.name in names:
            yield node
        for value in node.values():
            yield from _named(value, *names)
    elif isinstance(node, list):
        for one in node:
            yield from _named(one, *names)


def _nodes(triples, choices):
    """Subject → predicate → what it may have; None for anything."""
    found: dict[str, dict[str, set[str] | None]] = {}
    for triple in triples:
        subject, predicate, value = (_text(term) for term in triple)
        allowed = choices.get(value) if value.startswith("?") else {value}
        found.setdefault(subject, {}).setdefault(predicate, allowed)
    return found


@functools.cache
def _denied(rule):
    return list(_what_is_denied(rule))


def _what_is_denied(rule):
    """What must not be there for a rule to fire, or must be and is asked for in a filter only."""
    algebra = _algebra(rule)
    outer = _choices(algebra.p)
    for group in _filters(algebra.p):
        triples = list(_asked(group))
        yield from _nodes(triples, {**outer, **_choices(group.graph), **_by_law(triples)}).values()
    for optional in _named(algebra.p, "LeftJoin"):
        yield from _nodes(_positive(optional.p2), outer).values()


@functools.cache
def _concluded(rule):
    algebra = _algebra(rule)
    choices = {**_by_law(_positive(algebra.p)), **_choices(algebra.p)}
    return list(_nodes(algebra.template, choices).values())


def _by_law(triples):
    """What a variable can be since the law alone says that: a class of those who owe a duty, a kind of route."""
    found: dict[str, set[str]] = {}
    for subject, predicate, value in triples:
        said = [one for one in law() if one.predicate.value == str(predicate)]
        if str(predicate) == expand_curie("ag:dutyClass"):
            found[_text(value)] = {one.object.value for one in said}
        elif str(predicate) == expand_curie("ag:routeKind"):
            found[_text(subject)] = {one.subject.value for one in said if one.object.value == str(value)}
    return found


@functools.cache
def _kinds():
    """The properties that a rule can conclude without naming them: kinds of evidence."""
    kinds = {one.subject.value for one in law() if one.predicate.value == expand_curie("ag:evidenceFor")}
    parts = {expand_curie("rdfs:subPropertyOf")}
    return kinds | {one.subject.value for one in law() if one.predicate.value in parts}


def _touches(concluded, denied):
    """Whether a conclusion can make something true of a node that another rule denies."""
    both = [one for one in concluded if one in denied]
    apart = [one for one in both if concluded[one] and denied[one] and not concluded[one] & denied[one]]
    unnamed = [one for one in denied if one in _kinds()] if any(one.startswith("?") for one in concluded) else []
    return bool((both and not apart) or unnamed)


@each_rule
def test_nothing_that_a_rule_denies_is_concluded_by_a_later_one(rule):
    late = [other for other in RULES if other.order >= rule.order]
    pairs = ((other, node, one) for other in late for node in _concluded(other) for one in _denied(rule))
    assert {other.name for other, node, one in pairs if _touches(node, one)} == set()


@each_rule
def test_running_the_rules_again_adds_nothing(rule):
    case = _case(rule)
    derived = [one.triple for one in _ran(case, case.fires)]
    again = rules.infer_derivations([*law(case.day), *case.fires, *derived])
    assert same(one.triple for one in again) - same(derived) == set()


@each_rule
def test_what_was_derived_has_premises(rule):
    case = _case(rule)
    assert [one.triple for one in _ran(case, case.fires) if not one.premises] == []


# ---- What a profile may state ---------------------------------------------------------------------------------------


def test_what_rules_match_is_the_laws_or_derived_or_can_be_stated():
    known = allowed_terms.load_allowed_terms(open_day(DAY))
    words = {expand_curie(word) for rule in RULES for word in re.findall(r"\bag:\w+", rule.text)}
    words &= vocabulary.load_vocabulary().properties.keys()
    assert sorted(words - known.properties - known.reserved.keys() - law_facts.list_law_only_terms()) == []
