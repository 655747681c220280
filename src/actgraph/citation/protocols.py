"""Protocols for the nodes that the citation parser looks up."""

from collections.abc import Sequence
from typing import Protocol


class NodeRef(Protocol):
    """A node that has an IRI."""

    @property
    def iri(self) -> str:
        """The IRI of the node."""
        ...


class NodeIndex(Protocol):
    """The nodes that a citation can name."""

    def __contains__(self, iri: str, /) -> bool:
        """Return whether a full IRI is one of the nodes."""
        ...

    def get_labels(self) -> dict[str, str]:
        """Map the label of every node to its IRI; needed only for labels, defined terms and suggestions."""
        ...

    def list_ancestors(self, iri: str, /) -> Sequence[NodeRef]:
        """List the nodes that contain a node, the nearest last."""
        ...
