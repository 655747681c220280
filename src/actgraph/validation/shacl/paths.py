"""Compile SHACL property paths to SPARQL property paths."""

from pyoxigraph import NamedNode

from actgraph.validation.shacl.shapes_graph import RDF, SH, ShapesGraph, Term, UnsupportedShapeError, to_sparql_term

_REPEAT_OPERATORS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def compile_path(graph: ShapesGraph, node: Term) -> str:
    """Compile a path, the value of sh:path or a part of it, to SPARQL (SHACL, section 2.3.1).

    Raises:
        UnsupportedShapeError: the node is no path.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:s> sh:path ( <a:b> [ sh:inversePath <a:c> ] ) ."
    >>> graph = ShapesGraph(parse(turtle, format=RdfFormat.TURTLE))
    >>> compile_path(graph, graph.get_value(NamedNode("a:s"), SH + "path"))
    '(<a:b>/^<a:c>)'
    """
    if isinstance(node, NamedNode):
        return to_sparql_term(node)
    statements = graph.get_statements(node)
    # SHACL checks for a list before the other kinds of path.
    if RDF + "first" in statements:
        return _join_paths("/", [compile_path(graph, item) for item in graph.get_list_items(node)])
    if SH + "inversePath" in statements:
        inverted = compile_path(graph, _get_only_value(graph, node, "inversePath"))
        return f"^({inverted})" if inverted.startswith("^") else f"^{inverted}"  # `^^` would be another token
    if SH + "alternativePath" in statements:
        return _join_paths(
            "|",
            [
                compile_path(graph, item)
                for item in graph.get_list_items(_get_only_value(graph, node, "alternativePath"))
            ],
        )
    for name, sign in _REPEAT_OPERATORS.items():
        if SH + name in statements:
            return f"({compile_path(graph, _get_only_value(graph, node, name))}){sign}"
    raise UnsupportedShapeError(node, "this is no path")


def split_path(graph: ShapesGraph, node: Term) -> list[str]:
    """Split a sequence path into its steps; another path is its own only step.

    Raises:
        UnsupportedShapeError: the node is no path.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:s> sh:path ( <a:b> [ sh:inversePath <a:c> ] ) ."
    >>> graph = ShapesGraph(parse(turtle, format=RdfFormat.TURTLE))
    >>> split_path(graph, graph.get_value(NamedNode("a:s"), SH + "path"))
    ['<a:b>', '^<a:c>']
    """
    if not isinstance(node, NamedNode) and RDF + "first" in graph.get_statements(node):
        return [compile_path(graph, item) for item in graph.get_list_items(node)]
    return [compile_path(graph, node)]


def _join_paths(operator: str, parts: list[str]) -> str:
    return f"({operator.join(parts)})"


def _get_only_value(graph: ShapesGraph, node: Term, name: str) -> Term:
    found = graph.get_value(node, SH + name)
    assert found is not None
    return found
