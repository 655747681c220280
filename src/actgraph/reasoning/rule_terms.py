"""Find the properties and classes that a rule requires, matches and concludes.

They decide which rules need not be tried, and which have to be tried again.
"""

import functools
import re
from collections.abc import Set

from pyoxigraph import NamedNode, Triple, Variable

from actgraph.core import sparql_tokens
from actgraph.core.prefixes import expand_curie
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

    >>> get_concluded_term(TriplePattern(Variable("m"), NamedNode("a:p"), Variable("o")))
    'a:p'
    """
    term = _get_pattern_term(pattern)
    return term.value if isinstance(term, NamedNode) else ""


@functools.cache
def find_required_terms(text: str) -> frozenset[str]:
    """Find the properties and classes without which a rule matches nothing.

    Args:
        text: the text of the rule.

    >>> rule = "CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e }"
    >>> [iri.rpartition("/")[2] for iri in find_required_terms(rule)]
    ['framework']
    """
    terms = map(_get_pattern_term, rule_patterns.parse_required_patterns(text))
    return frozenset(term.value for term in terms if isinstance(term, NamedNode))


def is_affected_by(text: str, terms: Set[str]) -> bool:
    """Tell whether a rule may match more when there are new triples with these terms.

    Args:
        text: the text of the rule.
        terms: IRIs of properties and classes.

    >>> rule = "CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e }"
    >>> is_affected_by(rule, {expand_curie("ag:framework")}), is_affected_by(rule, {expand_curie("ag:evidence")})
    (True, False)
    >>> is_affected_by(rule, set())
    False
    """
    matched = _find_matched_terms(text)
    return bool(terms) and (matched is None or not matched.isdisjoint(terms))


@functools.cache
def _find_matched_terms(text: str) -> frozenset[str] | None:
    """Find the properties and classes that a rule matches, in filters too; None if it may match any."""
    body = text[text.index("WHERE") :]
    _, found = rule_patterns.parse_rule_patterns(text)
    if any(isinstance(pattern.predicate, Variable) for pattern in found) or re.search(r"\ba \?", body):
        return None
    names = [token for token in sparql_tokens.tokenize_query(body) if token["prefix"] is not None]
    return frozenset(expand_curie(f"{one['prefix']}:{(one['local'] or '').rstrip('.')}") or "" for one in names)


def _get_pattern_term(pattern: TriplePattern) -> object:
    return pattern.object if pattern.predicate == NamedNode(_RDF_TYPE) else pattern.predicate
