"""Find the properties and classes that a rule requires, matches and concludes.

They decide which rules need not be tried, and which have to be tried again.
"""

import functools
from collections.abc import Set

from pyoxigraph import NamedNode, Triple

from actgraph.reasoning import rule_patterns
from actgraph.reasoning.rule_patterns import TriplePattern

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def get_used_term(fact: Triple) -> str:
    """Return the IRI of the property that a triple uses, or of the class if it is an `rdf:type` triple.

    >>> get_used_term(Triple(NamedNode("a:a"), NamedNode(_RDF_TYPE), NamedNode("a:c")))
    'a:c'
    """
    return getattr(fact.object, "value", "") if fact.predicate.value == _RDF_TYPE else fact.predicate.value


def get_concluded_term(pattern: TriplePattern) -> str:
    """Return the same for a pattern that a rule concludes; empty if it is a variable, so that it may be any term.

    >>> from pyoxigraph import Variable
    >>> get_concluded_term(TriplePattern(Variable("m"), NamedNode("a:p"), Variable("o")))
    'a:p'
    """
    term = rule_patterns.get_pattern_term(pattern)
    return term.value if isinstance(term, NamedNode) else ""


@functools.cache
def find_required_terms(text: str) -> frozenset[str]:
    """Find the properties and classes without which a rule matches nothing.

    Args:
        text: the text of the rule.

    >>> rule = "PREFIX ag: <https://w3id.org/actgraph/ns/> CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e }"
    >>> [iri.rpartition("/")[2] for iri in find_required_terms(rule)]
    ['framework']
    """
    terms = map(rule_patterns.get_pattern_term, rule_patterns.find_rule_patterns(text).required)
    return frozenset(term.value for term in terms if isinstance(term, NamedNode))


def is_affected_by(text: str, terms: Set[str]) -> bool:
    """Tell whether a rule may match more when there are new triples with these terms.

    Args:
        text: the text of the rule.
        terms: IRIs of properties and classes.

    >>> from actgraph.core.prefixes import expand_curie
    >>> rule = "PREFIX ag: <https://w3id.org/actgraph/ns/> CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e }"
    >>> is_affected_by(rule, {expand_curie("ag:framework")}), is_affected_by(rule, {expand_curie("ag:evidence")})
    (True, False)
    >>> is_affected_by(rule, set())
    False
    """
    used = rule_patterns.find_rule_patterns(text).used
    return bool(terms) and (used is None or not used.isdisjoint(terms))
