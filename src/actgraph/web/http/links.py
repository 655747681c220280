"""Addresses as a page writes them: of the server, or of a folder of files."""

import os.path
from collections.abc import Callable
from urllib.parse import quote

from actgraph.graph import day as graph
from actgraph.graph.day import Day
from actgraph.web.http.node_paths import place_of

# Path of a page, its day ("" for the day that is not named), its format ("" for the page itself) → address.
Write = Callable[[str, str, str], str]


class Links:
    """The addresses that one page writes.

    Args:
        day: the graph of the page.
        named: the day as the address names it; empty where the page is of the day that is not named.
        write: how addresses are written.
        other: node → the other day, as an address names it, whose pages have it; None where none has.

    >>> links = Links(graph.on("2026-11-24"), "2026-11-24", served, lambda iri: None)
    >>> links.to("https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1")
    '/on/2026-11-24/eli/reg/2024/1689/art_53#par_1'
    """

    def __init__(self, day: Day, named: str, write: Write, other: Callable[[str], str | None]) -> None:
        self.day = day
        self.named = named
        self._write = write
        self._other = other
        self._known: dict[str, str] = {}

    def at(self, path: str, form: str = "") -> str:
        """The address of a page of the same day.

        Args:
            path: of the page.
            form: json, ttl, csv or svg; empty for the page itself.

        >>> Links(graph.on("2026-11-24"), "", served, lambda iri: None).at("timeline", "csv")
        '/timeline.csv'
        """
        return self._write(path, self.named, form)

    def then(self, path: str, named: str) -> str:
        """The address of a page on another day.

        Args:
            path: of the page.
            named: ISO 8601 date; empty for the day that is not named.

        >>> Links(graph.on("2026-11-24"), "", served, lambda iri: None).then("timeline", "2025-01-01")
        '/on/2025-01-01/timeline'
        """
        return self._write(path, named, "")

    def to(self, iri: str) -> str:
        """The address of a node: on a page of this day, or of another that has it; empty where none has.

        Args:
            iri: a node.

        >>> links = Links(graph.on("2026-11-24"), "", served, lambda iri: other_day("2026-11-24", iri))
        >>> links.to("https://w3id.org/actgraph/eli/reg/2024/1689/art_10.par_5")
        '/on/2026-07-26/eli/reg/2024/1689/art_10#par_5'
        """
        if iri not in self._known:
            self._known[iri] = self._to(iri)
        return self._known[iri]

    def of(self, iri: str, day: str, named: str) -> str:
        """The address of a node on a day; empty where that day has no page of it.

        Args:
            iri: a node.
            day: ISO 8601 date.
            named: the day as an address names it.

        >>> links = Links(graph.on("2026-11-24"), "", served, lambda iri: None)
        >>> links.of("https://w3id.org/actgraph/eli/reg/2024/1689/art_75a", "2026-07-26", "2026-07-26")
        ''
        """
        place = place_of(graph.on(day), iri)
        if place is None:
            return ""
        path, fragment = place
        return self._write(path, named, "") + (f"#{quote(fragment)}" if fragment else "")

    def _to(self, iri: str) -> str:
        if found := self.of(iri, self.day.day, self.named):
            return found
        named = self._other(iri)
        return "" if not named else self.of(iri, named, named)


def other_day(today: str, iri: str) -> str | None:
    """The last day that has a node which does not hold any more, or the first that will; None where there is none.

    Args:
        today: the day that is meant where none is named, ISO 8601.
        iri: a node.

    >>> other_day("2026-11-24", "https://w3id.org/actgraph/eli/reg/2024/1689/art_10.par_5")
    '2026-07-26'
    >>> other_day("2026-11-24", "https://w3id.org/actgraph/eli/reg/2024/1689/art_999")
    """
    whole = graph.everything()
    spans = [edition for edition in whole.editions if whole.holds(iri, edition)] if iri in whole else []
    return spans[-1].seen_from(today) if spans else None


def served(path: str, day: str, form: str) -> str:
    """An address on the server.

    Args:
        path: of the page.
        day: ISO 8601 date, or empty.
        form: of the page, or empty.

    >>> served("", "2025-01-01", ""), served("gaps", "", "json")
    ('/on/2025-01-01/', '/gaps.json')
    """
    start = f"/on/{day}/" if day else "/"
    return start + quote(path or ("index" if form else "")) + (f".{form}" if form else "")


def in_folder(here: str, today: str) -> Write:
    """How the files of a folder name each other: by relative addresses, so that they work from anywhere.

    Args:
        here: path of the file that names others, below the folder.
        today: the day whose files stand at the top.

    >>> in_folder("on/2026-07-26/eli/a.html", "2026-11-24")("timeline", "2026-07-26", "csv")
    '../timeline.csv'
    """
    start = os.path.dirname(here)

    def write(path: str, day: str, form: str) -> str:
        return quote(os.path.relpath(file_of(path, "" if day == today else day, form), start or "."))

    return write


def file_of(path: str, day: str, form: str) -> str:
    """The file of a page below the folder.

    Args:
        path: of the page.
        day: ISO 8601 date; empty for the pages at the top.
        form: of the page; empty for HTML.

    >>> file_of("", "", ""), file_of("ns", "2026-07-26", "ttl")
    ('index.html', 'on/2026-07-26/ns.ttl')
    """
    return (f"on/{day}/" if day else "") + f"{path or 'index'}.{form or 'html'}"
