"""Infer what the rules say of the duties and models of profiles: the verdicts, without how they follow."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Quad, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.reasoning import law_store_pool, renaming, rule_patterns, rule_sets, rule_terms, rules
from actgraph.reasoning.readability import RDF_TYPE
from actgraph.reasoning.renaming import AmbiguousOwnerError, NodeRenamer
from actgraph.reasoning.rule_terms import get_used_term

_AG = load_prefixes()["ag"]
_STATUS, _START = _AG + "dutyStatus", _AG + "boundFrom"
_MAX_TOGETHER, _MAX_TRIPLES_TOGETHER = 100, 30_000  # readings, and their triples, in one run of the rules


class Verdict(NamedTuple):
    """What the rules say of one duty: its statuses, and the first day from which it binds, empty if none is derived."""

    statuses: frozenset[str]
    start: str


NO_VERDICT = Verdict(frozenset(), "")


class Outcome(NamedTuple):
    """What the rules say of a profile: the verdict on each duty, and the classes of its nodes, as IRIs of both."""

    verdicts: Mapping[str, Verdict]
    classes: frozenset[tuple[str, str]]


def is_outcome(triple: Triple) -> bool:
    """Tell whether a derived triple is the status or the first day of a duty, or a class that leads to verdicts.

    >>> from pyoxigraph import NamedNode
    >>> is_outcome(Triple(NamedNode("urn:d"), NamedNode(_STATUS), NamedNode(_AG + "applies")))
    True
    """
    path = triple.predicate.value
    if path == RDF_TYPE.value:
        return getattr(triple.object, "value", "") in _list_verdict_classes()
    return path in (_STATUS, _START)


def collect_outcome(derived: Iterable[Triple]) -> Outcome:
    """Collect the verdicts on duties and the classes of models from derived triples.

    >>> from pyoxigraph import NamedNode
    >>> said = Triple(NamedNode("urn:d"), NamedNode(_STATUS), NamedNode(_AG + "applies"))
    >>> collect_outcome([said]).verdicts["urn:d"].start
    ''
    """
    verdicts: dict[str, Verdict] = {}
    classes: set[tuple[str, str]] = set()
    for one in filter(is_outcome, derived):
        subject, value = schema.get_term_value(one.subject), schema.get_term_value(one.object)
        if one.predicate == RDF_TYPE:
            classes.add((subject, value))
        else:
            statuses, start = verdicts.get(subject, NO_VERDICT)
            if one.predicate.value == _STATUS:
                verdicts[subject] = Verdict(statuses | {value}, start)
            else:
                verdicts[subject] = Verdict(statuses, min(start or value, value))
    return Outcome(verdicts, frozenset(classes))


@functools.cache
def _list_verdict_classes() -> frozenset[str]:
    """List the classes that these rules conclude."""
    return frozenset(
        rule_terms.get_concluded_term(pattern)
        for rule in rule_sets.list_verdict_rules()
        for pattern in rule_patterns.find_rule_patterns(rule.text).conclusions
        if pattern.predicate == RDF_TYPE
    )


def keep_what_verdicts_use(facts: Iterable[Triple]) -> list[Triple]:
    """Keep the facts that the rules on verdicts can match.

    >>> from pyoxigraph import NamedNode
    >>> keep_what_verdicts_use([Triple(NamedNode("urn:m"), NamedNode("urn:p"), NamedNode("urn:o"))])
    []
    """
    used = rule_sets.list_verdict_terms()
    return [fact for fact in facts if get_used_term(fact) in used]


def infer_outcomes(variants: Sequence[Sequence[Triple]], day: Day) -> Iterator[Outcome]:
    """Run the rules over many sets of facts, and collect what they say of the duties and models of each.

    Args:
        variants: the facts of each.
        day: the graph of the day.

    >>> from actgraph.graph.day import open_day
    >>> [one.verdicts for one in infer_outcomes([[], []], open_day("2026-11-28"))]
    [{}, {}]
    """
    while variants:
        number = size = 0
        while number < min(len(variants), _MAX_TOGETHER) and (not number or size < _MAX_TRIPLES_TOGETHER):
            size += len(variants[number])
            number += 1
        yield from _infer_together(variants[:number], day)
        variants = variants[number:]


def _infer_together(variants: Sequence[Sequence[Triple]], day: Day) -> Sequence[Outcome]:
    alone = len(variants) == 1
    try:
        if not alone and any(renaming.is_unbatchable(facts, day) for facts in variants):
            raise AmbiguousOwnerError
        renamer = NodeRenamer(day, alone=alone)
        facts = [renamer.rename_triple(fact, number) for number, ours in enumerate(variants) for fact in ours]
        with law_store_pool.borrow_law_store(day) as store:
            store.extend(Quad(*fact) for fact in facts)
            used = law_store_pool.collect_law_terms(day) | set(map(get_used_term, facts))
            found = filter(is_outcome, rules.infer_triples(store, used, rule_sets.list_verdict_rules()))
        said: list[list[Triple]] = [[] for _ in variants]
        for triple in found:
            said[renamer.find_owner(triple.subject)].append(renamer.restore_triple(triple))
    except AmbiguousOwnerError:
        return [outcome for ours in variants for outcome in _infer_together([ours], day)]
    return list(map(collect_outcome, said))
