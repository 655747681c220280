"""Rename nodes so that several profiles can share a store without merging."""

import functools

from pyoxigraph import Literal, NamedNode, Variable

from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.profile.schema import SH, RdfTerm
from actgraph.reasoning import allowed_terms, law_facts, rule_patterns, rules

RENAMED_PREFIX = "urn:actgraph:profile:"  # followed by the number of the profile, a colon and the original name


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


@functools.lru_cache(maxsize=8)
def collect_kept_iris(day: Day) -> frozenset[str]:
    """Collect the IRIs of the law and of the shapes, which are not renamed; neither are those of our namespaces.

    >>> from actgraph.graph.day import open_day
    >>> "http://www.w3.org/2001/XMLSchema#double" in collect_kept_iris(open_day("2026-11-24"))
    True
    """
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
