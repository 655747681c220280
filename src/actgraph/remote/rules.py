"""The rules at a store of somebody else's: each is an update of a graph there, which holds facts, law and the day."""

import functools
import re
from collections.abc import Sequence
from itertools import groupby

from pyoxigraph import Literal, NamedNode

from actgraph.core import sparql_tokens
from actgraph.reasoning import rule_patterns, rule_terms, rules
from actgraph.reasoning.rules import Rule
from actgraph.remote.client import Remote

_SAID = ("SELECT DISTINCT ?x { ?s ?x ?o }", "SELECT DISTINCT ?x { ?s a ?x }")
_COUNT = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }"


def conclude(remote: Remote, graph: str, which: Sequence[Rule] | None = None) -> None:
    """Add to a graph of a store all that follows from it, in the order of the rules.

    Args:
        remote: the store.
        graph: IRI of a graph with the facts of profiles, the law and the day, without blank nodes.
        which: of the rules, in the order in which they run; all where there are none.

    Raises:
        InputError: the store cannot be written, or does not answer.
    """
    # No example: it needs a server. Those of the tests start some.
    before, there = count(remote, graph), said(remote, graph)
    for _, group in groupby(rules.all_rules() if which is None else which, key=lambda rule: rule.order):
        todo = together = list(group)
        while todo:
            tried = [rule for rule in todo if rule_terms.needs(rule.text) <= there]
            for rule in tried:
                remote.update(_update(rule, graph))
            after = count(remote, graph) if tried else before
            if after == before:  # a graph grows and nothing else: there is nothing new for any rule
                break
            told = [_told(rule) for rule in tried]
            new = said(remote, graph) if None in told else frozenset().union(*filter(None, told))
            there, before = there | new, after
            todo = [rule for rule in together if rule_terms.reads(rule.text, new)]


def said(remote: Remote, graph: str) -> frozenset[str]:
    """The properties and classes that a graph of a store has.

    Args:
        remote: the store.
        graph: its IRI.

    Raises:
        InputError: the store does not answer.
    """
    # No example: it needs a server.
    rows = [row for query in _SAID for row in remote.rows(query, [graph]).rows]
    return frozenset(row["x"].value for row in rows if isinstance(row["x"], NamedNode))


def count(remote: Remote, graph: str) -> int:
    """How many triples a graph of a store has.

    Args:
        remote: the store.
        graph: its IRI.

    Raises:
        InputError: the store does not answer.
    """
    # No example: it needs a server.
    found = remote.rows(_COUNT, [graph]).rows[0]["triples"]
    return int(found.value) if isinstance(found, Literal) else 0


@functools.cache
def _told(rule: Rule) -> frozenset[str] | None:
    """The properties and classes that a rule states; None where the data say which."""
    found = frozenset(map(rule_terms.concluded, rule_patterns.read(rule.text)[0]))
    return None if "" in found else found


@functools.cache
def _template(rule: Rule) -> tuple[str, str]:
    head, template = re.split(r"CONSTRUCT\s*", sparql_tokens.escaped(rule.text), maxsplit=1)
    return re.sub(r"^#.*\n", "", head, flags=re.MULTILINE), template


def _update(rule: Rule, graph: str) -> str:
    head, template = _template(rule)
    return f"{head}WITH <{graph}>\nINSERT {template}"
