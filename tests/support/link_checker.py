"""The links of a folder of pages: which of them lead nowhere."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from actgraph.core.prefixes import BASE


def find_dead_links(folder: Path) -> Iterator[str]:
    """The internal links that lead nowhere: no file, no such place in it, or a node that has no page.

    Args:
        folder: the top of the site.
    """
    pages = {path: _read_ids_and_links(path) for path in folder.rglob("*.html")}
    for path, (_, links) in pages.items():
        for link in links:
            parts = urlsplit(link)
            if parts.scheme:
                if link.startswith(BASE):
                    yield f"{path.relative_to(folder)}: {link} is no page"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                yield f"{path.relative_to(folder)}: there is no {link}"
            elif parts.fragment and unquote(parts.fragment) not in pages[target][0]:
                yield f"{path.relative_to(folder)}: no place is called {link}"


def _read_ids_and_links(path: Path) -> tuple[set[str], set[str]]:
    page = html.parse(str(path))
    ids = {str(one) for one in page.xpath("//@id")}
    return ids, {str(one) for one in page.xpath("//@href | //@src")}
