"""Look up what the law says of a duty: the open routes, the measures of the code, and the properties for evidence."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.core.prefixes import ACT, expand_curie, shorten_iri
from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.reasoning import law_facts
from actgraph.sparql import named_queries


class OpenRoute(NamedTuple):
    """A way to demonstrate compliance with a duty that is open to the provider.

    Attributes:
        iri: IRI of the route.
        label: its label.
        presumption: whether it gives a presumption of conformity.
    """

    iri: str
    label: str
    presumption: bool


# Cached, because the answer depends on the law only, however many models a profile has.
@lru_cache(maxsize=1000)
def find_evidence_properties(day: Day, obligation: str) -> Sequence[str]:
    """Find the properties, as CURIEs, by which a profile names evidence for a duty.

    >>> from actgraph.graph.day import open_day
    >>> find_evidence_properties(open_day("2026-11-24"), expand_curie("rdg:obl_53.1.c") or "")
    ['ag:copyrightPolicy']
    """
    says = expand_curie("ag:evidenceFor")
    found = [
        one
        for one in law_facts.load_law_facts(day)
        if one.predicate.value == says and one.object == NamedNode(obligation)
    ]
    return [shorten_iri(one.subject.value) for one in sorted(found, key=str)]  # type: ignore[union-attr]


@lru_cache(maxsize=1000)
def load_route(day: Day, iri: str) -> OpenRoute:
    """Load a way to demonstrate compliance.

    >>> from actgraph.graph.day import open_day
    >>> load_route(open_day("2026-11-24"), expand_curie("rdg:rte_53.1.c.code") or "").presumption
    False
    """
    presumed = day.query(f"ASK {{ <{iri}> <{expand_curie('ag:presumption')}> true }}")
    return OpenRoute(iri, day.get_node(iri).label, presumed is True)


@lru_cache(maxsize=1000)
def find_measures(day: Day, obligation: Node) -> Sequence[str]:
    """Find the measures of the code's chapter that serve to show a duty: those that name it or we read so, else all.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> len(find_measures(day, day.get_node(expand_curie("rdg:obl_53.1.c") or "")))
    5
    """
    chapters = tuple(
        f"{one.object.value}."  # type: ignore[union-attr]
        for one in law_facts.load_law_facts(day)
        if one.predicate.value == expand_curie("ag:codeChapter") and one.subject == NamedNode(obligation.iri)
    )
    rows = named_queries.run_named_query("coverage-of-provision", day, {"provision": obligation.source})
    own = [row for row in rows if (row["measure"] or "").startswith(chapters)]
    near = [row for row in own if row["link"] != "derived"] or own
    return tuple(dict.fromkeys(row["measure"] or "" for row in near))


def has_sole_competence(day: Day) -> bool:
    """Return whether Article 75(1) of the day makes the AI Office alone competent for some AI systems.

    >>> from actgraph.graph.day import open_day
    >>> has_sole_competence(open_day("2026-11-24")), has_sole_competence(open_day("2026-07-26"))
    (True, False)
    """
    return f"{ACT}art_75.par_1.sub_2" in day
