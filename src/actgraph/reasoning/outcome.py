"""Infer what the rules say of the duties and models of profiles: the verdicts, without how they follow."""

import functools
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from pyoxigraph import NamedNode, Quad, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.reasoning import law_store_pool, renaming, rule_patterns, rule_sets, rule_terms, rules
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.readability import RDF_TYPE
from actgraph.reasoning.renaming import AmbiguousOwnerError, NodeRenamer
from actgraph.reasoning.rule_terms import get_used_term
from actgraph.reasoning.rules import Rule

_AG = load_prefixes()["ag"]
_STATUS, _START = _AG + "dutyStatus", _AG + "boundFrom"
# Readings, and their triples, in one run of the rules. Some rules take far longer for twice as many.
_MAX_TOGETHER, _MAX_TRIPLES_TOGETHER = 100, 3_000


class Verdict(NamedTuple):
    """What the rules say of one duty: its statuses, and the first day from which it binds, empty if none is derived."""

    statuses: frozenset[str]
    start: str

    def starts_after(self, date: str) -> bool:
        """Tell whether it binds only after a day; a time zone after the first day does not make it later.

        >>> Verdict(frozenset(), "2026-11-24Z").starts_after("2026-11-24")
        False
        """
        return self.start[:10] > date


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
    kept = [fact for fact in facts if get_used_term(fact) in used]
    licences = {fact.object for fact in kept if fact.predicate == _LICENCE}
    return [fact for fact in kept if fact.predicate not in _OF_LICENCES or fact.subject in licences]


_LICENCE = NamedNode(_AG + "licence")
# Names and addresses, which most nodes have, are matched of licences alone.
_OF_LICENCES = frozenset(
    map(
        NamedNode,
        (load_prefixes()["rdfs"] + "label", load_prefixes()["dcterms"] + "title", load_prefixes()["foaf"] + "page"),
    )
)


class Stage(NamedTuple):
    """What there is of a profile when the rules on duties begin: all that its outcome depends on.

    Attributes:
        facts: what these rules can match.
        classes: the classes that the rules before concluded.
    """

    facts: frozenset[Triple]
    classes: frozenset[Triple]


def build_stage(stated: Iterable[Triple], derived: Iterable[Triple]) -> Stage:
    """Build the stage from the statements of a profile that can be read, and from what the rules derive from them.

    >>> build_stage([], [])
    Stage(facts=frozenset(), classes=frozenset())
    """
    used, early = rule_sets.list_duty_terms(), [one for one in derived if get_used_term(one) in _list_model_terms()]
    facts = frozenset(one for some in (stated, early) for one in some if get_used_term(one) in used)
    return Stage(facts, frozenset(filter(is_outcome, early)))


@functools.cache
def _list_model_terms() -> frozenset[str]:
    """List the properties and classes that the rules before those on duties conclude; these conclude others."""
    return frozenset(
        rule_terms.get_concluded_term(pattern)
        for rule in rule_sets.split_verdict_rules()[0]
        for pattern in rule_patterns.find_rule_patterns(rule.text).conclusions
    )


def infer_outcomes(
    variants: Sequence[Sequence[Triple]], day: Day, known: Mapping[Stage, Outcome] = types.MappingProxyType({})
) -> Iterator[Outcome]:
    """Run the rules over many sets of facts, and collect what they say of the duties and models of each.

    Args:
        variants: the facts of each.
        day: the graph of the day.
        known: the outcomes of some stages; the rules on duties run only for others.

    >>> from actgraph.graph.day import open_day
    >>> [one.verdicts for one in infer_outcomes([[], []], open_day("2026-11-28"))]
    [{}, {}]
    """
    while variants:
        number = size = 0
        while number < min(len(variants), _MAX_TOGETHER) and (not number or size < _MAX_TRIPLES_TOGETHER):
            size += len(variants[number])
            number += 1
        yield from _infer_portion(variants[:number], day, known)
        variants = variants[number:]


def _infer_portion(variants: Sequence[Sequence[Triple]], day: Day, known: Mapping[Stage, Outcome]) -> Sequence[Outcome]:
    on_models, on_duties = rule_sets.split_verdict_rules()
    stages = list(map(build_stage, variants, _infer_together(variants, day, on_models)))
    new = [one for one in dict.fromkeys(stages) if one not in known]
    concluded = _infer_together([list(one.facts) for one in new], day, on_duties)
    found = {one: collect_outcome([*one.classes, *more]) for one, more in zip(new, concluded, strict=True)}
    return [found[one] if one in found else known[one] for one in stages]


def _infer_together(variants: Sequence[Sequence[Triple]], day: Day, some: Sequence[Rule]) -> Sequence[list[Triple]]:
    """Infer what some rules conclude from each of many sets of facts, as far as later rules or the outcome need it."""
    alone = len(variants) == 1
    try:
        if not alone and any(renaming.is_unbatchable(facts, day) for facts in variants):
            raise AmbiguousOwnerError
        renamer = NodeRenamer(day, alone=alone)
        facts = [renamer.rename_triple(fact, number) for number, ours in enumerate(variants) for fact in ours]
        with law_store_pool.borrow_law_store(day) as store:
            store.extend(Quad(*fact) for fact in facts)
            used = law_store_pool.collect_law_terms(day) | set(map(get_used_term, facts))
            found = rules.infer_triples(store, used, some)
        said: list[list[Triple]] = [[] for _ in variants]
        for triple in found:
            if is_outcome(triple) or get_used_term(triple) in _list_model_terms():
                said[renamer.find_owner(triple.subject)].append(renamer.restore_triple(triple))
    except AmbiguousOwnerError:
        return [one for ours in variants for one in _infer_together([ours], day, some)]
    return said


_outcomes: WeakKeyDictionary[DerivedProfile, Outcome] = WeakKeyDictionary()
_conclusions: WeakKeyDictionary[DerivedProfile, Sequence[Triple]] = WeakKeyDictionary()


def cache_conclusions(derived: DerivedProfile, triples: Iterable[Triple]) -> None:
    """Keep everything that the rules on verdicts derived from a profile elsewhere, as `what_if` needs it."""
    _conclusions[derived] = list(triples)
    cache_outcome(derived, _conclusions[derived])


def cache_outcome(derived: DerivedProfile, triples: Iterable[Triple]) -> None:
    """Keep what the rules say of a profile, from triples that they derived elsewhere."""
    _outcomes[derived] = collect_outcome(triples)


def find_conclusions(derived: DerivedProfile) -> Sequence[Triple] | None:
    """Find everything that the rules on verdicts derived from a profile, if that is kept.

    >>> from actgraph.graph.day import open_day
    >>> find_conclusions(DerivedProfile([], open_day("2026-11-28"))) is None
    True
    """
    return _conclusions.get(derived)


def get_outcome(derived: DerivedProfile) -> Outcome:
    """Get what the rules say of a profile.

    >>> from actgraph.graph.day import open_day
    >>> get_outcome(DerivedProfile([], open_day("2026-11-24"))).verdicts
    {}
    """
    if derived not in _outcomes:
        cache_outcome(derived, derived.derived_triples)
    return _outcomes[derived]
