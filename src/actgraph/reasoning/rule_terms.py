"""What the text of a rule says of properties and classes: what it must find, what it looks for, what it concludes.

By that it is known which rules need not be tried, and which have to be tried again.
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
    """What a statement says: IRI of its property, or of the class where it says of what class something is.

    Args:
        fact: any.

    >>> get_used_term(Triple(NamedNode("a:a"), NamedNode(_RDF_TYPE), NamedNode("a:c")))
    'a:c'
    """
    return getattr(fact.object, "value", "") if fact.predicate.value == _RDF_TYPE else fact.predicate.value


def get_concluded_term(pattern: TriplePattern) -> str:
    """What a rule says by a pattern, likewise; nothing where that is a variable, so that it may say anything.

    Args:
        pattern: one that it concludes.

    >>> get_concluded_term(TriplePattern(Variable("m"), NamedNode("a:p"), Variable("o")))
    'a:p'
    """
    said = _get_pattern_term(pattern)
    return said.value if isinstance(said, NamedNode) else ""


@functools.cache
def find_required_terms(text: str) -> frozenset[str]:
    """The properties and classes without which a rule matches nothing.

    Args:
        text: of the rule.

    >>> [iri.rpartition("/")[2] for iri in find_required_terms("CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e }")]
    ['framework']
    """
    said = map(_get_pattern_term, rule_patterns.parse_required_patterns(text))
    return frozenset(one.value for one in said if isinstance(one, NamedNode))


def is_affected_by(text: str, terms: Set[str]) -> bool:
    """Whether a rule looks for some properties or classes, so that it may match more when there is more of them.

    Args:
        text: of the rule.
        terms: IRIs of properties and classes.

    >>> rule = "CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e }"
    >>> is_affected_by(rule, {expand_curie("ag:framework")}), is_affected_by(rule, {expand_curie("ag:evidence")}), is_affected_by(rule, set())
    (True, False, False)
    """
    looked_for = _find_matched_terms(text)
    return bool(terms) and (looked_for is None or not looked_for.isdisjoint(terms))


@functools.cache
def _find_matched_terms(text: str) -> frozenset[str] | None:
    """The properties and classes that a rule looks for, in filters too; None where any may do."""
    body = text[text.index("WHERE") :]
    _, found = rule_patterns.parse_rule_patterns(text)
    if any(isinstance(pattern.predicate, Variable) for pattern in found) or re.search(r"\ba \?", body):
        return None
    names = [token for token in sparql_tokens.tokenize_query(body) if token["prefix"] is not None]
    return frozenset(expand_curie(f"{one['prefix']}:{(one['local'] or '').rstrip('.')}") or "" for one in names)


def _get_pattern_term(pattern: TriplePattern) -> object:
    return pattern.object if pattern.predicate == NamedNode(_RDF_TYPE) else pattern.predicate
