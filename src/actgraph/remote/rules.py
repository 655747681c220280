"""Run the rules at a remote store: each rule is an update of a graph there with facts, law and the day."""

import functools
import re
from collections.abc import Sequence
from itertools import groupby

from pyoxigraph import Literal, NamedNode

from actgraph.core import sparql_tokens
from actgraph.reasoning import rule_patterns, rule_terms, rules
from actgraph.reasoning.rules import Rule
from actgraph.remote.client import RemoteStore

_TERM_QUERIES = ("SELECT DISTINCT ?x { ?s ?x ?o }", "SELECT DISTINCT ?x { ?s a ?x }")
_COUNT_QUERY = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }"


def run_remote_rules(remote: RemoteStore, graph: str, selected_rules: Sequence[Rule] | None = None) -> None:
    """Add to a graph of a store everything that the rules derive from it.

    Args:
        remote: the store.
        graph: IRI of a graph with the facts of profiles, the law and the day, without blank nodes.
        selected_rules: the rules in their order; all by default.

    Raises:
        InputError: the store cannot be written, or does not answer.
    """
    before, used_terms = count_graph_triples(remote, graph), list_used_terms(remote, graph)
    for _, group in groupby(
        rules.list_rules() if selected_rules is None else selected_rules, key=lambda rule: rule.order
    ):
        todo = group_rules = list(group)
        while todo:
            tried = [rule for rule in todo if rule_terms.find_required_terms(rule.text) <= used_terms]
            for rule in tried:
                remote.run_update(_build_update(rule, graph))
            after = count_graph_triples(remote, graph) if tried else before
            if after == before:  # nothing is ever removed: the same count means no change
                break
            concluded = [_get_concluded_terms(rule) for rule in tried]
            new = list_used_terms(remote, graph) if None in concluded else frozenset().union(*filter(None, concluded))
            used_terms, before = used_terms | new, after
            todo = [rule for rule in group_rules if rule_terms.is_affected_by(rule.text, new)]


def list_used_terms(remote: RemoteStore, graph: str) -> frozenset[str]:
    """List the properties and classes that a graph of a store uses.

    Raises:
        InputError: the store does not answer.
    """
    rows = [row for query in _TERM_QUERIES for row in remote.run_select(query, [graph]).rows]
    return frozenset(row["x"].value for row in rows if isinstance(row["x"], NamedNode))


def count_graph_triples(remote: RemoteStore, graph: str) -> int:
    """Count the triples of a graph of a store.

    Raises:
        InputError: the store does not answer.
    """
    found = remote.run_select(_COUNT_QUERY, [graph]).rows[0]["triples"]
    return int(found.value) if isinstance(found, Literal) else 0


@functools.cache
def _get_concluded_terms(rule: Rule) -> frozenset[str] | None:
    """Return the properties and classes that a rule states; None where they depend on the data."""
    found = frozenset(map(rule_terms.get_concluded_term, rule_patterns.find_rule_patterns(rule.text).conclusions))
    return None if "" in found else found


@functools.cache
def _split_construct(rule: Rule) -> tuple[str, str]:
    head, template = re.split(r"CONSTRUCT\s*", sparql_tokens.escape_dots(rule.text), maxsplit=1)
    return re.sub(r"^#.*\n", "", head, flags=re.MULTILINE), template


def _build_update(rule: Rule, graph: str) -> str:
    head, template = _split_construct(rule)
    return f"{head}WITH <{graph}>\nINSERT {template}"
