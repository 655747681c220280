"""Compile constraints on single values to SPARQL expressions that are true of a value that conforms."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from actgraph.core.prefixes import load_prefixes
from actgraph.core.xsd import INTEGER_BOUNDS, build_lexical_check
from actgraph.validation.shacl.shapes_graph import (
    RDF,
    RDFS,
    SH,
    ShapesGraph,
    Term,
    UnsupportedShapeError,
    to_sparql_term,
)

_NODE_KIND_TESTS = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "!isLiteral({0})",
    "BlankNodeOrLiteral": "!isIRI({0})",
    "IRIOrLiteral": "!isBlank({0})",
}
_STRING = NamedNode(load_prefixes()["xsd"] + "string")
_LIMIT_OPERATORS = {"minExclusive": ">", "minInclusive": ">=", "maxExclusive": "<", "maxInclusive": "<="}
_LENGTH_OPERATORS = {"minLength": ">=", "maxLength": "<="}


class ValueConstraint(NamedTuple):
    """A constraint on each value.

    Attributes:
        component: the local name of the component, without `ConstraintComponent`.
        build_expression: variable of the value → an expression that is true if it conforms, and never an error.
    """

    component: str
    build_expression: Callable[[str], str]


def build_basic_constraints(graph: ShapesGraph, shape: Term, subclasses: bool) -> Iterator[ValueConstraint]:
    """Build the constraints of a shape on each value alone (SHACL, sections 4.1, 4.3, 4.4 and 4.8).

    Args:
        graph: the shapes.
        shape: one of them.
        subclasses: whether the data may state rdfs:subClassOf.

    Raises:
        UnsupportedShapeError: the shape uses something that is not supported here.

    >>> from pyoxigraph import RdfFormat, parse
    >>> graph = ShapesGraph(parse(f"<a:s> <{SH}minLength> 2 .", format=RdfFormat.TURTLE))
    >>> [test.build_expression("?v") for test in build_basic_constraints(graph, NamedNode("a:s"), subclasses=False)]
    ['(!isBlank(?v) && STRLEN(STR(?v)) >= 2)']
    """
    for wanted in graph.get_values(shape, SH + "class"):
        yield ValueConstraint(
            "Class", f"EXISTS {{{{ {{0}} {get_type_path(subclasses)} {_format_named_term(wanted)} }}}}".format
        )
    for datatype in graph.get_values(shape, SH + "datatype"):
        name = to_sparql_term(datatype).removeprefix(f"<{load_prefixes()['xsd']}")[:-1]
        if name in INTEGER_BOUNDS and name != "integer":
            raise UnsupportedShapeError(shape, "the store takes the types derived from xsd:integer for xsd:integer")
        yield ValueConstraint("Datatype", partial(_build_datatype_test, datatype))
    for kind in graph.get_values(shape, SH + "nodeKind"):
        asked = _NODE_KIND_TESTS.get(getattr(kind, "value", "").removeprefix(SH))
        if asked is None:
            raise UnsupportedShapeError(shape, f"there is no sh:nodeKind {to_sparql_term(kind)}")
        yield ValueConstraint("NodeKind", asked.format)
    for name, sign in _LIMIT_OPERATORS.items():
        for limit in graph.get_values(shape, SH + name):
            yield ValueConstraint(_capitalize_first(name), partial(_build_limit_test, sign, to_sparql_term(limit)))
    for name, sign in _LENGTH_OPERATORS.items():
        for limit in graph.get_values(shape, SH + name):
            length = f"STRLEN(STR({{0}})) {sign} {int(getattr(limit, 'value', ''))}"
            yield ValueConstraint(_capitalize_first(name), f"(!isBlank({{0}}) && {length})".format)
    for pattern in graph.get_values(shape, SH + "pattern"):
        flags = graph.get_value(shape, SH + "flags")
        yield ValueConstraint(
            "Pattern", partial(_build_pattern_test, [_quote_value(one) for one in (pattern, flags) if one is not None])
        )
    for tags in graph.get_values(shape, SH + "languageIn"):
        yield ValueConstraint(
            "LanguageIn", partial(_build_language_test, [_quote_value(tag) for tag in graph.get_list_items(tags)])
        )
    for head in graph.get_values(shape, SH + "in"):
        yield ValueConstraint("In", partial(_build_membership_test, graph.get_list_items(head)))


def get_type_path(subclasses: bool) -> str:
    """Return the property path from a node to its classes, with their superclasses where the data may state some.

    >>> get_type_path(False)
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    """
    return f"<{RDF}type>/<{RDFS}subClassOf>*" if subclasses else f"<{RDF}type>"


def build_comparison(value: str, operator: str, other: str) -> str:
    """Build an expression that compares a value with another; it is false where they cannot be compared.

    >>> build_comparison("?v", "<", "?other")
    'COALESCE(?v < ?other, false)'
    """
    return f"COALESCE({value} {operator} {other}, false)"


def build_same_term(value: str, member: str) -> str:
    """Build an expression that is true if both are the same term; `=` is an error between some literals.

    >>> build_same_term("?v", "true")
    'sameTerm(?v, true)'
    """
    return f"sameTerm({value}, {member})"


def join_any(parts: list[str]) -> str:
    """Join expressions to one that is true if any of them is.

    >>> join_any(["?a", "?b"]), join_any([])
    ('(?a || ?b)', 'false')
    """
    return f"({' || '.join(parts)})" if parts else "false"


def join_all(parts: list[str]) -> str:
    """Join expressions to one that is true if all of them are.

    >>> join_all(["?a", "?b"]), join_all([])
    ('(?a && ?b)', 'true')
    """
    return f"({' && '.join(parts)})" if parts else "true"


def _build_datatype_test(datatype: Term, value: str) -> str:
    parts = [f"isLiteral({value})", f"DATATYPE({value}) = {_format_named_term(datatype)}"]
    formed = build_lexical_check(getattr(datatype, "value", ""), value)
    return join_all(parts + [f"COALESCE({formed}, false)"] * bool(formed))


def _build_limit_test(operator: str, limit: str, value: str) -> str:
    return build_comparison(value, operator, limit)


def _build_pattern_test(arguments: list[str], value: str) -> str:
    return f"(!isBlank({value}) && REGEX({', '.join([f'STR({value})', *arguments])}))"


def _build_language_test(ranges: list[str], value: str) -> str:
    matches = [f"LANGMATCHES(LANG({value}), {one})" for one in ranges]
    return join_all([f"isLiteral({value})", f'LANG({value}) != ""', join_any(matches)])


def _build_membership_test(members: Sequence[Term], value: str) -> str:
    if all(isinstance(one, NamedNode) or (isinstance(one, Literal) and one.datatype == _STRING) for one in members):
        # For IRIs and strings `=` means the same term; a value that cannot be compared is none of them.
        return f"COALESCE({value} IN ({', '.join(map(_format_named_term, members))}), false)"
    return join_any([build_same_term(value, _format_named_term(member)) for member in members])


def _format_named_term(term: Term) -> str:
    """Write a term of a shape in SPARQL; reject a blank node, which would match any node."""
    if not isinstance(term, NamedNode | Literal):
        raise UnsupportedShapeError(term, "a blank node cannot be named in a query")
    return to_sparql_term(term)


def _quote_value(term: Term) -> str:
    return str(Literal(str(getattr(term, "value", ""))))


def _capitalize_first(name: str) -> str:
    return name[0].upper() + name[1:]
