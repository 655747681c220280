"""Addresses as a page writes them: of the server, or of a folder of files."""

import os.path
from collections.abc import Callable
from urllib.parse import quote

from actgraph.graph.day import Day, open_all_editions, open_day
from actgraph.web.http.node_paths import find_page_path

# Path of a page, its day ("" for the day that is not named), its format ("" for the page itself) → address.
UrlFormatter = Callable[[str, str, str], str]


class PageLinks:
    """The addresses that one page writes.

    Args:
        day: the graph of the page.
        url_day: the day as the address names it; empty where the page is of the day that is not named.
        format_url: how addresses are written.
        find_day: node → the other day, as an address names it, whose pages have it; None where none has.

    >>> links = PageLinks(open_day("2026-11-24"), "2026-11-24", format_server_url, lambda iri: None)
    >>> links.link_node("https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1")
    '/on/2026-11-24/eli/reg/2024/1689/art_53#par_1'
    """

    def __init__(self, day: Day, url_day: str, format_url: UrlFormatter, find_day: Callable[[str], str | None]) -> None:
        self.day = day
        self.url_day = url_day
        self._format_url = format_url
        self._find_day = find_day
        self._known: dict[str, str] = {}

    def link_page(self, path: str, format_name: str = "") -> str:
        """The address of a page of the same day.

        Args:
            path: of the page.
            format_name: json, ttl, csv or svg; empty for the page itself.

        >>> PageLinks(open_day("2026-11-24"), "", format_server_url, lambda iri: None).link_page("timeline", "csv")
        '/timeline.csv'
        """
        return self._format_url(path, self.url_day, format_name)

    def link_page_on(self, path: str, url_day: str) -> str:
        """The address of a page on another day.

        Args:
            path: of the page.
            url_day: ISO 8601 date; empty for the day that is not named.

        >>> PageLinks(open_day("2026-11-24"), "", format_server_url, lambda iri: None).link_page_on("timeline", "2025-01-01")
        '/on/2025-01-01/timeline'
        """
        return self._format_url(path, url_day, "")

    def link_node(self, iri: str) -> str:
        """The address of a node: on a page of this day, or of another that has it; empty where none has.

        Args:
            iri: a node.

        >>> links = PageLinks(open_day("2026-11-24"), "", format_server_url, lambda iri: find_other_day("2026-11-24", iri))
        >>> links.link_node("https://w3id.org/actgraph/eli/reg/2024/1689/art_10.par_5")
        '/on/2026-07-26/eli/reg/2024/1689/art_10#par_5'
        """
        if iri not in self._known:
            self._known[iri] = self._find_link(iri)
        return self._known[iri]

    def link_node_on(self, iri: str, date: str, url_day: str) -> str:
        """The address of a node on a day; empty where that day has no page of it.

        Args:
            iri: a node.
            date: ISO 8601 date.
            url_day: the day as an address names it.

        >>> links = PageLinks(open_day("2026-11-24"), "", format_server_url, lambda iri: None)
        >>> links.link_node_on("https://w3id.org/actgraph/eli/reg/2024/1689/art_75a", "2026-07-26", "2026-07-26")
        ''
        """
        place = find_page_path(open_day(date), iri)
        if place is None:
            return ""
        path, fragment = place
        return self._format_url(path, url_day, "") + (f"#{quote(fragment)}" if fragment else "")

    def _find_link(self, iri: str) -> str:
        if found := self.link_node_on(iri, self.day.date, self.url_day):
            return found
        named = self._find_day(iri)
        return "" if not named else self.link_node_on(iri, named, named)


def find_other_day(today: str, iri: str) -> str | None:
    """The last day that has a node which does not hold any more, or the first that will; None where there is none.

    Args:
        today: the day that is meant where none is named, ISO 8601.
        iri: a node.

    >>> find_other_day("2026-11-24", "https://w3id.org/actgraph/eli/reg/2024/1689/art_10.par_5")
    '2026-07-26'
    >>> find_other_day("2026-11-24", "https://w3id.org/actgraph/eli/reg/2024/1689/art_999")
    """
    whole = open_all_editions()
    spans = [edition for edition in whole.editions if whole.is_in_edition(iri, edition)] if iri in whole else []
    return spans[-1].clamp_day(today) if spans else None


def format_server_url(path: str, url_day: str, format_name: str) -> str:
    """An address on the server.

    Args:
        path: of the page.
        url_day: ISO 8601 date, or empty.
        format_name: of the page, or empty.

    >>> format_server_url("", "2025-01-01", ""), format_server_url("gaps", "", "json")
    ('/on/2025-01-01/', '/gaps.json')
    """
    start = f"/on/{url_day}/" if url_day else "/"
    return start + quote(path or ("index" if format_name else "")) + (f".{format_name}" if format_name else "")


def make_relative_formatter(here: str, today: str) -> UrlFormatter:
    """How the files of a folder name each other: by relative addresses, so that they work from anywhere.

    Args:
        here: path of the file that names others, below the folder.
        today: the day whose files stand at the top.

    >>> make_relative_formatter("on/2026-07-26/eli/a.html", "2026-11-24")("timeline", "2026-07-26", "csv")
    '../timeline.csv'
    """
    start = os.path.dirname(here)

    def format_url(path: str, url_day: str, format_name: str) -> str:
        return quote(
            os.path.relpath(format_file_path(path, "" if url_day == today else url_day, format_name), start or ".")
        )

    return format_url


def format_file_path(path: str, url_day: str, format_name: str) -> str:
    """The file of a page below the folder.

    Args:
        path: of the page.
        url_day: ISO 8601 date; empty for the pages at the top.
        format_name: of the page; empty for HTML.

    >>> format_file_path("", "", ""), format_file_path("ns", "2026-07-26", "ttl")
    ('index.html', 'on/2026-07-26/ns.ttl')
    """
    return (f"on/{url_day}/" if url_day else "") + f"{path or 'index'}.{format_name or 'html'}"
