"""The rules at a store of somebody else's: each is an update of a graph there, which holds facts, law and the day."""

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
    """Add to a graph of a store all that follows from it, in the order of the rules.

    Args:
        remote: the store.
        graph: IRI of a graph with the facts of profiles, the law and the day, without blank nodes.
        selected_rules: of the rules, in the order in which they run; all where there are none.

    Raises:
        InputError: the store cannot be written, or does not answer.
    """
    # No example: it needs a server. Those of the tests start some.
    before, there = count_graph_triples(remote, graph), list_used_terms(remote, graph)
    for _, group in groupby(
        rules.list_rules() if selected_rules is None else selected_rules, key=lambda rule: rule.order
    ):
        todo = together = list(group)
        while todo:
            tried = [rule for rule in todo if rule_terms.find_required_terms(rule.text) <= there]
            for rule in tried:
                remote.run_update(_build_update(rule, graph))
            after = count_graph_triples(remote, graph) if tried else before
            if after == before:  # a graph grows and nothing else: there is nothing new for any rule
                break
            told = [_get_concluded_terms(rule) for rule in tried]
            new = list_used_terms(remote, graph) if None in told else frozenset().union(*filter(None, told))
            there, before = there | new, after
            todo = [rule for rule in together if rule_terms.is_affected_by(rule.text, new)]


def list_used_terms(remote: RemoteStore, graph: str) -> frozenset[str]:
    """The properties and classes that a graph of a store has.

    Args:
        remote: the store.
        graph: its IRI.

    Raises:
        InputError: the store does not answer.
    """
    # No example: it needs a server.
    rows = [row for query in _TERM_QUERIES for row in remote.run_select(query, [graph]).rows]
    return frozenset(row["x"].value for row in rows if isinstance(row["x"], NamedNode))


def count_graph_triples(remote: RemoteStore, graph: str) -> int:
    """How many triples a graph of a store has.

    Args:
        remote: the store.
        graph: its IRI.

    Raises:
        InputError: the store does not answer.
    """
    # No example: it needs a server.
    found = remote.run_select(_COUNT_QUERY, [graph]).rows[0]["triples"]
    return int(found.value) if isinstance(found, Literal) else 0


@functools.cache
def _get_concluded_terms(rule: Rule) -> frozenset[str] | None:
    """The properties and classes that a rule states; None where the data say which."""
    found = frozenset(map(rule_terms.get_concluded_term, rule_patterns.parse_rule_patterns(rule.text)[0]))
    return None if "" in found else found


@functools.cache
def _split_construct(rule: Rule) -> tuple[str, str]:
    head, template = re.split(r"CONSTRUCT\s*", sparql_tokens.escape_dots(rule.text), maxsplit=1)
    return re.sub(r"^#.*\n", "", head, flags=re.MULTILINE), template


def _build_update(rule: Rule, graph: str) -> str:
    head, template = _split_construct(rule)
    return f"{head}WITH <{graph}>\nINSERT {template}"
