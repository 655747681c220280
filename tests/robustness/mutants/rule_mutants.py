"""Mutants of the rules, tried on the case of the rule and on the list of what it derives near that case.

Other tests are not run: one of them may see a mutant that survives here.
"""

import functools
from collections.abc import Iterator

from actgraph.reasoning import rules
from actgraph.reasoning.rules import Rule
from tests.robustness.mutants import related_terms, rule_operators, time_limit
from tests.robustness.mutants.mutant import Mutant, number_mutants
from tests.support import near_rules, rule_cases

_MOST_SECONDS = 5.0  # fifty times the duration of a rule's case
_INVALID_RULE_ERRORS = (
    TimeoutError,
    SyntaxError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    StopIteration,
    RuntimeError,
)


def make_mutants() -> Iterator[Mutant]:
    """Make every mutant of every rule; `new` is the text of the rule.

    >>> sum(one.where == "open-source" for one in make_mutants()) > 20
    True
    """
    for rule in rules.list_rules():
        file = f"queries/rules/{rule.name}.rq"
        found = (
            Mutant(file, rule.name, *change)
            for change in rule_operators.change_rule(rule.text, related_terms.map_related_terms(rule_cases.DEFAULT_DAY))
        )
        yield from number_mutants(found)


def is_killed(mutant: Mutant) -> bool:
    """Tell whether the case of a rule fails, or the list of what it derives near that case changes."""
    all_near, listed = _read_near(mutant.where)
    try:
        changed = rules.parse_rule(mutant.where, mutant.new)
        with time_limit.limit_seconds(_MOST_SECONDS):
            return _is_case_failing(changed) or near_rules.format_near_list(changed, all_near) != listed
    except _INVALID_RULE_ERRORS:  # the mutant is no valid rule, or its tests do not end
        return True


@functools.cache
def _read_case(name: str) -> rule_cases.RuleCase:
    return rule_cases.read_rule_case(rule_cases.CASES_FOLDER / f"{name}.trig")


def _is_case_failing(changed: Rule) -> bool:
    """Tell whether the case of a rule fails for the changed rule, as in its test."""
    case, law = _read_case(changed.name), rule_cases.load_law_triples(_read_case(changed.name).day)
    every = [changed if rule.name == changed.name else rule for rule in rules.list_rules()]
    for profile, derives in ((case.fires, case.derives), (case.silent, ())):
        found = rules.infer_derivations([*law, *profile], every)
        if rule_cases.normalize_triples(
            one.triple for one in found if one.rule is changed
        ) != rule_cases.normalize_triples(derives):
            return True
    return False


@functools.lru_cache(maxsize=1)  # the mutants of a rule come one after the other
def _read_near(name: str) -> tuple[near_rules.NearProfiles, str]:
    """Read the profiles near the case of a rule, and the list of what it derives from them."""
    listed = (near_rules.LISTS / f"{name}.txt").read_text(encoding="utf-8")
    return near_rules.build_near_profiles(rules.get_rule(name)), listed
