"""Many profiles at once: the rules and the shapes run once for all of them, and each is told what is its own.

Profiles name the same nodes: a provider, a licence. So that no rule joins what two of them say, every node of a profile
has a name of its own while they are together; the nodes of the law keep theirs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from pyoxigraph import Literal, NamedNode, Quad, Triple

from actgraph.core.prefixes import prefixes
from actgraph.graph.day import Day
from actgraph.profile.profile import Profile
from actgraph.profile.schema import Result, Term
from actgraph.reasoning import allowed_terms, explain, law_store_pool, rules
from actgraph.reasoning.derived import Derived
from actgraph.reasoning.rule_terms import named_by
from actgraph.reasoning.rules import Derivation
from actgraph.validation import renaming, results, vocabulary_checks
from actgraph.validation.engines import Engine

_MOST_PROFILES, _MOST_STATEMENTS = 100, 30_000  # of a portion; more gain nothing
_TYPE = NamedNode(prefixes()["rdf"] + "type")


class _MixedError(Exception):
    """Nobody can tell of which profile something is said."""


def portions(profiles: Iterable[Profile]) -> Iterator[list[Profile]]:
    """Profiles in portions that are looked at together: enough to pay, and not too much for the memory.

    Args:
        profiles: any number.

    >>> [len(portion) for portion in portions([Profile("", (), {}, {}, ())] * 250)]
    [100, 100, 50]
    """
    portion: list[Profile] = []
    size = 0
    for one in profiles:
        portion.append(one)
        size += len(one.quads)
        if len(portion) == _MOST_PROFILES or size > _MOST_STATEMENTS:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def find(profiles: Sequence[Derived], day: Day, by: Engine | None = None) -> list[list[Result]]:
    """All that is found in each of some profiles, as if it were looked at alone.

    Args:
        profiles: what each states; their rules need not have run.
        day: the graph of the day.
        by: the engine that holds the shapes against them; the usual one where there is none.

    Returns:
        The results of each, in their order.

    >>> from actgraph.graph import day as graph
    >>> day = graph.on("2026-11-24")
    >>> find([Derived([], day), Derived([], day)], day)
    [[], []]
    """
    odd = [number for number, one in enumerate(profiles) if _is_odd(one, day)] if len(profiles) > 1 else []
    groups = [[number] for number in odd] + [[number for number in range(len(profiles)) if number not in set(odd)]]
    found: dict[int, list[Result]] = {}
    for group in filter(None, groups):
        found.update(zip(group, _find([profiles[number] for number in group], day, by), strict=True))
    return [found[number] for number in range(len(profiles))]


def _find(profiles: Sequence[Derived], day: Day, by: Engine | None) -> list[list[Result]]:
    try:
        together = _together(profiles, day, by)
    except _MixedError:
        half = len(profiles) // 2
        return _find(profiles[:half], day, by) + _find(profiles[half:], day, by)
    return [_all(one, *found) for one, found in zip(profiles, together, strict=True)]


def _is_odd(derived: Derived, day: Day) -> bool:
    """Whether a profile has a figure where a node should stand, or says something of a node that is others' too."""
    figures = (one.object for one in derived.stated if one.predicate.value in renaming.links())
    return any(isinstance(one, Literal) and not _is_words(one) for one in figures) or any(
        _name(fact.subject) in renaming.kept(day) for fact in derived.stated
    )


def _all(derived: Derived, asks: Sequence[Triple], found: Iterable[Result]) -> list[Result]:
    """What the shapes find, with what is wrong by its words, and what is open."""
    own = vocabulary_checks.check(list(derived.written.values()), derived.day)
    nowhere = {one.at for one in own if one.shape in vocabulary_checks.NOWHERE}
    written = [_as_written(one, derived) for one in found]
    return [
        *own,
        *vocabulary_checks.questions(asks, derived.day),
        *(one for one in written if one.at is None or one.at not in nowhere),
    ]


def _as_written(result: Result, derived: Derived) -> Result:
    """A result with statement and value as the profile has them: the rules know only one way to write a number."""
    written = None if result.at is None else derived.written.get(result.at)
    if result.at is None or written is None:
        return result
    return result._replace(at=written, value=written.object if result.value == result.at.object else result.value)


def _together(profiles: Sequence[Derived], day: Day, by: Engine | None) -> list[tuple[list[Triple], list[Result]]]:
    names = _Names(day, alone=len(profiles) == 1)
    stated = [[names.of(fact, number) for fact in one.stated] for number, one in enumerate(profiles)]
    there = law_store_pool.said(day) | {named_by(fact) for ours in stated for fact in ours}
    follows: list[list[Triple]] = [[] for _ in profiles]
    with law_store_pool.lent(day) as store:
        store.extend(_quad(fact) for ours in stated for fact in ours)
        for triple in rules.conclude(store, there):
            follows[names.whose(triple.subject)].append(triple)
        facts = [[*ours, *derived] for ours, derived in zip(stated, follows, strict=True)]
        found = results.find(store, facts, names.whose, day, by)
    for number, one in enumerate(profiles):
        derived = set(follows[number])
        how = _ways(facts[number], derived, {result.at for result in found[number] if result.at in derived}, day)
        one.remember({names.plain(triple): list(map(names.way, some)) for triple, some in how.items()})
    return [
        (
            [names.plain(fact) for fact in derived if fact.predicate == vocabulary_checks.ASKS],
            [names.told(one) for one in ours],
        )
        for derived, ours in zip(follows, found, strict=True)
    ]


def _ways(
    facts: Sequence[Triple], derived: Set[Triple], wanted: Set[Triple], day: Day
) -> Mapping[Triple, Sequence[Derivation]]:
    """How that follows of which somebody will ask in which line it stands, found among the facts of one profile."""
    if not wanted:
        return {}
    with law_store_pool.lent(day) as store:
        store.extend(map(_quad, facts))
        return explain.explain(store, derived, wanted, law_store_pool.said(day) | set(map(named_by, facts)))


class _Names:
    """The names of nodes while profiles are together; of one alone, their own.

    Args:
        day: the graph of the day.
        alone: whether there is one profile only.
    """

    def __init__(self, day: Day, *, alone: bool) -> None:
        self._alone = alone
        self._kept = renaming.kept(day)

    def of(self, fact: Triple, number: int) -> Triple:
        """A statement of a profile in the names that its nodes have among the others."""
        if self._alone:
            return fact
        subject, value = renaming.named(fact.subject, number), fact.object
        # What stands where a node of a profile should is taken for one, and found wrong as one.
        is_node = isinstance(value, NamedNode) and fact.predicate != _TYPE and not self._is_common(value)
        if fact.predicate.value in renaming.links() or is_node:
            value = renaming.named(value, number)
        return Triple(subject, fact.predicate, value)  # type: ignore[arg-type]

    def _is_common(self, term: Term) -> bool:
        return _name(term) in self._kept or allowed_terms.is_ours(_name(term))

    def whose(self, term: Term) -> int:
        """The number of the profile that a node is of."""
        if self._alone:
            return 0
        number = renaming.number(term)
        if number is None:
            raise _MixedError
        return number

    def plain(self, fact: Triple) -> Triple:
        """A statement with the names that its nodes have in their profile."""
        if self._alone:
            return fact
        return Triple(renaming.own(fact.subject), fact.predicate, renaming.own(fact.object))  # type: ignore[arg-type]

    def way(self, derivation: Derivation) -> Derivation:
        """How a statement was derived, likewise."""
        return Derivation(self.plain(derivation.triple), derivation.rule, list(map(self.plain, derivation.premises)))

    def told(self, result: Result) -> Result:
        """A result likewise."""
        if self._alone:
            return result
        return result._replace(
            focus=renaming.own(result.focus),
            value=None if result.value is None else renaming.own(result.value),
            at=None if result.at is None else self.plain(result.at),
        )


def _is_words(literal: Literal) -> bool:
    return literal.language is not None or literal.datatype.value == prefixes()["xsd"] + "string"


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _quad(fact: Triple) -> Quad:
    return Quad(fact.subject, fact.predicate, fact.object)
