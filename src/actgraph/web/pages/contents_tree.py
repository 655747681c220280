"""Find the place of a page in its text: the contents around it, and the pages before and after it."""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from actgraph.graph.day import Day
from actgraph.graph.node import Node
from actgraph.web.http.node_paths import FRAGMENT_KINDS

_LONG_LISTS = {"Recital": "Recitals", "Annex": "Annexes"}  # shown to those who read one of them


class ContentsItem(NamedTuple):
    """A node in the contents of its text.

    Attributes:
        name: its label without that of what it is part of.
        is_here: whether the page is about it.
        items: what stands under it; empty unless the page is about it or a part of it.
    """

    node: Node
    name: str
    is_here: bool
    items: Sequence["ContentsItem"]


class Place(NamedTuple):
    """The place of a page in its text.

    Attributes:
        items: the contents of the text, opened where the page is.
        before: the page before it of the same kind; None for the first.
        after: the page after it of the same kind; None for the last.
    """

    items: Sequence[ContentsItem]
    before: Node | None
    after: Node | None


def find_place(day: Day, iri: str) -> Place:
    """Find the place of a page in its text.

    Args:
        iri: node of the page.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> place = find_place(day, day.cite("53"))
    >>> [node.label for node in (place.before, place.after) if node]
    ['Article 52', 'Article 54']
    """
    above = [node.iri for node in day.list_ancestors(iri)]
    first = above[0] if above else iri
    root = day.get_node(first).parent or first  # a code or guidelines have a node among the ancestors, an act has not
    pages = [node for node in _list_pages(day, root) if node.kind == day.get_node(iri).kind]
    at = next((number for number, node in enumerate(pages) if node.iri == iri), None)
    return Place(
        _list_items(day, root, iri, {*above, iri}),
        pages[at - 1] if at else None,
        pages[at + 1] if at is not None and at + 1 < len(pages) else None,
    )


def _list_items(day: Day, root: str, here: str, path: set[str]) -> list[ContentsItem]:
    kind = day.get_node(here).kind
    return [
        ContentsItem(
            node,
            _shorten_label(node),
            node.iri == here,
            _list_items(day, node.iri, here, path) if node.iri in path else [],
        )
        for node in day.list_parts(root)
        if node.kind not in FRAGMENT_KINDS
        and node.kind != "Recital"
        and (node.kind not in _LONG_LISTS or node.kind == kind)
    ]


def _shorten_label(node: Node) -> str:
    """Return the last part of a label: "Section 2" of "Chapter V, Section 2"."""
    name = node.label.rpartition(", ")[2]
    start = re.search(r"(?<= )(?:Commitment|Measure|Appendix|Sub-measure) [\d.]+$", name)
    name = start[0] if start else name
    return name[:1].upper() + name[1:]


@functools.lru_cache(maxsize=32)
def _list_pages(day: Day, root: str) -> Sequence[Node]:
    """List the nodes of a text that have a page, in its order."""
    return list(_walk_pages(day, root))


def _walk_pages(day: Day, iri: str) -> Iterator[Node]:
    for node in day.list_parts(iri):
        if node.kind not in FRAGMENT_KINDS:
            yield node
            yield from _walk_pages(day, node.iri)
