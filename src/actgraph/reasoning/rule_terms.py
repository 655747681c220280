"""What the text of a rule says of properties and classes: what it must find, what it looks for, what it concludes.

By that it is known which rules need not be tried, and which have to be tried again.
"""

import functools
import re
from collections.abc import Set

from pyoxigraph import NamedNode, Triple, Variable

from actgraph.core import sparql_tokens
from actgraph.core.prefixes import expand
from actgraph.reasoning import rule_patterns
from actgraph.reasoning.rule_patterns import Pattern

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def named_by(fact: Triple) -> str:
    """What a statement says: IRI of its property, or of the class where it says of what class something is.

    Args:
        fact: any.

    >>> named_by(Triple(NamedNode("a:a"), NamedNode(_TYPE), NamedNode("a:c")))
    'a:c'
    """
    return getattr(fact.object, "value", "") if fact.predicate.value == _TYPE else fact.predicate.value


def concluded(pattern: Pattern) -> str:
    """What a rule says by a pattern, likewise; nothing where that is a variable, so that it may say anything.

    Args:
        pattern: one that it concludes.

    >>> concluded(Pattern(Variable("m"), NamedNode("a:p"), Variable("o")))
    'a:p'
    """
    said = _said(pattern)
    return said.value if isinstance(said, NamedNode) else ""


@functools.cache
def needs(text: str) -> frozenset[str]:
    """The properties and classes without which a rule matches nothing.

    Args:
        text: of the rule.

    >>> [iri.rpartition("/")[2] for iri in needs("CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e }")]
    ['framework']
    """
    said = map(_said, rule_patterns.required(text))
    return frozenset(one.value for one in said if isinstance(one, NamedNode))


def reads(text: str, names: Set[str]) -> bool:
    """Whether a rule looks for some properties or classes, so that it may match more when there is more of them.

    Args:
        text: of the rule.
        names: IRIs of properties and classes.

    >>> rule = "CONSTRUCT { ?m ag:evidence ?e } WHERE { ?m ag:framework ?e }"
    >>> reads(rule, {expand("ag:framework")}), reads(rule, {expand("ag:evidence")}), reads(rule, set())
    (True, False, False)
    """
    looked_for = _looked_for(text)
    return bool(names) and (looked_for is None or not looked_for.isdisjoint(names))


@functools.cache
def _looked_for(text: str) -> frozenset[str] | None:
    """The properties and classes that a rule looks for, in filters too; None where any may do."""
    body = text[text.index("WHERE") :]
    _, found = rule_patterns.read(text)
    if any(isinstance(pattern.predicate, Variable) for pattern in found) or re.search(r"\ba \?", body):
        return None
    names = [token for token in sparql_tokens.tokens(body) if token["prefix"] is not None]
    return frozenset(expand(f"{one['prefix']}:{(one['local'] or '').rstrip('.')}") or "" for one in names)


def _said(pattern: Pattern) -> object:
    return pattern.object if pattern.predicate == NamedNode(_TYPE) else pattern.predicate
