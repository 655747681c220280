"""Find the broken links of a folder of HTML pages."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from actgraph.core.prefixes import BASE


def find_dead_links(folder: Path) -> Iterator[str]:
    """Find the broken internal links of a site: missing files, missing anchors, and nodes that have no page."""
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
