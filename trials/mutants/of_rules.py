"""Mutants of the rules, held against the cases of all rules and of the shapes for profiles.

Its own case sees most of them, and the list of what it derives from profiles near its case. Of what these do not see
the rule alone is asked of every other case, with all that follows there; where it concludes something else, that case
is looked at as its test does.
"""

import functools
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple
from unittest import mock

from pyoxigraph import NamedNode, Quad, Store
from tests import profile_cases, rule_cases, rules_near

from actgraph import graph, lawstore, rule_terms, rules, sparql, validate
from actgraph.derived import Derived
from actgraph.rule_terms import named_by
from actgraph.rules import LAW, Rule
from trials.mutants import limit, query, siblings
from trials.mutants.mutant import Mutant, numbered

_MOST_ALIKE = 3  # cases in which the same follows otherwise
_MOST_SECONDS = 5.0  # a hundred times what the case of a rule takes
_WRONG = (TimeoutError, SyntaxError, ValueError, KeyError, TypeError, AttributeError, StopIteration, RuntimeError)


def make() -> Iterator[Mutant]:
    """Every mutant of every rule; what is new is the text of the rule.

    >>> sum(one.where == "open-source" for one in make()) > 20
    True
    """
    for rule in rules.all_rules():
        file = f"queries/rules/{rule.name}.rq"
        found = (
            Mutant(file, rule.name, *change) for change in query.changes(rule.text, siblings.of_day(rule_cases.DAY))
        )
        yield from numbered(found)


def is_killed(mutant: Mutant) -> bool:
    """Whether a test sees a mutant.

    Args:
        mutant: of a rule.
    """
    _closed()  # not counted as time of the mutant
    try:
        changed = rules.of_text(mutant.where, mutant.new)
        if _case_differs(mutant.where, changed, changed) or _near_differs(changed):
            return True
        with limit.seconds(_MOST_SECONDS):
            places = _places_of_difference(changed)
    except _WRONG:
        places = [place for place in dict.fromkeys(one.place for one in _closed()) if place[0] == "rule"]
    return any(_differs(place, changed) for place in places)


# ---- One case as its test looks at it -------------------------------------------------------------------------------


@functools.cache
def _case(name: str) -> rule_cases.Case:
    return rule_cases.of_file(rule_cases.FOLDER / f"{name}.trig")


@functools.cache
def _profile_case(name: str) -> profile_cases.Case:
    return profile_cases.read(profile_cases.FOLDER / f"{name}.trig")


def _with(changed: Rule) -> tuple[Rule, ...]:
    """All rules, one of them changed."""
    return tuple(changed if rule.name == changed.name else rule for rule in rules.all_rules())


def _case_differs(name: str, changed: Rule, looked_at: Rule) -> bool:
    """Whether the case of a rule is red with a changed rule."""
    case, law = _case(name), rule_cases.law(_case(name).day)
    for profile, derives in ((case.fires, case.derives), (case.silent, ())):
        try:
            with limit.seconds(_MOST_SECONDS):
                found = rules.run([*law, *profile], _with(changed))
        except _WRONG:  # it is no rule any more, or never ends
            return True
        if rule_cases.same(one.triple for one in found if one.rule is looked_at) != rule_cases.same(derives):
            return True
    return False


@functools.lru_cache(maxsize=1)  # the mutants of a rule stand together
def _near(name: str) -> tuple[Sequence[str], Store, str]:
    return *rules_near.closed(rules.named(name)), (rules_near.LISTS / f"{name}.txt").read_text(encoding="utf-8")


def _near_differs(changed: Rule) -> bool:
    """Whether the list of a rule is red with the rule changed."""
    names, store, listed = _near(changed.name)
    try:
        with limit.seconds(_MOST_SECONDS):
            return rules_near.listed(changed, names, store) != listed
    except TimeoutError:
        return True


def _profile_differs(name: str, changed: Rule) -> bool:
    """Whether the case of a shape is red with a changed rule."""
    case, all_rules = _profile_case(name), _with(changed)
    with mock.patch.object(rules, "_read", return_value=all_rules):
        found = validate.find(Derived(case.facts, graph.on(case.day)))
    return {(one.shape, one.focus, one.value) for one in found} != case.found


def _differs(place: tuple[str, str], changed: Rule) -> bool:
    kind, name = place
    if kind == "shape":
        return _profile_differs(name, changed)
    return name != changed.name and _case_differs(name, changed, rules.named(name))


# ---- All cases at once ----------------------------------------------------------------------------------------------


class _Closed(NamedTuple):
    """A profile of a case with all that follows from it, in a graph of its own beside the law of its day."""

    place: tuple[str, str]
    store: Store
    graph: NamedNode
    there: Set[str]

    def follows(self, rule: Rule) -> set[str]:
        """What a rule concludes from it, be it there already."""
        if not rule_terms.needs(rule.text) <= self.there:
            return set()
        found = self.store.query(sparql.escaped(rule.text), default_graph=[self.graph, LAW])
        return set(map(str, found))  # type: ignore[arg-type]


@functools.cache
def _closed() -> Sequence[_Closed]:
    parts = [(("rule", rule.name), _case(rule.name)) for rule in rules.all_rules()]
    profiles = [(place, case.day, facts) for place, case in parts for facts in (case.fires, case.silent)]
    shapes = [(("shape", path.stem), _profile_case(path.stem)) for path in profile_cases.CASES]
    profiles += [(place, case.day, Derived(case.facts, graph.on(case.day)).stated) for place, case in shapes]
    stores: dict[str, Store] = {}
    found = []
    for number, (place, day, facts) in enumerate(profiles):
        if day not in stores:
            stores[day] = Store()
            stores[day].extend(Quad(*fact, LAW) for fact in rule_cases.law(day))
        own = NamedNode(f"urn:case:{number}")
        said = lawstore.said(graph.on(day)) | set(map(named_by, facts))
        with lawstore.lent(graph.on(day)) as store:
            store.extend(Quad(*fact) for fact in facts)
            follows = rules.conclude(store, said)
        stores[day].extend(Quad(*fact, own) for fact in [*facts, *follows])
        found.append(_Closed(place, stores[day], own, said | set(map(named_by, follows))))
    return found


@functools.cache
def _unchanged(name: str) -> Sequence[set[str]]:
    return [one.follows(rules.named(name)) for one in _closed()]


def _places_of_difference(changed: Rule) -> list[tuple[str, str]]:
    """Cases in which something else follows: of those in which the same does, a few stand for all."""
    found: dict[object, list[tuple[str, str]]] = {}
    for one, before in zip(_closed(), _unchanged(changed.name), strict=True):
        if difference := one.follows(changed) ^ before:
            found.setdefault(frozenset(difference), []).append(one.place)
    return list(dict.fromkeys(place for places in found.values() for place in places[:_MOST_ALIKE]))
