"""What the profiles in a store of somebody else's say that a profile may not, or that the vocabulary does not have.

Of each store are asked the properties, classes and nodes of ours that are there, each once; then only the statements
with those that are wrong.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import Day
from actgraph.reasoning import allowed_terms
from actgraph.remote.client import RemoteStore
from actgraph.remote.copy_profiles import build_in_filter, build_own_iri_filter
from actgraph.validation import vocabulary_checks

_TYPE = load_prefixes()["rdf"] + "type"
_NODE, _ANY = NamedNode("urn:node"), NamedNode("urn:any")


class VocabularyUse(NamedTuple):
    """What stands in some graphs.

    Attributes:
        properties: IRIs of those that a profile may state, but for `rdf:type`.
        classes: likewise of classes.
        wrong_statements: graph → its statements that are wrong.
        described_classes: graph → which of model and provider it describes, by the IRIs of their classes.
    """

    properties: Sequence[str]
    classes: Sequence[str]
    wrong_statements: dict[str, list[Triple]]
    described_classes: dict[str, set[str]]


def find_vocabulary_use(remote: RemoteStore, graphs: Sequence[str], day: Day) -> VocabularyUse:
    """What stands in some graphs.

    Args:
        remote: the store.
        graphs: their IRIs.
        day: the graph of the day.

    Raises:
        InputError: the store does not answer.
    """
    # No example: it needs a server. Those of the tests start some.
    there = _query_iris(remote, "SELECT DISTINCT ?x { ?s ?x ?o }", graphs)
    named = _query_iris(remote, "SELECT DISTINCT ?x { ?s a ?x }", graphs)
    nodes = _query_iris(
        remote, f"SELECT DISTINCT ?x {{ ?s ?p ?x FILTER(isIRI(?x) && {build_own_iri_filter('?x')}) }}", graphs
    )
    known = allowed_terms.load_allowed_terms(day)
    bad = [iri for iri in there if iri != _TYPE and _is_wrong(Triple(_NODE, NamedNode(iri), Literal("")), day)]
    bad_classes = [iri for iri in named if _is_wrong(Triple(_NODE, NamedNode(_TYPE), NamedNode(iri)), day)]
    bad_nodes = [iri for iri in nodes if _is_wrong(Triple(_NODE, _ANY, NamedNode(iri)), day)]
    wrong: dict[str, list[Triple]] = {graph: [] for graph in graphs}
    asked = [
        build_own_iri_filter("?s"),
        f"?p = <{_TYPE}> && !isIRI(?o)",
        *(build_in_filter("?p", some) for some in _split_iris(bad)),
        *(f"?p = <{_TYPE}> && {build_in_filter('?o', some)}" for some in _split_iris(bad_classes)),
        *(f"?p != <{_TYPE}> && {build_in_filter('?o', some)}" for some in _split_iris(bad_nodes)),
    ]
    for which in asked:
        query = f"SELECT ?g ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({which}) }}"
        for row in remote.run_select(query, (), graphs).rows:
            fact = Triple(row["s"], row["p"], row["o"])  # type: ignore[arg-type]
            facts = wrong[_get_iri(row["g"])]
            if fact not in facts:
                facts.append(fact)
    kinds: dict[str, set[str]] = {graph: set() for graph in graphs}
    for kind in ("Model", "Provider"):
        iri = load_prefixes()["ag"] + kind
        for graph in _query_iris(remote, f"SELECT DISTINCT ?x {{ GRAPH ?x {{ ?s a <{iri}> }} }}", (), graphs):
            kinds[graph].add(iri)
    return VocabularyUse(
        [
            iri
            for iri in there
            if iri != _TYPE and allowed_terms.is_allowed_triple(Triple(_NODE, NamedNode(iri), Literal("")), known)
        ],
        [
            iri
            for iri in named
            if allowed_terms.is_allowed_triple(Triple(_NODE, NamedNode(_TYPE), NamedNode(iri)), known)
        ],
        wrong,
        kinds,
    )


def _is_wrong(fact: Triple, day: Day) -> bool:
    return bool(vocabulary_checks.find_term_errors([fact], day))


def _query_iris(
    remote: RemoteStore, query: str, default_graphs: Sequence[str], named_graphs: Sequence[str] = ()
) -> list[str]:
    found = [row["x"] for row in remote.run_select(query, default_graphs, named_graphs).rows]
    return sorted(one.value for one in found if isinstance(one, NamedNode))


def _split_iris(iris: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(iris), 50):
        yield iris[start : start + 50]


def _get_iri(term: object) -> str:
    return str(getattr(term, "value", ""))
