"""Validate many profiles in one run of the rules and shapes, then assign each result to its profile.

Profiles share nodes such as a provider or a licence. Each profile's nodes are renamed during the run, so that no rule
joins statements of two profiles; the nodes of the law keep their names.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from pyoxigraph import NamedNode, Quad, Triple

from actgraph.graph.day import Day
from actgraph.profile.profile import Profile
from actgraph.profile.schema import load_shapes
from actgraph.reasoning import law_store_pool, outcome, renaming, rule_sets, rules, upcoming, what_if
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.explain import explain_triples
from actgraph.reasoning.renaming import AmbiguousOwnerError, NodeRenamer
from actgraph.reasoning.rule_terms import get_used_term
from actgraph.reasoning.rules import Derivation
from actgraph.validation import answers, disagreements, open_results, results, vocabulary_checks
from actgraph.validation.engines import ShaclEngine
from actgraph.validation.result import ValidationResult, merge_results

_MAX_PROFILES, _MAX_STATEMENTS = 100, 30_000  # per batch; larger ones are no faster


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
    profiles: Sequence[DerivedProfile], day: Day, engine: ShaclEngine | None = None, *, explain: bool = True
) -> list[list[ValidationResult]]:
    """Validate several profiles together, each with the results that it would have alone.

    Args:
        profiles: the profiles; their rules need not have run.
        day: the graph to validate against.
        engine: the SHACL engine; the usual one by default.
        explain: whether to keep with each profile the derivations that lead from its results to its lines.

    Returns:
        The results of each profile, in the order of the profiles.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> validate_batch([DerivedProfile([], day), DerivedProfile([], day)], day)
    [[], []]
    """
    numbered = enumerate(profiles) if len(profiles) > 1 else ()
    separate = [number for number, one in numbered if renaming.is_unbatchable(one.stated, day)]
    groups = [[number] for number in separate] + [
        [number for number in range(len(profiles)) if number not in set(separate)]
    ]
    found: dict[int, list[ValidationResult]] = {}
    for group in filter(None, groups):
        results = _validate_group([profiles[number] for number in group], day, engine, explain)
        found.update(zip(group, results, strict=True))
    return [found[number] for number in range(len(profiles))]


def _validate_group(
    profiles: Sequence[DerivedProfile], day: Day, engine: ShaclEngine | None, explain: bool
) -> list[list[ValidationResult]]:
    try:
        group_results = _infer_and_validate(profiles, day, engine, explain)
    except AmbiguousOwnerError:
        half = len(profiles) // 2
        halves = profiles[:half], profiles[half:]
        return [found for some in halves for found in _validate_group(some, day, engine, explain)]
    what_if.search_doubts(profiles)
    upcoming.search_upcoming_duties(profiles)
    return [_collect_results(one, *found) for one, found in zip(profiles, group_results, strict=True)]


def _collect_results(
    derived: DerivedProfile, derived_triples: Sequence[Triple], shape_results: Iterable[ValidationResult]
) -> list[ValidationResult]:
    """Join the results of the shapes, the vocabulary checks, contradictions, questions and answers."""
    own = vocabulary_checks.check_vocabulary(list(derived.originals.values()), derived.day)
    nowhere = {one.triple for one in own if one.shape in vocabulary_checks.UNKNOWN_NODE_SHAPES}
    written = [
        _restore_written_form(one, derived)
        for one in disagreements.add_disagreeing_statements(merge_results(shape_results), derived_triples, derived)
    ]
    facts = derived.originals.values()  # also those that name a class that there is not
    written = vocabulary_checks.suggest_described_nodes(written, facts)
    known = [one for one in written if one.triple is None or one.triple not in nowhere]
    return [
        *own,
        *disagreements.build_contradiction_results(derived_triples, derived),
        *open_results.build_question_results(derived_triples, derived.day),
        *open_results.build_doubt_results(what_if.find_doubts(derived), derived.day),
        *answers.place_answers(known, derived.originals.values(), derived_triples, derived.day),
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
    profiles: Sequence[DerivedProfile], day: Day, engine: ShaclEngine | None, explain: bool
) -> list[tuple[list[Triple], list[ValidationResult]]]:
    renamer = NodeRenamer(day, alone=len(profiles) == 1)
    readable = [[renamer.rename_triple(fact, number) for fact in one.readable] for number, one in enumerate(profiles)]
    unread = [
        [renamer.rename_triple(fact, number) for fact in one.unread_stated] for number, one in enumerate(profiles)
    ]
    stated = [[*ours, *lost] for ours, lost in zip(readable, unread, strict=True)]
    used_terms = law_store_pool.collect_law_terms(day) | {get_used_term(fact) for ours in stated for fact in ours}
    follows: list[list[Triple]] = [[] for _ in profiles]
    with law_store_pool.borrow_law_store(day) as store:
        store.extend(_to_quad(fact) for ours in readable for fact in ours)
        for triple in rules.infer_triples(store, used_terms, rule_sets.list_rules_for_shapes()):
            follows[renamer.find_owner(triple.subject)].append(triple)
        store.extend(_to_quad(fact) for lost in unread for fact in lost)  # shapes report what the rules do not read
        facts = [[*ours, *derived] for ours, derived in zip(stated, follows, strict=True)]
        found = results.run_shapes(store, facts, renamer.find_owner, day, engine)
    told = [[fact for fact in ours if fact.predicate in _list_told_properties()] for ours in follows]
    for number, one in enumerate(profiles):
        if what_if.has_doubtful_statements(one):
            outcome.cache_conclusions(one, map(renamer.restore_triple, follows[number]))
        else:
            outcome.cache_outcome(one, map(renamer.restore_triple, filter(outcome.is_outcome, follows[number])))
        derived = set(follows[number])
        named = {triple for triple in told[number] if _is_explained(triple, found[number])}
        wanted = {result.triple for result in found[number] if result.triple in derived} if explain else set()
        if explain or named:
            derivations = _explain_triples([*readable[number], *follows[number]], derived, wanted, named, day)
            one.cache_derivations(
                {
                    renamer.restore_triple(triple): [_restore_derivation(way, renamer) for way in some]
                    for triple, some in derivations.items()
                }
            )
    return [
        (
            [renamer.restore_triple(fact) for fact in derived],
            [_restore_result(one, renamer) for one in ours],
        )
        for derived, ours in zip(told, found, strict=True)
    ]


@functools.cache
def _list_told_properties() -> frozenset[NamedNode]:
    """List the derived properties that results are built from, or whose values shapes compare."""
    compared = {NamedNode(shape.compared) for shape in load_shapes().values() if shape.compared}
    return frozenset({open_results.ASKS, answers.UNFINISHED, disagreements.HAS_CONTRADICTION, *compared})


def _is_explained(triple: Triple, results: Iterable[ValidationResult]) -> bool:
    """Tell whether a message will name the statements from which a derived triple follows."""
    if triple.predicate in (open_results.ASKS, answers.UNFINISHED):
        return False
    return triple.predicate == disagreements.HAS_CONTRADICTION or any(
        one.focus_node == triple.subject and load_shapes()[one.shape].compared == triple.predicate.value
        for one in results
    )


def _explain_triples(
    facts: Sequence[Triple], derived: Set[Triple], wanted: Set[Triple], named: Set[Triple], day: Day
) -> Mapping[Triple, Sequence[Derivation]]:
    """Explain the derived triples whose source line a report needs, or of which it names the statements."""
    if not wanted and not named:
        return {}
    with law_store_pool.borrow_law_store(day) as store:
        store.extend(map(_to_quad, facts))
        terms = law_store_pool.collect_law_terms(day) | set(map(get_used_term, facts))
        found = explain_triples(store, derived, named - wanted, terms, disagreements.NOT_FOLLOWED)
        return found | explain_triples(store, derived, wanted, terms)


def _restore_derivation(derivation: Derivation, renamer: NodeRenamer) -> Derivation:
    """Give the nodes of a derivation their original names."""
    premises = list(map(renamer.restore_triple, derivation.premises))
    return Derivation(renamer.restore_triple(derivation.triple), derivation.rule, premises)


def _restore_result(result: ValidationResult, renamer: NodeRenamer) -> ValidationResult:
    """Give the nodes of a result their original names."""
    return result._replace(
        focus_node=renamer.restore_term(result.focus_node),
        value=None if result.value is None else renamer.restore_term(result.value),
        triple=None if result.triple is None else renamer.restore_triple(result.triple),
    )


def _to_quad(fact: Triple) -> Quad:
    return Quad(fact.subject, fact.predicate, fact.object)
