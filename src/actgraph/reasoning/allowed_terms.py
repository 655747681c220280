"""What a profile may state, and what is the law's or the rules' to say.

Rules match the profile and the law together: so a profile that said what the law says could change it. What is not for
a profile to state is kept from the rules, and told.
"""

from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.profile.profile import GENID
from actgraph.reasoning import law_facts

_ACTGRAPH = "w3id.org/actgraph"  # with http:, or another slip, too: nobody else's namespace looks like that


class AllowedTerms(NamedTuple):
    """The terms of the vocabulary, each by its IRI.

    Attributes:
        properties: those that a profile may state.
        classes: likewise.
        reserved: properties and classes that only rules may state, with the provision that each stands on, if any.
    """

    properties: frozenset[str]
    classes: frozenset[str]
    reserved: dict[str, str]


@lru_cache(maxsize=8)
def load_allowed_terms(day: Day) -> AllowedTerms:
    """The terms of a day: what the shapes look at is what a profile can say, but for what the rules derive.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import open_day
    >>> found = load_allowed_terms(open_day("2026-11-24"))
    >>> ag = load_prefixes()["ag"]
    >>> ag + "ownCompute" in found.properties, ag + "Model" in found.classes, ag + "dutyStatus" in found.reserved
    (True, True, True)
    """
    ag = load_prefixes()["ag"]
    rows = day.select_rows(
        f"SELECT ?term ?source {{ ?term <{ag}isDerived> true"
        f" OPTIONAL {{ ?term <{load_prefixes()['dcterms']}source> ?source }} }} ORDER BY DESC(?source)"
    )
    derived = {row["term"] or "": row["source"] or "" for row in rows}
    properties, classes = schema.collect_shape_terms()
    return AllowedTerms(properties - derived.keys(), classes - derived.keys(), derived)


def is_actgraph_iri(iri: str) -> bool:
    """Whether an IRI is one of the graph, or meant to be; those of examples and of unnamed nodes are anybody's.

    Args:
        iri: any.

    >>> is_actgraph_iri("http://w3id.org/actgraph/ns/Model"), is_actgraph_iri(load_prefixes()["exa"] + "model")
    (True, False)
    """
    return _ACTGRAPH in iri and not iri.startswith((load_prefixes()["exa"], GENID))


def is_allowed_triple(triple: Triple, allowed: AllowedTerms) -> bool:
    """Whether a statement is one that a profile may make, in the words that the vocabulary has for it.

    Args:
        triple: a statement of a profile.
        allowed: the terms of the day.

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
    said = triple.object.value if is_type else triple.predicate.value  # type: ignore[union-attr]
    if is_actgraph_iri(said):
        return said in (allowed.classes if is_type else allowed.properties)
    return said not in law_facts.list_law_only_terms()
