"""Cases of the rules: a profile from which a rule derives given triples, and one from which it derives nothing."""

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from actgraph.core.prefixes import expand_curie
from actgraph.graph.day import open_day
from actgraph.reasoning import law_facts, rules
from actgraph.reasoning.derived import build_day_facts
from actgraph.reasoning.rule_terms import get_used_term
from tests.conftest import ROOT

CASES_FOLDER = ROOT / "tests/cases/rules"
DEFAULT_DAY = "2026-11-24"
_CASES_NAMESPACE = "https://w3id.org/actgraph/cases/"


class RuleCase(NamedTuple):
    """The case of a rule.

    Attributes:
        day: the day asked for.
        fires: the profile from which the rule derives something.
        derives: all that it derives.
        also: the part of it that another rule derives too.
        silent: the profile from which the rule derives nothing.
        unknown_graphs: names of graphs that a case must not have.
    """

    day: str
    fires: Sequence[Triple]
    derives: Sequence[Triple]
    also: Sequence[Triple]
    silent: Sequence[Triple]
    unknown_graphs: Sequence[str]


def read_rule_case(path: Path) -> RuleCase:
    """Read the case of a file."""
    day, parts = DEFAULT_DAY, {}
    for quad in parse(path=str(path), format=RdfFormat.TRIG):
        if isinstance(quad.graph_name, DefaultGraph):
            assert quad.predicate.value == expand_curie("ag:onDay"), (
                f"{quad.predicate.value} stands outside the profiles"
            )
            day = quad.object.value
        else:
            name = quad.graph_name.value.removeprefix(_CASES_NAMESPACE)
            parts.setdefault(name, []).append(Triple(quad.subject, quad.predicate, quad.object))
    four = [parts.pop(name, []) for name in ("fires", "derives", "also", "silent")]
    return RuleCase(day, *four, unknown_graphs=sorted(parts))


@functools.cache
def load_law_triples(day: str = DEFAULT_DAY) -> Sequence[Triple]:
    """Load the facts of the law of a day that rules use, and the day itself."""
    of_day = open_day(day)
    return [*law_facts.load_law_facts(of_day), *build_day_facts(of_day)]


def fill_store_with_law(facts: Iterable[Triple], day: str = DEFAULT_DAY) -> tuple[Store, set[str]]:
    """Fill a store with some facts and the whole law of a day; return it with the properties and classes in it."""
    law, stated = load_law_triples(day), list(facts)
    store = Store()
    store.extend([*(Quad(*one, rules.LAW_GRAPH) for one in law), *(Quad(*one) for one in stated)])
    return store, set(map(get_used_term, [*law, *stated]))


def normalize_triples(triples: Iterable[Triple]) -> set[str]:
    """Convert triples to strings in which equal numbers are equal."""
    return {str(Triple(one.subject, one.predicate, _normalize_term(one.object))) for one in triples}


def _normalize_term(term):
    if isinstance(term, Literal) and term.datatype == NamedNode(expand_curie("xsd:double")):
        return Literal(repr(float(term.value)), datatype=term.datatype)
    return term
