"""How statements follow, asked from the end: where it is wanted of a few, the rules need not all keep it."""

import functools
from collections.abc import Collection, Iterable, Iterator, Set

from pyoxigraph import Store, Triple, Variable

from actgraph.reasoning import rule_patterns, rule_terms, rules
from actgraph.reasoning.rule_patterns import TriplePattern
from actgraph.reasoning.rule_terms import get_used_term
from actgraph.reasoning.rules import Derivation, Rule, Term


def explain_triples(
    store: Store, derived: Collection[Triple], wanted: Iterable[Triple], used_terms: Set[str]
) -> dict[Triple, list[Derivation]]:
    """How some statements follow, and those that they follow from.

    Args:
        store: with the facts, as for `rules.conclude`, and all that follows from them.
        derived: what follows from them.
        wanted: some of these.
        used_terms: what facts and derived statements say, as `rule_terms.named_by` has it.

    Returns:
        Every way in which each of them follows, and each of their premises that is derived.

    >>> from actgraph.core.prefixes import load_prefixes
    >>> from pyoxigraph import Literal, NamedNode, Quad
    >>> stated = Triple(NamedNode("urn:m"), NamedNode(load_prefixes()["ag"] + "criterionRebutted"), Literal(True))
    >>> store = Store()
    >>> store.add(Quad(*stated))
    >>> there = {get_used_term(stated)}
    >>> (follows,) = rules.infer_triples(store, there)
    >>> [(one.rule.name, one.premises == [stated]) for one in explain_triples(store, [follows], [follows], there)[follows]]
    [('not-general-purpose-rebutted', True)]
    """
    found: dict[Triple, list[Derivation]] = {}
    todo = list(wanted)
    while todo:
        triple = todo.pop()
        if triple not in found:
            may = [
                (rule, bound)
                for rule, bound in _find_deriving_rules(triple)
                if rule_terms.find_required_terms(rule.text) <= used_terms
            ]
            ways = [way for rule, bound in may for way in rules.match_rule(rule, store, bound)]
            found[triple] = [way for way in ways if way.triple == triple]
            todo += [one for way in found[triple] for one in way.premises if one in derived]
    return found


def _find_deriving_rules(triple: Triple) -> Iterator[tuple[Rule, dict[Variable, Term]]]:
    """The rules that may derive a statement, and what their variables are then."""
    for rule, pattern in _index_rules_by_conclusion().get(get_used_term(triple), []) + _index_rules_by_conclusion().get(
        "", []
    ):
        bound: dict[Variable, Term] = {}
        for term, value in zip(pattern, triple, strict=True):
            if isinstance(term, Variable):
                if bound.setdefault(term, value) != value:
                    break
            elif term != value:
                break
        else:
            yield rule, bound


@functools.cache
def _index_rules_by_conclusion() -> dict[str, list[tuple[Rule, TriplePattern]]]:
    """IRI of a property or class → the rules that say it of something; under no IRI those that may say any."""
    found: dict[str, list[tuple[Rule, TriplePattern]]] = {}
    for rule in rules.list_rules():
        for pattern in rule_patterns.parse_rule_patterns(rule.text)[0]:
            found.setdefault(rule_terms.get_concluded_term(pattern), []).append((rule, pattern))
    return found
