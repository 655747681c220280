"""Shapes → checks: one SELECT query for each constraint of a shape and each of its targets."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.validation.shacl.conformance import Conformance, Offence
from actgraph.validation.shacl.shapes_graph import RDF, RDFS, SH, ShapesGraph, Term, UnsupportedShapeError, name_of
from actgraph.validation.shacl.value_constraints import type_path

# What is found by these stands in a value.
_OF_VALUES = ("MaxCount", "Disjoint", "LessThan", "LessThanOrEquals", "UniqueLang")


class Check(NamedTuple):
    """A constraint of a shape, held against one target.

    Attributes:
        shape: IRI of the shape, or its blank node.
        component: IRI of the kind of constraint.
        place: of the constraint among all; its checks for other targets have the same.
        needs: the classes and properties that the data must have for anything to be found, as far as they are known.
        select: SPARQL 1.1: the nodes ?focus that do not conform, each with ?value where a value offends and ?property
            where it stands at another property than the shape's; other columns only tell results apart.
        wanted: the value that is asked for, of a constraint that asks for one.
    """

    shape: Term
    component: str
    place: tuple[Term, int]
    needs: tuple[NamedNode, ...]
    select: str
    wanted: Term | None = None


def checks(graph: ShapesGraph, subclasses: bool = True) -> Sequence[Check]:
    """The checks of all shapes of a graph.

    Args:
        graph: of the shapes.
        subclasses: whether classes may have subclasses in the data.

    Raises:
        UnsupportedShapeError: a shape asks what is not done here.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = f"<a:s> <{SH}targetSubjectsOf> <a:c> ; <{SH}property> [ <{SH}path> <a:p> ; <{SH}minCount> 1 ] ."
    >>> print(*(check.select for check in checks(ShapesGraph(parse(turtle, format=RdfFormat.TURTLE)), False)))
    SELECT DISTINCT ?focus { ?focus <a:c> ?v1 . FILTER(!EXISTS { ?focus <a:p> ?v2 }) }
    """
    made = _Checks(Conformance(graph, subclasses), subclasses)
    return [check for shape in graph.subjects() for check in made.of_targets(shape)]


class _Checks:
    def __init__(self, conformance: Conformance, subclasses: bool) -> None:
        self._conformance = conformance
        self._graph = conformance.graph
        self._subclasses = subclasses

    def of_targets(self, shape: Term) -> Iterator[Check]:
        """The checks of a shape for its own targets."""
        for needs, pattern in self._targets(shape):
            for number, check in enumerate(self._of(shape, pattern, ())):
                yield check._replace(needs=(*needs, *check.needs), place=(shape, number))

    def _targets(self, shape: Term) -> Iterator[tuple[tuple[NamedNode, ...], str]]:
        said = self._graph.said(shape)
        classes = list(said.get(SH + "targetClass", []))
        kinds = said.get(RDF + "type", [])
        if NamedNode(RDFS + "Class") in kinds and self._is_shape(shape):
            classes.append(shape)
        for one in classes:
            needs = () if self._subclasses else (self._iri(shape, one),)
            yield needs, f"?focus {type_path(self._subclasses)} {name_of(one)} ."
        for one in said.get(SH + "targetNode", []):
            yield (), f"VALUES ?focus {{ {name_of(one)} }}"
        for one in said.get(SH + "targetSubjectsOf", []):
            yield (self._iri(shape, one),), f"?focus {name_of(one)} {self._conformance.fresh()} ."
        for one in said.get(SH + "targetObjectsOf", []):
            yield (self._iri(shape, one),), f"{self._conformance.fresh()} {name_of(one)} ?focus ."

    def _is_shape(self, node: Term) -> bool:
        kinds = self._graph.objects(node, RDF + "type")
        return NamedNode(SH + "NodeShape") in kinds or NamedNode(SH + "PropertyShape") in kinds

    @staticmethod
    def _iri(shape: Term, node: Term) -> NamedNode:
        if not isinstance(node, NamedNode):
            raise UnsupportedShapeError(shape, "its target is no IRI")
        return node

    def _properties(self, shape: Term) -> tuple[NamedNode, ...]:
        """The properties without which a shape has no values; of a path that may do without one, none."""
        found = self._graph.one(shape, SH + "path")
        if found is None or isinstance(found, NamedNode) or RDF + "first" not in self._graph.said(found):
            return (found,) if isinstance(found, NamedNode) else ()
        steps = self._graph.items(found)
        return tuple(step for step in steps if isinstance(step, NamedNode))

    def _of(self, shape: Term, focus: str, outer: tuple[str, ...]) -> Iterator[Check]:
        """The checks of a shape for the nodes ?focus of a pattern, which are reached from other nodes, or are not."""
        if self._graph.deactivated(shape):
            return
        made = self._conformance
        for constraint in made.value_constraints(shape):
            found, value = made.values(shape, "?focus")
            offence = Offence(f"{found} FILTER(!{constraint.of(value)})", value)
            yield _check(shape, constraint.component, focus, [offence], outer, self._properties(shape))
        for together in made.set_constraints(shape):
            missing = [Offence(f"FILTER(!{together.holds('?focus')})", "")]
            needs = self._properties(shape) if together.component in _OF_VALUES else ()
            offences = together.offences("?focus") if together.offences else missing
            yield _check(shape, together.component, focus, offences, outer, needs)._replace(wanted=together.wanted)
        for other in self._graph.objects(shape, SH + "property"):
            found, value = made.values(shape, "?focus")
            if value == "?focus":
                yield from self._of(other, focus, outer)
            else:  # the values are the nodes that the other shape looks at
                before = made.fresh()
                reached = f"{focus} {found}".replace("?focus", before).replace(value, "?focus")
                yield from self._of(other, reached, (*outer, before))


def _check(
    shape: Term,
    component: str,
    focus: str,
    offences: list[Offence],
    outer: tuple[str, ...],
    needs: tuple[NamedNode, ...],
) -> Check:
    shown = [*outer, *(name for one in offences for name in one.also)]
    shown += ["?value"] if any(one.value for one in offences) else []
    parts = [f"{focus} {one.pattern}" + (f" BIND({one.value} AS ?value)" if one.value else "") for one in offences]
    where = parts[0] if len(parts) == 1 else " UNION ".join(f"{{ {part} }}" for part in parts)
    select = f"SELECT DISTINCT {' '.join(['?focus', *dict.fromkeys(shown)])} {{ {where} }}"
    return Check(shape, f"{SH}{component}ConstraintComponent", (shape, 0), needs, select)
