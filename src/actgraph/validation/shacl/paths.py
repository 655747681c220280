"""Paths of SHACL → property paths of SPARQL."""

from pyoxigraph import NamedNode

from actgraph.validation.shacl.shapes_graph import RDF, SH, ShapesGraph, Term, UnsupportedShapeError, to_sparql_term

_REPEAT_OPERATORS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def compile_path(graph: ShapesGraph, node: Term) -> str:
    """A path as SPARQL writes it (SHACL, section 2.3.1).

    Args:
        graph: of the shapes.
        node: the value of sh:path, or a part of it.

    Raises:
        UnsupportedShapeError: it is no path.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:s> sh:path ( <a:b> [ sh:inversePath <a:c> ] ) ."
    >>> graph = ShapesGraph(parse(turtle, format=RdfFormat.TURTLE))
    >>> compile_path(graph, graph.get_value(NamedNode("a:s"), SH + "path"))
    '(<a:b>/^<a:c>)'
    """
    if isinstance(node, NamedNode):
        return to_sparql_term(node)
    said = graph.get_statements(node)
    # Where a node is both a list and something else, SHACL looks for the list first.
    if RDF + "first" in said:
        return _join_paths("/", [compile_path(graph, item) for item in graph.get_list_items(node)])
    if SH + "inversePath" in said:
        turned = compile_path(graph, _get_only_value(graph, node, "inversePath"))
        return f"^({turned})" if turned.startswith("^") else f"^{turned}"  # two of them would be another token
    if SH + "alternativePath" in said:
        return _join_paths(
            "|",
            [
                compile_path(graph, item)
                for item in graph.get_list_items(_get_only_value(graph, node, "alternativePath"))
            ],
        )
    for name, sign in _REPEAT_OPERATORS.items():
        if SH + name in said:
            return f"({compile_path(graph, _get_only_value(graph, node, name))}){sign}"
    raise UnsupportedShapeError(node, "this is no path")


def split_path(graph: ShapesGraph, node: Term) -> list[str]:
    """The paths that a path goes one after the other; of one that is no sequence, itself.

    Args:
        graph: of the shapes.
        node: the value of sh:path.

    Raises:
        UnsupportedShapeError: it is no path.

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
