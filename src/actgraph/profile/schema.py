"""The SHACL shapes for profiles, as read from `shapes/`."""

import functools
import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from actgraph.core import paths
from actgraph.core.prefixes import load_prefixes
from actgraph.profile.severity import SEVERITIES, Severity

SH = "http://www.w3.org/ns/shacl#"
INTERNAL_SHAPES = ("graph.ttl", "reading.ttl")  # shapes for our own data, not for profiles
RdfTerm = NamedNode | BlankNode | Literal | Triple  # pyoxigraph allows triple terms; profiles have none


_COMPARISONS = ("lessThan", "lessThanOrEquals", "disjoint")


class Shape(NamedTuple):
    """A SHACL shape with a message; a node shape may contain several.

    Attributes:
        iri: the IRI of the shape.
        message: what is missing or wrong, in plain words.
        severity: violation, warning or info.
        sources: IRIs of the provisions, measures or paragraphs that it is based on, in the order of the file.
        remedy: what to do.
        path: the properties in its `sh:path`, in order; empty if it has none.
        datatype: IRI of its `sh:datatype`; empty if it has none.
        values: what its `sh:in` allows, in its order; empty if it has none.
        wanted: the IRI that its `sh:hasValue` requires; empty if it requires none.
        is_single_valued: whether it has `sh:maxCount`.
        is_comparison: whether it puts the values of two properties in order, which needs values that can be compared.
        compared: IRI of the property whose values it compares with those of its path; empty if it compares none.
        leaves_open: whether its findings leave something open, rather than saying that something is not shown.
        included: IRIs of the shapes whose findings of the same node are part of its own, in the order of the file.
    """

    iri: str
    message: str
    severity: Severity
    sources: tuple[str, ...]
    remedy: str
    path: tuple[str, ...]
    datatype: str
    values: tuple[NamedNode | Literal, ...]
    wanted: str
    is_single_valued: bool
    is_comparison: bool
    compared: str
    leaves_open: bool
    included: tuple[str, ...]


@functools.cache
def list_shape_files() -> tuple[str, ...]:
    """List the files in `shapes/` with shapes for profiles.

    >>> "duties.ttl" in list_shape_files()
    True
    """
    return tuple(
        name
        for name in sorted(os.listdir(paths.get_data_path("shapes")))
        if name.endswith(".ttl") and name not in INTERNAL_SHAPES
    )


@functools.cache
def load_shape_quads() -> tuple[Quad, ...]:
    """Load all triples of these files.

    >>> len(load_shape_quads()) > 1000
    True
    """
    return tuple(
        quad
        for name in list_shape_files()
        for quad in parse(path=paths.get_data_path("shapes", name), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    )


@functools.cache
def load_shapes() -> Mapping[str, Shape]:
    """Load every shape that has a message: IRI → shape.

    >>> load_shapes()["https://w3id.org/actgraph/shapes/Owes_53.1.a-evidence"].severity
    'violation'
    """
    facts: dict[RdfTerm, dict[str, RdfTerm]] = {}
    lists: dict[tuple[RdfTerm, str], list[str]] = {}
    source, remedy = load_prefixes()["dcterms"] + "source", load_prefixes()["ag"] + "remedy"
    includes, leaves_open = (load_prefixes()["ag"] + name for name in ("includesFindingsOf", "leavesOpen"))
    for quad in load_shape_quads():
        facts.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
        if quad.predicate.value in (source, includes):
            lists.setdefault((quad.subject, quad.predicate.value), []).append(get_term_value(quad.object))
    open_shapes = {node for node, said in facts.items() if get_term_value(said.get(leaves_open)) == "true"}
    open_shapes |= {
        quad.object
        for quad in load_shape_quads()
        if quad.predicate.value == SH + "property" and quad.subject in open_shapes
    }
    return {
        node.value: Shape(
            iri=node.value,
            message=get_term_value(said.get(SH + "message")),
            severity=_parse_severity(get_term_value(said.get(SH + "severity"))),
            sources=tuple(lists[node, source]),
            remedy=get_term_value(said.get(remedy)),
            path=tuple(_walk_path(said.get(SH + "path"), facts)),
            datatype=get_term_value(said.get(SH + "datatype")),
            values=tuple(_walk_list(said.get(SH + "in"), facts)),
            wanted=required.value if isinstance(required := said.get(SH + "hasValue"), NamedNode) else "",
            is_single_valued=SH + "maxCount" in said,
            is_comparison=SH + "lessThan" in said or SH + "lessThanOrEquals" in said,
            compared=next((get_term_value(said[SH + name]) for name in _COMPARISONS if SH + name in said), ""),
            leaves_open=node in open_shapes,
            included=tuple(lists.get((node, includes), ())),
        )
        for node, said in facts.items()
        if isinstance(node, NamedNode) and SH + "message" in said
    }


@functools.cache
def load_property_datatypes() -> Mapping[str, str]:
    """Load the datatypes that shapes require: IRI of the property → IRI of the datatype.

    >>> load_property_datatypes()["https://w3id.org/actgraph/ns/ownCompute"]
    'http://www.w3.org/2001/XMLSchema#double'
    """
    return {
        shape.path[0]: shape.datatype for shape in load_shapes().values() if shape.datatype and len(shape.path) == 1
    }


@functools.cache
def collect_shape_terms() -> tuple[frozenset[str], frozenset[str]]:
    """Collect the properties and the classes that the shapes use.

    >>> properties, classes = collect_shape_terms()
    >>> load_prefixes()["ag"] + "ownCompute" in properties, load_prefixes()["ag"] + "Model" in classes
    (True, True)
    """
    type_ = load_prefixes()["rdf"] + "type"
    said = [
        (get_term_value(quad.subject), quad.predicate.value.removeprefix(SH), get_term_value(quad.object))
        for quad in load_shape_quads()
    ]
    at = {iri for subject, predicate, iri in said if predicate.startswith("target") and predicate.endswith("Of")}
    types = {shape.iri for shape in load_shapes().values() if shape.path == (type_,)}
    classes = {
        iri
        for subject, predicate, iri in said
        if predicate == "targetClass" or (predicate == "hasValue" and subject in types)
    }
    paths = {iri for shape in load_shapes().values() for iri in shape.path}
    return frozenset(at | paths), frozenset(classes)


@functools.cache
def load_target_classes() -> Mapping[str, frozenset[str]]:
    """Load the classes that property shapes are for: IRI of the shape → IRIs of the classes.

    >>> sorted(load_target_classes()[load_prefixes()["shp"] + "Model-releasedOn"])
    ['https://w3id.org/actgraph/ns/Model']
    """
    said = [
        (get_term_value(one.subject), one.predicate.value, get_term_value(one.object)) for one in load_shape_quads()
    ]
    classes: dict[str, set[str]] = {}
    for node, name, value in said:
        if name == SH + "targetClass":
            classes.setdefault(node, set()).add(value)
    found: dict[str, set[str]] = {}
    for node, name, value in said:
        if name == SH + "property" and node in classes:
            found.setdefault(value, set()).update(classes[node])
    return {shape: frozenset(targets) for shape, targets in found.items()}


@functools.cache
def find_allowed_values(path: str) -> list[str]:
    """Find the IRIs that `sh:in` allows for a property; empty if its shape has no `sh:in`.

    Args:
        path: IRI of the property.

    >>> len(find_allowed_values(load_prefixes()["ag"] + "modalityIn"))
    6
    """
    shapes = (shape for shape in load_shapes().values() if shape.path == (path,))
    return [value.value for shape in shapes for value in shape.values if isinstance(value, NamedNode)]


def _parse_severity(iri: str) -> Severity:
    # sh:Violation is the default (SHACL, section 2.1.4).
    return next((severity for severity in SEVERITIES if iri == SH + severity.capitalize()), "violation")


def _walk_path(path: RdfTerm | None, facts: Mapping[RdfTerm, Mapping[str, RdfTerm]]) -> Iterator[str]:
    """Yield the properties in a path, also within sequence, inverse and alternative paths."""
    if isinstance(path, NamedNode):
        if path.value != load_prefixes()["rdf"] + "nil":
            yield path.value
    elif path is not None:
        for part in facts.get(path, {}).values():
            yield from _walk_path(part, facts)


def _walk_list(node: RdfTerm | None, facts: Mapping[RdfTerm, Mapping[str, RdfTerm]]) -> Iterator[NamedNode | Literal]:
    """Yield the items of an RDF list."""
    first, rest = load_prefixes()["rdf"] + "first", load_prefixes()["rdf"] + "rest"
    while node is not None and first in (said := facts.get(node, {})):
        item, node = said[first], said[rest]
        assert isinstance(item, NamedNode | Literal)
        yield item


def get_term_value(term: RdfTerm | None) -> str:
    """Return the IRI, the blank node label or the lexical form of a term; empty for None.

    >>> get_term_value(Literal(True))
    'true'
    """
    return "" if term is None else str(getattr(term, "value", term))
