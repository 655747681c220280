"""Write the graph of a diagram for other programs: GraphML, DOT of Graphviz, a flowchart of Mermaid."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from actgraph.core.prefixes import shorten_iri
from actgraph.core.tables import strip_controls, to_one_line
from actgraph.core.urls import sanitize_url
from actgraph.law.diagrams.graphviz import load_pygraphviz
from actgraph.law.diagrams.svg import Href
from actgraph.law.link_paths import LINK_TYPES

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def to_graphml(graph: "MultiDiGraph[str]", href: Href) -> str:
    """Convert the graph to GraphML, with all attributes of nodes and edges.

    Args:
        graph: of `build_neighbour_graph`.
        href: not used, as the IRI itself is there.

    >>> import networkx as nx
    >>> "<graph edgedefault" in to_graphml(nx.MultiDiGraph(), str)
    True
    """
    import networkx as nx

    return strip_controls("\n".join(nx.generate_graphml(graph)) + "\n")  # XML forbids control characters


def to_dot(graph: "MultiDiGraph[str]", href: Href) -> str:
    """Convert the graph to DOT, which Graphviz draws.

    Args:
        graph: of `build_neighbour_graph`.
        href: IRI → URL of a node.

    Raises:
        InputError: pygraphviz cannot be loaded.

    >>> import networkx as nx
    >>> print(to_dot(nx.MultiDiGraph([("urn:a", "urn:b", {"label": "x"})]), str).splitlines()[0])
    digraph "" {
    """
    out = load_pygraphviz().AGraph(strict=False, directed=True, rankdir="LR")
    out.node_attr["shape"] = "box"
    for iri, data in graph.nodes(data=True):
        address = sanitize_url(href(iri)) if data.get("kind") != "Group" else ""
        leads = {"URL": _escape_dot(address)} if address else {}
        out.add_node(iri, **{name: _escape_dot_label(words) for name, words in data.items()}, **leads)
    for start, end, data in graph.edges(data=True):
        style = _STYLES.get(data.get("kind", ""), "solid")
        out.add_edge(start, end, **{name: _escape_dot_label(words) for name, words in data.items()}, style=style)
    return out.to_string() or ""


def to_mermaid(graph: "MultiDiGraph[str]", href: Href) -> str:
    """Convert the graph to a flowchart of Mermaid, which some Markdown viewers draw.

    Args:
        graph: of `build_neighbour_graph`.
        href: IRI → URL of a node.

    >>> import networkx as nx
    >>> one = nx.MultiDiGraph()
    >>> one.add_node("https://a.example/", label='Point (a) of ["b"]', title="", kind="Point")
    >>> print(to_mermaid(one, str))
    flowchart LR
      n0["Point (a) of [#quot;b#quot;]"]
      click n0 href "https://a.example/"
    <BLANKLINE>
    """
    names = {iri: f"n{number}" for number, iri in enumerate(graph)}
    lines = ["flowchart LR"]
    for iri, data in graph.nodes(data=True):
        lines.append(f'  {names[iri]}["{_quote_mermaid(data["label"])}"]')
    seen: dict[tuple[str, str, str, str], None] = {}
    for start, end, data in graph.edges(data=True):
        words = LINK_TYPES[shorten_iri(data["link"])].forward
        seen[names[start], names[end], data["kind"], words] = None
    lines += [f'  {a} {_ARROWS.get(kind, "-->")}|"{_quote_mermaid(words)} ({kind})"| {b}' for a, b, kind, words in seen]
    leads = [(iri, sanitize_url(href(iri))) for iri, data in graph.nodes(data=True) if data["kind"] != "Group"]
    lines += [f'  click {names[iri]} href "{address}"' for iri, address in leads if address]
    return "\n".join(lines) + "\n"


WRITERS: Mapping[str, Callable[["MultiDiGraph[str]", Href], str]] = {
    "graphml": to_graphml,
    "dot": to_dot,
    "mermaid": to_mermaid,
}

_STYLES = {"declared": "bold", "editorial": "dashed", "computed": "dotted", "derived": "dashed", "part": "dotted"}
_ARROWS = {"declared": "==>", "editorial": "-.->", "computed": "-.->", "derived": "-.->"}
# Characters that are syntax to Mermaid or to the HTML that it makes.
_MERMAID_ENTITIES = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}


def _quote_mermaid(text: str) -> str:
    return "".join(_MERMAID_ENTITIES.get(sign, sign) for sign in to_one_line(text))


def _escape_dot_label(text: str) -> str:
    """Escape a label for DOT, which knows the entities of HTML and reads a label in angle brackets as HTML."""
    return _escape_dot(text).replace("&", "&amp;").replace("<", "&lt;")


def _escape_dot(text: str) -> str:
    """Escape a text for DOT, in which the backslash begins an escape."""
    return strip_controls(text).replace("\\", "\\\\")
