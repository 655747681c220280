"""The graph of a picture for other programs: GraphML, DOT of Graphviz, a flowchart of Mermaid."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from actgraph.core.errors import InputError
from actgraph.core.prefixes import shorten
from actgraph.core.tables import one_line, plain
from actgraph.core.urls import followed
from actgraph.law.diagrams.svg import Href
from actgraph.law.link_paths import LINKS

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def graphml(graph: "MultiDiGraph[str]", href: Href) -> str:
    """The graph as GraphML, with all that it says of nodes and edges.

    Args:
        graph: as `neighbours.neighbours` has it.
        href: IRI → where a node leads; not used, as the IRI itself is there.

    >>> import networkx as nx
    >>> "<graph edgedefault" in graphml(nx.MultiDiGraph(), str)
    True
    """
    import networkx as nx

    return plain("\n".join(nx.generate_graphml(graph)) + "\n")  # XML has no controls


def dot(graph: "MultiDiGraph[str]", href: Href) -> str:
    """The graph as DOT, which Graphviz draws.

    Args:
        graph: as `neighbours.neighbours` has it.
        href: IRI → where a node leads.

    Raises:
        InputError: pygraphviz is not installed.

    >>> import networkx as nx
    >>> print(dot(nx.MultiDiGraph([("urn:a", "urn:b", {"label": "x"})]), str).splitlines()[0])
    digraph "" {
    """
    try:
        import pygraphviz
    except ImportError:
        raise InputError("DOT is written by pygraphviz, which is not installed", todo=WITHOUT) from None
    out = pygraphviz.AGraph(strict=False, directed=True, rankdir="LR")
    out.node_attr["shape"] = "box"
    for iri, data in graph.nodes(data=True):
        address = followed(href(iri)) if data.get("kind") != "Group" else ""
        leads = {"URL": _literal(address)} if address else {}
        out.add_node(iri, **{name: _worded(words) for name, words in data.items()}, **leads)
    for start, end, data in graph.edges(data=True):
        style = _STYLES.get(data.get("kind", ""), "solid")
        out.add_edge(start, end, **{name: _worded(words) for name, words in data.items()}, style=style)
    return out.to_string() or ""


def mermaid(graph: "MultiDiGraph[str]", href: Href) -> str:
    """The graph as a flowchart of Mermaid, which Markdown of some houses shows.

    Args:
        graph: as `neighbours.neighbours` has it.
        href: IRI → where a node leads.

    >>> import networkx as nx
    >>> one = nx.MultiDiGraph()
    >>> one.add_node("https://a.example/", label='Point (a) of ["b"]', title="", kind="Point")
    >>> print(mermaid(one, str))
    flowchart LR
      n0["Point (a) of [#quot;b#quot;]"]
      click n0 href "https://a.example/"
    <BLANKLINE>
    """
    names = {iri: f"n{number}" for number, iri in enumerate(graph)}
    lines = ["flowchart LR"]
    for iri, data in graph.nodes(data=True):
        lines.append(f'  {names[iri]}["{_quoted(data["label"])}"]')
    seen: dict[tuple[str, str, str, str], None] = {}
    for start, end, data in graph.edges(data=True):
        words = LINKS[shorten(data["link"])].forward
        seen[names[start], names[end], data["kind"], words] = None
    lines += [f'  {a} {_ARROWS.get(kind, "-->")}|"{_quoted(words)} ({kind})"| {b}' for a, b, kind, words in seen]
    leads = [(iri, followed(href(iri))) for iri, data in graph.nodes(data=True) if data["kind"] != "Group"]
    lines += [f'  click {names[iri]} href "{address}"' for iri, address in leads if address]
    return "\n".join(lines) + "\n"


WRITERS: Mapping[str, Callable[["MultiDiGraph[str]", Href], str]] = {"graphml": graphml, "dot": dot, "mermaid": mermaid}
WITHOUT = 'Run: pip install "actgraph[web]"'

_STYLES = {"declared": "bold", "editorial": "dashed", "computed": "dotted", "derived": "dashed", "part": "dotted"}
_ARROWS = {"declared": "==>", "editorial": "-.->", "computed": "-.->", "derived": "-.->"}
# What Mermaid or the HTML that it makes would read as its own.
_SIGNS = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}


def _quoted(words: str) -> str:
    return "".join(_SIGNS.get(sign, sign) for sign in one_line(words))


def _worded(words: str) -> str:
    """Words that DOT shows as they are: it knows the entities of HTML, and a label in angle brackets would be HTML."""
    return _literal(words).replace("&", "&amp;").replace("<", "&lt;")


def _literal(words: str) -> str:
    """Words that DOT takes as they are: the backslash begins an escape of its own."""
    return plain(words).replace("\\", "\\\\")
