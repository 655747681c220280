"""What the citation reader must know of the graph."""

from collections.abc import Sequence
from typing import Protocol


class NodeRef(Protocol):
    """A node, as far as its IRI goes."""

    @property
    def iri(self) -> str:
        """Its IRI."""
        ...


class NodeIndex(Protocol):
    """The nodes that a citation can name."""

    def __contains__(self, iri: str, /) -> bool:
        """Whether the IRI is a node.

        Args:
            iri: a full IRI.
        """
        ...

    def get_labels(self) -> dict[str, str]:
        """Label → IRI of every node, asked for only to find near misses."""
        ...

    def list_ancestors(self, iri: str, /) -> Sequence[NodeRef]:
        """The nodes that one stands under, the nearest last.

        Args:
            iri: of a node.
        """
        ...
