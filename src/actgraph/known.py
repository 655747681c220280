"""What the citation reader must know of the graph."""

from typing import Protocol


class Known(Protocol):
    """The nodes that a citation can name."""

    def __contains__(self, iri: str, /) -> bool: ...

    def labels(self) -> dict[str, str]:
        """Label → IRI of every node, asked for only to find near misses."""
        ...
