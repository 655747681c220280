"""Choose the rules that a purpose needs: for verdicts alone, or for the shapes."""

import functools
import re
from collections.abc import Sequence

from actgraph.core.prefixes import expand_curie
from actgraph.reasoning import rule_patterns, rules
from actgraph.reasoning.rules import Rule

_LAST_MODEL_ORDER = 50  # rules up to this order say what a model is, by which later ones decide; none of these says so
_LAST_VERDICT_ORDER = 71  # rules up to this order decide which duties bind, and from when
_EXPLAINING_ORDER = 91  # from here on: what would turn a verdict, what shows a duty, fines; no shape reads that


@functools.cache
def list_verdict_rules() -> Sequence[Rule]:
    """List the rules that lead to the verdicts on duties and the days from which these bind, in their order.

    >>> list_verdict_rules()[-1].order < list_rules_for_shapes()[-1].order < rules.list_rules()[-1].order
    True
    """
    return tuple(rule for rule in rules.list_rules() if rule.order <= _LAST_VERDICT_ORDER)


@functools.cache
def split_verdict_rules() -> tuple[Sequence[Rule], Sequence[Rule]]:
    """Split these rules into those that say what a model is, and those that then decide on the duties.

    >>> models, duties = split_verdict_rules()
    >>> [*models, *duties] == [*list_verdict_rules()]
    True
    """
    every = list_verdict_rules()
    number = sum(rule.order <= _LAST_MODEL_ORDER for rule in every)
    return every[:number], every[number:]


@functools.cache
def list_verdict_terms() -> frozenset[str]:
    """List the properties and classes that the rules on verdicts match.

    >>> from actgraph.core.prefixes import expand_curie
    >>> expand_curie("ag:ownCompute") in list_verdict_terms()
    True
    """
    return _list_matched_terms(list_verdict_rules())


@functools.cache
def list_duty_terms() -> frozenset[str]:
    """List the properties and classes that those rules match that decide on the duties of a model.

    >>> from actgraph.core.prefixes import expand_curie
    >>> expand_curie("ag:ownCompute") in list_duty_terms()
    False
    """
    return _list_matched_terms(split_verdict_rules()[1])


def _list_matched_terms(some: Sequence[Rule]) -> frozenset[str]:
    matched = (rule_patterns.find_rule_patterns(rule.text).used for rule in some)
    return frozenset(term for terms in matched for term in terms or ())


@functools.cache
def list_rules_for_shapes() -> Sequence[Rule]:
    """List the rules whose conclusions shapes and findings read, in the order in which they run.

    >>> any(rule.name.startswith("unless-") for rule in list_rules_for_shapes())
    False
    """
    return tuple(rule for rule in rules.list_rules() if rule.order < _EXPLAINING_ORDER)


@functools.cache
def list_named_terms_for_shapes() -> frozenset[str]:
    """List the properties and classes that these rules name: they match nothing else in the law.

    A few rules match properties of a profile that they do not name. The law lists these properties, under one that
    the rule names, such as `ag:valueKind`.

    >>> from actgraph.core.prefixes import expand_curie
    >>> expand_curie("ag:valueKind") in list_named_terms_for_shapes()
    True
    """
    some = list_rules_for_shapes()
    open_texts = [one.text for one in some if rule_patterns.find_rule_patterns(one.text).used is None]
    words = {word for text in open_texts for word in re.findall(r"\b[a-z]+:\w+", text)}
    return _list_matched_terms(some) | {iri for word in words if (iri := expand_curie(word))}
