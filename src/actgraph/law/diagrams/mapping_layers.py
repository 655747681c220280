"""Draw the mapping of a chapter with many measures in three layers, each measure folded into its commitment.

The commitments stand in the middle. On the left stands what the code names, on the right what we read it to address.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import cycle, groupby
from typing import TYPE_CHECKING, NamedTuple

from actgraph.graph.day import Day
from actgraph.law import links
from actgraph.law.diagrams import svg

if TYPE_CHECKING:
    from networkx import MultiDiGraph

# Pixels: of the whole, at its edges, and of the words at the top and the bottom.
_WIDTH, _EDGE, _TOP, _FOOT = 1000, 20, 92, 44
# Pixels: of a commitment's box, from one to the next, between its side and its words, and between a line and its words.
_BOX_HEIGHT, _PITCH, _PADDING, _LINE_GAP = 40, 50, 8, 6
_LETTER_WIDTH, _SMALL_LETTER_WIDTH, _LINE = 7, 6.2, 16  # pixels: of wide letters, and of a line of words
_LABEL_LETTERS = 27  # of a line of a provision's label
_PORT = 4  # pixels between two lines that end at the same box, where there is room
_COLOURS = tuple(f"row-{number}" for number in range(1, 7))
_OWNER_KINDS = ("Commitment", "Appendix")
_OURS = "editorial"


class _Bundle(NamedTuple):
    """All links of one kind between a commitment with its measures and a provision.

    Attributes:
        owner: the commitment or appendix.
        provision: the provision.
        kind: who states the links.
        starts: the parts that they lead from.
        told: the links in words.
    """

    owner: str
    provision: str
    kind: str
    starts: Sequence[str]
    told: Sequence[str]


class _Row(NamedTuple):
    """Where a node stands, and how tall its end for lines is."""

    y: float
    height: float
    colour: str


def draw_layers(
    day: Day, chapter: str, graph: "MultiDiGraph[str]", title: str, *, href: svg.Href, standalone: bool
) -> str:
    """Draw the mapping of a chapter of a code in layers.

    Args:
        chapter: IRI of the chapter.
        graph: its links point by point, of `build_mapping_graph`.
        title: of the picture.
        href: IRI → URL of a node.
        standalone: embed the colours; else the page links `pictures.css`.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.law.diagrams.mapping import build_mapping_graph
    >>> day = open_day("2026-11-24")
    >>> chapter = day.cite("Safety and Security chapter")
    >>> drawn = draw_layers(day, chapter, build_mapping_graph(day, chapter), "X", href=str, standalone=False)
    >>> "23 measures, 4 appendices" in drawn
    True
    """
    bundles = _bundle_links(day, graph)
    order = sorted(graph, key=lambda iri: links.get_sort_key(day, iri))
    owners = [iri for iri in order if any(one.owner == iri for one in bundles)]
    ours = [one for one in bundles if one.kind == _OURS]
    stated = [one for one in bundles if one.kind != _OURS]
    lefts = [iri for iri in order if any(one.provision == iri for one in stated)]
    rights = [iri for iri in order if any(one.provision == iri for one in ours)]
    labels = {iri: _wrap_label(graph.nodes[iri]["label"]) for iri in (*lefts, *rights)}
    names = {iri: _shorten_name(day, chapter, iri) for iri in owners}
    box = 2 * _PADDING + max(_measure_box(day, iri, names[iri]) for iri in owners)
    left = _EDGE + _LETTER_WIDTH * max(len(line) for iri in lefts for line in labels[iri])
    right = _WIDTH - _EDGE - _LETTER_WIDTH * max(len(line) for iri in rights for line in labels[iri])
    start = (left + right - box) / 2
    room = _PITCH * len(owners)
    middles, before, after = _spread(owners, room), _spread(lefts, room), _spread(rights, room)
    drawn = [
        svg.draw_text(_EDGE, 34, svg.shorten_line(title, 88), "head"),
        svg.draw_text(left, 66, "The code names", "bold", "end"),
        svg.draw_text(start, 66, day.get_node(chapter).label, "bold"),
        svg.draw_text(right, 66, "It addresses, as we read it", "bold"),
        *_draw_bundles(stated, (before, left + _LINE_GAP), (middles, start)),
        *_draw_bundles(ours, (after, right - _LINE_GAP), (middles, start + box)),
        *(_draw_owner(day, iri, names[iri], (start, middles[iri].y, box), href) for iri in owners),
        *(_draw_provision(graph, iri, labels[iri], (left, before[iri], "end"), "", href) for iri in lefts),
        *(
            _draw_provision(graph, iri, labels[iri], (right, after[iri], ""), _count_starts(graph, ours, iri), href)
            for iri in rights
        ),
        *svg.draw_legend(_EDGE, _TOP + room + _FOOT - 14, [one.kind for one in bundles]),
    ]
    return svg.build_svg(title, (_WIDTH, _TOP + room + _FOOT), drawn, standalone=standalone)


def _bundle_links(day: Day, graph: "MultiDiGraph[str]") -> list[_Bundle]:
    found: dict[tuple[str, str, str], tuple[dict[str, None], list[str]]] = {}
    for part, provision, data in graph.edges(data=True):
        starts, told = found.setdefault((_find_owner(day, part), provision, data["kind"]), ({}, []))
        starts[part] = None
        told.append(data["told"])
    return [_Bundle(*ends, list(starts), told) for ends, (starts, told) in found.items()]


def _find_owner(day: Day, iri: str) -> str:
    """Find the commitment or appendix that a part of the code is or belongs to."""
    above = [day.get_node(iri), *day.list_ancestors(iri)[::-1]]
    return next((node.iri for node in above if node.kind in _OWNER_KINDS), iri)


def _shorten_name(day: Day, chapter: str, iri: str) -> str:
    """Shorten "Safety and Security Commitment 1" to what its chapter leaves open."""
    stem = day.get_node(chapter).label.removesuffix(" chapter")
    return day.get_node(iri).label.removeprefix(stem).lstrip(", ")


def _list_measures(day: Day, owner: str) -> list[str]:
    return [part.iri for part in day.list_parts(owner) if part.kind == "Measure"]


def _measure_box(day: Day, owner: str, name: str) -> float:
    numbers = "  ".join(day.get_node(iri).number for iri in _list_measures(day, owner))
    first = (_LETTER_WIDTH + 1) * len(name) + 2 * _PADDING + _SMALL_LETTER_WIDTH * len(numbers)
    return max(first, _SMALL_LETTER_WIDTH * len(day.get_node(owner).title))


def _wrap_label(label: str) -> list[str]:
    """Break a long label of a provision at a comma."""
    lines = [""]
    for part in label.split(", "):
        joined = f"{lines[-1]}, {part}" if lines[-1] else part
        if lines[-1] and len(joined) > _LABEL_LETTERS:
            lines[-1] += ","
            lines.append(part)
        else:
            lines[-1] = joined
    return lines


def _spread(iris: Sequence[str], room: int) -> dict[str, _Row]:
    """Spread nodes over the height, each with a colour that differs from its neighbours'."""
    step = room / len(iris) if iris else room
    colours = cycle(_COLOURS)
    return {
        iri: _Row(_TOP + step * (row + 0.5), min(step, _BOX_HEIGHT) - _LINE_GAP, next(colours))
        for row, iri in enumerate(iris)
    }


def _draw_bundles(
    bundles: Sequence[_Bundle], outside: tuple[Mapping[str, _Row], float], inside: tuple[Mapping[str, _Row], float]
) -> Iterator[str]:
    """Draw the lines between provisions and boxes; those that end at one node end below each other."""
    (provisions, x1), (owners, x2) = outside, inside
    outer = _find_ports(bundles, lambda one: (one.provision, one.owner), provisions, owners)
    inner = _find_ports(bundles, lambda one: (one.owner, one.provision), owners, provisions)
    middle = (x1 + x2) / 2
    for place, one in enumerate(bundles):
        path = [(x1, outer[place]), (middle, outer[place]), (middle, inner[place]), (x2, inner[place])]
        yield svg.draw_line(
            path, f"link {one.kind} {provisions[one.provision].colour}", svg.join_sentences([*one.told])
        )


def _find_ports(
    bundles: Sequence[_Bundle],
    get_ends: Callable[[_Bundle], tuple[str, str]],
    here: Mapping[str, _Row],
    there: Mapping[str, _Row],
) -> dict[int, float]:
    """Find how high each bundle ends at its node, so that the lines of one node do not cross at it."""
    ends = [get_ends(one) for one in bundles]
    order = sorted(range(len(ends)), key=lambda place: (here[ends[place][0]].y, there[ends[place][1]].y))
    ports = {}
    for node, same in groupby(order, key=lambda place: ends[place][0]):
        places = list(same)
        step = min(_PORT, here[node].height / len(places))
        for row, place in enumerate(places):
            ports[place] = here[node].y + (row - (len(places) - 1) / 2) * step
    return ports


def _draw_owner(day: Day, owner: str, name: str, box: tuple[float, float, float], href: svg.Href) -> str:
    """Draw a commitment with its title, and the number of each of its measures; all are links."""
    x, y, width = box
    node, colour = day.get_node(owner), svg.get_colour_class(owner)
    words = [
        svg.draw_box(x, y - _BOX_HEIGHT / 2, width, _BOX_HEIGHT, f"box {colour}"),
        svg.draw_text(x + _PADDING, y - 3, name, f"bold {colour}"),
        svg.draw_text(x + _PADDING, y + 13, node.title, "small"),
    ]
    drawn = [svg.draw_link(href(owner), svg.format_node_name(node.label, node.title), words)]
    end = x + width - _PADDING
    for iri in _list_measures(day, owner)[::-1]:
        measure = day.get_node(iri)
        number = svg.draw_text(end, y - 3, measure.number, f"small {colour}", "end")
        drawn.append(svg.draw_link(href(iri), svg.format_node_name(measure.label, measure.title), [number]))
        end -= _SMALL_LETTER_WIDTH * (len(measure.number) + 2)
    return "".join(drawn)


def _draw_provision(
    graph: "MultiDiGraph[str]",
    iri: str,
    lines: Sequence[str],
    place: tuple[float, _Row, str],
    note: str,
    href: svg.Href,
) -> str:
    """Draw the label of a provision, and below it how much of the code addresses it."""
    x, row, anchor = place
    y = row.y + 5 - _LINE * (len(lines) - (0 if note else 1)) / 2
    words = []
    for line in lines:
        words.append(svg.draw_text(x, y, line, row.colour, anchor))
        y += _LINE
    words += [svg.draw_text(x, y, note, "small grey", anchor)] if note else []
    name = svg.format_node_name(graph.nodes[iri]["label"], graph.nodes[iri]["title"])
    return svg.draw_link(href(iri), name, words)


def _count_starts(graph: "MultiDiGraph[str]", bundles: Iterable[_Bundle], provision: str) -> str:
    """Count the measures and the appendices that address a provision."""
    kinds = Counter(graph.nodes[iri]["kind"] for one in bundles if one.provision == provision for iri in one.starts)
    names = {"Commitment": "commitment", "Measure": "measure", "Appendix": "appendix"}
    plurals = {"appendix": "appendices"}
    return ", ".join(
        f"{kinds[kind]} {name if kinds[kind] == 1 else plurals.get(name, f'{name}s')}"
        for kind, name in names.items()
        if kinds[kind]
    )
