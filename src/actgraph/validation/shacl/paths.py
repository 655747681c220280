"""Paths of SHACL → property paths of SPARQL."""

from pyoxigraph import NamedNode

from actgraph.validation.shacl.shapes_graph import RDF, SH, ShapesGraph, Term, UnsupportedShapeError, name_of

_REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def path(graph: ShapesGraph, node: Term) -> str:
    """A path as SPARQL writes it (SHACL, section 2.3.1).

    Args:
        graph: of the shapes.
        node: the value of sh:path, or a part of it.

    Raises:
        UnsupportedShapeError: it is no path.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:s> sh:path ( <a:b> [ sh:inversePath <a:c> ] ) ."
    >>> graph = ShapesGraph(parse(turtle, format=RdfFormat.TURTLE))
    >>> path(graph, graph.one(NamedNode("a:s"), SH + "path"))
    '(<a:b>/^<a:c>)'
    """
    if isinstance(node, NamedNode):
        return name_of(node)
    said = graph.said(node)
    # Where a node is both a list and something else, SHACL looks for the list first.
    if RDF + "first" in said:
        return _joined("/", [path(graph, item) for item in graph.items(node)])
    if SH + "inversePath" in said:
        turned = path(graph, _only(graph, node, "inversePath"))
        return f"^({turned})" if turned.startswith("^") else f"^{turned}"  # two of them would be another token
    if SH + "alternativePath" in said:
        return _joined("|", [path(graph, item) for item in graph.items(_only(graph, node, "alternativePath"))])
    for name, sign in _REPEATED.items():
        if SH + name in said:
            return f"({path(graph, _only(graph, node, name))}){sign}"
    raise UnsupportedShapeError(node, "this is no path")


def steps(graph: ShapesGraph, node: Term) -> list[str]:
    """The paths that a path goes one after the other; of one that is no sequence, itself.

    Args:
        graph: of the shapes.
        node: the value of sh:path.

    Raises:
        UnsupportedShapeError: it is no path.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:s> sh:path ( <a:b> [ sh:inversePath <a:c> ] ) ."
    >>> graph = ShapesGraph(parse(turtle, format=RdfFormat.TURTLE))
    >>> steps(graph, graph.one(NamedNode("a:s"), SH + "path"))
    ['<a:b>', '^<a:c>']
    """
    if not isinstance(node, NamedNode) and RDF + "first" in graph.said(node):
        return [path(graph, item) for item in graph.items(node)]
    return [path(graph, node)]


def _joined(sign: str, parts: list[str]) -> str:
    return f"({sign.join(parts)})"


def _only(graph: ShapesGraph, node: Term, name: str) -> Term:
    found = graph.one(node, SH + name)
    assert found is not None
    return found
