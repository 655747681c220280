"""The acts that are read beside the AI Act itself, from their pages of the Official Journal."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from actgraph.citation.labels import AMENDING_ACT, IMPLEMENTING_ACT
from actgraph.ingest import amending, application, turtle, xhtml
from actgraph.ingest.eurlex_page import number_of
from actgraph.ingest.provision import Provision


class Other(NamedTuple):
    """An act with a page of its own.

    Attributes:
        label: how it is written.
        name: of its graph and its edition, and of the file.
        title: what the graph holds.
        law: how its provisions are named.
        read: reads the page.
        application: the graph of the date by which it applies, where it is asked for.
    """

    label: str
    name: str
    title: str
    law: turtle.Law
    read: Callable[[Path], tuple[str, list[Provision]]]
    application: Callable[[list[Provision]], str] | None = None

    def graphs(self, found: list[Provision]) -> Iterator[tuple[str, str]]:
        """The graphs of its provisions: the file's path and its text.

        Args:
            found: the provisions in their order.

        >>> [file for file, _ in _OTHERS[amending.NUMBER].graphs([])]
        ['amending-2026-1744.ttl']
        """
        yield f"{self.name}.ttl", turtle.provisions(f"act.{self.name}", self.title, self.law, found)
        if self.application:
            yield f"{self.name}.application.ttl", self.application(found)


_IMPLEMENTING = "2026/1755"
_OTHERS = {
    amending.NUMBER: Other(
        AMENDING_ACT,
        "amending-2026-1744",
        f"structure of {AMENDING_ACT}, which amends the AI Act",
        turtle.AMENDING,
        amending.read,
    ),
    _IMPLEMENTING: Other(
        IMPLEMENTING_ACT,
        "implementing-2026-1755",
        f"structure of {IMPLEMENTING_ACT}, on evaluations and proceedings",
        turtle.IMPLEMENTING,
        partial(xhtml.read, number=_IMPLEMENTING),
        application.of_implementing_act,
    ),
}


def of(page: Path) -> Other | None:
    """The act that a page is of; None where it is of none of these.

    Args:
        page: the file.

    Raises:
        InputError: it cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     count = Path(folder, "page.xhtml").write_bytes(b'<p class="oj-hd-uniq">2026/1755</p>')
    ...     of(Path(folder, "page.xhtml")).label
    'Implementing Regulation (EU) 2026/1755'
    """
    return _OTHERS.get(number_of(page))
