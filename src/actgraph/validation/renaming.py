"""What keeps profiles apart that are looked at together: which nodes have a name of their own for each, which not."""

import functools

from pyoxigraph import Literal, NamedNode, Variable

from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.profile.schema import SH, Term
from actgraph.reasoning import allowed_terms, law_facts, rule_patterns, rules

APART = "urn:actgraph:profile:"  # and the number of the profile, a colon and the name


def named(term: Term, number: int) -> Term:
    """A node of a profile, or words that stand for one, by the name that it has among the others.

    Args:
        term: its own name.
        number: of the profile.

    >>> named(NamedNode("a:b"), 3).value, own(named(Literal("Apache", language="en"), 3))
    ('urn:actgraph:profile:3:a:b', <Literal value=Apache language=en>)
    """
    if isinstance(term, NamedNode):
        return NamedNode(f"{APART}{number}:{term.value}")
    if isinstance(term, Literal):
        return Literal(f"{APART}{number}:{term.value}", language=term.language)
    return term


def number(term: Term) -> int | None:
    """The number of the profile that a name is of; None where it is of none.

    Args:
        term: any.

    >>> number(named(NamedNode("a:b"), 3)), number(NamedNode("a:b"))
    (3, None)
    """
    if isinstance(term, NamedNode | Literal) and term.value.startswith(APART):
        return int(term.value[len(APART) :].partition(":")[0])
    return None


def own(term: Term) -> Term:
    """A term by the name that it has in its profile; what rules name after a node too.

    Args:
        term: any.

    >>> own(named(NamedNode("a:b"), 3)).value, own(Literal("c")).value
    ('a:b', 'c')
    """
    if isinstance(term, NamedNode) and term.value.startswith(APART):
        return NamedNode(term.value[len(APART) :].partition(":")[2])
    if isinstance(term, Literal) and term.value.startswith(APART):
        return Literal(term.value[len(APART) :].partition(":")[2], language=term.language)
    return term


@functools.lru_cache(maxsize=8)
def kept(day: Day) -> frozenset[str]:
    """The nodes of the law and of the shapes, which keep their names; those of our namespaces do so anyway.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph import day
    >>> "http://www.w3.org/2001/XMLSchema#double" in kept(day.on("2026-11-24"))
    True
    """
    parts = [part for fact in law_facts.facts(day) for part in (fact.subject, fact.object)]
    parts += [part for quad in schema.triples() for part in (quad.subject, quad.object)]
    return frozenset(part.value for part in parts if isinstance(part, NamedNode))


def beyond(day: Day) -> frozenset[str]:
    """Those of them that are not of our namespaces.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph import day
    >>> any("w3id.org/actgraph" in iri for iri in beyond(day.on("2026-11-24")))
    False
    """
    return frozenset(iri for iri in kept(day) if not allowed_terms.is_ours(iri))


@functools.cache
def links() -> frozenset[str]:
    """The properties that lead to nodes of which shapes or rules say more: nodes of the profile.

    >>> any(iri.endswith("/framework") for iri in links())
    True
    """
    found = {schema.text(quad.object) for quad in schema.triples() if quad.predicate.value == SH + "targetObjectsOf"}
    for rule in rules.all_rules():
        concluded, matched = rule_patterns.read(rule.text)
        said = {pattern.subject for pattern in concluded if isinstance(pattern.subject, Variable)}
        found |= {getattr(pattern.predicate, "value", "") for pattern in matched if pattern.object in said}
    return frozenset(found)
