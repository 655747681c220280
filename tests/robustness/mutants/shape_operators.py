"""Mutate shapes: remove a constraint or a target, move a count or a bound, weaken a list or a pattern."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from actgraph.core.prefixes import shorten_iri
from actgraph.profile.schema import SH
from actgraph.validation.shacl.shapes_graph import RDF, ShapesGraph, Term
from tests.robustness.mutants import regex_operators

MOST_MEMBERS = 12  # of a longer list, only the first and the last member are changed


class ShapeChange(NamedTuple):
    """Mutated shapes of a file.

    Attributes:
        where: the short name of the shape.
        what: the change in a few words.
        triples: all quads of the file.
    """

    where: str
    what: str
    triples: Sequence[Quad]


# Removable, so that a shape finds less or has other focus nodes.
_CONSTRAINTS = (
    *("minCount", "maxCount", "datatype", "nodeKind", "class", "in", "hasValue", "pattern", "not"),
    *("minInclusive", "minExclusive", "maxInclusive", "maxExclusive"),
    *("lessThan", "lessThanOrEquals", "equals", "disjoint"),
)
_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_REPLACEMENTS = {
    "minInclusive": "minExclusive",
    "minExclusive": "minInclusive",
    "maxInclusive": "maxExclusive",
    "maxExclusive": "maxInclusive",
    "lessThan": "lessThanOrEquals",
    "lessThanOrEquals": "lessThan",
    "equals": "disjoint",
    "disjoint": "equals",
    "targetSubjectsOf": "targetObjectsOf",
    "targetObjectsOf": "targetSubjectsOf",
    "alternativePath": "inversePath",
}
_SEVERITIES = {"Violation": "Warning", "Warning": "Info", "Info": "Violation"}


def change_shapes(triples: Sequence[Quad]) -> Iterator[ShapeChange]:
    """Mutate the shapes of a file by each of the operators.

    >>> from pyoxigraph import RdfFormat, parse
    >>> from actgraph.core.prefixes import load_prefixes
    >>> head = f"PREFIX sh: <{SH}> PREFIX shp: <{load_prefixes()['shp']}> "
    >>> body = 'shp:A sh:targetClass sh:Shape ; sh:minCount 1 ; sh:pattern "^a" ; sh:severity sh:Info .'
    >>> for change in change_shapes(list(parse(head + body, format=RdfFormat.TURTLE))):
    ...     print(change.where, change.what)
    shp:A without sh:targetClass sh:Shape
    shp:A without sh:minCount 1
    shp:A sh:minCount 1 → 2
    shp:A without sh:pattern ^a
    shp:A sh:pattern: without ^
    shp:A sh:severity sh:Info → sh:Violation
    """
    return _ShapeMutator(triples).list_changes()


class _ShapeMutator:
    def __init__(self, triples: Sequence[Quad]) -> None:
        self._quads = list(triples)
        self._graph = ShapesGraph(triples)
        self._parents = {quad.object: quad.subject for quad in triples if isinstance(quad.object, BlankNode)}

    def list_changes(self) -> Iterator[ShapeChange]:
        for quad in self._quads:
            if quad.predicate.value.startswith(SH):
                yield from self._change_statement(quad, quad.predicate.value.removeprefix(SH))

    def _change_statement(self, quad: Quad, name: str) -> Iterator[ShapeChange]:
        value = quad.object
        told = f"sh:{name} {self._format_term(value)}"
        within = self._is_nested(quad.subject)
        if name in (*_CONSTRAINTS, *_TARGETS):
            yield self._replace_quad(quad, f"without {told}")
        if within and name == "property":  # a member of a nested shape
            yield self._replace_quad(quad, f"without {told}")
        if name in ("minCount", "maxCount"):
            for other in {int(get_term_text(value)) - 1, int(get_term_text(value)) + 1} - {-1, 0}:
                yield self._replace_quad(quad, f"{told} → {other}", name, Literal(other))
        if name in _REPLACEMENTS:
            yield self._replace_quad(quad, f"{told} by sh:{_REPLACEMENTS[name]}", _REPLACEMENTS[name], value)
        if name == "pattern":
            for what, new in regex_operators.change_regex(get_term_text(value)):
                yield self._replace_quad(quad, f"sh:pattern: {what}", name, Literal(new))
        if name == "in":
            yield from self._drop_members(value, "sh:in")
        if name == "path":
            yield from self._change_path(quad)
        if name == "severity":
            other = _SEVERITIES[get_term_text(value).removeprefix(SH)]
            yield self._replace_quad(quad, f"{told} → sh:{other}", name, NamedNode(SH + other))

    def _change_path(self, quad: Quad) -> Iterator[ShapeChange]:
        """Drop one of several steps, invert an inverse path, or allow a repeated step once only."""
        if not isinstance(quad.object, BlankNode):
            return
        said = self._graph.get_statements(quad.object)
        if RDF + "first" in said:
            items = self._graph.get_list_items(quad.object)
            for number, step in enumerate(items) if len(items) > 1 else []:
                left = [*items[:number], *items[number + 1 :]]
                told = f"sh:path without step {number + 1}, {self._format_term(step)}"
                if len(left) == 1:
                    yield self._replace_quad(quad, told, "path", left[0])
                else:
                    yield self._remove_member(quad.object, number, told)
        for kind in ("inversePath", "oneOrMorePath"):
            for plain in said.get(SH + kind, []):
                yield self._replace_quad(quad, f"sh:path without sh:{kind}", "path", plain)
        for head in said.get(SH + "alternativePath", []):
            yield from self._drop_members(head, "sh:alternativePath")

    def _drop_members(self, head: Term, context: str) -> Iterator[ShapeChange]:
        members = self._graph.get_list_items(head)
        numbers = range(len(members)) if len(members) <= MOST_MEMBERS else (0, len(members) - 1)
        for number in numbers if len(members) > 1 else ():
            yield self._remove_member(head, number, f"{context} without {self._format_term(members[number])}")

    def _remove_member(self, head: Term, number: int, what: str) -> ShapeChange:
        """Remove a member of an RDF list; the first keeps its node, because others refer to it."""
        nodes = [head]
        while len(nodes) <= number + 1:
            nodes.append(self._graph.get_values(nodes[-1], RDF + "rest")[0])
        gone, after = nodes[number], nodes[number + 1]
        if number:
            new = Quad(nodes[number - 1], NamedNode(RDF + "rest"), after)  # type: ignore[arg-type]
            left = [
                quad
                for quad in self._quads
                if quad.subject != gone and (quad.subject, quad.object) != (new.subject, gone)
            ]
            return ShapeChange(self._get_shape_name(head), what, [*left, new])
        left = [quad for quad in self._quads if quad.subject not in (gone, after)]
        moved = [quad for quad in self._quads if quad.subject == after]
        return ShapeChange(
            self._get_shape_name(head), what, [*left, *(Quad(gone, one.predicate, one.object) for one in moved)]
        )  # type: ignore[arg-type]

    def _replace_quad(self, quad: Quad, what: str, name: str = "", value: Term | None = None) -> ShapeChange:
        new = [] if value is None else [Quad(quad.subject, NamedNode(SH + name), value)]  # type: ignore[arg-type]
        triples = [other for one in self._quads for other in (new if one == quad else [one])]
        return ShapeChange(self._get_shape_name(quad.subject), what, triples)

    def _is_nested(self, node: Term) -> bool:
        return isinstance(node, BlankNode)

    def _get_shape_name(self, node: Term) -> str:
        while node in self._parents:
            node = self._parents[node]
        return shorten_iri(get_term_text(node))

    def _format_term(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return shorten_iri(term.value)
        if isinstance(term, BlankNode):
            said = self._graph.get_statements(term)
            if RDF + "first" in said:
                members = list(map(self._format_term, self._graph.get_list_items(term)))
                short = members if len(members) <= MOST_MEMBERS else [members[0], "…", members[-1]]
                return f"( {' '.join(short)} )"
            parts = [f"{shorten_iri(name)} {self._format_term(one)}" for name, some in said.items() for one in some]
            return f"[ {' ; '.join(parts)} ]"
        return get_term_text(term)


def get_term_text(term: Term) -> str:
    """Get the IRI of a node, or the lexical form of a literal.

    >>> get_term_text(Literal(1))
    '1'
    """
    return str(getattr(term, "value", term))
