"""Find unknown and forbidden terms in the profiles of a remote store.

The store lists the distinct properties, classes and nodes of ours that it uses; only the triples with wrong ones are
fetched.
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
    """The terms used in some graphs.

    Attributes:
        properties: IRIs of the permitted properties, except `rdf:type`.
        classes: IRIs of the permitted classes.
        wrong_statements: graph → its triples with a wrong term.
        described_classes: graph → which of model and provider it describes, by the IRIs of their classes.
    """

    properties: Sequence[str]
    classes: Sequence[str]
    wrong_statements: dict[str, list[Triple]]
    described_classes: dict[str, set[str]]


def find_vocabulary_use(remote: RemoteStore, graphs: Sequence[str], day: Day) -> VocabularyUse:
    """Find the terms used in some graphs.

    Raises:
        InputError: the store does not answer.
    """
    properties = _query_iris(remote, "SELECT DISTINCT ?x { ?s ?x ?o }", graphs)
    classes = _query_iris(remote, "SELECT DISTINCT ?x { ?s a ?x }", graphs)
    nodes = _query_iris(
        remote, f"SELECT DISTINCT ?x {{ ?s ?p ?x FILTER(isIRI(?x) && {build_own_iri_filter('?x')}) }}", graphs
    )
    allowed = allowed_terms.load_allowed_terms(day)
    bad = [iri for iri in properties if iri != _TYPE and _is_wrong(Triple(_NODE, NamedNode(iri), Literal("")), day)]
    bad_classes = [iri for iri in classes if _is_wrong(Triple(_NODE, NamedNode(_TYPE), NamedNode(iri)), day)]
    bad_nodes = [iri for iri in nodes if _is_wrong(Triple(_NODE, _ANY, NamedNode(iri)), day)]
    wrong: dict[str, list[Triple]] = {graph: [] for graph in graphs}
    conditions = [
        build_own_iri_filter("?s"),
        f"?p = <{_TYPE}> && !isIRI(?o)",
        *(build_in_filter("?p", some) for some in _split_iris(bad)),
        *(f"?p = <{_TYPE}> && {build_in_filter('?o', some)}" for some in _split_iris(bad_classes)),
        *(f"?p != <{_TYPE}> && {build_in_filter('?o', some)}" for some in _split_iris(bad_nodes)),
    ]
    for condition in conditions:
        query = f"SELECT ?g ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({condition}) }}"
        for row in remote.run_select(query, (), graphs).rows:
            fact = Triple(row["s"], row["p"], row["o"])  # type: ignore[arg-type]
            facts = wrong[_get_iri(row["g"])]
            if fact not in facts:
                facts.append(fact)
    kinds: dict[str, set[str]] = {graph: set() for graph in graphs}
    for kind in ("Model", "System", "Provider", "Deployer"):
        iri = load_prefixes()["ag"] + kind
        for graph in _query_iris(remote, f"SELECT DISTINCT ?x {{ GRAPH ?x {{ ?s a <{iri}> }} }}", (), graphs):
            kinds[graph].add(iri)
    return VocabularyUse(
        [
            iri
            for iri in properties
            if iri != _TYPE and allowed_terms.is_allowed_triple(Triple(_NODE, NamedNode(iri), Literal("")), allowed)
        ],
        [
            iri
            for iri in classes
            if allowed_terms.is_allowed_triple(Triple(_NODE, NamedNode(_TYPE), NamedNode(iri)), allowed)
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
