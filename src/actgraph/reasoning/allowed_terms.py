"""What a profile may state, and what is the law's or the rules' to say.

Rules match the profile and the law together: so a profile that said what the law says could change it. What is not for
a profile to state is kept from the rules, and told.
"""

from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from actgraph.core.prefixes import prefixes
from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.profile.profile import GENID
from actgraph.reasoning import law_facts

_OURS = "w3id.org/actgraph"  # with http:, or another slip, too: nobody else's namespace looks like that


class Terms(NamedTuple):
    """The terms of the vocabulary, each by its IRI.

    Attributes:
        properties: those that a profile may state.
        classes: likewise.
        derived: properties and classes that only rules may state, with the provision that each stands on, if any.
    """

    properties: frozenset[str]
    classes: frozenset[str]
    derived: dict[str, str]


@lru_cache(maxsize=8)
def terms(day: Day) -> Terms:
    """The terms of a day: what the shapes look at is what a profile can say, but for what the rules derive.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph import day
    >>> found = terms(day.on("2026-11-24"))
    >>> ag = prefixes()["ag"]
    >>> ag + "ownCompute" in found.properties, ag + "Model" in found.classes, ag + "dutyStatus" in found.derived
    (True, True, True)
    """
    ag = prefixes()["ag"]
    rows = day.rows(
        f"SELECT ?term ?source {{ ?term <{ag}isDerived> true"
        f" OPTIONAL {{ ?term <{prefixes()['dcterms']}source> ?source }} }} ORDER BY DESC(?source)"
    )
    derived = {row["term"] or "": row["source"] or "" for row in rows}
    properties, classes = schema.terms()
    return Terms(properties - derived.keys(), classes - derived.keys(), derived)


def is_ours(iri: str) -> bool:
    """Whether an IRI is one of the graph, or meant to be; those of examples and of unnamed nodes are anybody's.

    Args:
        iri: any.

    >>> is_ours("http://w3id.org/actgraph/ns/Model"), is_ours(prefixes()["exa"] + "model")
    (True, False)
    """
    return _OURS in iri and not iri.startswith((prefixes()["exa"], GENID))


def may(fact: Triple, known: Terms) -> bool:
    """Whether a statement is one that a profile may make, in the words that the vocabulary has for it.

    Args:
        fact: a statement of a profile.
        known: the terms of the day.

    >>> from actgraph.graph import day
    >>> from pyoxigraph import Literal
    >>> ten = Literal("1e30", datatype=NamedNode(prefixes()["xsd"] + "double"))
    >>> law = Triple(NamedNode(prefixes()["rdg"] + "thr_51.2"), NamedNode(prefixes()["ag"] + "value"), ten)
    >>> may(law, terms(day.on("2026-11-24")))
    False
    """
    if isinstance(fact.subject, NamedNode) and is_ours(fact.subject.value):
        return False
    is_type = fact.predicate.value == prefixes()["rdf"] + "type"
    if is_type and not isinstance(fact.object, NamedNode):
        return False
    said = fact.object.value if is_type else fact.predicate.value  # type: ignore[union-attr]
    if is_ours(said):
        return said in (known.classes if is_type else known.properties)
    return said not in law_facts.matched()
