"""Build the documentation site from docs/: `make docs`."""

import importlib.metadata
import re

project = "actgraph"
author = "The maintainers of actgraph"
copyright = author
release = version = importlib.metadata.version("actgraph")
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
]
html_theme = "furo"
templates_path = ["_templates"]
html_title = f"actgraph {release}"
exclude_patterns = ["_build", "shots"]
myst_heading_anchors = 4
autosummary_generate = True
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
default_role = "code"
nitpicky = False
suppress_warnings = ["misc.highlighting_failure"]  # a drawing, or an example with output


def _leave_out_repository_links(app: object, docname: str, source: list[str]) -> None:
    """Show the text of a link to a file of the repository that is no page of the site."""
    source[0] = re.sub(r"\[([^\]]*)\]\((\.\./[^)]+)\)", r"\1", source[0])


def setup(app: object) -> None:
    """Let Sphinx call the functions above."""
    app.connect("source-read", _leave_out_repository_links)  # type: ignore[attr-defined]
