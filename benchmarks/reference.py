"""The baseline of validation: the rules in rdflib and the shapes in pyshacl, written the plain way.

Run it as: python -m benchmarks.reference PROFILE [DAY]
"""

import functools
import sys
from collections.abc import Iterator, Sequence, Set
from itertools import groupby
from typing import NamedTuple

import pyshacl
from rdflib import DCTERMS, RDF, XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Node

from actgraph.core import paths
from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph import catalog
from actgraph.profile import schema
from actgraph.profile.answers import is_field
from actgraph.profile.schema import SH
from actgraph.reasoning import law_facts, rules

Statement = tuple[Node, Node, Node]


class Finding(NamedTuple):
    """One finding of a shape.

    Attributes:
        shape: its IRI.
        focus: IRI of the node; `_:` for a blank node.
        value: the offending value as text; empty if something is missing.
    """

    shape: str
    focus: str
    value: str


class ReferenceValidator:
    """Validate profiles with the rules and the law of a day, which are read once.

    Args:
        day: ISO 8601 date; today if None.

    >>> ReferenceValidator("2026-11-24").find_findings(paths.get_data_path("examples", "complete.ttl"))
    []
    """

    def __init__(self, day: str | None = None) -> None:
        self.day = catalog.parse_date(day)
        whole = Graph()
        for part in catalog.find_valid_graphs(self.day):
            whole.parse(part.read(), format="turtle")
        self._known = _extract_law(whole)
        said = _to_iri("ag:isPossible")
        self._contradictions = {
            node: "Contradiction-possible" if Literal(True) in whole.objects(node, said) else "Contradiction"
            for node in whole.subjects(_to_iri("ag:remedy"))
        }
        assessment = URIRef(load_prefixes()["rul"] + "assessment")
        self._known.add((assessment, RDF.type, _to_iri("ag:Assessment")))
        self._known.add((assessment, _to_iri("ag:onDay"), Literal(self.day, datatype=XSD.date)))
        prepared = [(rule.order, prepareQuery(rule.text)) for rule in rules.list_rules()]
        self._rules = [[query for _, query in group] for _, group in groupby(prepared, key=lambda pair: pair[0])]

    def find_findings(self, path: str) -> list[Finding]:
        """Find what the shapes report about a profile and its conclusions.

        Args:
            path: file in Turtle or TriG with amounts as doubles.

        Returns:
            Sorted findings, those of the rules among them; unknown terms are not looked for.
        """
        stated = set(_read_profile(path))
        derived = self._derive_triples(stated)
        data = Graph(bind_namespaces="none")
        for statement in stated | derived:
            data.add(statement)
        _, report, _ = pyshacl.validate(
            data, shacl_graph=_load_shapes(), inference="none", advanced=False, js=False, do_owl_imports=False
        )
        assert isinstance(report, Graph)
        nodes = report.subjects(RDF.type, URIRef(SH + "ValidationResult"))
        parts = [
            [report.value(node, URIRef(SH + part)) for part in ("sourceShape", "focusNode", "value")] for node in nodes
        ]
        told = {
            source
            for shape, *_ in parts
            if shape is not None
            for source in _load_shapes().objects(shape, DCTERMS.source)
        }
        return sorted(
            [*self._report_conclusions(data, derived, told), *(Finding(*map(_format_term, one)) for one in parts)]
        )

    def _report_conclusions(self, data: Graph, derived: set[Statement], told: Set[Node]) -> Iterator[Finding]:
        """Report what a rule finds and no shape: questions, contradictions, unfinished text in a field not yet told."""
        shapes = load_prefixes()["shp"]
        for node, says, what in derived:
            if says == _to_iri("ag:asks"):
                yield Finding(shapes + "Model-question", _format_term(node), "")
            elif says == _to_iri("ag:hasContradiction") and what in self._contradictions:
                yield Finding(shapes + self._contradictions[what], _format_term(node), _format_term(what))
            elif says == _to_iri("ag:leavesUnfinished") and is_field(str(what)) and what not in told:
                texts = [str(text) for text in data.objects(node, what) if isinstance(text, Literal)]
                yield Finding(shapes + "Evidence-unfinished", _format_term(node), min(texts, key=len))

    def _derive_triples(self, stated: set[Statement]) -> set[Statement]:
        """Derive triples with the rules, those of one order together until nothing new follows."""
        graph = self._known  # a copy would cost more than removing what was added
        added = [statement for statement in stated if statement not in graph]
        for statement in added:
            graph.add(statement)
        derived: set[Statement] = set()
        try:
            for together in self._rules:
                before = -1
                while before < len(derived):
                    before = len(derived)
                    for query in together:
                        for statement in _run_construct(graph, query):
                            derived.add(statement)
                            if statement not in graph:
                                graph.add(statement)
                                added.append(statement)
        finally:  # rdflib raises on some values, and the next profile needs the law alone
            for statement in added:
                graph.remove(statement)
        return derived


def _run_construct(graph: Graph, query: Query) -> Sequence[Statement]:
    found = graph.query(query).graph
    assert found is not None
    return list(found)


def _extract_law(graph: Graph) -> Graph:
    """Select the triples of a day's graph that rules match, as `reasoning.law_facts` does."""
    law = Graph(bind_namespaces="none")
    for name in law_facts.LAW_CLASSES:
        for node in graph.subjects(RDF.type, _to_iri(name)):
            for says in law_facts.LAW_PREDICATES:
                for what in graph.objects(node, _to_iri(says)):
                    law.add((node, _to_iri(says), what))
    for says in law_facts.PREDICATES_OF_ANY_NODE:
        for node, what in graph.subject_objects(_to_iri(says)):
            law.add((node, _to_iri(says), what))
    return law


def _read_profile(path: str) -> list[Statement]:
    whole = Dataset(default_union=True)
    whole.parse(path, format="trig")  # Turtle is TriG
    return list(whole.triples((None, None, None)))


@functools.cache
def _load_shapes() -> Graph:
    found = Graph(bind_namespaces="none")
    for name in schema.list_shape_files():
        found.parse(paths.get_data_path("shapes", name), format="turtle")
    return found


def format_double(text: str) -> str:
    """Write a double in one of its forms, as the engines do not keep the one of the profile.

    >>> format_double("1.5e1")
    '15.0'
    """
    try:
        return str(float(text))
    except ValueError:
        return text


def _format_term(term: Node | None) -> str:
    if isinstance(term, BNode):
        return "_:"
    if isinstance(term, Literal) and term.datatype == XSD.double:
        return format_double(str(term))
    return "" if term is None else str(term)


@functools.cache
def _to_iri(name: str) -> URIRef:
    return URIRef(expand_curie(name) or name)


if __name__ == "__main__":
    for finding in ReferenceValidator(*sys.argv[2:3]).find_findings(sys.argv[1]):
        print(*finding, sep="\t")
