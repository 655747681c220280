"""Whether a node conforms to a shape, as an expression of SPARQL; and what its constraints ask of all values together.

Shapes refer to shapes (sh:not, sh:or, sh:node, sh:property …), so an expression is made of those of the others.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.validation.shacl.paths import path, steps
from actgraph.validation.shacl.shapes_graph import SH, ShapesGraph, Term, UnsupportedShapeError, name_of
from actgraph.validation.shacl.value_constraints import ValueConstraint, all_of, any_of, compared, plain, same

_MOST_COUNTED = 9  # values of a count: each is a variable of its own
_KNOWN = {
    *("path", "property", "node", "not", "and", "or", "xone", "qualifiedValueShape", "qualifiedMinCount"),
    *("qualifiedMaxCount", "qualifiedValueShapesDisjoint", "closed", "ignoredProperties", "class", "datatype"),
    *("nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive"),
    *("minLength", "maxLength", "pattern", "flags", "languageIn", "uniqueLang", "equals", "disjoint", "lessThan"),
    *("lessThanOrEquals", "hasValue", "in", "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"),
    *("severity", "message", "deactivated", "name", "description", "order", "group", "defaultValue"),
}


class Offence(NamedTuple):
    """A way in which a constraint is not met.

    Attributes:
        pattern: what matches then, in the variable of the node.
        value: the variable of the offending value.
        also: other variables that tell one result from another.
    """

    pattern: str
    value: str
    also: tuple[str, ...] = ()


class SetConstraint(NamedTuple):
    """What a constraint asks of the values of a node together.

    Attributes:
        component: the local name of its kind, without `ConstraintComponent`.
        holds: variable of the node → an expression that is true where the node conforms.
        offences: the same → the ways in which it does not, with the values; None where no value is told, as something
            is missing or there is too much.
        wanted: the value that must be among them, where it asks for one.
    """

    component: str
    holds: Callable[[str], str]
    offences: Callable[[str], list[Offence]] | None = None
    wanted: Term | None = None


class Conformance:
    """The expressions for the shapes of a graph.

    Args:
        graph: of the shapes.
        subclasses: whether classes may have subclasses in the data.

    >>> from pyoxigraph import NamedNode, RdfFormat, parse
    >>> graph = ShapesGraph(parse(f"<a:s> <{SH}path> <a:p> ; <{SH}minCount> 1 .", format=RdfFormat.TURTLE))
    >>> Conformance(graph, subclasses=False).of(NamedNode("a:s"), "?node")
    '(EXISTS { ?node <a:p> ?v1 })'
    """

    def __init__(self, graph: ShapesGraph, subclasses: bool) -> None:
        self.graph = graph
        self._subclasses = subclasses
        self._numbers = itertools.count(1)
        self._open: list[Term] = []

    def of(self, shape: Term, node: str) -> str:
        """Whether a node conforms to a shape.

        Args:
            shape: a node or property shape.
            node: variable of the node.

        Raises:
            UnsupportedShapeError: the shape asks what is not done here, or is part of itself.
        """
        if shape in self._open:
            raise UnsupportedShapeError(shape, "the shape is part of itself")
        if self.graph.deactivated(shape):
            return "true"
        self._open.append(shape)
        constraints = [*self.value_constraints(shape), *self._nested(shape)]
        parts = [self.all_values(shape, node, constraint) for constraint in constraints]
        parts += [constraint.holds(node) for constraint in self.set_constraints(shape)]
        self._open.pop()
        return all_of(parts)

    def all_values(self, shape: Term, node: str, constraint: ValueConstraint) -> str:
        """Whether all values of a node conform.

        Args:
            shape: whose path leads to the values; a node shape has none, and the node is its value.
            node: variable of the node.
            constraint: what is asked of each.
        """
        if self.path(shape) is None:
            return constraint.of(node)
        value = self.fresh()
        return f"NOT EXISTS {{ {node} {self.path(shape)} {value} FILTER(!{constraint.of(value)}) }}"

    def path(self, shape: Term) -> str | None:
        """The path of a shape as SPARQL writes it; none of a node shape.

        Args:
            shape: a node or property shape.
        """
        found = self.graph.one(shape, SH + "path")
        return None if found is None else path(self.graph, found)

    def fresh(self) -> str:
        """A variable that nothing else uses."""
        return f"?v{next(self._numbers)}"

    def value_constraints(self, shape: Term) -> Iterator[ValueConstraint]:
        """What a shape asks of each value, but for sh:property, whose results are those of the other shape.

        Args:
            shape: a node or property shape.
        """
        unknown = {name for name in self.graph.said(shape) if name.startswith(SH)} - {SH + name for name in _KNOWN}
        if unknown:
            raise UnsupportedShapeError(shape, f"{', '.join(sorted(unknown))} is not of SHACL Core")
        yield from plain(self.graph, shape, self._subclasses)
        for other in self.graph.objects(shape, SH + "node"):
            yield ValueConstraint("Node", partial(self.of, other))
        for other in self.graph.objects(shape, SH + "not"):
            yield ValueConstraint("Not", _not(partial(self.of, other)))
        for name, made in (("and", all_of), ("or", any_of), ("xone", _one_of)):
            for head in self.graph.objects(shape, SH + name):
                yield ValueConstraint(name.capitalize(), partial(self._made_of, made, self.graph.items(head)))

    def _made_of(self, made: Callable[[list[str]], str], shapes: Sequence[Term], node: str) -> str:
        return made([self.of(shape, node) for shape in shapes])

    def _nested(self, shape: Term) -> Iterator[ValueConstraint]:
        for other in self.graph.objects(shape, SH + "property"):
            yield ValueConstraint("Property", partial(self.of, other))

    def set_constraints(self, shape: Term) -> Iterator[SetConstraint]:
        """What a shape asks of the values of a node together.

        Args:
            shape: a node or property shape.
        """
        said = self.graph.objects
        for least in said(shape, SH + "minCount"):
            yield SetConstraint("MinCount", partial(self._count, shape, _number(shape, least), None))
        for most in said(shape, SH + "maxCount"):
            yield SetConstraint("MaxCount", _not(partial(self._count, shape, _number(shape, most) + 1, None)))
        for wanted in said(shape, SH + "hasValue"):
            yield SetConstraint("HasValue", partial(self._reaches, shape, name_of(wanted)), wanted=wanted)
        yield from self._qualified(shape)
        for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals"):
            for other in said(shape, SH + name):
                yield self._pair(shape, name, name_of(other))
        if self.graph.is_true(shape, SH + "uniqueLang"):
            yield self._unique_lang(shape)
        if self.graph.is_true(shape, SH + "closed"):
            yield self._closed(shape)

    def _count(self, shape: Term, number: int, tests: Callable[[str], str] | None, node: str) -> str:
        """Whether there are so many different values, each of them as it is asked."""
        if number > _MOST_COUNTED:
            raise UnsupportedShapeError(shape, f"more than {_MOST_COUNTED} values are not counted")
        if number == 0:
            return "true"
        values = [self.fresh() for _ in range(number)]
        found = " . ".join(f"{node} {self.path(shape)} {value}" for value in values)
        asked = [f"!{same(one, other)}" for one, other in itertools.combinations(values, 2)]
        asked += [tests(value) for value in values] if tests else []
        return f"EXISTS {{ {found}{f' FILTER({all_of(asked)})' if asked else ''} }}"

    def _reaches(self, shape: Term, value: str, node: str) -> str:
        """Whether a value is among those of a node."""
        found = self.graph.one(shape, SH + "path")
        if found is None:
            return same(node, value)
        *before, last = steps(self.graph, found)
        # Step by step: an engine that joins the steps looks through all that end in the value, for each node anew.
        nodes = [node, *(self.fresh() for _ in before)]
        expression = f"EXISTS {{ {nodes[-1]} {last} {value} }}"
        for start, step, end in reversed(list(zip(nodes[:-1], before, nodes[1:], strict=True))):
            expression = f"EXISTS {{ {start} {step} {end} FILTER({expression}) }}"
        return expression

    def values(self, shape: Term, node: str) -> tuple[str, str]:
        """The pattern of the values of a node, and the variable of a value; a node shape has the node as its value.

        Args:
            shape: a node or property shape.
            node: variable of the node.
        """
        if self.path(shape) is None:
            return "", node
        value = self.fresh()
        return f"{node} {self.path(shape)} {value} .", value

    def _pair(self, shape: Term, name: str, other: str) -> SetConstraint:
        def offences(node: str) -> list[Offence]:
            found, value = self.values(shape, node)
            if name == "disjoint":
                return [Offence(f"{found} FILTER(EXISTS {{ {node} {other} {value} }})", value)]
            second = self.fresh()
            if name != "equals":
                wrong = f"FILTER(!{compared(value, '<' if name == 'lessThan' else '<=', second)})"
                return [Offence(f"{found} {node} {other} {second} {wrong}", value, (second,))]
            back = self._reaches(shape, second, node)
            return [
                Offence(f"{found} FILTER(NOT EXISTS {{ {node} {other} {value} }})", value),
                Offence(f"{node} {other} {second} FILTER(!{back})", second),
            ]

        return self._of_offences(name[0].upper() + name[1:], offences)

    def _unique_lang(self, shape: Term) -> SetConstraint:
        def offences(node: str) -> list[Offence]:
            (found, value), (more, other), tag = self.values(shape, node), self.values(shape, node), self.fresh()
            asked = f'LANG({value}) != "" && LCASE(LANG({value})) = LCASE(LANG({other})) && !{same(value, other)}'
            return [Offence(f"{found} {more} FILTER({asked}) BIND(LCASE(LANG({value})) AS {tag})", "", (tag,))]

        return self._of_offences("UniqueLang", offences)

    def _closed(self, shape: Term) -> SetConstraint:
        named = [self.graph.one(one, SH + "path") for one in self.graph.objects(shape, SH + "property")]
        for head in self.graph.objects(shape, SH + "ignoredProperties"):
            named += self.graph.items(head)
        allowed = ", ".join(name_of(one) for one in named if isinstance(one, NamedNode))

        def offences(node: str) -> list[Offence]:
            (found, there), value = self.values(shape, node), self.fresh()
            pattern = f"{found} {there} ?property {value} FILTER(?property NOT IN ({allowed}))"
            return [Offence(pattern, value, ("?property",))]

        return self._of_offences("Closed", offences)

    @staticmethod
    def _of_offences(component: str, offences: Callable[[str], list[Offence]]) -> SetConstraint:
        def holds(node: str) -> str:
            return all_of([f"NOT EXISTS {{ {one.pattern} }}" for one in offences(node)])

        return SetConstraint(component, holds, offences)

    def _qualified(self, shape: Term) -> Iterator[SetConstraint]:
        for wanted in self.graph.objects(shape, SH + "qualifiedValueShape"):
            others = (
                self._siblings(shape, wanted) if self.graph.is_true(shape, SH + "qualifiedValueShapesDisjoint") else []
            )

            def conforms(value: str, wanted: Term = wanted, others: list[Term] = others) -> str:
                return all_of([self.of(wanted, value), *(f"!{self.of(other, value)}" for other in others)])

            for least in self.graph.objects(shape, SH + "qualifiedMinCount"):
                yield SetConstraint("QualifiedMinCount", partial(self._count, shape, _number(shape, least), conforms))
            for most in self.graph.objects(shape, SH + "qualifiedMaxCount"):
                yield SetConstraint(
                    "QualifiedMaxCount", _not(partial(self._count, shape, _number(shape, most) + 1, conforms))
                )

    def _siblings(self, shape: Term, wanted: Term) -> list[Term]:
        """The qualified shapes that stand beside one, in the shapes of which its own is a property."""
        parents = [one for one in self.graph.subjects() if shape in self.graph.objects(one, SH + "property")]
        beside = [other for one in parents for other in self.graph.objects(one, SH + "property")]
        found = [shape for other in beside for shape in self.graph.objects(other, SH + "qualifiedValueShape")]
        return [one for one in dict.fromkeys(found) if one != wanted]


def _not(expression: Callable[[str], str]) -> Callable[[str], str]:
    return lambda node: f"(!{expression(node)})"


def _number(shape: Term, term: Term) -> int:
    try:
        return int(getattr(term, "value", ""))
    except ValueError:
        raise UnsupportedShapeError(shape, f"{name_of(term)} is no number of values") from None


def _one_of(parts: list[str]) -> str:
    """Whether exactly one of some expressions is true."""
    counted = " + ".join(f"IF({part}, 1, 0)" for part in parts)
    return f"({counted or '0'} = 1)"
