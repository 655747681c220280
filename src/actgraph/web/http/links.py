"""Write the URLs in a page: for the server, or for a folder of files."""

import posixpath
from collections.abc import Callable
from urllib.parse import quote

from actgraph.graph.day import Day, open_all_editions, open_day
from actgraph.web.http.node_paths import find_page_path

# Path of a page, its day ("" for the default day), its format ("" for HTML) → URL.
UrlFormatter = Callable[[str, str, str], str]


class PageLinks:
    """The URLs of one page.

    Args:
        day: graph of the page.
        url_day: day as the URL names it; empty on pages of the default day.
        format_url: writes a URL.
        find_day: returns, for a node, another day whose pages have it, as the URL names it; None if there is none.

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
        """Return the URL of a page of the same day.

        Args:
            format_name: `json`, `ttl`, `csv` or `svg`; empty for HTML.

        >>> PageLinks(open_day("2026-11-24"), "", format_server_url, lambda iri: None).link_page("timeline", "csv")
        '/timeline.csv'
        """
        return self._format_url(path, self.url_day, format_name)

    def link_page_on(self, path: str, url_day: str) -> str:
        """Return the URL of a page on another day.

        Args:
            url_day: ISO 8601 date; empty for the default day.

        >>> links = PageLinks(open_day("2026-11-24"), "", format_server_url, lambda iri: None)
        >>> links.link_page_on("timeline", "2025-01-01")
        '/on/2025-01-01/timeline'
        """
        return self._format_url(path, url_day, "")

    def link_node(self, iri: str) -> str:
        """Return the URL of a node, on this day or on another day that has it; empty if no day has it.

        >>> from functools import partial
        >>> today = "2026-11-24"
        >>> links = PageLinks(open_day(today), "", format_server_url, partial(find_other_day, today))
        >>> links.link_node("https://w3id.org/actgraph/eli/reg/2024/1689/art_10.par_5")
        '/on/2026-07-26/eli/reg/2024/1689/art_10#par_5'
        """
        if iri not in self._known:
            self._known[iri] = self._find_link(iri)
        return self._known[iri]

    def link_node_on(self, iri: str, date: str, url_day: str) -> str:
        """Return the URL of a node on a day; empty if that day has no page for it.

        Args:
            date: ISO 8601 date.
            url_day: the day as the URL names it.

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
    """Find the last day of a node that is no longer in force, or the first day of a future one; None if there is none.

    Args:
        today: default day, ISO 8601.

    >>> find_other_day("2026-11-24", "https://w3id.org/actgraph/eli/reg/2024/1689/art_10.par_5")
    '2026-07-26'
    >>> find_other_day("2026-11-24", "https://w3id.org/actgraph/eli/reg/2024/1689/art_999")
    """
    whole = open_all_editions()
    spans = [edition for edition in whole.editions if whole.is_in_edition(iri, edition)] if iri in whole else []
    return spans[-1].clamp_day(today) if spans else None


def format_server_url(path: str, url_day: str, format_name: str) -> str:
    """Write a URL of the server.

    Args:
        url_day: ISO 8601 date; empty for the default day.
        format_name: format of the page; empty for HTML.

    >>> format_server_url("", "2025-01-01", ""), format_server_url("gaps", "", "json")
    ('/on/2025-01-01/', '/gaps.json')
    """
    start = f"/on/{url_day}/" if url_day else "/"
    return start + quote(path or ("index" if format_name else "")) + (f".{format_name}" if format_name else "")


def make_relative_formatter(here: str, today: str) -> UrlFormatter:
    """Make a formatter of relative URLs, so that the files of a folder work from anywhere.

    Args:
        here: path of the file that holds the links, below the folder.
        today: day whose files stand at the root of the folder.

    >>> make_relative_formatter("on/2026-07-26/eli/a.html", "2026-11-24")("timeline", "2026-07-26", "csv")
    '../timeline.csv'
    """
    start = posixpath.dirname(here)

    def format_url(path: str, url_day: str, format_name: str) -> str:
        return quote(
            posixpath.relpath(format_file_path(path, "" if url_day == today else url_day, format_name), start or ".")
        )

    return format_url


def format_file_path(path: str, url_day: str, format_name: str) -> str:
    """Write the path of a page's file below the folder.

    Args:
        url_day: ISO 8601 date; empty for the pages at the root.
        format_name: format of the page; empty for HTML.

    >>> format_file_path("", "", ""), format_file_path("ns", "2026-07-26", "ttl")
    ('index.html', 'on/2026-07-26/ns.ttl')
    """
    return (f"on/{url_day}/" if url_day else "") + f"{path or 'index'}.{format_name or 'html'}"
