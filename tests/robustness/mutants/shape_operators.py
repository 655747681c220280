"""Shapes with one thing changed: a constraint or a target gone, a count or a bound moved, a list or pattern weaker."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from actgraph.core.prefixes import shorten_iri
from actgraph.profile.schema import SH
from actgraph.validation.shacl.shapes_graph import RDF, ShapesGraph, Term
from tests.robustness.mutants import regex_operators

MOST_MEMBERS = 12  # of a longer list the first and the last stand for all


class Change(NamedTuple):
    """A change of the shapes of a file.

    Attributes:
        where: the shape, by its short name.
        what: in few words.
        triples: all statements of the file now.
    """

    where: str
    what: str
    triples: Sequence[Quad]


# What can be left out, so that a shape finds less, or looks elsewhere.
_CONSTRAINTS = (
    *("minCount", "maxCount", "datatype", "nodeKind", "class", "in", "hasValue", "pattern", "not"),
    *("minInclusive", "minExclusive", "maxInclusive", "maxExclusive"),
    *("lessThan", "lessThanOrEquals", "equals", "disjoint"),
)
_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_INSTEAD = {
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


def changes(triples: Sequence[Quad]) -> Iterator[Change]:
    """Every change of some shapes by one of the operators.

    Args:
        triples: of a file of shapes.

    >>> from pyoxigraph import RdfFormat, parse
    >>> from actgraph.core.prefixes import load_prefixes
    >>> head = f"PREFIX sh: <{SH}> PREFIX shp: <{load_prefixes()['shp']}> "
    >>> body = 'shp:A sh:targetClass sh:Shape ; sh:minCount 1 ; sh:pattern "^a" ; sh:severity sh:Info .'
    >>> for change in changes(list(parse(head + body, format=RdfFormat.TURTLE))):
    ...     print(change.where, change.what)
    shp:A without sh:targetClass sh:Shape
    shp:A without sh:minCount 1
    shp:A sh:minCount 1 → 2
    shp:A without sh:pattern ^a
    shp:A sh:pattern: without ^
    shp:A sh:severity sh:Info → sh:Violation
    """
    return _Shapes(triples).changes()


class _Shapes:
    def __init__(self, triples: Sequence[Quad]) -> None:
        self._all = list(triples)
        self._graph = ShapesGraph(triples)
        self._whose = {quad.object: quad.subject for quad in triples if isinstance(quad.object, BlankNode)}

    def changes(self) -> Iterator[Change]:
        for quad in self._all:
            if quad.predicate.value.startswith(SH):
                yield from self._of(quad, quad.predicate.value.removeprefix(SH))

    def _of(self, quad: Quad, name: str) -> Iterator[Change]:
        value = quad.object
        told = f"sh:{name} {self._told(value)}"
        within = self._is_within(quad.subject)
        if name in (*_CONSTRAINTS, *_TARGETS):
            yield self._changed(quad, f"without {told}")
        if within and name == "property":  # one of what must not all be
            yield self._changed(quad, f"without {told}")
        if name in ("minCount", "maxCount"):
            for other in {int(text_of(value)) - 1, int(text_of(value)) + 1} - {-1, 0}:
                yield self._changed(quad, f"{told} → {other}", name, Literal(other))
        if name in _INSTEAD:
            yield self._changed(quad, f"{told} by sh:{_INSTEAD[name]}", _INSTEAD[name], value)
        if name == "pattern":
            for what, new in regex_operators.changes(text_of(value)):
                yield self._changed(quad, f"sh:pattern: {what}", name, Literal(new))
        if name == "in":
            yield from self._members(value, "sh:in")
        if name == "path":
            yield from self._paths(quad)
        if name == "severity":
            other = _SEVERITIES[text_of(value).removeprefix(SH)]
            yield self._changed(quad, f"{told} → sh:{other}", name, NamedNode(SH + other))

    def _paths(self, quad: Quad) -> Iterator[Change]:
        """Of several steps one is left out; a step back is taken forward, and one that may be taken again, once."""
        if not isinstance(quad.object, BlankNode):
            return
        said = self._graph.get_statements(quad.object)
        if RDF + "first" in said:
            items = self._graph.get_list_items(quad.object)
            for number, step in enumerate(items) if len(items) > 1 else []:
                left = [*items[:number], *items[number + 1 :]]
                told = f"sh:path without step {number + 1}, {self._told(step)}"
                if len(left) == 1:
                    yield self._changed(quad, told, "path", left[0])
                else:
                    yield self._without_member(quad.object, number, told)
        for kind in ("inversePath", "oneOrMorePath"):
            for plain in said.get(SH + kind, []):
                yield self._changed(quad, f"sh:path without sh:{kind}", "path", plain)
        for head in said.get(SH + "alternativePath", []):
            yield from self._members(head, "sh:alternativePath")

    def _members(self, head: Term, told: str) -> Iterator[Change]:
        members = self._graph.get_list_items(head)
        numbers = range(len(members)) if len(members) <= MOST_MEMBERS else (0, len(members) - 1)
        for number in numbers if len(members) > 1 else ():
            yield self._without_member(head, number, f"{told} without {self._told(members[number])}")

    def _without_member(self, head: Term, number: int, what: str) -> Change:
        """A list without one of its members: the one before leads past it; in place of the first stands the next."""
        nodes = [head]
        while len(nodes) <= number + 1:
            nodes.append(self._graph.get_values(nodes[-1], RDF + "rest")[0])
        gone, after = nodes[number], nodes[number + 1]
        if number:
            new = Quad(nodes[number - 1], NamedNode(RDF + "rest"), after)  # type: ignore[arg-type]
            left = [
                quad
                for quad in self._all
                if quad.subject != gone and (quad.subject, quad.object) != (new.subject, gone)
            ]
            return Change(self._where(head), what, [*left, new])
        left = [quad for quad in self._all if quad.subject not in (gone, after)]
        moved = [quad for quad in self._all if quad.subject == after]
        return Change(self._where(head), what, [*left, *(Quad(gone, one.predicate, one.object) for one in moved)])  # type: ignore[arg-type]

    def _changed(self, quad: Quad, what: str, name: str = "", value: Term | None = None) -> Change:
        new = [] if value is None else [Quad(quad.subject, NamedNode(SH + name), value)]  # type: ignore[arg-type]
        triples = [other for one in self._all for other in (new if one == quad else [one])]
        return Change(self._where(quad.subject), what, triples)

    def _is_within(self, node: Term) -> bool:
        return isinstance(node, BlankNode)

    def _where(self, node: Term) -> str:
        while node in self._whose:
            node = self._whose[node]
        return shorten_iri(text_of(node))

    def _told(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return shorten_iri(term.value)
        if isinstance(term, BlankNode):
            said = self._graph.get_statements(term)
            if RDF + "first" in said:
                members = list(map(self._told, self._graph.get_list_items(term)))
                short = members if len(members) <= MOST_MEMBERS else [members[0], "…", members[-1]]
                return f"( {' '.join(short)} )"
            parts = [f"{shorten_iri(name)} {self._told(one)}" for name, some in said.items() for one in some]
            return f"[ {' ; '.join(parts)} ]"
        return text_of(term)


def text_of(term: Term) -> str:
    """The IRI of a node, the words of a literal.

    Args:
        term: any of these.

    >>> text_of(Literal(1))
    '1'
    """
    return str(getattr(term, "value", term))
