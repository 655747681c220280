"""Shapes → checks: one SELECT query for each constraint of a shape and each of its targets."""

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

# What is found by these stands in a value.
_VALUE_COMPONENTS = ("MaxCount", "Disjoint", "LessThan", "LessThanOrEquals", "UniqueLang")


class Check(NamedTuple):
    """A constraint of a shape, held against one target.

    Attributes:
        shape: IRI of the shape, or its blank node.
        component: IRI of the kind of constraint.
        key: of the constraint among all; its checks for other targets have the same.
        required_terms: the classes and properties that the data must have for anything to be found, as far as they are known.
        select: SPARQL 1.1: the nodes ?focus that do not conform, each with ?value where a value offends and ?property
            where it stands at another property than the shape's; other columns only tell results apart.
        wanted: the value that is asked for, of a constraint that asks for one.
    """

    shape: Term
    component: str
    key: tuple[Term, int]
    required_terms: tuple[NamedNode, ...]
    select: str
    wanted: Term | None = None


def compile_checks(graph: ShapesGraph, subclasses: bool = True) -> Sequence[Check]:
    """The checks of all shapes of a graph.

    Args:
        graph: of the shapes.
        subclasses: whether classes may have subclasses in the data.

    Raises:
        UnsupportedShapeError: a shape asks what is not done here.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = f"<a:s> <{SH}targetSubjectsOf> <a:c> ; <{SH}property> [ <{SH}path> <a:p> ; <{SH}minCount> 1 ] ."
    >>> print(*(check.select for check in compile_checks(ShapesGraph(parse(turtle, format=RdfFormat.TURTLE)), False)))
    SELECT DISTINCT ?focus { ?focus <a:c> ?v1 . FILTER(!EXISTS { ?focus <a:p> ?v2 }) }
    """
    made = _CheckCompiler(ConformanceCompiler(graph, subclasses), subclasses)
    return [check for shape in graph.list_subjects() for check in made.compile_shape(shape)]


class _CheckCompiler:
    def __init__(self, conformance: ConformanceCompiler, subclasses: bool) -> None:
        self._conformance = conformance
        self._graph = conformance.graph
        self._subclasses = subclasses

    def compile_shape(self, shape: Term) -> Iterator[Check]:
        """The checks of a shape for its own targets."""
        for needs, pattern in self._compile_targets(shape):
            for number, check in enumerate(self._compile_constraints(shape, pattern, ())):
                yield check._replace(required_terms=(*needs, *check.required_terms), key=(shape, number))

    def _compile_targets(self, shape: Term) -> Iterator[tuple[tuple[NamedNode, ...], str]]:
        said = self._graph.get_statements(shape)
        classes = list(said.get(SH + "targetClass", []))
        kinds = said.get(RDF + "type", [])
        if NamedNode(RDFS + "Class") in kinds and self._is_shape(shape):
            classes.append(shape)
        for one in classes:
            needs = () if self._subclasses else (self._require_iri(shape, one),)
            yield needs, f"?focus {get_type_path(self._subclasses)} {to_sparql_term(one)} ."
        for one in said.get(SH + "targetNode", []):
            yield (), f"VALUES ?focus {{ {to_sparql_term(one)} }}"
        for one in said.get(SH + "targetSubjectsOf", []):
            yield (
                (self._require_iri(shape, one),),
                f"?focus {to_sparql_term(one)} {self._conformance.make_variable()} .",
            )
        for one in said.get(SH + "targetObjectsOf", []):
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
        """The properties without which a shape has no values; of a path that may do without one, none."""
        found = self._graph.get_value(shape, SH + "path")
        if found is None or isinstance(found, NamedNode) or RDF + "first" not in self._graph.get_statements(found):
            return (found,) if isinstance(found, NamedNode) else ()
        steps = self._graph.get_list_items(found)
        return tuple(step for step in steps if isinstance(step, NamedNode))

    def _compile_constraints(self, shape: Term, focus: str, outer: tuple[str, ...]) -> Iterator[Check]:
        """The checks of a shape for the nodes ?focus of a pattern, which are reached from other nodes, or are not."""
        if self._graph.is_deactivated(shape):
            return
        made = self._conformance
        for constraint in made.build_value_constraints(shape):
            found, value = made.compile_values(shape, "?focus")
            offence = ViolationPattern(f"{found} FILTER(!{constraint.build_expression(value)})", value)
            yield _build_check(
                shape, constraint.component, focus, [offence], outer, self._find_required_properties(shape)
            )
        for together in made.build_set_constraints(shape):
            missing = [ViolationPattern(f"FILTER(!{together.build_expression('?focus')})", "")]
            needs = self._find_required_properties(shape) if together.component in _VALUE_COMPONENTS else ()
            offences = together.build_patterns("?focus") if together.build_patterns else missing
            yield _build_check(shape, together.component, focus, offences, outer, needs)._replace(
                wanted=together.wanted
            )
        for other in self._graph.get_values(shape, SH + "property"):
            found, value = made.compile_values(shape, "?focus")
            if value == "?focus":
                yield from self._compile_constraints(other, focus, outer)
            else:  # the values are the nodes that the other shape looks at
                before = made.make_variable()
                reached = f"{focus} {found}".replace("?focus", before).replace(value, "?focus")
                yield from self._compile_constraints(other, reached, (*outer, before))


def _build_check(
    shape: Term,
    component: str,
    focus: str,
    offences: list[ViolationPattern],
    outer: tuple[str, ...],
    required_terms: tuple[NamedNode, ...],
) -> Check:
    shown = [*outer, *(name for one in offences for name in one.extra_variables)]
    shown += ["?value"] if any(one.value for one in offences) else []
    parts = [f"{focus} {one.pattern}" + (f" BIND({one.value} AS ?value)" if one.value else "") for one in offences]
    where = parts[0] if len(parts) == 1 else " UNION ".join(f"{{ {part} }}" for part in parts)
    select = f"SELECT DISTINCT {' '.join(['?focus', *dict.fromkeys(shown)])} {{ {where} }}"
    return Check(shape, f"{SH}{component}ConstraintComponent", (shape, 0), required_terms, select)
