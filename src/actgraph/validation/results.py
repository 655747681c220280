"""Run the shapes over profiles and find the wrong triple of each result.

A value that cannot be read is reported only by the shape that asks for its datatype.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from pyoxigraph import Literal, Quad, Store, Triple

from actgraph.core.prefixes import load_prefixes
from actgraph.core.xsd import is_well_formed
from actgraph.graph.day import Day
from actgraph.profile import schema
from actgraph.profile.schema import RdfTerm, Shape, get_term_value, load_shapes
from actgraph.validation import engines
from actgraph.validation.engines import ShaclEngine, ShapeSelection
from actgraph.validation.result import ValidationResult
from actgraph.validation.shacl.violation import Violation

_FIGURES = (load_prefixes()["xsd"] + "double", load_prefixes()["xsd"] + "float")
MAX_COMPARED_VALUES = 20  # per property of a node


def run_shapes(
    store: Store,
    facts: Sequence[Sequence[Triple]],
    find_owner: Callable[[RdfTerm], int],
    day: Day,
    engine: ShaclEngine | None = None,
) -> list[list[ValidationResult]]:
    """Run the shapes over several profiles.

    Args:
        store: the facts of all profiles, in the default graph.
        facts: the facts and derived triples of each profile, as the store has them.
        find_owner: maps a node to the number of its profile.
        day: the graph that says which datatypes are expected.
        engine: the SHACL engine; the usual one by default.

    Returns:
        The results of each profile.

    >>> from actgraph.graph.day import open_day
    >>> run_shapes(Store(), [[]], lambda node: 0, open_day("2026-11-24"))
    [[]]
    """
    datatypes = get_expected_datatypes(day)
    unreadable = [{fact for fact in ours if _is_unreadable(fact, datatypes)} for ours in facts]
    set_aside = [odd | _find_surplus(ours) for odd, ours in zip(unreadable, facts, strict=True)]
    if not any(set_aside):
        return _build_results(engines.run_engine(store, ShapeSelection.ALL, engine), facts, find_owner)
    # An engine cannot compare unreadable values; only the shape that expects the datatype reports them.
    alone = _build_results(engines.run_engine(store, ShapeSelection.NOT_COMPARING, engine), facts, find_owner)
    removed = [Quad(fact.subject, fact.predicate, fact.object) for ours in set_aside for fact in ours]
    for quad in removed:
        store.remove(quad)
    readable = [[fact for fact in ours if fact not in odd] for ours, odd in zip(facts, set_aside, strict=True)]
    comparing = _build_results(engines.run_engine(store, ShapeSelection.COMPARING, engine), readable, find_owner)
    store.extend(removed)
    return [
        [one for one in ours if one.triple not in odd or load_shapes()[one.shape].datatype or one.value is None]
        + compared
        for ours, odd, compared in zip(alone, unreadable, comparing, strict=True)
    ]


def _build_results(
    violations: Iterable[Violation], facts: Sequence[Sequence[Triple]], find_owner: Callable[[RdfTerm], int]
) -> list[list[ValidationResult]]:
    indexes: list[FactIndex | None] = [None] * len(facts)
    results: list[list[ValidationResult]] = [[] for _ in facts]
    for one in violations:
        number = find_owner(one.focus)
        index = indexes[number]
        if index is None:
            index = indexes[number] = index_facts(facts[number])
        shape = load_shapes()[get_term_value(one.shape)]
        triple = _find_statement(shape, one.focus, one.value, index)
        results[number].append(ValidationResult(shape.iri, one.component, one.focus, shape.path[-1], one.value, triple))
    return results


FactIndex: TypeAlias = Mapping[tuple[str, object], Sequence[tuple[int, Triple]]]


def index_facts(facts: Iterable[Triple]) -> FactIndex:
    """Map the IRI of a property and a node to the facts with both, each after its place among all facts.

    >>> from pyoxigraph import NamedNode
    >>> fact = Triple(NamedNode("urn:m"), NamedNode("urn:p"), NamedNode("urn:o"))
    >>> [(property, node.value) for property, node in index_facts([fact])]
    [('urn:p', 'urn:m'), ('urn:p', 'urn:o')]
    """
    found: dict[tuple[str, object], list[tuple[int, Triple]]] = {}
    for place, fact in enumerate(facts):
        for node in (fact.subject, fact.object):
            found.setdefault((fact.predicate.value, node), []).append((place, fact))
    return found


def _find_statement(shape: Shape, focus: RdfTerm, value: RdfTerm | None, index: FactIndex) -> Triple | None:
    """Find the wrong triple: the one with the value, or the last one where only one is allowed."""
    if value is None and not shape.is_single_valued:
        return None
    found = None
    for fact in find_path_statements(shape.path, focus, index):
        if value is None or value in (fact.object, fact.subject):
            found = fact
    return found


def find_path_statements(path: Iterable[str], focus: RdfTerm, index: FactIndex) -> Iterator[Triple]:
    """Find the statements that lead from a node along a path, in either direction at each step.

    Args:
        path: IRIs of its properties, in order.
        focus: the node.
        index: the facts.

    >>> from pyoxigraph import NamedNode
    >>> facts = [Triple(NamedNode(name), NamedNode("urn:p"), Literal(name)) for name in ("urn:m", "urn:n")]
    >>> [one.object.value for one in find_path_statements(["urn:p"], NamedNode("urn:m"), index_facts(facts))]
    ['urn:m']
    """
    nodes: set[object] = {focus}
    for property in path:
        places = {place: fact for node in nodes for place, fact in index.get((property, node), ())}
        step = [places[place] for place in sorted(places)]
        yield from step
        nodes = {one.object if one.subject in nodes else one.subject for one in step}


def _is_unreadable(fact: Triple, datatypes_wanted: Mapping[str, str]) -> bool:
    if isinstance(fact.object, Literal) and not (is_well_formed(fact.object) and _is_comparable(fact.object)):
        return True
    datatype = datatypes_wanted.get(fact.predicate.value)
    return datatype is not None and not (isinstance(fact.object, Literal) and fact.object.datatype.value == datatype)


def _is_comparable(literal: Literal) -> bool:
    """Return whether a number can be compared; engines disagree on the order of NaN."""
    return literal.value != "NaN" or literal.datatype.value not in _FIGURES


def _find_surplus(facts: Iterable[Triple]) -> set[Triple]:
    """Find all triples after the first few of a single-valued property: comparing each pair would take too long.

    The shape that allows one value reports them.
    """
    counts: dict[tuple[object, str], int] = {}
    found = set()
    for fact in facts:
        if fact.predicate.value in _find_single_valued():
            key = fact.subject, fact.predicate.value
            counts[key] = counts.get(key, 0) + 1
            if counts[key] > MAX_COMPARED_VALUES:
                found.add(fact)
    return found


def get_expected_datatypes(day: Day) -> dict[str, str]:
    """Return the datatype that the vocabulary or a shape expects of each property, by IRI.

    >>> from actgraph.graph.day import open_day
    >>> get_expected_datatypes(open_day("2026-11-24"))["https://w3id.org/actgraph/ns/ownCompute"]
    'http://www.w3.org/2001/XMLSchema#double'
    """
    return {**_get_datatype_ranges(day.undated), **schema.load_property_datatypes()}


@functools.cache
def _find_single_valued() -> frozenset[str]:
    return frozenset(
        shape.path[0] for shape in load_shapes().values() if shape.is_single_valued and len(shape.path) == 1
    )


@functools.lru_cache(maxsize=8)
def _get_datatype_ranges(day: Day) -> dict[str, str]:
    """Return property → datatype from the vocabulary; properties that rules derive have no shape of their own."""
    xsd, rdfs = load_prefixes()["xsd"], load_prefixes()["rdfs"]
    rows = day.select_rows(f"SELECT ?of ?type {{ ?of <{rdfs}range> ?type FILTER(STRSTARTS(STR(?type), '{xsd}')) }}")
    return {row["of"] or "": row["type"] or "" for row in rows}
