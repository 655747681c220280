"""Find the verdicts that hang on statements that cannot be read, or that contradict each other.

The rules run for each reading of such a statement, for many readings together. A duty whose verdict differs between the
readings is unknown; a duty that binds in all of them, but not from the same day, binds from a day that is unknown.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple
from weakref import WeakKeyDictionary

from pyoxigraph import NamedNode, Quad, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.profile.schema import Shape
from actgraph.reasoning import law_facts, law_store_pool, readings, rule_sets, rules
from actgraph.reasoning.contradictions import find_contradictions
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.outcome import (
    NO_VERDICT,
    Outcome,
    build_stage,
    cache_conclusions,
    find_conclusions,
    get_outcome,
    infer_outcomes,
    keep_what_verdicts_use,
)
from actgraph.reasoning.readability import RDF_TYPE, UnreadStatement
from actgraph.reasoning.reading_changes import Change, apply_changes, conclude_with, is_consistent
from actgraph.reasoning.rule_terms import get_used_term

_AG = load_prefixes()["ag"]
_LIFTED = (_AG + "doesNotApply", _AG + "isExempt")
# Of one profile; beyond, a statement may say anything. The triples are what the rules on verdicts match and conclude,
# in all readings: they tell how long the rules run.
_MAX_READINGS, _MAX_TRIPLES = 300, 200_000
_MAX_CHOICES = 100  # of readings of several statements, tried together
_CONCLUDED_OF_ONE = 75  # triples that the rules conclude of a model in all; a reading may be the first to lead to them
_ASSESSED = frozenset(NamedNode(_AG + name) for name in ("Model", "System", "Deployment"))


class Doubt(NamedTuple):
    """Statements of a profile that leave verdicts open.

    Attributes:
        triples: the statements as they are written: one that cannot be read, or several that contradict each other.
        shape: the shape that reports them.
        meant: what the one that cannot be read may be meant to say, as IRIs or words; empty for contradictions.
        duties: IRIs of the duties as regards a model whose verdict hangs on them.
        classes: model and class, by their IRIs, of what the rules would conclude of the model in some readings only.
        undated: IRIs of those that bind in any case, but from a day that hangs on them.
    """

    triples: Sequence[Triple]
    shape: Shape
    meant: Sequence[str]
    duties: frozenset[str]
    classes: frozenset[tuple[str, str]]
    undated: frozenset[str]


def find_doubts(derived: DerivedProfile) -> Sequence[Doubt]:
    """Find what leaves verdicts of a profile open because it cannot be read or contradicts itself.

    Args:
        derived: the profile; its rules need not have run.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.reasoning.derived import expand_node
    >>> from pyoxigraph import Literal, NamedNode
    >>> model = NamedNode("urn:m")
    >>> stated = [Triple(model, expand_node("rdf:type"), expand_node("ag:Model"))]
    >>> stated += [Triple(model, expand_node("ag:wideRangeOfTasks"), Literal(value)) for value in (True, False)]
    >>> [len(doubt.duties) for doubt in find_doubts(DerivedProfile(stated, open_day("2026-11-24")))]
    [16]
    """
    search_doubts([derived])
    return _doubts[derived]


def search_doubts(profiles: Iterable[DerivedProfile]) -> None:
    """Search the doubts of profiles, all of one day, that `find_doubts` then returns: together that takes less time.

    >>> search_doubts([])
    """
    suspicions = {one: _list_suspicions(one) for one in profiles if one not in _doubts}
    choices = {one: _list_choices(found, _count_most_readings(one)) for one, found in suspicions.items() if found}
    variants = [facts for one, some in choices.items() for facts in apply_changes(one.readable, some.values())]
    known = {
        build_stage(one.readable, triples): get_outcome(one) for one in suspicions if (triples := find_conclusions(one))
    }
    outcomes = infer_outcomes(variants, next(iter(suspicions)).day, known) if variants else iter(())
    for one, found in suspicions.items():
        follows = {choice: next(outcomes) for choice in choices.get(one, ())}
        _doubts[one] = list(_compare_all(found, get_outcome(one), follows, one.day))


class _Suspicion(NamedTuple):
    """Statements that may leave verdicts open, with the readings that change what some rule concludes."""

    triples: Sequence[Triple]
    shape: Shape
    meant: Sequence[str]
    changes: Sequence[Change]
    may_say_anything: bool = False


def _list_suspicions(derived: DerivedProfile) -> list[_Suspicion]:
    found = []
    many = 0
    for unread in derived.unread:
        if many > _MAX_READINGS:  # to list more is of no use: they would not be tried
            meant = None
        else:
            meant = readings.list_readings(unread, derived.readable, derived.day) if _can_matter(unread) else []
        changes = [Change(one) for one in meant or ()]
        many += len(changes)
        found.append(_Suspicion([unread.triple], unread.shape, unread.meant, changes, meant is None))
    for triples, shape in find_contradictions(derived):
        matters = any(one.predicate.value in rule_sets.list_verdict_terms() for one in triples)
        changes = [Change((), [one for one in triples if one != kept], [kept]) for kept in triples if matters]
        found.append(_Suspicion([derived.originals.get(one, one) for one in triples], shape, (), changes))
    if any(one.changes for one in found):
        found = _drop_idle_changes(derived, found)
    if _has_too_many_choices(found, _count_most_readings(derived)):
        found = [one._replace(may_say_anything=one.may_say_anything or bool(one.changes)) for one in found]
    return found


def _drop_idle_changes(derived: DerivedProfile, suspicions: Iterable[_Suspicion]) -> list[_Suspicion]:
    """Drop the readings under which the rules that match what is read otherwise conclude the same.

    Each rule matches only what rules of its own order or before conclude, so nothing else changes then.
    """
    facts, found, tried = keep_what_verdicts_use(derived.readable), [], 0
    used = law_store_pool.collect_law_terms(derived.day) | set(map(get_used_term, facts))
    with law_store_pool.borrow_law_store(derived.day) as store:
        store.extend(Quad(*fact) for fact in facts)
        concluded = find_conclusions(derived)
        if concluded is None:
            concluded = list(rules.infer_triples(store, used, rule_sets.list_verdict_rules()))
            cache_conclusions(derived, concluded)
        else:
            store.extend(Quad(*fact) for fact in keep_what_verdicts_use(concluded))
        used |= set(map(get_used_term, concluded))
        before: dict[str, Set[Triple]] = {}
        most = min(_MAX_READINGS, _count_most_readings(derived))
        for one in suspicions:
            tried += len(one.changes)
            if tried > most:
                found.append(one._replace(changes=(), may_say_anything=True))
                continue
            # Readings with which these rules conclude the same are one.
            told = {conclude_with(change, store, used, before): change for change in one.changes}
            told.pop(None, None)
            found.append(one._replace(changes=list(told.values())))
    return found


def _count_most_readings(derived: DerivedProfile) -> int:
    """Count the readings that the rules can run for in good time: the more a profile leads to, the fewer."""
    facts = keep_what_verdicts_use(derived.readable)
    models = sum(one.predicate == RDF_TYPE and one.object in _ASSESSED for one in facts)
    concluded = max(len(find_conclusions(derived) or ()), _CONCLUDED_OF_ONE * models)
    return _MAX_TRIPLES // (len(facts) + concluded + 1)


def _list_choices(suspicions: Sequence[_Suspicion], most: int) -> dict[tuple[int, ...], Sequence[Change]]:
    """List the choices of a reading for some of the statements that have any: of each its number, or 0 for none.

    Beyond a limit, these are the choices for one statement alone.

    Args:
        suspicions: the statements.
        most: the number of readings that the rules can run for.
    """
    changing = [one.changes for one in suspicions if one.changes]
    numbers: Iterable[tuple[int, ...]] = itertools.product(*(range(len(changes) + 1) for changes in changing))
    if _has_too_many_choices(suspicions, most):
        numbers = (
            (0,) * place + (number,) + (0,) * (len(changing) - place - 1)
            for place, changes in enumerate(changing)
            for number in range(1, len(changes) + 1)
        )
    chosen = {
        choice: [changes[number - 1] for changes, number in zip(changing, choice, strict=True) if number]
        for choice in numbers
        if any(choice)
    }
    return {choice: changes for choice, changes in chosen.items() if is_consistent(changes)}


def _has_too_many_choices(suspicions: Iterable[_Suspicion], most: int) -> bool:
    sizes = [len(one.changes) for one in suspicions if one.changes]
    return len(sizes) > 1 and math.prod(size + 1 for size in sizes) > min(_MAX_CHOICES, most)


def _can_matter(unread: UnreadStatement) -> bool:
    """Tell whether a rule on verdicts uses the term of a statement, or one that may be meant."""
    terms = [unread.triple.predicate.value] if not unread.is_unknown_term else unread.meant
    return not terms or not rule_sets.list_verdict_terms().isdisjoint(terms)


_doubts: WeakKeyDictionary[DerivedProfile, Sequence[Doubt]] = WeakKeyDictionary()


def cache_doubts(derived: DerivedProfile, doubts: Sequence[Doubt]) -> None:
    """Keep the doubts of a profile that were found elsewhere."""
    _doubts[derived] = doubts


def has_doubtful_statements(derived: DerivedProfile) -> bool:
    """Tell whether a profile has statements that cannot be read, or that contradict each other.

    >>> from actgraph.graph.day import open_day
    >>> has_doubtful_statements(DerivedProfile([], open_day("2026-11-24")))
    False
    """
    return bool(derived.unread or find_contradictions(derived))


def _compare_all(
    suspicions: Iterable[_Suspicion], base: Outcome, follows: Mapping[tuple[int, ...], Outcome], day: Day
) -> Iterator[Doubt]:
    """Tell what hangs on each statement.

    Args:
        suspicions: the statements.
        base: what follows from the profile as far as it can be read.
        follows: choice of readings → what follows with them.
        day: the graph of the day.
    """
    kinds = law_facts.list_assessed_obligations(day)
    nothing: tuple[frozenset[str], frozenset[tuple[str, str]]] = frozenset(), frozenset()
    # What may say anything may turn every verdict that lifts a duty, or puts it off. Such statements can be many: they
    # share the sets.
    lifted = frozenset(
        duty
        for duty, verdict in base.verdicts.items()
        if verdict.starts_after(day.date) or not verdict.statuses.isdisjoint(_LIFTED)
    )
    assessed = {node for node, kind in base.classes if kind in kinds}
    anything = _select_duties(lifted, assessed), base.classes
    place = 0
    for one in suspicions:
        duties, classes = anything if one.may_say_anything else nothing
        undated = nothing[0]
        if one.changes:
            mine, days, turned = _compare(place, base, follows, day)
            place += 1
            ours = assessed if base.classes else {node for node, kind in turned if kind in kinds}
            mine |= lifted if one.may_say_anything else set()
            duties, undated = _select_duties(mine, ours), _select_duties(days - mine, ours)
            classes |= turned
        yield Doubt(one.triples, one.shape, one.meant, duties, classes, undated)


def _compare(
    place: int, base: Outcome, follows: Mapping[tuple[int, ...], Outcome], day: Day
) -> tuple[set[str], Set[str], Set[tuple[str, str]]]:
    """Compare what follows with each reading of a statement with what follows without it, all else being equal.

    Args:
        place: the place of the statement in the choices.
        base: what follows from the profile as far as it can be read.
        follows: choice of readings → what follows with them.
        day: the graph of the day.

    Returns:
        The duties whose verdict differs, those of which only the day does, and the classes that follow in some only.
    """
    duties: set[str] = set()
    undated: set[str] = set()
    classes: set[tuple[str, str]] = set()
    for choice, one in follows.items():
        if choice[place]:
            other = follows.get((*choice[:place], 0, *choice[place + 1 :]), base)
            classes |= one.classes ^ other.classes
            for duty in one.verdicts.keys() | other.verdicts.keys():
                mine, its = one.verdicts.get(duty, NO_VERDICT), other.verdicts.get(duty, NO_VERDICT)
                later = mine.starts_after(day.date), its.starts_after(day.date)
                if mine.statuses != its.statuses or later[0] != later[1]:
                    duties.add(duty)
                elif mine != its:
                    undated.add(duty)
    return duties, undated, classes


def _select_duties(duties: Iterable[str], models: Set[str]) -> frozenset[str]:
    """Select the duties as regards some models: those of other models of the profile are not told."""
    return frozenset(duty for duty in duties if duty.rpartition(".duty_")[0] in models)
