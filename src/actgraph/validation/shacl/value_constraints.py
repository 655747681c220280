"""The constraints that ask something of each value: as expressions of SPARQL that are true where it conforms."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from actgraph.core.prefixes import prefixes
from actgraph.core.xsd import BOUNDS, well_formed
from actgraph.validation.shacl.shapes_graph import RDF, RDFS, SH, ShapesGraph, Term, UnsupportedShapeError, name_of

_KINDS = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "!isLiteral({0})",
    "BlankNodeOrLiteral": "!isIRI({0})",
    "IRIOrLiteral": "!isBlank({0})",
}
_STRING = NamedNode(prefixes()["xsd"] + "string")
_SIGNS = {"minExclusive": ">", "minInclusive": ">=", "maxExclusive": "<", "maxInclusive": "<="}
_LENGTHS = {"minLength": ">=", "maxLength": "<="}


class ValueConstraint(NamedTuple):
    """What a constraint asks of each value.

    Attributes:
        component: the local name of its kind, without `ConstraintComponent`.
        of: variable of the value → an expression that is true where it conforms, and never an error.
    """

    component: str
    of: Callable[[str], str]


def plain(graph: ShapesGraph, shape: Term, subclasses: bool) -> Iterator[ValueConstraint]:
    """The constraints of a shape that ask something of each value alone (SHACL, sections 4.1, 4.3, 4.4 and 4.8).

    Args:
        graph: of the shapes.
        shape: one of them.
        subclasses: whether classes may have subclasses in the data.

    Raises:
        UnsupportedShapeError: what it asks is not done here.

    >>> from pyoxigraph import RdfFormat, parse
    >>> graph = ShapesGraph(parse(f"<a:s> <{SH}minLength> 2 .", format=RdfFormat.TURTLE))
    >>> [test.of("?v") for test in plain(graph, NamedNode("a:s"), subclasses=False)]
    ['(!isBlank(?v) && STRLEN(STR(?v)) >= 2)']
    """
    for wanted in graph.objects(shape, SH + "class"):
        yield ValueConstraint("Class", f"EXISTS {{{{ {{0}} {type_path(subclasses)} {_node(wanted)} }}}}".format)
    for datatype in graph.objects(shape, SH + "datatype"):
        if name_of(datatype).removeprefix(f"<{prefixes()['xsd']}")[:-1] in BOUNDS.keys() - {"integer"}:
            raise UnsupportedShapeError(shape, "the store takes the types derived from xsd:integer for xsd:integer")
        yield ValueConstraint("Datatype", partial(_of_datatype, datatype))
    for kind in graph.objects(shape, SH + "nodeKind"):
        asked = _KINDS.get(getattr(kind, "value", "").removeprefix(SH))
        if asked is None:
            raise UnsupportedShapeError(shape, f"there is no sh:nodeKind {name_of(kind)}")
        yield ValueConstraint("NodeKind", asked.format)
    for name, sign in _SIGNS.items():
        for limit in graph.objects(shape, SH + name):
            yield ValueConstraint(_titled(name), partial(_limited, sign, name_of(limit)))
    for name, sign in _LENGTHS.items():
        for limit in graph.objects(shape, SH + name):
            length = f"STRLEN(STR({{0}})) {sign} {int(getattr(limit, 'value', ''))}"
            yield ValueConstraint(_titled(name), f"(!isBlank({{0}}) && {length})".format)
    for pattern in graph.objects(shape, SH + "pattern"):
        flags = graph.one(shape, SH + "flags")
        yield ValueConstraint(
            "Pattern", partial(_matches, [_plain(one) for one in (pattern, flags) if one is not None])
        )
    for tags in graph.objects(shape, SH + "languageIn"):
        yield ValueConstraint("LanguageIn", partial(_in_languages, [_plain(tag) for tag in graph.items(tags)]))
    for head in graph.objects(shape, SH + "in"):
        yield ValueConstraint("In", partial(_is_one_of, graph.items(head)))


def type_path(subclasses: bool) -> str:
    """The path from a node to its classes.

    Args:
        subclasses: whether classes may have subclasses in the data.

    >>> type_path(False)
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    """
    return f"<{RDF}type>/<{RDFS}subClassOf>*" if subclasses else f"<{RDF}type>"


def compared(value: str, sign: str, other: str) -> str:
    """Whether a value compares so with another; what cannot be compared does not.

    Args:
        value: variable of the value.
        sign: of SPARQL, such as `<`.
        other: a variable or a term.

    >>> compared("?v", "<", "?other")
    'COALESCE(?v < ?other, false)'
    """
    return f"COALESCE({value} {sign} {other}, false)"


def same(value: str, member: str) -> str:
    """Whether a value is a term; `=` is an error between some literals.

    Args:
        value: variable of the value.
        member: a variable or a term.

    >>> same("?v", "true")
    'sameTerm(?v, true)'
    """
    return f"sameTerm({value}, {member})"


def any_of(parts: list[str]) -> str:
    """Whether one of some expressions is true.

    Args:
        parts: expressions.

    >>> any_of(["?a", "?b"]), any_of([])
    ('(?a || ?b)', 'false')
    """
    return f"({' || '.join(parts)})" if parts else "false"


def all_of(parts: list[str]) -> str:
    """Whether all of some expressions are true.

    Args:
        parts: expressions.

    >>> all_of(["?a", "?b"]), all_of([])
    ('(?a && ?b)', 'true')
    """
    return f"({' && '.join(parts)})" if parts else "true"


def _of_datatype(datatype: Term, value: str) -> str:
    parts = [f"isLiteral({value})", f"DATATYPE({value}) = {_node(datatype)}"]
    formed = well_formed(getattr(datatype, "value", ""), value)
    return all_of(parts + [f"COALESCE({formed}, false)"] * bool(formed))


def _limited(sign: str, limit: str, value: str) -> str:
    return compared(value, sign, limit)


def _matches(asked: list[str], value: str) -> str:
    return f"(!isBlank({value}) && REGEX({', '.join([f'STR({value})', *asked])}))"


def _in_languages(ranges: list[str], value: str) -> str:
    matches = [f"LANGMATCHES(LANG({value}), {one})" for one in ranges]
    return all_of([f"isLiteral({value})", f'LANG({value}) != ""', any_of(matches)])


def _is_one_of(members: Sequence[Term], value: str) -> str:
    if all(isinstance(one, NamedNode) or (isinstance(one, Literal) and one.datatype == _STRING) for one in members):
        # Of these `=` tells what is the same term; what it cannot compare with one is none of them.
        return f"COALESCE({value} IN ({', '.join(map(_node, members))}), false)"
    return any_of([same(value, _node(member)) for member in members])


def _node(term: Term) -> str:
    """A term of a shape in a query; a blank node there would stand for any node."""
    if not isinstance(term, NamedNode | Literal):
        raise UnsupportedShapeError(term, "a blank node cannot be named in a query")
    return name_of(term)


def _plain(term: Term) -> str:
    return str(Literal(str(getattr(term, "value", ""))))


def _titled(name: str) -> str:
    return name[0].upper() + name[1:]
