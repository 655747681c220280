"""Choose the rules that a purpose needs: for verdicts alone, or for the shapes."""

import functools
from collections.abc import Sequence

from actgraph.reasoning import rule_patterns, rules
from actgraph.reasoning.rules import Rule

_LAST_VERDICT_ORDER = 71  # rules up to this order decide which duties bind, and from when
_EXPLAINING_ORDER = 91  # rules from this order on say what would turn a verdict; no shape reads that


@functools.cache
def list_verdict_rules() -> Sequence[Rule]:
    """List the rules that lead to the verdicts on duties and the days from which these bind, in their order.

    >>> list_verdict_rules()[-1].order < list_rules_for_shapes()[-1].order < rules.list_rules()[-1].order
    True
    """
    return tuple(rule for rule in rules.list_rules() if rule.order <= _LAST_VERDICT_ORDER)


@functools.cache
def list_verdict_terms() -> frozenset[str]:
    """List the properties and classes that these rules match.

    >>> from actgraph.core.prefixes import expand_curie
    >>> expand_curie("ag:ownCompute") in list_verdict_terms()
    True
    """
    matched = (rule_patterns.find_rule_patterns(rule.text).used for rule in list_verdict_rules())
    return frozenset(term for terms in matched for term in terms or ())


@functools.cache
def list_rules_for_shapes() -> Sequence[Rule]:
    """List the rules but those that only say what would turn a verdict, in the order in which they run.

    >>> any(rule.name.startswith("unless-") for rule in list_rules_for_shapes())
    False
    """
    return tuple(rule for rule in rules.list_rules() if rule.order < _EXPLAINING_ORDER)
