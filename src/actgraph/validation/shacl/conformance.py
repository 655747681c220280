"""Compile shapes to SPARQL expressions that are true of a node that conforms.

Shapes refer to other shapes (sh:not, sh:or, sh:node, sh:property …), so their expressions are nested.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.validation.shacl.paths import compile_path, split_path
from actgraph.validation.shacl.shapes_graph import SH, ShapesGraph, Term, UnsupportedShapeError, to_sparql_term
from actgraph.validation.shacl.value_constraints import (
    ValueConstraint,
    build_basic_constraints,
    build_comparison,
    build_same_term,
    join_all,
    join_any,
)

_MAX_COUNTED = 9  # each counted value needs a variable of its own
_KNOWN_TERMS = {
    *("path", "property", "node", "not", "and", "or", "xone", "qualifiedValueShape", "qualifiedMinCount"),
    *("qualifiedMaxCount", "qualifiedValueShapesDisjoint", "closed", "ignoredProperties", "class", "datatype"),
    *("nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive"),
    *("minLength", "maxLength", "pattern", "flags", "languageIn", "uniqueLang", "equals", "disjoint", "lessThan"),
    *("lessThanOrEquals", "hasValue", "in", "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"),
    *("severity", "message", "deactivated", "name", "description", "order", "group", "defaultValue"),
}


class ViolationPattern(NamedTuple):
    """A way to violate a constraint.

    Attributes:
        pattern: a graph pattern that matches a violation, in the variable of the node.
        value: the variable of the offending value.
        extra_variables: other variables that distinguish results.
    """

    pattern: str
    value: str
    extra_variables: tuple[str, ...] = ()


class SetConstraint(NamedTuple):
    """A constraint on the set of values of a node.

    Attributes:
        component: the local name of the component, without `ConstraintComponent`.
        build_expression: variable of the node → an expression that is true if the node conforms.
        build_patterns: variable of the node → the ways to violate it, with the values; None where no single value
            offends, as one is missing or there are too many.
        wanted: the value that must be among them, if one is required.
    """

    component: str
    build_expression: Callable[[str], str]
    build_patterns: Callable[[str], list[ViolationPattern]] | None = None
    wanted: Term | None = None


class ConformanceCompiler:
    """Compile the shapes of a graph to expressions.

    Args:
        graph: the shapes.
        subclasses: whether the data may state rdfs:subClassOf.

    >>> from pyoxigraph import NamedNode, RdfFormat, parse
    >>> graph = ShapesGraph(parse(f"<a:s> <{SH}path> <a:p> ; <{SH}minCount> 1 .", format=RdfFormat.TURTLE))
    >>> ConformanceCompiler(graph, subclasses=False).compile_shape(NamedNode("a:s"), "?node")
    '(EXISTS { ?node <a:p> ?v1 })'
    """

    def __init__(self, graph: ShapesGraph, subclasses: bool) -> None:
        self.graph = graph
        self._subclasses = subclasses
        self._numbers = itertools.count(1)
        self._open: list[Term] = []

    def compile_shape(self, shape: Term, node: str) -> str:
        """Compile a shape to an expression that is true if the node conforms; `node` is a variable.

        Raises:
            UnsupportedShapeError: the shape uses something that is not supported here, or contains itself.
        """
        if shape in self._open:
            raise UnsupportedShapeError(shape, "the shape is part of itself")
        if self.graph.is_deactivated(shape):
            return "true"
        self._open.append(shape)
        constraints = [*self.build_value_constraints(shape), *self._build_property_constraints(shape)]
        parts = [self.compile_all_values(shape, node, constraint) for constraint in constraints]
        parts += [constraint.build_expression(node) for constraint in self.build_set_constraints(shape)]
        self._open.pop()
        return join_all(parts)

    def compile_all_values(self, shape: Term, node: str, constraint: ValueConstraint) -> str:
        """Compile an expression that is true if all values of a node meet a constraint.

        The path of the shape leads to the values; a node shape has none, and the node is its only value.
        """
        path = self.compile_shape_path(shape)
        if path is None:
            return constraint.build_expression(node)
        value = self.make_variable()
        return f"NOT EXISTS {{ {node} {path} {value} FILTER(!{constraint.build_expression(value)}) }}"

    def compile_shape_path(self, shape: Term) -> str | None:
        """Compile the path of a shape to a SPARQL property path; None for a node shape."""
        found = self.graph.get_value(shape, SH + "path")
        return None if found is None else compile_path(self.graph, found)

    def make_variable(self) -> str:
        """Return a new variable."""
        return f"?v{next(self._numbers)}"

    def build_value_constraints(self, shape: Term) -> Iterator[ValueConstraint]:
        """Build the constraints of a shape on each value, without sh:property, whose results are the other shape's."""
        unknown = {name for name in self.graph.get_statements(shape) if name.startswith(SH)} - {
            SH + name for name in _KNOWN_TERMS
        }
        if unknown:
            raise UnsupportedShapeError(shape, f"{', '.join(sorted(unknown))} is not of SHACL Core")
        yield from build_basic_constraints(self.graph, shape, self._subclasses)
        for other in self.graph.get_values(shape, SH + "node"):
            yield ValueConstraint("Node", partial(self.compile_shape, other))
        for other in self.graph.get_values(shape, SH + "not"):
            yield ValueConstraint("Not", _negate(partial(self.compile_shape, other)))
        for name, combine in (("and", join_all), ("or", join_any), ("xone", _join_exactly_one)):
            for head in self.graph.get_values(shape, SH + name):
                yield ValueConstraint(
                    name.capitalize(), partial(self._combine_shapes, combine, self.graph.get_list_items(head))
                )

    def _combine_shapes(self, combine: Callable[[list[str]], str], shapes: Sequence[Term], node: str) -> str:
        return combine([self.compile_shape(shape, node) for shape in shapes])

    def _build_property_constraints(self, shape: Term) -> Iterator[ValueConstraint]:
        for other in self.graph.get_values(shape, SH + "property"):
            yield ValueConstraint("Property", partial(self.compile_shape, other))

    def build_set_constraints(self, shape: Term) -> Iterator[SetConstraint]:
        """Build the constraints of a shape on the set of values of a node."""
        get_values = self.graph.get_values
        for least in get_values(shape, SH + "minCount"):
            yield SetConstraint("MinCount", partial(self._compile_count, shape, _parse_count(shape, least), None))
        for most in get_values(shape, SH + "maxCount"):
            yield SetConstraint(
                "MaxCount", _negate(partial(self._compile_count, shape, _parse_count(shape, most) + 1, None))
            )
        for wanted in get_values(shape, SH + "hasValue"):
            yield SetConstraint(
                "HasValue", partial(self._compile_membership, shape, to_sparql_term(wanted)), wanted=wanted
            )
        yield from self._build_qualified_constraints(shape)
        for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals"):
            for other in get_values(shape, SH + name):
                yield self._build_pair_constraint(shape, name, to_sparql_term(other))
        if self.graph.is_true(shape, SH + "uniqueLang"):
            yield self._build_unique_lang(shape)
        if self.graph.is_true(shape, SH + "closed"):
            yield self._build_closed(shape)

    def _compile_count(self, shape: Term, number: int, tests: Callable[[str], str] | None, node: str) -> str:
        """Compile an expression that is true if at least so many distinct values pass the tests."""
        if number > _MAX_COUNTED:
            raise UnsupportedShapeError(shape, f"more than {_MAX_COUNTED} values are not counted")
        if number == 0:
            return "true"
        values = [self.make_variable() for _ in range(number)]
        found = " . ".join(f"{node} {self.compile_shape_path(shape)} {value}" for value in values)
        conditions = [f"!{build_same_term(one, other)}" for one, other in itertools.combinations(values, 2)]
        conditions += [tests(value) for value in values] if tests else []
        return f"EXISTS {{ {found}{f' FILTER({join_all(conditions)})' if conditions else ''} }}"

    def _compile_membership(self, shape: Term, value: str, node: str) -> str:
        """Compile an expression that is true if a value is among those of a node."""
        found = self.graph.get_value(shape, SH + "path")
        if found is None:
            return build_same_term(node, value)
        *before, last = split_path(self.graph, found)
        # Nest the steps: an engine that joins them scans all paths to the value again for each node.
        nodes = [node, *(self.make_variable() for _ in before)]
        expression = f"EXISTS {{ {nodes[-1]} {last} {value} }}"
        for start, step, end in reversed(list(zip(nodes[:-1], before, nodes[1:], strict=True))):
            expression = f"EXISTS {{ {start} {step} {end} FILTER({expression}) }}"
        return expression

    def compile_values(self, shape: Term, node: str) -> tuple[str, str]:
        """Return the pattern of the values of a node and the variable of a value; for a node shape, the node itself."""
        if self.compile_shape_path(shape) is None:
            return "", node
        value = self.make_variable()
        return f"{node} {self.compile_shape_path(shape)} {value} .", value

    def _build_pair_constraint(self, shape: Term, name: str, other: str) -> SetConstraint:
        def build_patterns(node: str) -> list[ViolationPattern]:
            found, value = self.compile_values(shape, node)
            if name == "disjoint":
                return [ViolationPattern(f"{found} FILTER(EXISTS {{ {node} {other} {value} }})", value)]
            second = self.make_variable()
            if name != "equals":
                wrong = f"FILTER(!{build_comparison(value, '<' if name == 'lessThan' else '<=', second)})"
                return [ViolationPattern(f"{found} {node} {other} {second} {wrong}", value, (second,))]
            back = self._compile_membership(shape, second, node)
            return [
                ViolationPattern(f"{found} FILTER(NOT EXISTS {{ {node} {other} {value} }})", value),
                ViolationPattern(f"{node} {other} {second} FILTER(!{back})", second),
            ]

        return self._build_set_constraint(name[0].upper() + name[1:], build_patterns)

    def _build_unique_lang(self, shape: Term) -> SetConstraint:
        def build_patterns(node: str) -> list[ViolationPattern]:
            found, value = self.compile_values(shape, node)
            more, other = self.compile_values(shape, node)
            tag, is_same = self.make_variable(), build_same_term(value, other)
            condition = f'LANG({value}) != "" && LCASE(LANG({value})) = LCASE(LANG({other})) && !{is_same}'
            return [
                ViolationPattern(f"{found} {more} FILTER({condition}) BIND(LCASE(LANG({value})) AS {tag})", "", (tag,))
            ]

        return self._build_set_constraint("UniqueLang", build_patterns)

    def _build_closed(self, shape: Term) -> SetConstraint:
        paths = [self.graph.get_value(one, SH + "path") for one in self.graph.get_values(shape, SH + "property")]
        for head in self.graph.get_values(shape, SH + "ignoredProperties"):
            paths += self.graph.get_list_items(head)
        allowed = ", ".join(to_sparql_term(one) for one in paths if isinstance(one, NamedNode))

        def build_patterns(node: str) -> list[ViolationPattern]:
            (found, there), value = self.compile_values(shape, node), self.make_variable()
            pattern = f"{found} {there} ?property {value} FILTER(?property NOT IN ({allowed}))"
            return [ViolationPattern(pattern, value, ("?property",))]

        return self._build_set_constraint("Closed", build_patterns)

    @staticmethod
    def _build_set_constraint(component: str, build_patterns: Callable[[str], list[ViolationPattern]]) -> SetConstraint:
        def build_expression(node: str) -> str:
            return join_all([f"NOT EXISTS {{ {one.pattern} }}" for one in build_patterns(node)])

        return SetConstraint(component, build_expression, build_patterns)

    def _build_qualified_constraints(self, shape: Term) -> Iterator[SetConstraint]:
        for wanted in self.graph.get_values(shape, SH + "qualifiedValueShape"):
            others = (
                self._find_sibling_shapes(shape, wanted)
                if self.graph.is_true(shape, SH + "qualifiedValueShapesDisjoint")
                else []
            )

            def compile_conformance(value: str, wanted: Term = wanted, others: list[Term] = others) -> str:
                return join_all(
                    [self.compile_shape(wanted, value), *(f"!{self.compile_shape(other, value)}" for other in others)]
                )

            for least in self.graph.get_values(shape, SH + "qualifiedMinCount"):
                yield SetConstraint(
                    "QualifiedMinCount",
                    partial(self._compile_count, shape, _parse_count(shape, least), compile_conformance),
                )
            for most in self.graph.get_values(shape, SH + "qualifiedMaxCount"):
                yield SetConstraint(
                    "QualifiedMaxCount",
                    _negate(partial(self._compile_count, shape, _parse_count(shape, most) + 1, compile_conformance)),
                )

    def _find_sibling_shapes(self, shape: Term, wanted: Term) -> list[Term]:
        """Find the sibling shapes of a qualified value shape (SHACL, section 4.7.3)."""
        parents = [one for one in self.graph.list_subjects() if shape in self.graph.get_values(one, SH + "property")]
        siblings = [other for one in parents for other in self.graph.get_values(one, SH + "property")]
        found = [shape for other in siblings for shape in self.graph.get_values(other, SH + "qualifiedValueShape")]
        return [one for one in dict.fromkeys(found) if one != wanted]


def _negate(expression: Callable[[str], str]) -> Callable[[str], str]:
    return lambda node: f"(!{expression(node)})"


def _parse_count(shape: Term, term: Term) -> int:
    try:
        return int(getattr(term, "value", ""))
    except ValueError:
        raise UnsupportedShapeError(shape, f"{to_sparql_term(term)} is no number of values") from None


def _join_exactly_one(parts: list[str]) -> str:
    """Join expressions to one that is true if exactly one of them is."""
    counted = " + ".join(f"IF({part}, 1, 0)" for part in parts)
    return f"({counted or '0'} = 1)"
