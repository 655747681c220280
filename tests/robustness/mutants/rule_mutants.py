"""Mutants of the rules, held against the case of the rule and the list of what it derives near that case.

Other tests may see a mutant too; they are not asked, so that what survives here may be seen by one of them.
"""

import functools
from collections.abc import Iterator

from actgraph.reasoning import rules
from actgraph.reasoning.rules import Rule
from tests.robustness.mutants import related_terms, rule_operators, time_limit
from tests.robustness.mutants.mutant import Mutant, numbered
from tests.support import near_rules, rule_cases

_MOST_SECONDS = 5.0  # fifty times what the case of a rule takes
_WRONG = (TimeoutError, SyntaxError, ValueError, KeyError, TypeError, AttributeError, StopIteration, RuntimeError)


def make() -> Iterator[Mutant]:
    """Every mutant of every rule; what is new is the text of the rule.

    >>> sum(one.where == "open-source" for one in make()) > 20
    True
    """
    for rule in rules.list_rules():
        file = f"queries/rules/{rule.name}.rq"
        found = (
            Mutant(file, rule.name, *change)
            for change in rule_operators.changes(rule.text, related_terms.of_day(rule_cases.DAY))
        )
        yield from numbered(found)


def is_killed(mutant: Mutant) -> bool:
    """Whether a test sees a mutant: the case of the rule is red, or the list of what it derives near that case.

    Args:
        mutant: of a rule.
    """
    all_near, listed = _near(mutant.where)
    try:
        changed = rules.parse_rule(mutant.where, mutant.new)
        with time_limit.seconds(_MOST_SECONDS):
            return _is_red(changed) or near_rules.listed(changed, all_near) != listed
    except _WRONG:  # it is no rule any more, or its tests do not end
        return True


@functools.cache
def _case(name: str) -> rule_cases.Case:
    return rule_cases.of_file(rule_cases.FOLDER / f"{name}.trig")


def _is_red(changed: Rule) -> bool:
    """Whether the case of a rule is red with the rule changed, looked at as its test does."""
    case, law = _case(changed.name), rule_cases.law(_case(changed.name).day)
    every = [changed if rule.name == changed.name else rule for rule in rules.list_rules()]
    for profile, derives in ((case.fires, case.derives), (case.silent, ())):
        found = rules.infer_derivations([*law, *profile], every)
        if rule_cases.same(one.triple for one in found if one.rule is changed) != rule_cases.same(derives):
            return True
    return False


@functools.lru_cache(maxsize=1)  # the mutants of a rule stand together
def _near(name: str) -> tuple[near_rules.Closed, str]:
    """What is near the case of a rule, and the list of what it derives there."""
    listed = (near_rules.LISTS / f"{name}.txt").read_text(encoding="utf-8")
    return near_rules.closed(rules.get_rule(name)), listed
