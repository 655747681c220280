"""The acts besides the AI Act that are read from their pages of the Official Journal."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from actgraph.citation.labels import AMENDING_ACT, IMPLEMENTING_ACT
from actgraph.ingest import amending, application_graph, turtle, xhtml
from actgraph.ingest.eurlex_page import read_act_number
from actgraph.ingest.provision import Provision


class RelatedAct(NamedTuple):
    """An act with a page of its own.

    Attributes:
        label: its citation.
        name: the name of its graph, edition and file.
        title: the title of the graph.
        law: the names of its provisions.
        read_page: the reader of its page, in the language that it is given.
        build_dates: builds the graph of the date from which it applies; None if that is not needed.
    """

    label: str
    name: str
    title: str
    law: turtle.Law
    read_page: Callable[..., tuple[str, list[Provision]]]
    build_dates: Callable[[list[Provision]], str] | None = None

    def build_graphs(self, provisions: list[Provision]) -> Iterator[tuple[str, str]]:
        """Yield the graphs of its provisions: file path and Turtle text.

        Args:
            provisions: its provisions in order.

        >>> [file for file, _ in _RELATED_ACTS[amending.NUMBER].build_graphs([])]
        ['amending-2026-1744.ttl']
        """
        yield f"{self.name}.ttl", turtle.provisions_to_turtle(f"act.{self.name}", self.title, self.law, provisions)
        if self.build_dates:
            yield f"{self.name}.application.ttl", self.build_dates(provisions)


_IMPLEMENTING_NUMBER = "2026/1755"
_RELATED_ACTS = {
    amending.NUMBER: RelatedAct(
        AMENDING_ACT,
        "amending-2026-1744",
        f"structure of {AMENDING_ACT}, which amends the AI Act",
        turtle.AMENDING,
        amending.read_amending_act,
    ),
    _IMPLEMENTING_NUMBER: RelatedAct(
        IMPLEMENTING_ACT,
        "implementing-2026-1755",
        f"structure of {IMPLEMENTING_ACT}, on evaluations and proceedings",
        turtle.IMPLEMENTING,
        partial(xhtml.read_act_page, number=_IMPLEMENTING_NUMBER),
        application_graph.build_implementing_dates,
    ),
}


def find_related_act(page: Path) -> RelatedAct | None:
    """Return the act of a page; None if it is not one of these acts.

    Raises:
        InputError: the file cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     count = Path(folder, "page.xhtml").write_bytes(b'<p class="oj-hd-uniq">2026/1755</p>')
    ...     find_related_act(Path(folder, "page.xhtml")).label
    'Implementing Regulation (EU) 2026/1755'
    """
    return _RELATED_ACTS.get(read_act_number(page))
