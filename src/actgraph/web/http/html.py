"""Render pages as HTML with Jinja templates."""

import functools
import importlib.util
import itertools
import os.path
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from actgraph.citation.labels import CONTENT_CODE_NAME
from actgraph.core.errors import InputError
from actgraph.core.prefixes import CODE, load_prefixes, shorten_iri
from actgraph.core.tables import strip_controls
from actgraph.core.urls import sanitize_url
from actgraph.graph.catalog import format_date
from actgraph.graph.day import Day, open_all_editions, open_day
from actgraph.graph.node import Node
from actgraph.law import amendments
from actgraph.law.compliance_routes import find_routes_without_text
from actgraph.web.http.links import PageLinks
from actgraph.web.http.page import PAGE_FORMATS, Page

# Group → its pages, each with its name.
MENU: Mapping[str, Sequence[tuple[str, str]]] = {
    "Law": (
        ("eli/reg/2024/1689", "AI Act"),
        ("eli/reg/2026/1744", "Amending Regulation (EU) 2026/1744"),
        ("eli/reg_impl/2026/1755", "Implementing Regulation (EU) 2026/1755"),
        ("timeline", "Dates"),
        ("terms", "Defined terms"),
        ("other", "Other acts"),
    ),
    "Codes": (
        ("code-of-practice", "General-Purpose AI Code"),
        ("content-code", "AI-Generated Content Code"),
        ("signatories", "Signatories"),
        ("matrix", "General-Purpose AI Code and the Act"),
        ("content-matrix", "AI-Generated Content Code and the Act"),
        ("gaps", "What no commitment covers"),
    ),
    "Guidance": (
        ("answers", "Answers"),
        ("duties", "What must be shown, and how"),
        ("guidelines", "The Commission's guidelines"),
        ("training-summary", "Template for the training summary"),
    ),
    "Tools": (
        ("queries", "Queries"),
        ("ns", "Vocabulary"),
        ("a-z", "Index"),
    ),
}
# Pages that need a server, among the tools.
LIVE_TOOLS = (
    ("form", "Describe a model"),
    ("one-third", "The one-third rule"),
    ("profile", "Check a profile"),
    ("sparql", "SPARQL"),
)
_FORMAT_LABELS = {"json": "JSON", "ttl": "Turtle", "csv": "CSV", "svg": "SVG"}


class MenuGroup(NamedTuple):
    """A group of the menu.

    Attributes:
        entries: path and name of each page.
        is_here: whether the open page is one of them, or stands below one of them.
    """

    title: str
    entries: Sequence[tuple[str, str]]
    is_here: bool


class EditionChoice(NamedTuple):
    """An edition of the Act that a page offers to switch to.

    Attributes:
        href: URL of the same page in this edition; empty if the edition does not have it.
        current: whether the page belongs to this edition.
        date: a day on which the edition holds, ISO 8601.
        url_day: the day as a URL names it.
    """

    label: str
    href: str
    current: bool
    date: str
    url_day: str


def render_html(page: Page, links: PageLinks, today: str, asset: Callable[[str], str], *, live: bool) -> str:
    """Render a page as HTML.

    Args:
        today: default day, ISO 8601.
        asset: returns the URL of a file of `assets`.
        live: whether a server answers, which can search and check profiles.
    """
    facts = {
        "menu": list(_group_menu(page.path, live)),
        "forms": [(form, PAGE_FORMATS[form][0]) for form in page.formats],
        "names": _FORMAT_LABELS,
        "switch": list_edition_choices(page, links, today),
        "words": "",
        "has_code": CODE + "code" in links.day,
        "unknown_routes": find_routes_without_text(links.day),
        "can_draw": importlib.util.find_spec("pygraphviz") is not None,
        **page.context,
    }
    # Most pages show their picture as a file of its own, which is drawn when somebody looks at it.
    facts["picture"] = "" if facts.get("is_mapping") is False and facts["can_draw"] else _draw_picture(page, links)
    labels = {"label": _make_labeller(links.day), "cite_label": _label_citation}
    template = _load_templates().get_template(page.template)
    made: str = template.render(page=page, day=links.day, links=links, asset=asset, live=live, **labels, **facts)
    return strip_controls(made)  # labels of a profile can hold control characters


def _group_menu(path: str, live: bool) -> Iterator[MenuGroup]:
    for title, pages in MENU.items():
        entries = (*(LIVE_TOOLS if live and title == "Tools" else ()), *pages)
        yield MenuGroup(title, entries, any(f"{path}/".startswith(f"{one}/") for one, _ in entries))


def _draw_picture(page: Page, links: PageLinks) -> Markup:
    """Draw the picture of a page, or say why there is none."""
    if not page.draw:
        return Markup("")
    try:
        # Made by this program, with all text escaped.
        return Markup(page.draw(href=links.link_node, standalone=False))  # noqa: S704
    except InputError as error:
        return Markup("<p>There is no picture: {}. {}.</p>").format(error.what, error.todo)


def list_edition_choices(page: Page, links: PageLinks, today: str) -> list[EditionChoice]:
    """List the editions of the Act, each with the same page in it.

    Args:
        today: default day, ISO 8601.
    """
    found = []
    for edition in amendments.list_act_editions().values():
        current = edition in links.day.editions
        day = links.day.date if current else edition.clamp_day(today)
        named = links.url_day if current else "" if day == today else day
        there = not page.node or page.node in open_day(day)
        href = links.link_page_on(page.path, named) + page.query_string if there else ""
        found.append(EditionChoice(edition.label, href, current, day, named))
    return found


@functools.cache
def _load_templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(os.path.join(os.path.dirname(os.path.dirname(__file__)), "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(short=shorten_iri, space=_label_namespace, initials=_abbreviate_label, followed=sanitize_url)
    found.filters.update(dated=_write_dates, capitalized=_capitalize, first_sentence=_cut_first_sentence)
    found.filters.update(groupby_stem=_group_by_stem)
    return found


def _write_dates(text: str) -> str:
    """Write the ISO 8601 dates of a text in words."""
    return re.sub(r"\d{4}-\d{2}-\d{2}", lambda date: format_date(date[0]), text)


def _capitalize(text: str) -> str:
    """Begin a text with a capital letter, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def _cut_first_sentence(text: str) -> str:
    """Return the first sentence of a text."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z“])", text, maxsplit=1)[0]


def _group_by_stem(nodes: Sequence[Node]) -> list[tuple[str, list[tuple[Node, str]]]]:
    """Group nodes that follow each other by their label without its number, each with its number.

    A group of one has the whole label in place of its number, and no stem.
    """
    found = []
    for stem, group in itertools.groupby(nodes, lambda node: node.label.rpartition(" ")[0]):
        several = list(group)
        if len(several) > 1 and stem:
            found.append((f"{stem}s ", [(node, node.label.rpartition(" ")[2]) for node in several]))
        else:
            found += [("", [(node, node.label)]) for node in several]
    return found


def _make_labeller(day: Day) -> Callable[[str], str]:
    return lambda iri: day.get_node(iri).label or shorten_iri(iri)


def _label_citation(iri: str) -> str:
    """Label a node of any day, as a text that is no longer in force, or not yet, has it."""
    return open_all_editions().get_node(iri).label or shorten_iri(iri)


_NAMESPACE_LABELS = {
    "act": "AI Act",
    "omn": "Regulation (EU) 2026/1744",
    "ipr": "Implementing Regulation (EU) 2026/1755",
    "cop": "General-Purpose AI Code",
    "agc": "AI-Generated Content Code",
    "gdl": "Commission's guidelines on general-purpose AI models",
    "g50": "Commission's guidelines on Article 50",
    "gas": "Commission's guidelines on the definition of an AI system",
    "tcs": "Template for the summary of training content",
    "trm": "Defined terms",
}


def _label_namespace(iri: str) -> str:
    """Name a namespace in words."""
    prefix = next((name for name, space in load_prefixes().items() if space == iri), "")
    return _NAMESPACE_LABELS.get(prefix, prefix)


def _abbreviate_label(label: str) -> str:
    """Abbreviate the label of a part of a code: "Safety and Security Commitment 1" is S1, an appendix A1.

    Of the AI-Generated Content Code, Commitment 3 of Section 2 is 2.3, and a section is its number.
    """
    if label.startswith(CONTENT_CODE_NAME):
        return ".".join(re.findall(r"\d+", label)) or label
    number = label.rpartition(" ")[2]
    return f"{label[0]}{'A' if 'Appendix' in label else ''}{number if number[:1].isdigit() else ''}"
