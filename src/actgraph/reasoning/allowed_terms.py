"""Decide which terms and triples a profile may state, and which are reserved to the law or the rules.

Rules match profile and law together, so a profile that states what only the law may say could change the law. Such
triples are kept from the rules and reported.
"""

from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.profile.profile import GENID
from actgraph.reasoning import law_facts

_ACTGRAPH = "w3id.org/actgraph"  # without the scheme, to recognise misspelt IRIs such as those with http:


class AllowedTerms(NamedTuple):
    """The terms of the vocabulary that a profile may use, and those reserved to the rules, by their IRIs.

    Attributes:
        properties: the properties that a profile may state.
        classes: the classes that a profile may state.
        reserved: maps the properties and classes that only rules may state to the provision that each is based on;
            empty if there is none.
    """

    properties: frozenset[str]
    classes: frozenset[str]
    reserved: dict[str, str]


def load_allowed_terms(day: Day) -> AllowedTerms:
    """Load the terms of a day: a profile may state what the shapes look at, except what the rules derive.

    >>> from actgraph.graph.day import open_day
    >>> found = load_allowed_terms(open_day("2026-11-24"))
    >>> ag = load_prefixes()["ag"]
    >>> ag + "ownCompute" in found.properties, ag + "Model" in found.classes, ag + "dutyStatus" in found.reserved
    (True, True, True)
    """
    return _load_allowed_terms(day.undated)


@lru_cache(maxsize=8)
def _load_allowed_terms(day: Day) -> AllowedTerms:
    ag = load_prefixes()["ag"]
    rows = day.select_rows(
        f"SELECT ?term ?source {{ ?term <{ag}isDerived> true"
        f" OPTIONAL {{ ?term <{load_prefixes()['dcterms']}source> ?source }} }} ORDER BY DESC(?source)"
    )
    derived = {row["term"] or "": row["source"] or "" for row in rows}
    properties, classes = schema.collect_shape_terms()
    return AllowedTerms(properties.difference(derived), classes.difference(derived), derived)


def is_actgraph_iri(iri: str) -> bool:
    """Tell whether an IRI belongs to the graph or was meant to.

    IRIs of examples and of nodes without a name of their own do not count: anybody may use them.

    >>> is_actgraph_iri("http://w3id.org/actgraph/ns/Model"), is_actgraph_iri(load_prefixes()["exa"] + "model")
    (True, False)
    """
    return _ACTGRAPH in iri and not iri.startswith((load_prefixes()["exa"], GENID))


def is_allowed_triple(triple: Triple, allowed: AllowedTerms) -> bool:
    """Tell whether a profile may state a triple.

    >>> from actgraph.graph.day import open_day
    >>> from pyoxigraph import Literal
    >>> ten = Literal("1e30", datatype=NamedNode(load_prefixes()["xsd"] + "double"))
    >>> law = Triple(NamedNode(load_prefixes()["rdg"] + "thr_51.2"), NamedNode(load_prefixes()["ag"] + "value"), ten)
    >>> is_allowed_triple(law, load_allowed_terms(open_day("2026-11-24")))
    False
    """
    if isinstance(triple.subject, NamedNode) and is_actgraph_iri(triple.subject.value):
        return False
    is_type = triple.predicate.value == load_prefixes()["rdf"] + "type"
    if is_type and not isinstance(triple.object, NamedNode):
        return False
    term = triple.object.value if is_type else triple.predicate.value  # type: ignore[union-attr]
    if is_actgraph_iri(term):
        return term in (allowed.classes if is_type else allowed.properties)
    return term not in law_facts.list_law_only_terms()
