"""A page as HTML: the templates, and what each of them is given."""

import functools
import os.path
from collections.abc import Callable
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from actgraph.core.prefixes import CODE, prefixes, shorten
from actgraph.core.tables import plain
from actgraph.core.urls import followed
from actgraph.graph import day as graph
from actgraph.graph.day import Day
from actgraph.law import amendments
from actgraph.web.http.links import Links
from actgraph.web.http.page import FORMS, Page

MENU = (
    ("eli/reg/2024/1689", "Act"),
    ("code-of-practice", "Code"),
    ("guidelines", "Guidelines"),
    ("duties", "What to show"),
    ("matrix", "Mapping"),
    ("timeline", "Dates"),
    ("signatories", "Signatories"),
    ("gaps", "Gaps"),
    ("terms", "Terms"),
    ("ns", "Vocabulary"),
    ("queries", "Queries"),
    ("a-z", "Index"),
)
LIVE = (("sparql", "SPARQL"), ("profile", "Check a profile"))  # what needs a server
_NAMES = {"json": "JSON", "ttl": "Turtle", "csv": "CSV", "svg": "SVG"}


class Choice(NamedTuple):
    """An edition of the Act as a page offers it.

    Attributes:
        label: how it is called.
        href: the same page in it; empty where it is not in it.
        current: whether it is the edition of the page.
        day: a day on which it holds, ISO 8601.
        named: the same as an address names it.
    """

    label: str
    href: str
    current: bool
    day: str
    named: str


def html(page: Page, links: Links, today: str, asset: Callable[[str], str], *, live: bool) -> str:
    """A page as HTML.

    Args:
        page: the page.
        links: how it names others.
        today: the day that is meant where none is named, ISO 8601.
        asset: name of a file of `assets` → its address.
        live: whether a server is there that can search and check.
    """
    facts = {
        "menu": MENU + (LIVE if live else ()),
        "forms": [(form, FORMS[form][0]) for form in page.forms],
        "names": _NAMES,
        "switch": switch(page, links, today),
        "words": "",
        "has_code": CODE + "code" in links.day,
        # Made by us, each word of it escaped.
        "picture": Markup(page.draw(href=links.to, standalone=False)) if page.draw else "",  # noqa: S704
        **page.facts,
    }
    made: str = (
        _templates()
        .get_template(page.template)
        .render(page=page, day=links.day, links=links, asset=asset, live=live, label=_labeller(links.day), **facts)
    )
    return plain(made)  # a label of a profile can have signs that no page may have


def switch(page: Page, links: Links, today: str) -> list[Choice]:
    """The editions of the Act, each with the same page in it.

    Args:
        page: the page.
        links: how it names others.
        today: the day that is meant where none is named, ISO 8601.
    """
    found = []
    for edition in amendments.editions().values():
        current = edition in links.day.editions
        day = links.day.day if current else edition.seen_from(today)
        named = links.named if current else "" if day == today else day
        there = not page.node or page.node in graph.on(day)
        href = links.then(page.path, named) + page.asked if there else ""
        found.append(Choice(edition.label, href, current, day, named))
    return found


@functools.cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(os.path.join(os.path.dirname(os.path.dirname(__file__)), "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(short=shorten, space=_space, initials=_initials, followed=followed)
    return found


def _labeller(day: Day) -> Callable[[str], str]:
    return lambda iri: day.node(iri).label or shorten(iri)


_SPACES = {
    "act": "AI Act",
    "omn": "Regulation (EU) 2026/1744",
    "ipr": "Implementing Regulation (EU) 2026/1755",
    "cop": "Code of Practice",
    "gdl": "Commission's guidelines",
    "tcs": "Template for the summary of training content",
    "trm": "Defined terms",
}


def _space(iri: str) -> str:
    """What the names below a namespace are, in words."""
    prefix = next((name for name, space in prefixes().items() if space == iri), "")
    return _SPACES.get(prefix, prefix)


def _initials(label: str) -> str:
    """A part of the Code in few signs: "Safety and Security Commitment 1" is S1, an appendix A1."""
    number = label.rpartition(" ")[2]
    return f"{label[0]}{'A' if 'Appendix' in label else ''}{number if number[:1].isdigit() else ''}"
