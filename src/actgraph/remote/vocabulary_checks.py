"""What the profiles in a store of somebody else's say that a profile may not, or that the vocabulary does not have.

Of each store are asked the properties, classes and nodes of ours that are there, each once; then only the statements
with those that are wrong.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import prefixes
from actgraph.graph.day import Day
from actgraph.reasoning import allowed_terms
from actgraph.remote.client import Remote
from actgraph.remote.copy_profiles import among, ours
from actgraph.validation import vocabulary_checks

_TYPE = prefixes()["rdf"] + "type"
_NODE, _ANY = NamedNode("urn:node"), NamedNode("urn:any")


class Words(NamedTuple):
    """What stands in some graphs.

    Attributes:
        properties: IRIs of those that a profile may state, but for `rdf:type`.
        classes: likewise of classes.
        wrong: graph → its statements that are wrong.
        kinds: graph → which of model and provider it describes, by the IRIs of their classes.
    """

    properties: Sequence[str]
    classes: Sequence[str]
    wrong: dict[str, list[Triple]]
    kinds: dict[str, set[str]]


def of(remote: Remote, graphs: Sequence[str], day: Day) -> Words:
    """What stands in some graphs.

    Args:
        remote: the store.
        graphs: their IRIs.
        day: the graph of the day.

    Raises:
        InputError: the store does not answer.
    """
    # No example: it needs a server. Those of the tests start some.
    there = _iris(remote, "SELECT DISTINCT ?x { ?s ?x ?o }", graphs)
    named = _iris(remote, "SELECT DISTINCT ?x { ?s a ?x }", graphs)
    nodes = _iris(remote, f"SELECT DISTINCT ?x {{ ?s ?p ?x FILTER(isIRI(?x) && {ours('?x')}) }}", graphs)
    known = allowed_terms.terms(day)
    bad = [iri for iri in there if iri != _TYPE and _is_wrong(Triple(_NODE, NamedNode(iri), Literal("")), day)]
    bad_classes = [iri for iri in named if _is_wrong(Triple(_NODE, NamedNode(_TYPE), NamedNode(iri)), day)]
    bad_nodes = [iri for iri in nodes if _is_wrong(Triple(_NODE, _ANY, NamedNode(iri)), day)]
    wrong: dict[str, list[Triple]] = {graph: [] for graph in graphs}
    asked = [
        ours("?s"),
        f"?p = <{_TYPE}> && !isIRI(?o)",
        *(among("?p", some) for some in _some(bad)),
        *(f"?p = <{_TYPE}> && {among('?o', some)}" for some in _some(bad_classes)),
        *(f"?p != <{_TYPE}> && {among('?o', some)}" for some in _some(bad_nodes)),
    ]
    for which in asked:
        query = f"SELECT ?g ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({which}) }}"
        for row in remote.rows(query, (), graphs).rows:
            fact = Triple(row["s"], row["p"], row["o"])  # type: ignore[arg-type]
            facts = wrong[_iri(row["g"])]
            if fact not in facts:
                facts.append(fact)
    kinds: dict[str, set[str]] = {graph: set() for graph in graphs}
    for kind in ("Model", "Provider"):
        iri = prefixes()["ag"] + kind
        for graph in _iris(remote, f"SELECT DISTINCT ?x {{ GRAPH ?x {{ ?s a <{iri}> }} }}", (), graphs):
            kinds[graph].add(iri)
    return Words(
        [iri for iri in there if iri != _TYPE and allowed_terms.may(Triple(_NODE, NamedNode(iri), Literal("")), known)],
        [iri for iri in named if allowed_terms.may(Triple(_NODE, NamedNode(_TYPE), NamedNode(iri)), known)],
        wrong,
        kinds,
    )


def _is_wrong(fact: Triple, day: Day) -> bool:
    return bool(vocabulary_checks.words([fact], day))


def _iris(remote: Remote, query: str, default: Sequence[str], named: Sequence[str] = ()) -> list[str]:
    found = [row["x"] for row in remote.rows(query, default, named).rows]
    return sorted(one.value for one in found if isinstance(one, NamedNode))


def _some(iris: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(iris), 50):
        yield iris[start : start + 50]


def _iri(term: object) -> str:
    return str(getattr(term, "value", ""))
