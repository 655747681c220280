"""SVG elements of all diagrams: frame, lines of text, links, and a legend of who states what."""

import os
import textwrap
from collections.abc import Callable, Iterable, Sequence
from html import escape

from actgraph.citation.labels import CODE_CHAPTERS
from actgraph.core.prefixes import ALL_GUIDELINES, CODE, CONTENT_CODE, SUMMARY
from actgraph.core.tables import strip_controls
from actgraph.core.urls import sanitize_url
from actgraph.graph.day import Day

Href = Callable[[str], str]

# Kind of a link → who states it.
LINK_KIND_LABELS = {
    "declared": "declared by the code",
    "stated": "stated in a text",
    "editorial": "editorial: as we read it",
    "computed": "computed",
    "derived": "derived by a rule",
    "part": "part and whole",
}


def make_official_href(day: Day) -> Href:
    """Make the default `Href`: to the official page of a node, or to its IRI where it has none.

    >>> from actgraph.graph.day import open_day
    >>> make_official_href(open_day("2026-11-24"))("https://w3id.org/actgraph/eli/reg/2024/1689/art_53")
    'https://eur-lex.europa.eu/eli/reg/2024/1689/2026-07-27/eng#art_53'
    """
    return lambda iri: day.get_node(iri).page or iri


def build_svg(title: str, size: tuple[int, int], elements: Iterable[str], *, standalone: bool) -> str:
    """Build a whole SVG document or element.

    Args:
        title: a description for people who do not see it.
        size: width and height in pixels.
        standalone: make a file of its own, with its colours; else a part of an HTML page that links `pictures.css`.

    >>> build_svg("None", (1, 2), ["<g/>"], standalone=False).splitlines()[1:]
    ['<rect x="0" y="0" width="1" height="2" class="pic-paper"/>', '<g/>', '</svg>']
    """
    width, height = size
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' class="pic" role="group" aria-label="{escape(title)}">'
    )
    # A title of the whole would be the tooltip everywhere, so on a page it is a label only.
    own = [f"<title>{escape(title)}</title>", f"<style>\n{read_picture_css()}</style>"] if standalone else []
    lines = [head, *own, draw_box(0, 0, width, height, "paper"), *elements, "</svg>"]
    return strip_controls("\n".join(lines))  # XML forbids control characters


def read_picture_css() -> str:
    """Read the style sheet of all diagrams.

    >>> "prefers-color-scheme: dark" in read_picture_css()
    True
    """
    with open(os.path.join(os.path.dirname(__file__), "pictures.css"), encoding="utf-8") as file:
        return file.read()


def draw_text(x: float, y: float, content: str, classes: str = "", anchor: str = "") -> str:
    """Draw a line of text.

    Args:
        x: its start, end or middle, as `anchor` says.
        y: its base line.
        classes: names of classes, without `pic-`.
        anchor: end or middle; start where it is empty.

    >>> draw_text(1, 2.04, "a < b", "small grey", "end")
    '<text x="1" y="2" text-anchor="end" class="pic-small pic-grey">a &lt; b</text>'
    """
    at = f' text-anchor="{anchor}"' if anchor else ""
    return (
        f'<text x="{_format_number(x)}" y="{_format_number(y)}"{at}{_format_classes(classes)}>{escape(content)}</text>'
    )


def draw_line(path: Sequence[tuple[float, float]], classes: str, title: str = "") -> str:
    """Draw a straight line of two points; of more points, curves with three points each after the start.

    Args:
        classes: names of classes, without `pic-`.
        title: the tooltip.

    >>> draw_line([(0, 0), (1, 0), (1, 1), (2, 1)], "link stated", "why")
    '<path d="M0 0C1 0 1 1 2 1" class="pic-link pic-stated"><title>why</title></path>'
    """
    (start, *rest), form = [f"{_format_number(x)} {_format_number(y)}" for x, y in path], "L" if len(path) == 2 else "C"
    told = f"<title>{escape(title)}</title>" if title else ""
    return f'<path d="M{start}{form}{" ".join(rest)}"{_format_classes(classes)}>{told}</path>'


def draw_box(x: float, y: float, width: float, height: float, classes: str) -> str:
    """Draw a rectangle.

    Args:
        x: its left.
        y: its top.
        classes: names of classes, without `pic-`.

    >>> draw_box(0, 1.5, 10, 10, "group faint")
    '<rect x="0" y="1.5" width="10" height="10" class="pic-group pic-faint"/>'
    """
    sides = {"x": x, "y": y, "width": width, "height": height}
    size = " ".join(f'{name}="{_format_number(value)}"' for name, value in sides.items())
    return f"<rect {size}{_format_classes(classes)}/>"


def draw_link(address: str, title: str, elements: Iterable[str]) -> str:
    """Wrap elements in a link.

    Args:
        address: the target; no link where it is empty or of a scheme that is not allowed.
        title: the tooltip.

    >>> draw_link("https://example.org/?a&b", "", ["<rect/>"])
    '<a href="https://example.org/?a&amp;b"><rect/></a>'
    """
    told = f"<title>{escape(title)}</title>" if title else ""
    head, tail = (f'<a href="{escape(address)}">', "</a>") if sanitize_url(address) else ("<g>", "</g>")
    return f"{head}{told}{''.join(elements)}{tail}"


def draw_legend(x: float, y: float, kinds: Iterable[str]) -> list[str]:
    """Draw in one row which stroke means what.

    Args:
        x: its left end.
        y: the base line of its words.
        kinds: the kinds of link that the diagram has.

    >>> len(draw_legend(0, 0, ["stated", "declared", "stated"]))
    4
    """
    lines = []
    for kind in [one for one in LINK_KIND_LABELS if one in set(kinds)]:
        lines.append(draw_line([(x, y - 4), (x + 36, y - 4)], f"link {kind}"))
        lines.append(draw_text(x + 42, y, LINK_KIND_LABELS[kind], "small"))
        x += 62 + 6.6 * len(LINK_KIND_LABELS[kind])
    return lines


def get_colour_class(iri: str) -> str:
    """Return the colour class of a node: by its text, and in a code by its chapter or section.

    >>> get_colour_class("https://w3id.org/actgraph/code-of-practice/cpy.com_1")
    'cpy'
    """
    chapter = iri.removeprefix(CODE).partition(".")[0]
    if iri.startswith(CODE):
        return chapter if chapter in CODE_CHAPTERS else "tra"  # the form is of the Transparency chapter
    if iri.startswith(CONTENT_CODE):
        return "sec-2" if iri.startswith(f"{CONTENT_CODE}sec_2") else "sec-1"
    return "gdl" if iri.startswith(ALL_GUIDELINES) else "tcs" if iri.startswith(SUMMARY) else "act"


def join_sentences(sentences: list[str], limit: int = 12) -> str:
    """Join sentences with line breaks, and say how many more there are.

    Args:
        limit: how many to keep.

    >>> print(join_sentences(["a", "b", "c"], 1))
    a
    and 2 more
    """
    return "\n".join(
        [*sentences[:limit], f"and {len(sentences) - limit} more"] if len(sentences) > limit else sentences
    )


def shorten_line(text: str, length: int) -> str:
    """Shorten a text to fit into a line.

    Args:
        length: in letters.

    >>> shorten_line("Obligations for providers of general-purpose AI models", 30)
    'Obligations for providers of …'
    """
    return textwrap.shorten(text, length, placeholder=" …", break_on_hyphens=False)


def format_node_name(label: str, title: str) -> str:
    """Format the label and the title of a node, unless they say the same.

    Args:
        title: as the text has it; may be empty.

    >>> format_node_name("Article 78", "Confidentiality"), format_node_name("Recital 1", "")
    ('Article 78: Confidentiality', 'Recital 1')
    >>> format_node_name("Copyright chapter", "Copyright Chapter")
    'Copyright chapter'
    """
    return f"{label}: {title}" if title and title.casefold() != label.casefold() else label


def _format_classes(names: str) -> str:
    words = " ".join(f"pic-{name}" for name in names.split())
    return f' class="{words}"' if words else ""


def _format_number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
