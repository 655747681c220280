"""Decide where each node of a profile stands in YAML: in place of a value, or under a name of its own."""

from collections.abc import Sequence

from pyoxigraph import NamedNode, Quad

from actgraph.core.prefixes import load_prefixes
from actgraph.profile import yaml_words as words

_TYPE = load_prefixes()["rdf"] + "type"
_ALONE = frozenset(load_prefixes()["ag"] + name for name in ("Provider", "Model", "System", "Deployer"))
_MAX_DEPTH = 6  # deeper nodes get a place of their own


def find_inner_nodes(quads: Sequence[Quad]) -> dict[str, Quad]:
    """Find the nodes to write in place of the only value that names them: node → the statement with that value.

    >>> from actgraph.profile.profile import parse_profile
    >>> data = b"@prefix ag: <https://w3id.org/actgraph/ns/> . <urn:m> ag:licence <urn:l> . <urn:l> ag:permits [] ."
    >>> list(find_inner_nodes(parse_profile(data, "a.ttl", "ttl").quads))
    ['urn:l']
    """
    graphs: dict[str, set[object]] = {}
    alone = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    for quad in quads:
        subject = quad.subject.value  # type: ignore[union-attr]
        graphs.setdefault(subject, set()).add(quad.graph_name)
        if quad.predicate.value == _TYPE and getattr(quad.object, "value", "") in _ALONE:
            alone.add(subject)
    links: dict[str, list[Quad]] = {}
    for quad in quads:
        if quad.predicate.value != _TYPE and isinstance(quad.object, NamedNode) and quad.object.value in graphs:
            links.setdefault(quad.object.value, []).append(quad)
    inner = {
        node: found[0]
        for node, found in links.items()
        if len(found) == 1 and node not in alone and graphs[node] == {found[0].graph_name} and _takes_mapping(found[0])
    }
    for node in list(inner):
        depth, outer = 0, node
        while outer in inner and depth <= _MAX_DEPTH:
            depth, outer = depth + 1, inner[outer].subject.value  # type: ignore[union-attr]
        if depth > _MAX_DEPTH:
            del inner[node]
    return inner


def _takes_mapping(link: Quad) -> bool:
    name = words.invert_words().get(link.predicate.value)
    return name is not None and words.get_word(name).kind == "node"
