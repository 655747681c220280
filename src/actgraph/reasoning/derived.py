"""A profile with all that follows from it on a day: what is stated, what the law says, what is derived from what."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from actgraph.core.prefixes import prefixes
from actgraph.graph.day import Day
from actgraph.reasoning import allowed_terms, law_facts, rules
from actgraph.reasoning.rules import Derivation

Term = NamedNode | Literal


class Derived:
    """A profile with all that follows from it on a day.

    Args:
        stated: the statements of the profile, without blank nodes.
        day: the graph of the day.

    Attributes:
        written: each statement of the profile as the engine stores it → as it is written.
        stated: the statements of the profile that it may make, as the engine stores them: it writes 1e25 with all its
            noughts. The rules match no others.
        refused: those that are not for a profile to make, as they are written.
        law: the statements of the day's law that rules match.
        day: the graph of the day.

    >>> from actgraph.graph import day
    >>> from actgraph.core.prefixes import expand
    >>> model, term = NamedNode("urn:m"), lambda name: NamedNode(expand(name) or "")
    >>> stated = [Triple(model, term("rdf:type"), term("ag:Model")),
    ...           Triple(model, term("ag:wideRangeOfTasks"), Literal(False))]
    >>> Derived(stated, day.on("2026-11-24")).holds(model, "rdf:type", term("ag:NotGeneralPurposeModel"))
    True
    """

    def __init__(self, stated: Iterable[Triple], day: Day) -> None:
        self.day = day
        self.written = {_as_stored(one): one for one in stated}
        known = allowed_terms.terms(day)
        self.stated: list[Triple] = []
        self.refused: list[Triple] = []
        for stored, one in self.written.items():
            if allowed_terms.may(one, known):
                self.stated.append(stored)
            else:
                self.refused.append(one)
        self.law = law_facts.facts(day)
        self._told: Mapping[Triple, Sequence[Derivation]] | None = None

    @functools.cached_property
    def derivations(self) -> Sequence[Derivation]:
        """Every way in which a statement was derived; the rules run when it is first asked for."""
        return rules.run([*self.law, *self.stated, *asked(self.day)])

    @functools.cached_property
    def _ways(self) -> dict[Triple, list[Derivation]]:
        found: dict[Triple, list[Derivation]] = {}
        for one in self.derivations:
            found.setdefault(one.triple, []).append(one)
        return found

    @functools.cached_property
    def _forward(self) -> dict[tuple[Term, str], dict[Term, None]]:
        found: dict[tuple[Term, str], dict[Term, None]] = {}
        for subject, predicate, value in self._every():
            found.setdefault((subject, predicate), {})[value] = None
        return found

    @functools.cached_property
    def _back(self) -> dict[tuple[str, Term], dict[Term, None]]:
        found: dict[tuple[str, Term], dict[Term, None]] = {}
        for subject, predicate, value in self._every():
            found.setdefault((predicate, value), {})[subject] = None
        return found

    def _every(self) -> Iterator[tuple[NamedNode, str, Term]]:
        for triple in [*self.stated, *self._ways]:
            assert isinstance(triple.subject, NamedNode)
            assert isinstance(triple.object, NamedNode | Literal)
            yield triple.subject, triple.predicate.value, triple.object

    @property
    def statements(self) -> list[Triple]:
        """The derived statements, each once.

        >>> from actgraph.graph import day
        >>> Derived([], day.on("2026-11-24")).statements
        []
        """
        return list(self._ways)

    def why(self, triple: Triple) -> Sequence[Derivation]:
        """The ways in which a statement was derived; none where it is stated, or the law's.

        Args:
            triple: the statement.
        """
        # No example: it would be that of the class.
        if self._told is not None and "derivations" not in self.__dict__:
            return self._told.get(triple, [])
        return self._ways.get(triple, [])

    def remember(self, ways: Mapping[Triple, Sequence[Derivation]]) -> None:
        """Take the ways of those statements that somebody will ask for; then the rules need not run for them.

        Args:
            ways: of each of them, and of their premises.
        """
        # No example: nothing is seen of it.
        self._told = ways

    def objects(self, subject: Term, name: str) -> list[Term]:
        """What a node has of a property, stated or derived, in the order of the profile and the rules.

        Args:
            subject: the node.
            name: short name of the property, such as `ag:placedOn`.
        """
        return list(self._forward.get((subject, _iri(name)), ()))

    def subjects(self, name: str, value: Term) -> list[Term]:
        """The nodes that have something of a property.

        Args:
            name: short name of the property.
            value: what they have.
        """
        return list(self._back.get((_iri(name), value), ()))

    def value(self, subject: Term, name: str) -> str:
        """The first that a node has of a property, as plain words; empty where there is none.

        Args:
            subject: the node.
            name: short name of the property.
        """
        return next((one.value for one in self.objects(subject, name)), "")

    def holds(self, subject: Term, name: str, value: Term) -> bool:
        """Whether a statement is stated or derived.

        Args:
            subject: its subject.
            name: short name of its property.
            value: its object.
        """
        return value in self._forward.get((subject, _iri(name)), ())


def asked(day: Day) -> list[Triple]:
    """The statements by which the rules know the day.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph import day
    >>> [str(one.object.value) for one in asked(day.on("2026-11-24"))][1]
    '2026-11-24'
    """
    node = NamedNode(prefixes()["rul"] + "assessment")
    return [
        Triple(node, NamedNode(_iri("rdf:type")), NamedNode(_iri("ag:Assessment"))),
        Triple(node, NamedNode(_iri("ag:onDay")), Literal(day.day, datatype=NamedNode(_iri("xsd:date")))),
    ]


def _as_stored(triple: Triple) -> Triple:
    if not isinstance(triple.object, Literal):
        return triple
    stored = _stored(triple.object)
    return triple if stored == triple.object else Triple(triple.subject, triple.predicate, stored)


@functools.lru_cache(maxsize=10_000)
def _stored(literal: Literal) -> Literal:
    store, node = Store(), NamedNode("urn:x")
    store.add(Quad(node, node, literal))
    stored = next(iter(store)).object
    assert isinstance(stored, Literal)
    return stored


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return prefixes()[prefix] + local
