"""What the form describes: the kinds of nodes, from `questions.toml`."""

import functools
import os.path
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from actgraph.core.prefixes import expand_curie, load_prefixes


class NodeKind(NamedTuple):
    """Something that the form describes.

    Attributes:
        name: its name in the form, and in the profile.
        class_: IRI of its class.
        of: the kind of node that it belongs to; empty for what belongs to none.
        by: IRI of the property that says so.
        most: how many of it there can be.
        title: what it is called where it has no name; empty for documents, which their kind names.
        add: words of the button for one more; empty where there is one alone.
        document: IRI of the kind of document that it is; empty for others.
        states: what is stated of it besides: IRI of the property → the kind of node.
        found_by: IRIs of the properties by which a model of a document names it, where it belongs to none.
    """

    name: str
    class_: str
    of: str
    by: str
    most: int
    title: str
    add: str
    document: str
    states: Mapping[str, str]
    found_by: Sequence[str]


@functools.cache
def load_node_kinds() -> Mapping[str, NodeKind]:
    """Load what the form describes, by name.

    >>> load_node_kinds()["made"].most
    4
    """
    ag = load_prefixes()["ag"]
    kinds = {}
    for name, told in load_table()["nodes"].items():
        document = told.get("document", "")
        kinds[name] = NodeKind(
            name=name,
            class_=ag + told["class"],
            of=told.get("of", ""),
            by=ag + told["by"] if "by" in told else "",
            most=told.get("most", 1),
            title=told.get("title", ""),
            add=told.get("add", ""),
            document=(expand_curie(f"rdg:doc_{document}") or "") if document else "",
            states={ag + word: node for word, node in told.get("states", {}).items()},
            found_by=[ag + word for word in told.get("found_by", ())],
        )
    return kinds


def list_nodes(kind: NodeKind) -> list[str]:
    """List the names of the nodes of a kind that there can be.

    >>> list_nodes(load_node_kinds()["made"])[:2]
    ['made', 'made-2']
    """
    return [kind.name, *(f"{kind.name}-{number}" for number in range(2, kind.most + 1))]


@functools.cache
def load_table() -> dict[str, Any]:
    """Load `questions.toml`: what the form describes, and what it asks.

    >>> sorted(load_table())
    ['details', 'nodes', 'one_third', 'sections']
    """
    with open(os.path.join(os.path.dirname(__file__), "questions.toml"), "rb") as file:
        return tomllib.load(file)
