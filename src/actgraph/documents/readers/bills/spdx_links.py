"""The relationships of an SPDX 3 document."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from actgraph.documents.readers.bills.spdx_graph import Element

_KINDS = ("Relationship", "LifecycleScopedRelationship")
_MAX_REACHED = 10_000  # elements within, or around, another one


class Links:
    """The relationships between the elements of a document.

    Args:
        elements: identifier → element.

    Attributes:
        incomplete: begin and kind of relationships that are not said to be complete → what is said, and where.
    """

    def __init__(self, elements: Mapping[str, Element]) -> None:
        self.incomplete: dict[tuple[str, str], tuple[str, str]] = {}
        self._targets: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._sources: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for one in elements.values():
            if one.kind in _KINDS:
                source, kind = one.get_text("from"), one.get_text("relationshipType")
                if (completeness := one.get_text("completeness")) and completeness != "complete":
                    self.incomplete[source, kind] = (completeness, f"{one.path}.completeness")
                for target, path in one.get_texts("to"):
                    self._targets.setdefault((source, kind), []).append((target, path))
                    self._sources.setdefault((target, kind), []).append((source, path))

    def get_targets(self, source: str, kind: str) -> Sequence[tuple[str, str]]:
        """Return the other ends of the relationships of a kind that begin at an element, each with its place."""
        return self._targets.get((source, kind), [])

    def get_sources(self, target: str, kind: str) -> Sequence[tuple[str, str]]:
        """Return the elements at which relationships of a kind begin that end at an element, each with its place."""
        return self._sources.get((target, kind), [])

    def list_sources(self) -> Sequence[tuple[str, str]]:
        """Return the elements at which relationships begin, each with their kind."""
        return [*self._targets]

    def find_contents(self, source: str) -> Mapping[str, str]:
        """Return what an element contains, and what that contains, with the place that says so."""
        return _follow(self._targets, [source])

    def find_containers(self, targets: Iterable[str]) -> Mapping[str, str]:
        """Return what contains one of some elements, and what contains that, with the place that says so."""
        return _follow(self._sources, targets)


def _follow(links: Mapping[tuple[str, str], Sequence[tuple[str, str]]], starts: Iterable[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    pending = deque(starts)
    while pending and len(found) < _MAX_REACHED:
        for other, path in links.get((pending.popleft(), "contains"), ()):
            if other not in found:
                found[other] = path
                pending.append(other)
    return found
