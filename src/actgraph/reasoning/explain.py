"""Explain selected derived triples by backward search instead of recording every derivation."""

import functools
from collections.abc import Collection, Iterable, Iterator, Set

from pyoxigraph import BlankNode, Literal, Store, Triple, Variable

from actgraph.reasoning import rule_patterns, rule_terms, rules
from actgraph.reasoning.rule_patterns import TriplePattern
from actgraph.reasoning.rule_terms import get_used_term
from actgraph.reasoning.rules import Derivation, Rule, Term


def explain_triples(
    store: Store,
    derived: Collection[Triple],
    wanted: Iterable[Triple],
    used_terms: Set[str],
    not_followed: Set[str] = frozenset(),
) -> dict[Triple, list[Derivation]]:
    """Find the derivations of some derived triples, and of the derived triples among their premises.

    Args:
        store: holds the facts, as for `rules.infer_triples`, and all that follows from them.
        derived: all triples that follow from the facts.
        wanted: the derived triples to explain.
        used_terms: the properties and classes of facts and derived triples, as `rule_terms.get_used_term` gives them.
        not_followed: IRIs of properties; a premise with one of them is not explained in turn.

    Returns:
        Every derivation of each of these triples.

    >>> from actgraph.core.prefixes import load_prefixes
    >>> from pyoxigraph import Literal, NamedNode, Quad
    >>> stated = Triple(NamedNode("urn:m"), NamedNode(load_prefixes()["ag"] + "criterionRebutted"), Literal(True))
    >>> store = Store()
    >>> store.add(Quad(*stated))
    >>> used_terms = {get_used_term(stated)}
    >>> (inferred,) = rules.infer_triples(store, used_terms)
    >>> (derivation,) = explain_triples(store, [inferred], [inferred], used_terms)[inferred]
    >>> derivation.rule.name, derivation.premises == [stated]
    ('not-general-purpose-rebutted', True)
    """
    found: dict[Triple, list[Derivation]] = {}
    todo = list(wanted)
    while todo:
        triple = todo.pop()
        if triple not in found:
            candidates = [
                (rule, bindings)
                for rule, bindings in _find_deriving_rules(triple)
                if rule_terms.find_required_terms(rule.text) <= used_terms and _may_match(rule, bindings, store)
            ]
            matches = [match for rule, bindings in candidates for match in rules.match_rule(rule, store, bindings)]
            found[triple] = [match for match in matches if match.triple == triple]
            todo += [
                premise
                for match in found[triple]
                for premise in match.premises
                if premise in derived and premise.predicate.value not in not_followed
            ]
    return found


def _find_deriving_rules(triple: Triple) -> Iterator[tuple[Rule, dict[Variable, Term]]]:
    """Find the rules that may derive a triple, each with the bindings that follow from it."""
    index = _index_rules_by_conclusion()
    for rule, pattern in index.get(get_used_term(triple), []) + index.get("", []):
        bindings: dict[Variable, Term] = {}
        for term, value in zip(pattern, triple, strict=True):
            if isinstance(term, Variable):
                if bindings.setdefault(term, value) != value:
                    break
            elif term != value:
                break
        else:
            yield rule, bindings


def _may_match(rule: Rule, bindings: dict[Variable, Term], store: Store) -> bool:
    """Tell whether each pattern that a rule requires is found in the store; looking that up spares most queries."""
    for pattern in rule_patterns.find_rule_patterns(rule.text).required:
        subject, predicate, value = (bindings.get(one) if isinstance(one, Variable) else one for one in pattern)
        if isinstance(subject, Literal) or isinstance(predicate, Literal | BlankNode | Triple):
            return False
        if (subject or value) and next(store.quads_for_pattern(subject, predicate, value), None) is None:
            return False
    return True


@functools.cache
def _index_rules_by_conclusion() -> dict[str, list[tuple[Rule, TriplePattern]]]:
    """Map each property or class to the rules that conclude it, and the empty string to those that may conclude any."""
    found: dict[str, list[tuple[Rule, TriplePattern]]] = {}
    for rule in rules.list_rules():
        for pattern in rule_patterns.find_rule_patterns(rule.text).conclusions:
            found.setdefault(rule_terms.get_concluded_term(pattern), []).append((rule, pattern))
    return found
