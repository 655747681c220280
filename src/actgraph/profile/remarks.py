"""Comments that are written into a profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Quad


@dataclass(frozen=True)
class Remarks:
    """Comments to write into a profile.

    Attributes:
        head: lines at the top.
        values: statement → what stands behind it.
        nodes: IRI of a node → lines at its end.
        tail: lines at the end.
    """

    head: Sequence[str] = ()
    values: Mapping[Quad, str] = field(default_factory=dict)
    nodes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tail: Sequence[str] = ()


def format_comments(lines: Sequence[str], indent: str = "") -> list[str]:
    """Format lines as comments.

    >>> format_comments(["one", ""])
    ['# one', '#']
    """
    return [f"{indent}# {' '.join(line.splitlines())}".rstrip() for line in lines]
