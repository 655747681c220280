"""Rename nodes so that several profiles, or several readings of one, can share a store without merging."""

import functools
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple, Variable

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.profile.schema import SH, RdfTerm
from actgraph.reasoning import allowed_terms, law_facts, rule_patterns, rules

RENAMED_PREFIX = "urn:actgraph:profile:"  # followed by the number of the profile, a colon and the original name
_TYPE = NamedNode(load_prefixes()["rdf"] + "type")


class AmbiguousOwnerError(Exception):
    """A node cannot be assigned to one profile."""


def rename_term(term: RdfTerm, number: int) -> RdfTerm:
    """Rename a node of a profile, or a string that stands for one, by the number of the profile.

    >>> rename_term(NamedNode("a:b"), 3).value, restore_term(rename_term(Literal("Apache", language="en"), 3))
    ('urn:actgraph:profile:3:a:b', <Literal value=Apache language=en>)
    """
    if isinstance(term, NamedNode):
        return NamedNode(f"{RENAMED_PREFIX}{number}:{term.value}")
    if isinstance(term, Literal):
        return Literal(f"{RENAMED_PREFIX}{number}:{term.value}", language=term.language)
    return term


def get_profile_number(term: RdfTerm) -> int | None:
    """Return the number of the profile in a renamed term; None if the term was not renamed.

    >>> get_profile_number(rename_term(NamedNode("a:b"), 3)), get_profile_number(NamedNode("a:b"))
    (3, None)
    """
    if isinstance(term, NamedNode | Literal) and term.value.startswith(RENAMED_PREFIX):
        return int(term.value[len(RENAMED_PREFIX) :].partition(":")[0])
    return None


def restore_term(term: RdfTerm) -> RdfTerm:
    """Return a renamed term under its original name; the rules also build names from renamed nodes.

    >>> restore_term(rename_term(NamedNode("a:b"), 3)).value, restore_term(Literal("c")).value
    ('a:b', 'c')
    """
    if isinstance(term, NamedNode) and term.value.startswith(RENAMED_PREFIX):
        return NamedNode(term.value[len(RENAMED_PREFIX) :].partition(":")[2])
    if isinstance(term, Literal) and term.value.startswith(RENAMED_PREFIX):
        return Literal(term.value[len(RENAMED_PREFIX) :].partition(":")[2], language=term.language)
    return term


def collect_kept_iris(day: Day) -> frozenset[str]:
    """Collect the IRIs of the law and of the shapes, which are not renamed; neither are those of our namespaces.

    >>> from actgraph.graph.day import open_day
    >>> "http://www.w3.org/2001/XMLSchema#double" in collect_kept_iris(open_day("2026-11-24"))
    True
    """
    return _collect_kept_iris(day.undated)


@functools.lru_cache(maxsize=8)
def _collect_kept_iris(day: Day) -> frozenset[str]:
    parts = [part for fact in law_facts.load_law_facts(day) for part in (fact.subject, fact.object)]
    parts += [part for quad in schema.load_shape_quads() for part in (quad.subject, quad.object)]
    return frozenset(part.value for part in parts if isinstance(part, NamedNode))


def collect_external_iris(day: Day) -> frozenset[str]:
    """Collect those of the kept IRIs that are outside our namespaces.

    >>> from actgraph.graph.day import open_day
    >>> any("w3id.org/actgraph" in iri for iri in collect_external_iris(open_day("2026-11-24")))
    False
    """
    return frozenset(iri for iri in collect_kept_iris(day) if not allowed_terms.is_actgraph_iri(iri))


@functools.cache
def find_link_properties() -> frozenset[str]:
    """Find the properties that lead to nodes of the profile, as shapes or rules say more about those nodes.

    >>> any(iri.endswith("/framework") for iri in find_link_properties())
    True
    """
    found = {
        schema.get_term_value(quad.object)
        for quad in schema.load_shape_quads()
        if quad.predicate.value == SH + "targetObjectsOf"
    }
    for rule in rules.list_rules():
        concluded, matched, *_ = rule_patterns.find_rule_patterns(rule.text)
        said = {pattern.subject for pattern in concluded if isinstance(pattern.subject, Variable)}
        found |= {getattr(pattern.predicate, "value", "") for pattern in matched if pattern.object in said}
    return frozenset(found)


def is_unbatchable(facts: Iterable[Triple], day: Day) -> bool:
    """Tell whether a profile has a number in place of a node, or describes a node that other profiles share.

    >>> from actgraph.graph.day import open_day
    >>> is_unbatchable([], open_day("2026-11-24"))
    False
    """
    links, kept = find_link_properties(), collect_kept_iris(day)
    return any(
        _get_iri(fact.subject) in kept
        or (fact.predicate.value in links and isinstance(fact.object, Literal) and not _is_text(fact.object))
        for fact in facts
    )


class NodeRenamer:
    """Rename the nodes of profiles for a common run; leave those of a single profile as they are.

    Args:
        day: the graph of the day; the nodes of its law keep their names.
        alone: whether there is one profile only.
    """

    def __init__(self, day: Day, *, alone: bool) -> None:
        self._alone = alone
        self._kept = collect_kept_iris(day)

    def rename_triple(self, fact: Triple, number: int) -> Triple:
        """Rename the nodes of a triple of a profile."""
        if self._alone:
            return fact
        subject, value = rename_term(fact.subject, number), fact.object
        # Rename whatever is in the place of a node of the profile: a shape then reports it as such.
        is_node = isinstance(value, NamedNode) and fact.predicate != _TYPE and not self._is_shared(value)
        if fact.predicate.value in find_link_properties() or is_node:
            value = rename_term(value, number)
        return Triple(subject, fact.predicate, value)  # type: ignore[arg-type]

    def _is_shared(self, term: RdfTerm) -> bool:
        return _get_iri(term) in self._kept or allowed_terms.is_actgraph_iri(_get_iri(term))

    def find_owner(self, term: RdfTerm) -> int:
        """Return the number of the profile that a node belongs to.

        Raises:
            AmbiguousOwnerError: it belongs to none, or to several.
        """
        if self._alone:
            return 0
        number = get_profile_number(term)
        if number is None:
            raise AmbiguousOwnerError
        return number

    def restore_term(self, term: RdfTerm) -> RdfTerm:
        """Give a node its original name."""
        return term if self._alone else restore_term(term)

    def restore_triple(self, fact: Triple) -> Triple:
        """Give the nodes of a triple their original names."""
        if self._alone:
            return fact
        return Triple(restore_term(fact.subject), fact.predicate, restore_term(fact.object))  # type: ignore[arg-type]


def _is_text(literal: Literal) -> bool:
    return literal.language is not None or literal.datatype.value == load_prefixes()["xsd"] + "string"


def _get_iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
