"""Compile shapes to checks: one SELECT query for each constraint of a shape and each of its targets."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.validation.shacl.conformance import ConformanceCompiler, ViolationPattern
from actgraph.validation.shacl.shapes_graph import (
    RDF,
    RDFS,
    SH,
    ShapesGraph,
    Term,
    UnsupportedShapeError,
    to_sparql_term,
)
from actgraph.validation.shacl.value_constraints import get_type_path

# Components that only an existing value can violate.
_VALUE_COMPONENTS = ("MaxCount", "Disjoint", "LessThan", "LessThanOrEquals", "UniqueLang")


class Check(NamedTuple):
    """A constraint of a shape for one target.

    Attributes:
        shape: IRI of the shape, or its blank node.
        component: IRI of the constraint component.
        key: identifies the constraint; its checks for other targets have the same key.
        required_terms: the classes and properties without which the data cannot violate it, as far as known.
        select: a SPARQL 1.1 query for the nodes ?focus that do not conform, with the offending ?value if there is one,
            and ?property if that is not the property of the shape; other columns only distinguish results.
        wanted: the required value, of a constraint that requires one.
    """

    shape: Term
    component: str
    key: tuple[Term, int]
    required_terms: tuple[NamedNode, ...]
    select: str
    wanted: Term | None = None


def compile_checks(graph: ShapesGraph, subclasses: bool = True) -> Sequence[Check]:
    """Compile all shapes of a graph to checks.

    Args:
        graph: the shapes.
        subclasses: whether the data may state rdfs:subClassOf.

    Raises:
        UnsupportedShapeError: a shape uses something that is not supported here.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = f"<a:s> <{SH}targetSubjectsOf> <a:c> ; <{SH}property> [ <{SH}path> <a:p> ; <{SH}minCount> 1 ] ."
    >>> print(*(check.select for check in compile_checks(ShapesGraph(parse(turtle, format=RdfFormat.TURTLE)), False)))
    SELECT DISTINCT ?focus { ?focus <a:c> ?v1 . FILTER(!EXISTS { ?focus <a:p> ?v2 }) }
    """
    compiler = _CheckCompiler(ConformanceCompiler(graph, subclasses), subclasses)
    return [check for shape in graph.list_subjects() for check in compiler.compile_shape(shape)]


class _CheckCompiler:
    def __init__(self, conformance: ConformanceCompiler, subclasses: bool) -> None:
        self._conformance = conformance
        self._graph = conformance.graph
        self._subclasses = subclasses

    def compile_shape(self, shape: Term) -> Iterator[Check]:
        """Compile the checks of a shape for its own targets."""
        for required, pattern in self._compile_targets(shape):
            for number, check in enumerate(self._compile_constraints(shape, pattern, ())):
                yield check._replace(required_terms=(*required, *check.required_terms), key=(shape, number))

    def _compile_targets(self, shape: Term) -> Iterator[tuple[tuple[NamedNode, ...], str]]:
        statements = self._graph.get_statements(shape)
        classes = list(statements.get(SH + "targetClass", []))
        kinds = statements.get(RDF + "type", [])
        if NamedNode(RDFS + "Class") in kinds and self._is_shape(shape):
            classes.append(shape)
        for one in classes:
            required = () if self._subclasses else (self._require_iri(shape, one),)
            yield required, f"?focus {get_type_path(self._subclasses)} {to_sparql_term(one)} ."
        for one in statements.get(SH + "targetNode", []):
            yield (), f"VALUES ?focus {{ {to_sparql_term(one)} }}"
        for one in statements.get(SH + "targetSubjectsOf", []):
            yield (
                (self._require_iri(shape, one),),
                f"?focus {to_sparql_term(one)} {self._conformance.make_variable()} .",
            )
        for one in statements.get(SH + "targetObjectsOf", []):
            yield (
                (self._require_iri(shape, one),),
                f"{self._conformance.make_variable()} {to_sparql_term(one)} ?focus .",
            )

    def _is_shape(self, node: Term) -> bool:
        kinds = self._graph.get_values(node, RDF + "type")
        return NamedNode(SH + "NodeShape") in kinds or NamedNode(SH + "PropertyShape") in kinds

    @staticmethod
    def _require_iri(shape: Term, node: Term) -> NamedNode:
        if not isinstance(node, NamedNode):
            raise UnsupportedShapeError(shape, "its target is no IRI")
        return node

    def _find_required_properties(self, shape: Term) -> tuple[NamedNode, ...]:
        """Find the properties without which a shape has no values; none for a path that may be empty."""
        found = self._graph.get_value(shape, SH + "path")
        if found is None or isinstance(found, NamedNode) or RDF + "first" not in self._graph.get_statements(found):
            return (found,) if isinstance(found, NamedNode) else ()
        steps = self._graph.get_list_items(found)
        return tuple(step for step in steps if isinstance(step, NamedNode))

    def _compile_constraints(self, shape: Term, focus: str, outer: tuple[str, ...]) -> Iterator[Check]:
        """Compile the constraints of a shape for the nodes ?focus of a pattern; `outer` are nodes that lead to them."""
        if self._graph.is_deactivated(shape):
            return
        compiler = self._conformance
        for constraint in compiler.build_value_constraints(shape):
            found, value = compiler.compile_values(shape, "?focus")
            pattern = ViolationPattern(f"{found} FILTER(!{constraint.build_expression(value)})", value)
            yield _build_check(
                shape, constraint.component, focus, [pattern], outer, self._find_required_properties(shape)
            )
        for constraint_set in compiler.build_set_constraints(shape):
            missing = [ViolationPattern(f"FILTER(!{constraint_set.build_expression('?focus')})", "")]
            required = self._find_required_properties(shape) if constraint_set.component in _VALUE_COMPONENTS else ()
            patterns = constraint_set.build_patterns("?focus") if constraint_set.build_patterns else missing
            yield _build_check(shape, constraint_set.component, focus, patterns, outer, required)._replace(
                wanted=constraint_set.wanted
            )
        for other in self._graph.get_values(shape, SH + "property"):
            found, value = compiler.compile_values(shape, "?focus")
            if value == "?focus":
                yield from self._compile_constraints(other, focus, outer)
            else:  # the values become the focus nodes of the other shape
                before = compiler.make_variable()
                reached = f"{focus} {found}".replace("?focus", before).replace(value, "?focus")
                yield from self._compile_constraints(other, reached, (*outer, before))


def _build_check(
    shape: Term,
    component: str,
    focus: str,
    patterns: list[ViolationPattern],
    outer: tuple[str, ...],
    required_terms: tuple[NamedNode, ...],
) -> Check:
    shown = [*outer, *(name for one in patterns for name in one.extra_variables)]
    shown += ["?value"] if any(one.value for one in patterns) else []
    parts = [f"{focus} {one.pattern}" + (f" BIND({one.value} AS ?value)" if one.value else "") for one in patterns]
    where = parts[0] if len(parts) == 1 else " UNION ".join(f"{{ {part} }}" for part in parts)
    select = f"SELECT DISTINCT {' '.join(['?focus', *dict.fromkeys(shown)])} {{ {where} }}"
    return Check(shape, f"{SH}{component}ConstraintComponent", (shape, 0), required_terms, select)
