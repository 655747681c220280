"""The rules of `queries/rules/`: what follows from a profile and the law of a day, each statement with its derivation.

A rule is a CONSTRUCT query with a header: id (the name of its file), summary, order, sources. Rules of one order run
together until nothing new follows, then those of the next: so a rule that asks whether something is *not* there runs
after all rules that could put it there. What a rule matched is kept as the premises of what it derived.
"""

import functools
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import groupby
from typing import NamedTuple

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)

from actgraph.core import paths, sparql_tokens
from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.reasoning import rule_patterns, rule_terms
from actgraph.reasoning.rule_patterns import TriplePattern
from actgraph.reasoning.rule_terms import get_used_term

LAW_GRAPH = NamedNode("urn:actgraph:law")  # the graph of a store in which the law and the day may stand apart
_PROFILE_AND_LAW: list[NamedNode | BlankNode | DefaultGraph] = [DefaultGraph(), LAW_GRAPH]

Term = NamedNode | BlankNode | Literal | Triple


class Rule(NamedTuple):
    """A rule.

    Attributes:
        name: of its file, without `.rq`.
        summary: what follows from what, in one sentence.
        order: rules of a lower one are done before.
        sources: the IRIs of the provisions, paragraphs or pages that it stands on.
        text: SPARQL 1.1, a CONSTRUCT.
    """

    name: str
    summary: str
    order: int
    sources: Sequence[str]
    text: str

    @property
    def iri(self) -> str:
        """Its IRI.

        >>> get_rule("criterion-met").iri
        'https://w3id.org/actgraph/rules/criterion-met'
        """
        return load_prefixes()["rul"] + self.name


class Derivation(NamedTuple):
    """One way in which a statement was derived.

    Attributes:
        triple: the statement.
        rule: what derived it.
        premises: the statements of profile, law and earlier rules that the rule matched.
    """

    triple: Triple
    rule: Rule
    premises: Sequence[Triple]


def list_rules() -> Sequence[Rule]:
    """The rules in the order in which they run.

    >>> len(list_rules()) > 100
    True
    """
    return _load_rules()


def get_rule(name: str) -> Rule:
    """The rule of a name.

    Args:
        name: of its file, without `.rq`.

    Raises:
        KeyError: there is none.

    >>> get_rule("placed-on-market").summary
    'The first making available on the Union market is the placing on the market.'
    """
    return {rule.name: rule for rule in _load_rules()}[name]


def infer_derivations(facts: Iterable[Triple], rules: Sequence[Rule] | None = None) -> list[Derivation]:
    """What follows from some facts, with every way in which it does.

    Args:
        facts: of the profile, the law and the day, without blank nodes.
        rules: in the order in which they run; all where there are none.

    >>> stated = Triple(NamedNode("urn:m"), NamedNode(load_prefixes()["ag"] + "criterionRebutted"), Literal(True))
    >>> [(one.rule.name, one.premises == [stated]) for one in infer_derivations([stated])]
    [('not-general-purpose-rebutted', True)]
    """
    all_facts = list(facts)
    store, there = Store(), set(map(get_used_term, all_facts))
    store.extend(map(_to_quad, all_facts))
    found: dict[tuple[Triple, str, tuple[Triple, ...]], Derivation] = {}

    def apply_rule(rule: Rule) -> list[Triple]:
        """What a rule derives in a new way."""
        new = []
        for derived in match_rule(rule, store):
            way = derived.triple, rule.name, tuple(derived.premises)
            if way not in found:
                found[way] = derived
                new.append(derived.triple)
        store.extend(map(_to_quad, new))
        return new

    _run_to_fixpoint(_load_rules() if rules is None else rules, there, apply_rule)
    return list(found.values())


def infer_triples(store: Store, used_terms: Set[str]) -> list[Triple]:
    """What follows from the facts in the default graph of a store, which it is added to; not how it follows.

    Args:
        store: with the facts of profiles, without blank nodes; the law and the day may stand there too, or in the
            graph `LAW`.
        used_terms: what they say, as `named_by` has it.

    >>> stated = Triple(NamedNode("urn:m"), NamedNode(load_prefixes()["ag"] + "criterionRebutted"), Literal(True))
    >>> store = Store()
    >>> store.add(_to_quad(stated))
    >>> [get_used_term(one).removeprefix(load_prefixes()["ag"]) for one in infer_triples(store, {get_used_term(stated)})]
    ['NotGeneralPurposeModel']
    """
    found: list[Triple] = []

    def apply_rule(rule: Rule) -> list[Triple]:
        concluded = store.query(_escape_construct(rule), default_graph=_PROFILE_AND_LAW)
        assert isinstance(concluded, QueryTriples)
        new = list(dict.fromkeys(one for one in concluded if not _is_in_store(one, store)))
        store.extend(map(_to_quad, new))
        found.extend(new)
        return new

    _run_to_fixpoint(_load_rules(), set(used_terms), apply_rule)
    return found


def match_rule(rule: Rule, store: Store, bindings: dict[Variable, Term] | None = None) -> list[Derivation]:
    """What a rule derives from what is in a store now, with what it matched there.

    Args:
        rule: the rule.
        store: as for `conclude`.
        bindings: what some of the rule's variables are; all that match where there are none.

    >>> stated = Triple(NamedNode("urn:m"), NamedNode(load_prefixes()["ag"] + "criterionRebutted"), Literal(True))
    >>> store = Store()
    >>> store.add(_to_quad(stated))
    >>> rule = get_rule("not-general-purpose-rebutted")
    >>> [len(match_rule(rule, store, {Variable("model"): NamedNode(iri)})) for iri in ("urn:m", "urn:n")]
    [1, 0]
    """
    compiled = _compile_rule(rule)
    derived = []
    rows = store.query(compiled.select, default_graph=_PROFILE_AND_LAW, substitutions=bindings)
    assert isinstance(rows, QuerySolutions)
    columns = {variable.value for variable in rows.variables}
    names = [name for name in compiled.variables if name in columns]
    for row in rows:
        bound = {name: row[name] for name in names}
        premises = [
            one
            for pattern in compiled.conditions
            if (one := _fill_pattern(pattern, bound)) and _is_in_store(one, store)
        ]
        for pattern in compiled.conclusions:
            triple = _fill_pattern(pattern, bound)
            if triple and triple not in premises:
                derived.append(Derivation(triple, rule, premises))
    return derived


def _run_to_fixpoint(rules: Sequence[Rule], used_terms: set[str], apply_rule: Callable[[Rule], list[Triple]]) -> None:
    """Apply the rules, those of an order again while there is something new that they read.

    A rule that must find what is nowhere is left out: most profiles lack what most rules are about.
    """
    for _, group in groupby(rules, key=lambda rule: rule.order):
        todo = together = list(group)
        while todo:
            new: set[str] = set()
            for rule in todo:
                if rule_terms.find_required_terms(rule.text) <= used_terms:
                    said = set(map(get_used_term, apply_rule(rule)))
                    new |= said
                    used_terms |= said
            todo = [rule for rule in together if rule_terms.is_affected_by(rule.text, new)]


class _CompiledRule(NamedTuple):
    select: str
    conclusions: Sequence[TriplePattern]
    conditions: Sequence[TriplePattern]
    variables: Sequence[str]


def _fill_pattern(pattern: TriplePattern, bindings: Mapping[str, object]) -> Triple | None:
    terms = [bindings.get(term.value) if isinstance(term, Variable) else term for term in pattern]
    # A profile may have a literal where a node should stand; nothing can be stated of it.
    return None if None in terms or isinstance(terms[0], Literal) else Triple(*terms)  # type: ignore[arg-type]


def _is_in_store(triple: Triple, store: Store) -> bool:
    return _to_quad(triple) in store or Quad(triple.subject, triple.predicate, triple.object, LAW_GRAPH) in store


def _to_quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)


@functools.cache
def _escape_construct(rule: Rule) -> str:
    return sparql_tokens.escape_dots(rule.text)


@functools.cache
def _compile_rule(rule: Rule) -> _CompiledRule:
    concluded, found = rule_patterns.parse_rule_patterns(rule.text)
    select = re.sub(r"CONSTRUCT\s*\{.*?\}\s*WHERE", "SELECT DISTINCT * WHERE", rule.text, count=1, flags=re.DOTALL)
    named = {term.value for pattern in [*concluded, *found] for term in pattern if isinstance(term, Variable)}
    return _CompiledRule(sparql_tokens.escape_dots(select), concluded, found, sorted(named))


@functools.cache
def _load_rules() -> tuple[Rule, ...]:
    folder = paths.get_data_path("queries", "rules")
    found = []
    for file in os.listdir(folder):
        with open(os.path.join(folder, file), encoding="utf-8") as text:
            found.append(parse_rule(file.removesuffix(".rq"), text.read()))
    return tuple(sorted(found, key=lambda rule: (rule.order, rule.name)))


def parse_rule(name: str, text: str) -> Rule:
    """A rule as its file has it.

    Args:
        name: of the file, without `.rq`.
        text: of the file.

    Raises:
        KeyError: the header lacks something.

    >>> parse_rule("x", "#+ summary: S.\\n#+ order: 1\\n#+ source: act:art_53\\nCONSTRUCT {} WHERE {}").sources
    ('https://w3id.org/actgraph/eli/reg/2024/1689/art_53',)
    """
    head = dict(re.findall(r"^#\+ (\w+): (.+)$", text, re.MULTILINE))
    sources = tuple(expand_curie(source) or source for source in head["source"].split())
    return Rule(name, head["summary"], int(head["order"]), sources, text)
