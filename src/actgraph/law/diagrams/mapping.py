"""The picture of the mapping: provisions of the Act left, parts of the Code right, a line for each link."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, CODE, shorten
from actgraph.graph.day import Day
from actgraph.law import links
from actgraph.law.diagrams import svg

if TYPE_CHECKING:
    from networkx import MultiDiGraph

ROW, WIDTH, MOST = 22, 1000, 48  # pixels of a row and of the whole; rows of a side that can be taken in
_TOP, _FOOT, _EDGE, _BETWEEN, _SIGN = 88, 40, 30, 210, 7  # pixels; the last of a letter, as wide as they come
_ARTICLES = {"Article", "Annex", "Recital"}
_PARTS = {"Commitment", "Measure", "Appendix", "Form"}
_LARGE = {"Commitment", "Appendix"}


class _Row(NamedTuple):
    """Where a node stands: where its words end or begin, and its middle."""

    x: float
    y: float


def is_chapter(day: Day, iri: str) -> bool:
    """Whether the mapping of a node can be drawn: of a chapter of the Act or of the Code.

    Args:
        day: the graph of the day.
        iri: a node of it.

    >>> from actgraph.graph.day import on
    >>> is_chapter(on("2026-11-24"), on("2026-11-24").cite("Chapter V"))
    True
    """
    return day.node(iri).kind in ("Chapter", "CodeChapter") and iri.startswith((ACT, CODE))


def mapped(day: Day, chapter: str = "") -> "MultiDiGraph[str]":
    """The links from the Code to the Act that the picture shows.

    Args:
        day: the graph of the day.
        chapter: IRI of a chapter of the Act or of the Code; where there is none, what the Code itself declares.

    Returns:
        As `neighbours.neighbours` has it; of a chapter of the Act all its articles are there.

    Raises:
        InputError: it is no such chapter, or there is no Code on that day.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> [mapped(day).nodes[one]["label"] for one in mapped(day).predecessors(day.cite("Article 56"))]
    ['Safety and Security Commitment 1', 'Safety and Security Commitment 7']
    """
    if CODE + "code" not in day:
        raise InputError(f"there is no Code of Practice on {day.day}", where="--on", todo="Take 2025-07-10 or later.")
    if not chapter:
        found = links.read(day, ["ag:covers"])
        return links.graph_of(day, found, _shown(day, found, _ARTICLES, _PARTS))
    if not is_chapter(day, chapter):
        raise InputError(
            f"{day.node(chapter).label or shorten(chapter)} is no chapter of the Act or of the Code",
            todo=f"Draw what stands around it: actgraph draw '{shorten(chapter)}'",
        )
    which = ["ag:covers", "ag:isSaidToCover", "ag:addresses"]
    if chapter.startswith(CODE):
        found = links.read(day, which, starts=links.under(day, chapter))
        return _legible(day, found)
    found = links.read(day, which, ends=links.under(day, chapter))
    graph = links.graph_of(day, found, _shown(day, found, _ARTICLES, _LARGE))
    for article in _articles(day, chapter):
        graph.add_node(article, **links.node(day, article))
    return graph


def mapping(day: Day, chapter: str = "", *, href: svg.Href | None = None, standalone: bool = True) -> str:
    """Draw what the Code covers in the Act: as its commitments declare it, or all links of a chapter.

    Args:
        day: the graph of the day.
        chapter: IRI of a chapter of the Act or of the Code; the whole where there is none.
        href: IRI → where a node leads; its official page or its IRI where there is none.
        standalone: whether the picture brings its colours; else the page links `pictures.css`.

    Raises:
        InputError: it is no such chapter, or there is no Code on that day.

    >>> from actgraph.graph.day import on
    >>> "Nothing of the Code is mapped to Chapter VI" in mapping(on("2026-11-24"), ACT + "cpt_VI")
    True
    """
    graph = mapped(day, chapter)
    what = "What the commitments of the Code name in the Act"
    if chapter:
        what = f"The Code of Practice and the AI Act: {svg.named(day.node(chapter).label, day.node(chapter).title)}"
    if not graph.number_of_edges():
        none = f"Nothing of the Code is mapped to {day.node(chapter).label}: nothing covers it, nothing addresses it."
        lines = [svg.text(_EDGE, 34, svg.short(what, 88), "head"), svg.text(_EDGE, 64, none)]
        return svg.picture(what, (WIDTH, 90), lines, standalone=standalone)
    order = sorted(graph, key=lambda iri: links.place(day, iri))
    lefts = [iri for iri in order if not iri.startswith(CODE)]
    rights = [iri for iri in order if iri.startswith(CODE)]
    height = _TOP + ROW * max(len(lefts), len(rights)) + _FOOT
    left = _EDGE + _SIGN * max(len(graph.nodes[iri]["label"]) for iri in lefts)
    places = {**_spread(lefts, left, height), **_spread(rights, left + _BETWEEN, height)}
    lines = [
        svg.text(_EDGE, 34, svg.short(what, 88), "head"),
        svg.text(left, 66, "AI Act", "bold", "end"),
        svg.text(left + _BETWEEN, 66, "Code of Practice", "bold"),
        *_lines(graph, places),
        *_names(graph, places, href or svg.official(day)),
        *svg.legend(_EDGE, height - 12, [data["kind"] for *_, data in graph.edges(data=True)]),
    ]
    return svg.picture(what, (WIDTH, height), lines, standalone=standalone)


def _legible(day: Day, found: list[links.Link]) -> "MultiDiGraph[str]":
    """The links of a chapter of the Code, point by point where that can be taken in, else by article and commitment."""
    graph = links.graph_of(day, found, _shown(day, found, set(), _PARTS))
    for provisions, parts in ((_ARTICLES, _PARTS), (_ARTICLES, _LARGE)):
        ours = sum(iri.startswith(CODE) for iri in graph)
        if max(ours, len(graph) - ours) > MOST:
            graph = links.graph_of(day, found, _shown(day, found, provisions, parts))
    return graph


def _shown(day: Day, found: list[links.Link], provisions: set[str], parts: set[str]) -> dict[str, str]:
    """Each end of a link → what it is shown as: the nearest of some kinds that it is or stands under."""
    shown = {}
    for end in {end for one in found for end in (one.start, one.end)}:
        kinds = parts if end.startswith(CODE) else provisions
        above = [place.iri for place in [*day.places(end), day.node(end)] if place.kind in kinds]
        shown[end] = above[-1] if above else end
    return shown


def _articles(day: Day, chapter: str) -> Iterator[str]:
    for part in day.parts(chapter):
        if part.kind == "Article":
            yield part.iri
        else:
            yield from _articles(day, part.iri)


def _spread(iris: list[str], x: float, height: int) -> dict[str, _Row]:
    room = height - _TOP - _FOOT
    return {iri: _Row(x, _TOP + room * (row + 0.5) / len(iris)) for row, iri in enumerate(iris)}


def _lines(graph: "MultiDiGraph[str]", places: dict[str, _Row]) -> Iterator[str]:
    told: dict[tuple[str, str, str], list[str]] = {}
    for start, end, data in graph.edges(data=True):
        told.setdefault((start, end, data["kind"]), []).append(data["told"])
    for (start, end, kind), sentences in told.items():
        apart = 4 * (links.ORDER.index(kind) > 0)  # what is declared and what was read lie side by side
        (x2, y2), (x1, y1) = places[start], places[end]
        x1, x2, y1, y2 = x1 + 8, x2 - 8, y1 + apart, y2 + apart
        middle = (x1 + x2) / 2
        path = [(x1, y1), (middle, y1), (middle, y2), (x2, y2)]
        yield svg.line(path, f"link {kind} {svg.tone(start)}", svg.few(sentences))


def _names(graph: "MultiDiGraph[str]", places: dict[str, _Row], address: svg.Href) -> Iterator[str]:
    for iri, (x, y) in places.items():
        label, full = graph.nodes[iri]["label"], svg.named(graph.nodes[iri]["label"], graph.nodes[iri]["title"])
        if iri.startswith(CODE):
            words = svg.text(x, y + 5, svg.short(full, int((WIDTH - x) / _SIGN)), svg.tone(iri))
        elif graph.degree(iri):
            words = svg.text(x, y + 5, label, "act", "end")
        else:
            words = svg.text(x, y + 5, label, "grey", "end") + svg.text(x + 8, y + 5, "not covered", "small grey")
        yield svg.link(address(iri), full, [words])
