"""Draw the mapping: provisions of the Act on the left, parts of a code on the right, a line for each link."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from actgraph.citation.labels import CONTENT_CODE_NAME
from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, CODE, CODES, CONTENT_CODE, shorten_iri
from actgraph.graph.day import Day
from actgraph.law import links
from actgraph.law.coverage_gaps import require_code
from actgraph.law.diagrams import svg
from actgraph.law.diagrams.mapping_layers import draw_layers

if TYPE_CHECKING:
    from networkx import MultiDiGraph

ROW_HEIGHT, WIDTH, MAX_ROWS = 22, 1000, 48  # pixels of a row and of the whole; legible rows of a side
MAX_PARTS = 24  # of a chapter of a code, to be drawn one below the other; more are drawn in layers
_TOP, _FOOT, _EDGE, _GAP, _LETTER_WIDTH = 88, 40, 30, 210, 7  # pixels; the last is the width of a wide letter
_PROVISION_KINDS = {"Article", "Annex", "Recital"}
_PART_KINDS = {"Commitment", "Measure", "Appendix", "Form"}
_LARGE_PART_KINDS = {"Commitment", "Appendix"}


class _Position(NamedTuple):
    """Where a node is drawn: the end or start of its words, and their middle."""

    x: float
    y: float


def can_draw_mapping(day: Day, iri: str) -> bool:
    """Return whether the mapping of a node can be drawn: a code, a chapter of one, or a chapter of the Act.

    >>> from actgraph.graph.day import open_day
    >>> can_draw_mapping(open_day("2026-11-24"), open_day("2026-11-24").cite("Chapter V"))
    True
    """
    return day.get_node(iri).kind in ("Chapter", "CodeChapter", "CodeOfPractice") and iri.startswith((ACT, *CODES))


def build_mapping_graph(day: Day, chapter: str = "") -> "MultiDiGraph[str]":
    """Build the graph of the links from a code to the Act that the diagram shows.

    Args:
        chapter: IRI of a chapter of the Act or of a code, or of a code: what the code itself declares. Where it is
            empty, the General-Purpose AI Code.

    Returns:
        As of `build_neighbour_graph`; for a chapter of the Act with all its articles.

    Raises:
        InputError: it is no such chapter, or there is no code on that day.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> graph = build_mapping_graph(day)
    >>> [graph.nodes[iri]["label"] for iri in graph.predecessors(day.cite("Article 56"))]
    ['Safety and Security Commitment 1', 'Safety and Security Commitment 7']
    """
    require_code(day)
    if not chapter or day.get_node(chapter).kind == "CodeOfPractice":
        space = CONTENT_CODE if chapter.startswith(CONTENT_CODE) else CODE
        found = [one for one in links.find_links(day, ["ag:covers"]) if one.start.startswith(space)]
        return links.build_link_graph(day, found, _choose_representatives(day, found, _PROVISION_KINDS, _PART_KINDS))
    if not can_draw_mapping(day, chapter):
        raise InputError(
            f"{day.get_node(chapter).label or shorten_iri(chapter)} is no chapter of the Act or of a code",
            todo=f"Draw what stands around it: actgraph draw '{shorten_iri(chapter)}'",
        )
    which = ["ag:covers", "ag:isSaidToCover", "ag:addresses"]
    if chapter.startswith(CODES):
        found = links.find_links(day, which, starts=links.find_subtree(day, chapter))
        return _build_legible_graph(day, found)
    found = links.find_links(day, which, ends=links.find_subtree(day, chapter))
    graph = links.build_link_graph(day, found, _choose_representatives(day, found, _PROVISION_KINDS, _LARGE_PART_KINDS))
    for article in _list_articles(day, chapter):
        graph.add_node(article, **links.get_node_attributes(day, article))
    return graph


def draw_mapping(day: Day, chapter: str = "", *, href: svg.Href | None = None, standalone: bool = True) -> str:
    """Draw what a code covers in the Act: as its commitments declare it, or all links of a chapter.

    Args:
        chapter: IRI of a code or of a chapter of the Act or of a code; the General-Purpose AI Code where it is empty.
        href: IRI → URL of a node; its official page or its IRI where there is none.
        standalone: embed the colours; else the page links `pictures.css`.

    Raises:
        InputError: it is no such chapter, or there is no code on that day.

    >>> from actgraph.graph.day import open_day
    >>> "Nothing of a code is mapped to Chapter VI" in draw_mapping(open_day("2026-11-24"), ACT + "cpt_VI")
    True
    """
    graph = build_mapping_graph(day, chapter)
    node = day.get_node(chapter or f"{CODE}code")
    what = f"What the commitments of the {_shorten_code_label(node.label)} name in the Act"
    if node.kind != "CodeOfPractice":
        what = (
            f"{_name_codes(day, graph)} and the AI Act: {_drop_code_name(svg.format_node_name(node.label, node.title))}"
        )
    if not graph.number_of_edges():
        none = f"Nothing of a code is mapped to {day.get_node(chapter).label}: nothing covers it, nothing addresses it."
        lines = [svg.draw_text(_EDGE, 34, svg.shorten_line(what, 88), "head"), svg.draw_text(_EDGE, 64, none)]
        return svg.build_svg(what, (WIDTH, 90), lines, standalone=standalone)
    find_address = href or svg.make_official_href(day)
    if node.kind == "CodeChapter" and sum(iri.startswith(CODES) for iri in graph) > MAX_PARTS:
        return draw_layers(day, chapter, graph, what, href=find_address, standalone=standalone)
    order = sorted(graph, key=lambda iri: links.get_sort_key(day, iri))
    lefts = [iri for iri in order if not iri.startswith(CODES)]
    rights = [iri for iri in order if iri.startswith(CODES)]
    height = _TOP + ROW_HEIGHT * max(len(lefts), len(rights)) + _FOOT
    left = _EDGE + _LETTER_WIDTH * max(len(graph.nodes[iri]["label"]) for iri in lefts)
    places = {**_spread_rows(lefts, left, height), **_spread_rows(rights, left + _GAP, height)}
    lines = [
        svg.draw_text(_EDGE, 34, svg.shorten_line(what, 88), "head"),
        svg.draw_text(left, 66, "AI Act", "bold", "end"),
        svg.draw_text(left + _GAP, 66, _name_codes(day, graph), "bold"),
        *_draw_lines(graph, places),
        *_draw_names(graph, places, find_address),
        *svg.draw_legend(_EDGE, height - 12, [data["kind"] for *_, data in graph.edges(data=True)]),
    ]
    return svg.build_svg(what, (WIDTH, height), lines, standalone=standalone)


def _name_codes(day: Day, graph: "MultiDiGraph[str]") -> str:
    """Name the codes that the parts in a graph belong to."""
    codes = [f"{space}code" for space in CODES if any(iri.startswith(space) for iri in graph)]
    return " and ".join(_shorten_code_label(day.get_node(iri).label) for iri in codes) or "Codes of practice"


def _drop_code_name(name: str) -> str:
    return name.removeprefix(f"{CONTENT_CODE_NAME}, ")


def _shorten_code_label(label: str) -> str:
    return label.removesuffix(" of Practice")


def _build_legible_graph(day: Day, found_links: list[links.GraphLink]) -> "MultiDiGraph[str]":
    """Link point by point where that is legible, else by article and commitment."""
    graph = links.build_link_graph(day, found_links, _choose_representatives(day, found_links, set(), _PART_KINDS))
    for provisions, parts in ((_PROVISION_KINDS, _PART_KINDS), (_PROVISION_KINDS, _LARGE_PART_KINDS)):
        ours = sum(iri.startswith(CODES) for iri in graph)
        if max(ours, len(graph) - ours) > MAX_ROWS:
            graph = links.build_link_graph(
                day, found_links, _choose_representatives(day, found_links, provisions, parts)
            )
    return graph


def _choose_representatives(
    day: Day, found_links: list[links.GraphLink], provision_kinds: set[str], part_kinds: set[str]
) -> dict[str, str]:
    """Map each end of a link to the nearest node of some kinds that it is or stands under."""
    shown = {}
    for end in {end for one in found_links for end in (one.start, one.end)}:
        kinds = part_kinds if end.startswith(CODES) else provision_kinds
        above = [place.iri for place in [*day.list_ancestors(end), day.get_node(end)] if place.kind in kinds]
        shown[end] = above[-1] if above else end
    return shown


def _list_articles(day: Day, chapter: str) -> Iterator[str]:
    for part in day.list_parts(chapter):
        if part.kind == "Article":
            yield part.iri
        else:
            yield from _list_articles(day, part.iri)


def _spread_rows(iris: list[str], x: float, height: int) -> dict[str, _Position]:
    room = height - _TOP - _FOOT
    return {iri: _Position(x, _TOP + room * (row + 0.5) / len(iris)) for row, iri in enumerate(iris)}


def _draw_lines(graph: "MultiDiGraph[str]", places: dict[str, _Position]) -> Iterator[str]:
    told: dict[tuple[str, str, str], list[str]] = {}
    for start, end, data in graph.edges(data=True):
        told.setdefault((start, end, data["kind"]), []).append(data["told"])
    for (start, end, kind), sentences in told.items():
        apart = 4 * (links.KIND_ORDER.index(kind) > 0)  # declared and editorial links lie side by side
        (x2, y2), (x1, y1) = places[start], places[end]
        x1, x2, y1, y2 = x1 + 8, x2 - 8, y1 + apart, y2 + apart
        middle = (x1 + x2) / 2
        path = [(x1, y1), (middle, y1), (middle, y2), (x2, y2)]
        yield svg.draw_line(path, f"link {kind} {svg.get_colour_class(start)}", svg.join_sentences(sentences))


def _draw_names(graph: "MultiDiGraph[str]", places: dict[str, _Position], href: svg.Href) -> Iterator[str]:
    for iri, (x, y) in places.items():
        label, full = (
            graph.nodes[iri]["label"],
            svg.format_node_name(graph.nodes[iri]["label"], graph.nodes[iri]["title"]),
        )
        if iri.startswith(CODES):
            told = _drop_code_name(full)
            words = svg.draw_text(
                x, y + 5, svg.shorten_line(told, int((WIDTH - x) / _LETTER_WIDTH)), svg.get_colour_class(iri)
            )
        elif graph.degree(iri):
            words = svg.draw_text(x, y + 5, label, "act", "end")
        else:
            words = svg.draw_text(x, y + 5, label, "grey", "end") + svg.draw_text(
                x + 8, y + 5, "not covered", "small grey"
            )
        yield svg.draw_link(href(iri), full, [words])
