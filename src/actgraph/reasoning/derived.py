"""Combine a profile with everything that the rules derive from it on a day."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.reasoning import allowed_terms, law_facts, readability, rules
from actgraph.reasoning.rules import Derivation

GroundTerm = NamedNode | Literal


class DerivedProfile:
    """A profile with everything that follows from it on a day.

    Args:
        stated: the triples of the profile, without blank nodes.
        day: the graph of the day.

    Attributes:
        originals: maps each triple of the profile, as the engine stores it, to the triple as it is written.
        stated: the triples that a profile may state, as the engine stores them (it writes 1e25 with all its zeros).
        unread: the statements that cannot be read, as they are written.
        readable: the stated triples that can be read. The rules match no others of the profile.
        unread_stated: the other stated triples.
        refused: the triples that a profile may not state, as they are written.
        law_facts: the triples of the day's law that rules match.
        day: the graph of the day.

    >>> from actgraph.graph.day import open_day
    >>> model = NamedNode("urn:m")
    >>> stated = [Triple(model, expand_node("rdf:type"), expand_node("ag:Model")),
    ...           Triple(model, expand_node("ag:wideRangeOfTasks"), Literal(False))]
    >>> derived, concluded = DerivedProfile(stated, open_day("2026-11-24")), expand_node("ag:NotGeneralPurposeModel")
    >>> derived.has_triple(model, "rdf:type", concluded)
    True
    """

    def __init__(self, stated: Iterable[Triple], day: Day) -> None:
        self.day = day
        self.originals = {_normalize_triple(one): one for one in stated}
        known = allowed_terms.load_allowed_terms(day)
        self.stated: list[Triple] = []
        self.refused: list[Triple] = []
        for stored, one in self.originals.items():
            if allowed_terms.is_allowed_triple(one, known):
                self.stated.append(stored)
            else:
                self.refused.append(one)
        self.unread = readability.find_unread_statements(self.originals.values(), day)
        lost = {one.triple for one in self.unread}
        self.readable = [one for one in self.stated if self.originals[one] not in lost] if lost else self.stated
        self.unread_stated = [one for one in self.stated if self.originals[one] in lost] if lost else []
        self.law_facts = law_facts.load_law_facts(day)
        self._cached_derivations: Mapping[Triple, Sequence[Derivation]] | None = None

    @functools.cached_property
    def derivations(self) -> Sequence[Derivation]:
        """Every derivation; the rules run on first access."""
        return rules.infer_derivations([*self.law_facts, *self.readable, *build_day_facts(self.day)])

    @functools.cached_property
    def _derivations_by_triple(self) -> dict[Triple, list[Derivation]]:
        found: dict[Triple, list[Derivation]] = {}
        for one in self.derivations:
            found.setdefault(one.triple, []).append(one)
        return found

    @functools.cached_property
    def _objects_index(self) -> dict[tuple[GroundTerm, str], dict[GroundTerm, None]]:
        found: dict[tuple[GroundTerm, str], dict[GroundTerm, None]] = {}
        for subject, predicate, value in self._iterate_triples():
            found.setdefault((subject, predicate), {})[value] = None
        return found

    @functools.cached_property
    def _subjects_index(self) -> dict[tuple[str, GroundTerm], dict[GroundTerm, None]]:
        found: dict[tuple[str, GroundTerm], dict[GroundTerm, None]] = {}
        for subject, predicate, value in self._iterate_triples():
            found.setdefault((predicate, value), {})[subject] = None
        return found

    def _iterate_triples(self) -> Iterator[tuple[NamedNode, str, GroundTerm]]:
        for triple in [*self.readable, *self._derivations_by_triple]:
            assert isinstance(triple.subject, NamedNode)
            assert isinstance(triple.object, NamedNode | Literal)
            yield triple.subject, triple.predicate.value, triple.object

    @property
    def derived_triples(self) -> list[Triple]:
        """The derived triples, each once.

        >>> from actgraph.graph.day import open_day
        >>> DerivedProfile([], open_day("2026-11-24")).derived_triples
        []
        """
        return list(self._derivations_by_triple)

    def get_derivations(self, triple: Triple) -> Sequence[Derivation]:
        """Get the derivations of a triple; none if it is stated in the profile or part of the law."""
        if self._cached_derivations is not None and "derivations" not in self.__dict__:
            return self._cached_derivations.get(triple, [])
        return self._derivations_by_triple.get(triple, [])

    def cache_derivations(self, derivations: Mapping[Triple, Sequence[Derivation]]) -> None:
        """Cache derivations so that the rules need not run again.

        Args:
            derivations: those of each triple that will be asked for, and of the derived triples among their premises.
        """
        self._cached_derivations = derivations

    def get_objects(self, subject: GroundTerm, curie: str) -> list[GroundTerm]:
        """Get the values of a property of a node, stated or derived, in the order of the profile and the rules.

        Args:
            subject: the node.
            curie: the property, such as `ag:placedOn`.
        """
        return list(self._objects_index.get((subject, _expand_curie(curie)), ()))

    def get_subjects(self, curie: str, value: GroundTerm) -> list[GroundTerm]:
        """Get the nodes that have a value of a property, stated or derived."""
        return list(self._subjects_index.get((_expand_curie(curie), value), ()))

    def get_value(self, subject: GroundTerm, curie: str) -> str:
        """Get the first value of a property of a node as a string; empty if there is none."""
        return next((one.value for one in self.get_objects(subject, curie)), "")

    def has_triple(self, subject: GroundTerm, curie: str, value: GroundTerm) -> bool:
        """Tell whether a triple is stated or derived."""
        return value in self._objects_index.get((subject, _expand_curie(curie)), ())


def build_day_facts(day: Day) -> list[Triple]:
    """Build the triples that tell the rules the day.

    >>> from actgraph.graph.day import open_day
    >>> [str(one.object.value) for one in build_day_facts(open_day("2026-11-24"))][1]
    '2026-11-24'
    """
    node = NamedNode(load_prefixes()["rul"] + "assessment")
    date = Literal(day.date, datatype=expand_node("xsd:date"))
    return [
        Triple(node, expand_node("rdf:type"), expand_node("ag:Assessment")),
        Triple(node, expand_node("ag:onDay"), date),
    ]


def _normalize_triple(triple: Triple) -> Triple:
    if not isinstance(triple.object, Literal):
        return triple
    stored = _normalize_literal(triple.object)
    return triple if stored == triple.object else Triple(triple.subject, triple.predicate, stored)


@functools.lru_cache(maxsize=10_000)
def _normalize_literal(literal: Literal) -> Literal:
    store, node = Store(), NamedNode("urn:x")
    store.add(Quad(node, node, literal))
    stored = next(iter(store)).object
    assert isinstance(stored, Literal)
    return stored


def expand_node(curie: str) -> NamedNode:
    """Make the node of a CURIE with one of our prefixes.

    >>> expand_node("rdf:type").value
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
    """
    return NamedNode(_expand_curie(curie))


def _expand_curie(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return load_prefixes()[prefix] + local
