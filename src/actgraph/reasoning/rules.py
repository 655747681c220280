"""Run the rules of `queries/rules/` over a profile and the law of a day.

A rule is a CONSTRUCT query with a header: summary, order, source; its identifier is the name of its file. The rules of
one order run together until they derive nothing new, then those of the next order run. So a rule that tests for
absence (`NOT EXISTS`) runs after all rules that could derive what it tests for. What a rule matched is kept as the
premises of what it derived.
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

LAW_GRAPH = NamedNode("urn:actgraph:law")  # holds the law and the day, where a store keeps them apart from profiles
_PROFILE_AND_LAW: list[NamedNode | BlankNode | DefaultGraph] = [DefaultGraph(), LAW_GRAPH]

Term = NamedNode | BlankNode | Literal | Triple


class Rule(NamedTuple):
    """A rule.

    Attributes:
        name: the name of its file, without `.rq`.
        summary: what follows from what, in one sentence.
        order: rules with a lower order run first.
        sources: IRIs of the provisions, paragraphs or pages that the rule is based on.
        text: a SPARQL 1.1 CONSTRUCT query.
    """

    name: str
    summary: str
    order: int
    sources: Sequence[str]
    text: str

    @property
    def iri(self) -> str:
        """IRI of the rule.

        >>> get_rule("criterion-met").iri
        'https://w3id.org/actgraph/rules/criterion-met'
        """
        return load_prefixes()["rul"] + self.name


class Derivation(NamedTuple):
    """One way in which a triple was derived.

    Attributes:
        triple: the derived triple.
        rule: the rule that derived it.
        premises: the triples of profile, law and earlier rules that the rule matched.
    """

    triple: Triple
    rule: Rule
    premises: Sequence[Triple]


@functools.cache
def list_rules() -> Sequence[Rule]:
    """List the rules in the order in which they run.

    >>> len(list_rules()) > 100
    True
    """
    folder = paths.get_data_path("queries", "rules")
    rules = []
    for file in os.listdir(folder):
        with open(os.path.join(folder, file), encoding="utf-8") as text:
            rules.append(parse_rule(file.removesuffix(".rq"), text.read()))
    return tuple(sorted(rules, key=lambda rule: (rule.order, rule.name)))


def get_rule(name: str) -> Rule:
    """Get the rule with a name, which is that of its file without `.rq`.

    Raises:
        KeyError: there is no such rule.

    >>> get_rule("placed-on-market").summary
    'The placing on the market of a model is its first making available on the Union market.'
    """
    return {rule.name: rule for rule in list_rules()}[name]


def infer_derivations(facts: Iterable[Triple], rules: Sequence[Rule] | None = None) -> list[Derivation]:
    """Infer everything that follows from some facts, with every derivation of it.

    Args:
        facts: the triples of the profile, the law and the day, without blank nodes.
        rules: the rules to run, in their order; None for all.

    >>> stated = Triple(NamedNode("urn:m"), NamedNode(load_prefixes()["ag"] + "criterionRebutted"), Literal(True))
    >>> [(one.rule.name, one.premises == [stated]) for one in infer_derivations([stated])]
    [('not-general-purpose-rebutted', True)]
    """
    all_facts = list(facts)
    store, used_terms = Store(), set(map(get_used_term, all_facts))
    store.extend(map(_to_quad, all_facts))
    found: dict[tuple[Triple, str, tuple[Triple, ...]], Derivation] = {}

    def apply_rule(rule: Rule) -> list[Triple]:
        """Return the triples for which the rule found a new derivation."""
        new = []
        for derived in match_rule(rule, store):
            way = derived.triple, rule.name, tuple(derived.premises)
            if way not in found:
                found[way] = derived
                new.append(derived.triple)
        store.extend(map(_to_quad, new))
        return new

    _run_to_fixpoint(list_rules() if rules is None else rules, used_terms, apply_rule)
    return list(found.values())


def infer_triples(store: Store, used_terms: Set[str], rules: Sequence[Rule] | None = None) -> list[Triple]:
    """Infer what follows from the facts in a store and add it to the default graph, without derivations.

    Args:
        store: holds the facts of profiles in its default graph, without blank nodes. The law and the day stand there
            too, or in the graph `LAW_GRAPH`.
        used_terms: the properties and classes that the facts use, as `get_used_term` gives them.
        rules: the rules to run, in their order; None for all.

    >>> stated = Triple(NamedNode("urn:m"), NamedNode(load_prefixes()["ag"] + "criterionRebutted"), Literal(True))
    >>> store = Store()
    >>> store.add(_to_quad(stated))
    >>> (inferred,) = infer_triples(store, {get_used_term(stated)})
    >>> get_used_term(inferred).removeprefix(load_prefixes()["ag"])
    'NotGeneralPurposeModel'
    """
    found: dict[Triple, None] = {}

    def apply_rule(rule: Rule) -> list[Triple]:
        # Whatever uses a term that no fact uses is not among the facts.
        new = [
            one
            for one in conclude(rule, store)
            if one not in found and (get_used_term(one) not in used_terms or not _is_in_store(one, store))
        ]
        store.extend(map(_to_quad, new))
        found.update(dict.fromkeys(new))
        return new

    _run_to_fixpoint(list_rules() if rules is None else rules, set(used_terms), apply_rule)
    return list(found)


def conclude(rule: Rule, store: Store) -> Set[Triple]:
    """Conclude what one rule does from a store, whether that is in it or not.

    Args:
        rule: the rule.
        store: as for `infer_triples`.

    >>> conclude(get_rule("criterion-met"), Store())
    dict_keys([])
    """
    concluded = store.query(_escape_construct(rule), default_graph=_PROFILE_AND_LAW)
    assert isinstance(concluded, QueryTriples)
    return dict.fromkeys(concluded).keys()


def match_rule(rule: Rule, store: Store, bindings: dict[Variable, Term] | None = None) -> list[Derivation]:
    """Match one rule against a store and return what it derives there, with its premises.

    Args:
        rule: the rule.
        store: as for `infer_triples`.
        bindings: values to which some variables of the rule are fixed; None to fix none.

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
    """Run the rules; repeat those of one order as long as there are new triples that they may match.

    A rule is skipped while a term that it requires is used nowhere: most profiles lack what most rules are about.
    """
    for _, group in groupby(rules, key=lambda rule: rule.order):
        todo = together = list(group)
        while todo:
            new: set[str] = set()
            for rule in todo:
                if rule_terms.find_required_terms(rule.text) <= used_terms:
                    derived_terms = set(map(get_used_term, apply_rule(rule)))
                    new |= derived_terms
                    used_terms |= derived_terms
            todo = [rule for rule in together if rule_terms.is_affected_by(rule.text, new)]


class _CompiledRule(NamedTuple):
    select: str
    conclusions: Sequence[TriplePattern]
    conditions: Sequence[TriplePattern]
    variables: Sequence[str]


def _fill_pattern(pattern: TriplePattern, bindings: Mapping[str, object]) -> Triple | None:
    terms = [bindings.get(term.value) if isinstance(term, Variable) else term for term in pattern]
    # A profile may have a literal where a node should stand; it cannot be a subject.
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
    conclusions, conditions, *_ = rule_patterns.find_rule_patterns(rule.text)
    select = re.sub(r"CONSTRUCT\s*\{.*?\}\s*WHERE", "SELECT DISTINCT * WHERE", rule.text, count=1, flags=re.DOTALL)
    variables = {
        term.value for pattern in [*conclusions, *conditions] for term in pattern if isinstance(term, Variable)
    }
    return _CompiledRule(sparql_tokens.escape_dots(select), conclusions, conditions, sorted(variables))


def parse_rule(name: str, text: str) -> Rule:
    """Parse the text of a rule file.

    Args:
        name: the name of the file, without `.rq`.
        text: the content of the file.

    Raises:
        KeyError: the header lacks an entry.

    >>> parse_rule("x", "#+ summary: S.\\n#+ order: 1\\n#+ source: act:art_53\\nCONSTRUCT {} WHERE {}").sources
    ('https://w3id.org/actgraph/eli/reg/2024/1689/art_53',)
    """
    head = dict(re.findall(r"^#\+ (\w+): (.+)$", text, re.MULTILINE))
    sources = tuple(expand_curie(source) or source for source in head["source"].split())
    return Rule(name, head["summary"], int(head["order"]), sources, text)
