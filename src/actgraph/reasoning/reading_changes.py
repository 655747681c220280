"""Change the statements of a profile to what a reading makes of them, and tell whether a rule then concludes other."""

import functools
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from pyoxigraph import Quad, Store, Triple

from actgraph.reasoning import rule_sets, rule_terms, rules
from actgraph.reasoning.outcome import keep_what_verdicts_use
from actgraph.reasoning.rule_terms import get_used_term
from actgraph.reasoning.rules import Rule


class Change(NamedTuple):
    """What a reading adds to the readable statements of a profile, takes from them, and says that holds of them."""

    added: Sequence[Triple]
    removed: Sequence[Triple] = ()
    kept: Sequence[Triple] = ()


def apply_changes(stated: Iterable[Triple], choices: Iterable[Sequence[Change]]) -> Iterator[list[Triple]]:
    """Apply the changes of each choice to the statements of a profile, as far as the rules on verdicts use them.

    >>> from pyoxigraph import Literal, NamedNode
    >>> said = Triple(NamedNode("urn:m"), NamedNode("https://w3id.org/actgraph/ns/isMonetised"), Literal("maybe"))
    >>> [len(facts) for facts in apply_changes([said], [[], [Change([], removed=[said])]])]
    [1, 0]
    """
    facts = [fact for fact in stated if get_used_term(fact) in rule_sets.list_verdict_terms()]
    for changes in choices:
        removed = {fact for change in changes for fact in change.removed}
        added = [fact for change in changes for fact in change.added]
        yield keep_what_verdicts_use([*(fact for fact in facts if fact not in removed), *added])


def is_consistent(changes: Sequence[Change]) -> bool:
    """Tell whether no reading takes away what another says that holds.

    >>> from pyoxigraph import Literal, NamedNode
    >>> said = Triple(NamedNode("urn:m"), NamedNode("urn:p"), Literal("maybe"))
    >>> is_consistent([Change([], removed=[said]), Change([], kept=[said])])
    False
    """
    removed = {fact for one in changes for fact in one.removed}
    return removed.isdisjoint(fact for one in changes for fact in one.kept)


def conclude_with(
    change: Change, store: Store, used: Set[str], before: dict[str, Set[Triple]]
) -> frozenset[tuple[str, frozenset[Triple]]] | None:
    """Conclude what the rules do that match what a reading adds or takes; None if they do so without it too.

    Args:
        change: the reading.
        store: holds the profile and what follows from it.
        used: the properties and classes in it.
        before: the name of a rule → what it concludes without the reading; this function completes it.

    >>> conclude_with(Change([]), Store(), set(), {}) is None
    True
    """
    terms = frozenset(map(get_used_term, [*change.added, *change.removed]))
    there = used | terms
    enabled = [one for one in _list_affected_rules(terms) if rule_terms.find_required_terms(one.text) <= there]
    for rule in enabled:
        if rule.name not in before:
            before[rule.name] = rules.conclude(rule, store)
    added = [fact for fact in change.added if Quad(*fact) not in store]
    _replace_facts(store, added, change.removed)
    concluded = {rule.name: rules.conclude(rule, store) for rule in enabled}
    _replace_facts(store, change.removed, added)
    changed = {name: frozenset(triples) for name, triples in concluded.items() if triples != before[name]}
    return frozenset(changed.items()) or None


@functools.lru_cache(maxsize=1000)
def _list_affected_rules(terms: frozenset[str]) -> Sequence[Rule]:
    return [rule for rule in rule_sets.list_verdict_rules() if rule_terms.is_affected_by(rule.text, terms)]


def _replace_facts(store: Store, added: Sequence[Triple], removed: Sequence[Triple]) -> None:
    for fact in removed:
        store.remove(Quad(*fact))
    store.extend(Quad(*fact) for fact in added)
