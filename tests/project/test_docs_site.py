"""Test that the documentation site is built without a warning, has no dead link, and a page for every public name."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import actgraph
from tests.conftest import ROOT


class _PageReader(HTMLParser):
    """Collects the links of a page, and what they may point to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links, self.names = [], set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("href", "src"):
                self.links.append(value)
            elif name in ("id", "name"):
                self.names.add(value)


@pytest.mark.slow
def test_site_has_no_warning_and_no_dead_link(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", tmp_path, ROOT / "docs", tmp_path / "site"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    pages = {page.resolve(): _PageReader(page) for page in (tmp_path / "site").rglob("*.html")}
    dead = []
    for page, read in pages.items():
        for link in read.links:
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            target = (page.parent / unquote(address.path)).resolve() if address.path else page
            has_name = not address.fragment or target not in pages or unquote(address.fragment) in pages[target].names
            if not target.exists() or not has_name:
                dead.append(f"{page.name}: {link}")
    assert dead == []
    assert [name for name in actgraph.__all__ if not (tmp_path / f"site/generated/actgraph.{name}.html").exists()] == []
