"""Validate many profiles in one run of the rules and shapes, then assign each result to its profile.

Profiles share nodes such as a provider or a licence. Each profile's nodes are renamed during the run, so that no rule
joins statements of two profiles; the nodes of the law keep their names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from pyoxigraph import Literal, NamedNode, Quad, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.profile.profile import Profile
from actgraph.profile.schema import RdfTerm
from actgraph.reasoning import allowed_terms, explain, law_store_pool, rules
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.rule_terms import get_used_term
from actgraph.reasoning.rules import Derivation
from actgraph.validation import renaming, results, vocabulary_checks
from actgraph.validation.engines import ShaclEngine
from actgraph.validation.result import ValidationResult, merge_results

_MAX_PROFILES, _MAX_STATEMENTS = 100, 30_000  # per batch; larger ones are no faster
_TYPE = NamedNode(load_prefixes()["rdf"] + "type")


class _AmbiguousOwnerError(Exception):
    """A node cannot be assigned to one profile."""


def split_into_batches(profiles: Iterable[Profile]) -> Iterator[list[Profile]]:
    """Split profiles into batches that are large enough to save time and small enough for the memory.

    >>> [len(portion) for portion in split_into_batches([Profile("", (), {}, {}, ())] * 250)]
    [100, 100, 50]
    """
    batch: list[Profile] = []
    size = 0
    for one in profiles:
        batch.append(one)
        size += len(one.quads)
        if len(batch) == _MAX_PROFILES or size > _MAX_STATEMENTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def validate_batch(
    profiles: Sequence[DerivedProfile], day: Day, engine: ShaclEngine | None = None
) -> list[list[ValidationResult]]:
    """Validate several profiles together, each with the results that it would have alone.

    Args:
        profiles: the profiles; their rules need not have run.
        day: the graph to validate against.
        engine: the SHACL engine; the usual one by default.

    Returns:
        The results of each profile, in the order of the profiles.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> validate_batch([DerivedProfile([], day), DerivedProfile([], day)], day)
    [[], []]
    """
    separate = [number for number, one in enumerate(profiles) if _is_unbatchable(one, day)] if len(profiles) > 1 else []
    groups = [[number] for number in separate] + [
        [number for number in range(len(profiles)) if number not in set(separate)]
    ]
    found: dict[int, list[ValidationResult]] = {}
    for group in filter(None, groups):
        found.update(zip(group, _validate_group([profiles[number] for number in group], day, engine), strict=True))
    return [found[number] for number in range(len(profiles))]


def _validate_group(
    profiles: Sequence[DerivedProfile], day: Day, engine: ShaclEngine | None
) -> list[list[ValidationResult]]:
    try:
        group_results = _infer_and_validate(profiles, day, engine)
    except _AmbiguousOwnerError:
        half = len(profiles) // 2
        return _validate_group(profiles[:half], day, engine) + _validate_group(profiles[half:], day, engine)
    return [_collect_results(one, *found) for one, found in zip(profiles, group_results, strict=True)]


def _is_unbatchable(derived: DerivedProfile, day: Day) -> bool:
    """Return whether a profile has a number in place of a node, or describes a node that other profiles share."""
    values = (one.object for one in derived.stated if one.predicate.value in renaming.find_link_properties())
    return any(isinstance(one, Literal) and not _is_text(one) for one in values) or any(
        _get_iri(fact.subject) in renaming.collect_kept_iris(day) for fact in derived.stated
    )


def _collect_results(
    derived: DerivedProfile, ask_triples: Sequence[Triple], shape_results: Iterable[ValidationResult]
) -> list[ValidationResult]:
    """Join the results of the shapes, the vocabulary checks and the open questions."""
    own = vocabulary_checks.check_vocabulary(list(derived.originals.values()), derived.day)
    nowhere = {one.triple for one in own if one.shape in vocabulary_checks.UNKNOWN_NODE_SHAPES}
    written = [_restore_written_form(one, derived) for one in merge_results(shape_results)]
    return [
        *own,
        *vocabulary_checks.build_question_results(ask_triples, derived.day),
        *(one for one in written if one.triple is None or one.triple not in nowhere),
    ]


def _restore_written_form(result: ValidationResult, derived: DerivedProfile) -> ValidationResult:
    """Put triple and value back as the profile writes them; the rules know one lexical form per number."""
    written = None if result.triple is None else derived.originals.get(result.triple)
    if result.triple is None or written is None:
        return result
    return result._replace(
        triple=written, value=written.object if result.value == result.triple.object else result.value
    )


def _infer_and_validate(
    profiles: Sequence[DerivedProfile], day: Day, engine: ShaclEngine | None
) -> list[tuple[list[Triple], list[ValidationResult]]]:
    renamer = _NodeRenamer(day, alone=len(profiles) == 1)
    stated = [[renamer.rename_triple(fact, number) for fact in one.stated] for number, one in enumerate(profiles)]
    used_terms = law_store_pool.collect_law_terms(day) | {get_used_term(fact) for ours in stated for fact in ours}
    follows: list[list[Triple]] = [[] for _ in profiles]
    with law_store_pool.borrow_law_store(day) as store:
        store.extend(_to_quad(fact) for ours in stated for fact in ours)
        for triple in rules.infer_triples(store, used_terms):
            follows[renamer.find_owner(triple.subject)].append(triple)
        facts = [[*ours, *derived] for ours, derived in zip(stated, follows, strict=True)]
        found = results.run_shapes(store, facts, renamer.find_owner, day, engine)
    for number, one in enumerate(profiles):
        derived = set(follows[number])
        derivations = _explain_triples(
            facts[number], derived, {result.triple for result in found[number] if result.triple in derived}, day
        )
        one.cache_derivations(
            {
                renamer.restore_triple(triple): list(map(renamer.restore_derivation, some))
                for triple, some in derivations.items()
            }
        )
    return [
        (
            [renamer.restore_triple(fact) for fact in derived if fact.predicate == vocabulary_checks.ASKS],
            [renamer.restore_result(one) for one in ours],
        )
        for derived, ours in zip(follows, found, strict=True)
    ]


def _explain_triples(
    facts: Sequence[Triple], derived: Set[Triple], wanted: Set[Triple], day: Day
) -> Mapping[Triple, Sequence[Derivation]]:
    """Explain the derived triples whose source line a report needs."""
    if not wanted:
        return {}
    with law_store_pool.borrow_law_store(day) as store:
        store.extend(map(_to_quad, facts))
        return explain.explain_triples(
            store, derived, wanted, law_store_pool.collect_law_terms(day) | set(map(get_used_term, facts))
        )


class _NodeRenamer:
    """Rename the nodes of profiles for a common run; leave those of a single profile as they are."""

    def __init__(self, day: Day, *, alone: bool) -> None:
        self._alone = alone
        self._kept = renaming.collect_kept_iris(day)

    def rename_triple(self, fact: Triple, number: int) -> Triple:
        """Rename the nodes of a triple of a profile."""
        if self._alone:
            return fact
        subject, value = renaming.rename_term(fact.subject, number), fact.object
        # Rename whatever is in the place of a node of the profile: a shape then reports it as such.
        is_node = isinstance(value, NamedNode) and fact.predicate != _TYPE and not self._is_shared(value)
        if fact.predicate.value in renaming.find_link_properties() or is_node:
            value = renaming.rename_term(value, number)
        return Triple(subject, fact.predicate, value)  # type: ignore[arg-type]

    def _is_shared(self, term: RdfTerm) -> bool:
        return _get_iri(term) in self._kept or allowed_terms.is_actgraph_iri(_get_iri(term))

    def find_owner(self, term: RdfTerm) -> int:
        """Return the number of the profile that a node belongs to."""
        if self._alone:
            return 0
        number = renaming.get_profile_number(term)
        if number is None:
            raise _AmbiguousOwnerError
        return number

    def restore_triple(self, fact: Triple) -> Triple:
        """Give the nodes of a triple their original names."""
        if self._alone:
            return fact
        return Triple(renaming.restore_term(fact.subject), fact.predicate, renaming.restore_term(fact.object))  # type: ignore[arg-type]

    def restore_derivation(self, derivation: Derivation) -> Derivation:
        """Give the nodes of a derivation their original names."""
        return Derivation(
            self.restore_triple(derivation.triple), derivation.rule, list(map(self.restore_triple, derivation.premises))
        )

    def restore_result(self, result: ValidationResult) -> ValidationResult:
        """Give the nodes of a result their original names."""
        if self._alone:
            return result
        return result._replace(
            focus_node=renaming.restore_term(result.focus_node),
            value=None if result.value is None else renaming.restore_term(result.value),
            triple=None if result.triple is None else self.restore_triple(result.triple),
        )


def _is_text(literal: Literal) -> bool:
    return literal.language is not None or literal.datatype.value == load_prefixes()["xsd"] + "string"


def _get_iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _to_quad(fact: Triple) -> Quad:
    return Quad(fact.subject, fact.predicate, fact.object)
