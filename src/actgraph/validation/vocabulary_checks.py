"""Whether a profile speaks the vocabulary: what is not there, or not for it to state; and no model at all."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from pyoxigraph import NamedNode, Quad, Triple

from actgraph.core import suggestions
from actgraph.core.errors import CitationError
from actgraph.core.prefixes import BASE, prefixes, shorten
from actgraph.graph.day import Day, everything
from actgraph.profile import schema
from actgraph.profile.schema import SH, Result, Term
from actgraph.reasoning import allowed_terms, law_facts
from actgraph.reasoning.allowed_terms import Terms, is_ours

# Vocabularies of others that profiles use; rdflib knows their terms.
_SHARED = {"rdf": "RDF", "rdfs": "RDFS", "dcterms": "DCTERMS", "foaf": "FOAF", "skos": "SKOS", "prov": "PROV"}
ASKS = NamedNode(prefixes()["ag"] + "asks")
MOST_GUESSED = 150  # names: to look for those near to one takes as long as many rules
# That something is nowhere says all that other shapes would say of it.
NOWHERE = tuple(prefixes()["shp"] + name for name in ("Vocabulary-node", "Vocabulary-day"))


def check(facts: Sequence[Triple], day: Day) -> list[Result]:
    """What a profile says that the vocabulary does not have, and whether it describes a provider and a model at all.

    Args:
        facts: what the profile states.
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> from pyoxigraph import Literal
    >>> model, ag = NamedNode("urn:m"), prefixes()["ag"]
    >>> fact = Triple(model, NamedNode(ag + "cumulativCompute"), Literal(1.0))
    >>> [shorten(result.shape) for result in check([fact], on("2026-11-24"))]
    ['shp:Vocabulary-property', 'shp:Profile-model', 'shp:Profile-provider']
    """
    kinds = {_value(fact) for fact in facts if fact.predicate.value == prefixes()["rdf"] + "type"}
    return words(facts, day) + (nothing_described(kinds, facts[0].subject) if facts else [])


def words(facts: Iterable[Triple], day: Day) -> list[Result]:
    """What some statements of a profile say that the vocabulary does not have.

    Args:
        facts: some of what the profile states.
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> words([Triple(NamedNode("urn:m"), NamedNode("urn:p"), NamedNode("urn:o"))], on("2026-11-24"))
    []
    """
    terms, guesses = allowed_terms.terms(day), _Guesses()
    return [result for fact in facts for result in _of(fact, terms, day, guesses)]


def nothing_described(kinds: Collection[str], focus: Term) -> list[Result]:
    """Whether a profile describes no model or no provider.

    Args:
        kinds: IRIs of the classes that it names.
        focus: the node to tell it of.

    >>> [shorten(result.shape) for result in nothing_described([prefixes()["ag"] + "Model"], NamedNode("urn:m"))]
    ['shp:Profile-provider']
    """
    return [
        Result(prefixes()["shp"] + shape, SH + "MinCountConstraintComponent", focus)
        for shape, kind in (("Profile-model", "Model"), ("Profile-provider", "Provider"))
        if prefixes()["ag"] + kind not in kinds
    ]


def questions(follows: Iterable[Triple], day: Day) -> list[Result]:
    """What must be asked before more can be said: what is unknown is told, as it is no pass.

    Args:
        follows: what the rules derive.
        day: the graph of the day.

    >>> from actgraph.graph.day import on
    >>> asked = NamedNode(prefixes()["rdg"] + "qst_own-compute")
    >>> triple = Triple(NamedNode("urn:m"), NamedNode(prefixes()["ag"] + "asks"), asked)
    >>> [result.remedy for result in questions([triple], on("2026-11-24"))]
    ['State what answers it: ag:ownCompute.']
    """
    answered = prefixes()["ag"] + "answeredBy"
    found = []
    for triple in follows:
        if triple.predicate == ASKS and isinstance(triple.object, NamedNode):
            question = day.node(triple.object.value)
            by = sorted(_value(quad) for quad in day.about(question.iri) if quad.predicate.value == answered)
            found.append(
                Result(
                    shape=prefixes()["shp"] + "Model-question",
                    component=SH + "MaxCountConstraintComponent",
                    focus=triple.subject,
                    path=by[0] if by else "",
                    message=f"Open: {question.description}",
                    remedy=f"State what answers it: {', '.join(map(shorten, by))}.",
                    source=question.source,
                )
            )
    return found


def _value(quad: Quad | Triple) -> str:
    return str(getattr(quad.object, "value", ""))


class _Guesses:
    """What is meant by names of one profile that are not there; only for the first, as an answer must come soon."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[str, ...]], list[str]] = {}

    def remedy(self, shape: str, iri: str, known: Sequence[str]) -> str:
        asked = (_local(iri), tuple(known))
        if asked not in self._known:
            if len(self._known) == MOST_GUESSED:
                of_shape = schema.shapes()[prefixes()["shp"] + shape].remedy
                return f"{of_shape} Near names are looked for only for the first {MOST_GUESSED} that are unknown."
            names = _by_local(asked[1])
            self._known[asked] = [names[name] for name in suggestions.misses(asked[0], names, most=3)]
        meant = self._known[asked]
        return f"Did you mean {' or '.join(meant)}?" if meant else ""


def _of(fact: Triple, terms: Terms, day: Day, guesses: _Guesses) -> Iterator[Result]:
    subject, predicate, value = fact.subject, fact.predicate.value, fact.object
    if isinstance(subject, NamedNode) and is_ours(subject.value):
        message = f"The profile states something about {shorten(subject.value)}, which is no node of its own."
        yield _result("Vocabulary-subject", "NodeKind", fact, message)
        return
    if predicate in terms.derived or _is_law(predicate, terms.properties):
        yield _not_its_own(fact, predicate, terms)
    elif _is_unknown(predicate, terms.properties):
        yield _unknown(
            "Vocabulary-property",
            "Closed",
            fact,
            predicate,
            "property of profiles",
            _alike(predicate, terms.properties),
            guesses,
        )
    if not isinstance(value, NamedNode):
        if predicate == prefixes()["rdf"] + "type":
            yield _result("Vocabulary-class", "NodeKind", fact, "A class is named by words, and not by its IRI.")
        return
    if predicate == prefixes()["rdf"] + "type":
        if value.value in terms.derived or _is_law(value.value, terms.classes):
            yield _not_its_own(fact, value.value, terms)
        elif _is_unknown(value.value, terms.classes):
            alike = _alike(value.value, terms.classes)
            yield _unknown("Vocabulary-class", "Class", fact, value.value, "class of profiles", alike, guesses)
    elif is_ours(value.value) and not _is_there(day, value.value):
        yield _no_node(fact, value.value, day, guesses)


@lru_cache(maxsize=10_000)
def _is_there(day: Day, iri: str) -> bool:
    """Whether a node is there on a day; profiles name the same few thousand again and again."""
    return iri in day


def _not_its_own(fact: Triple, term: str, terms: Terms) -> Result:
    by = "the rules" if term in terms.derived else "the graph of the law"
    message = f"The profile states {shorten(term)}, which only {by} may say."
    return _result("Vocabulary-derived", "Not", fact, message, source=terms.derived.get(term, ""))


def _is_law(term: str, statable: frozenset[str]) -> bool:
    """Whether the rules read the law by a term, so that a profile that used it could change what they read."""
    return term in law_facts.matched() and term not in statable


def _no_node(fact: Triple, iri: str, day: Day, guesses: _Guesses) -> Result:
    if iri in everything():
        try:
            day.cite(iri)
        except CitationError as error:
            return _result("Vocabulary-day", "In", fact, f"{error.what}.", source=iri)
    known = schema.choices(fact.predicate.value) or _nodes(day, iri)
    return _unknown("Vocabulary-node", "In", fact, iri, "node", known, guesses)


def _unknown(
    shape: str, component: str, fact: Triple, iri: str, kind: str, known: Sequence[str], guesses: _Guesses
) -> Result:
    """A name that is not there, with the names that may be meant."""
    message = f"There is no {kind} {shorten(iri)}."
    return _result(shape, component, fact, message, guesses.remedy(shape, iri, known))


@lru_cache(maxsize=64)
def _by_local(known: tuple[str, ...]) -> dict[str, str]:
    return {_local(one): shorten(one) for one in known}


def _result(shape: str, component: str, fact: Triple, message: str, remedy: str = "", source: str = "") -> Result:
    return Result(
        shape=prefixes()["shp"] + shape,
        component=f"{SH}{component}ConstraintComponent",
        focus=fact.subject,
        path=fact.predicate.value,
        value=fact.object,
        at=fact,
        message=message,
        remedy=remedy,
        source=source,
    )


def _is_unknown(iri: str, known: frozenset[str]) -> bool:
    """Whether a term looks like one of a vocabulary that does not have it; what others mint is their own affair."""
    return iri not in known if is_ours(iri) else iri not in (_shared(iri) or [iri])


@lru_cache
def _shared(iri: str) -> tuple[str, ...]:
    """The terms of the vocabulary of others that an IRI seems to be of; none where it is of none that is known."""
    import rdflib.namespace

    for name, known_as in _SHARED.items():
        space = prefixes()[name]
        if iri.startswith(space):
            found = getattr(rdflib.namespace, known_as)
            counted = (iri,) if re.fullmatch(r"_\d+", iri.removeprefix(space)) and name == "rdf" else ()
            return (*(str(term) for term in dir(found)), *counted)
    return ()


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _alike(iri: str, terms: frozenset[str]) -> Sequence[str]:
    """The terms that an unknown one may be mistaken for: of its own vocabulary."""
    return _shared(iri) or sorted(term for term in terms if term.startswith(prefixes()["ag"]))


def _nodes(day: Day, iri: str) -> tuple[str, ...]:
    """The nodes of the namespace that an IRI seems to be of."""
    spaces = [space for space in prefixes().values() if space.startswith(BASE) and iri.startswith(space)]
    return _in(day, max(spaces, key=len, default=prefixes()["ag"]))


@lru_cache(maxsize=64)
def _in(day: Day, space: str) -> tuple[str, ...]:
    label = f"{prefixes()['rdfs']}label"
    rows = day.rows(f"SELECT DISTINCT ?node {{ ?node <{label}> ?label FILTER(STRSTARTS(STR(?node), '{space}')) }}")
    return tuple(sorted(row["node"] or "" for row in rows))
