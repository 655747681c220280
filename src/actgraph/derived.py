"""A profile with all that follows from it on a day: what is stated, what the law says, what is derived from what."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from actgraph import lawbase, rules, statable
from actgraph.graph import Day
from actgraph.names import prefixes
from actgraph.rules import Derivation

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
        derivations: every way in which a statement was derived, in the order of the rules.
        day: the graph of the day.

    >>> from actgraph import graph
    >>> from actgraph.names import expand
    >>> model, term = NamedNode("urn:m"), lambda name: NamedNode(expand(name) or "")
    >>> stated = [Triple(model, term("rdf:type"), term("ag:Model")),
    ...           Triple(model, term("ag:wideRangeOfTasks"), Literal(False))]
    >>> Derived(stated, graph.on("2026-11-24")).holds(model, "rdf:type", term("ag:NotGeneralPurposeModel"))
    True
    """

    def __init__(self, stated: Iterable[Triple], day: Day) -> None:
        self.day = day
        self.written = dict(zip(_as_stored(stated := list(dict.fromkeys(stated))), stated, strict=True))
        known = statable.terms(day)
        self.stated = [stored for stored, one in self.written.items() if statable.may(one, known)]
        self.refused = [one for one in self.written.values() if not statable.may(one, known)]
        self.law = lawbase.facts(day)
        self.derivations: Sequence[Derivation] = rules.run([*self.law, *self.stated, *asked(day)])
        self._ways: dict[Triple, list[Derivation]] = {}
        for one in self.derivations:
            self._ways.setdefault(one.triple, []).append(one)
        self._forward: dict[tuple[Term, str], dict[Term, None]] = {}
        self._back: dict[tuple[str, Term], dict[Term, None]] = {}
        for triple in [*self.stated, *self._ways]:
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            assert isinstance(subject, NamedNode)
            assert isinstance(value, NamedNode | Literal)
            self._forward.setdefault((subject, predicate), {})[value] = None
            self._back.setdefault((predicate, value), {})[subject] = None

    @property
    def statements(self) -> list[Triple]:
        """The derived statements, each once.

        >>> from actgraph import graph
        >>> Derived([], graph.on("2026-11-24")).statements
        []
        """
        return list(self._ways)

    def why(self, triple: Triple) -> Sequence[Derivation]:
        """The ways in which a statement was derived; none where it is stated, or the law's.

        Args:
            triple: the statement.
        """
        # No example: it would be that of the class.
        return self._ways.get(triple, [])

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

    >>> from actgraph import graph
    >>> [str(one.object.value) for one in asked(graph.on("2026-11-24"))][1]
    '2026-11-24'
    """
    node = NamedNode(prefixes()["rul"] + "assessment")
    return [
        Triple(node, NamedNode(_iri("rdf:type")), NamedNode(_iri("ag:Assessment"))),
        Triple(node, NamedNode(_iri("ag:onDay")), Literal(day.day, datatype=NamedNode(_iri("xsd:date")))),
    ]


def _as_stored(triples: Iterable[Triple]) -> list[Triple]:
    store = Store()
    found: list[Triple] = []
    for triple in triples:
        place = NamedNode(f"urn:{len(found)}")
        store.add(Quad(triple.subject, triple.predicate, triple.object, place))
        stored = next(iter(store.quads_for_pattern(None, None, None, place)))
        found.append(Triple(stored.subject, stored.predicate, stored.object))
    return found


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return prefixes()[prefix] + local
